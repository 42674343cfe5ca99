"""A meeting of the past by another set: where each value comes from, and what it changes."""

from decimal import Decimal
from fractions import Fraction

import pytest

from meetings.scoring.engine import MarksRefusedError, OutOfScopeError
from meetings.scoring.model import NOT_APPLICABLE, Situation
from meetings.scoring.reading import from_data
from meetings.scoring.trial import OldMark, Trial, same_criteria
from tests.meetings.scoring.builders import (
    RANKS,
    REGULAR,
    criterion,
    group,
    set_data,
    set_with,
)

BANDS = [
    {"at_least": 90, "points": 10},
    {"at_least": 50, "points": 6},
    {"at_least": 0, "points": 1},
]
YES_NO = criterion("a", "yes_no")
NUMBER = criterion("a", "number")
BAND = criterion("a", "band", bands=BANDS)
DEDUCTION = criterion("a", "deduction", each=4)
OVER = criterion("a", "bonus", bonus="over")
WITHIN = criterion("a", "bonus", bonus="within_group")
CONDITION = {"code": "a", "title": "Tiêu chí a", "kind": "condition"}


def old_mark(value=None, *, fact=None, points=0, max_points=10):
    return OldMark(value, fact, Decimal(points), Decimal(max_points))


def set_of(data):
    """The criterion in a set of its own, with fillers for what it has no points for."""
    if data["kind"] == "condition" or data.get("bonus") == "over":
        return set_with(data, criterion("b", "number"))
    if data["kind"] == "bonus":
        return set_with(data | {"max_points": 4}, criterion("b", "number", 6))
    return set_with(data)


def tried(old, new, mark, facts=None, *, is_full=True, situation=REGULAR):
    """The value that the criterion `a` has in the new set, and whether nothing was known of it."""
    trial = Trial(set_of(old), set_of(new), is_copy=False, unknown_is_full=is_full)
    marks = {"rest": old_mark(Decimal(0), max_points=90)} | ({"a": mark} if mark else {})
    result = trial.score(situation, facts or {}, marks)
    line = next(line for line in result.score.criteria if line.code == "a")
    return line.value, "a" in result.unknown


@pytest.mark.parametrize(
    ("old", "new", "mark", "value"),
    [
        (YES_NO, YES_NO, old_mark(False), False),
        (BAND, BAND, old_mark(Decimal(72), points=6), 72),
        (DEDUCTION, DEDUCTION, old_mark(Decimal(2), points=2), 2),
        (CONDITION, CONDITION, old_mark(True, max_points=0), True),
        (YES_NO, CONDITION, old_mark(True, points=10), True),
        (CONDITION, YES_NO, old_mark(False, max_points=0), False),
        (YES_NO, OVER, old_mark(True, points=10), True),
        (OVER, OVER, old_mark(Decimal(5), points=5), 5),
        (OVER, OVER, old_mark(True, points=10), True),
        (YES_NO, NUMBER, old_mark(True, points=10), 10),
        (BAND, NUMBER, old_mark(Decimal(72), points=6), 6),
        (DEDUCTION, NUMBER, old_mark(Decimal(9), points=-6), 0),
        (NUMBER, YES_NO, old_mark(Decimal(10), points=10), True),
        (NUMBER, YES_NO, old_mark(Decimal("9.5"), points="9.5"), False),
        (WITHIN, NUMBER, old_mark(True, points=4, max_points=4), 10),
    ],
)
def test_what_a_person_gave_is_carried_over(old, new, mark, value):
    assert tried(old, new, mark) == (value, False)


@pytest.mark.parametrize(
    ("given", "max_points", "step", "value"),
    [
        ("6.5", 10, "0.5", Decimal("6.5")),
        ("6.5", 5, "0.5", Decimal("3.5")),
        ("6", 5, "0.5", 3),
        ("10", 7, 2, 6),
        ("10", 1, 2, 0),
    ],
)
def test_a_number_is_scaled_to_its_new_maximum_and_put_on_its_step(given, max_points, step, value):
    old = set_with(NUMBER)
    new = set_with(criterion("a", "number", max_points, step=step), group_max=max_points)
    trial = Trial(old, new, is_copy=False, unknown_is_full=True)
    marks = {"a": old_mark(Decimal(given), points=given), "rest": old_mark(Decimal(0))}
    assert trial.score(REGULAR, {}, marks).score.criteria[0].value == value


