"""A member over time: memberships, offices and roles in one list, each for who may see it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cells.enums import Office
from cells.models import Appointment, PartyOrgVersion, RoleGrant
from cells.models.periods import from_day, until
from cells.timeline import COMING, NOW, PAST, timeline_of
from tests.factories import make_appointment, make_decision, make_grant, make_org
from tests.factories.orgs import LONG_AGO

TODAY = timezone.localdate()
EVE = TODAY - timedelta(days=1)


def later(days):
    return TODAY + timedelta(days=days)


def stages(world, user, place=1):
    member = world.members["tech"][place]
    return timeline_of(member, user=user, today=TODAY)


def whats(found):
    return [stage.what for stage in found]


ROLE = "Quyền trên sổ: bí thư, phó bí thư"


def test_stages_are_newest_first_and_say_where_today_lies(world):
    member = world.members["tech"][1]
    make_appointment(
        member, world.department, office=Office.DEPUTY, period=until(from_day(later(-90)), EVE)
    )
    make_appointment(member, world.tech, office=Office.COMMITTEE_MEMBER, period=from_day(later(30)))

    found = [(stage.what, stage.when) for stage in stages(world, world.reviewer)]

    assert found == [
        ("Cấp ủy viên", COMING),
        ("Phó bí thư", PAST),
        ("Phó bí thư", NOW),
        ("Sinh hoạt", NOW),
    ]


def test_stage_tells_its_decision_and_the_name_of_its_day(world):
    member, paper = world.members["tech"][1], make_decision(world.bloc, number="8-QĐ/ĐU")
    PartyOrgVersion.objects.filter(org=world.office).update(
        short_name="Tên cũ", period=until(from_day(LONG_AGO), EVE)
    )
    PartyOrgVersion.objects.create(
        org=world.office,
        name="Tên mới",
        short_name="Tên mới",
        kind=world.office.versions.get().kind,
        parent=world.department,
        period=from_day(TODAY),
    )
    make_appointment(member, world.office, period=from_day(EVE), decision=paper)

    first = stages(world, world.reviewer)[0]

    assert (first.where, first.details, first.is_office) == (
        "Tên cũ",
        ("Quyết định 8-QĐ/ĐU",),
        True,
    )


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("org_admin", True),
        ("auditor", True),
        ("deputy", True),
        ("secretary", False),
        ("reviewer", False),
        ("leader", False),
    ],
)
def test_roles_are_for_who_manages_accounts_audits_or_holds_them(world, person, seen):
    RoleGrant.objects.filter(user=world.deputy).update(granted_by=world.org_admin)
    found = stages(world, world.person(person))

    assert (ROLE in whats(found)) is seen
    assert whats(found)[-2:] == ["Phó bí thư", "Sinh hoạt"]
    assert not seen or found[0].details == ("org_admin cấp",)


def test_role_given_out_of_reach_is_not_shown(world):
    make_grant(world.deputy, "secretary", world.clinic)

    assert whats(stages(world, world.org_admin)).count(ROLE) == 1
    assert whats(stages(world, world.deputy)).count(ROLE) == 2


def test_role_in_an_organisation_that_ended_is_seen_where_it_stood(world):
    gone = make_org(parent=world.bloc, period=until(from_day(LONG_AGO), EVE))
    make_grant(world.deputy, "minute_taker", gone, period=until(from_day(LONG_AGO), EVE))
    past = [stage for stage in stages(world, world.org_admin) if stage.is_past]

    assert [stage.details for stage in past] == [("cấp khi lập sổ",)]


@pytest.mark.parametrize("rows", [1, 3])
def test_timeline_asks_as_much_for_three_rows_as_for_one(world, rows, django_assert_num_queries):
    Appointment.objects.all().delete()
    for number in range(rows):
        org, period = make_org(parent=world.bloc), from_day(later(number))
        make_appointment(world.members["tech"][1], org, period=period)
        make_grant(world.deputy, "minute_taker", org, period=period, granted_by=world.org_admin)
    assert world.org_admin.reaches

    with django_assert_num_queries(5):
        found = stages(world, world.org_admin)

    assert len(found) == 2 + 2 * rows


def test_page_shows_past_and_coming_in_words(world, login):
    member = world.members["tech"][1]
    make_appointment(member, world.tech, office=Office.COMMITTEE_MEMBER, period=from_day(later(30)))

    page = login(world.org_admin).get(reverse("member", args=[world.tech.key, member.key])).text

    assert "Hiện là phó bí thư" in page
    assert ">sắp tới<" in page
    assert ROLE in page
    assert (
        ROLE
        not in login(world.reviewer).get(reverse("member", args=[world.tech.key, member.key])).text
    )
