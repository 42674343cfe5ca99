"""Each kind of criterion: which marks it takes and what they are worth."""

from decimal import Decimal
from fractions import Fraction

import pytest

from meetings.scoring.engine import MarksRefusedError
from tests.meetings.scoring.builders import criterion, score_with, set_with

BANDS = [
    {"at_least": 50, "points": 3},
    {"at_least": 90, "points": 10},
    {"at_least": 0, "points": 1},
]


def points_of(entry, mark):
    result = score_with(set_with(entry), {"a": mark})
    return result.criteria[0].points


def refusal_of(entry, mark):
    with pytest.raises(MarksRefusedError) as caught:
        score_with(set_with(entry), {"a": mark})
    return caught.value.messages["a"]


@pytest.mark.parametrize(("mark", "points"), [(True, "10.00"), (False, "0.00")])
def test_yes_no_gives_all_or_none(mark, points):
    assert points_of(criterion("a", "yes_no"), mark) == Decimal(points)


@pytest.mark.parametrize("mark", [1, 0, Decimal(1), "yes", 1.0])
def test_yes_no_takes_only_true_and_false(mark):
    assert refusal_of(criterion("a", "yes_no"), mark) == "phải là có hoặc không (true hoặc false)"


@pytest.mark.parametrize(
    ("mark", "points"), [(0, "0"), (10, "10"), (Decimal("9.50"), "9.5"), (Fraction(15, 2), "7.5")]
)
def test_number_is_taken_as_given(mark, points):
    assert points_of(criterion("a", "number"), mark) == Decimal(points)


@pytest.mark.parametrize("mark", [-1, Decimal("10.5"), True, 9.5, "9", Decimal("NaN")])
def test_number_outside_its_range_is_refused(mark):
    assert refusal_of(criterion("a", "number"), mark) == "phải là số từ 0 đến 10"


def test_number_off_its_step_is_refused():
    assert refusal_of(criterion("a", "number"), Decimal("9.25")) == "phải chấm theo bước 0,5 điểm"


def test_number_may_have_a_step_of_its_own():
    quarter_steps = criterion("a", "number", step="0.25")
    assert points_of(quarter_steps, Decimal("9.25")) == Decimal("9.25")
    assert refusal_of(quarter_steps, Decimal("9.3")) == "phải chấm theo bước 0,25 điểm"


@pytest.mark.parametrize(
    ("mark", "points"),
    [
        (0, 1),
        (Decimal("49.99"), 1),
        (50, 3),
        (Decimal("89.995"), 3),
        (Fraction(8999, 100), 3),
        (90, 10),
        (100, 10),
        (1000, 10),
    ],
)
def test_band_gives_the_points_of_the_highest_bound_reached(mark, points):
    assert points_of(criterion("a", "band", bands=BANDS), mark) == points


def test_band_takes_a_third_exactly():
    thirds = [{"at_least": "66.67", "points": 10}, {"at_least": 0, "points": 0}]
    assert points_of(criterion("a", "band", bands=thirds), Fraction(200, 3)) == 0


@pytest.mark.parametrize(
    ("mark", "message"), [(-1, "không được là số âm"), (True, "phải là số"), ("90", "phải là số")]
)
def test_band_refuses_what_is_below_nothing_or_no_number(mark, message):
    assert refusal_of(criterion("a", "band", bands=BANDS), mark) == message


@pytest.mark.parametrize(("times", "points"), [(0, "10"), (1, "7.5"), (4, "0"), (5, "0")])
def test_deduction_takes_off_for_each_time_down_to_nothing(times, points):
    assert points_of(criterion("a", "deduction", each="2.5"), times) == Decimal(points)


@pytest.mark.parametrize(("times", "points"), [(2, 5), (3, 4), (9, 4)])
def test_deduction_stops_at_its_floor(times, points):
    assert points_of(criterion("a", "deduction", each="2.5", floor=4), times) == points


@pytest.mark.parametrize("times", [-1, Decimal("1.5"), True, "2"])
def test_deduction_counts_whole_times(times):
    message = refusal_of(criterion("a", "deduction", each=1), times)
    assert message == "số lần phải là số nguyên, không âm"


@pytest.mark.parametrize(
    ("mark", "points"), [(True, "10"), (False, "0"), (Decimal("3.3"), "3.3"), (10, "10")]
)
def test_bonus_is_all_or_none_or_a_number(mark, points):
    entry = criterion("a", "bonus", bonus="within_group")
    assert points_of(entry, mark) == Decimal(points)


@pytest.mark.parametrize("mark", [-1, 11, "yes"])
def test_bonus_outside_its_range_is_refused(mark):
    entry = criterion("a", "bonus", bonus="within_group")
    assert refusal_of(entry, mark) == "phải là số từ 0 đến 10"


def test_condition_has_no_points():
    full = criterion("b", "yes_no")
    for mark in (True, False):
        result = score_with(set_with(criterion("a", "condition", 0), full), {"a": mark, "b": True})
        assert (result.criteria[0].points, result.criteria[0].max_points) == (0, 0)


def test_condition_takes_only_true_and_false():
    with pytest.raises(MarksRefusedError) as caught:
        score_with(
            set_with(criterion("a", "condition", None), criterion("b", "yes_no")),
            {"a": 1, "b": True},
        )
    assert caught.value.messages == {"a": "phải là có hoặc không (true hoặc false)"}
