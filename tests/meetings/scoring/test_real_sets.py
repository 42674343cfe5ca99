"""The two sets that the product brings, at the edges where people will argue."""

from decimal import Decimal
from fractions import Fraction

import pytest

from meetings.scoring.attendance import attendance_rate
from meetings.scoring.engine import score, sheet_of
from meetings.scoring.model import MEETING_KINDS, NOT_APPLICABLE, Kind, Situation
from tests.meetings.scoring.builders import product_set

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
        criterion.code: True if criterion.kind is Kind.YES_NO else criterion.max_points
        for group in sheet_of(criteria_set, situation)
        for criterion in group.criteria
        if criterion.fact is None
    }


def scored(name, situation, **facts):
    criteria_set = product_set(name)
    marks = full_marks(criteria_set, situation)
    return score(criteria_set, situation, FACTS | facts, marks)


def points_of(result, code):
    return next(line.points for line in result.criteria if line.code == code)


@pytest.mark.parametrize("name", ["hd42-frame.yaml", "ward-sheet.yaml"])
@pytest.mark.parametrize("meeting_kind", MEETING_KINDS[:3])
@pytest.mark.parametrize("members", [3, 29, 30, 31])
def test_perfect_meeting_has_the_maximum_on_every_sheet(name, meeting_kind, members):
    result = scored(name, Situation(meeting_kind, members))
    assert (result.total, result.rank.code) == (100, "good")


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
