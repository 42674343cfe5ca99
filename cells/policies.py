"""Who may do what: plain questions about a user and a place in the tree.

A place is a path such as `/1/22/788/` on today's tree; None, for an organisation that does not
exist today, is within nobody's reach. Whether an organisation is *seen* at all is asked of
`PartyOrgVersion.objects.visible_to(user)`; `can_see` answers the same for a path at hand.
"""

from django.core.exceptions import PermissionDenied

from cells.roles import ROLES, Permission

# A secretary of a committee writes no cell's record: these roles are given on cells only.
CELL_ROLES = {"secretary", "minute_taker"}
# The operator looks after the machine; that account is made at the machine.
SYSTEM_ROLES = {"operator"}


def require(allowed):
    """Stop with 403 unless `allowed`."""
    if not allowed:
        raise PermissionDenied


def can_see(user, path, locality_id):
    """By the tree, or by the locality in which the organisation sits."""
    return _reaches(user, Permission.SEE, path, locality_id)


def can_read(user, path, locality_id):
    """Its meeting records and figures."""
    return _reaches(user, Permission.READ, path, locality_id)


def can_see_branch(user, path):
    """All that stands below it, whatever day: by the tree only, for a locality has no branches."""
    return _may(user, Permission.SEE, path)


def can_see_roster(user, path):
    return _may(user, Permission.ROSTER, path)


def can_manage_orgs(user, path):
    return _may(user, Permission.MANAGE_ORGS, path)


def can_found_trees(user):
    """Organisations with none above them: only the account that was made at the machine."""
    return user.is_active and user.is_superuser


def can_manage_people(user, path):
    return _may(user, Permission.MANAGE_PEOPLE, path)


def can_manage_accounts(user, path):
    return _may(user, Permission.MANAGE_ACCOUNTS, path)


def can_see_audit(user, path):
    return _may(user, Permission.AUDIT, path)


def can_grant(user, account, role, path, *, is_cell):
    """Roles that fit the kind of organisation; to others, never to oneself."""
    return (
        can_manage_accounts(user, path)
        and account.pk != user.pk
        and role in {fitting.code for fitting in grantable_roles(is_cell=is_cell)}
    )


def can_end_grant(user, grant, path):
    return can_manage_accounts(user, path) and grant.user_id != user.pk


def grantable_roles(*, is_cell):
    """The roles that may be given on an organisation, in the order of `ROLES`."""
    left_out = SYSTEM_ROLES if is_cell else SYSTEM_ROLES | CELL_ROLES
    return [role for role in ROLES.values() if role.code not in left_out]


def _may(user, permission, path):
    return path is not None and user.may(permission, path)


def _reaches(user, permission, path, locality_id):
    if _may(user, permission, path):
        return True
    return any(
        reach.role.by_locality and reach.locality_id is not None
        for reach in user.reaches_with(permission)
        if reach.locality_id == locality_id
    )
