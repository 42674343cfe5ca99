"""All models of the app, so that Django and readers find them in one place."""

from cells.models.accounts import Reach, RoleGrant, User
from cells.models.audit import AuditEvent
from cells.models.orgs import (
    Decision,
    Locality,
    OrgKind,
    PartyOrg,
    PartyOrgPath,
    PartyOrgVersion,
    Sector,
)
from cells.models.people import Appointment, Member, Membership, Spell, Term

__all__ = [
    "Appointment",
    "AuditEvent",
    "Decision",
    "Locality",
    "Member",
    "Membership",
    "OrgKind",
    "PartyOrg",
    "PartyOrgPath",
    "PartyOrgVersion",
    "Reach",
    "RoleGrant",
    "Sector",
    "Spell",
    "Term",
    "User",
]
