"""Accounts and the roles granted to them."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cells.actions.audit import Verb, record
from cells.actions.orgs import keep_decision, lock
from cells.actions.periods import end_on, period_of
from cells.keys import ALPHABET
from cells.models import PartyOrgVersion, RoleGrant, User
from cells.policies import can_end_grant, can_grant, can_manage_accounts, require
from cells.roles import ROLES
from cells.tree import path_of


def new_password():
    """A password to be copied by hand, as `k3m7-9xqp-2hfd` (59 bits)."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


@transaction.atomic
def open_account(*, by, org, username, name, member):
    """Open an account, of `member` unless None; returns it and its password, kept nowhere."""
    require(can_manage_accounts(by, path_of(org, on=timezone.localdate())))
    if User.objects.filter(username__iexact=username).exists():
        raise ValidationError({"username": "Tên đăng nhập này đã có người dùng."})
    password = new_password()
    account = User(username=username, name=name or str(member), member=member)
    account.set_password(password)
    account.full_clean()
    account.save()
    record(by=by, verb=Verb.OPEN_ACCOUNT, org=org, subject=account, username=username)
    return account, password


@transaction.atomic
def renew_password(*, by, org, account):
    """Give an account that forgot its password a new one; returns it.

    Only when all that the account may do today lies within the reach of `by`: who sets a password
    could log in with it.
    """
    require(account.pk != by.pk and account.reaches)
    for reach in account.reaches:
        require(can_manage_accounts(by, reach.path))
    password = new_password()
    account.set_password(password)
    account.save(update_fields=["password"])
    record(by=by, verb=Verb.RENEW_PASSWORD, org=org, subject=account, username=account.username)
    return password


@transaction.atomic
def grant_role(*, by, account, role, org, begins_on, last_day, decision):
    """Let `account` act in `role` on `org` and all below it for a period."""
    today = timezone.localdate()
    org = lock(org)
    version = PartyOrgVersion.objects.on(today).filter(org=org).select_related("kind").get()
    if account.pk == by.pk:
        raise ValidationError({"username": "Không ai được tự cấp quyền cho mình."})
    require(can_grant(by, account, role, path_of(org, on=today), is_cell=version.kind.is_cell))
    if ROLES[role].by_locality and version.locality_id is None:
        raise ValidationError(
            {"role": "Tổ chức này chưa ghi địa bàn, nên vai trò này chưa xem được chi bộ nào."}
        )
    grant = RoleGrant(
        user=account,
        role=role,
        org=org,
        period=period_of(begins_on, last_day),
        decision=keep_decision(decision),
        granted_by=by,
    )
    grant.full_clean()
    grant.save()
    record(
        by=by,
        verb=Verb.GRANT_ROLE,
        org=org,
        subject=account,
        username=account.username,
        role=role,
        from_day=str(begins_on),
        last_day=str(last_day or ""),
    )
    return grant


@transaction.atomic
def end_grant(*, by, grant, last_day):
    """End a role after `last_day`; it goes on being readable in the history."""
    lock(grant.org)
    require(can_end_grant(by, grant, path_of(grant.org, on=timezone.localdate())))
    end_on(grant, last_day)
    record(
        by=by,
        verb=Verb.END_GRANT,
        org=grant.org,
        subject=grant.user,
        username=grant.user.username,
        role=grant.role,
        last_day=str(last_day),
    )
