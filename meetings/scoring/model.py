"""What a criteria set is made of, and the meeting that it is applied to.

All classes are frozen and hashable, all sequences are tuples. Points are `Decimal`; they are points
of the set's maximum, not percentages, unless a docstring says otherwise.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

NOT_APPLICABLE = "not_applicable"
"""The mark (or fact) that says that a criterion cannot be judged at this meeting."""

MEETING_KINDS = ("regular", "thematic", "combined", "extraordinary")


class Kind(StrEnum):
    """How a criterion turns a mark into points."""

    YES_NO = "yes_no"
    NUMBER = "number"
    BAND = "band"
    DEDUCTION = "deduction"
    BONUS = "bonus"
    CONDITION = "condition"


class NotApplicablePolicy(StrEnum):
    """What happens to a criterion that is marked not applicable."""

    FULL = "full"
    RESCALE = "rescale"
    EXCLUDE = "exclude"
    REFUSE = "refuse"


class BonusPlace(StrEnum):
    """Whether a bonus counts inside its group's maximum or beside all groups."""

    WITHIN_GROUP = "within_group"
    OVER = "over"


class AttendanceBase(StrEnum):
    """Who is counted in the base of the attendance rate; see `attendance.attendance_rate`."""

    ALL = "all"
    WITHOUT_EXEMPT = "without_exempt"
    WITHOUT_EXEMPT_AND_EXCUSED = "without_exempt_and_excused"


