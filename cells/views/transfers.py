"""A member's page, and what changes where they belong: transfers, stays, recognition."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from cells.actions.periods import lasting_after
from cells.actions.roster import note_export
from cells.actions.transfers import begin_stay, end_stay, recognise, transfer
from cells.enums import SpellKind
from cells.forms.fields import RecordForm
from cells.forms.people import LastDayForm, MoveForm, OfficialForm, StayForm
from cells.models import Membership, PartyOrgVersion, Spell
from cells.policies import can_manage_people, can_see_roster, require
from cells.roles import Permission
from cells.roster.workbook import EXCEL, write_roster
from cells.text import clean_line
from cells.timeline import timeline_of
from cells.tree import ancestors_of
from cells.views.errors import account_required
from cells.views.people import find_membership
from cells.views.scoped import find, find_org, form_page, page_about

CELLS_OFFERED = 50
PROBATION = timedelta(days=365)
ATTENDS = ("Đang sinh hoạt", "")


@account_required
@require_safe
def member(request, key, member_key):
    """One member with all that is dated: where they belonged, offices, roles, spells.

    Found by any membership here, also one that has ended. The card number is not shown.
    """
    version = find_org(request.user, key)
    require(can_see_roster(request.user, version.path))
    here = Membership.objects.filter(cell=version.org).select_related("member")
    membership = here.filter(member__key=member_key).order_by("-period").first()
    membership = membership or find(here, member__key=member_key)
    person, today = membership.member, timezone.localdate()
    homes = list(Membership.objects.filter(member=person))
    spells = list(Spell.objects.filter(member=person).order_by("-period"))
    stages = timeline_of(person, user=request.user, today=today)
    now = [row for row in homes if row.cell_id == version.org_id and _holds(row, today)]
    may = bool(now) and can_manage_people(request.user, version.path)
    context = page_about(
        request,
        version,
        member=person,
        is_official=person.is_official_on(today),
        stages=stages,
        offices=[stage.what for stage in stages if stage.is_office and stage.is_now],
        spells=spells,
        may_manage=may,
        is_guest=bool(now) and now[0].is_temporary,
        is_away=any(row.is_temporary and _holds(row, today) for row in homes),
        has_spell=any(_holds(row, today) for row in spells),
    )
    return render(request, "cells/member.html", context)


def _holds(row, day):
    return row.begins_on <= day and (row.last_day is None or row.last_day >= day)


def _cells_offered(user, version, query, chosen):
    """Other cells that the user looks after; the one already `chosen` stays among them."""
    cells = PartyOrgVersion.objects.on(timezone.localdate()).filter(kind__is_cell=True)
    cells = cells.visible_to(user, Permission.MANAGE_PEOPLE).exclude(org=version.org)
    if chosen:
        cells = cells.filter(Q(org__key=chosen))
    elif query:
        cells = cells.matching(query)
    return list(cells.select_related("org").order_by("sort_key", "id")[:CELLS_OFFERED])


def _issuers(version):
    return [version, *reversed(ancestors_of(version.org, on=timezone.localdate()))]


def _move_page(request, version, form, **more):
    context = page_about(request, version, form=form, **more)
    status = 422 if form.errors else 200
    return render(request, "cells/move.html", context, status=status)


def _move_form(request, form_class, version):
    query = clean_line(request.GET.get("q", ""))[:60]
    cells = _cells_offered(request.user, version, query, request.POST.get("cell", ""))
    form = form_class(
        request.POST or None,
        cells=cells,
        issuers=_issuers(version),
        initial={"begins_on": timezone.localdate()},
    )
    return form, {"query": query, "offered": len(cells), "is_cut": len(cells) == CELLS_OFFERED}


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_transfer(request, key, member_key):
    """Official transfer to another cell within reach."""
    version, membership = find_membership(request.user, key, member_key)
    form, search = _move_form(request, MoveForm, version)
    person = membership.member
    if request.method == "POST" and form.is_valid():
        cell, day = form.cleaned_data["cell"], form.cleaned_data["begins_on"]
        try:
            offices = transfer(
                by=request.user,
                membership=membership,
                cell=cell,
                begins_on=day,
                decision=form.decision(f"Chuyển sinh hoạt đảng chính thức đồng chí {person}"),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            ended = ", ".join(row.get_office_display().lower() for row in offices)
            also = f" Thôi chức vụ: {ended}." if ended else ""
            messages.success(
                request, f"Đồng chí {person} sinh hoạt ở nơi mới từ ngày {date_format(day)}.{also}"
            )
            if hasattr(person, "account"):
                messages.warning(request, "Hãy xem lại quyền của tài khoản đồng chí này.")
            return redirect("org_members", key=key)
    title = f"Chuyển sinh hoạt chính thức: đồng chí {person}"
    note = "Ngày trước đó là ngày cuối ở chi bộ này; chức vụ ở đây cũng hết."
    return _move_page(request, version, form, title=title, submit="Chuyển", note=note, **search)


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_stay(request, key, member_key):
    """Temporary transfer to another cell within reach."""
    version, membership = find_membership(request.user, key, member_key)
    form, search = _move_form(request, StayForm, version)
    person = membership.member
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            begin_stay(
                by=request.user,
                membership=membership,
                cell=values["cell"],
                begins_on=values["begins_on"],
                last_day=values["last_day"],
                decision=form.decision(f"Chuyển sinh hoạt đảng tạm thời đồng chí {person}"),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi: đồng chí {person} sinh hoạt tạm thời ở nơi khác.")
            return redirect("org_members", key=key)
    title = f"Chuyển sinh hoạt tạm thời: đồng chí {person}"
    note = "Đồng chí vẫn thuộc chi bộ này, được ghi là tạm vắng và có tên ở nơi đến."
    return _move_page(request, version, form, title=title, submit="Ghi lại", note=note, **search)


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_stay_end(request, key, member_key):
    """End a temporary stay, from the page of the host cell or of the home."""
    version, membership = find_membership(request.user, key, member_key)
    today = timezone.localdate()
    stays = Membership.objects.filter(member=membership.member, is_temporary=True)
    stay = find(lasting_after(stays, today - timedelta(days=1)).select_related("member", "cell"))
    form = LastDayForm(request.POST or None, initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        try:
            end_stay(by=request.user, stay=stay, **form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi ngày kết thúc sinh hoạt tạm thời.")
            return redirect("org_members", key=key)
    title = f"Đồng chí {membership.member}: kết thúc sinh hoạt tạm thời"
    return form_page(request, version, form, title=title, submit="Kết thúc", back="org_members")


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_official(request, key, member_key):
    """Recognise a probationary member as official."""
    version, membership = find_membership(request.user, key, member_key)
    person = membership.member
    due = person.admitted_on + PROBATION
    form = OfficialForm(
        request.POST or None, issuers=_issuers(version), initial={"official_on": due}
    )
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["official_on"]
        try:
            recognise(
                by=request.user,
                membership=membership,
                official_on=day,
                decision=form.decision(f"Công nhận đảng viên chính thức đồng chí {person}"),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, f"Đồng chí {person} là đảng viên chính thức từ {date_format(day)}."
            )
            if day < due:
                messages.warning(request, "Sớm hơn 12 tháng dự bị: hãy kiểm tra lại quyết định.")
            return redirect("org_members", key=key)
    return form_page(
        request,
        version,
        form,
        title=f"Công nhận chính thức: đồng chí {person}",
        submit="Ghi lại",
        back="org_members",
        note=f"Vào Đảng ngày {date_format(person.admitted_on)}; thời gian dự bị là 12 tháng.",
    )


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster_export(request, key):
    """The roster of today as an Excel file; taking it is written down, so it is a POST."""
    version, today = find_org(request.user, key), timezone.localdate()
    require(can_see_roster(request.user, version.path))
    here = Membership.objects.within(version.path, today).filter(is_temporary=False)
    if request.method == "POST":
        rows = _export_rows(here, today)
        note_export(by=request.user, org=version.org, members=len(rows))
        response = HttpResponse(write_roster(rows), content_type=EXCEL)
        response["Content-Disposition"] = f'attachment; filename="dang-vien-{today:%Y-%m-%d}.xlsx"'
        return response
    return form_page(
        request,
        version,
        RecordForm(),
        title=f"Tải danh sách {here.count()} đảng viên",
        submit="Tải tệp Excel",
        back="org_members",
        is_file=True,
        note="Tệp có họ tên, giới tính, năm sinh, dân tộc, số thẻ, ngày vào Đảng, ngày chính thức, "
        "chi bộ và trạng thái. Ai tải, lúc nào được ghi vào nhật ký. "
        "Hãy giữ tệp như giữ danh sách giấy.",
    )


def _export_rows(memberships, day):
    """A tuple of texts for each member, cell by cell, in the order of names."""
    versions = PartyOrgVersion.objects.on(day).filter(org__in=memberships.values("cell"))
    cells = {row.org_id: row for row in versions}
    spells = Spell.objects.on(day).filter(member__in=memberships.values("member"))
    standing = {
        member: (SpellKind(kind).label, f"{period.lower:%d/%m/%Y}")
        for member, kind, period in spells.values_list("member", "kind", "period")
    }
    order = ("cell", "member__sort_key", "member")
    return [
        (
            str(row.member),
            row.member.get_sex_display(),
            str(row.member.birth_year),
            row.member.ethnicity,
            row.member.card_number or "",
            f"{row.member.admitted_on:%d/%m/%Y}",
            f"{row.member.official_on:%d/%m/%Y}" if row.member.official_on else "",
            cells[row.cell_id].code or cells[row.cell_id].short_name,
            cells[row.cell_id].name,
            *standing.get(row.member_id, ATTENDS),
        )
        for row in memberships.select_related("member").order_by(*order)
    ]
