"""From marks and facts to points, total and rank.

The steps are those of the design's section "Calculation": the sheet of the situation, the marks
with their caps, what is not applicable, the groups, the total with re-scaling and bonuses, the
gates. Nothing is rounded before the total is complete.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from meetings.scoring import wording
from meetings.scoring.figures import Exact, Number, exact, two_decimals
from meetings.scoring.model import (
    NOT_APPLICABLE,
    CriteriaSet,
    Criterion,
    Gate,
    Group,
    NotApplicablePolicy,
    Rank,
    Scope,
    Situation,
)
from meetings.scoring.points import PointsRefusedError, is_full, points_for
from meetings.scoring.results import CriterionScore, GroupScore, Progress, Score, Source

Value = bool | Number | str | None
"""A mark or a fact: true or false, a number, NOT_APPLICABLE, or None for not given."""

Values = Mapping[str, Value]
"""Marks by the criterion's code, or facts by name."""


class OutOfScopeError(Exception):
    """The set is not made for such a meeting; `reasons` has one for each key of the situation."""

    def __init__(self, reasons: Mapping[str, str]):
        self.reasons = dict(reasons)
        super().__init__("; ".join(self.reasons.values()))


class MarksRefusedError(Exception):
    """Marks or facts are missing or wrong; `messages` has one in Vietnamese for each code."""

    def __init__(self, messages: Mapping[str, str]):
        self.messages = dict(messages)
        super().__init__("; ".join(f"{code}: {text}" for code, text in self.messages.items()))


def sheet_of(criteria_set: CriteriaSet, situation: Situation) -> tuple[Group, ...]:
    """The groups with the criteria that this meeting is judged by, overrides laid over them.

    Raises OutOfScopeError when the set is not made for such a meeting.
    """
    if not criteria_set.applies_to.covers(situation):
        raise OutOfScopeError(_out_of_scope(criteria_set.applies_to, situation))
    groups = []
    for group in criteria_set.groups:
        found = (criterion.in_situation(situation) for criterion in group.criteria)
        on_sheet = tuple(criterion for criterion in found if criterion is not None)
        groups.append(replace(group, criteria=on_sheet))
    return tuple(groups)


def score(criteria_set: CriteriaSet, situation: Situation, facts: Values, marks: Values) -> Score:
    """The score of a meeting; a mark beats a fact, and facts that nobody asks for are ignored.

    Raises OutOfScopeError when the set is not made for such a meeting. Raises MarksRefusedError
    when a criterion has neither mark nor fact, when a value is not one that its kind takes, and
    when a mark is for a criterion that is not on the sheet.
    """
    return score_sheet(criteria_set, sheet_of(criteria_set, situation), situation, facts, marks)


def score_sheet(
    criteria_set: CriteriaSet,
    groups: tuple[Group, ...],
    situation: Situation,
    facts: Values,
    marks: Values,
) -> Score:
    """The same as `score` where the sheet of the situation is at hand, as for many meetings."""
    sheet = _Sheet(criteria_set, groups, situation, facts, marks)
    if refused := sheet.missing | sheet.errors:
        raise MarksRefusedError(refused)
    total = sheet.total()
    by_points = criteria_set.rank_for(total)
    not_full = {line.criterion.code for line in sheet.lines if not line.is_full}
    rank, messages = _through_gates(criteria_set, by_points, situation, not_full)
    return Score(
        total=total,
        max_points=two_decimals(criteria_set.max_points),
        applicable_points=two_decimals(sheet.applicable_points),
        applicable_max=two_decimals(sheet.applicable_max),
        rank=rank,
        rank_by_points=by_points,
        gates=messages,
        groups=sheet.group_scores(),
        criteria=sheet.criterion_scores(),
    )