def test_a_bonus_within_its_group_is_scaled_without_a_step():
    old = WITHIN
    assert tried(old, WITHIN, old_mark(Decimal("0.3"), max_points=3)) == (Fraction(2, 5), False)


@pytest.mark.parametrize(
    ("old", "new", "mark"),
    [
        (NUMBER, BAND, old_mark(Decimal(5), points=5)),
        (BAND, DEDUCTION, old_mark(Decimal(5), points=1)),
        (NUMBER, CONDITION, old_mark(Decimal(5), points=5)),
        (CONDITION, NUMBER, old_mark(True, max_points=0)),
        (NUMBER, NUMBER, None),
        (NUMBER, NUMBER, old_mark()),
    ],
)
def test_kinds_that_have_nothing_in_common_leave_it_unknown(old, new, mark):
    assert tried(old, new, mark)[1]


@pytest.mark.parametrize(
    ("new", "full", "least"),
    [
        (YES_NO, True, False),
        (CONDITION, True, False),
        (NUMBER, 10, 0),
        (BAND, 90, 0),
        (DEDUCTION, 0, 3),
        (criterion("a", "deduction", each=4, floor=-5), 0, 4),
    ],
)
def test_what_nobody_knows_is_taken_as_full_or_as_nothing(new, full, least):
    assert tried(NUMBER, new, None) == (full, True)
    assert tried(NUMBER, new, None, is_full=False) == (least, True)


@pytest.mark.parametrize("is_full", [True, False])
def test_a_bonus_of_which_nothing_is_known_is_not_given(is_full):
    assert tried(NUMBER, OVER, None, is_full=is_full) == (False, False)


def test_a_given_mark_beats_the_fact_and_the_fact_what_held_before():
    new = BAND | {"fact": "rate"}
    facts = {"rate": Fraction(60)}
    assert tried(BAND, new, old_mark(Decimal(95), fact=Decimal(60)), facts) == (95, False)
    assert tried(BAND, new, old_mark(fact=Decimal(95)), facts) == (60, False)
    assert tried(BAND, new, old_mark(fact=Decimal(95)), {}) == (95, False)
    assert tried(BAND, BAND, old_mark(fact=Decimal(95)), facts) == (95, False)


@pytest.mark.parametrize("fact", [True, Fraction(-1), NOT_APPLICABLE])
def test_a_fact_that_the_criterion_cannot_take_is_unknown(fact):
    assert tried(NUMBER, BAND | {"fact": "rate"}, None, {"rate": fact}) == (90, True)


def test_not_applicable_is_kept_where_the_new_criterion_allows_it():
    lenient = BAND | {"not_applicable": "rescale", "fact": "rate"}
    mark = old_mark(NOT_APPLICABLE, max_points=0)
    assert tried(lenient, lenient, mark, {"rate": Fraction(95)}) == (None, False)
    assert tried(lenient, BAND, mark) == (90, True)
    assert tried(lenient, BAND | {"fact": "rate"}, mark, {"rate": Fraction(60)}) == (60, False)
    assert tried(NUMBER, lenient, None, {"rate": NOT_APPLICABLE}) == (None, False)


def test_criteria_are_the_same_by_title_then_in_a_copy_by_code_then_by_fact():
    old = set_with(
        criterion("1", "number", 4, title="Chuẩn bị  nội dung"),
        criterion("2", "number", 4, title="Điều hành"),
        criterion("3", "yes_no", 2, title="Gửi tài liệu", fact="sent"),
    )
    new = set_with(
        criterion("2", "number", 4, title="CHUẨN BỊ nội dung"),
        criterion("1", "number", 2, title="Mới"),
        criterion("4", "yes_no", 2, title="Tài liệu đến sớm", fact="sent"),
        criterion("5", "yes_no", 2, title="Điều hành tốt"),
    )

    def pairs(*, is_copy):
        found = same_criteria(old, new, is_copy=is_copy)
        return {code: before.code for code, before in found.items()}

    assert pairs(is_copy=False) == {"2": "1", "4": "3", "rest": "rest"}
    assert pairs(is_copy=True) == {"2": "1", "4": "3", "rest": "rest"}


