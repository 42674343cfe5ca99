"""Reorganisations: the list, one from a file, its preview, what was done, and undoing it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cells.models import PartyOrgVersion
from cells.policies import require
from cells.reorganising.lines import LinesRefused
from cells.reorganising.preview import preview
from cells.reorganising.workbook import read_workbook, template_workbook
from cells.roles import Permission
from cells.tree import ancestors_of
from cells.views.errors import account_required
from meetings.actions import reorganise
from meetings.exports.tables import EXCEL
from meetings.forms.reorganise import DraftForm, UploadForm
from meetings.models import ReorganisationDraft
from meetings.reports.reorganise_faults import fault_context, faults_table
from meetings.reports.reorganise_words import changes_in_words
from meetings.reports.reorganising import months_touched
from meetings.views.reorganise_done import done_context, find_reorganisation, list_rows
from meetings.views.reorganise_preview import LARGE_LINES, draft_context
from meetings.views.reorganise_running import (
    carry_out_running,
    preview_running,
    undo_running,
)

OK, UNPROCESSABLE, CONFLICT = 200, 422, 409
both = require_http_methods(["GET", "HEAD", "POST"])


def places_of(user):
    """Today's versions of the organisations whose trees `user` manages, the topmost first."""
    reaches = [r for r in user.reaches_with(Permission.MANAGE_ORGS) if not r.role.by_locality]
    order = {reach.org_id: number for number, reach in reversed(list(enumerate(reaches)))}
    versions = PartyOrgVersion.objects.on(timezone.localdate()).filter(org__in=order)
    related = versions.select_related("org", "kind")
    return sorted(related, key=lambda version: order[version.org_id])


def issuers_for(version, *, of_itself=True):
    """Who may have issued the decision, the likeliest first: the nearest committee.

    `of_itself` tells whether that is the organisation itself, or the one above it: an organisation
    seldom decides on itself, and a cell never.
    """
    above = list(reversed(ancestors_of(version.org, on=timezone.localdate())))
    if of_itself or not above:
        return [version, *above]
    return above if version.kind.is_cell else [*above, version]


@account_required
@require_safe
def index(request):
    """What was done within my reach, the newest first, and what is being prepared."""
    require(places_of(request.user))
    drafts = ReorganisationDraft.objects.visible_to(request.user).filter(carried_out=None)
    context = {
        "rows": list_rows(request.user),
        "drafts": drafts.select_related("made_by").with_line_count(),
    }
    return render(request, "meetings/reorganisations.html", context)


@account_required
@require_safe
def template(request):
    """The Excel file to fill in."""
    require(places_of(request.user))
    answer = HttpResponse(template_workbook(), content_type=EXCEL)
    answer["Content-Disposition"] = 'attachment; filename="sap-xep-to-chuc.xlsx"'
    return answer


@account_required
@require_POST
def fault_list(request):
    """The faults that a page has just shown, all of them, as an Excel list."""
    require(places_of(request.user))
    try:
        table = faults_table(request.POST.get("faults", ""))
    except BadSignature:
        raise Http404 from None
    answer = HttpResponse(table, content_type=EXCEL)
    answer["Content-Disposition"] = 'attachment; filename="cho-phai-sua.xlsx"'
    return answer


@account_required
@both
def new(request):
    """Lines from an Excel file, the day and the decision: to a preview."""
    places = places_of(request.user)
    require(places)
    place = places[0]
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        issuers=issuers_for(place),
        initial={"effective_on": timezone.localdate()},
    )
    if request.method != "POST":
        return _upload_page(request, form)
    if not form.is_valid():
        form.say_file_is_lost()
        return _upload_page(request, form, status=UNPROCESSABLE)
    try:
        lines = read_workbook(form.cleaned_data["file"])
    except LinesRefused as refusal:
        return _upload_page(request, form, refusal.faults, UNPROCESSABLE)
    draft = reorganise.keep_draft(
        place=place.org,
        lines=lines,
        file_name=form.cleaned_data["file"].name[:200],
        by=request.user,
        **form.paper(),
    )
    return redirect("reorganisation_draft", key=draft.key)


def _upload_page(request, form, faults=(), status=200):
    context = {"form": form, **fault_context(faults)}
    return render(request, "meetings/reorganisation_new.html", context, status=status)


def find_draft(request, key):
    """A draft that the user may carry out, or 404."""
    drafts = ReorganisationDraft.objects.visible_to(request.user)
    related = drafts.select_related("place", "issuer", "made_by", "carried_out")
    return get_object_or_404(related, key=key)


@account_required
@both
def draft(request, key):
    """What would come of a draft; POST does it if it is still what was shown."""
    row = find_draft(request, key)
    if row.carried_out:
        return redirect("reorganisation", key=row.carried_out.key)
    if request.method == "POST":
        return _carry_out(request, row)
    return _draft_page(request, row)


