"""Offices: who takes one in an organisation, and who leaves it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cells.acting import acting_from, days_of
from cells.actions.offices import leave_office, take_office
from cells.enums import Office
from cells.forms.offices import TakeOfficeForm
from cells.forms.people import LastDayForm
from cells.models import Appointment, Member, Membership
from cells.policies import can_manage_people, require
from cells.roles import Permission
from cells.text import clean_line
from cells.tree import ancestors_of
from cells.views.errors import account_required
from cells.views.scoped import find, find_org, form_page

MEMBERS_OFFERED = 200


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def appoint(request, key):
    """Give an office in the organisation to a member; `?q=` looks beyond its own roll."""
    version, today = find_org(request.user, key), timezone.localdate()
    require(can_manage_people(request.user, version.path))
    query = clean_line(request.GET.get("q", ""))[:60]
    form = TakeOfficeForm(
        request.POST or None,
        members=_members_offered(request.user, version, query, request.POST.get("member")),
        issuers=[*reversed(ancestors_of(version.org, on=today)), version],
        initial={"begins_on": today, "office": Office.SECRETARY},
    )
    if request.method == "POST" and form.is_valid():
        try:
            appointment, grant = take_office(
                by=request.user,
                org=version.org,
                member=form.cleaned_data["member"],
                office=form.cleaned_data["office"],
                begins_on=form.cleaned_data["begins_on"],
                last_day=form.cleaned_data["last_day"],
                decision=form.decision(f"Giao chức vụ tại {version.name}"),
                with_role=form.cleaned_data["with_role"],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            member = appointment.member
            office = appointment.get_office_display().lower()
            messages.success(request, f"Đã giao chức vụ {office} cho đồng chí {member}.")
            if grant is not None:
                role = grant.get_role_display().lower()
                messages.success(request, f"Đã cấp quyền {role} cho tài khoản của đồng chí.")
                return redirect("org", key=key)
            if request.user.reaches_with(Permission.MANAGE_ACCOUNTS):
                messages.info(request, "Việc tiếp theo: cấp quyền để đồng chí làm việc trên sổ.")
                return redirect(reverse("grant_add", args=[key]) + f"?member={member.key}")
            return redirect("org", key=key)
    return form_page(
        request,
        version,
        form,
        title=f"Giao chức vụ tại {version.short_name}",
        submit="Giao chức vụ",
        query=query,
        has_search=True,
    )


def _members_offered(user, version, query, chosen):
    """Those at or below it, or those within the user's reach whose name matches `query`.

    The one already `chosen` stays among them, so that a form sent again keeps its choice.
    """
    today = timezone.localdate()
    if query or chosen:
        paths = [
            reach.path
            for reach in user.reaches_with(Permission.MANAGE_PEOPLE)
            if not reach.role.by_locality
        ]
    else:
        paths = [version.path]
    within = Membership.objects.none()
    for path in paths:
        within = within | Membership.objects.within(path, today)
    members = Member.objects.filter(memberships__in=within).distinct()
    if chosen:
        members = members.filter(Q(key=chosen))
    elif query:
        members = members.matching(query)
    return members.order_by("sort_key", "id")[:MEMBERS_OFFERED]


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def appointment_end(request, key, member_key, office):
    """End an office that a member holds in the organisation."""
    version, today = find_org(request.user, key), timezone.localdate()
    require(can_manage_people(request.user, version.path))
    held = Appointment.objects.on(today).filter(org=version.org).select_related("member", "org")
    appointment = find(held.order_by("id"), member__key=member_key, office=office)
    form = LastDayForm(request.POST or None, initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        try:
            ended = leave_office(by=request.user, appointment=appointment, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi ngày thôi chức vụ.")
            for grant in ended:
                role = grant.get_role_display().lower()
                messages.info(request, f"Quyền {role} đi kèm cũng hết sau ngày đó.")
            return redirect("org", key=key)
    name, member = appointment.get_office_display().lower(), appointment.member
    return form_page(
        request,
        version,
        form,
        title=f"Đồng chí {member} thôi chức vụ {name}",
        submit="Ghi ngày thôi chức vụ",
        also_ends=_also_ends(appointment, today),
        note="Quyền trên sổ đi kèm chức vụ này cũng hết sau ngày đó; quyền khác vẫn còn.",
    )


def _also_ends(appointment, today):
    """What a deputy acts in now or later: it ends with their own office."""
    if appointment.office != Office.DEPUTY:
        return []
    acting = Appointment.objects.filter(
        acting_from(today), org=appointment.org, member=appointment.member
    )
    return [f"Phụ trách thay bí thư {days_of(row)}" for row in acting.order_by("period")]
