"""All models of the app, so that Django and readers find them in one place."""

from cells.models.accounts import Reach, RoleGrant, User
from cells.models.audit import AuditEvent
from cells.models.lineage import OrgLineage
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
from cells.models.reorganisations import (
    Reorganisation,
    ReorganisationLine,
    Succession,
    TouchedRow,
)
from cells.models.roster import RosterImport, RosterImportRow

__all__ = [
    "Appointment",
    "AuditEvent",
    "Decision",
    "Locality",
    "Member",
    "Membership",
    "OrgKind",
    "OrgLineage",
    "PartyOrg",
    "PartyOrgPath",
    "PartyOrgVersion",
    "Reach",
    "Reorganisation",
    "ReorganisationLine",
    "RoleGrant",
    "RosterImport",
    "RosterImportRow",
    "Sector",
    "Spell",
    "Succession",
    "Term",
    "TouchedRow",
    "User",
]
