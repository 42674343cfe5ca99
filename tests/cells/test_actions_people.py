"""Members, spells and offices."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cells.actions import people
from cells.enums import Office, Sex, SpellKind
from cells.models import Appointment, AuditEvent, Decision, Member, Membership, Spell
from cells.models.periods import from_day, until
from tests.factories import make_appointment, make_spell

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
TOMORROW = TODAY + timedelta(days=1)


def new_member(**values):
    values = {
        "family_name": "Sùng A",
        "given_name": "Dơ",
        "sex": Sex.MALE,
        "birth_year": 1990,
        "card_number": "99000001",
        "admitted_on": date(2020, 3, 1),
    } | values
    return Member(**values)


def membership_of(world, place=1):
    return Membership.objects.get(member=world.members["tech"][place])


def add(world, *, by=None, cell=None, member=None, begins_on=TODAY):
    return people.add_member(
        by=by or world.org_admin,
        cell=cell or world.tech,
        member=member or new_member(),
        begins_on=begins_on,
    )


def appoint(world, *, by=None, org=None, place=4, office=Office.SECRETARY, begins_on=TODAY):
    return people.appoint(
        by=by or world.org_admin,
        org=org or world.tech,
        member=world.members["tech"][place],
        office=office,
        begins_on=begins_on,
        last_day=None,
        decision=None,
    )


def test_added_member_is_on_the_roll_from_the_day(world):
    member = add(world)

    assert Membership.objects.on(TODAY).filter(cell=world.tech, member=member).exists()
    assert not Membership.objects.on(YESTERDAY).filter(member=member).exists()
    assert AuditEvent.objects.get().detail == {"key": member.key, "from_day": str(TODAY)}


def test_member_with_a_known_card_number_is_refused(world):
    known = world.members["clinic"][0].card_number

    with pytest.raises(ValidationError) as refusal:
        add(world, member=new_member(card_number=known))

    assert refusal.value.message_dict == {"card_number": ["Số thẻ này đã có trong danh sách."]}


@pytest.mark.parametrize(
    ("begins_on", "sentence"),
    [
        (date(2014, 1, 1), "Chi bộ không tồn tại vào ngày này."),
        (date(2020, 2, 29), "Ngày vào danh sách không thể trước ngày vào Đảng."),
    ],
)
def test_member_is_refused_on_an_impossible_day(world, begins_on, sentence):
    with pytest.raises(ValidationError) as refusal:
        add(world, begins_on=begins_on)

    assert refusal.value.message_dict == {"begins_on": [sentence]}


def test_committee_has_no_roll(world):
    with pytest.raises(ValidationError, match="không phải chi bộ"):
        add(world, cell=world.department)


@pytest.mark.parametrize("person", ["secretary", "reviewer", "leader", "auditor"])
def test_only_the_administrator_changes_people(world, person):
    user, membership = world.person(person), membership_of(world)
    appointment = Appointment.objects.get(org=world.tech, office=Office.SECRETARY)
    spell = Spell.objects.get(member=world.members["tech"][4])

    for deed in (
        lambda: add(world, by=user),
        lambda: people.edit_member(
            by=user, membership=membership, member=membership.member, fields=["birth_year"]
        ),
        lambda: people.end_membership(
            by=user, membership=membership, last_day=TODAY, reason="chuyển đi"
        ),
        lambda: people.add_spell(
            by=user,
            membership=membership,
            kind="away",
            begins_on=TODAY,
            last_day=None,
            reason="",
        ),
        lambda: people.end_spell(by=user, membership=membership, spell=spell, last_day=TODAY),
        lambda: appoint(world, by=user),
        lambda: people.end_appointment(by=user, appointment=appointment, last_day=TODAY),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_edit_saves_the_named_fields_and_does_not_copy_them_to_the_trail(world):
    membership = membership_of(world, 3)
    member = membership.member
    member.official_on, member.ethnicity = TODAY, "Dao"

    people.edit_member(
        by=world.org_admin, membership=membership, member=member, fields=["official_on"]
    )

    member.refresh_from_db()
    assert (member.official_on, member.ethnicity) == (TODAY, "Mông")
    assert AuditEvent.objects.get().detail == {"key": member.key, "fields": ["official_on"]}


def test_ended_membership_ends_the_offices_held_there(world):
    ended = people.end_membership(
        by=world.org_admin,
        membership=membership_of(world, 1),
        last_day=TODAY,
        reason="chuyển sinh hoạt",
    )

    assert [row.office for row in ended] == [Office.DEPUTY]
    assert Appointment.objects.get(pk=ended[0].pk).last_day == TODAY
    membership = membership_of(world, 1)
    assert (membership.last_day, membership.end_reason) == (TODAY, "chuyển sinh hoạt")


def test_ended_membership_leaves_offices_that_ended_before(world):
    held = Appointment.objects.get(org=world.tech, office=Office.DEPUTY)
    held.period = until(held.period, date(2020, 1, 1))
    held.save()

    assert not people.end_membership(
        by=world.org_admin, membership=membership_of(world, 1), last_day=TODAY, reason="từ trần"
    )
    held.refresh_from_db()
    assert held.last_day == date(2020, 1, 1)


def test_membership_cannot_end_before_an_office_to_come(world):
    member = world.members["tech"][3]
    make_appointment(member, world.tech, office=Office.COMMITTEE_MEMBER, period=from_day(TOMORROW))

    with pytest.raises(ValidationError, match="nhận chức vụ Cấp ủy viên từ"):
        people.end_membership(
            by=world.org_admin, membership=membership_of(world, 3), last_day=TODAY, reason="đi"
        )


def test_membership_ends_with_a_reason_and_not_before_it_began(world):
    with pytest.raises(ValidationError, match="lý do"):
        people.end_membership(
            by=world.org_admin, membership=membership_of(world), last_day=TODAY, reason=""
        )
    with pytest.raises(ValidationError, match="trước ngày bắt đầu"):
        people.end_membership(
            by=world.org_admin,
            membership=membership_of(world),
            last_day=date(2014, 1, 1),
            reason="đi",
        )


def test_what_has_ended_is_not_ended_later(world):
    membership = membership_of(world)
    people.end_membership(
        by=world.org_admin, membership=membership, last_day=YESTERDAY, reason="đi"
    )

    with pytest.raises(ValidationError, match="Đã kết thúc"):
        people.end_membership(
            by=world.org_admin, membership=membership, last_day=TODAY, reason="đi"
        )


def test_spell_begins_and_ends(world):
    membership = membership_of(world)
    spell = people.add_spell(
        by=world.org_admin,
        membership=membership,
        kind=SpellKind.AWAY,
        begins_on=YESTERDAY,
        last_day=None,
        reason="học tập trung",
    )

    people.end_spell(by=world.org_admin, membership=membership, spell=spell, last_day=TODAY)

    spell.refresh_from_db()
    assert (spell.begins_on, spell.last_day) == (YESTERDAY, TODAY)
    assert [event.verb for event in AuditEvent.objects.all()] == ["spell.end", "spell.add"]


def test_two_spells_at_a_time_are_refused_by_the_database(world):
    make_spell(world.members["tech"][1])

    with pytest.raises(ValidationError, match="trùng ngày"):
        people.add_spell(
            by=world.org_admin,
            membership=membership_of(world, 1),
            kind=SpellKind.AWAY,
            begins_on=TODAY,
            last_day=TOMORROW,
            reason="",
        )


def test_spell_with_its_days_the_wrong_way_round_is_refused(world):
    with pytest.raises(ValidationError, match="trước ngày bắt đầu"):
        people.add_spell(
            by=world.org_admin,
            membership=membership_of(world, 1),
            kind=SpellKind.AWAY,
            begins_on=TODAY,
            last_day=YESTERDAY,
            reason="",
        )


def test_second_secretary_is_refused_until_the_first_has_left(world):
    with pytest.raises(ValidationError, match="Nguyễn Hữu Bằng đang là bí thư"):
        appoint(world)
    first = Appointment.objects.get(org=world.tech, office=Office.SECRETARY)
    people.end_appointment(by=world.org_admin, appointment=first, last_day=YESTERDAY)

    assert appoint(world).member == world.members["tech"][4]


def test_same_office_twice_for_one_member_is_refused(world):
    with pytest.raises(ValidationError, match="đang giữ chức vụ đó"):
        appoint(world, place=1, office=Office.DEPUTY)


def test_office_rests_on_its_decision(world):
    appointment = people.appoint(
        by=world.org_admin,
        org=world.department,
        member=world.members["tech"][0],
        office=Office.SUPERVISOR,
        begins_on=TODAY,
        last_day=TOMORROW,
        decision=Decision(number="3-QĐ", issued_on=TODAY, issuer=world.bloc, subject="Phân công"),
    )

    assert (appointment.decision.number, appointment.last_day) == ("3-QĐ", TOMORROW)
    assert AuditEvent.objects.get().detail["decision"] == "3-QĐ"


def test_office_in_an_organisation_that_is_not_there_yet_is_refused(world):
    with pytest.raises(ValidationError, match="không tồn tại"):
        appoint(world, begins_on=date(2010, 1, 1))
