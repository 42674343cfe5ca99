"""Accounts and the roles granted to them."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import connection, models
from django.utils import timezone
from django.utils.functional import cached_property

from cells.models.orgs import Decision, PartyOrg, tops_on
from cells.models.people import Member
from cells.models.periods import DatedModel, no_overlap, not_empty
from cells.roles import ROLE_CHOICES, ROLES, Permission, Role

# Asked on every page: as a queryset over five tables it would cost more than a plain page.
REACHES = """
SELECT g.role, g.org_id, o.key, v.short_name, p.path, v.locality_id, k.is_cell
FROM cells_rolegrant g
JOIN cells_partyorg o ON o.id = g.org_id
JOIN cells_partyorgpath p ON p.org_id = g.org_id AND p.period @> %(today)s
JOIN cells_partyorgversion v ON v.org_id = g.org_id AND v.period @> %(today)s
JOIN cells_orgkind k ON k.id = v.kind_id
WHERE g.user_id = %(user)s AND g.period @> %(today)s
ORDER BY p.depth, g.id
"""


@dataclass(frozen=True)
class Reach:
    """How far one grant goes today: an organisation's path, or its locality."""

    role: Role
    org_id: int
    org_key: str
    org_name: str
    path: str
    locality_id: int | None
    is_cell: bool


class User(AbstractUser):
    """An account, often of a member; what it may do is in its role grants."""

    first_name = None
    last_name = None
    name = models.CharField("họ và tên", max_length=100, blank=True)
    member = models.OneToOneField(
        Member, models.PROTECT, null=True, blank=True, related_name="account"
    )

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return str(self)

    def get_short_name(self):
        return str(self)

    @cached_property
    def reaches(self):
        """Today's grants with the paths they reach: one question, kept for the request."""
        with connection.cursor() as cursor:
            cursor.execute(REACHES, {"user": self.pk, "today": timezone.localdate()})
            return [Reach(ROLES[role], *rest) for role, *rest in cursor.fetchall()]

    def reaches_with(self, permission: Permission):
        """The grants of today that permit `permission`."""
        return [reach for reach in self.reaches if permission in reach.role.permissions]

    def tops_on(self, paths, *, on, today):
        """`tops_on` of paths that this user reaches, asked once a request for each day."""
        asked = (frozenset(paths), on, today)
        if asked not in self._tops:
            self._tops[asked] = tops_on(paths, on=on, today=today)
        return self._tops[asked]

    @cached_property
    def _tops(self):
        return {}

    def may(self, permission: Permission, path: str):
        """True when a grant with `permission` reaches the organisation at `path` by the tree."""
        return any(
            path.startswith(reach.path)
            for reach in self.reaches_with(permission)
            if not reach.role.by_locality
        )


class RoleGrant(DatedModel):
    """A role given to an account on an organisation for a period; it ends, it is not deleted."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants", verbose_name="tài khoản")
    role = models.CharField("vai trò", max_length=20, choices=ROLE_CHOICES)
    org = models.ForeignKey(PartyOrg, models.PROTECT, related_name="grants", verbose_name="tổ chức")
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="grants"
    )
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người cấp"
    )
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "quyền"
        verbose_name_plural = "quyền"
        constraints = [
            no_overlap(
                name="role_grant_no_overlap",
                same=["user", "role", "org"],
                message="Tài khoản này đang có vai trò đó trong thời gian này.",
            ),
            not_empty(name="role_grant_not_empty"),
            models.CheckConstraint(
                name="role_grant_known_role",
                condition=models.Q(role__in=list(ROLES)),
                violation_error_message="Vai trò không có trong danh mục.",
            ),
        ]
