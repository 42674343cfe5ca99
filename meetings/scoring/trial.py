"""How a meeting of the past would have been scored by another criteria set.

A criterion of the new set gets its value from, in this order: what a person gave for the same
criterion of the old set, the fact that it asks for, what held for the same criterion. Where
nothing is known it is taken as full or as nothing, as the author chooses, and counted; a bonus of
which nothing is known is not given.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from meetings.scoring.engine import Value, Values, score_sheet, sheet_of
from meetings.scoring.figures import Exact, exact
from meetings.scoring.model import (
    NOT_APPLICABLE,
    CriteriaSet,
    Criterion,
    Group,
    Kind,
    NotApplicablePolicy,
    Situation,
)
from meetings.scoring.points import PointsRefusedError, points_for
from meetings.scoring.results import Score

# Kinds whose value is true or false, so that either can take over what the other had.
TRUTHS = {Kind.YES_NO, Kind.CONDITION, Kind.BONUS}
# Kinds whose value was measured or counted, whatever it is worth.
MEASURED = {Kind.BAND, Kind.DEDUCTION}


@dataclass(frozen=True, slots=True, eq=False)
class OldMark:
    """A criterion of a finished evaluation.

    `value` is what a person gave, None where the fact held; `fact` what the system knew then.
    `points` of `max_points`, which is 0 for a condition and for what was taken out. Marks are told
    apart as objects, which is quick: a trial remembers what it made of each.
    """

    value: Value
    fact: Value
    points: Decimal
    max_points: Decimal


@dataclass(frozen=True, slots=True)
class Tried:
    """A meeting's score by the new set, and the codes of criteria of which nothing was known."""

    score: Score
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """What one criterion does to the total: points more (or fewer, below 0) than before.

    `criterion` is the new set's, or the old one's that is left out of the new set.
    """

    criterion: Criterion
    is_left_out: bool
    change: Exact


def same_criteria(old: CriteriaSet, new: CriteriaSet, *, is_copy: bool) -> dict[str, Criterion]:
    """By the code of a criterion of the new set the one of the old set that it was.

    The same are those with the same title, of several those with the same code too; in a copy of
    the old set also those with the same code, for an author may have reworded them; of the rest
    those that ask for the same fact.
    """
    keys: list[Callable[[Criterion], Hashable]] = [
        lambda criterion: (criterion.code, _folded(criterion.title)),
        lambda criterion: _folded(criterion.title),
    ]
    if is_copy:
        keys.append(lambda criterion: criterion.code)
    keys.append(lambda criterion: criterion.fact)
    found: dict[str, Criterion] = {}
    for key in keys:
        taken = {criterion.code for criterion in found.values()}
        left: dict[Hashable, Criterion] = {}
        for criterion in old.criteria:
            if criterion.code not in taken and key(criterion) is not None:
                left.setdefault(key(criterion), criterion)
        for criterion in new.criteria:
            if criterion.code not in found and key(criterion) in left:
                found[criterion.code] = left.pop(key(criterion))
    return found


def _folded(title: str) -> str:
    return " ".join(title.casefold().split())


