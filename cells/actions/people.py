"""Members, their memberships and spells, and the offices they hold."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from cells.actions.acting import check_acting
from cells.actions.audit import Verb, record
from cells.actions.orgs import keep_decision, lock
from cells.actions.periods import end_on, lasting_after, period_of
from cells.enums import Office, SpellKind
from cells.models import Appointment, Membership, PartyOrgVersion, Spell
from cells.models.periods import from_day
from cells.policies import can_manage_people, require
from cells.tree import path_of


def _require_people(by, org):
    require(can_manage_people(by, path_of(org, on=timezone.localdate())))


@transaction.atomic
def add_member(*, by, cell, member, begins_on):
    """Put a new person, `member` unsaved, on the roll of `cell` from a day; returns the member."""
    _require_people(by, cell)
    cell = lock(cell)
    version = PartyOrgVersion.objects.on(begins_on).filter(org=cell).select_related("kind").first()
    if version is None:
        raise ValidationError({"begins_on": "Chi bộ không tồn tại vào ngày này."})
    if not version.kind.is_cell:
        raise ValidationError(f"{version.name} không phải chi bộ, không có danh sách đảng viên.")
    if begins_on < member.admitted_on:
        raise ValidationError({"begins_on": "Ngày vào danh sách không thể trước ngày vào Đảng."})
    member.full_clean()
    member.save()
    membership = Membership(member=member, cell=cell, period=from_day(begins_on))
    membership.full_clean()
    membership.save()
    record(
        by=by,
        verb=Verb.ADD_MEMBER,
        org=cell,
        subject=member,
        key=member.key,
        from_day=str(begins_on),
    )
    return member


@transaction.atomic
def edit_member(*, by, membership, member, fields):
    """Save the named fields of `member`; the trail tells which, not what was in them."""
    _require_people(by, membership.cell)
    lock(membership.cell)
    member.full_clean()
    member.save(update_fields=fields)
    record(
        by=by,
        verb=Verb.EDIT_MEMBER,
        org=membership.cell,
        subject=member,
        key=member.key,
        fields=sorted(fields),
    )


@transaction.atomic
def end_membership(*, by, membership, last_day, reason):
    """Take the member off the cell's roll after `last_day`, and out of the offices held there.

    The account and its roles stay; they are ended on the page of roles. Returns the offices ended.
    """
    _require_people(by, membership.cell)
    lock(membership.cell)
    if not reason:
        raise ValidationError({"reason": "Hãy ghi lý do."})
    membership.end_reason = reason
    end_on(membership, last_day)
    membership.save(update_fields=["end_reason"])
    offices = end_offices(membership, last_day)
    record(
        by=by,
        verb=Verb.END_MEMBERSHIP,
        org=membership.cell,
        subject=membership.member,
        key=membership.member.key,
        last_day=str(last_day),
        reason=reason,
        offices=[appointment.office for appointment in offices],
    )
    return offices


def end_offices(membership, last_day, field="last_day"):
    """End what the member holds in the cell they leave; a later office is a fault at `field`."""
    held = Appointment.objects.filter(member=membership.member, org=membership.cell)
    offices = list(lasting_after(held, last_day).order_by("period"))
    for appointment in offices:
        if appointment.begins_on > last_day:
            raise ValidationError(
                {
                    field: "Đồng chí này nhận chức vụ "
                    f"{appointment.get_office_display()} từ {date_format(appointment.begins_on)}, "
                    "sau ngày này."
                }
            )
        end_on(appointment, last_day)
    return offices


@transaction.atomic
def add_spell(*, by, membership, kind, begins_on, last_day, reason):
    """Note a time in which a member on the roll need not attend; `last_day` None: no end yet."""
    _require_people(by, membership.cell)
    lock(membership.cell)
    spell = Spell(
        member=membership.member,
        kind=kind,
        reason=reason,
        period=period_of(begins_on, last_day),
    )
    spell.full_clean()
    spell.save()
    record(
        by=by,
        verb=Verb.ADD_SPELL,
        org=membership.cell,
        subject=membership.member,
        key=membership.member.key,
        kind=SpellKind(kind).value,
        from_day=str(begins_on),
        last_day=str(last_day or ""),
    )
    return spell


@transaction.atomic
def end_spell(*, by, membership, spell, last_day):
    """End a spell of a member on the roll after `last_day`."""
    _require_people(by, membership.cell)
    lock(membership.cell)
    end_on(spell, last_day)
    record(
        by=by,
        verb=Verb.END_SPELL,
        org=membership.cell,
        subject=membership.member,
        key=membership.member.key,
        kind=spell.kind,
        last_day=str(last_day),
    )


@transaction.atomic
def appoint(*, by, org, member, office, begins_on, last_day, decision, reason=""):
    """Give `member` an office in `org`. An organisation has one secretary at a time.

    One deputy at a time acts for the secretary, on days when they are a deputy. The `reason` is
    kept in the trail only: that a secretary is ill is nothing for the organisation's page.
    """
    _require_people(by, org)
    org = lock(org)
    if not PartyOrgVersion.objects.on(begins_on).filter(org=org).exists():
        raise ValidationError({"begins_on": "Tổ chức không tồn tại vào ngày này."})
    appointment = Appointment(
        member=member, org=org, office=office, period=period_of(begins_on, last_day)
    )
    if office == Office.ACTING:
        check_acting(appointment)
    appointment.decision = keep_decision(decision)
    appointment.full_clean()
    if office == Office.SECRETARY:
        _check_no_other_secretary(appointment)
    appointment.save()
    record(
        by=by,
        verb=Verb.APPOINT,
        org=org,
        subject=member,
        key=member.key,
        office=office,
        from_day=str(begins_on),
        last_day=str(last_day or ""),
        decision=appointment.decision.number if appointment.decision else "",
        reason=reason,
    )
    return appointment


def _check_no_other_secretary(appointment):
    other = (
        Appointment.objects.filter(
            org=appointment.org, office=Office.SECRETARY, period__overlap=appointment.period
        )
        .select_related("member")
        .first()
    )
    if other:
        raise ValidationError(
            {
                "begins_on": f"Đồng chí {other.member} đang là bí thư trong thời gian này; "
                "hãy ghi ngày thôi chức vụ trước."
            }
        )


@transaction.atomic
def end_appointment(*, by, appointment, last_day):
    """End an office after `last_day`; the account's roles stay until they are ended."""
    _require_people(by, appointment.org)
    lock(appointment.org)
    end_on(appointment, last_day)
    record(
        by=by,
        verb=Verb.END_APPOINTMENT,
        org=appointment.org,
        subject=appointment.member,
        key=appointment.member.key,
        office=appointment.office,
        last_day=str(last_day),
    )
