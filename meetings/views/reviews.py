"""The reviewer's queue, and one record beside its sheet."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cells.policies import require
from cells.roles import Permission
from cells.views.errors import account_required
from meetings import policies
from meetings.actions.review import (
    ReviewRefused,
    answer_proposal,
    decide_record,
    finished_evaluations,
    given_marks,
    judge,
    return_record,
    verify_record,
)
from meetings.contents import read_record
from meetings.enums import Stage
from meetings.models import Meeting, Proposal
from meetings.scoring import wording
from meetings.scoring.engine import sheet_of
from meetings.scoring.model import NOT_APPLICABLE
from meetings.sheets import criteria_of, read_value, situation_then
from meetings.views.finding import find_meeting, names_on
from meetings.views.grid import options
from meetings.views.reading import entries, history_of, read_page, stale_notices
from meetings.views.record_page import choices_of, hint_of, two
from meetings.views.records import place_of
from meetings.views.stages import LABELS, figures_of, remark_of, shown_points
from meetings.workflow import NotPossible, State

UNPROCESSABLE = 422


@account_required
def queue(request):
    """Records that wait for me, the longest waiting first."""
    require(request.user.reaches_with(Permission.VERIFY))
    meetings = list(waiting(request.user).select_related("cell_month")[:200])
    today = timezone.localdate()
    names = names_on([meeting.cell_month.cell_id for meeting in meetings], today)
    parents = committees_of([meeting.cell_month.path for meeting in meetings], today)
    rows = [
        {
            "key": meeting.key,
            "name": names.get(meeting.cell_month.cell_id, ""),
            "committee": parents.get(meeting.cell_month.path, ""),
            "month": f"{meeting.cell_month.month:%m/%Y}",
            "days": (today - timezone.localdate(meeting.submitted_at)).days,
            "score": two(meeting.cell_month.self_score) if meeting.cell_month.self_score else "",
            "again": meeting.round > 1,
        }
        for meeting in meetings
    ]
    proposals = (
        Proposal.objects.filter(
            answer="", meeting__in=Meeting.objects.visible_to(request.user, Permission.VERIFY)
        )
        .exclude(meeting__state__in=[State.PLANNED, State.HELD, State.CANCELLED])
        .select_related("meeting__cell_month")
        .order_by("id")[:20]
    )
    asked = names_on([item.meeting.cell_month.cell_id for item in proposals], today)
    context = {
        "rows": rows,
        "proposals": [
            {"item": item, "name": asked.get(item.meeting.cell_month.cell_id, "")}
            for item in proposals
        ],
    }
    return render(request, "meetings/reviews.html", context)


def waiting(user):
    """Records that this user may verify: not those that they handed over themselves."""
    return (
        Meeting.objects.visible_to(user, Permission.VERIFY)
        .awaiting_review()
        .exclude(submitted_by=user)
    )


def committees_of(paths, day):
    """The name of the committee directly above each path's cell."""
    above = {path: int(path.strip("/").split("/")[-2]) for path in paths if path.count("/") > 2}
    names = names_on(set(above.values()), day)
    return {path: names.get(org_id, "") for path, org_id in above.items()}


@never_cache
@account_required
def review(request, key):
    """One record: what was written on the left, the sheet on the right, the decision above."""
    meeting = find_meeting(request.user, key)
    require(policies.can_verify(request.user, meeting.cell_month))
    if meeting.state not in {State.SUBMITTED, State.VERIFIED}:
        return redirect("meeting", key=key)
    if request.method == "POST":
        return _act(request, meeting)
    return _page(request, meeting, typed={}, reasons={}, faults={})


def _act(request, meeting):
    what = request.POST.get("what", "")
    typed = {name[5:]: text.strip() for name, text in request.POST.items() if name[:5] == "mark-"}
    reasons = {name[4:]: text for name, text in request.POST.items() if name[:4] == "why-"}
    reason = request.POST.get("reason", "")
    version = request.POST.get("version", "")
    if what == "preview":
        return _preview(meeting, typed)
    given = {
        "meeting": meeting,
        "version": int(version) if version.isascii() and version.isdigit() else 0,
        "changes": typed,
        "reasons": reasons,
        "by": request.user,
    }
    try:
        if what == "return":
            return_record(meeting=meeting, reason=reason, by=request.user)
            messages.success(request, "Đã trả lại chi bộ kèm lý do.")
        elif what == "decide":
            decide_record(reason=reason, **given)
            messages.success(request, "Đã chốt kết quả.")
        else:
            verify_record(**given)
            messages.success(request, "Đã thẩm định.")
    except ReviewRefused as refusal:
        return _page(request, meeting, typed, reasons, refusal.messages, reason)
    except NotPossible as refusal:
        return _page(request, meeting, typed, reasons, {"": str(refusal)}, reason)
    following = waiting(request.user).first()
    if following is None:
        return redirect("reviews")
    return redirect("meeting_review", key=following.key)


def _preview(meeting, typed):
    """What the marks as they stand would come to; empty while one of them is refused."""
    stages = finished_evaluations(meeting)
    basis = stages.get(Stage.VERIFIED) or stages.get(Stage.SELF)
    result, _ = judged(basis, typed)
    if result is None:
        return JsonResponse({"result": "", "remark": ""})
    return JsonResponse({"result": in_short(result), "remark": remark_of_score(result)})


def judged(basis, typed):
    """The score with what is typed, or None and the faults by criterion."""
    if basis is None:
        return None, {}
    try:
        _, _, result = judge(basis, typed)
    except ReviewRefused as refusal:
        return None, refusal.messages
    return result, {}


