"""From marks and facts to points, total and rank.

The steps are those of the design's section "Calculation": the sheet of the situation, the marks
with their caps, what is not applicable, the groups, the total with re-scaling and bonuses, the
gates. Exact fractions throughout; the total is rounded once, half up, to two decimals.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from meetings.scoring import wording
from meetings.scoring.figures import Number, exact, two_decimals
from meetings.scoring.model import (
    NOT_APPLICABLE,
    CriteriaSet,
    Criterion,
    Group,
    NotApplicablePolicy,
    Rank,
    Scope,
    Situation,
)
from meetings.scoring.points import PointsRefused, is_full, points_for

Value = bool | Number | str | None
"""A mark or a fact: true or false, a number, NOT_APPLICABLE, or None for not given."""

ZERO = Fraction(0)


class Source(StrEnum):
    """Where a criterion's value came from."""

    MARK = "mark"
    FACT = "fact"
    NOT_APPLICABLE = "not_applicable"


class OutOfScope(Exception):
    """The set is not made for such a meeting; `reasons` names each key of the situation and why."""

    def __init__(self, reasons: Mapping[str, str]):
        self.reasons = dict(reasons)
        super().__init__("; ".join(self.reasons.values()))


class MarksRefused(Exception):
    """Marks or facts are missing or wrong; `messages` has one in Vietnamese for each code."""

    def __init__(self, messages: Mapping[str, str]):
        self.messages = dict(messages)
        super().__init__("; ".join(f"{code}: {text}" for code, text in self.messages.items()))


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One line of a scored sheet; points and maximum rounded to two decimals for showing.

    A criterion that was taken out (not applicable: exclude or rescale) has the maximum 0. `value`
    is the mark or fact as it was given, None when not applicable.
    """

    code: str
    points: Decimal
    max_points: Decimal
    source: Source
    value: bool | Number | None


@dataclass(frozen=True, slots=True)
class GroupScore:
    """A group's points of what could be reached: its maximum less what was taken out."""

    code: str
    points: Decimal
    max_points: Decimal


@dataclass(frozen=True, slots=True)
class Score:
    """A meeting's score: the total of the set's maximum, and the rank after all gates.

    `gates` holds the messages of those that lowered the rank, in their order: together with
    `rank_by_points` they say why the rank is not the one that the total suggests.
    """

    total: Decimal
    max_points: Decimal
    rank: Rank
    rank_by_points: Rank
    gates: tuple[str, ...]
    groups: tuple[GroupScore, ...]
    criteria: tuple[CriterionScore, ...]

    @property
    def is_lowered(self) -> bool:
        return self.rank != self.rank_by_points


@dataclass(frozen=True, slots=True)
class Progress:
    """A sheet that is still being filled in: what it has so far, without a rank.

    `missing` lists criteria with neither mark nor fact, `errors` those whose value is refused;
    neither counts in `total`, both count in the maxima.
    """

    total: Decimal
    max_points: Decimal
    groups: tuple[GroupScore, ...]
    criteria: tuple[CriterionScore, ...]
    missing: tuple[str, ...]
    errors: Mapping[str, str]

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.errors


@dataclass(slots=True)
class _Line:
    """A judged criterion with exact points; `taken_out` of the maximum, `over` beside the groups."""

    criterion: Criterion
    points: Fraction
    source: Source
    value: bool | Number | None
    is_full: bool
    taken_out: Fraction = ZERO

    @property
    def max_points(self) -> Fraction:
        if self.source is Source.NOT_APPLICABLE and (
            self.criterion.not_applicable is not NotApplicablePolicy.FULL
        ):
            return ZERO
        return exact(self.criterion.max_points)


def sheet_of(criteria_set: CriteriaSet, situation: Situation) -> tuple[Group, ...]:
    """The groups with the criteria that this meeting is judged by, overrides laid over them.

    Raises OutOfScope when the set is not made for such a meeting.
    """
    if not criteria_set.applies_to.covers(situation):
        raise OutOfScope(_out_of_scope(criteria_set.applies_to, situation))
    return tuple(
        replace(
            group,
            criteria=tuple(
                on_sheet
                for criterion in group.criteria
                if (on_sheet := criterion.in_situation(situation)) is not None
            ),
        )
        for group in criteria_set.groups
    )


