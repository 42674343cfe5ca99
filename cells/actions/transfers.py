"""A member who goes to another cell, for good or for a time, and who becomes official."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from cells.actions.audit import Verb, record
from cells.actions.orgs import keep_decision, lock
from cells.actions.people import end_offices
from cells.actions.periods import end_on, lasting_after, period_of
from cells.enums import SpellKind
from cells.models import Membership, PartyOrg, PartyOrgVersion, Spell
from cells.models.periods import from_day
from cells.policies import can_manage_people, require
from cells.tree import path_of


def _may_change(by, org):
    return can_manage_people(by, path_of(org, on=timezone.localdate()))


def _target(cell, begins_on):
    """The version of the cell gone to, which must be a cell on that day."""
    versions = PartyOrgVersion.objects.on(begins_on).filter(org=cell)
    version = versions.select_related("kind").first()
    if version is None:
        raise ValidationError({"begins_on": "Chi bộ chuyển đến không tồn tại vào ngày này."})
    if not version.kind.is_cell:
        raise ValidationError({"cell": f"{version.name} không phải chi bộ."})
    return version


def _leave(by, membership, cell):
    """Both cells are within reach and held, the membership is at home and the cell another."""
    require(_may_change(by, membership.cell) and _may_change(by, cell))
    if membership.is_temporary:
        raise ValidationError("Đồng chí chỉ sinh hoạt tạm thời ở đây; hãy chuyển từ chi bộ gốc.")
    if membership.cell_id == cell.pk:
        raise ValidationError({"cell": "Đồng chí đang ở chính chi bộ này."})
    pks = [membership.cell_id, cell.pk]
    list(PartyOrg.objects.select_for_update().filter(pk__in=pks).order_by("pk"))


@transaction.atomic
def transfer(*, by, membership, cell, begins_on, decision):
    """Official transfer: the home ends with the day before, and is `cell` from `begins_on`.

    Offices held in the old cell end with it; returns them. A temporary stay is to be ended first.
    """
    _leave(by, membership, cell)
    version, last_day = _target(cell, begins_on), begins_on - timedelta(days=1)
    if begins_on <= membership.begins_on:
        since = date_format(membership.begins_on)
        raise ValidationError({"begins_on": f"Ngày chuyển phải sau ngày vào chi bộ này ({since})."})
    stays = Membership.objects.filter(member=membership.member, is_temporary=True)
    if lasting_after(stays, last_day).exists():
        raise ValidationError("Hãy kết thúc thời gian sinh hoạt tạm thời của đồng chí này trước.")
    if membership.last_day is not None and membership.last_day < last_day:
        ended = date_format(membership.last_day)
        raise ValidationError({"begins_on": f"Đã ra khỏi chi bộ sau ngày {ended}."})
    if membership.last_day != last_day:
        end_on(membership, last_day)
    membership.end_reason = f"Chuyển sinh hoạt chính thức đến {version.short_name}"[:200]
    membership.save(update_fields=["end_reason"])
    offices = end_offices(membership, last_day, field="begins_on")
    kept = keep_decision(decision)
    home = Membership(
        member=membership.member, cell=cell, period=from_day(begins_on), decision=kept
    )
    home.full_clean()
    home.save()
    for org in (membership.cell, cell):
        record(
            by=by,
            verb=Verb.TRANSFER,
            org=org,
            subject=membership.member,
            key=membership.member.key,
            from_day=str(begins_on),
            to=cell.key,
            decision=kept.number if kept else "",
            offices=[appointment.office for appointment in offices],
        )
    return offices


@transaction.atomic
def begin_stay(*, by, membership, cell, begins_on, last_day, decision):
    """Temporary transfer: on the roll of `cell` too for a time, and away from home meanwhile."""
    _leave(by, membership, cell)
    version, period = _target(cell, begins_on), period_of(begins_on, last_day)
    if begins_on < membership.begins_on:
        since = date_format(membership.begins_on)
        raise ValidationError({"begins_on": f"Đồng chí vào chi bộ gốc từ {since}."})
    kept = keep_decision(decision)
    stay = Membership(
        member=membership.member, cell=cell, is_temporary=True, period=period, decision=kept
    )
    away = Spell(
        member=membership.member,
        kind=SpellKind.AWAY,
        period=period,
        reason=f"Sinh hoạt tạm thời tại {version.short_name}"[:200],
    )
    for row in (stay, away):
        row.full_clean()
        row.save()
    for org in (membership.cell, cell):
        record(
            by=by,
            verb=Verb.BEGIN_STAY,
            org=org,
            subject=membership.member,
            key=membership.member.key,
            from_day=str(begins_on),
            last_day=str(last_day or ""),
            to=cell.key,
        )
    return stay


@transaction.atomic
def end_stay(*, by, stay, last_day):
    """End a temporary stay after `last_day`; the member is back on the roll at home.

    Who looks after the host cell or after the home may do it.
    """
    homes = Membership.objects.filter(
        member=stay.member, is_temporary=False, period__overlap=stay.period
    )
    home = homes.select_related("cell").order_by("-period").first()
    orgs = [stay.cell] + ([home.cell] if home else [])
    require(any(_may_change(by, org) for org in orgs))
    lock(stay.cell)
    away = Spell.objects.filter(
        member=stay.member, kind=SpellKind.AWAY, period__startswith=stay.begins_on
    )
    for spell in lasting_after(away, last_day):
        end_on(spell, last_day)
    end_on(stay, last_day)
    for org in orgs:
        record(
            by=by,
            verb=Verb.END_STAY,
            org=org,
            subject=stay.member,
            key=stay.member.key,
            last_day=str(last_day),
        )


@transaction.atomic
def recognise(*, by, membership, official_on, decision):
    """Probation ends: an official member from the day (Điều lệ Đảng, Đ.5), by a decision."""
    require(_may_change(by, membership.cell))
    lock(membership.cell)
    member = membership.member
    if member.official_on is not None:
        raise ValidationError(
            f"Đồng chí đã là đảng viên chính thức từ {date_format(member.official_on)}."
        )
    if official_on < member.admitted_on:
        raise ValidationError({"official_on": "Ngày chính thức không thể trước ngày vào Đảng."})
    kept = keep_decision(decision)
    member.official_on = official_on
    member.full_clean()
    member.save(update_fields=["official_on"])
    record(
        by=by,
        verb=Verb.RECOGNISE,
        org=membership.cell,
        subject=member,
        key=member.key,
        official_on=str(official_on),
        decision=kept.number if kept else "",
    )
    return member