def _carry_out(request, row):
    if "large" in request.POST:
        return carry_out_running(request, row)
    try:
        done, changes = reorganise.carry_out_draft(
            draft=row, digest=request.POST.get("digest", ""), by=request.user
        )
    except reorganise.AlreadyCarriedOut as before:
        messages.warning(request, "Dự thảo này đã được thực hiện trước đó, không làm lại lần nữa.")
        return redirect("reorganisation", key=before.reorganisation.key)
    except reorganise.PreviewChanged:
        told = (
            "Chưa thực hiện: cây tổ chức hoặc dự thảo vừa thay đổi sau khi đồng chí xem. "
            "Dưới đây là bản xem trước mới, hãy kiểm tra lại rồi thực hiện."
        )
        return _draft_page(request, row, told, CONFLICT)
    except LinesRefused:
        return _draft_page(request, row, status=UNPROCESSABLE)
    messages.success(request, f"Đã sắp xếp xong. {changes_in_words(changes)}")
    return redirect("reorganisation", key=done.key)


def _draft_page(request, row, told="", status=OK):
    lines = row.lines_in_order()
    if len(lines) >= LARGE_LINES and status == OK:
        return preview_running(request, row, lines)
    shown = preview(lines, effective_on=row.effective_on, by=request.user)
    context = draft_context(row, lines, shown, months_touched(shown), told)
    return render(request, "meetings/reorganisation_draft.html", context, status=status)


@account_required
@both
def edit(request, key):
    """Change the day, the decision, the lines, or give another file: to the preview again."""
    row = find_draft(request, key)
    if row.carried_out:
        return redirect("reorganisation", key=row.carried_out.key)
    form = DraftForm(
        request.POST or None,
        request.FILES or None,
        lines=row.lines_in_order(),
        has_file=bool(row.file_name),
        issuers=_issuers_of(row),
        initial={
            "effective_on": row.effective_on,
            "subject": row.subject,
            "decision_number": row.decision_number,
            "decision_on": row.decision_on,
            "decision_issuer": row.issuer.key,
        },
    )
    if request.method != "POST":
        return _edit_page(request, row, form)
    if not form.is_valid():
        form.say_file_is_lost()
        return _edit_page(request, row, form, status=UNPROCESSABLE)
    try:
        _keep(request, row, form)
    except LinesRefused as refusal:
        return _edit_page(request, row, form, refusal.faults, UNPROCESSABLE)
    except reorganise.AlreadyCarriedOut as before:
        messages.warning(request, "Dự thảo này đã được thực hiện, không sửa được nữa.")
        return redirect("reorganisation", key=before.reorganisation.key)
    return redirect("reorganisation_draft", key=key)


def _issuers_of(row):
    """The issuers offered at the draft's place, with the one chosen before."""
    today = PartyOrgVersion.objects.on(timezone.localdate()).select_related("org", "kind")
    issuers = issuers_for(today.get(org=row.place), of_itself=False)
    if row.issuer_id not in {version.org_id for version in issuers}:
        issuers += today.filter(org=row.issuer)
    return issuers


def _keep(request, row, form):
    upload = form.cleaned_data.get("file")
    reorganise.keep_draft(
        draft=row,
        place=row.place,
        lines=read_workbook(upload) if upload else form.lines(),
        file_name=upload.name[:200] if upload else row.file_name,
        by=request.user,
        **form.paper(),
    )


def _edit_page(request, row, form, faults=(), status=200):
    context = {"draft": row, "form": form, **fault_context(faults)}
    return render(request, "meetings/reorganisation_edit.html", context, status=status)


@account_required
@require_POST
def discard(request, key):
    """Throw a draft away."""
    row = find_draft(request, key)
    try:
        reorganise.discard_draft(draft=row, by=request.user)
    except reorganise.AlreadyCarriedOut as before:
        messages.warning(request, "Dự thảo này đã được thực hiện, không xóa được.")
        return redirect("reorganisation", key=before.reorganisation.key)
    messages.success(request, "Đã xóa dự thảo. Cây tổ chức không thay đổi.")
    return redirect("reorganisations")


@account_required
@require_safe
def show(request, key):
    """What was done, who follows whom, and whether it can be taken back."""
    row = find_reorganisation(request.user, key)
    return render(request, "meetings/reorganisation.html", done_context(row, request.user))


@account_required
@require_POST
def undo(request, key):
    """Take it back as a whole, or say what stands in the way."""
    row = find_reorganisation(request.user, key)
    if row.lines.count() >= LARGE_LINES:
        return undo_running(request, row)
    try:
        changes = reorganise.undo(reorganisation=row, by=request.user)
    except ValidationError as refusal:
        context = done_context(row, request.user, refused=refusal.messages)
        return render(request, "meetings/reorganisation.html", context, status=CONFLICT)
    messages.success(request, f"Đã hoàn tác. {changes_in_words(changes)}")
    return redirect("reorganisation", key=key)
