"""Taking and leaving an office, with the role on the record that goes with it."""

from django.db import transaction
from django.utils import timezone

from cells.actions.accounts import end_grant, grant_role
from cells.actions.people import appoint, end_appointment
from cells.actions.periods import lasting_after
from cells.models import Appointment, PartyOrgVersion, RoleGrant, User
from cells.offices import offices_with, role_of
from cells.policies import can_end_grant, can_grant
from cells.tree import path_of


def kind_is_cell(org):
    """Whether the organisation is a cell today."""
    today = PartyOrgVersion.objects.on(timezone.localdate()).filter(org=org)
    return today.values_list("kind__is_cell", flat=True).first() or False


@transaction.atomic
def take_office(*, by, org, member, office, begins_on, last_day, decision, with_role):
    """Appoint a member and, if wanted, grant the member's account what goes with the office.

    Returns the appointment, and the grant or None: where no role goes with the office, the member
    has no account or has the role already, or `by` may not grant it.
    """
    appointment = appoint(
        by=by,
        org=org,
        member=member,
        office=office,
        begins_on=begins_on,
        last_day=last_day,
        decision=decision,
    )
    is_cell = kind_is_cell(org)
    role = role_of(office, is_cell=is_cell)
    account = User.objects.filter(member=member).first()
    if not (with_role and role and account):
        return appointment, None
    path = path_of(org, on=timezone.localdate())
    held = RoleGrant.objects.filter(user=account, role=role, org=org)
    has_role = held.filter(period__overlap=appointment.period).exists()
    if has_role or not can_grant(by, account, role, path, is_cell=is_cell):
        return appointment, None
    grant = grant_role(
        by=by,
        account=account,
        role=role,
        org=org,
        begins_on=begins_on,
        last_day=last_day,
        decision=appointment.decision,
    )
    return appointment, grant


@transaction.atomic
def leave_office(*, by, appointment, last_day):
    """End an office, and the grants that go with it unless another office keeps them.

    Returns the grants that ended. Those that `by` may not end are left, for the page to tell.
    """
    end_appointment(by=by, appointment=appointment, last_day=last_day)
    org, member = appointment.org, appointment.member
    is_cell = kind_is_cell(org)
    role = role_of(appointment.office, is_cell=is_cell)
    if role is None:
        return []
    others = Appointment.objects.filter(
        org=org, member=member, office__in=offices_with(role, is_cell=is_cell)
    ).exclude(pk=appointment.pk)
    if lasting_after(others, last_day).exists():
        return []
    path = path_of(org, on=timezone.localdate())
    grants = RoleGrant.objects.filter(user__member=member, role=role, org=org)
    ended = []
    for grant in lasting_after(grants, last_day).select_related("org", "user"):
        if grant.begins_on <= last_day and can_end_grant(by, grant, path):
            end_grant(by=by, grant=grant, last_day=last_day)
            ended.append(grant)
    return ended
