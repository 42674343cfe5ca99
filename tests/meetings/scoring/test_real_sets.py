"""The sets that the product brings, at the edges where people will argue."""

from decimal import Decimal
from fractions import Fraction

import pytest

from meetings.facts import FINDERS
from meetings.scoring.attendance import attendance_rate
from meetings.scoring.engine import MarksRefusedError, score, sheet_of
from meetings.scoring.inputs import read_meeting
from meetings.scoring.model import NOT_APPLICABLE, Kind, Situation
from meetings.scoring.rollup import MeetingResult, rollup
from tests.meetings.scoring.builders import DATA, PRODUCT, product_set

SETS = sorted(path.name for path in PRODUCT.glob("*.yaml"))
THEMATIC, GATES, DEDUCTIONS, OWN_SCALE = (
    "thematic-sheet.yaml",
    "gates-sheet.yaml",
    "deductions-sheet.yaml",
    "own-scale.yaml",
)
REGULAR = Situation("regular", 20)
# The mark that takes nothing away, where it is not the maximum itself.
FULL = {Kind.YES_NO: True, Kind.CONDITION: True, Kind.BONUS: True, Kind.DEDUCTION: 0}

FACTS = {
    "duration_minutes": 120,
    "attendance_rate": 100,
    "no_member_excused_over_three_in_a_row": True,
    "pre_meeting_held": True,
    "documents_sent_in_time": True,
    "speaking_rate": 60,
    "minutes_published_in_time": True,
    "tasks_done_rate": 100,
    "resolution_adopted": True,
}


def full_marks(criteria_set, situation):
    return {
        criterion.code: FULL.get(criterion.kind, criterion.max_points)
        for group in sheet_of(criteria_set, situation)
        for criterion in group.criteria
        if criterion.fact is None
    }


def scored(name, situation, marks=None, **facts):
    """The score of a perfect meeting but for these marks (by code) and facts (by name)."""
    criteria_set = product_set(name)
    full = full_marks(criteria_set, situation)
    return score(criteria_set, situation, FACTS | facts, full | (marks or {}))


def without_bonus(marks=None, situation=REGULAR, **facts):
    """The score by the sheet of deductions when its bonus is not earned."""
    return scored(DEDUCTIONS, situation, {"3.6": False} | (marks or {}), **facts)


def points_of(result, code):
    return next(line.points for line in result.criteria if line.code == code)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("members", [3, 29, 30, 31])
def test_perfect_meeting_has_the_maximum_on_every_sheet(name, members):
    criteria_set = product_set(name)
    for meeting_kind in criteria_set.applies_to.meeting_kinds:
        result = scored(name, Situation(meeting_kind, members))
        assert (result.total, result.rank, result.gates) == (100, criteria_set.ranks[0], ())


@pytest.mark.parametrize("name", SETS)
def test_sets_ask_only_for_facts_that_the_system_knows(name):
    assert product_set(name).fact_names <= set(FINDERS)


@pytest.mark.parametrize(
    ("name", "file", "total", "rank"),
    [
        (THEMATIC, "thematic-meeting.yaml", "76.00", "fair"),
        (GATES, "gates-meeting.yaml", "93.50", "fair"),
        (DEDUCTIONS, "deductions-meeting.yaml", "89.50", "fair"),
        (OWN_SCALE, "own-scale-meeting.yaml", "79.00", "fair"),
    ],
)
def test_meeting_reckoned_by_hand_has_that_total(name, file, total, rank):
    meeting = read_meeting((DATA / file).read_text(encoding="utf-8"))
    result = score(product_set(name), meeting.situation, meeting.facts, meeting.marks)
    assert (str(result.total), result.rank.code) == (total, rank)


@pytest.mark.parametrize(
    ("members", "minutes", "points"),
    [
        (29, 90, 5),
        (29, 89, 4),
        (29, 74, 3),
        (29, 44, 1),
        (30, 120, 5),
        (30, 119, 4),
        (30, 90, 3),
        (30, 89, 2),
        (30, 59, 1),
    ],
)
def test_ward_asks_a_longer_meeting_of_cells_from_thirty_members(members, minutes, points):
    result = scored("ward-sheet.yaml", Situation("regular", members), duration_minutes=minutes)
    assert points_of(result, "1.1") == points


