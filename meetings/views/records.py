"""The record of a meeting: to write, to hand over, to read."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cells.acting import leading_sentence
from cells.enums import Office
from cells.models import Appointment
from cells.policies import require
from cells.tree import org_ids
from cells.views.errors import account_required, refuse_typing
from meetings import policies
from meetings.actions.records import Conflict, cancel_meeting, lock_one, save_record, update_roll
from meetings.actions.review import add_supplement
from meetings.actions.submission import NotComplete, problems_of, submit_record
from meetings.contents import read_record
from meetings.forms.record import RecordForm
from meetings.models import Meeting
from meetings.scoring import wording
from meetings.sheets import holding_set, mark_errors, sheet_of_record, why_none
from meetings.steps import steps_of
from meetings.views.finding import find_meeting, names_then
from meetings.views.reading import compare, entries, history_of, read_page, stale_notices
from meetings.views.record_page import RecordPage, two
from meetings.views.stages import may_answer, rounds_of, stages_page
from meetings.workflow import OWNER, NotPossible, Owner

UNPROCESSABLE = 422


@never_cache
@account_required
def edit(request, key):
    """The whole record in one form, a section for each step."""
    if request.method == "POST":
        return _save(request, key)
    meeting = find_meeting(request.user, key)
    require(policies.can_write(request.user, meeting.cell_month))
    if not meeting.is_open_to_cell:
        return redirect("meeting", key=key)
    record = read_record(meeting)
    form = RecordForm(record.contents)
    form.propose_day(timezone.localtime())
    return _form_page(request, meeting, record, form)


@transaction.atomic
def _save(request, key):
    """Read the form against the locked record and save it; what cannot be saved comes back."""
    try:
        meeting = lock_one(Meeting.objects.visible_to(request.user).filter(key=key))
    except Meeting.DoesNotExist:
        raise Http404 from None
    if not policies.can_write(request.user, meeting.cell_month):
        return refuse_typing(request, "Đồng chí không có quyền ghi sổ của chi bộ này.")
    record = read_record(meeting)
    form = RecordForm(record.contents, request.POST.dict())
    holding = holding_set(meeting, record, form.contents)
    if holding is not None:
        form.refuse_marks(mark_errors(record, form.contents, holding))
    if not form.is_valid:
        return _form_page(request, meeting, record, form, status=UNPROCESSABLE)
    try:
        save_record(
            meeting=meeting,
            record=record,
            contents=form.contents,
            version=_version(request),
            criteria_set_id=holding.id if holding else None,
            by=request.user,
        )
    except Conflict as conflict:
        return _conflict_page(request, conflict, record, form)
    except NotPossible as refusal:
        form.errors["kind"] = str(refusal)
        return _form_page(request, meeting, record, form, status=UNPROCESSABLE)
    return redirect(_after_save(request, meeting))


def _version(request):
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _after_save(request, meeting):
    then, key = request.POST.get("then", ""), meeting.key
    if then == "submit":
        return reverse("meeting_submit", args=[key])
    if then == "new-members":
        added = update_roll(meeting=meeting, by=request.user)
        messages.success(request, f"Đã lưu và thêm {added} đảng viên vào danh sách.")
        return f"{reverse('meeting_edit', args=[key])}#roll"
    messages.success(request, f"Đã lưu lúc {timezone.localtime():%H:%M}.")
    anchor = then if then in {"plan", "roll", "agenda", "outcomes", "close"} else "plan"
    return f"{reverse('meeting_edit', args=[key])}#{anchor}"


class Place:
    """Where the cell stands: its name and that of the committee above it."""

    def __init__(self, names, path):
        above = [names[org_id] for org_id in org_ids(path)[:-1] if org_id in names]
        self.cell_name = names.get(org_ids(path)[-1], "")
        self.committee = above[-1] if above else "cấp trên"


def place_of(meeting):
    path = meeting.cell_month.path
    day = meeting.held_on or meeting.planned_on or timezone.localdate()
    return Place(names_then(org_ids(path)[-2:], day), path)


def offices_of(meeting):
    """Of the meeting's day, each member's highest office in the cell, for the roll, and who acts.

    Answers {member: "Bí thư"} and the sentence beside the chair, empty while nobody acts.
    """
    day = meeting.held_on or meeting.planned_on or timezone.localdate()
    held = Appointment.objects.on(day).filter(org=meeting.cell_month.cell_id)
    rows = sorted(
        held.select_related("member"), key=lambda row: list(Office).index(row.office), reverse=True
    )
    acting = next((row for row in rows if row.office == Office.ACTING), None)
    has_secretary = any(row.office == Office.SECRETARY for row in rows)
    sentence = leading_sentence(acting, has_secretary=has_secretary) if acting else ""
    return {row.member_id: row.get_office_display() for row in rows}, sentence


def _form_page(request, meeting, record, form, *, status=200, conflict=None):
    sheet = sheet_of_record(meeting, record, form.contents)
    context = {
        "meeting": meeting,
        "place": place_of(meeting),
        "form": form,
        "page": RecordPage(form, sheet, *offices_of(meeting)),
        "sheet": sheet,
        "no_set": why_none(meeting, form.contents) if sheet is None else "",
        "score": score_view(sheet),
        "steps": steps_of(meeting, form.contents, sheet),
        "conflict": conflict,
        "version": meeting.version,
        "returned": last_return(meeting),
    }
    return render(request, "meetings/record_edit.html", context, status=status)


def _conflict_page(request, conflict, record, form):
    """Both texts: what was typed stays in the form, what is stored stands beside it."""
    typed, stored = form.contents, conflict.stored
    meeting = conflict.meeting
    differing = [compare(name, typed, stored) for name in conflict.sections]
    both = {"differing": differing, "by": meeting.saved_by, "at": meeting.saved_at}
    return _form_page(request, meeting, record, form, status=409, conflict=both)


def score_view(sheet):
    """Total and rank for the foot of the sheet, with what either needs in words."""
    if sheet is None:
        return None
    progress = sheet.progress
    shown = {
        "total": two(progress.total),
        "max": two(progress.max_points),
        "applicable": wording.applicable(progress),
        "missing": len(progress.missing),
    }
    if not progress.is_complete:
        # Half a sheet has no rank: "Kém" over the first two criteria would only frighten.
        return shown | {"rank": "chưa chấm đủ", "level": "", "remark": ""}
    result = sheet.score()
    return shown | {
        "rank": result.rank.title,
        "level": f"r{sheet.criteria.place_of(result.rank.code)}",
        "remark": wording.remark(wording.Outcome.of(result)),
    }


def last_return(meeting):
    """The last time that the record was given back, with the reason; None when it was not."""
    if meeting.round == 1:
        return None
    return (
        meeting.transitions.filter(to_state="returned").select_related("by").order_by("-at").first()
    )


@require_POST
@account_required
def live_score(request, key):
    """Total, rank and points for what is typed now; nothing is saved."""
    meeting = find_meeting(request.user, key)
    require(policies.can_write(request.user, meeting.cell_month))
    record = read_record(meeting)
    form = RecordForm(record.contents, request.POST.dict())
    sheet = sheet_of_record(meeting, record, form.contents)
    if sheet is None:
        return JsonResponse({"criteria": {}})
    facts = {name: fact.source for name, fact in sheet.facts.items()}
    lines = {line.code: two(line.points) for line in sheet.progress.criteria}
    criteria = {
        criterion.code: {
            "points": lines.get(criterion.code, ""),
            "fact": facts.get(criterion.fact, ""),
            "error": sheet.progress.errors.get(criterion.code, ""),
        }
        for group in sheet.groups
        for criterion in group.criteria
    }
    groups = {score.code: two(score.points) for score in sheet.progress.groups}
    return JsonResponse(score_view(sheet) | {"criteria": criteria, "groups": groups})


@never_cache
@account_required
def submit(request, key):
    """Look over the record before it is handed over, and hand it over."""
    meeting = find_meeting(request.user, key)
    require(policies.can_submit(request.user, meeting.cell_month))
    if not meeting.is_open_to_cell:
        return redirect("meeting", key=key)
    problems = None
    if request.method == "POST":
        try:
            submit_record(meeting=meeting, version=_version(request), by=request.user)
        except NotComplete as refusal:
            problems = refusal.problems
        except NotPossible as refusal:
            messages.error(request, str(refusal))
            return redirect("meeting_submit", key=key)
        else:
            messages.success(request, "Đã nộp. Bản ghi được khóa và chờ thẩm định.")
            return redirect("meeting", key=key)
    place = place_of(meeting)
    record = read_record(meeting)
    contents = record.contents
    sheet = sheet_of_record(meeting, record, contents)
    context = read_page(meeting, contents) | {
        "place": place,
        "sheet": sheet,
        "score": score_view(sheet),
        "problems": problems if problems is not None else problems_of(contents, sheet),
    }
    status = UNPROCESSABLE if request.method == "POST" else 200
    return render(request, "meetings/record_submit.html", context, status=status)


@never_cache
@account_required
def read(request, key):
    """The record as it was written, with its way so far."""
    meeting = find_meeting(request.user, key)
    user, month = request.user, meeting.cell_month
    contents = read_record(meeting).contents
    current = rounds_of(meeting).get(meeting.round)
    history = history_of(meeting)
    context = (
        read_page(meeting, contents)
        | stages_page(current)
        | {
            "place": place_of(meeting),
            "can_write": policies.can_write(user, month) and meeting.is_open_to_cell,
            "can_submit": policies.can_submit(user, month) and meeting.is_open_to_cell,
            "can_review": OWNER[meeting.state] is Owner.COMMITTEE
            and policies.can_verify(user, month),
            "can_supplement": not meeting.is_open_to_cell
            and policies.can_supplement(user, meeting),
            "can_answer": may_answer(user, meeting, current, history),
            "history": history,
            "supplements": entries(history, "supplement"),
            "stale": stale_notices(history, current.last) if current else [],
        }
    )
    return render(request, "meetings/record.html", context)


@require_POST
@account_required
def cancel(request, key):
    meeting = find_meeting(request.user, key)
    try:
        cancel_meeting(meeting=meeting, reason=request.POST.get("reason", ""), by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("meeting", key=key)
    messages.success(request, "Đã hủy buổi sinh hoạt.")
    month = meeting.cell_month
    return redirect("cell_month", key=month.cell.key, month=f"{month.month:%Y-%m}")


@require_POST
@account_required
def supplement(request, key):
    meeting = find_meeting(request.user, key)
    try:
        add_supplement(meeting=meeting, text=request.POST.get("text", ""), by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã ghi bản bổ sung.")
    return redirect("meeting", key=key)