class RollupKind(StrEnum):
    """How the year's rank follows from its meetings."""

    AVERAGE = "average"
    WORST = "worst"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Situation:
    """What a meeting's sheet depends on, apart from its marks: all that a condition can ask.

    `members` is the size of the cell on the day and `unexcused` the number of members absent
    without reason. A `cell_kind` of None is of no kind that a condition could name.
    """

    meeting_kind: str
    members: int
    cell_kind: str | None = None
    unexcused: int = 0


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of the situation. Whatever is given must hold; an empty tuple or None is not given."""

    meeting_kinds: tuple[str, ...] = ()
    cell_kinds: tuple[str, ...] = ()
    members_at_least: int | None = None
    members_below: int | None = None
    unexcused_at_least: int | None = None

    def holds(self, situation: Situation) -> bool:
        if self.meeting_kinds and situation.meeting_kind not in self.meeting_kinds:
            return False
        if self.cell_kinds and situation.cell_kind not in self.cell_kinds:
            return False
        if self.members_at_least is not None and situation.members < self.members_at_least:
            return False
        if self.members_below is not None and situation.members >= self.members_below:
            return False
        return self.unexcused_at_least is None or situation.unexcused >= self.unexcused_at_least


@dataclass(frozen=True, slots=True)
class Band:
    """The points for a value that reaches `at_least` and no higher band."""

    at_least: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True)
class Cap:
    """The points are at most `points` when the condition holds, whatever the mark says."""

    when: Condition
    points: Decimal


@dataclass(frozen=True, slots=True)
class Override:
    """What of a criterion is different when the condition holds; None leaves a value as it is."""

    when: Condition
    title: str | None = None
    max_points: Decimal | None = None
    fact: str | None = None
    not_applicable: NotApplicablePolicy | None = None
    cap: tuple[Cap, ...] | None = None
    bands: tuple[Band, ...] | None = None
    step: Decimal | None = None
    each: Decimal | None = None
    floor: Decimal | None = None
    bonus: BonusPlace | None = None

    def laid_over(self, criterion: "Criterion") -> "Criterion":
        changes = {
            name: value for name in OVERRIDABLE if (value := getattr(self, name)) is not None
        }
        return replace(criterion, **changes)


OVERRIDABLE = (
    "title",
    "max_points",
    "fact",
    "not_applicable",
    "cap",
    "bands",
    "step",
    "each",
    "floor",
    "bonus",
)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the sheet.

    `bands` (highest first) belong to the kind band, `step` to number, `each` and `floor` to
    deduction (points per occurrence; the points never fall below the floor), `bonus` to bonus.
    `fact` names a value that the system knows and that a mark overrides.
    """

    code: str
    title: str
    kind: Kind
    max_points: Decimal
    fact: str | None = None
    not_applicable: NotApplicablePolicy = NotApplicablePolicy.REFUSE
    cap: tuple[Cap, ...] = ()
    bands: tuple[Band, ...] = ()
    step: Decimal = Decimal("0.5")
    each: Decimal = Decimal(0)
    floor: Decimal = Decimal(0)
    bonus: BonusPlace | None = None
    only_if: Condition | None = None
    override: tuple[Override, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether the points are added beside the groups, so that no maximum counts them."""
        return self.bonus is BonusPlace.OVER

    def in_situation(self, situation: Situation) -> "Criterion | None":
        """The criterion as it stands on the sheet of this situation; None when it does not."""
        if self.only_if is not None and not self.only_if.holds(situation):
            return None
        criterion = self
        for override in self.override:
            if override.when.holds(situation):
                criterion = override.laid_over(criterion)
        return criterion


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria whose points are added up and held to the group's maximum."""

    code: str
    title: str
    max_points: Decimal
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """The rank is at most `cap` (a rank's code) unless the criteria are full, or when it holds.

    One of `unless_full` (codes of criteria) and `when` is given. `message` says why, in the words
    that the cell reads.
    """

    cap: str
    message: str
    unless_full: tuple[str, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank of the set's own scale, for totals from `at_least` points on."""

    code: str
    title: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class RollupCount:
    """At least so many meetings of this rank (its code) or better."""

    rank: str
    at_least: int


@dataclass(frozen=True, slots=True)
class RollupRule:
    """The year's rank is `rank` when all that is given holds for the meetings of these kinds.

    Without `meeting_kinds` it is about all meetings. `all_at_least` is the code of the rank that
    every one of them reaches. A rule without `all_at_least` and `count` always holds.
    """

    rank: str
    all_at_least: str | None = None
    count: RollupCount | None = None
    meeting_kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rollup:
    """How a year or a quarter is ranked.

    `rules` only for the kind count; the first that holds decides.
    """

    kind: RollupKind
    rules: tuple[RollupRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The meetings and cells that a set is made for; without `cell_kinds`, cells of every kind."""

    meeting_kinds: tuple[str, ...]
    cell_kinds: tuple[str, ...] = ()
    members_at_least: int | None = None
    members_below: int | None = None

    def covers(self, situation: Situation) -> bool:
        return Condition(
            self.meeting_kinds, self.cell_kinds, self.members_at_least, self.members_below
        ).holds(situation)

    def meets(self, other: "Scope") -> bool:
        """Whether some meeting is within both."""
        if set(self.meeting_kinds).isdisjoint(other.meeting_kinds):
            return False
        both_name_cells = self.cell_kinds and other.cell_kinds
        if both_name_cells and set(self.cell_kinds).isdisjoint(other.cell_kinds):
            return False
        fewest = max(self.members_at_least or 0, other.members_at_least or 0)
        ends = [below for below in (self.members_below, other.members_below) if below is not None]
        return not ends or fewest < min(ends)


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A committee's criteria with the document that issued them and the days that they are valid.

    `ranks` stand highest first. `year` and `quarter` are the roll-ups of a year and of a quarter,
    if the set has them.
    """

    code: str
    title: str
    document: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    max_points: Decimal
    applies_to: Scope
    attendance_base: AttendanceBase
    groups: tuple[Group, ...]
    ranks: tuple[Rank, ...]
    gates: tuple[Gate, ...] = ()
    year: Rollup | None = None
    quarter: Rollup | None = None

    @property
    def criteria(self) -> Iterator[Criterion]:
        """Every criterion of every group, in the order of the file."""
        for group in self.groups:
            yield from group.criteria

    @property
    def fact_names(self) -> frozenset[str]:
        """The facts that some sheet of this set asks for."""
        return frozenset(
            part.fact
            for criterion in self.criteria
            for part in (criterion, *criterion.override)
            if part.fact is not None
        )

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def rank_for(self, total: Decimal) -> Rank:
        """The rank by points alone. The last rank starts at 0, and no total is below."""
        return next(rank for rank in self.ranks if total >= rank.at_least)

    def place_of(self, rank_code: str) -> int:
        """How many ranks are better than this one.

        Raises ValueError when the set has no such rank.
        """
        return [rank.code for rank in self.ranks].index(rank_code)

    def rank(self, code: str) -> Rank:
        """The rank of this code.

        Raises ValueError when the set has no such rank.
        """
        return self.ranks[self.place_of(code)]
