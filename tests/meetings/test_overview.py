"""The overview's figures: both sides of every rate from the same rows."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cells.models.periods import DateRange
from meetings.actions.months import open_month
from meetings.actions.review import verify_record
from meetings.models import CellMonth
from meetings.reports.overview import (
    level_of,
    months_until,
    overview_of,
    points_lost,
    square,
    thresholds_for,
    to_chase,
    to_look_at,
)
from meetings.reports.scope import counted_below
from tests.cells.test_as_of import change
from tests.factories import make_org
from tests.meetings.conftest import OCTOBER

BEGIN = date(2015, 1, 1)
RANKS = [Decimal(90), Decimal(70), Decimal(50), Decimal(0)]


@pytest.fixture
def bloc_path(world):
    return world.bloc.paths.get().path


def set_month(cell, month=OCTOBER, **values):
    CellMonth.objects.filter(cell=cell, month=month).update(**values)


def test_months_are_counted_by_branch_and_in_all(world, bloc_path):
    open_month(month=OCTOBER)
    met = {"state": "verified", "held_on": date(2026, 10, 20), "final_score": 90, "self_score": 94}
    set_month(world.tech, **met, rank="good", rank_title="Tốt", rank_level=0)
    set_month(world.tech, expected=10, present=9, excused=1, days_late=2)
    set_month(world.office, state="not_held", not_held_reason="Lũ")

    rows = counted_below(CellMonth.objects.below(bloc_path), "path", [world.bloc.pk])
    figures = overview_of(rows, OCTOBER, ranks=RANKS)

    assert (figures.cells, figures.met, figures.not_held, figures.missing) == (2, 1, 1, 0)
    assert (figures.expected, figures.present, figures.late) == (10, 9, 1)
    assert figures.optimism == 4.0
    assert [(row.name, row.now) for row in figures.rows] == [
        ("Đảng bộ Sở Tài nguyên và Môi trường", "1/2")
    ]
    assert [rank["count"] for rank in figures.ranks] == [1]


def test_cells_are_listed_one_by_one_below_their_committee(world, bloc_path):
    open_month(month=OCTOBER)
    set_month(world.tech, state="submitted", held_on=OCTOBER)
    path = world.department.paths.get().path
    rows = counted_below(CellMonth.objects.below(path), "path", [world.department.pk])
    figures = overview_of(rows, OCTOBER, ranks=RANKS)
    assert {row.name: row.now for row in figures.rows} == {
        "Chi bộ Trung tâm Kỹ thuật Tài nguyên": "chờ",
        "Chi bộ Văn phòng": "chưa",
    }


def test_the_tree_of_the_month_decides_who_is_counted(world, bloc_path):
    open_month(month=OCTOBER)
    assert CellMonth.objects.below(bloc_path).count() == 2
    set_month(world.clinic, path=f"{bloc_path}9/1/")
    assert CellMonth.objects.below(bloc_path).count() == 3


@pytest.mark.parametrize(
    ("figure", "markup"),
    [
        (None, "<td>"),
        ((None, 0), "<td class=o>–"),
        ((None, 2), "<td class=w>…"),
        ((Decimal("90.00"), 1), "<td class=q0>90"),
        ((Decimal("89.99"), 1), "<td class=q1>90"),
        ((Decimal("50.00"), 1), "<td class=q2>50"),
        ((Decimal("10.00"), 1), "<td class=q3>10"),
    ],
)
def test_a_square_says_what_the_month_was(figure, markup):
    assert square(figure, RANKS) == markup


def test_a_scale_of_five_ranks_has_four_colours():
    assert level_of(Decimal(1), [Decimal(n) for n in (90, 80, 70, 60, 0)]) == 3
    assert level_of(Decimal(1), []) == 3


def test_months_go_back_over_the_new_year():
    assert months_until(date(2026, 2, 1), 3) == [
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


def test_thresholds_are_those_of_the_nearest_set(world, ward_sheet, bloc_path):
    assert thresholds_for(bloc_path, OCTOBER)[0] == ("Tốt", Decimal(90))
    assert thresholds_for(world.health.paths.get().path, OCTOBER) == []


def test_cells_without_a_record_are_to_be_chased(world, bloc_path):
    open_month(month=OCTOBER)
    set_month(world.tech, state="verified")
    chased = to_chase(CellMonth.objects.below(bloc_path), OCTOBER)
    assert [row["cell_id"] for row in chased] == [world.office.pk]


def test_a_year_of_hundreds_is_a_prompt_to_look(world, bloc_path):
    for month in months_until(OCTOBER):
        open_month(month=month)
        set_month(world.tech, month, self_score=100, final_score=100, held_on=month)
        set_month(world.office, month, self_score=97, final_score=91, held_on=month)
    looked = to_look_at(CellMonth.objects.below(bloc_path), OCTOBER)
    assert [(row["cell_id"], row["hundreds"]) for row in looked] == [
        (world.tech.pk, 12),
        (world.office.pk, 0),
    ]


def test_lost_points_are_added_up_by_criterion(world, submitted, bloc_path):
    verify_record(
        meeting=submitted, version=submitted.version, changes={}, reasons={}, by=world.reviewer
    )
    lost = points_lost(CellMonth.objects.below(bloc_path), OCTOBER)
    assert {row["criterion"]: row["lost"] for row in lost} == {
        "4.8": Decimal("1.00"),
        "8.3": Decimal("1.00"),
    }


@pytest.fixture
def moved(world):
    """October with the office still in the department; it went to another committee since, and a
    cell ended."""
    world.roads = make_org(
        parent=world.bloc, kind_code="grassroots_committee", name="Đảng bộ Giao thông"
    )
    day = timezone.localdate()
    world.fund = make_org(parent=world.department, name="Chi bộ Quỹ", period=DateRange(BEGIN, day))
    open_month(month=OCTOBER)
    change(world.office, day=day, parent=world.roads)
    return world


def page(client, org, **asked):
    return client.get(reverse("overview", args=[org.key, "2026-10"]), asked)


def rows_of(response):
    return {row.name: row.cells for row in response.context["figures"].rows}


def test_month_is_grouped_by_its_own_tree_unless_asked(moved, login):
    response = page(login(moved.leader), moved.bloc)

    assert rows_of(response) == {"Đảng bộ Sở Tài nguyên và Môi trường": 3}
    assert "?structure=today" in response.text


def test_month_can_be_grouped_by_todays_tree(moved, login):
    response = page(login(moved.leader), moved.bloc, structure="today")

    assert rows_of(response) == {
        "Đảng bộ Giao thông": 1,
        "Đảng bộ Sở Tài nguyên và Môi trường": 1,
    }
    assert response.context["figures"].cells == 2
    assert "Không tính 1 chi bộ của tháng nay đã kết thúc hoạt động." in response.text
    assert f"{reverse('overview', args=[moved.roads.key, '2026-10'])}?structure=today" in (
        response.text
    )


def test_todays_tree_shows_the_new_committee_the_past_of_its_cells(moved, login):
    client = login(moved.leader)

    by_month = page(client, moved.roads)
    by_today = page(client, moved.roads, structure="today")

    assert rows_of(by_month) == {}
    assert rows_of(by_today) == {"Chi bộ Văn phòng": 1}
    assert [row["name"] for row in by_today.context["chase"]] == ["Chi bộ Văn phòng"]


def test_both_groupings_ask_as_much_for_many_rows_as_for_one(moved, login):
    client = login(moved.leader)
    for structure in ("", "today"):
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                page(client, moved.bloc, structure=structure)
            counts.append(len(queries))
            make_org(parent=moved.department)
            open_month(month=OCTOBER)
        assert counts[0] == counts[1]


def test_a_locality_has_no_other_grouping(moved, login):
    response = page(login(moved.coordinator), moved.ward, structure="today")

    assert response.context["structure"]["has_choice"] is False
    assert set(rows_of(response)) == {"Chi bộ Trung tâm Kỹ thuật Tài nguyên"}