class Trial:
    """The new set tried on meetings that were scored by one old set.

    `is_copy`: the new set began as a copy of the old one. `unknown_is_full`: a criterion of which
    nothing is known is taken as full, else as nothing. `scale` makes points of the new set of old
    ones. What meetings have in common, a sheet or a mark, is worked out once.
    """

    def __init__(self, old: CriteriaSet, new: CriteriaSet, *, is_copy: bool, unknown_is_full: bool):
        self.old, self.new = old, new
        self.scale = Fraction(new.max_points) / Fraction(old.max_points)
        self.assumed = full_value if unknown_is_full else least_value
        self.same = same_criteria(old, new, is_copy=is_copy)
        self.left_out = [
            criterion for criterion in old.criteria if criterion not in self.same.values()
        ]
        self._sheets: dict[Situation, tuple[Group, ...]] = {}
        self._carried: dict[tuple[OldMark, Criterion], Value] = {}

    def score(self, situation: Situation, facts: Values, old_marks: Mapping[str, OldMark]) -> Tried:
        """The score of a meeting by the new set.

        Raises OutOfScopeError when the new set is not made for such a meeting, and
        MarksRefusedError when none of its criteria is applicable.
        """
        values, unknown = {}, []
        groups = self._sheet(situation)
        for group in groups:
            for criterion in group.criteria:
                value = self._known(criterion, facts, old_marks)
                if value is None:
                    value = self.assumed(criterion)
                    if criterion.kind is not Kind.BONUS:
                        unknown.append(criterion.code)
                values[criterion.code] = value
        return Tried(score_sheet(self.new, groups, situation, {}, values), tuple(unknown))

    def shifts(self, result: Score, old_marks: Mapping[str, OldMark]) -> list[Shift]:
        """What each criterion does to the total, those first that take most.

        Compared is how much each falls short of its maximum, in points of the new set: a criterion
        that is full before and after moves nothing, whatever it is worth.
        """
        by_code = {criterion.code: criterion for criterion in self.new.criteria}
        found = []
        for line in result.criteria:
            criterion, change = by_code[line.code], line.points
            if not criterion.is_over:
                change -= line.max_points
            before = self.same.get(line.code)
            found.append(
                Shift(criterion, False, exact(change) - self.scale * _shortfall(before, old_marks))
            )
        for criterion in self.left_out:
            found.append(Shift(criterion, True, -self.scale * _shortfall(criterion, old_marks)))
        return sorted((shift for shift in found if shift.change), key=lambda shift: shift.change)

    def levels_lost(self, old_rank: str, new_rank: str) -> int:
        """How many ranks lower the new one is (below 0: higher); both by their codes.

        Ranks of one title are the same, at whatever place; the others are compared by their place.
        """
        title = _folded(self.old.rank(old_rank).title)
        titles = [_folded(rank.title) for rank in self.new.ranks]
        place = titles.index(title) if title in titles else self.old.place_of(old_rank)
        return self.new.place_of(new_rank) - place

    def _sheet(self, situation: Situation) -> tuple[Group, ...]:
        if situation not in self._sheets:
            self._sheets[situation] = sheet_of(self.new, situation)
        return self._sheets[situation]

    def _known(
        self, criterion: Criterion, facts: Values, old_marks: Mapping[str, OldMark]
    ) -> Value:
        before = self.same.get(criterion.code)
        mark = old_marks.get(before.code) if before is not None else None
        if mark is not None and mark.value is not None:
            value = self._carry(before, criterion, mark.value, mark)
            if value is not None:
                return value
        if criterion.fact is not None:
            value = facts.get(criterion.fact)
            if _takes(criterion, value):
                return value
        if mark is not None and mark.value is None and mark.fact is not None:
            return self._carry(before, criterion, mark.fact, mark)
        return None

    def _carry(self, old: Criterion, new: Criterion, value: Value, mark: OldMark) -> Value:
        if (mark, new) not in self._carried:
            self._carried[mark, new] = carried(old, new, value, mark)
        return self._carried[mark, new]


def carried(old: Criterion, new: Criterion, value: Value, mark: OldMark) -> Value:
    """What a value of the old criterion is for the new one.

    None where the kinds have nothing in common, or when the new one must be applicable.
    """
    if value == NOT_APPLICABLE:
        return None if new.not_applicable is NotApplicablePolicy.REFUSE else value
    if isinstance(value, bool) and new.kind in TRUTHS:
        return value
    if new.kind in MEASURED:
        return value if new.kind is old.kind else None
    if not mark.max_points:
        return None
    if new.kind is old.kind and not isinstance(value, bool):
        share = Fraction(value) / Fraction(mark.max_points)
        reached = share * exact(new.max_points)
        return reached if new.kind is Kind.BONUS else on_step(new, reached)
    share = max(Fraction(0), Fraction(mark.points) / Fraction(mark.max_points))
    if new.kind is Kind.NUMBER:
        return on_step(new, share * exact(new.max_points))
    return share == 1 if new.kind is Kind.YES_NO else None


def on_step(criterion: Criterion, number: Exact) -> Exact:
    """The mark nearest to the number that a criterion of the kind number can have."""
    step = exact(criterion.step)
    steps = (2 * number + step) // (2 * step)
    return step * min(steps, exact(criterion.max_points) // step)


def full_value(criterion: Criterion) -> Value:
    """The value that is worth most; a bonus is not given."""
    match criterion.kind:
        case Kind.NUMBER:
            return on_step(criterion, exact(criterion.max_points))
        case Kind.BAND:
            return max(criterion.bands, key=lambda band: band.points).at_least
        case Kind.DEDUCTION:
            return 0
        case _:
            return criterion.kind is not Kind.BONUS


def least_value(criterion: Criterion) -> Value:
    """The value that is worth least."""
    match criterion.kind:
        case Kind.NUMBER:
            return 0
        case Kind.BAND:
            return min(criterion.bands, key=lambda band: band.points).at_least
        case Kind.DEDUCTION:
            to_lose = exact(criterion.max_points) - exact(criterion.floor)
            return ceil(Fraction(to_lose) / exact(criterion.each))
        case _:
            return False


def _takes(criterion: Criterion, value: Value) -> bool:
    """Whether a fact is known and one that the criterion can take."""
    if value is None:
        return False
    if value == NOT_APPLICABLE:
        return criterion.not_applicable is not NotApplicablePolicy.REFUSE
    try:
        points_for(criterion, value)
    except PointsRefusedError:
        return False
    return True


def _shortfall(criterion: Criterion | None, old_marks: Mapping[str, OldMark]) -> Exact:
    """Points of a criterion as it was, less its maximum; a bonus over the maxima falls short of
    nothing."""
    mark = old_marks.get(criterion.code) if criterion is not None else None
    if mark is None:
        return 0
    return exact(mark.points if criterion.is_over else mark.points - mark.max_points)
