"""Months → quarters → year, also when the criteria set changes within the year: pure."""

from dataclasses import replace
from decimal import Decimal

from meetings.annual.year import Scored
from meetings.annual.year import year_of as pure_year_of
from meetings.scoring.model import Rollup, RollupKind, RollupRule
from meetings.scoring.rollup import MeetingResult
from tests.meetings.scoring.builders import product_set

WARD = product_set("ward-sheet.yaml")
HALF = replace(
    WARD,
    max_points=Decimal(50),
    ranks=tuple(replace(rank, at_least=rank.at_least / 2) for rank in WARD.ranks),
)
SETS = {1: WARD, 2: HALF}


def scored(month, total, rank="good", *, set_id=1, kind="regular"):
    return month, set_id, MeetingResult(kind, Decimal(total), rank)


def year_of(meetings, sets):
    return pure_year_of(Scored(*zip(*meetings, strict=True)) if meetings else Scored(), sets)


def test_year_without_a_verified_meeting_has_no_standing():
    year = year_of([], SETS)
    assert (year.whole, year.quarters) == (None, (None, None, None, None))


def test_quarters_and_year_are_averages_of_their_months():
    year = year_of([scored(1, 92), scored(3, 80, "fair"), scored(4, 96), scored(12, 70)], SETS)
    assert [part and (part.level, part.percent) for part in year.quarters] == [
        (1, Decimal("86.00")),
        (0, Decimal("96.00")),
        None,
        (1, Decimal("70.00")),
    ]
    assert (year.whole.title, year.whole.percent) == ("Khá", Decimal("84.50"))
    assert (year.whole.carried, year.whole.is_assumed) == ((), False)


def test_last_set_ranks_the_year_and_the_others_are_carried_over():
    year = year_of([scored(3, 80, "fair"), scored(9, "47.5", set_id=2)], SETS)
    assert (year.whole.set_id, year.whole.carried) == (2, (1,))
    assert year.whole.percent == Decimal("87.50")


def test_later_set_leaves_earlier_quarters_alone():
    year = year_of([scored(3, 80, "fair"), scored(9, "47.5", set_id=2)], SETS)
    assert [part and part.set_id for part in year.quarters] == [1, None, 2, None]
    assert year.quarters[2].percent == Decimal("95.00")


def test_set_of_thematic_meetings_does_not_rule_the_year():
    year = year_of([scored(3, 90), scored(12, 45, set_id=2, kind="thematic")], SETS)
    assert (year.whole.set_id, year.whole.carried) == (1, (2,))
    assert year.quarters[3].set_id == 2


def test_year_in_which_no_rule_holds_has_an_average_and_no_level():
    rule = RollupRule("good", all_at_least="good")
    strict = replace(WARD, year=Rollup(RollupKind.COUNT, (rule,)))
    whole = year_of([scored(1, 80, "fair")], {1: strict}).whole
    assert (whole.level, whole.title, whole.percent) == (None, "", Decimal("80.00"))


def test_set_without_a_rollup_says_that_the_average_was_assumed():
    silent = replace(WARD, year=None)
    assert year_of([scored(1, 80, "fair")], {1: silent}).whole.is_assumed


def test_year_of_thematic_meetings_alone_is_ruled_by_the_last():
    meetings = [scored(3, 90, kind="thematic"), scored(12, 45, set_id=2, kind="thematic")]
    assert year_of(meetings, SETS).whole.set_id == 2
