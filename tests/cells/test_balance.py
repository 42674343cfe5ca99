"""What changed below an organisation between two days."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cells.balance import balance_of
from cells.enums import Change
from cells.models.periods import DateRange, from_day
from cells.views.balance import finding, signed
from tests.cells.test_as_of import CHANGED, LONG_AGO, change
from tests.factories import kind, make_org

FIRST, SECOND = date(2020, 12, 31), date(2022, 1, 1)


@pytest.fixture
def changed(world):
    """In the bloc one cell founded, one ended, one renamed, one moved and one of another kind."""
    ended = DateRange(LONG_AGO, CHANGED)
    world.survey = make_org(parent=world.department, name="Chi bộ Đo đạc", period=ended)
    world.fund = make_org(
        parent=world.bloc, kind_code="grassroots_cell", name="Chi bộ Quỹ", period=ended
    )
    world.roads = make_org(
        parent=world.bloc, kind_code="grassroots_committee", name="Đảng bộ Giao thông"
    )
    make_org(parent=world.roads, name="Chi bộ Mới", period=from_day(CHANGED))
    change(world.tech, name="Chi bộ Kỹ thuật", parent=world.roads)
    change(world.office, kind=kind("party_cell"))
    return world


def names(balance, what):
    total, rows = balance.changes.get(what, (0, []))
    assert total == len(rows)
    return [row.name_after or row.name_before for row in rows]


def test_each_change_is_found(changed):
    balance = balance_of(changed.bloc, FIRST, SECOND)

    assert names(balance, Change.FOUNDED) == ["Chi bộ Mới"]
    assert names(balance, Change.ENDED) == ["Chi bộ Đo đạc", "Chi bộ Quỹ"]
    assert names(balance, Change.RENAMED) == ["Chi bộ Kỹ thuật"]
    assert names(balance, Change.MOVED) == ["Chi bộ Kỹ thuật"]
    assert names(balance, Change.KIND) == ["Chi bộ Văn phòng"]
    assert names(balance, Change.MOVED_IN) == names(balance, Change.MOVED_OUT) == []


def test_counts_are_by_kind_and_in_all(changed):
    balance = balance_of(changed.bloc, FIRST, SECOND)

    assert {count.name: (count.before, count.after) for count in balance.kinds} == {
        "Đảng bộ cơ sở": (2, 2),
        "Chi bộ cơ sở": (1, 0),
        "Chi bộ trực thuộc": (3, 2),
        "Chi bộ": (0, 1),
    }
    assert (balance.total.before, balance.total.after) == (6, 5)
    assert balance.grassroots.difference == -1
    assert balance.cells.difference == -1
    assert {count.name: count.difference for count in balance.branches} == {
        "Chi bộ Quỹ": -1,
        "Đảng bộ Sở Tài nguyên và Môi trường": -2,
        "Đảng bộ Giao thông": 2,
    }


def test_a_cell_of_the_new_kind_right_below_an_upper_committee_is_a_grassroots_one(changed):
    make_org(parent=changed.bloc, kind_code="party_cell", period=from_day(CHANGED))

    assert balance_of(changed.bloc, FIRST, SECOND).grassroots.difference == 0


def test_moves_over_the_border_are_no_foundings(changed):
    change(changed.clinic, parent=changed.department)

    into = balance_of(changed.bloc, FIRST, SECOND)
    out = balance_of(changed.health, FIRST, SECOND)

    assert names(into, Change.MOVED_IN) == ["Chi bộ Bệnh viện"]
    assert names(out, Change.MOVED_OUT) == ["Chi bộ Bệnh viện"]
    assert Change.FOUNDED not in out.changes


def test_a_branch_that_moved_as_a_whole_is_unchanged_inside(changed):
    change(changed.department, parent=changed.health)

    assert balance_of(changed.department, SECOND, date(2023, 1, 1)).changes == {}


def test_nothing_changed_between_two_equal_states(world):
    balance = balance_of(world.bloc, FIRST, SECOND)

    assert balance.changes == {}
    assert balance.branches == []
    assert finding(balance) == "Vẫn 1 tổ chức cơ sở đảng"


def test_balance_asks_as_much_for_many_rows_as_for_one(changed):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            balance_of(changed.bloc, FIRST, SECOND)
        counts.append(len(queries))
        for _ in range(3):
            make_org(parent=changed.roads, period=from_day(CHANGED))

    assert counts == [6, 6]


def test_page_says_the_finding(changed, login):
    response = login(changed.leader).get(
        reverse("org_balance", args=[changed.bloc.key]), {"from": "12/2020", "to": "01/01/2022"}
    )

    assert response.status_code == 200
    assert "Giảm 1 tổ chức cơ sở đảng: từ 3 còn 2" in response.text
    assert "Kết thúc hoạt động: 2" in response.text
    assert "từ Đảng bộ Sở Tài nguyên và Môi trường sang Đảng bộ Giao thông" in response.text
    assert f"{reverse('org', args=[changed.survey.key])}?on=2020-12-31" in response.text


def test_page_does_not_tell_where_others_came_from_or_went(changed, login):
    change(changed.clinic, parent=changed.department)
    change(changed.office, day=date(2021, 9, 1), parent=changed.health, name="Chi bộ Bí mật")

    response = login(changed.leader).get(
        reverse("org_balance", args=[changed.bloc.key]), {"from": "31/12/2020", "to": "01/01/2022"}
    )

    assert "Chuyển đến từ nơi khác: 1" in response.text
    assert "Chuyển đi nơi khác: 1" in response.text
    assert "Sở Y tế" not in response.text
    assert "Bí mật" not in response.text


def test_page_without_days_compares_with_a_year_ago(changed, login):
    response = login(changed.leader).get(reverse("org_balance", args=[changed.bloc.key]))

    balance = response.context["balance"]
    assert (balance.second - balance.first).days == 365


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"from": "32/1/2020", "to": "1/1/2021"}, "from"),
        ({"from": "1/1/2021"}, "to"),
        ({"from": "1/1/2021", "to": "1/1/2021"}, "to"),
        ({"from": "1/1/2000", "to": "1/1/2021"}, "from"),
    ],
)
def test_wrong_days_are_said_at_the_field(changed, login, typed, field):
    response = login(changed.leader).get(reverse("org_balance", args=[changed.bloc.key]), typed)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'value="{typed["from"]}"' in response.text


def test_a_cell_has_no_balance(changed, login):
    response = login(changed.secretary).get(reverse("org_balance", args=[changed.tech.key]))

    assert response.status_code == 404


def test_what_a_locality_shows_has_no_balance(changed, login):
    response = login(changed.coordinator).get(reverse("org_balance", args=[changed.ward.key]))

    assert response.status_code == 403


def test_differences_are_printed_with_their_sign():
    assert [signed(number) for number in (-73, 0, 4)] == ["−73", "0", "+4"]
