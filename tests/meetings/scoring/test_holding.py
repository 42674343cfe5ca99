"""Which set holds for a meeting, and which sets stand in each other's way."""

from dataclasses import replace
from datetime import date

import pytest

from meetings.scoring.holding import IssuedSet, holders
from meetings.scoring.model import Scope, Situation

PROVINCE, BLOC, CELL = 1, 2, 3
ABOVE = [PROVINCE, BLOC, CELL]
DAY = date(2026, 10, 24)
REGULAR = Situation("regular", 20, "cell")


def issued(pk, issuer=BLOC, begins=date(2026, 1, 1), ends=None, **scope):
    return IssuedSet(pk, issuer, begins, ends, Scope(**{"meeting_kinds": ("regular",)} | scope))


def ids(*sets, above=ABOVE, day=DAY, situation=REGULAR):
    return [each.id for each in holders(sets, above, day, situation)]


def test_nearest_issuer_wins_over_a_newer_set_from_higher_up():
    newer = issued(1, PROVINCE, begins=date(2026, 9, 1))
    assert ids(newer, issued(2, BLOC)) == [2]


def test_set_of_a_stranger_is_never_chosen():
    assert ids(issued(1, issuer=9)) == []


@pytest.mark.parametrize(
    ("begins", "ends", "found"),
    [
        (DAY, None, True),
        (date(2026, 10, 25), None, False),
        (date(2026, 1, 1), DAY, True),
        (date(2026, 1, 1), date(2026, 10, 23), False),
    ],
)
def test_set_holds_from_its_first_day_to_its_last(begins, ends, found):
    assert ids(issued(1, begins=begins, ends=ends)) == ([1] if found else [])


def test_higher_set_holds_where_the_nearer_one_is_for_other_meetings():
    thematic = issued(1, BLOC, meeting_kinds=("thematic",))
    small = issued(2, BLOC, members_below=10)
    schools = issued(3, BLOC, cell_kinds=("school_cell",))
    assert ids(thematic, small, schools, issued(4, PROVINCE)) == [4]


def test_of_two_sets_of_one_issuer_the_newer_holds_and_both_are_told():
    assert ids(issued(1), issued(2, begins=date(2026, 5, 1)), issued(3, PROVINCE)) == [2, 1]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({}, True),
        ({"meeting_kinds": ("thematic",)}, False),
        ({"meeting_kinds": ("thematic", "regular")}, True),
        ({"cell_kinds": ("cell",)}, True),
        ({"members_below": 10}, False),
        ({"members_below": 11}, True),
        ({"members_at_least": 30}, False),
        ({"members_at_least": 29}, True),
    ],
)
def test_scopes_meet_where_some_meeting_is_within_both(other, expected):
    first = issued(1, members_at_least=10, members_below=30)
    second = issued(2, **other)
    assert first.meets(second) is expected
    assert second.meets(first) is expected


def test_scopes_of_different_kinds_of_cell_do_not_meet():
    assert not issued(1, cell_kinds=("cell",)).meets(issued(2, cell_kinds=("school_cell",)))


def test_periods_that_only_follow_each_other_do_not_meet():
    first = issued(1, ends=date(2026, 4, 30))
    second = issued(2, begins=date(2026, 5, 1))
    assert not first.meets(second)
    assert first.meets(replace(second, valid_from=date(2026, 4, 30)))
