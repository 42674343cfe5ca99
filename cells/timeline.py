"""A member over time: where they belonged, what they held, what their account might do."""

from dataclasses import dataclass
from datetime import date

from cells.models import Appointment, Membership, PartyOrgPath, PartyOrgVersion, RoleGrant
from cells.policies import can_manage_accounts, can_see_audit

PAST, NOW, COMING = "đã kết thúc", "hiện nay", "sắp tới"


@dataclass(frozen=True)
class Stage:
    """One dated row in words: what it was, where, its days, and what stands behind it.

    `when` says on which side of today it lies; `is_temporary` marks a stay away from home.
    """

    what: str
    where: str
    begins_on: date
    last_day: date | None
    details: tuple[str, ...]
    when: str
    is_temporary: bool = False
    is_office: bool = False

    @property
    def is_past(self):
        return self.when == PAST

    @property
    def is_now(self):
        return self.when == NOW


def timeline_of(member, *, user, today):
    """Stages of the member, the newest first, as `user` may see them; a flat number of queries.

    Roles are for who manages accounts or reads the trail there, and for the member.
    """
    rows = [*_memberships(member), *_offices(member), *_grants(member, user, today)]
    named = PartyOrgVersion.objects.filter(org__in={org for _, org, _, _ in rows})
    versions = {}
    for version in named.order_by("period"):
        versions.setdefault(version.org_id, []).append(version)
    stages = [
        Stage(
            what=what,
            where=_name_then(versions[org], row.begins_on),
            begins_on=row.begins_on,
            last_day=row.last_day,
            details=tuple(filter(None, details)),
            when=_when(row, today),
            is_temporary=isinstance(row, Membership) and row.is_temporary,
            is_office=isinstance(row, Appointment),
        )
        for row, org, what, details in reversed(rows)
    ]
    # Read from below, a membership stands before the office and the role of the same day.
    return sorted(stages, key=lambda stage: stage.begins_on, reverse=True)


def _memberships(member):
    rows = Membership.objects.filter(member=member).select_related("decision")
    for row in rows.order_by("period", "id"):
        yield row, row.cell_id, "Sinh hoạt", (_paper(row), row.end_reason)


def _offices(member):
    rows = Appointment.objects.filter(member=member).select_related("decision")
    for row in rows.order_by("period", "id"):
        yield row, row.org_id, row.get_office_display(), (_paper(row),)


def _grants(member, user, today):
    """Roles of the member's account, each seen by who may where it was given."""
    grants = RoleGrant.objects.filter(user__member=member)
    rows = list(grants.select_related("decision", "granted_by", "user").order_by("period", "id"))
    known = PartyOrgPath.objects.filter(
        org__in={row.org_id for row in rows}, period__startswith__lte=today
    )
    # An organisation that ended stands where it stood last.
    paths = dict(known.order_by("period").values_list("org", "path"))
    for row in rows:
        path = paths.get(row.org_id)
        is_own = user.pk == row.user_id
        if is_own or can_manage_accounts(user, path) or can_see_audit(user, path):
            giver = f"{row.granted_by} cấp" if row.granted_by else "cấp khi lập sổ"
            what = f"Quyền trên sổ: {row.get_role_display().lower()}"
            yield row, row.org_id, what, (giver, _paper(row))


def _paper(row):
    return f"Quyết định {row.decision.number}" if row.decision else ""


def _name_then(versions, day):
    """As the organisation was called on that day, or first."""
    then = [version for version in versions if version.begins_on <= day]
    return (then or versions[:1])[-1].short_name


def _when(row, today):
    if row.begins_on > today:
        return COMING
    return PAST if row.last_day is not None and row.last_day < today else NOW