def in_short(result):
    return f"{two(result.total)} · {result.rank.title}"


def remark_of_score(result):
    return wording.remark(wording.Outcome.of(result))


def _page(request, meeting, typed, reasons, faults, reason=""):
    contents = read_record(meeting).contents
    stages = finished_evaluations(meeting)
    history = history_of(meeting)
    latest = stages.get(Stage.VERIFIED) or stages.get(Stage.SELF)
    context = (
        read_page(meeting, contents)
        | queue_place(request.user, meeting)
        | {
            "place": place_of(meeting),
            "verified": stages.get(Stage.VERIFIED),
            "faults": faults,
            "fault": faults.get(""),
            "reason": reason,
            "can_verify": meeting.state == State.SUBMITTED
            and policies.can_verify_record(request.user, meeting),
            "can_decide": policies.can_decide(request.user, meeting),
            "waited": (timezone.localdate() - timezone.localdate(meeting.submitted_at)).days,
            "supplements": entries(history, "supplement"),
            "stale": stale_notices(history, latest),
            "letters": letters_of(history),
        }
    )
    if latest is None:
        context |= {"groups": [], "criteria_set": None, "now": "", "remark": ""}
    else:
        context |= sheet_context(stages, typed, reasons, faults)
    return render(request, "meetings/review.html", context, status=UNPROCESSABLE if faults else 200)


def letters_of(history):
    """What was said between committee and cell: returns with their reasons, the cell's answers."""
    return [
        entry for entry in history if entry.kind == "answer" or entry.what == State.RETURNED.value
    ]


def sheet_context(stages, typed, reasons, faults):
    """The sheet's rows, each stage's points beside the choice, and what they come to now.

    The choice is laid over the verified marks once there are any, over the self marks before.
    """
    own, checked = stages[Stage.SELF], stages.get(Stage.VERIFIED)
    basis = checked or own
    criteria, situation = criteria_of(basis.criteria_set), situation_then(basis)
    by_stage = [given_marks(row) for row in (own, checked) if row is not None]
    result, refused = judged(basis, typed)
    lines = {line.code: line for line in result.criteria} if result else {}
    groups = [
        {
            "code": group.code,
            "title": group.title,
            "rows": [
                review_row(
                    criterion,
                    [marks.get(criterion.code) for marks in by_stage],
                    lines.get(criterion.code),
                    typed.get(criterion.code, ""),
                    reasons.get(criterion.code, ""),
                    faults.get(criterion.code) or refused.get(criterion.code, ""),
                )
                for criterion in group.criteria
            ],
        }
        for group in sheet_of(criteria, situation)
    ]
    stored = f"{two(basis.total)} · {criteria.rank(basis.rank).title}"
    return {
        "groups": groups,
        "criteria_set": basis.criteria_set,
        "sums": [
            f"{LABELS[Stage(row.stage)].capitalize()} {two(row.total)} · "
            f"{criteria.rank(row.rank).title}"
            for row in stages.values()
        ],
        "now": in_short(result) if result else stored,
        "remark": remark_of_score(result) if result else remark_of(basis, criteria),
    }


def review_row(criterion, given, line, typed, why, fault):
    """One criterion: `given` are the marks of the stages so far, `line` what is chosen now."""
    own, basis = given[0], given[-1]
    now = (line.points, line.max_points) if line else None
    changed = basis is not None and now is not None and now != figures_of(basis)
    differs = len(given) > 1 and own and basis and figures_of(own) != figures_of(basis)
    return {
        "code": criterion.code,
        "title": criterion.title,
        "fact": value_in_words(criterion, own.fact) if own and own.fact else "chi bộ tự đánh giá",
        "cell_reason": own.reason if own else "",
        "verified_reason": basis.reason if len(given) > 1 and basis else "",
        "max": two(criterion.max_points),
        "points": [shown_points(criterion, mark) for mark in given],
        "differs": bool(differs or changed),
        "value": typed,
        "options": options(
            [
                (code, label if code else KEEP[len(given)])
                for code, label in choices_of(criterion, None)
            ],
            typed,
        ),
        "hint": two(basis.points) if basis is not None else hint_of(criterion),
        "why": why,
        "is_open": bool(changed or typed or why or fault),
        "fault": fault,
    }


# What an empty choice means, by how many stages there are.
KEEP = {1: "như tự chấm", 2: "như thẩm định"}


def value_in_words(criterion, text):
    """A stored fact for people: "dữ liệu: đạt", "dữ liệu: 91,3 %", "không áp dụng: …"."""
    words = wording.value(criterion, read_value(text), is_fact=True)
    return words if text == NOT_APPLICABLE else f"dữ liệu: {words}"


def queue_place(user, meeting):
    """Where the record stands in the queue, with the ones before and after it."""
    keys = list(waiting(user).values_list("key", flat=True)[:500])
    if meeting.key not in keys:
        return {"number": None, "count": len(keys)}
    place = keys.index(meeting.key)
    return {
        "number": place + 1,
        "count": len(keys),
        "previous": keys[place - 1] if place else None,
        "following": keys[place + 1] if place + 1 < len(keys) else None,
    }


@require_POST
@account_required
def answer(request, pk):
    """Answer a cell's proposal."""
    seen = Meeting.objects.visible_to(request.user)
    proposals = Proposal.objects.filter(meeting__in=seen).select_related("meeting__cell_month")
    proposal = get_object_or_404(proposals, pk=pk)
    try:
        answer_proposal(proposal=proposal, answer=request.POST.get("answer", ""), by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã trả lời kiến nghị.")
    return redirect(f"{reverse('reviews')}#proposals")
