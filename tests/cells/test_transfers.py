"""Transfers for good and for a time, recognition, and a member's page."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from cells.actions import transfers
from cells.actions.people import end_membership
from cells.models import Appointment, AuditEvent, Decision, Member, Membership, Spell
from cells.models.periods import from_day
from tests.factories import make_appointment, make_decision

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def day(value):
    return value.strftime("%d/%m/%Y")


def home_of(world, place=1):
    return Membership.objects.get(member=world.members["tech"][place], is_temporary=False)


def move(world, *, by=None, place=1, cell=None, begins_on=TODAY, membership=None):
    return transfers.transfer(
        by=by or world.org_admin,
        membership=membership or home_of(world, place),
        cell=cell or world.office,
        begins_on=begins_on,
        decision=None,
    )


def stay(world, *, by=None, place=1, cell=None, begins_on=TODAY, last_day=None):
    return transfers.begin_stay(
        by=by or world.org_admin,
        membership=home_of(world, place),
        cell=cell or world.office,
        begins_on=begins_on,
        last_day=last_day,
        decision=None,
    )


def recognise(world, *, by=None, place=3, official_on=TODAY, decision=None):
    return transfers.recognise(
        by=by or world.org_admin,
        membership=home_of(world, place),
        official_on=official_on,
        decision=decision,
    )


def test_transfer_ends_the_home_the_day_before_with_the_offices(world):
    offices = move(world)

    old, new = Membership.objects.filter(member=world.members["tech"][1]).order_by("period")
    assert (old.last_day, new.begins_on, new.cell) == (YESTERDAY, TODAY, world.office)
    assert old.end_reason == "Chuyển sinh hoạt chính thức đến Chi bộ Văn phòng"
    assert [row.last_day for row in offices] == [YESTERDAY]
    assert {event.org for event in AuditEvent.objects.all()} == {world.tech, world.office}


def test_transfer_to_come_may_follow_an_end_that_was_noted(world):
    membership = home_of(world)
    end_membership(by=world.org_admin, membership=membership, last_day=TODAY, reason="đi")

    move(world, membership=membership, begins_on=TOMORROW)

    assert Membership.objects.on(TOMORROW).get(member=membership.member).cell == world.office


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"begins_on": date(2014, 1, 1)}, "không tồn tại vào ngày này"),
        ({"begins_on": date(2015, 1, 1)}, "Ngày chuyển phải sau ngày vào chi bộ này"),
        ({"cell": "tech"}, "đang ở chính chi bộ này"),
        ({"cell": "department"}, "không phải chi bộ"),
    ],
)
def test_transfer_is_refused_where_it_cannot_be(world, changes, sentence):
    if "cell" in changes:
        changes = {"cell": getattr(world, changes["cell"])}

    with pytest.raises(ValidationError, match=sentence):
        move(world, **changes)


def test_transfer_is_refused_before_an_office_to_come_and_after_an_end(world):
    make_appointment(
        world.members["tech"][3], world.tech, office="committee_member", period=from_day(TOMORROW)
    )
    with pytest.raises(ValidationError, match="nhận chức vụ Cấp ủy viên từ"):
        move(world, place=3)
    membership = home_of(world, 2)
    end_membership(by=world.org_admin, membership=membership, last_day=YESTERDAY, reason="đi")
    with pytest.raises(ValidationError, match="Đã ra khỏi chi bộ sau ngày"):
        move(world, membership=membership, begins_on=TOMORROW)


def test_guest_moves_only_after_the_stay_and_from_home(world):
    guest = stay(world)

    with pytest.raises(ValidationError, match="kết thúc thời gian sinh hoạt tạm thời"):
        move(world)
    with pytest.raises(ValidationError, match="chuyển từ chi bộ gốc"):
        move(world, membership=guest, cell=world.tech)


def test_stay_is_on_both_rolls_and_away_from_home(world):
    stay(world, last_day=TOMORROW)

    member = world.members["tech"][1]
    guest = Membership.objects.get(member=member, is_temporary=True)
    away = Spell.objects.get(member=member)
    assert (guest.cell, guest.begins_on, guest.last_day) == (world.office, TODAY, TOMORROW)
    assert (away.kind, away.last_day) == ("away", TOMORROW)
    assert home_of(world).last_day is None


def test_stay_is_refused_in_another_spell_and_before_the_home(world):
    with pytest.raises(ValidationError, match="trùng ngày"):
        stay(world, place=4)
    assert not Membership.objects.filter(is_temporary=True).exists()
    membership = home_of(world)
    membership.period = from_day(TODAY)
    membership.save()
    with pytest.raises(ValidationError, match="vào chi bộ gốc từ"):
        stay(world, begins_on=YESTERDAY)


def test_stay_ends_on_both_sides(world):
    guest = stay(world, begins_on=YESTERDAY)

    transfers.end_stay(by=world.org_admin, stay=guest, last_day=TODAY)

    assert Membership.objects.get(is_temporary=True).last_day == TODAY
    assert Spell.objects.get(member=guest.member).last_day == TODAY


def test_probation_ends_by_a_decision(world):
    decision = Decision(number="7-QĐ/ĐU", issued_on=TODAY, issuer=world.bloc, subject="Công nhận")

    member = recognise(world, decision=decision)

    assert Member.objects.get(pk=member.pk).official_on == TODAY
    assert AuditEvent.objects.get().detail["decision"] == "7-QĐ/ĐU"


def test_recognition_is_refused_twice_and_before_admission(world):
    with pytest.raises(ValidationError, match="đã là đảng viên chính thức"):
        recognise(world, place=0)
    with pytest.raises(ValidationError, match="trước ngày vào Đảng"):
        recognise(world, official_on=date(2014, 1, 1))


@pytest.mark.parametrize("person", ["secretary", "reviewer", "leader", "auditor"])
def test_only_who_looks_after_both_cells_transfers(world, person):
    user, guest = world.person(person), stay(world, place=0)

    for deed in (
        lambda: move(world, by=user),
        lambda: stay(world, by=user),
        lambda: recognise(world, by=user),
        lambda: transfers.end_stay(by=user, stay=guest, last_day=TODAY),
        lambda: move(world, cell=world.clinic),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def address(world, name, place=1):
    return reverse(name, args=[world.tech.key, world.members["tech"][place].key])


def decided(world, **values):
    empty = {"decision_number": "", "decision_on": "", "decision_issuer": world.tech.key}
    return empty | values


def test_transfer_page_moves_and_says_what_else_to_look_at(world, login):
    values = decided(world, cell=world.office.key, begins_on=day(TODAY))
    values |= {"decision_number": "8-QĐ/ĐU", "decision_on": day(TODAY)}

    response = login(world.org_admin).post(address(world, "member_transfer"), values, follow=True)

    assert "Thôi chức vụ: phó bí thư." in response.text
    assert "xem lại quyền của tài khoản" in response.text
    assert Membership.objects.on(TODAY).get(cell=world.office, decision__number="8-QĐ/ĐU")


def test_transfer_page_keeps_what_was_typed_when_it_refuses(world, login):
    values = decided(world, cell=world.office.key, begins_on="01/13/2026")

    response = login(world.org_admin).post(address(world, "member_transfer"), values)

    assert response.status_code == 422
    assert "01/13/2026" in response.text
    assert f'value="{world.office.key}" selected' in response.text


def test_cells_to_go_to_are_those_within_reach(world, login):
    response = login(world.org_admin).get(address(world, "member_transfer"), {"q": "van phong"})

    assert world.office.key in response.text
    assert world.clinic.key not in response.text
    response = login(world.org_admin).get(address(world, "member_stay"), {"q": "benh vien"})
    assert "Không có chi bộ nào như vậy" in response.text


def test_stay_is_begun_and_ended_on_its_pages(world, login):
    client = login(world.org_admin)
    values = decided(world, cell=world.office.key, begins_on=day(TODAY), last_day="")

    client.post(address(world, "member_stay"), values)
    page = client.get(reverse("org_members", args=[world.office.key])).text
    own = client.get(address(world, "member")).text
    client.post(address(world, "member_stay_end"), {"last_day": day(TODAY)})

    assert "sinh hoạt tạm thời" in page
    assert "Kết thúc sinh hoạt tạm thời" in own
    assert Membership.objects.get(is_temporary=True).last_day == TODAY
    assert client.get(address(world, "member_stay_end", 2)).status_code == 404


def test_early_recognition_is_warned_of(world, login):
    values = decided(world, official_on="01/06/2015")

    response = login(world.org_admin).post(
        address(world, "member_official", 3), values, follow=True
    )

    assert "là đảng viên chính thức từ 01/06/2015" in response.text
    assert "Sớm hơn 12 tháng dự bị" in response.text


@pytest.mark.parametrize("name", ["member_transfer", "member_stay", "member_official"])
def test_refusals_of_an_action_stand_on_the_page(world, login, name):
    values = decided(world, cell=world.office.key, begins_on="01/01/2014", last_day="")
    values |= {"official_on": "01/01/2014"}

    response = login(world.org_admin).post(address(world, name, 3), values)

    assert response.context["form"].errors


def test_members_page_tells_all_that_is_dated(world, login):
    move(world)
    member = world.members["tech"][1]
    make_decision(world.bloc)

    old = login(world.secretary).get(address(world, "member")).text
    new = login(world.org_admin).get(reverse("member", args=[world.office.key, member.key])).text

    assert f"đến hết {day(YESTERDAY)}" in old
    assert "Phó bí thư" in old
    assert "Ghi thay đổi" not in old
    assert "Chuyển sinh hoạt chính thức" in new
    assert member.card_number not in old + new


def test_members_page_asks_as_much_for_many_memberships(
    world, login, django_assert_max_num_queries
):
    for number in range(4):
        cell = world.office if number % 2 == 0 else world.tech
        membership = Membership.objects.filter(member=world.members["tech"][2]).latest("period")
        begins_on = date(2020 + number, 1, 1)
        move(world, membership=membership, cell=cell, begins_on=begins_on)
    client = login(world.org_admin)

    with django_assert_max_num_queries(13):
        client.get(address(world, "member", 2))
    assert Appointment.objects.count()
