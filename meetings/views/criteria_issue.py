"""A criteria set begins, is copied, imported, issued, thrown away."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cells.models import PartyOrg
from cells.policies import require
from cells.tree import path_of
from cells.views.errors import account_required
from meetings.actions.criteria import DAY, issue_set, sets_in_the_way
from meetings.actions.drafts import begin_draft, copy_set, delete_draft, import_draft
from meetings.enums import SetState
from meetings.models import CriteriaSet
from meetings.reports.coverage import coverage_of
from meetings.scoring.faults import WHOLE_FILE, Fault, FaultyInputError
from meetings.scoring.holding import IssuedSet
from meetings.scoring.inputs import text_in
from meetings.scoring.reading import from_data
from meetings.views.criteria import (
    coverage_lines,
    find_set,
    issuers_of,
    reading_of,
    visible_sets,
)
from meetings.views.criteria_edit import fault_rows, faults_of, find_draft, refuse_issued
from meetings.views.finding import names_on

UNPROCESSABLE = 422


@account_required
def new(request):
    """Begin a set: blank, as a copy of one in force, or from a file."""
    issuers = issuers_of(request.user)
    require(issuers)
    if request.method == "POST":
        try:
            row = _begin(request, issuers)
        except FaultyInputError as error:
            return _new_page(request, issuers, error.faults, UNPROCESSABLE)
        messages.success(request, "Đã tạo dự thảo. Soạn từng phần, rồi thử và ban hành.")
        return redirect("criteria_edit", pk=row.pk)
    return _new_page(request, issuers)


def _begin(request, issuers):
    """The draft that the form asks for; raises FaultyInputError with what is wrong."""
    issuer = _issuer(request, issuers)
    how = request.POST.get("how", "blank")
    if how == "file":
        upload = request.FILES.get("file")
        if upload is None:
            raise FaultyInputError([Fault(WHOLE_FILE, "hãy chọn tệp YAML")])
        return import_draft(text=text_in(upload), issuer=issuer, by=request.user)
    if how == "copy":
        wanted = request.POST.get("source", "")
        sources = visible_sets(request.user)
        source = (
            sources.filter(pk=wanted).first() if wanted.isascii() and wanted.isdigit() else None
        )
        if source is None:
            raise FaultyInputError([Fault("Bộ để sao chép", "hãy chọn một bộ tiêu chí")])
        return copy_set(row=source, issuer=issuer, by=request.user)
    return begin_draft(issuer=issuer, by=request.user)


def _issuer(request, issuers):
    """The committee in whose name it is done: the chosen one, else the first."""
    ids = {str(pk): pk for pk, _, _ in issuers}
    return PartyOrg.objects.get(pk=ids.get(request.POST.get("issuer", ""), issuers[0][0]))


def _new_page(request, issuers, faults=(), status=200):
    today = timezone.localdate()
    sets = visible_sets(request.user).exclude(state=SetState.DRAFT).defer("definition")
    names = names_on([row.issuer_id for row in sets], today)
    sources = [
        {
            "pk": row.pk,
            "label": f"{row.title} ({row.document}, {names.get(row.issuer_id, '')})",
            "is_chosen": request.POST.get("source") == str(row.pk),
        }
        for row in sets.order_by("-valid_from", "code")
    ]
    context = {
        "issuers": issuers,
        "faults": faults,
        "how": request.POST.get("how") or ("copy" if sources else "blank"),
        "sources": sources,
    }
    return render(request, "meetings/criteria_new.html", context, status=status)


@require_POST
@account_required
def copy(request, pk):
    """A draft with the contents of this set."""
    row = find_set(request.user, pk)
    issuers = issuers_of(request.user)
    require(issuers)
    own = [issuer for issuer, _, _ in issuers if issuer == row.issuer_id]
    issuer = PartyOrg.objects.get(pk=own[0] if own else issuers[0][0])
    draft = copy_set(row=row, issuer=issuer, by=request.user)
    messages.success(request, "Đã sao chép thành dự thảo. Ghi văn bản mới và ngày hiệu lực.")
    return redirect("criteria_part", pk=draft.pk, part="head")


@require_POST
@account_required
@refuse_issued
def delete(request, pk):
    row = find_draft(request, pk)
    delete_draft(row=row, by=request.user)
    messages.success(request, "Đã xóa dự thảo.")
    return redirect("criteria")


@account_required
@refuse_issued
def issue(request, pk):
    """Look once more at what is locked for ever, at what it replaces, and issue it."""
    row = find_draft(request, pk)
    if request.method == "POST":
        replaces = {
            int(text)
            for text in request.POST.getlist("replaces")
            if text.isascii() and text.isdigit()
        }
        try:
            issue_set(row=row, replaces=replaces, by=request.user)
        except FaultyInputError as error:
            return _issue_page(request, row, error.faults, UNPROCESSABLE)
        messages.success(request, f"Đã ban hành {row.code}. Từ nay bộ này được khóa.")
        return redirect("criteria_set", pk=pk)
    return _issue_page(request, row, faults_of(row))


def _issue_page(request, row, faults, status=200):
    today = timezone.localdate()
    context = {
        "set": row,
        "issuer": names_on([row.issuer_id], today).get(row.issuer_id, ""),
        "faults": fault_rows(row, faults),
        "replaced": [],
        "lines": [],
    }
    try:
        criteria = from_data(row.definition)
    except FaultyInputError:
        context |= {"criteria": None, "groups": [], "ranks": [], "kinds": ""}
    else:
        others = sets_in_the_way(criteria, row.issuer)
        context |= reading_of(criteria) | {"replaced": others, "day": criteria.valid_from}
        context["lines"] = _coverage_after(row, criteria, others, today)
    return render(request, "meetings/criteria_issue.html", context, status=status)


def _coverage_after(row, criteria, others, today):
    """Which set would hold for which cells, were this one issued in place of the others."""
    path = path_of(row.issuer, on=today)
    if path is None:
        return []
    new = IssuedSet(
        row.pk, row.issuer_id, criteria.valid_from, criteria.valid_to, criteria.applies_to
    )
    ended = {other.pk: criteria.valid_from - DAY for other in others}
    lines = coverage_of(path, today, extra=[new], ended=ended)
    named = {pk for line in lines for pk in line.sets} | {
        pk for line in lines for pair in line.ties for pk in pair
    }
    return coverage_lines(lines, CriteriaSet.objects.filter(pk__in=named).defer("definition"))