def score_so_far(
    criteria_set: CriteriaSet, situation: Situation, facts: Values, marks: Values
) -> Progress:
    """What an unfinished sheet has so far; what `score` would refuse is listed, not raised.

    Raises OutOfScopeError when the set is not made for such a meeting.
    """
    groups = sheet_of(criteria_set, situation)
    sheet = _Sheet(criteria_set, groups, situation, facts, marks)
    return Progress(
        total=sheet.total(),
        max_points=two_decimals(criteria_set.max_points),
        applicable_points=two_decimals(sheet.applicable_points),
        applicable_max=two_decimals(sheet.applicable_max),
        groups=sheet.group_scores(),
        criteria=sheet.criterion_scores(),
        missing=tuple(sheet.missing),
        errors=sheet.errors,
    )


def _out_of_scope(scope: Scope, situation: Situation) -> dict[str, str]:
    reasons = {}
    if situation.meeting_kind not in scope.meeting_kinds:
        kind = wording.meeting_kind(situation.meeting_kind)
        reasons["meeting_kind"] = f"bộ tiêu chí không áp dụng cho {kind}"
    if scope.cell_kinds and situation.cell_kind not in scope.cell_kinds:
        kinds = ", ".join(scope.cell_kinds)
        reasons["cell_kind"] = f"bộ tiêu chí chỉ áp dụng cho loại chi bộ: {kinds}"
    fewest, below = scope.members_at_least, scope.members_below
    if fewest is not None and situation.members < fewest:
        reasons["members"] = f"bộ tiêu chí chỉ áp dụng cho chi bộ có từ {fewest} đảng viên"
    if below is not None and situation.members >= below:
        reasons["members"] = f"bộ tiêu chí chỉ áp dụng cho chi bộ có dưới {below} đảng viên"
    return reasons


def _through_gates(
    criteria_set: CriteriaSet, rank: Rank, situation: Situation, not_full: set[str]
) -> tuple[Rank, tuple[str, ...]]:
    """The rank that the gates leave, and the messages of those that lowered it, in order."""
    messages = []
    for gate in criteria_set.gates:
        lower = criteria_set.place_of(gate.cap) > criteria_set.place_of(rank.code)
        if lower and _is_shut(gate, situation, not_full):
            rank = criteria_set.rank(gate.cap)
            messages.append(gate.message)
    return rank, tuple(messages)


def _is_shut(gate: Gate, situation: Situation, not_full: set[str]) -> bool:
    if gate.when is not None:
        return gate.when.holds(situation)
    return not not_full.isdisjoint(gate.unless_full)


@dataclass(slots=True)
class _Line:
    """A judged criterion, exact: its points, its maximum, and what of that was taken out."""

    criterion: Criterion
    points: Exact
    source: Source
    value: bool | Number | None
    is_full: bool
    is_out: bool = False

    @property
    def max_points(self) -> Exact:
        return 0 if self.is_out else exact(self.criterion.max_points)

    @property
    def taken_out(self) -> Exact:
        """What the group's maximum loses; a bonus over the maxima was never part of one."""
        is_counted = self.is_out and not self.criterion.is_over
        return exact(self.criterion.max_points) if is_counted else 0


@dataclass(slots=True)
class _GroupLines:
    """A group's judged criteria, exact; `max_points` is less what was taken out."""

    code: str
    lines: list[_Line]
    points: Exact
    max_points: Exact

    @classmethod
    def of(cls, group: Group, lines: list[_Line]) -> "_GroupLines":
        max_points = exact(group.max_points) - sum(line.taken_out for line in lines)
        points = sum(line.points for line in lines if not line.criterion.is_over)
        return cls(group.code, lines, min(points, max_points), max_points)


