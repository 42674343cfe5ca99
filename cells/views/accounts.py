"""Roles of accounts on an organisation, and the accounts opened for them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cells.actions.accounts import end_grant, grant_role, open_account, renew_password
from cells.forms.accounts import GrantForm
from cells.forms.fields import RecordForm
from cells.forms.people import LastDayForm
from cells.models import Member, Membership, RoleGrant
from cells.policies import can_end_grant, can_manage_accounts, grantable_roles, require
from cells.tree import ancestors_of
from cells.views.errors import account_required
from cells.views.scoped import find, find_org, form_page, page_about

MEMBERS_OFFERED = 200


@account_required
@require_safe
def grants(request, key):
    """Who may do what on the organisation: roles given on it, today's and coming, then ended."""
    version, today = find_org(request.user, key), timezone.localdate()
    require(can_manage_accounts(request.user, version.path))
    rows = (
        RoleGrant.objects.filter(org=version.org)
        .select_related("user", "decision", "granted_by")
        .order_by("user__username", "-period")
    )
    living, ended = [], []
    for row in rows:
        row.may_end = can_end_grant(request.user, row, version.path)
        is_over = row.last_day is not None and row.last_day < today
        (ended if is_over else living).append(row)
    context = page_about(request, version, living=living, ended=ended, today=today)
    return render(request, "cells/grants.html", context)


@account_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def grant_add(request, key):
    """Give a role to an account that exists, or open one; its password is shown once."""
    version, today = find_org(request.user, key), timezone.localdate()
    require(can_manage_accounts(request.user, version.path))
    form = GrantForm(
        request.POST or None,
        roles=grantable_roles(is_cell=version.kind.is_cell),
        members=_members_without_account(version, today),
        issuers=[*reversed(ancestors_of(version.org, on=today)), version],
        initial=_initial_grant(version, request.GET.get("member", ""), today),
    )
    if request.method == "POST" and form.is_valid():
        try:
            account, password = _give(request.user, version, form)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            if password:
                about = page_about(request, version, account=account, password=password)
                return render(request, "cells/account_opened.html", about)
            messages.success(request, f"Đã cấp quyền cho {account}.")
            return redirect("grants", key=key)
    title = f"Cấp quyền tại {version.short_name}"
    return form_page(request, version, form, title=title, submit="Cấp quyền", back="grants")


@transaction.atomic
def _give(user, version, form):
    """Both steps or neither: open the account when it is new, then give the role."""
    typed, password = form.cleaned_data, ""
    account = form.account
    if form.is_new:
        account, password = open_account(
            by=user,
            org=version.org,
            username=typed["username"],
            name=typed["name"],
            member=typed["member"],
        )
    grant_role(
        by=user,
        account=account,
        role=typed["role"],
        org=version.org,
        begins_on=typed["begins_on"],
        last_day=typed["last_day"],
        decision=form.decision(f"Cấp quyền tại {version.name}"),
    )
    return account, password


def _members_without_account(version, today):
    within = Membership.objects.within(version.path, today)
    members = Member.objects.filter(account=None, memberships__in=within).distinct()
    return members.order_by("sort_key", "id")[:MEMBERS_OFFERED]


def _initial_grant(version, member_key, today):
    """What the form proposes: for the member just appointed, their account or a new one."""
    initial = {
        "begins_on": today,
        "whose": GrantForm.EXISTING,
        "role": "secretary" if version.kind.is_cell else "reviewer",
    }
    within = Membership.objects.within(version.path, today)
    member = Member.objects.filter(key=member_key, memberships__in=within).first()
    if member is None:
        return initial
    if hasattr(member, "account"):
        return initial | {"username": member.account.username}
    return initial | {"whose": GrantForm.NEW, "member": member.key}


def _find_grant(request, key, username, role):
    version, today = find_org(request.user, key), timezone.localdate()
    require(can_manage_accounts(request.user, version.path))
    living = RoleGrant.objects.on(today).filter(org=version.org).select_related("user", "org")
    return version, find(living.order_by("id"), user__username=username, role=role)


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def grant_end(request, key, username, role):
    """End a role after a day."""
    version, grant = _find_grant(request, key, username, role)
    require(can_end_grant(request.user, grant, version.path))
    form = LastDayForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            end_grant(by=request.user, grant=grant, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi ngày hết quyền.")
            return redirect("grants", key=key)
    return form_page(
        request,
        version,
        form,
        title=f"Thu hồi quyền {grant.get_role_display()} của {grant.user}",
        submit="Thu hồi quyền",
        back="grants",
        note="Quyền còn dùng được đến hết ngày này.",
    )


@account_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password_renew(request, key, username, role):
    """Give the holder of a role, who forgot it, a new password; shown once."""
    version, grant = _find_grant(request, key, username, role)
    if request.method == "POST":
        password = renew_password(by=request.user, org=version.org, account=grant.user)
        about = page_about(request, version, account=grant.user, password=password)
        return render(request, "cells/account_opened.html", about)
    return form_page(
        request,
        version,
        RecordForm(),
        title=f"Cấp lại mật khẩu cho {grant.user}",
        submit="Cấp mật khẩu mới",
        back="grants",
        note="Mật khẩu cũ mất hiệu lực ngay. Mật khẩu mới chỉ hiện một lần.",
    )
