"""The tree as of another day: what stood there, who may see it, how the day is typed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cells.models import PartyOrgVersion
from cells.models.orgs import tops_on
from cells.models.periods import DateRange, from_day, until
from cells.tree import rebuild_paths
from tests.factories import make_org

TODAY = timezone.localdate()
LONG_AGO = date(2015, 1, 1)
THEN = date(2019, 3, 15)
CHANGED = date(2021, 7, 1)


def change(org, day=CHANGED, **values):
    """A new version of `org` from `day` with `values` changed."""
    version = PartyOrgVersion.objects.get(org=org, period__contains=day)
    version.period = until(version.period, day - timedelta(days=1))
    version.save()
    version.pk, version.period = None, from_day(day)
    for name, value in values.items():
        setattr(version, name, value)
    version.save(force_insert=True)
    rebuild_paths(org)


@pytest.fixture
def past(world):
    """The office was elsewhere and called otherwise, the clinic came out of the bloc, and a cell
    ended in each line."""
    PartyOrgVersion.objects.filter(org=world.office).update(
        parent=world.health, name="Chi bộ Hành chính", short_name="Chi bộ Hành chính"
    )
    PartyOrgVersion.objects.filter(org=world.clinic).update(
        parent=world.department, short_name="Chi bộ Trạm xá"
    )
    for org in (world.office, world.clinic):
        rebuild_paths(org)
    change(world.office, parent=world.department, name="Chi bộ Văn phòng", short_name="Văn phòng")
    change(world.clinic, parent=world.health, short_name="Chi bộ Bệnh viện")
    ended = DateRange(LONG_AGO, CHANGED)
    world.survey = make_org(parent=world.department, name="Chi bộ Đo đạc", period=ended)
    world.pharmacy = make_org(parent=world.health, name="Chi bộ Dược", period=ended)
    return world


def seen_on(user, day, permission="see"):
    versions = PartyOrgVersion.objects.on(day).visible_to(user, permission, on=day)
    return set(versions.values_list("org", flat=True))


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        # Below the bloc then, or below it now.
        ("reviewer", {"bloc", "department", "tech", "clinic", "survey", "office"}),
        ("supervisor", {"department", "tech", "clinic", "survey", "office"}),
        ("secretary", {"tech"}),
        ("outsider", {"clinic"}),
        ("coordinator", {"ward", "tech"}),
        ("operator", set()),
    ],
)
def test_past_is_seen_by_whom_it_belonged_to_or_belongs_to(past, person, seen):
    found = seen_on(past.person(person), THEN)

    assert found == {getattr(past, name).pk for name in seen}


def test_what_left_the_branch_is_seen_as_of_then_only(past):
    assert past.clinic.pk in seen_on(past.reviewer, THEN)
    assert past.clinic.pk not in seen_on(past.reviewer, CHANGED)
    assert past.clinic.pk not in seen_on(past.reviewer, TODAY)


def test_another_permission_reaches_the_past_alike(past):
    assert seen_on(past.org_admin, THEN, "read") == set()
    assert past.survey.pk in seen_on(past.reviewer, THEN, "read")


def test_a_past_below_an_organisation_that_came_later_is_seen(past):
    """The department came from the health line, and a cell of it had ended before that."""
    PartyOrgVersion.objects.filter(org=past.department).update(parent=past.health)
    rebuild_paths(past.department)
    change(past.department, day=date(2023, 1, 1), parent=past.bloc)

    assert past.survey.pk in seen_on(past.reviewer, THEN)
    assert past.pharmacy.pk not in seen_on(past.reviewer, THEN)


def test_view_of_the_past_begins_at_the_grant_and_where_others_stood(past):
    bloc, office = past.bloc.paths.get().path, past.office.paths.get(period__contains=THEN).path

    assert tops_on({bloc}, on=THEN, today=TODAY) == [bloc, office]
    assert tops_on({bloc}, on=TODAY, today=TODAY) == [bloc]
    assert tops_on(set(), on=THEN, today=TODAY) == []


def test_tree_shows_names_and_counts_of_the_day(past, login):
    response = login(past.reviewer).get(
        reverse("orgs"), {"on": "2019-03-15", "open": past.department.key}
    )

    assert "Ngày 15/03/2019 có 4 chi bộ trong phạm vi của đồng chí" in response.text
    assert "Xem cây tổ chức ngày <b>15/03/2019</b>" in response.text
    for name in ("Chi bộ Trạm xá", "Chi bộ Hành chính", "Chi bộ Đo đạc"):
        assert name in response.text
    assert "Chi bộ Dược" not in response.text
    assert f"{reverse('org', args=[past.survey.key])}?on=2019-03-15" in response.text


@pytest.mark.parametrize("typed", ["15/03/2019", "15032019", "2019-03-15", " 15-3-2019 "])
def test_day_may_be_typed_as_people_write_it(past, login, typed):
    response = login(past.reviewer).get(reverse("orgs"), {"on": typed})

    assert response.context["shown"].day == THEN


@pytest.mark.parametrize("typed", ["02/2020", "2020-02", "2.2020"])
def test_month_stands_for_its_last_day(past, login, typed):
    response = login(past.reviewer).get(reverse("orgs"), {"on": typed})

    assert response.context["shown"].day == date(2020, 2, 29)


@pytest.mark.parametrize(
    "typed", ["31/02/2019", "13/2019", "hôm qua", "0001-01-01", "\x00", "0000-01"]
)
def test_unreadable_day_is_said_at_the_field_and_today_is_shown(past, login, typed):
    response = login(past.reviewer).get(reverse("orgs"), {"on": typed, "open": past.department.key})

    assert response.status_code == 422
    assert response.context["shown"].form.errors["on"]
    assert f'name="open" value="{past.department.key}"' in response.text
    assert "Chi bộ Dược" not in response.text


def test_today_is_no_other_day(past, login):
    response = login(past.reviewer).get(reverse("orgs"), {"on": f"{TODAY:%d/%m/%Y}"})

    assert "chỉ để đọc" not in response.text


def test_org_page_of_the_past_offers_nothing(past, login):
    response = login(past.org_admin).get(
        reverse("org", args=[past.department.key]), {"on": "15/03/2019"}
    )

    assert response.status_code == 200
    assert "3 tổ chức trực thuộc" in response.text
    for name in ("org_found", "grants", "audit", "org_members", "org_balance"):
        assert reverse(name, args=[past.department.key]) not in response.text
    assert f'href="{reverse("org", args=[past.department.key])}">Về hôm nay' in response.text


def test_org_page_counts_the_members_of_that_day(past, login):
    page = reverse("org", args=[past.tech.key])

    before = login(past.secretary).get(page, {"on": "15/03/2014"})
    then = login(past.secretary).get(page, {"on": "15/03/2019"})

    assert "Ngày 15/03/2014 không có Chi bộ Trung tâm Kỹ thuật" in before.text
    assert then.context["people"]["members"] == 5


def test_org_that_ended_has_a_page_of_its_days_and_one_that_says_so(past, login):
    page, client = reverse("org", args=[past.survey.key]), login(past.reviewer)

    today = client.get(page)
    response = client.get(page, {"on": "15/03/2019"})

    assert "đến hết ngày 30/06/2021" in today.text
    assert f"{page}?on=2021-06-30" in today.text
    assert "Chi bộ Đo đạc" in response.text
    assert reverse("org_history", args=[past.survey.key]) in response.text
    assert f'href="{reverse("orgs")}">Về hôm nay' in response.text


@pytest.mark.parametrize(
    ("person", "status"),
    [("reviewer", 200), ("supervisor", 200), ("secretary", 404), ("outsider", 404)],
)
def test_history_of_an_ended_org_opens_for_whoever_reaches_its_last_place(
    past, login, person, status
):
    client = login(past.person(person))

    for name in ("org", "org_history"):
        assert client.get(reverse(name, args=[past.survey.key])).status_code == status


@pytest.mark.parametrize("name", ["org", "org_children"])
def test_pages_of_another_branchs_past_do_not_exist(past, login, name):
    client = login(past.reviewer)

    for org in (past.pharmacy, past.health, past.province):
        address = reverse(name, args=[org.key])
        assert client.get(address, {"on": "15/03/2019"}).status_code == 404


def test_org_page_of_the_past_links_only_what_may_be_seen(past, login):
    response = login(past.reviewer).get(
        reverse("org", args=[past.office.key]), {"on": "15/03/2019"}
    )

    assert [(crumb.label, bool(crumb.url)) for crumb in response.context["crumbs"]] == [
        ("Đảng bộ tỉnh", False),
        ("Đảng bộ Sở Y tế", False),
    ]


def test_children_of_a_day_keep_the_day(past, login):
    response = login(past.reviewer).get(
        reverse("org_children", args=[past.bloc.key]), {"on": "2019-03-15"}
    )

    below = reverse("org_children", args=[past.department.key])
    assert f'hx-get="{below}?on=2019-03-15"' in response.text


def test_search_finds_the_names_of_the_day(past, login):
    client = login(past.reviewer)

    then = client.get(reverse("orgs"), {"q": "hanh chinh", "on": "2019-03-15"})

    assert "1 tổ chức khớp" in then.text
    assert "?on=2019-03-15" in then.text
    assert "Không có tổ chức" in client.get(reverse("orgs"), {"q": "hanh chinh"}).text
    assert "Không có tổ chức" in client.get(reverse("orgs"), {"q": "duoc", "on": "2019"}).text


def test_search_lists_the_exact_code_and_name_first(world, login):
    make_org(parent=world.department, name="A kho TN01", code="X1")
    make_org(parent=world.department, name="Ban Văn phòng Sở", code="X2")
    make_org(parent=world.department, name="Văn phòng", code="X3")
    client = login(world.reviewer)

    by_code = client.get(reverse("orgs"), {"q": "tn01"}).context["results"]
    by_name = client.get(reverse("orgs"), {"q": "van phong"}).context["results"]

    assert [version.code for version, _ in by_code] == ["TN01", "X1"]
    assert [version.code for version, _ in by_name] == ["X3", "X2", "TN02"]


@pytest.mark.parametrize("address", ["orgs", "org"])
def test_past_pages_ask_as_much_for_many_rows_as_for_one(past, login, address):
    client, counts = login(past.reviewer), []
    path = reverse(address, args=[past.department.key] if address == "org" else [])
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(path, {"on": "2019-03-15", "open": past.department.key})
        counts.append(len(queries))
        for _ in range(3):
            make_org(parent=past.department)

    assert counts[0] == counts[1]
