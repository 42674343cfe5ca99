"""Roles as data: what each lets its holder do within reach of a grant.

A grant of a role on an organisation reaches it and all below it on that day. The coordinator's
grant reaches the cells that sit in the organisation's locality instead, whatever their line.
"""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    SEE = "see"  # the organisation in the tree
    ROSTER = "roster"  # its members by name
    READ = "read"  # its meeting records and figures
    WRITE = "write"  # fill in a record
    SUBMIT = "submit"  # hand a record over
    VERIFY = "verify"  # verify or return a record
    DECIDE = "decide"  # give the final decision
    CRITERIA = "criteria"  # draft and issue criteria sets, in the committee's name
    MANAGE_ORGS = "manage_orgs"  # found and change organisations
    MANAGE_PEOPLE = "manage_people"  # add and end members, appoint
    MANAGE_ACCOUNTS = "manage_accounts"  # grant and end roles
    AUDIT = "audit"  # the audit trail


@dataclass(frozen=True)
class Role:
    """A role: its stored code, its name for people, and what it permits."""

    code: str
    name: str
    permissions: frozenset[Permission]
    by_locality: bool = False


P = Permission
_INSIDE = {P.SEE, P.ROSTER, P.READ}

ROLES = {
    role.code: role
    for role in (
        Role("secretary", "Bí thư, phó bí thư", frozenset(_INSIDE | {P.WRITE, P.SUBMIT})),
        Role("minute_taker", "Thư ký cuộc họp", frozenset(_INSIDE | {P.WRITE})),
        Role("supervisor", "Cấp ủy viên phụ trách", frozenset(_INSIDE | {P.VERIFY})),
        Role("reviewer", "Cán bộ cấp ủy (thẩm định)", frozenset(_INSIDE | {P.VERIFY, P.CRITERIA})),
        Role("leader", "Lãnh đạo cấp ủy", frozenset(_INSIDE | {P.VERIFY, P.DECIDE, P.CRITERIA})),
        Role("coordinator", "Cấp ủy địa phương", frozenset({P.SEE, P.READ}), by_locality=True),
        Role(
            "org_admin",
            "Quản trị cây tổ chức",
            frozenset({P.SEE, P.ROSTER, P.MANAGE_ORGS, P.MANAGE_PEOPLE, P.MANAGE_ACCOUNTS}),
        ),
        Role("auditor", "Kiểm tra, giám sát", frozenset(_INSIDE | {P.AUDIT})),
        Role("operator", "Vận hành hệ thống", frozenset()),
    )
}

ROLE_CHOICES = [(role.code, role.name) for role in ROLES.values()]