def test_reworded_criteria_of_a_copy_are_the_same_by_code():
    old = set_with(criterion("1", "number", title="Điều hành"))
    new = set_with(criterion("1", "number", title="Điều hành của bí thư"))
    assert "1" not in same_criteria(old, new, is_copy=False)
    assert same_criteria(old, new, is_copy=True)["1"].title == "Điều hành"


def test_of_several_of_one_title_the_one_of_the_same_code_is_it():
    twins = [criterion(code, "number", 5, title="Nội dung") for code in ("1", "2")]
    found = same_criteria(set_with(*twins), set_with(*reversed(twins)), is_copy=False)
    assert {code: before.code for code, before in found.items()} == {
        "1": "1",
        "2": "2",
        "rest": "rest",
    }


def test_meetings_that_the_set_is_not_made_for_are_refused():
    with pytest.raises(OutOfScopeError):
        tried(NUMBER, NUMBER, None, situation=Situation("extraordinary", members=20))


def test_a_meeting_to_which_nothing_applies_is_refused():
    only = criterion("a", "band", 100, bands=[{"at_least": 0, "points": 100}], fact="rate")
    new = from_data(set_data(group("1", 100, only | {"not_applicable": "exclude"})))
    trial = Trial(set_with(NUMBER), new, is_copy=False, unknown_is_full=True)
    with pytest.raises(MarksRefusedError):
        trial.score(REGULAR, {"rate": NOT_APPLICABLE}, {})


def test_shifts_say_which_criteria_take_and_give_points():
    """In points of the new set, whose maximum is half of the old one's."""
    old = set_with(NUMBER, criterion("c", "number"), OVER | {"code": "x"}, group_max=20)
    halved = [rank | {"at_least": rank["at_least"] // 2} for rank in RANKS]
    new = from_data(
        set_data(
            group("1", 10, NUMBER, OVER | {"code": "x", "max_points": 5}),
            group("2", 40, criterion("rest", "number", 20), criterion("n", "yes_no", 20)),
            max_points=50,
            ranks=halved,
        )
    )
    trial = Trial(old, new, is_copy=False, unknown_is_full=False)
    marks = {
        "a": old_mark(Decimal(8), points=8),
        "c": old_mark(Decimal(7), points=7),
        "x": old_mark(Decimal(4), points=4),
        "rest": old_mark(Decimal(80), points=80, max_points=80),
    }

    shifts = trial.shifts(trial.score(REGULAR, {}, marks).score, marks)

    assert [(shift.criterion.code, shift.change, shift.is_left_out) for shift in shifts] == [
        ("n", -20, False),
        ("a", -1, False),
        ("c", Fraction(3, 2), True),
    ]


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [("good", "good", 0), ("good", "top", -1), ("fair", "mid", 1), ("poor", "top", -3)],
)
def test_ranks_of_one_title_are_the_same_and_others_go_by_place(before, after, lost):
    """`Tốt` became the second of four; `Khá` has no namesake and stands in the second place."""
    old = set_with(NUMBER, ranks=[RANKS[0], RANKS[1], RANKS[3]])
    new_ranks = [
        {"code": "top", "title": "Xuất sắc", "at_least": 95},
        {"code": "good", "title": "tốt", "at_least": 80},
        {"code": "mid", "title": "Đạt", "at_least": 60},
        {"code": "poor", "title": "Kém", "at_least": 0},
    ]
    trial = Trial(old, set_with(NUMBER, ranks=new_ranks), is_copy=False, unknown_is_full=True)
    assert trial.levels_lost(before, after) == lost


def test_a_sheet_and_a_mark_are_worked_out_once_for_all_meetings():
    trial = Trial(set_with(NUMBER), set_with(NUMBER), is_copy=False, unknown_is_full=True)
    marks = {"a": old_mark(Decimal(8), points=8), "rest": old_mark(Decimal(9), max_points=90)}
    first, second = (trial.score(REGULAR, {}, marks) for _ in range(2))
    assert first == second
    assert first.score.total == 17
