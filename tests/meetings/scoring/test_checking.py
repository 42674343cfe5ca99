"""Sums on every possible sheet, points and maxima, names and codes."""

import pytest

from meetings.scoring import checking
from meetings.scoring.model import Condition, Scope
from tests.meetings.scoring.builders import criterion, faults_of, filler, group, set_data

COMBINED = {"meeting_kind": "combined"}
ALL_KINDS = Scope(("regular", "thematic", "combined"))


def faults_with(*criteria, **more):
    """Faults of a set whose first group, of 10 points, has these criteria."""
    return faults_of(set_data(group("1", 10, *criteria), group("2", 90, filler(90)), **more))


def test_group_maxima_must_sum_to_the_sets():
    data = set_data(
        group("1", "40.5", filler("40.5")), group("2", 50, criterion("a", "yes_no", 50))
    )
    assert faults_of(data) == [
        (
            "max_points",
            "tổng điểm tối đa của các nhóm là 90,5, khác điểm tối đa của bộ tiêu chí là 100",
        )
    ]


def test_criteria_must_sum_to_their_group():
    assert faults_with(criterion("a", "yes_no", 4), criterion("b", "yes_no", 4)) == [
        ("nhóm 1", "tổng điểm các tiêu chí là 8, khác điểm tối đa của nhóm là 10")
    ]


def test_bonus_within_the_group_is_summed_and_bonus_over_is_not():
    within = criterion("b", "bonus", 4, bonus="within_group")
    over = criterion("c", "bonus", 4, bonus="over")
    condition = criterion("d", "condition", None)
    assert faults_with(criterion("a", "yes_no", 6), within, over, condition) == []


def test_sum_is_checked_on_the_sheet_of_each_meeting_kind():
    extra = criterion("b", "number", 5, only_if=COMBINED)
    assert faults_with(criterion("a", "number", 10), extra) == [
        (
            "nhóm 1",
            "với sinh hoạt thường kỳ kết hợp chuyên đề: "
            "tổng điểm các tiêu chí là 15, khác điểm tối đa của nhóm là 10",
        )
    ]
    lowered = criterion("a", "number", 10, override=[{"when": COMBINED, "max_points": 5}])
    assert faults_with(lowered, extra) == []


def test_sum_is_not_checked_for_meetings_outside_the_scope():
    extra = criterion("b", "number", 5, only_if=COMBINED)
    applies_to = {"meeting_kinds": ["regular"]}
    assert faults_with(criterion("a", "number", 10), extra, applies_to=applies_to) == []


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({"members_at_least": 30}, "sinh hoạt thường kỳ, chi bộ có 30 đảng viên"),
        ({"members_below": 30}, "sinh hoạt thường kỳ, chi bộ có 0 đảng viên"),
        ({"cell_kind": "school"}, "sinh hoạt thường kỳ, loại chi bộ school"),
        (
            {"unexcused_at_least": 2},
            "sinh hoạt thường kỳ, có 2 đảng viên vắng không lý do",
        ),
    ],
)
def test_wrong_sum_names_the_meeting_where_it_occurs(when, words):
    changed = criterion("a", "number", 10, override=[{"when": when, "max_points": 8}])
    assert faults_with(changed) == [
        (
            "nhóm 1",
            f"với {words}: tổng điểm các tiêu chí là 8, khác điểm tối đa của nhóm là 10",
        )
    ]


def test_wrong_sum_names_cells_of_no_named_kind():
    only_schools = criterion("a", "number", 10, only_if={"cell_kind": "school"})
    [(_, reason)] = faults_with(only_schools)
    assert reason.startswith(
        "với sinh hoạt thường kỳ, loại chi bộ khác: tổng điểm các tiêu chí là 0"
    )


def test_group_with_an_unreadable_criterion_is_not_summed():
    faults = faults_with(criterion("a", "number", "nhiều"), "b")
    assert [place for place, _ in faults] == [
        "nhóm 1 › tiêu chí thứ 2",
        "nhóm 1 › tiêu chí a › max_points",
    ]


@pytest.mark.parametrize(
    ("entry", "key", "points"),
    [
        (criterion("a", "band", bands=[{"at_least": 0, "points": 11}]), "bands", "11"),
        (criterion("a", "yes_no", cap=[{"when": COMBINED, "points": "10.5"}]), "cap", "10,5"),
        (criterion("a", "deduction", each=1, floor=12), "floor", "12"),
    ],
)
def test_points_may_not_exceed_the_maximum(entry, key, points):
    reason = f"điểm {points} vượt quá điểm tối đa 10 của tiêu chí"
    assert faults_with(entry) == [(f"nhóm 1 › tiêu chí a › {key}", reason)]


def test_points_may_not_exceed_the_maximum_that_an_override_leaves():
    entry = criterion(
        "a",
        "band",
        bands=[{"at_least": 0, "points": 10}],
        override=[{"when": COMBINED, "max_points": 5}],
    )
    other = criterion("b", "yes_no", 5, only_if=COMBINED)
    assert faults_with(entry, other) == [
        ("nhóm 1 › tiêu chí a › bands", "điểm 10 vượt quá điểm tối đa 5 của tiêu chí")
    ]


def test_condition_may_have_no_points():
    assert faults_with(criterion("a", "yes_no"), criterion("c", "condition", 0)) == []
    [fault, _] = faults_with(criterion("a", "yes_no"), criterion("c", "condition", 5))
    assert fault == (
        "nhóm 1 › tiêu chí c › max_points",
        "điểm 5 vượt quá điểm tối đa 0 của tiêu chí",
    )


def test_criterion_without_a_code_is_checked_too():
    entry = {**criterion("a", "band", bands=[{"at_least": 0, "points": 11}]), "code": None}
    assert [place for place, _ in faults_with(entry)] == [
        "nhóm 1 › tiêu chí thứ 1 › code",
        "nhóm 1 › tiêu chí thứ 1 › bands",
    ]