def _out_of_scope(scope: Scope, situation: Situation) -> dict[str, str]:
    reasons = {}
    if situation.meeting_kind not in scope.meeting_kinds:
        kind = wording.meeting_kind(situation.meeting_kind)
        reasons["meeting_kind"] = f"bộ tiêu chí không áp dụng cho {kind}"
    if scope.cell_kinds and situation.cell_kind not in scope.cell_kinds:
        kinds = ", ".join(scope.cell_kinds)
        reasons["cell_kind"] = f"bộ tiêu chí chỉ áp dụng cho loại chi bộ: {kinds}"
    if scope.members_at_least is not None and situation.members < scope.members_at_least:
        reasons["members"] = (
            f"bộ tiêu chí chỉ áp dụng cho chi bộ có từ {scope.members_at_least} đảng viên"
        )
    if scope.members_below is not None and situation.members >= scope.members_below:
        reasons["members"] = (
            f"bộ tiêu chí chỉ áp dụng cho chi bộ có dưới {scope.members_below} đảng viên"
        )
    return reasons


def score(
    criteria_set: CriteriaSet,
    situation: Situation,
    facts: Mapping[str, Value],
    marks: Mapping[str, Value],
) -> Score:
    """The score of a meeting from its marks (by criterion) and facts (by name); a mark beats a fact.

    Raises OutOfScope when the set is not made for such a meeting, and MarksRefused when a
    criterion has neither mark nor fact, a value is not one that its kind takes, or a mark is for
    a criterion that is not on the sheet. Facts that no criterion asks for are ignored.
    """
    sheet = _Sheet(criteria_set, situation, facts, marks)
    refused = sheet.missing | sheet.errors
    if refused:
        raise MarksRefused(refused)
    total = sheet.total()
    by_points = rank = criteria_set.rank_for(total)
    messages = []
    not_full = {line.criterion.code for line in sheet.lines if not line.is_full}
    for gate in criteria_set.gates:
        if gate.when is not None:
            is_shut = gate.when.holds(situation)
        else:
            is_shut = not not_full.isdisjoint(gate.unless_full)
        if is_shut and criteria_set.place_of(rank.code) < criteria_set.place_of(gate.cap):
            rank = criteria_set.rank(gate.cap)
            messages.append(gate.message)
    return Score(
        total=total,
        max_points=two_decimals(criteria_set.max_points),
        rank=rank,
        rank_by_points=by_points,
        gates=tuple(messages),
        groups=sheet.group_scores(),
        criteria=sheet.criterion_scores(),
    )


def score_so_far(
    criteria_set: CriteriaSet,
    situation: Situation,
    facts: Mapping[str, Value],
    marks: Mapping[str, Value],
) -> Progress:
    """What an unfinished sheet has so far; refused values are listed instead of raised.

    Raises OutOfScope when the set is not made for such a meeting.
    """
    sheet = _Sheet(criteria_set, situation, facts, marks)
    return Progress(
        total=sheet.total(),
        max_points=two_decimals(criteria_set.max_points),
        groups=sheet.group_scores(),
        criteria=sheet.criterion_scores(),
        missing=tuple(sheet.missing),
        errors=sheet.errors,
    )


