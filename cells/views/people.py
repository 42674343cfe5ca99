"""Members: the roster on a day, and the changes to it."""

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from cells.actions.people import (
    add_member,
    add_spell,
    edit_member,
    end_membership,
    end_spell,
)
from cells.actions.periods import lasting_after
from cells.forms.fields import DayField
from cells.forms.people import (
    LastDayForm,
    MemberAddForm,
    MemberForm,
    MembershipEndForm,
    SpellForm,
)
from cells.models import Appointment, Member, Membership, PartyOrgVersion, Spell
from cells.policies import can_manage_people, can_see_roster, require
from cells.text import clean_line
from cells.views.errors import account_required
from cells.views.scoped import find, find_org, form_page, page_about

PAGE = 50


@account_required
@require_safe
def org_members(request, key):
    """Who was on the roll on a day (`?on=`, today unless told), of it and of all below it."""
    version = find_org(request.user, key)
    require(can_see_roster(request.user, version.path))
    today = timezone.localdate()
    day, fault = _day(request.GET.get("on", ""), today)
    query = clean_line(request.GET.get("q", ""))[:60]
    here = Membership.objects.within(version.path, day)
    start = (_page(request) - 1) * PAGE
    rows = list(_roster(here, query, day)[start : start + PAGE + 1])
    names = PartyOrgVersion.objects.on(day).filter(org__in={row.cell_id for row in rows})
    cells = {row.org_id: row.short_name for row in names}
    for row in rows:
        row.cell_name = cells[row.cell_id]
        row.is_official = row.member.is_official_on(day)
    people = here.composition(day)
    context = page_about(
        request,
        version,
        day=day,
        is_today=day == today,
        fault=fault,
        typed_day=request.GET.get("on", "") if fault else date_format(day),
        query=query,
        rows=rows[:PAGE],
        page=_page(request),
        has_more=len(rows) > PAGE,
        keep=urlencode({"on": date_format(day), "q": query}) + "&",
        people=people,
        probationary=people["members"] - people["official"],
        may_manage=can_manage_people(request.user, version.path),
    )
    return render(request, "cells/members.html", context)


def _day(text, today):
    """The day typed and None, or today and the sentence that says what is wrong."""
    try:
        return DayField(required=False).clean(text) or today, ""
    except ValidationError as error:
        return today, error.messages[0]


def _page(request):
    number = request.GET.get("page", "1")
    return max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1


def _roster(here, query, day):
    """Memberships in the order of given names, with the offices and spells of the day."""
    offices = Appointment.objects.on(day).order_by("office")
    spells = Spell.objects.on(day)
    return (
        here.filter(member__in=Member.objects.matching(query) if query else Member.objects.all())
        .select_related("member", "cell")
        .prefetch_related(
            Prefetch("member__appointments", offices, to_attr="offices_held"),
            Prefetch("member__spells", spells, to_attr="spells_now"),
        )
        .order_by("member__sort_key", "member_id", "id")
    )


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request, key):
    """Put a new person on the roll of a cell."""
    version = find_org(request.user, key)
    require(can_manage_people(request.user, version.path) and version.kind.is_cell)
    form = MemberAddForm(request.POST or None, initial={"begins_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            member = add_member(
                by=request.user,
                cell=version.org,
                member=form.instance,
                begins_on=form.cleaned_data["begins_on"],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã thêm đồng chí {member} vào danh sách.")
            return redirect("org_members", key=key)
    title = f"Thêm đảng viên vào {version.short_name}"
    return _answer_form(request, version, form, title=title, submit="Thêm vào danh sách")


def find_membership(user, key, member_key):
    """The organisation and a membership of it that has not ended; 404 and 403 as everywhere."""
    version = find_org(user, key)
    require(can_manage_people(user, version.path))
    rows = lasting_after(
        Membership.objects.filter(cell=version.org), timezone.localdate() - timedelta(days=1)
    )
    membership = find(
        rows.select_related("member", "cell").order_by("period"), member__key=member_key
    )
    return version, membership


def _answer_form(request, version, form, **more):
    return form_page(request, version, form, back="org_members", **more)


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request, key, member_key):
    """Correct a member's facts, or note that the probation is over."""
    version, membership = find_membership(request.user, key, member_key)
    form = MemberForm(request.POST or None, instance=membership.member)
    if request.method == "POST" and form.is_valid():
        if form.changed_data:
            edit_member(
                by=request.user,
                membership=membership,
                member=form.instance,
                fields=form.changed_data,
            )
            messages.success(request, f"Đã lưu thông tin của đồng chí {form.instance}.")
        return redirect("org_members", key=key)
    # A form that did not pass has already written what was typed into its instance.
    title = "Sửa thông tin đảng viên"
    return _answer_form(request, version, form, title=title, submit="Lưu")


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request, key, member_key):
    """Take a member off the roll after a day, with what else ends said before."""
    version, membership = find_membership(request.user, key, member_key)
    member, today = membership.member, timezone.localdate()
    form = MembershipEndForm(request.POST or None, initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        try:
            ended = end_membership(by=request.user, membership=membership, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            names = ", ".join(appointment.get_office_display().lower() for appointment in ended)
            also = f" Thôi chức vụ: {names}." if names else ""
            last_day = date_format(form.cleaned_data["last_day"])
            messages.success(
                request, f"Đồng chí {member} ra khỏi danh sách sau ngày {last_day}.{also}"
            )
            if hasattr(member, "account"):
                messages.warning(request, "Hãy xem lại quyền của tài khoản đồng chí này.")
            return redirect("org_members", key=key)
    offices = lasting_after(Appointment.objects.filter(member=member, org=version.org), today)
    return _answer_form(
        request,
        version,
        form,
        title=f"Đưa đồng chí {member} ra khỏi danh sách",
        submit="Đưa ra khỏi danh sách",
        also_ends=[f"{row.get_office_display()} {version.short_name}" for row in offices],
        note="Những tháng đã qua không thay đổi: đồng chí vẫn có tên trong biên bản cũ.",
    )


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def spell_add(request, key, member_key):
    """Note that a member need not attend for a time."""
    version, membership = find_membership(request.user, key, member_key)
    member = membership.member
    form = SpellForm(request.POST or None, initial={"begins_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            spell = add_spell(by=request.user, membership=membership, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi: đồng chí {member}, {spell.get_kind_display()}.")
            return redirect("org_members", key=key)
    title = f"Đồng chí {member}: miễn, vắng hoặc đình chỉ sinh hoạt"
    return _answer_form(request, version, form, title=title, submit="Ghi lại")


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def spell_end(request, key, member_key):
    """End the spell that a member is in today."""
    version, membership = find_membership(request.user, key, member_key)
    today = timezone.localdate()
    spell = find(Spell.objects.on(today).filter(Q(member=membership.member)).order_by("id"))
    form = LastDayForm(request.POST or None, initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        try:
            end_spell(by=request.user, membership=membership, spell=spell, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi ngày kết thúc.")
            return redirect("org_members", key=key)
    title = f"Đồng chí {membership.member}: kết thúc {spell.get_kind_display().lower()}"
    return _answer_form(request, version, form, title=title, submit="Kết thúc")
