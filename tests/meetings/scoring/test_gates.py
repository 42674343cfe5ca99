"""Ranks by points, and the gates that lower them."""

from decimal import Decimal

import pytest

from meetings.scoring.engine import score
from meetings.scoring.model import NOT_APPLICABLE, Situation
from tests.meetings.scoring.builders import criterion, example_set, score_with, set_with

FULL = {"A1": True, "A2": 10, "A3": True, "B1": 100, "B2": 0, "B3": False, "B4": True}
LATE = "Tài liệu gửi muộn hoặc biên bản chưa thông qua nên không xếp loại Tốt"
ABSENT = "Từ 3 đảng viên vắng không lý do nên chỉ xếp loại Trung bình"


def ranked(marks, unexcused=0):
    situation = Situation("regular", 40, unexcused=unexcused)
    return score(example_set("every-kind.yaml"), situation, {}, FULL | marks)


def gated_set(*gates, **more):
    full = criterion("a", "number", 5, **more)
    return set_with(full, criterion("b", "yes_no", 5, not_applicable="exclude"), gates=list(gates))


@pytest.mark.parametrize(
    ("total", "rank"),
    [
        ("100", "good"),
        ("90", "good"),
        ("89.99", "fair"),
        ("70", "fair"),
        ("69.99", "average"),
        ("50", "average"),
        ("49.99", "poor"),
        ("0", "poor"),
    ],
)
def test_rank_by_points_starts_exactly_at_its_bound(total, rank):
    entry = criterion("a", "number", 100, step="0.01")
    result = score_with(set_with(entry, group_max=100), {"a": Decimal(total)})
    assert (result.total, result.rank.code) == (Decimal(total), rank)
    assert not result.is_lowered


def test_rank_is_that_of_the_rounded_total():
    entry = criterion("a", "number", 100, step="0.001")
    for mark, rank in [("89.995", "good"), ("89.994", "fair")]:
        result = score_with(set_with(entry, group_max=100), {"a": Decimal(mark)})
        assert result.rank.code == rank


def test_gate_is_silent_when_all_its_criteria_are_full():
    result = ranked({})
    assert (result.rank.code, result.gates) == ("good", ())


def test_gate_lowers_a_rank_and_says_why():
    result = ranked({"B4": False})
    assert result.total == 50
    assert (result.rank_by_points.code, result.rank.code) == ("good", "fair")
    assert result.gates == (LATE,)
    assert result.is_lowered


def test_gate_that_would_not_lower_the_rank_is_not_reported():
    result = ranked({"B4": False, "A2": 0, "A3": False, "B1": 0})
    assert (result.total, result.rank.code, result.gates) == (27, "average", ())


def test_gate_with_a_condition_asks_the_situation():
    assert ranked({}, unexcused=2).gates == ()
    result = ranked({}, unexcused=3)
    assert result.total == Decimal("42.50")
    assert (result.rank.code, result.gates) == ("average", (ABSENT,))


def test_gates_are_applied_in_order_and_each_that_bit_is_reported():
    result = ranked({"A1": False, "B3": True, "B1": NOT_APPLICABLE}, unexcused=3)
    assert result.rank_by_points.code == "good"
    assert (result.rank.code, result.gates) == ("average", (LATE, ABSENT))


def test_later_gate_is_silent_when_an_earlier_one_went_further():
    criteria_set = gated_set(
        {"cap": "average", "unless_full": ["a"], "message": "một"},
        {"cap": "fair", "unless_full": ["a"], "message": "hai"},
    )
    result = score_with(criteria_set, {"a": 4, "b": True, "rest": 90})
    assert (result.rank.code, result.gates) == ("average", ("một",))


def test_criterion_lowered_by_a_cap_is_not_full():
    criteria_set = gated_set(
        {"cap": "fair", "unless_full": ["a"], "message": "chưa đủ"},
        cap=[{"when": {"unexcused_at_least": 1}, "points": 4}],
    )
    marks = {"a": 5, "b": True, "rest": 90}
    assert score_with(criteria_set, marks).gates == ()
    absent = Situation("regular", 20, unexcused=1)
    assert score_with(criteria_set, marks, situation=absent).gates == ("chưa đủ",)


def test_criterion_not_applicable_or_not_on_the_sheet_counts_as_full():
    gate = {"cap": "fair", "unless_full": ["b", "c"], "message": "chưa đủ"}
    away = criterion("c", "condition", 0, only_if={"meeting_kind": "combined"})
    criteria_set = set_with(
        criterion("a", "number", 5),
        criterion("b", "yes_no", 5, not_applicable="exclude"),
        away,
        gates=[gate],
    )
    result = score_with(criteria_set, {"a": 5, "b": NOT_APPLICABLE, "rest": 90})
    assert (result.total, result.gates) == (95, ())


@pytest.mark.parametrize("mark", [True, False])
def test_condition_criterion_is_full_only_when_true(mark):
    gate = {"cap": "fair", "unless_full": ["c"], "message": "chưa đạt điều kiện"}
    criteria_set = set_with(
        criterion("a", "number", 10), criterion("c", "condition", None), gates=[gate]
    )
    result = score_with(criteria_set, {"a": 10, "c": mark, "rest": 90})
    assert result.rank.code == ("good" if mark else "fair")