@pytest.mark.parametrize(
    ("bounds", "reasons"),
    [
        ([90, 70], ["thiếu mức thấp nhất, từ 0 điểm (at_least: 0)"]),
        ([70, 90, 0], ["phải xếp từ cao xuống thấp, không trùng mốc điểm (at_least)"]),
        ([70, 70, 0], ["phải xếp từ cao xuống thấp, không trùng mốc điểm (at_least)"]),
        ([101, 0], ["vượt quá điểm tối đa của bộ tiêu chí (100)"]),
        ([90, "x"], ["phải là số, như 2 hoặc 2.5"]),
    ],
)
def test_ranks_go_down_to_nothing(bounds, reasons):
    ranks = [
        {"code": f"r{number}", "title": "Mức", "at_least": bound}
        for number, bound in enumerate(bounds)
    ]
    assert [reason for _, reason in faults_of(set_data(ranks=ranks))] == reasons


def test_codes_may_not_repeat():
    ranks = [{"code": "r", "title": "Mức", "at_least": bound} for bound in (50, 0)]
    data = set_data(
        group("1", 50, criterion("a", "yes_no", 50)),
        group("1", 50, criterion("a", "yes_no", 50)),
        ranks=ranks,
    )
    assert faults_of(data) == [
        ("nhóm 1", "mã “1” lặp lại"),
        ("nhóm 1 › tiêu chí a", "mã “a” lặp lại"),
        ("mức xếp loại r", "mã “r” lặp lại"),
    ]


def test_gates_and_rules_may_only_name_what_exists():
    rule = {"rank": "best", "all_at_least": "better", "count": {"rank": "top", "at_least": 1}}
    faults = faults_of(
        set_data(
            gates=[{"cap": "none", "unless_full": ["rest", "9.9"], "message": "x"}],
            rollup={"year": {"kind": "count", "rules": [{"rank": "good"}, rule]}},
        )
    )
    assert faults == [
        ("điều kiện chặn thứ 1 › cap", "không có mức xếp loại “none”"),
        ("điều kiện chặn thứ 1 › unless_full", "không có tiêu chí “9.9”"),
        ("rollup › year › quy tắc thứ 2 › rank", "không có mức xếp loại “best”"),
        ("rollup › year › quy tắc thứ 2 › all_at_least", "không có mức xếp loại “better”"),
        ("rollup › year › quy tắc thứ 2 › count › rank", "không có mức xếp loại “top”"),
    ]


@pytest.mark.parametrize(
    ("gate", "place"),
    [
        ({"cap": "good", "unless_full": ["rest"]}, "cap"),
        ({"cap": "fair", "when": {"meeting_kind": "extraordinary"}}, "when"),
        ({"cap": "fair", "when": {"members_below": 10}}, "when"),
        ({"cap": "fair", "when": {"cell_kind": "office", "unexcused_at_least": 1}}, "when"),
    ],
)
def test_gate_that_can_never_lower_a_rank_is_refused(gate, place):
    scope = {"meeting_kinds": ["regular"], "cell_kinds": ["school"], "members_at_least": 10}
    data = set_data(gates=[gate | {"message": "x"}], applies_to=scope)
    assert [found for found, _ in faults_of(data)] == [f"điều kiện chặn thứ 1 › {place}"]


@pytest.mark.parametrize("when", [{"members_at_least": 30}, {"unexcused_at_least": 1}])
def test_gate_that_some_meeting_runs_into_is_taken(when):
    scope = {"meeting_kinds": ["regular"], "members_at_least": 10}
    data = set_data(gates=[{"cap": "fair", "message": "x", "when": when}], applies_to=scope)
    assert faults_of(data) == []


def test_names_are_not_blamed_while_the_codes_cannot_be_read():
    gate = {"cap": "fair", "unless_full": ["a"], "message": "x"}
    nameless = {**criterion("a", "yes_no", 100), "code": None}
    faults = faults_of(set_data(group("1", 100, nameless), gates=[gate], ranks=None))
    assert [place for place, _ in faults] == ["nhóm 1 › tiêu chí thứ 1 › code", "ranks"]


def test_situations_are_one_for_each_way_the_conditions_turn_out():
    conditions = [
        Condition(("combined",), ("school",), members_at_least=30),
        Condition(members_below=30, unexcused_at_least=1),
        Condition(members_below=3),
    ]
    found = checking.possible_situations(ALL_KINDS, conditions)
    assert len(found) == len(set(found)) == 3 * 2 * 3 * 2
    patterns = {tuple(each.holds(situation) for each in conditions) for situation in found}
    assert len(patterns) == 5


def test_situations_stay_inside_the_scope():
    scope = Scope(("regular",), ("school", "ward", "office"), 10, 30)
    conditions = [Condition(cell_kinds=("school", "bank"))]
    conditions += [Condition(members_at_least=number) for number in (5, 10, 20, 30, 40)]
    found = checking.possible_situations(scope, conditions)
    assert {each.members for each in found} == {10, 20}
    assert {each.cell_kind for each in found} == {"school", "ward"}
    assert all(scope.covers(situation) for situation in found)


def test_too_many_different_sheets_are_refused():
    override = [
        {"when": {"members_at_least": number + 1}, "title": f"Từ {number + 1}"}
        for number in range(checking.MAX_SHEETS)
    ]
    reason = "các điều kiện (only_if, override) tạo ra quá 500 trường hợp khác nhau"
    assert faults_with(criterion("a", "yes_no", override=override)) == [
        ("nhóm 1 › tiêu chí a", reason),
        ("nhóm 1", reason),
    ]
