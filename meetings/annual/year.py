"""From the meetings of a year to its quarters and the year, by the sets that they were scored by.

Sets may change within a year. Each quarter is ranked by the last set of its own meetings, so that a
later set changes no earlier quarter; the year by the last set of the year. Results of another set
are carried over to that scale.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from meetings.scoring.figures import two_decimals
from meetings.scoring.model import CriteriaSet
from meetings.scoring.rollup import (
    MeetingResult,
    Period,
    YearResult,
    carried_over,
    rollup_or_average,
)

# Sets may be made for thematic meetings alone; the year is ranked on the regular ones' scale.
LEADING_KINDS = ("regular", "combined")


@dataclass(frozen=True, slots=True)
class Scored:
    """The verified meetings of a cell's year, in the order of their months.

    Three columns of one length: the month (1 to 12), the id of the criteria set, the result.
    """

    months: Sequence[int] = ()
    set_ids: Sequence[int] = ()
    results: Sequence[MeetingResult] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A quarter's or a year's result on the scale of one set.

    `level` counts from 0, the best; None when nothing or no rule says so. `percent` is the average
    in percent of the set's maximum. `carried` are the ids of other sets whose results were carried
    over. `is_assumed`: by average, because the set has no rule for it.
    """

    set_id: int
    title: str
    level: int | None
    percent: Decimal
    carried: tuple[int, ...]
    is_assumed: bool


@dataclass(frozen=True, slots=True)
class Year:
    """The year's standing and those of its four quarters; None where no meeting was verified."""

    whole: Standing | None
    quarters: tuple[Standing | None, ...]


def year_of(scored: Scored, sets: Mapping[int, CriteriaSet]) -> Year:
    """The year of these meetings, and its quarters."""
    cuts = [bisect_right(scored.months, last) for last in (0, 3, 6, 9, 12)]
    quarters = tuple(
        _standing(scored.set_ids[begins:ends], scored.results[begins:ends], sets, Period.QUARTER)
        for begins, ends in pairwise(cuts)
    )
    return Year(_standing(scored.set_ids, scored.results, sets, Period.YEAR), quarters)


def _standing(
    set_ids: Sequence[int],
    results: Sequence[MeetingResult],
    sets: Mapping[int, CriteriaSet],
    period: Period,
) -> Standing | None:
    if not results:
        return None
    ruling_id, carried = set_ids[-1], ()
    if len(set(set_ids)) > 1:
        ruling_id = _last_set(set_ids, results)
        carried = tuple(sorted(set(set_ids) - {ruling_id}))
        results = [
            result if set_id == ruling_id else carried_over(result, sets[set_id], sets[ruling_id])
            for set_id, result in zip(set_ids, results, strict=True)
        ]
    ruling = sets[ruling_id]
    found: YearResult = rollup_or_average(ruling, results, period)
    rank = found.rank
    return Standing(
        set_id=ruling_id,
        title=rank.title if rank else "",
        level=ruling.ranks.index(rank) if rank else None,
        percent=_percent(found.average, ruling.max_points),
        carried=carried,
        is_assumed=found.is_assumed,
    )


def _last_set(set_ids: Sequence[int], results: Sequence[MeetingResult]) -> int:
    for set_id, result in zip(reversed(set_ids), reversed(results), strict=True):
        if result.kind in LEADING_KINDS:
            return set_id
    return set_ids[-1]


def _percent(average: Decimal, max_points: Decimal) -> Decimal:
    if max_points == 100:
        return average
    return two_decimals(100 * Fraction(average) / Fraction(max_points))
