"""Vietnamese words for sets, values and results, for messages and pages."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from meetings.scoring.figures import Number, in_words, two_decimals
from meetings.scoring.model import (
    NOT_APPLICABLE,
    Criterion,
    Kind,
    NotApplicablePolicy,
    Situation,
)
from meetings.scoring.results import Progress, Score

MEETING_KIND = {
    "regular": "sinh hoạt thường kỳ",
    "thematic": "sinh hoạt chuyên đề",
    "combined": "sinh hoạt thường kỳ kết hợp chuyên đề",
    "extraordinary": "sinh hoạt bất thường",
}

NOT_APPLICABLE_MEANS = {
    NotApplicablePolicy.FULL: "tính đủ điểm",
    NotApplicablePolicy.RESCALE: "bỏ khỏi bảng điểm, quy đổi phần còn lại",
    NotApplicablePolicy.EXCLUDE: "bỏ khỏi bảng điểm",
    NotApplicablePolicy.REFUSE: "không được ghi cho tiêu chí này",
}

# A fact's unit, and where in the record it is counted.
FACTS = {
    "duration_minutes": ("phút", "theo giờ bắt đầu, kết thúc"),
    "attendance_rate": ("%", "theo điểm danh"),
    "speaking_rate": ("%", "theo danh sách phát biểu"),
    "documents_sent_in_time": ("", "theo ngày gửi tài liệu"),
    "pre_meeting_held": ("", "theo ngày họp chi ủy"),
    "tasks_done_rate": ("%", "theo việc tháng trước"),
    "resolution_adopted": ("", "theo phiếu biểu quyết"),
    "minutes_published_in_time": ("", "theo ngày nộp bản ghi"),
    "no_member_excused_over_three_in_a_row": ("", "theo điểm danh trong năm"),
}


def meeting_kind(kind: str) -> str:
    """The kind in words; one that is unknown is quoted as it stands."""
    return MEETING_KIND.get(kind, f"“{kind}”")


def situation(of: Situation, *, names_cell_kind: bool, names_members: bool) -> str:
    """The meeting in words, such as "sinh hoạt chuyên đề, chi bộ có 30 đảng viên"."""
    words = [meeting_kind(of.meeting_kind)]
    if names_cell_kind:
        words.append(f"loại chi bộ {of.cell_kind}" if of.cell_kind else "loại chi bộ khác")
    if names_members:
        words.append(f"chi bộ có {of.members} đảng viên")
    if of.unexcused:
        words.append(f"có {of.unexcused} đảng viên vắng không lý do")
    return ", ".join(words)


def not_applicable(criterion: Criterion) -> str:
    """What it means for the score that the criterion does not apply, by its policy."""
    return f"không áp dụng: {NOT_APPLICABLE_MEANS[criterion.not_applicable]}"


def fact_source(name: str | None) -> str:
    """Where a fact is counted; one that the system does not know comes from "dữ liệu" alone."""
    return FACTS.get(name, ("", "theo dữ liệu"))[1]


def value(criterion: Criterion, given: bool | Number | str | None, *, is_fact: bool) -> str:
    """A mark or fact in words, such as "đạt", "95 phút", "mức từ 90 %", "2 lần".

    A person chooses a band by its lower bound, a fact is the measure itself. Text that the engine
    would refuse is quoted; nothing given is an empty text.
    """
    if given is None:
        return ""
    if given == NOT_APPLICABLE:
        return not_applicable(criterion)
    if isinstance(given, bool):
        return "đạt" if given else "không đạt"
    if isinstance(given, str):
        return f"“{given}”"
    figure = in_words(two_decimals(given))
    if criterion.kind is Kind.DEDUCTION:
        return f"{figure} lần"
    if criterion.kind is not Kind.BAND:
        return f"{figure} điểm"
    measure = f"{figure} {FACTS.get(criterion.fact, ('', ''))[0]}".strip()
    return measure if is_fact else f"mức từ {measure}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of a sheet, now or as it was stored; ranks by their titles.

    The applicable points and their maximum are None where they were not stored.
    """

    total: Decimal
    max_points: Decimal
    rank: str
    rank_by_points: str
    gates: tuple[str, ...]
    applicable_points: Decimal | None
    applicable_max: Decimal | None

    @classmethod
    def of(cls, score: Score) -> "Outcome":
        return cls(
            score.total,
            score.max_points,
            score.rank.title,
            score.rank_by_points.title,
            score.gates,
            score.applicable_points,
            score.applicable_max,
        )


def applicable(of: Outcome | Progress) -> str:
    """What was reached of what applies, "64,5/70 áp dụng được"; empty while everything applies."""
    maximum = of.applicable_max
    if maximum is None or maximum == of.max_points:
        return ""
    return f"{in_words(of.applicable_points)}/{in_words(maximum)} áp dụng được"


def explain(outcome: Outcome) -> str:
    """A result in words: how the total came about and why the rank is what it is.

    "92 điểm, xếp Tốt."; "92 điểm nhưng xếp Khá vì: Có đảng viên vắng không lý do. Tính theo điểm
    là Tốt."; with criteria taken out "Đạt 64,5 trên 70 điểm áp dụng được, quy đổi 92,14 trên thang
    100, xếp Tốt."
    """
    reached = _reached(outcome)
    if not outcome.gates:
        return f"{reached}, xếp {outcome.rank}."
    why = "; ".join(message.strip().rstrip(".") for message in outcome.gates)
    lowered = f"{reached} nhưng xếp {outcome.rank} vì: {why}."
    return f"{lowered} Tính theo điểm là {outcome.rank_by_points}."


def remark(outcome: Outcome) -> str:
    """The explanation where a total beside its rank would leave a question; else empty."""
    return explain(outcome) if outcome.gates or applicable(outcome) else ""


def _reached(outcome: Outcome) -> str:
    total, top = in_words(outcome.total), in_words(outcome.max_points)
    if not applicable(outcome):
        return f"{total} điểm"
    points, maximum = Fraction(outcome.applicable_points), Fraction(outcome.applicable_max)
    part = f"Đạt {in_words(outcome.applicable_points)} trên {in_words(outcome.applicable_max)}"
    part = f"{part} điểm áp dụng được"
    if outcome.total == _held(points, outcome.max_points):
        return part
    scale = Fraction(outcome.max_points) / maximum
    # The stored points were rounded before they are scaled here, the total only after.
    if abs(outcome.total - _held(points * scale, outcome.max_points)) <= scale / 100:
        return f"{part}, quy đổi {total} trên thang {top}"
    # Points beside the groups, with re-scaling or without: the stored values do not tell.
    return f"{part}, tính cả điểm cộng là {total} trên thang {top}"


def _held(points: Fraction, max_points: Decimal) -> Decimal:
    """Points as a total: rounded, from 0 to the set's maximum."""
    return two_decimals(max(Fraction(0), min(points, Fraction(max_points))))