@pytest.mark.parametrize(("minutes", "points"), [(120, 5), (119, 4), (90, 3)])
def test_frame_asks_a_longer_meeting_when_it_is_combined(minutes, points):
    result = scored("hd42-frame.yaml", Situation("combined", 10), duration_minutes=minutes)
    assert points_of(result, "1.1") == points


@pytest.mark.parametrize(
    ("rate", "points"), [("50", 5), ("49.99", 4), ("40", 4), ("39.99", 3), ("30", 3), ("29.9", 2)]
)
def test_ward_gives_exactly_half_speaking_to_the_upper_band(rate, points):
    result = scored("ward-sheet.yaml", Situation("regular", 20), speaking_rate=Decimal(rate))
    assert points_of(result, "4.5") == points


def test_one_unexcused_absence_leaves_the_ward_one_point_for_attendance():
    present = scored("ward-sheet.yaml", Situation("regular", 20), attendance_rate=95)
    absent = scored("ward-sheet.yaml", Situation("regular", 20, unexcused=1), attendance_rate=95)
    assert (points_of(present, "2.1"), points_of(absent, "2.1")) == (4, 1)
    assert absent.total == 97


def test_cell_with_only_a_secretary_gets_full_marks_for_the_meeting_before():
    result = scored("ward-sheet.yaml", Situation("regular", 4), pre_meeting_held=NOT_APPLICABLE)
    assert (points_of(result, "3.3"), result.total) == (2, 100)


@pytest.mark.parametrize("name", ["hd42-frame.yaml", "ward-sheet.yaml"])
def test_first_meeting_without_earlier_tasks_is_scaled_to_a_hundred(name):
    situation = Situation("regular", 20)
    result = scored(name, situation, tasks_done_rate=NOT_APPLICABLE, resolution_adopted=False)
    assert result.total == Decimal("97.14")  # 68 × 100 ÷ 70


def test_attendance_rate_reaches_its_band_as_an_exact_fraction():
    criteria_set = product_set("ward-sheet.yaml")
    for present, points in [(27, 4), (26, 3)]:
        rate = attendance_rate(criteria_set.attendance_base, present=present, excused=30 - present)
        assert isinstance(rate, Fraction)
        result = scored("ward-sheet.yaml", Situation("regular", 30), attendance_rate=rate)
        assert points_of(result, "2.1") == points


@pytest.mark.parametrize(("minutes", "points"), [(60, 5), (59, 3), (45, 3), (44, 1)])
def test_thematic_meeting_by_itself_may_be_shorter(minutes, points):
    result = scored(THEMATIC, Situation("thematic", 30), duration_minutes=minutes)
    assert points_of(result, "2.1") == points


def test_thematic_sheet_weighs_anew_what_a_cell_without_committee_cannot_do():
    marks = {"1.2": Decimal("8.5"), "4.2": 8}
    result = scored(THEMATIC, Situation("thematic", 4), marks, pre_meeting_held=NOT_APPLICABLE)
    assert (result.applicable_points, result.applicable_max) == (Decimal("92.5"), 96)
    assert result.total == Decimal("96.35")  # 92.5 × 100 ÷ 96


def test_thematic_sheet_halves_attendance_for_one_absent_without_reason():
    result = scored(THEMATIC, Situation("thematic", 30, unexcused=1), attendance_rate=96)
    assert (points_of(result, "2.2"), result.total) == (5, 95)


@pytest.mark.parametrize(
    ("marks", "facts", "total"),
    [
        ({}, {"attendance_rate": Decimal("84.99")}, 97),
        ({}, {"duration_minutes": 89}, 97),
        ({}, {"speaking_rate": Decimal("39.99")}, 97),
        ({"4.2": False}, {}, 95),
        ({"4.2": False}, {"speaking_rate": 29, "duration_minutes": 60}, 83),
    ],
)
def test_each_of_the_four_criteria_keeps_a_meeting_from_the_first_rank(marks, facts, total):
    result = scored(GATES, REGULAR, marks, **facts)
    assert (result.total, result.rank.code) == (total, "fair")
    # A gate that changes nothing is not told.
    assert [gate[:27] for gate in result.gates] == ["Chưa đạt điểm tối đa ở đủ b"] * (total >= 90)


