"""What a committee asks for each annual rank, and how many of its cells may have the best."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from meetings.annual.evidence import Direction, Evidence, Figure, Measure
from meetings.annual.ranks import EARNED, AnnualRank


class CapBase(StrEnum):
    """Of whom the cap is a percentage; the forms of reports take it of those ranked tốt or better.

    `label` stands after "20 % của".
    """

    def __new__(cls, code: str, label: str):
        base = str.__new__(cls, code)
        base._value_ = code
        base.label = label
        return base

    GOOD_OR_BETTER = "good_or_better", "số chi bộ xếp loại tốt trở lên"
    COMPLETED_OR_BETTER = "completed_or_better", "số chi bộ hoàn thành nhiệm vụ trở lên"
    RANKED = "ranked", "số chi bộ được xếp loại"
    ALL = "all", "tổng số chi bộ"


@dataclass(frozen=True, slots=True)
class Requirement:
    """The measure must reach `bound` (at least) or stay within it (at most)."""

    measure: Measure
    bound: Decimal

    def holds(self, evidence: Evidence) -> bool:
        return self.is_met_by(evidence.figure(self.measure))

    def is_met_by(self, figure: Figure | None) -> bool:
        """Unknown figures fail; only a cell without any task due has nothing to answer for."""
        if figure is None:
            return self.measure == "tasks"
        if self.measure.direction == "at_least":
            return figure >= self.bound
        return figure <= self.bound

    @property
    def words(self) -> str:
        """ "yêu cầu từ 90 %", "cho phép 1 tháng", "không dưới bậc 2"."""
        bound = self.measure.say(self.bound)
        if self.measure.unit == "bậc":
            return f"không dưới {bound}"
        if self.measure.direction is Direction.AT_LEAST:
            return f"yêu cầu từ {bound}"
        return f"cho phép {bound}"


@dataclass(frozen=True, slots=True)
class Rules:
    """One committee's rules for a year. `requirements` of each rank that must be earned.

    `cap_percent` of `base` may have the best rank. With `fourth_quarter_in_year` the fourth
    quarter is not ranked apart from the year (Quy định 366-QĐ/TW).
    """

    requirements: dict[AnnualRank, tuple[Requirement, ...]] = field(hash=False)
    base: CapBase = CapBase.GOOD_OR_BETTER
    cap_percent: int = 20
    fourth_quarter_in_year: bool = True

    def of(self, rank: AnnualRank) -> tuple[Requirement, ...]:
        return self.requirements.get(rank, ())


def requirements_from(bounds: dict[Measure, tuple[object, ...]]) -> dict:
    """Requirements by rank, from a row for each measure: a bound for each rank, None for none."""
    return {
        rank: tuple(
            Requirement(measure, Decimal(row[place]))
            for measure, row in bounds.items()
            if row[place] is not None
        )
        for place, rank in enumerate(EARNED)
    }


# No national formula leads from meetings to the annual rank; this is where a committee starts.
# The bounds for attendance follow Hướng dẫn 42-HD/BTCTW (above 90 %) and Hướng dẫn 12 (85 %).
DEFAULT = Rules(
    requirements_from(
        {
            # measure: excellent, good, completed
            Measure.NOT_HELD: (0, 1, 3),
            Measure.AVERAGE: (90, 80, 50),
            Measure.YEAR_RANK: (1, 2, 3),
            Measure.WORST: (2, 3, None),
            Measure.BEST_RATE: (75, None, None),
            Measure.GATES: (0, 2, None),
            Measure.THEMATIC_MISSED: (0, 2, None),
            Measure.ATTENDANCE: (90, 85, None),
            Measure.TASKS: (90, 70, None),
            Measure.LATE: (1, 3, None),
        }
    )
)