class _Sheet:
    """A sheet with its marks judged: lines by group, and what is missing or refused."""

    def __init__(
        self,
        criteria_set: CriteriaSet,
        situation: Situation,
        facts: Mapping[str, Value],
        marks: Mapping[str, Value],
    ):
        self.criteria_set = criteria_set
        self.situation = situation
        self.missing: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.groups: list[tuple[Group, list[_Line]]] = []
        on_sheet = set()
        for group in sheet_of(criteria_set, situation):
            lines = []
            for criterion in group.criteria:
                on_sheet.add(criterion.code)
                line = self._judge(criterion, facts, marks)
                if line is not None:
                    lines.append(line)
            self.groups.append((group, lines))
        self._refuse_strangers(marks, on_sheet)
        self._refuse_empty_sheet()

    @property
    def lines(self) -> list[_Line]:
        return [line for _, lines in self.groups for line in lines]

    def _judge(
        self, criterion: Criterion, facts: Mapping[str, Value], marks: Mapping[str, Value]
    ) -> _Line | None:
        value, source = marks.get(criterion.code), Source.MARK
        if value is None and criterion.fact is not None:
            value, source = facts.get(criterion.fact), Source.FACT
        if value is None:
            self.missing[criterion.code] = (
                f"chưa chấm và chưa có dữ kiện “{criterion.fact}”"
                if criterion.fact is not None
                else "chưa chấm"
            )
            return None
        if value == NOT_APPLICABLE:
            return self._judge_not_applicable(criterion)
        try:
            points = points_for(criterion, value)
        except PointsRefused as refusal:
            origin = f"dữ kiện “{criterion.fact}” " if source is Source.FACT else ""
            self.errors[criterion.code] = f"{origin}{refusal}"
            return None
        for cap in criterion.cap:
            if cap.when.holds(self.situation):
                points = min(points, exact(cap.points))
        return _Line(criterion, points, source, value, is_full(criterion, value, points))

    def _judge_not_applicable(self, criterion: Criterion) -> _Line | None:
        """A criterion that is not applicable counts as full for gates, whatever its policy."""
        maximum = exact(criterion.max_points)
        match criterion.not_applicable:
            case NotApplicablePolicy.REFUSE:
                self.errors[criterion.code] = "không được ghi “không áp dụng” cho tiêu chí này"
                return None
            case NotApplicablePolicy.FULL:
                return _Line(criterion, maximum, Source.NOT_APPLICABLE, None, True)
        # No maximum counts a bonus that is over them, so there is nothing to take out.
        taken_out = ZERO if criterion.is_over else maximum
        return _Line(criterion, ZERO, Source.NOT_APPLICABLE, None, True, taken_out)

    def _refuse_strangers(self, marks: Mapping[str, Value], on_sheet: set[str]) -> None:
        known = None
        for code, value in marks.items():
            if code in on_sheet or value is None:
                continue
            known = known or {criterion.code for criterion in self.criteria_set.criteria}
            self.errors[code] = (
                "tiêu chí này không áp dụng cho cuộc sinh hoạt này, hãy bỏ điểm đã chấm"
                if code in known
                else "bộ tiêu chí không có tiêu chí này"
            )

    def _refuse_empty_sheet(self) -> None:
        """With every point taken out there is nothing left that a total could be scaled from."""
        if self.taken_out() < exact(self.criteria_set.max_points):
            return
        for line in self.lines:
            if line.taken_out:
                self.errors[line.criterion.code] = (
                    "không thể ghi “không áp dụng” cho mọi tiêu chí có điểm"
                )

    def taken_out(self) -> Fraction:
        return sum((line.taken_out for line in self.lines if line.taken_out), ZERO)

    def total(self) -> Decimal:
        """The total, from 0 to the set's maximum.

        Deductions with a floor below 0 may leave less than nothing: the total is then 0.
        """
        maximum = exact(self.criteria_set.max_points)
        total = sum((_group_points(group, lines) for group, lines in self.groups), ZERO)
        is_rescaled = any(
            line.taken_out and line.criterion.not_applicable is NotApplicablePolicy.RESCALE
            for line in self.lines
        )
        left = maximum - self.taken_out()
        if is_rescaled and left:
            total = total * maximum / left
        total += sum((line.points for line in self.lines if line.criterion.is_over), ZERO)
        return two_decimals(max(ZERO, min(total, maximum)))

    def group_scores(self) -> tuple[GroupScore, ...]:
        return tuple(
            GroupScore(
                group.code,
                two_decimals(_group_points(group, lines)),
                two_decimals(_group_maximum(group, lines)),
            )
            for group, lines in self.groups
        )

    def criterion_scores(self) -> tuple[CriterionScore, ...]:
        return tuple(
            CriterionScore(
                line.criterion.code,
                two_decimals(line.points),
                two_decimals(line.max_points),
                line.source,
                line.value,
            )
            for line in self.lines
        )


def _group_maximum(group: Group, lines: list[_Line]) -> Fraction:
    return exact(group.max_points) - sum((line.taken_out for line in lines if line.taken_out), ZERO)


def _group_points(group: Group, lines: list[_Line]) -> Fraction:
    points = sum((line.points for line in lines if not line.criterion.is_over), ZERO)
    return min(points, _group_maximum(group, lines))
