"""Accounts and the roles granted to them."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from cells.models.orgs import Decision, PartyOrg
from cells.models.people import Member
from cells.models.periods import DatedModel, no_overlap, not_empty
from cells.roles import ROLE_CHOICES, ROLES, Permission, Role


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
        """Today's grants with the paths they reach: one query, kept for the request."""
        rows = RoleGrant.objects.on(timezone.localdate()).filter(user=self).reach_rows()
        return [
            Reach(ROLES[role], *rest) for role, *rest in rows.order_by("org__paths__depth", "id")
        ]

    def reaches_with(self, permission: Permission):
        """The grants of today that permit `permission`."""
        return [reach for reach in self.reaches if permission in reach.role.permissions]

    def may(self, permission: Permission, path: str):
        """True when a grant with `permission` reaches the organisation at `path` by the tree."""
        return any(
            path.startswith(reach.path)
            for reach in self.reaches_with(permission)
            if not reach.role.by_locality
        )


class RoleGrantQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(period__contains=day)

    def reach_rows(self):
        """Tuples for `Reach`, with each organisation's path and version of today."""
        today = timezone.localdate()
        return self.filter(
            org__paths__period__contains=today, org__versions__period__contains=today
        ).values_list(
            "role",
            "org_id",
            "org__key",
            "org__versions__short_name",
            "org__paths__path",
            "org__versions__locality_id",
            "org__versions__kind__is_cell",
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

    objects = RoleGrantQuerySet.as_manager()

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
