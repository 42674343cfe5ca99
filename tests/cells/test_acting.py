"""Deputies who act while the secretary is away: dated, one at a time, with the role for it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cells.acting import leader_on
from cells.actions.offices import leave_office, take_office, withdraw_office
from cells.actions.people import end_membership
from cells.enums import Office
from cells.models import Appointment, AuditEvent, Membership, RoleGrant
from cells.models.periods import from_day, until
from tests.factories import make_appointment, make_grant, make_user

TODAY = timezone.localdate()


def later(days):
    return TODAY + timedelta(days=days)


def day(value):
    return value.strftime("%d/%m/%Y")


def act(world, member=None, **values):
    given = {"begins_on": TODAY, "last_day": later(14), "decision": None, "with_role": True}
    given |= {"by": world.org_admin, "org": world.tech, "reason": "Bí thư đi học"}
    member = member or world.members["tech"][1]
    return take_office(office=Office.ACTING, member=member, **(given | values))


def refused(world, **values):
    with pytest.raises(ValidationError) as refusal:
        act(world, **values)
    [(field, [reason])] = refusal.value.message_dict.items()
    return field, reason


@pytest.fixture
def second(world):
    """The third member, a deputy too, whose account has no role as secretary."""
    member = world.members["tech"][2]
    make_appointment(member, world.tech, office=Office.DEPUTY)
    return member


def role_of(member):
    return RoleGrant.objects.filter(user__member=member, role="secretary")


def test_deputy_without_the_role_has_it_for_these_days(world, second):
    appointment, grant = act(world, second)

    assert (grant.user.member, grant.role, grant.period) == (
        second,
        "secretary",
        appointment.period,
    )


def test_deputy_of_a_committee_gets_the_role_of_its_leader(world):
    member = world.members["office"][0]
    make_user("vp", member=member)
    make_appointment(member, world.department, office=Office.DEPUTY)

    _, grant = act(world, member, org=world.department)

    assert (grant.role, grant.org) == ("leader", world.department)


def test_deputy_with_the_role_keeps_it_when_the_acting_ends(world):
    appointment, grant = act(world)
    assert grant is None

    assert leave_office(by=world.org_admin, appointment=appointment, last_day=TODAY) == []
    assert role_of(world.members["tech"][1]).get().last_day is None


def test_acting_that_ends_early_takes_its_role_along(world, second):
    appointment, _ = act(world, second, last_day=None)

    [grant] = leave_office(by=world.org_admin, appointment=appointment, last_day=later(3))

    assert (grant.user.member, grant.last_day) == (second, later(3))


def test_role_given_with_the_deputys_own_office_of_the_same_days_stays(world):
    member = world.members["tech"][2]
    own = until(from_day(TODAY), later(30))
    make_appointment(member, world.tech, office=Office.DEPUTY, period=own)
    make_grant(world.minute_taker, "secretary", world.tech, period=own)
    appointment, _ = act(world, member, last_day=later(30))

    assert leave_office(by=world.org_admin, appointment=appointment, last_day=TODAY) == []
    assert role_of(member).get().last_day == later(30)


def test_acting_deputy_elected_secretary_keeps_the_role(world, second):
    secretary = Appointment.objects.get(org=world.tech, office=Office.SECRETARY)
    appointment, grant = act(world, second)
    leave_office(by=world.org_admin, appointment=secretary, last_day=TODAY)

    _, following = take_office(
        by=world.org_admin,
        org=world.tech,
        member=second,
        office=Office.SECRETARY,
        begins_on=later(1),
        last_day=None,
        decision=None,
        with_role=True,
    )

    assert following.begins_on == later(15)
    assert leave_office(by=world.org_admin, appointment=appointment, last_day=later(2)) == []
    grant.refresh_from_db()
    assert grant.last_day == later(14)


def test_end_of_the_deputys_office_ends_the_acting_and_its_role(world, second):
    appointment, _ = act(world, second)
    later_on, coming = act(world, second, begins_on=later(20), last_day=later(25))
    own = Appointment.objects.get(member=second, office=Office.DEPUTY)

    [grant] = leave_office(by=world.org_admin, appointment=own, last_day=later(2))

    appointment.refresh_from_db()
    assert (appointment.last_day, grant.last_day) == (later(2), later(2))
    assert not Appointment.objects.filter(pk=later_on.pk).exists()
    assert not RoleGrant.objects.filter(pk=coming.pk).exists()


def test_two_terms_as_deputy_without_a_gap_are_one_time(world):
    member = world.members["tech"][2]
    first = until(from_day(later(-9)), later(5))
    own = make_appointment(member, world.tech, office=Office.DEPUTY, period=first)
    make_appointment(member, world.tech, office=Office.DEPUTY, period=from_day(later(6)))

    appointment, _ = act(world, member)
    leave_office(by=world.org_admin, appointment=own, last_day=later(4))

    appointment.refresh_from_db()
    assert appointment.last_day == later(4)


def test_acting_goes_on_when_only_a_later_time_as_deputy_ends(world):
    member = world.members["tech"][2]
    first = until(from_day(later(-9)), later(20))
    make_appointment(member, world.tech, office=Office.DEPUTY, period=first)
    second = make_appointment(member, world.tech, office=Office.DEPUTY, period=from_day(later(21)))
    appointment, _ = act(world, member)

    leave_office(by=world.org_admin, appointment=second, last_day=later(22))

    appointment.refresh_from_db()
    assert appointment.last_day == later(14)


def test_only_a_deputy_acts(world):
    assert refused(world, member=world.members["tech"][2]) == (
        "member",
        "Đồng chí Vàng A Lử không phải phó bí thư ở đây vào ngày bắt đầu.",
    )


def test_deputy_of_later_days_acts_not_before_them(world):
    member = world.members["tech"][2]
    make_appointment(member, world.tech, office=Office.DEPUTY, period=from_day(later(3)))

    field, reason = refused(world, member=member)

    assert field == "begins_on"
    assert f"là phó bí thư từ {day(later(3))}" in reason


@pytest.mark.parametrize("last_day", [later(14), None])
def test_deputy_acts_not_beyond_the_own_office(world, last_day):
    member = world.members["tech"][2]
    own = until(from_day(later(-9)), later(5))
    make_appointment(member, world.tech, office=Office.DEPUTY, period=own)

    field, reason = refused(world, member=member, last_day=last_day)

    assert field == "last_day"
    assert f"đến hết {day(later(5))}" in reason


def test_second_acting_deputy_is_refused(world, second):
    act(world)

    field, reason = refused(world, member=second, begins_on=later(14), last_day=None)

    assert field == "begins_on"
    assert f"Lò Thị Hương đã được giao phụ trách từ {day(TODAY)} đến hết" in reason
    act(world, second, begins_on=later(15), last_day=None)


def test_database_holds_one_acting_deputy_at_a_time(world, second):
    act(world)
    with pytest.raises(IntegrityError, match="appointment_one_acting"), transaction.atomic():
        make_appointment(second, world.tech, office=Office.ACTING)


def test_last_day_before_the_first_is_refused(world):
    field, reason = refused(world, last_day=later(-1))
    assert field == "last_day"
    assert "Ngày cuối không thể trước ngày bắt đầu" in reason


def test_only_who_looks_after_people_lets_act_and_withdraws(world):
    with pytest.raises(PermissionDenied):
        act(world, by=world.secretary)
    appointment, _ = act(world, begins_on=later(2))
    with pytest.raises(PermissionDenied):
        withdraw_office(by=world.leader, appointment=appointment)


def test_acting_that_has_begun_is_not_withdrawn(world):
    appointment, _ = act(world)
    with pytest.raises(ValidationError, match="Đã bắt đầu từ"):
        withdraw_office(by=world.org_admin, appointment=appointment)


def test_acting_ends_with_the_membership_and_the_reason_is_in_the_trail(world):
    appointment, _ = act(world)
    assert AuditEvent.objects.latest("id").detail["reason"] == "Bí thư đi học"
    membership = Membership.objects.get(member=world.members["tech"][1])

    end_membership(by=world.org_admin, membership=membership, last_day=TODAY, reason="Từ trần")

    appointment.refresh_from_db()
    assert appointment.last_day == TODAY


def test_leader_is_the_acting_deputy_on_their_days_only(world):
    secretary, deputy = (member.pk for member in world.members["tech"][:2])
    act(world, begins_on=later(2))

    assert leader_on(world.tech.pk, later(1)) == secretary
    assert leader_on(world.tech.pk, later(2)) == deputy
    assert leader_on(world.tech.pk, later(15)) == secretary
    assert leader_on(world.office.pk, TODAY) is None


def typed(world, **values):
    given = {"member": world.members["tech"][1].key, "begins_on": day(TODAY), "last_day": ""}
    return given | {"reason": "Đi học", "decision_issuer": world.tech.key} | values


def test_page_lets_a_deputy_act_and_the_organisation_shows_it(world, login):
    client = login(world.org_admin)
    page = reverse("acting_add", args=[world.tech.key])
    assert "Lò Thị Hương" in client.get(page).text

    answer = client.post(page, typed(world, last_day=day(later(5))), follow=True)

    name = "Lò Thị Hương"
    days = f"từ {day(TODAY)} đến hết {day(later(5))}"
    assert f"Đồng chí {name} phụ trách thay bí thư {days}." in answer.text
    assert f"Bí thư vắng {days}: đồng chí {name} phụ trách" in answer.text
    assert "2 đồng chí giữ chức vụ" in answer.text
    assert reverse("acting_end", args=[world.tech.key, f"{TODAY:%Y-%m-%d}"]) in answer.text


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"begins_on": "01/01/2001"}, "begins_on"),
        ({"begins_on": "mai"}, "begins_on"),
        ({"last_day": day(later(-1))}, "last_day"),
        ({"reason": " "}, "reason"),
        ({"member": "khac"}, "member"),
    ],
)
def test_page_keeps_what_was_typed_when_it_refuses(world, login, values, field):
    page = reverse("acting_add", args=[world.tech.key])
    answer = login(world.org_admin).post(page, typed(world, **values))

    assert field in answer.context["form"].errors
    assert answer.context["form"]["begins_on"].value() == typed(world, **values)["begins_on"]
    assert not Appointment.objects.filter(office=Office.ACTING).exists()


def test_page_tells_when_there_is_no_deputy(world, login):
    page = login(world.org_admin).get(reverse("acting_add", args=[world.office.key]))
    assert "chưa có phó bí thư" in page.text


def test_page_tells_of_the_role_and_of_a_missing_account(world, login, second):
    client, page = login(world.org_admin), reverse("acting_add", args=[world.tech.key])
    given = typed(world, member=second.key, with_role="on", last_day=day(TODAY))
    assert "Đã cấp quyền bí thư" in client.post(page, given, follow=True).text

    nobody = world.members["tech"][3]
    make_appointment(nobody, world.tech, office=Office.DEPUTY)
    given = typed(world, member=nobody.key, begins_on=day(later(1)))
    assert "chưa có tài khoản" in client.post(page, given, follow=True).text


def test_acting_is_ended_and_a_coming_one_withdrawn_on_its_page(world, login):
    client = login(world.org_admin)
    act(world)
    act(world, begins_on=later(20), last_day=None)

    now = reverse("acting_end", args=[world.tech.key, f"{TODAY:%Y-%m-%d}"])
    then = reverse("acting_end", args=[world.tech.key, f"{later(20):%Y-%m-%d}"])
    assert "Đã ghi ngày cuối" in client.post(now, {"last_day": day(TODAY)}, follow=True).text
    assert client.post(now, {"last_day": day(later(1))}).context["form"].errors
    assert "Rút việc giao" in client.get(then).text
    assert "Đã rút việc giao phụ trách" in client.post(then, follow=True).text

    assert Appointment.objects.get(office=Office.ACTING).last_day == TODAY
    assert client.get(then).status_code == 404
    assert client.get(reverse("acting_end", args=[world.tech.key, "2026-99"])).status_code == 404


def test_page_that_ends_a_deputys_office_says_that_the_acting_ends(world, login):
    act(world)
    keys = [world.tech.key, world.members["tech"][1].key, Office.DEPUTY]
    page = login(world.org_admin).get(reverse("appointment_end", args=keys))
    assert "Phụ trách thay bí thư từ" in page.text


def test_organisation_shows_who_acts_on_another_day_and_without_a_secretary(world, login):
    act(world, begins_on=later(-9), last_day=later(-5))
    client, page = login(world.reviewer), reverse("org", args=[world.tech.key])

    assert "phụ trách</span>" not in client.get(page).text
    past = client.get(page, {"on": day(later(-6))}).text
    assert "Bí thư vắng từ" in past
    assert "acting" not in past

    Appointment.objects.filter(office=Office.SECRETARY).update(office=Office.COMMITTEE_MEMBER)
    past = client.get(page, {"on": day(later(-6))}).text
    assert f"Đồng chí Lò Thị Hương phụ trách từ {day(later(-9))}" in past


def test_general_form_of_offices_does_not_offer_the_acting(world, login):
    page = login(world.org_admin).get(reverse("appoint", args=[world.tech.key]))
    assert "acting_secretary" not in page.text