class _Sheet:
    """A sheet with its marks judged: lines by group, and what is missing or refused by code.

    `applicable_points` are what the groups come to (deductions with a floor below 0 may leave less
    than nothing), `applicable_max` what they could come to, less what was taken out.
    """

    def __init__(
        self,
        criteria_set: CriteriaSet,
        groups: tuple[Group, ...],
        situation: Situation,
        facts: Values,
        marks: Values,
    ):
        self.criteria_set = criteria_set
        self.situation = situation
        self.missing: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.groups: list[_GroupLines] = []
        on_sheet = set()
        for group in groups:
            lines = [self._judge(criterion, facts, marks) for criterion in group.criteria]
            judged = [line for line in lines if line is not None]
            self.groups.append(_GroupLines.of(group, judged))
            on_sheet.update(criterion.code for criterion in group.criteria)
        self.lines = [line for group in self.groups for line in group.lines]
        self.applicable_points: Exact = sum(group.points for group in self.groups)
        self.applicable_max: Exact = sum(group.max_points for group in self.groups)
        self._refuse_strangers(marks, on_sheet)
        self._refuse_empty_sheet()

    def _judge(self, criterion: Criterion, facts: Values, marks: Values) -> _Line | None:
        value, source = marks.get(criterion.code), Source.MARK
        if value is None and criterion.fact is not None:
            value, source = facts.get(criterion.fact), Source.FACT
        if value is None:
            but = f" và chưa có dữ kiện “{criterion.fact}”" if criterion.fact else ""
            self.missing[criterion.code] = f"chưa chấm{but}"
            return None
        if value == NOT_APPLICABLE:
            return self._judge_not_applicable(criterion)
        try:
            points = points_for(criterion, value)
        except PointsRefusedError as refusal:
            origin = f"dữ kiện “{criterion.fact}” " if source is Source.FACT else ""
            self.errors[criterion.code] = f"{origin}{refusal}"
            return None
        for cap in criterion.cap:
            if cap.when.holds(self.situation):
                points = min(points, exact(cap.points))
        return _Line(criterion, points, source, value, is_full(criterion, value, points))

    def _judge_not_applicable(self, criterion: Criterion) -> _Line | None:
        """For gates a criterion that is not applicable counts as full, whatever its policy."""
        policy = criterion.not_applicable
        if policy is NotApplicablePolicy.REFUSE:
            self.errors[criterion.code] = "không được ghi “không áp dụng” cho tiêu chí này"
            return None
        if policy is NotApplicablePolicy.FULL:
            points = exact(criterion.max_points)
            return _Line(criterion, points, Source.NOT_APPLICABLE, None, is_full=True)
        return _Line(criterion, 0, Source.NOT_APPLICABLE, None, is_full=True, is_out=True)

    def _refuse_strangers(self, marks: Values, on_sheet: set[str]) -> None:
        strangers = [code for code in marks if code not in on_sheet and marks[code] is not None]
        known = {criterion.code for criterion in self.criteria_set.criteria} if strangers else ()
        for code in strangers:
            self.errors[code] = (
                "không thuộc phiếu của cuộc sinh hoạt này, hãy bỏ điểm đã chấm"
                if code in known
                else "không có trong bộ tiêu chí"
            )

    def _refuse_empty_sheet(self) -> None:
        """With every point taken out there is nothing left that a total could be scaled from."""
        if any(group.max_points for group in self.groups):
            return
        for line in self.lines:
            if line.taken_out:
                self.errors[line.criterion.code] = (
                    "không thể ghi “không áp dụng” cho mọi tiêu chí có điểm"
                )

    def total(self) -> Decimal:
        """The total, from 0 to the set's maximum."""
        maximum = exact(self.criteria_set.max_points)
        total, left = self.applicable_points, self.applicable_max
        is_rescaled = any(
            line.taken_out and line.criterion.not_applicable is NotApplicablePolicy.RESCALE
            for line in self.lines
        )
        if is_rescaled and left:
            total = Fraction(total * maximum) / left
        total += sum(line.points for line in self.lines if line.criterion.is_over)
        return two_decimals(max(0, min(total, maximum)))

    def group_scores(self) -> tuple[GroupScore, ...]:
        return tuple(
            GroupScore(group.code, two_decimals(group.points), two_decimals(group.max_points))
            for group in self.groups
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