@pytest.mark.parametrize(
    ("marks", "total", "rank"), [("5", 90, "good"), ("4.5", Decimal("89.5"), "fair")]
)
def test_four_full_criteria_and_ninety_points_make_the_first_rank(marks, total, rank):
    result = scored(
        GATES,
        REGULAR,
        {"3.2": Decimal(marks)},
        attendance_rate=85,
        duration_minutes=90,
        speaking_rate=40,
    )
    assert (result.total, result.rank.code, result.gates) == (total, rank, ())


@pytest.mark.parametrize(
    ("unexcused", "rank", "begins"),
    [
        (0, "good", []),
        (1, "fair", ["Có đảng viên vắng không"]),
        (2, "fair", ["Có đảng viên vắng không"]),
        (3, "average", ["Từ 3 đảng viên trở lên "]),
    ],
)
def test_absence_without_reason_lowers_the_rank_and_no_points(unexcused, rank, begins):
    result = scored(GATES, Situation("regular", 40, unexcused=unexcused))
    assert (result.total, result.rank_by_points.code, result.rank.code) == (100, "good", rank)
    assert [gate[:23] for gate in result.gates] == begins


def test_breach_of_discipline_is_told_alone():
    result = scored(GATES, Situation("regular", 40, unexcused=3), {"3.6": False, "4.2": False})
    assert (result.total, result.rank.code) == (95, "average")
    assert [gate.split(":")[0] for gate in result.gates] == [
        "Có đảng viên vi phạm kỷ luật phát ngôn, bảo vệ bí mật"
    ]


@pytest.mark.parametrize(
    ("kind", "minutes", "rank"),
    [
        ("combined", 120, "good"),
        ("combined", 119, "fair"),
        ("thematic", 60, "good"),
        ("thematic", 59, "fair"),
    ],
)
def test_gate_of_duration_asks_what_this_kind_of_meeting_owes(kind, minutes, rank):
    assert scored(GATES, Situation(kind, 20), duration_minutes=minutes).rank.code == rank


def test_criterion_that_does_not_apply_shuts_no_gate():
    facts = {"tasks_done_rate": NOT_APPLICABLE, "pre_meeting_held": NOT_APPLICABLE}
    result = scored(GATES, REGULAR, resolution_adopted=False, **facts)
    assert (result.total, result.rank.code) == (Decimal("94.57"), "good")  # 87 × 100 ÷ 92


@pytest.mark.parametrize(
    ("good", "fair", "average", "poor", "rank", "rule"),
    [
        (7, 5, 0, 0, "good", 0),
        (6, 6, 0, 0, "fair", 1),
        (11, 0, 1, 0, "fair", 1),
        (6, 0, 6, 0, "average", 2),
        (11, 0, 0, 1, "average", 2),
        (5, 0, 0, 7, "poor", 3),
    ],
)
def test_year_by_counting_wants_every_meeting_fair_and_seven_good(
    good, fair, average, poor, rank, rule
):
    ranks = ["good"] * good + ["fair"] * fair + ["average"] * average + ["poor"] * poor
    year = [MeetingResult("regular", Decimal(80), each) for each in ranks]
    # A thematic meeting of its own counts for nothing here.
    year.append(MeetingResult("thematic", Decimal(20), "poor"))
    result = rollup(product_set(GATES), year)
    assert (result.rank.code, result.rule) == (rank, rule)


@pytest.mark.parametrize(
    ("code", "times", "points"),
    [
        ("1.1", 1, 8),
        ("1.1", 3, 4),
        ("1.1", 4, 4),
        ("2.3", 5, 0),
        ("2.3", 6, 0),
        ("3.1", 4, 2),
        ("3.1", 5, 2),
        ("3.2", 1, Decimal("7.5")),
        ("3.2", 9, 0),
        ("3.5", 1, 0),
        ("3.5", 2, -5),
        ("3.5", 3, -5),
        ("4.2", 4, 1),
        ("4.2", 20, 1),
    ],
)
def test_deductions_stop_at_their_floor(code, times, points):
    result = without_bonus({code: times})
    before = next(line.max_points for line in result.criteria if line.code == code)
    assert points_of(result, code) == points
    assert result.total == 100 - before + points


