"""What a cell's year shows, and the measures by which rules speak of it."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from meetings.scoring.figures import in_words, ratio_of

Figure = int | Decimal


class Direction(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Measure(StrEnum):
    """One thing that a rule may ask of a year; its value is the property of `Evidence` so named.

    `label` and `unit` are for people. Ranks of meetings count from 1, the best.
    """

    def __new__(cls, code: str, label: str, unit: str, direction: Direction):
        measure = str.__new__(cls, code)
        measure._value_ = code
        measure.label = label
        measure.unit = unit
        measure.direction = direction
        return measure

    NOT_HELD = "not_held", "Số tháng không họp", "tháng", Direction.AT_MOST
    HELD = "held", "Số tháng đã họp", "tháng", Direction.AT_LEAST
    AVERAGE = "average", "Điểm bình quân năm", "%", Direction.AT_LEAST
    YEAR_RANK = "year_rank", "Xếp loại sinh hoạt cả năm", "bậc", Direction.AT_MOST
    WORST = "worst", "Tháng xếp loại thấp nhất", "bậc", Direction.AT_MOST
    BEST = "best", "Số tháng xếp loại cao nhất", "tháng", Direction.AT_LEAST
    BEST_RATE = "best_rate", "Tỉ lệ tháng xếp loại cao nhất", "%", Direction.AT_LEAST
    GATES = "gates", "Số lần bị hạ bậc", "lần", Direction.AT_MOST
    THEMATIC = "thematic", "Số buổi sinh hoạt chuyên đề", "buổi", Direction.AT_LEAST
    THEMATIC_MISSED = (
        "thematic_missed",
        "Số quý không sinh hoạt chuyên đề",
        "quý",
        Direction.AT_MOST,
    )
    ATTENDANCE = "attendance", "Tỉ lệ đảng viên dự họp", "%", Direction.AT_LEAST
    TASKS = "tasks", "Tỉ lệ việc đến hạn đã xong", "%", Direction.AT_LEAST
    LATE = "late", "Số tháng nộp muộn", "tháng", Direction.AT_MOST
    RETURNED = "returned", "Số lần bản ghi bị trả lại", "lần", Direction.AT_MOST

    def say(self, figure: Figure | None) -> str:
        """The figure with its unit: "92,5 %", "bậc 2", "1 tháng"; "chưa có" for None."""
        if figure is None:
            return "chưa có"
        number = in_words(figure) if isinstance(figure, Decimal) else str(figure)
        return f"bậc {number}" if self.unit == "bậc" else f"{number} {self.unit}"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cell's year so far in figures.

    `owed` counts the months that are over or whose fate is known, `held` and `not_held` add up to
    it. `scored` months have a verified rank, `best` of them the highest; `worst_level` and
    `year_level` count from 0, the best. `average` is percent of the set's maximum. `thematic` are
    meetings with a theme, `thematic_missed` quarters that are over without one. `tasks_due` are
    those that the cell has judged or whose day has passed. None is what is not known yet.
    """

    owed: int = 0
    held: int = 0
    scored: int = 0
    best: int = 0
    worst_level: int | None = None
    year_level: int | None = None
    average: Decimal | None = None
    thematic: int = 0
    thematic_missed: int = 0
    late: int = 0
    gates: int = 0
    returned: int = 0
    tasks_given: int = 0
    tasks_due: int = 0
    tasks_done: int = 0
    expected: int = 0
    present: int = 0

    @property
    def not_held(self) -> int:
        return self.owed - self.held

    @property
    def worst(self) -> int | None:
        return None if self.worst_level is None else self.worst_level + 1

    @property
    def year_rank(self) -> int | None:
        return None if self.year_level is None else self.year_level + 1

    @property
    def best_rate(self) -> Decimal | None:
        return percent(self.best, self.scored)

    @property
    def attendance(self) -> Decimal | None:
        return percent(self.present, self.expected)

    @property
    def tasks(self) -> Decimal | None:
        return percent(self.tasks_done, self.tasks_due)

    def figure(self, measure: Measure) -> Figure | None:
        return getattr(self, measure)


def percent(part: int, whole: int) -> Decimal | None:
    """Percent of `whole` with two decimals, None of nothing."""
    return ratio_of(100 * part, whole) if whole else None
