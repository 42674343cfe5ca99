"""The sheet of a meeting, its caps, what is not applicable, groups, total and bonuses."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from meetings.scoring.engine import (
    MarksRefusedError,
    OutOfScopeError,
    score,
    score_so_far,
    sheet_of,
)
from meetings.scoring.model import NOT_APPLICABLE, Situation
from meetings.scoring.results import Source
from tests.meetings.scoring.builders import (
    COMBINED,
    REGULAR,
    criterion,
    example_set,
    product_set,
    score_with,
    set_with,
)

FULL = {"A1": True, "A2": 10, "A3": True, "B1": 100, "B2": 0, "B3": False, "B4": True}


@pytest.fixture(scope="module")
def every_kind():
    return example_set("every-kind.yaml")


def codes_on_sheet(criteria_set, situation):
    return [each.code for group in sheet_of(criteria_set, situation) for each in group.criteria]


def maximum_on_sheet(criteria_set, situation, code):
    return next(
        each.max_points
        for group in sheet_of(criteria_set, situation)
        for each in group.criteria
        if each.code == code
    )


def test_only_if_decides_whether_a_criterion_is_on_the_sheet():
    ward = product_set("ward-sheet.yaml")
    assert "4.3" not in codes_on_sheet(ward, REGULAR)
    assert "4.3" not in codes_on_sheet(ward, Situation("thematic", 20))
    assert "4.3" in codes_on_sheet(ward, COMBINED)


def test_override_changes_the_maximum_of_a_combined_meeting():
    ward = product_set("ward-sheet.yaml")
    assert maximum_on_sheet(ward, REGULAR, "4.2") == 15
    assert maximum_on_sheet(ward, Situation("thematic", 20), "4.2") == 15
    assert maximum_on_sheet(ward, COMBINED, "4.2") == 10


def test_overrides_are_laid_over_in_order():
    entry = criterion(
        "a",
        "deduction",
        each=1,
        override=[
            {"when": {"meeting_kind": "combined"}, "each": 2, "title": "Kết hợp"},
            {"when": {"members_at_least": 20}, "each": 5, "floor": 1, "fact": "late", "cap": []},
        ],
        cap=[{"when": {"members_at_least": 1}, "points": 3}],
    )
    criteria_set = set_with(entry)
    [on_sheet] = sheet_of(criteria_set, COMBINED)[0].criteria
    assert (on_sheet.title, on_sheet.each, on_sheet.floor) == ("Kết hợp", 5, 1)
    assert (on_sheet.fact, on_sheet.cap) == ("late", ())
    [small] = sheet_of(criteria_set, replace(COMBINED, members=19))[0].criteria
    assert (small.each, small.fact, len(small.cap)) == (2, None, 1)


def test_condition_holds_when_all_that_is_given_holds():
    when = {
        "meeting_kind": ["thematic", "combined"],
        "cell_kind": "school",
        "members_at_least": 10,
        "members_below": 30,
        "unexcused_at_least": 2,
    }
    entry = criterion("a", "yes_no", cap=[{"when": when, "points": 4}])
    inside = Situation("combined", 29, "school", 2)
    outside = [
        replace(inside, meeting_kind="regular"),
        replace(inside, cell_kind=None),
        replace(inside, members=9),
        replace(inside, members=30),
        replace(inside, unexcused=1),
    ]
    criteria_set = set_with(entry)
    assert score_with(criteria_set, {"a": True}, situation=inside).criteria[0].points == 4
    for situation in outside:
        assert score_with(criteria_set, {"a": True}, situation=situation).criteria[0].points == 10


def test_cap_lowers_but_never_raises(every_kind):
    for absent, mark, points in [(0, 95, "10"), (1, 95, "6"), (1, 20, "2"), (3, 95, "2.5")]:
        situation = Situation("regular", 40, unexcused=absent)
        result = score(every_kind, situation, {}, FULL | {"B1": mark})
        assert result.criteria[3].points == Decimal(points)


def test_mark_beats_fact_and_each_names_its_source(every_kind):
    facts = {"documents_sent_in_time": True, "attendance_rate": Fraction(200, 3)}
    marks = FULL | {"A1": False, "B1": None}
    result = score(every_kind, REGULAR, facts, marks)
    lines = {line.code: (line.points, line.source, line.value) for line in result.criteria}
    assert lines["A1"] == (0, Source.MARK, False)
    assert lines["B1"] == (2, Source.FACT, Fraction(200, 3))


def test_facts_that_nobody_asks_for_are_ignored(every_kind):
    assert score(every_kind, REGULAR, {"weather": "mưa"}, FULL).total == 50


def test_not_applicable_full_gives_the_maximum_whatever_the_cap():
    entry = criterion(
        "a",
        "yes_no",
        not_applicable="full",
        cap=[{"when": {"members_at_least": 1}, "points": 2}],
    )
    result = score_with(set_with(entry), {"a": NOT_APPLICABLE, "rest": 50})
    assert result.total == 60
    assert result.criteria[0].source is Source.NOT_APPLICABLE
    assert (result.criteria[0].points, result.criteria[0].max_points) == (10, 10)


def test_not_applicable_exclude_takes_the_criterion_out_without_scaling():
    entry = criterion("a", "yes_no", not_applicable="exclude")
    result = score_with(set_with(entry), {"a": NOT_APPLICABLE, "rest": 90})
    assert result.total == 90
    assert (result.groups[0].points, result.groups[0].max_points) == (0, 0)
    assert (result.criteria[0].points, result.criteria[0].max_points) == (0, 0)


def test_not_applicable_rescale_scales_to_the_maximum():
    entry = criterion("a", "yes_no", not_applicable="rescale")
    result = score_with(set_with(entry), {"a": NOT_APPLICABLE, "rest": 63})
    assert result.total == 70
    assert result.rank.code == "fair"


def test_rescale_divides_by_all_that_was_taken_out():
    first = criterion("a", "yes_no", 4, not_applicable="rescale")
    second = criterion("b", "yes_no", 6, not_applicable="exclude")
    marks = {"a": NOT_APPLICABLE, "b": NOT_APPLICABLE, "rest": 50}
    assert score_with(set_with(first, second), marks).total == Decimal("55.56")


def test_not_applicable_is_refused_unless_the_criterion_allows_it():
    with pytest.raises(MarksRefusedError) as caught:
        score_with(set_with(criterion("a", "yes_no")), {"a": NOT_APPLICABLE})
    assert caught.value.messages == {"a": "không được ghi “không áp dụng” cho tiêu chí này"}


def test_fact_may_say_not_applicable():
    entry = criterion("a", "yes_no", fact="known", not_applicable="full")
    result = score_with(set_with(entry), {}, {"known": NOT_APPLICABLE})
    assert (result.criteria[0].source, result.criteria[0].value) == ("not_applicable", None)


def test_sheet_without_any_applicable_criterion_is_refused():
    every = [criterion(code, "yes_no", 50, not_applicable="rescale") for code in "ab"]
    marks = dict.fromkeys("ab", NOT_APPLICABLE)
    criteria_set = set_with(*every, criterion("c", "condition", 0), group_max=100)
    with pytest.raises(MarksRefusedError) as caught:
        score_with(criteria_set, marks | {"c": True})
    assert list(caught.value.messages) == ["a", "b"]
    assert score_so_far(criteria_set, REGULAR, {}, marks).total == 0


def test_group_is_cut_at_what_was_left_of_its_maximum(every_kind):
    marks = FULL | {"A2": NOT_APPLICABLE}
    result = score(every_kind, REGULAR, {}, marks)
    assert (result.groups[0].points, result.groups[0].max_points) == (10, 10)
    assert result.total == 40


def test_bonus_over_is_in_no_group_and_cut_at_the_sets_maximum(every_kind):
    marks = FULL | {"A2": 8, "B3": True}
    result = score(every_kind, REGULAR, {}, marks)
    assert [group.points for group in result.groups] == [18, 30]
    assert result.total == 50


def test_bonus_over_is_added_after_scaling(every_kind):
    marks = FULL | {"A2": 2, "B1": NOT_APPLICABLE, "B3": 3}
    assert score(every_kind, REGULAR, {}, marks).total == 43  # 32 × 50 ÷ 40 + 3


def test_bonus_over_that_is_not_applicable_scales_nothing(every_kind):
    marks = FULL | {"A2": 5, "B3": NOT_APPLICABLE}
    result = score(every_kind, REGULAR, {}, marks)
    assert result.total == 45
    assert result.groups[1].max_points == 30


def test_floor_below_nothing_may_lower_other_points_but_never_the_total_below_nothing():
    entry = criterion("a", "deduction", 0, each=5, floor=-20)
    criteria_set = set_with(entry, criterion("b", "yes_no"))
    assert score_with(criteria_set, {"a": 2, "b": True, "rest": 50}).total == 50
    assert score_with(criteria_set, {"a": 9, "b": False, "rest": 5}).total == 0


def test_total_is_rounded_once_and_half_up():
    entry = criterion("a", "number", step="0.001")
    assert score_with(set_with(entry), {"a": Decimal("0.005")}).total == Decimal("0.01")
    thirds = [criterion(code, "number", 5, step="0.001") for code in "ab"]
    marks = {"a": Decimal("0.004"), "b": Decimal("0.004")}
    assert score_with(set_with(*thirds), marks).total == Decimal("0.01")


def test_every_missing_and_wrong_mark_is_told_at_once(every_kind):
    marks = {"A1": "yes", "A2": 11, "B2": -1, "B4": True, "Z": 5, "Y": None}
    with pytest.raises(MarksRefusedError) as caught:
        score(every_kind, REGULAR, {"attendance_rate": "cao"}, marks)
    assert caught.value.messages == {
        "A3": "chưa chấm",
        "B3": "chưa chấm",
        "A1": "phải là có hoặc không (true hoặc false)",
        "A2": "phải là số từ 0 đến 10",
        "B1": "dữ kiện “attendance_rate” phải là số",
        "B2": "số lần phải là số nguyên, không âm",
        "Z": "không có trong bộ tiêu chí",
    }
    assert "Z: không có trong bộ tiêu chí" in str(caught.value)


def test_missing_fact_is_named(every_kind):
    with pytest.raises(MarksRefusedError) as caught:
        score(every_kind, REGULAR, {}, FULL | {"B1": None})
    assert caught.value.messages == {"B1": "chưa chấm và chưa có dữ kiện “attendance_rate”"}


def test_mark_for_a_criterion_that_is_not_on_the_sheet_is_refused():
    entry = criterion("a", "bonus", 3, bonus="over", only_if={"meeting_kind": "combined"})
    criteria_set = set_with(entry, criterion("b", "yes_no"))
    with pytest.raises(MarksRefusedError) as caught:
        score_with(criteria_set, {"a": True, "b": True})
    assert list(caught.value.messages) == ["a"]
    assert "không thuộc phiếu" in caught.value.messages["a"]


@pytest.mark.parametrize(
    ("situation", "keys"),
    [
        (Situation("extraordinary", 20), ["meeting_kind"]),
        (Situation("picnic", 2), ["meeting_kind", "members"]),
        (Situation("regular", 200), ["members"]),
    ],
)
def test_meeting_out_of_scope_is_refused_with_each_reason(every_kind, situation, keys):
    with pytest.raises(OutOfScopeError) as caught:
        score(every_kind, situation, {}, FULL)
    assert list(caught.value.reasons) == keys
    assert str(caught.value).startswith("bộ tiêu chí")


def test_cell_of_another_kind_is_out_of_scope():
    applies_to = {"meeting_kinds": ["regular"], "cell_kinds": ["school", "hospital"]}
    criteria_set = set_with(criterion("a", "yes_no"), applies_to=applies_to)
    assert score_with(criteria_set, {"a": True}, situation=Situation("regular", 9, "school"))
    with pytest.raises(OutOfScopeError) as caught:
        score_with(criteria_set, {"a": True})
    assert list(caught.value.reasons) == ["cell_kind"]


def test_unfinished_sheet_lists_what_is_missing_and_what_is_wrong(every_kind):
    marks = {"A1": True, "A2": Decimal("7.1"), "B1": NOT_APPLICABLE, "B3": 2}
    progress = score_so_far(every_kind, REGULAR, {"late_members": 2}, marks)
    assert progress.missing == ("A3", "B4")
    assert progress.errors == {"A2": "phải chấm theo bước 0,25 điểm"}
    assert progress.total == 27  # (5 + 15) × 50 ÷ 40 + 2
    assert progress.max_points == 50
    assert [line.code for line in progress.criteria] == ["A1", "B1", "B2", "B3"]
    assert not progress.is_complete


def test_finished_sheet_is_complete_and_has_the_total_of_its_score(every_kind):
    progress = score_so_far(every_kind, REGULAR, {}, FULL)
    assert progress.is_complete
    assert progress.total == score(every_kind, REGULAR, {}, FULL).total