@pytest.mark.parametrize(("late", "total", "rank"), [(0, 90, "good"), (1, 89, "fair")])
def test_second_breach_takes_points_that_the_group_has_earned(late, total, rank):
    result = without_bonus({"3.5": 2, "2.3": late})
    assert next(group.points for group in result.groups if group.code == "3") == 30
    assert (result.total, result.rank.code) == (total, rank)


@pytest.mark.parametrize(("late", "with_bonus"), [(5, 98), (3, 100), (2, 100), (0, 100)])
def test_bonus_makes_up_for_deductions_but_not_beyond_the_maximum(late, with_bonus):
    assert without_bonus({"2.3": late}).total == 100 - late
    assert scored(DEDUCTIONS, REGULAR, {"2.3": late}).total == with_bonus


def test_bonus_is_added_after_scaling():
    result = scored(DEDUCTIONS, REGULAR, {"1.1": 1, "2.3": 5}, tasks_done_rate=NOT_APPLICABLE)
    assert result.total == Decimal("95.22")  # 83 × 100 ÷ 90 + 3


@pytest.mark.parametrize(("unexcused", "points"), [(0, 8), (1, 6), (2, 3), (5, 3)])
def test_absences_without_reason_cap_the_points_for_attendance(unexcused, points):
    result = without_bonus(situation=Situation("regular", 40, unexcused=unexcused))
    assert points_of(result, "2.2") == points


def test_half_a_deduction_is_refused():
    with pytest.raises(MarksRefusedError) as caught:
        without_bonus({"3.4": Decimal("0.5")})
    assert caught.value.messages == {"3.4": "số lần phải là số nguyên, không âm"}


@pytest.mark.parametrize(
    ("marks", "speaking", "tasks", "total", "rank"),
    [
        ({"I.1": 7}, 60, 64, 85, "Giỏi"),
        ({"I.1": 6}, 60, 64, 84, "Khá"),
        ({"I.1": 5}, 0, 0, 70, "Khá"),
        ({"I.1": 4}, 0, 0, 69, "Trung bình"),
        ({"I.1": 0, "III.1": 0}, 0, 0, 50, "Trung bình"),
        ({"I.1": 0, "III.1": 0, "III.5": 4}, 0, 0, 49, "Yếu"),
    ],
)
def test_own_scale_has_its_own_thresholds_and_names(marks, speaking, tasks, total, rank):
    result = scored(OWN_SCALE, REGULAR, marks, speaking_rate=speaking, tasks_done_rate=tasks)
    assert (result.total, result.rank.title) == (total, rank)


@pytest.mark.parametrize(("excused", "unexcused", "points"), [(3, 0, 6), (0, 1, 4), (2, 3, 4)])
def test_own_scale_leaves_excused_members_out_of_the_attendance(excused, unexcused, points):
    base = product_set(OWN_SCALE).attendance_base
    rate = attendance_rate(base, present=27, excused=excused, unexcused=unexcused)
    result = scored(OWN_SCALE, Situation("regular", 30, unexcused=unexcused), attendance_rate=rate)
    assert points_of(result, "II.2") == points


def test_own_scale_takes_whole_points_only():
    with pytest.raises(MarksRefusedError) as caught:
        scored(OWN_SCALE, REGULAR, {"I.1": Decimal("7.5")})
    assert caught.value.messages == {"I.1": "phải chấm theo bước 1 điểm"}


def test_own_scale_ranks_the_year_by_its_worst_meeting():
    year = [MeetingResult("regular", Decimal(95), "excellent")] * 11
    criteria_set = product_set(OWN_SCALE)
    assert rollup(criteria_set, year).rank.title == "Giỏi"
    year.append(MeetingResult("combined", Decimal(40), "weak"))
    assert rollup(criteria_set, year).rank.title == "Yếu"
