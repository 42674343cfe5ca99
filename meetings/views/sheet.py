"""The sheet of a record: every evaluation as it was given, side by side, and the cell's answer."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cells.policies import require
from cells.roles import Permission
from cells.tree import org_ids
from cells.views.errors import account_required
from meetings import policies
from meetings.actions.review import answer_review
from meetings.enums import MeetingKind, Stage
from meetings.forms.secrecy import ADVICE, find_marking
from meetings.scoring import wording
from meetings.views.finding import find_meeting, names_then
from meetings.views.reading import entries, history_of, returns_of, stale_notices
from meetings.views.records import Place
from meetings.views.stages import finding_of, may_answer, rounds_of, sheet_table, stage_heads
from meetings.workflow import LOCKED, NotPossible, State

UNPROCESSABLE = 422

# What becomes of the sheet next, by the record's state.
NEXT_STEPS = {
    State.PLANNED: "Chi bộ chưa nộp bản ghi. Khi nộp, điểm tự chấm hiện ở đây.",
    State.HELD: "Chi bộ chưa nộp bản ghi. Khi nộp, điểm tự chấm hiện ở đây.",
    State.SUBMITTED: "Việc tiếp theo: cấp trên thẩm định.",
    State.RETURNED: "Việc tiếp theo: chi bộ sửa bản ghi rồi nộp lại.",
    State.VERIFIED: "Việc tiếp theo: lãnh đạo cấp ủy quyết định.",
    State.CLOSED: "Kết quả đã chốt; sai sót được ghi bằng bản bổ sung.",
    State.CANCELLED: "Buổi này đã hủy, không chấm điểm.",
}


@never_cache
@account_required
def sheet(request, key):
    """Self, verified and final evaluation side by side, earlier rounds below."""
    return _page(request, find_meeting(request.user, key))


@require_POST
@account_required
def answer(request, key):
    """Write down what the cell says to a return or to a verified score."""
    meeting = find_meeting(request.user, key)
    require(policies.can_answer_review(request.user, meeting))
    text = request.POST.get("text", "")
    if mark := find_marking(text):
        return _page(request, meeting, typed=text, fault=ADVICE.format(mark=mark))
    try:
        answer_review(meeting=meeting, text=text, by=request.user)
    except NotPossible as refusal:
        return _page(request, meeting, typed=text, fault=str(refusal))
    messages.success(request, "Đã ghi ý kiến của chi bộ.")
    return redirect("meeting_sheet", key=key)


def _page(request, meeting, *, typed="", fault=""):
    user, month = request.user, meeting.cell_month
    rounds = rounds_of(meeting)
    history = history_of(meeting)
    current = rounds.get(meeting.round)
    names = names_of(meeting)
    context = {
        "meeting": meeting,
        "place": Place(names, month.path),
        "finding": finding_of(current) if current else nothing_yet(meeting),
        "next_step": NEXT_STEPS[State(meeting.state)],
        "kind_label": MeetingKind(meeting.kind).label,
        "current": round_view(meeting.round, current, history),
        "missing": missing_stages(current),
        "basis": basis_of(current, names) if current else "",
        "criteria_set": criteria_link(user, month, current),
        "stale": stale_notices(history, current.last) if current else [],
        "supplements": entries(history, "supplement"),
        "earlier": [
            round_view(number, rounds.get(number), history)
            for number in range(meeting.round - 1, 0, -1)
        ],
        "can_answer": may_answer(user, meeting, current, history),
        "can_write": meeting.is_open_to_cell and policies.can_write(user, month),
        "can_review": may_review(user, meeting),
        "typed": typed,
        "fault": fault,
    }
    status = UNPROCESSABLE if fault else 200
    return render(request, "meetings/sheet.html", context, status=status)


def nothing_yet(meeting):
    """The title while the round has no finished evaluation."""
    if meeting.state == State.RETURNED:
        return "Bản ghi bị trả lại, chưa nộp lại"
    if meeting.state in LOCKED:
        return "Bản ghi này không có phiếu điểm"
    return "Chưa có phiếu điểm"


def names_of(meeting):
    """Names of the cell and of all above it on the day of the meeting: a renaming changes none."""
    day = meeting.held_on or meeting.planned_on or timezone.localdate()
    return names_then(org_ids(meeting.cell_month.path), day)


def round_view(number, found, history):
    """One round: its stages and table, how it was returned, what the cell said."""
    returns = returns_of(history)
    return {
        "number": number,
        "heads": stage_heads(found) if found else [],
        "table": sheet_table(found) if found else "",
        "finding": finding_of(found) if found else "không có phiếu điểm",
        "returned": returns[number - 1] if number <= len(returns) else None,
        "answer": next(
            (entry for entry in entries(history, "answer") if entry.number == number), None
        ),
    }


def missing_stages(current):
    """The stages that are still to come, in small letters."""
    there = current.evaluations if current else {}
    return [stage.label.lower() for stage in Stage if stage not in there]


def basis_of(current, names):
    """Which set, by whose document, and why this one."""
    row = current.last.criteria_set
    kind = wording.meeting_kind(current.last.meeting_kind)
    return (
        f"{current.criteria.title} ({row.document} của {names.get(row.issuer_id, 'cấp trên')}, "
        f"hiệu lực từ {row.valid_from:%d/%m/%Y}): bộ tiêu chí của cấp gần nhất ở trên chi bộ "
        f"áp dụng cho {kind}, chi bộ {current.last.members} đảng viên."
    )


def criteria_link(user, month, current):
    """The set's id for those who may open its page: readers by the tree."""
    if current is None or not user.may(Permission.READ, month.path):
        return None
    return current.last.criteria_set_id


def may_review(user, meeting):
    """Whether the review page has something to do for this person."""
    if meeting.state == State.SUBMITTED:
        return policies.can_verify_record(user, meeting)
    return policies.can_decide(user, meeting)
