"""The year's rank from the year's meetings, as the set's roll-up says."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from meetings.scoring.figures import two_decimals
from meetings.scoring.model import CriteriaSet, Rank, RollupKind, RollupRule


class NoRollupError(Exception):
    """The set does not say how a year is ranked."""


@dataclass(frozen=True, slots=True)
class MeetingResult:
    """What counts of one meeting: its kind, its total in points, the code of its rank."""

    kind: str
    total: Decimal
    rank: str


@dataclass(frozen=True, slots=True)
class YearResult:
    """The year's rank; None when there was no meeting or no rule holds.

    `rule` is the index (from 0) of the rule that held, for the kind count. `average` is the mean of
    all totals, rounded half up to two decimals.
    """

    rank: Rank | None
    rule: int | None = None
    average: Decimal | None = None


def rollup(criteria_set: CriteriaSet, meetings: Sequence[MeetingResult]) -> YearResult:
    """The year of these meetings.

    By average, the rank is that of the rounded mean, without gates; by worst, the lowest rank of
    any meeting; by count, that of the first rule that holds. Without a meeting there is nothing to
    rank, whatever the rules say.

    Raises NoRollupError when the set has no roll-up, and ValueError for a rank that the set lacks.
    """
    if criteria_set.year is None:
        raise NoRollupError
    places = [criteria_set.place_of(meeting.rank) for meeting in meetings]
    if not meetings:
        return YearResult(None)
    average = two_decimals(sum(Fraction(meeting.total) for meeting in meetings) / len(meetings))
    match criteria_set.year.kind:
        case RollupKind.AVERAGE:
            return YearResult(criteria_set.rank_for(average), average=average)
        case RollupKind.WORST:
            return YearResult(criteria_set.ranks[max(places)], average=average)
    for index, rule in enumerate(criteria_set.year.rules):
        if _holds(rule, criteria_set, meetings):
            return YearResult(criteria_set.rank(rule.rank), index, average)
    return YearResult(None, average=average)


def _holds(rule: RollupRule, criteria_set: CriteriaSet, meetings: Sequence[MeetingResult]) -> bool:
    """Whether all that the rule asks holds for the meetings of its kinds.

    "All" holds where there is no such meeting; a rule that wants some must count them.
    """
    places = [
        criteria_set.place_of(meeting.rank)
        for meeting in meetings
        if not rule.meeting_kinds or meeting.kind in rule.meeting_kinds
    ]
    if rule.all_at_least is not None:
        lowest = criteria_set.place_of(rule.all_at_least)
        if any(place > lowest for place in places):
            return False
    if rule.count is not None:
        lowest = criteria_set.place_of(rule.count.rank)
        return sum(place <= lowest for place in places) >= rule.count.at_least
    return True
