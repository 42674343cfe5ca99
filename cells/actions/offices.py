"""Taking and leaving an office, with the role on the record that goes with it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from cells.actions.accounts import end_grant, grant_role
from cells.actions.acting import is_deputy_throughout
from cells.actions.audit import Verb, record
from cells.actions.orgs import lock
from cells.actions.people import appoint, end_appointment
from cells.actions.periods import lasting_after
from cells.enums import Office
from cells.models import Appointment, PartyOrgVersion, RoleGrant, User
from cells.offices import offices_with, role_of
from cells.policies import can_end_grant, can_grant, can_manage_people, require
from cells.tree import path_of


def kind_is_cell(org):
    """Whether the organisation is a cell today."""
    today = PartyOrgVersion.objects.on(timezone.localdate()).filter(org=org)
    return today.values_list("kind__is_cell", flat=True).first() or False


@transaction.atomic
def take_office(*, by, org, member, office, begins_on, last_day, decision, with_role, reason=""):
    """Appoint a member and, if wanted, grant the member's account what goes with the office.

    Returns the appointment, and the grant or None: where no role goes with the office, the member
    has no account or has the role already, or `by` may not grant it. A role that the account has
    for the first of these days only goes on from the day after it.
    """
    appointment = appoint(
        by=by,
        org=org,
        member=member,
        office=office,
        begins_on=begins_on,
        last_day=last_day,
        decision=decision,
        reason=reason,
    )
    is_cell = kind_is_cell(org)
    role = role_of(office, is_cell=is_cell)
    account = User.objects.filter(member=member).first()
    if not (with_role and role and account):
        return appointment, None
    path = path_of(org, on=timezone.localdate())
    first_day = _first_day_without(role, account, appointment)
    if first_day is None or not can_grant(by, account, role, path, is_cell=is_cell):
        return appointment, None
    grant = grant_role(
        by=by,
        account=account,
        role=role,
        org=org,
        begins_on=first_day,
        last_day=last_day,
        decision=appointment.decision,
    )
    return appointment, grant


def _first_day_without(role, account, appointment):
    """From when the account wants the role for the office; None when it has it already."""
    held = RoleGrant.objects.filter(user=account, role=role, org=appointment.org)
    last = held.filter(period__overlap=appointment.period).order_by("period").last()
    if last is None:
        return appointment.begins_on
    end, upper = last.period.upper, appointment.period.upper
    goes_on = end is not None and (upper is None or end < upper)
    # An acting deputy elected secretary: the role given for the acting runs out with it.
    return end if goes_on and appointment.office != Office.ACTING else None


@transaction.atomic
def leave_office(*, by, appointment, last_day):
    """End an office, and the grants that go with it unless another office keeps them.

    Who stops being a deputy stops acting for the secretary; an acting that has not begun is
    withdrawn. Returns the grants that ended. Those that `by` may not end are left, for the page
    to tell.
    """
    days, ended = appointment.period, []
    end_appointment(by=by, appointment=appointment, last_day=last_day)
    if appointment.office == Office.DEPUTY:
        ended = _stop_acting(by, appointment, last_day)
    return ended + _end_grants(by, appointment, days, last_day)


def _stop_acting(by, deputy, last_day):
    acting = Appointment.objects.filter(org=deputy.org, member=deputy.member, office=Office.ACTING)
    ended = []
    for row in lasting_after(acting, last_day).select_related("org", "member"):
        if is_deputy_throughout(row):
            continue
        if row.begins_on > last_day:
            withdraw_office(by=by, appointment=row)
        else:
            ended += leave_office(by=by, appointment=row, last_day=last_day)
    return ended


def _end_grants(by, appointment, days, last_day):
    """End the role that came with the office held for `days`, unless another office keeps it."""
    org, member = appointment.org, appointment.member
    is_cell = kind_is_cell(org)
    role = role_of(appointment.office, is_cell=is_cell)
    if role is None:
        return []
    keepers = set(offices_with(role, is_cell=is_cell))
    others = _other_offices(appointment)
    if appointment.office == Office.ACTING:
        # The deputy's own office goes on: only what was given for just these days was for them.
        grants = _grants_for_just(appointment, days, role)
        keepers -= {Office.ACTING, Office.DEPUTY}
    else:
        grants = RoleGrant.objects.filter(user__member=member, role=role, org=org)
    if lasting_after(others.filter(office__in=keepers), last_day).exists():
        return []
    path = path_of(org, on=timezone.localdate())
    ended = []
    for grant in lasting_after(grants, last_day).select_related("org", "user"):
        if grant.begins_on <= last_day and can_end_grant(by, grant, path):
            end_grant(by=by, grant=grant, last_day=last_day)
            ended.append(grant)
    return ended


def _other_offices(appointment):
    held = Appointment.objects.filter(org=appointment.org, member=appointment.member)
    return held.exclude(pk=appointment.pk)


def _grants_for_just(appointment, days, role):
    """Grants of the role for exactly the `days` of the office, and of no other office."""
    grants = RoleGrant.objects.filter(
        user__member=appointment.member, org=appointment.org, role=role, period=days
    )
    return grants.exclude(period__in=_other_offices(appointment).values("period"))


@transaction.atomic
def withdraw_office(*, by, appointment):
    """Take back an office that has held on no day yet, and a role given for just its days.

    The rows go, for they never were true; the trail tells of them.
    """
    org, today = lock(appointment.org), timezone.localdate()
    path = path_of(org, on=today)
    require(can_manage_people(by, path))
    if appointment.begins_on <= today:
        since = date_format(appointment.begins_on)
        raise ValidationError(f"Đã bắt đầu từ {since}; hãy ghi ngày cuối cùng.")
    role = role_of(appointment.office, is_cell=kind_is_cell(org))
    grants = _grants_for_just(appointment, appointment.period, role)
    for grant in grants.select_related("user", "org"):
        if can_end_grant(by, grant, path):
            _tell_withdrawn(Verb.END_GRANT, by, grant, grant.user, username=grant.user.username)
            grant.delete()
    member = appointment.member
    _tell_withdrawn(
        Verb.WITHDRAW_APPOINTMENT,
        by,
        appointment,
        member,
        key=member.key,
        office=appointment.office,
    )
    appointment.delete()


def _tell_withdrawn(verb, by, row, subject, **detail):
    record(
        by=by,
        verb=verb,
        org=row.org,
        subject=subject,
        from_day=str(row.begins_on),
        last_day=str(row.last_day or ""),
        **detail,
    )
