"""Overviews across reorganisations: whose past is counted where, and once only."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from meetings.actions.months import open_month
from meetings.models import CellMonth
from meetings.reports.overview import months_until
from tests.cells.reorganising import org_of
from tests.factories import make_grant, make_org, make_user
from tests.meetings.conftest import OCTOBER
from tests.meetings.test_lineage import DAY, again, carry_out, found, line, province_code

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def year(world):
    """Twelve months until October, and somebody who leads the whole province."""
    make_grant(world.org_admin, "org_admin", world.province)
    world.head = make_user("head")
    make_grant(world.head, "leader", world.province)
    for month in months_until(OCTOBER):
        open_month(month=month)
    return world


def score(cell, month, points):
    rows = CellMonth.objects.filter(cell=cell, month=month)
    rows.update(held_on=month, state="verified", final_score=points)


def page(login, world, org, month=OCTOBER, **asked):
    address = reverse("overview", args=[org.key, f"{month:%Y-%m}"])
    return login(again(world.head)).get(address, asked)


def rows_of(response):
    return {row.name: row.cells for row in response.context["figures"].rows}


def squares_of(response, name):
    """The squares of a row as their texts."""
    row = next(row for row in response.context["figures"].rows if row.name == name)
    return [part.rsplit(">", 1)[-1] for part in row.squares.split("<td")[1:]]


def test_ended_cells_past_is_counted_where_the_successor_stands_today(year, login):
    carry_out(year, line(1, "merge", "TN02", into="YT01"))

    department = page(login, year, year.department, structure="today")
    health = page(login, year, year.health, structure="today")

    assert rows_of(department) == {"Chi bộ Trung tâm Kỹ thuật Tài nguyên": 1}
    assert rows_of(health) == {"Chi bộ Bệnh viện": 2}
    assert "1 chi bộ của tháng đã sáp nhập, chia tách được tính vào chi bộ kế thừa" in health.text
    assert page(login, year, year.province, structure="today").context["figures"].cells == 3


def test_row_of_a_successor_that_did_not_exist_leads_to_its_book(year, login):
    carry_out(year, found(1, "TN07"), line(2, "merge", "TN02", into="TN07"))
    heir = org_of("TN07", DAY)

    response = page(login, year, year.department, structure="today")

    assert rows_of(response)["Chi bộ TN07"] == 1
    assert f'href="{reverse("cell", args=[heir.key])}"' in response.text
    assert reverse("cell_month", args=[heir.key, "2026-10"]) not in response.text.replace(
        reverse("cell_month", args=[year.office.key, "2026-10"]), ""
    )


def test_split_cells_past_is_counted_once_at_the_first_part(year, login):
    keys = [member.key for member in year.members["office"]]
    parts = (("TN07", keys[:2]), ("TN08", keys[2:]))
    lines = [found(number, code) for number, (code, _) in enumerate(parts, 1)]
    for number, (code, members) in enumerate(parts, 3):
        lines.append(line(number, "split", "TN02", into=code, members=tuple(members)))
    carry_out(year, *lines)

    response = page(login, year, year.department, structure="today")

    assert rows_of(response) == {"Chi bộ TN07": 1, "Chi bộ Trung tâm Kỹ thuật Tài nguyên": 1}


def test_cell_without_a_successor_is_left_out_and_said(year, login):
    year.fund = make_org(parent=year.department, name="Chi bộ Quỹ", code="TN09")
    open_month(month=OCTOBER)
    carry_out(year, line(1, "dissolve", "TN09"))

    response = page(login, year, year.department, structure="today")

    assert response.context["figures"].cells == 2
    assert "Không tính 1 chi bộ của tháng nay đã kết thúc hoạt động." in response.text


def test_committee_that_was_moved_keeps_its_past(year, login):
    score(year.tech, SEPTEMBER, 90)
    score(year.tech, OCTOBER, 80)
    carry_out(year, line(1, "move", "TN00", parent=province_code(year)), on=OCTOBER)

    now = page(login, year, year.department)
    before = page(login, year, year.department, month=SEPTEMBER)

    assert rows_of(before) == rows_of(now)
    assert before.context["figures"].met == now.context["figures"].met == 1
    assert squares_of(now, "Chi bộ Trung tâm Kỹ thuật Tài nguyên")[-2:] == ["90", "80"]
    assert "–" in squares_of(now, "Chi bộ Văn phòng")[-1]


def merged_committees(world):
    """The department and the health committee become one that is new, on the first of October."""
    carry_out(
        world,
        found(1, "HN00", parent=province_code(world), kind="grassroots_committee"),
        line(2, "merge", "TN00", into="HN00"),
        line(3, "merge", "YT00", into="HN00"),
        on=OCTOBER,
    )
    return org_of("HN00", OCTOBER)


def test_committee_made_of_whole_ones_shows_their_months(year, login):
    score(year.clinic, SEPTEMBER, 70)
    score(year.clinic, OCTOBER, 60)
    heir = merged_committees(year)

    before = page(login, year, heir, month=SEPTEMBER)
    now = page(login, year, heir)

    assert set(rows_of(before)) == {
        "Chi bộ Bệnh viện",
        "Chi bộ Trung tâm Kỹ thuật Tài nguyên",
        "Chi bộ Văn phòng",
    }
    assert "Đảng bộ Sở Tài nguyên và Môi trường, Đảng bộ Sở Y tế, nay đã sáp nhập" in before.text
    assert squares_of(now, "Chi bộ Bệnh viện")[-2:] == ["70", "60"]
    assert "có từ ngày" not in now.text


def test_committee_merged_into_an_older_one_leaves_that_ones_past_alone(year, login):
    carry_out(year, line(1, "merge", "TN00", into="YT00"))

    assert rows_of(page(login, year, year.health)) == {"Chi bộ Bệnh viện": 1}


def test_committee_that_came_from_nowhere_says_so(year, login):
    carry_out(
        year,
        found(1, "HN00", parent=province_code(year), kind="grassroots_committee"),
        line(2, "move", "TN01", parent="HN00"),
        on=OCTOBER,
    )

    response = page(login, year, org_of("HN00", OCTOBER), month=SEPTEMBER)

    assert "Tháng 09/2026 chưa có Đảng bộ HN00" in response.text
    assert rows_of(response) == {}


def test_cell_that_ended_within_the_month_has_its_row(year, login):
    score(year.office, OCTOBER, Decimal(88))
    carry_out(year, line(1, "merge", "TN02", into="TN01"), on=date(2026, 10, 20))

    response = page(login, year, year.department)

    assert rows_of(response)["Chi bộ Văn phòng"] == 1
    assert response.context["figures"].cells == 2


def test_overview_of_a_cell_is_its_own_row(year, login):
    response = page(login, year, year.tech)

    assert rows_of(response) == {"Chi bộ Trung tâm Kỹ thuật Tài nguyên": 1}
    assert response.context["structure"]["has_choice"] is False
