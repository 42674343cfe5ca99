"""The rank of a year or of a quarter from its meetings, as the set's roll-up says."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from meetings.scoring.figures import exact, ratio_of, two_decimals
from meetings.scoring.model import CriteriaSet, Rank, Rollup, RollupKind, RollupRule


class NoRollupError(Exception):
    """The set does not say how this period is ranked."""


class Period(StrEnum):
    YEAR = "year"
    QUARTER = "quarter"


class MeetingResult(NamedTuple):
    """What counts of one meeting: its kind, its total in points, the code of its rank.

    A committee's year has thousands of them, and a tuple is made in a third of the time.
    """

    kind: str
    total: Decimal
    rank: str


@dataclass(frozen=True, slots=True)
class YearResult:
    """The rank of the year or quarter; None when there was no meeting or no rule holds.

    `rule` is the index (from 0) of the rule that held, for the kind count. `average` is the mean of
    all totals, rounded half up to two decimals. `is_assumed` says that the set has no roll-up for
    this period, so that the average decided.
    """

    rank: Rank | None
    rule: int | None = None
    average: Decimal | None = None
    is_assumed: bool = False


AVERAGE = Rollup(RollupKind.AVERAGE)
ZERO = Decimal(0)


def rollup_of(criteria_set: CriteriaSet, period: str) -> Rollup | None:
    """The roll-up that holds for the period, None when the set says nothing that fits.

    A quarter without one of its own is ranked as the year is, unless that counts meetings: rules
    such as "seven of twelve" say nothing about three.
    """
    if period == Period.YEAR:
        return criteria_set.year
    if criteria_set.quarter is not None:
        return criteria_set.quarter
    year = criteria_set.year
    return None if year is None or year.kind is RollupKind.COUNT else year


def rollup(
    criteria_set: CriteriaSet, meetings: Sequence[MeetingResult], period: str = Period.YEAR
) -> YearResult:
    """The year (or quarter) of these meetings.

    By average, the rank is that of the rounded mean, without gates; by worst, the lowest rank of
    any meeting; by count, that of the first rule that holds. Without a meeting there is nothing to
    rank, whatever the rules say.

    Raises NoRollupError when the set has no roll-up, and ValueError for a rank that the set lacks.
    """
    how = rollup_of(criteria_set, period)
    if how is None:
        raise NoRollupError
    return _apply(how, criteria_set, meetings)


def rollup_or_average(
    criteria_set: CriteriaSet, meetings: Sequence[MeetingResult], period: str = Period.YEAR
) -> YearResult:
    """As `rollup`, but by average where the set says nothing, and then the answer says so."""
    how = rollup_of(criteria_set, period)
    if how is None:
        return _apply(AVERAGE, criteria_set, meetings, is_assumed=True)
    return _apply(how, criteria_set, meetings)


def carried_over(result: MeetingResult, of: CriteriaSet, to: CriteriaSet) -> MeetingResult:
    """The result of a meeting scored by the set `of`, on the scale of the set `to`.

    The total keeps its share of the maximum; the rank is that of the new points, lowered by as
    many ranks as the gates had lowered the old one, and never below the last.

    Raises ValueError for a rank that `of` lacks.
    """
    lowered = of.place_of(result.rank) - of.ranks.index(of.rank_for(result.total))
    total = result.total
    if of.max_points != to.max_points:
        total = two_decimals(
            Fraction(total) * exact(to.max_points) / Fraction(exact(of.max_points))
        )
    place = to.ranks.index(to.rank_for(total)) + max(lowered, 0)
    return MeetingResult(result.kind, total, to.ranks[min(place, len(to.ranks) - 1)].code)


def _apply(
    how: Rollup,
    criteria_set: CriteriaSet,
    meetings: Sequence[MeetingResult],
    is_assumed: bool = False,
) -> YearResult:
    ranks = criteria_set.ranks
    places = {rank.code: place for place, rank in enumerate(ranks)}
    for stranger in {meeting.rank for meeting in meetings} - places.keys():
        criteria_set.place_of(stranger)
    if not meetings:
        return YearResult(None, None, None, is_assumed)
    average = _mean([meeting.total for meeting in meetings])
    match how.kind:
        case RollupKind.AVERAGE:
            return YearResult(criteria_set.rank_for(average), None, average, is_assumed)
        case RollupKind.WORST:
            worst = max(places[meeting.rank] for meeting in meetings)
            return YearResult(ranks[worst], None, average)
    for index, rule in enumerate(how.rules):
        if _holds(rule, places, meetings):
            return YearResult(criteria_set.rank(rule.rank), index, average)
    return YearResult(None, None, average)


def _mean(totals: list[Decimal]) -> Decimal:
    """Decimals of up to a million with six places add up without loss (28 digits are kept)."""
    top, bottom = sum(totals, ZERO).as_integer_ratio()
    return ratio_of(top, bottom * len(totals))


def _holds(rule: RollupRule, places: dict[str, int], meetings: Sequence[MeetingResult]) -> bool:
    """Whether all that the rule asks holds for the meetings of its kinds.

    "All" holds where there is no such meeting; a rule that wants some must count them.
    """
    found = [
        places[meeting.rank]
        for meeting in meetings
        if not rule.meeting_kinds or meeting.kind in rule.meeting_kinds
    ]
    if rule.all_at_least is not None and any(place > places[rule.all_at_least] for place in found):
        return False
    if rule.count is not None:
        lowest = places[rule.count.rank]
        return sum(place <= lowest for place in found) >= rule.count.at_least
    return True
