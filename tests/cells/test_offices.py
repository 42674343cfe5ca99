"""Offices and what goes with them: the role begins and ends with the office."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cells.actions.offices import leave_office, take_office
from cells.actions.people import end_appointment
from cells.enums import Office
from cells.models import Appointment, RoleGrant
from cells.models.periods import from_day, until
from cells.offices import offices_with, role_of
from tests.factories import make_user

TODAY = timezone.localdate


def take(world, member, office, **values):
    given = {"begins_on": TODAY(), "last_day": None, "decision": None, "with_role": True}
    given |= {"by": world.org_admin, "org": world.tech, "member": member, "office": office}
    return take_office(**(given | values))


@pytest.fixture
def vacant(world):
    """The cell without a secretary; its third member has an account and no office."""
    held = Appointment.objects.get(org=world.tech, office=Office.SECRETARY)
    end_appointment(by=world.org_admin, appointment=held, last_day=TODAY() - timedelta(days=1))
    return world.members["tech"][2]


@pytest.mark.parametrize(
    ("office", "is_cell", "role"),
    [
        (Office.SECRETARY, True, "secretary"),
        (Office.DEPUTY, True, "secretary"),
        (Office.SECRETARY, False, "leader"),
        (Office.ACTING, True, "secretary"),
        (Office.ACTING, False, "leader"),
        (Office.SUPERVISOR, True, "supervisor"),
        (Office.COMMITTEE_MEMBER, True, None),
    ],
)
def test_role_that_goes_with_an_office(office, is_cell, role):
    assert role_of(office, is_cell=is_cell) == role


def test_offices_that_lead_a_cell_share_its_role():
    offices = [Office.SECRETARY, Office.ACTING, Office.DEPUTY]
    assert offices_with("secretary", is_cell=True) == offices


def test_taking_office_grants_the_role_for_the_same_days(world, vacant):
    last_day = TODAY() + timedelta(days=400)
    appointment, grant = take(world, vacant, Office.SECRETARY, last_day=last_day)

    assert (grant.role, grant.org, grant.user.member) == ("secretary", world.tech, vacant)
    assert grant.period == appointment.period


@pytest.mark.parametrize("office", [Office.COMMITTEE_MEMBER, Office.SECRETARY])
def test_office_without_a_role_or_without_the_wish_grants_nothing(world, vacant, office):
    _, grant = take(world, vacant, office, with_role=office != Office.SECRETARY)
    assert grant is None


def test_member_without_an_account_takes_the_office_alone(world, vacant):
    appointment, grant = take(world, world.members["tech"][3], Office.SECRETARY)
    assert (appointment.office, grant) == (Office.SECRETARY, None)


def test_role_that_the_account_has_already_is_not_granted_twice(world, vacant):
    deputy = world.members["tech"][1]
    _, grant = take(world, deputy, Office.SECRETARY)
    assert grant is None
    assert RoleGrant.objects.filter(user=world.deputy, role="secretary").count() == 1


def test_leaving_office_ends_the_role(world):
    held = Appointment.objects.get(org=world.tech, office=Office.SECRETARY)

    [grant] = leave_office(by=world.org_admin, appointment=held, last_day=TODAY())

    assert (grant.user, grant.last_day) == (world.secretary, TODAY())


def test_role_stays_while_another_office_keeps_it(world, vacant):
    deputy = world.members["tech"][1]
    secretary, _ = take(world, deputy, Office.SECRETARY)

    ended = leave_office(by=world.org_admin, appointment=secretary, last_day=TODAY())

    assert ended == []
    assert RoleGrant.objects.get(user=world.deputy, role="secretary").last_day is None


def test_role_that_runs_out_goes_on_with_the_new_office(world, vacant):
    last_day = TODAY() + timedelta(days=20)
    account = vacant.account
    RoleGrant.objects.create(
        user=account, role="secretary", org=world.tech, period=until(from_day(TODAY()), last_day)
    )

    _, grant = take(world, vacant, Office.SECRETARY)

    assert grant.begins_on == last_day + timedelta(days=1)
    assert grant.last_day is None


def test_leaving_an_office_without_a_role_ends_no_grant(world, vacant):
    office, _ = take(world, world.members["tech"][0], Office.COMMITTEE_MEMBER)
    assert leave_office(by=world.org_admin, appointment=office, last_day=TODAY()) == []


def test_role_that_begins_later_is_left_for_a_person_to_judge(world, vacant):
    account = make_user("khac", member=world.members["tech"][3])
    start = TODAY() + timedelta(days=30)
    RoleGrant.objects.create(user=account, role="secretary", org=world.tech, period=(start, None))
    office, grant = take(world, account.member, Office.SECRETARY, with_role=False)
    assert grant is None

    assert leave_office(by=world.org_admin, appointment=office, last_day=TODAY()) == []


def test_page_tells_what_was_granted_and_what_ended(client, world, vacant):
    client.force_login(world.org_admin)
    typed = {
        "member": vacant.key,
        "office": Office.SECRETARY,
        "begins_on": f"{date.today():%d/%m/%Y}",
        "with_role": "on",
        "decision_issuer": world.tech.key,
    }

    answer = client.post(reverse("appoint", args=[world.tech.key]), typed, follow=True)
    assert "Đã cấp quyền bí thư, phó bí thư cho tài khoản" in answer.content.decode()

    end = reverse("appointment_end", args=[world.tech.key, vacant.key, Office.SECRETARY])
    answer = client.post(end, {"last_day": f"{date.today():%d/%m/%Y}"}, follow=True)
    assert "đi kèm cũng hết sau ngày đó" in answer.content.decode()
