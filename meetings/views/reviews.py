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
    given_marks,
    judge,
    return_record,
    self_evaluation,
    verify_record,
)
from meetings.contents import read_record
from meetings.enums import Stage
from meetings.facts import show_number
from meetings.models import Evaluation, Meeting, Proposal
from meetings.scoring.engine import score_so_far, sheet_of
from meetings.scoring.model import NOT_APPLICABLE
from meetings.sheets import criteria_of, read_value, situation_then
from meetings.views.finding import find_meeting, names_on
from meetings.views.grid import options
from meetings.views.reading import read_page
from meetings.views.record_page import choices_of, hint_of, two
from meetings.views.records import place_of
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
    try:
        if what == "return":
            return_record(meeting=meeting, reason=reason, by=request.user)
            messages.success(request, "Đã trả lại chi bộ kèm lý do.")
        elif what == "decide":
            decide_record(meeting=meeting, reason=reason, by=request.user)
            messages.success(request, "Đã chốt kết quả.")
        else:
            verify_record(
                meeting=meeting,
                version=int(version) if version.isdigit() else 0,
                changes=typed,
                reasons=reasons,
                by=request.user,
            )
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
    evaluation = self_evaluation(meeting)
    if evaluation is None:
        return JsonResponse({"result": ""})
    try:
        _, _, result = judge(evaluation, read_record(meeting), typed)
    except ReviewRefused:
        return JsonResponse({"result": ""})
    return JsonResponse({"result": f"{two(result.total)} · {result.rank.title}"})


def _page(request, meeting, typed, reasons, faults, reason=""):
    record = read_record(meeting)
    contents = record.contents
    place = place_of(meeting)
    evaluation = self_evaluation(meeting)
    verified = Evaluation.objects.filter(
        meeting=meeting, stage=Stage.VERIFIED, round=meeting.round
    ).first()
    context = (
        read_page(meeting, contents)
        | queue_place(request.user, meeting)
        | {
            "place": place,
            "evaluation": evaluation,
            "verified": verified,
            "faults": faults,
            "fault": faults.get(""),
            "reason": reason,
            "proposals": meeting.proposals.all() if contents.proposals else [],
            "can_verify": meeting.state == State.SUBMITTED
            and policies.can_verify_record(request.user, meeting),
            "can_decide": policies.can_decide(request.user, meeting),
            "waited": (timezone.localdate() - timezone.localdate(meeting.submitted_at)).days,
        }
    )
    if evaluation is None:
        context |= {"groups": [], "criteria_set": None, "now_total": "", "now_rank": ""}
    else:
        context |= sheet_context(evaluation, verified, record, typed, reasons, faults)
    return render(request, "meetings/review.html", context, status=UNPROCESSABLE if faults else 200)


def sheet_context(evaluation, verified, record, typed, reasons, faults):
    """The sheet's rows: the self score, the reviewer's choice, what differs and why."""
    criteria = criteria_of(evaluation.criteria_set)
    situation = situation_then(evaluation)
    given = given_marks(evaluation)
    checked = given_marks(verified) if verified else {}
    marks = {code: read_value(mark.value) for code, mark in given.items()}
    marks |= {code: read_value(text) for code, text in typed.items() if text}
    progress = score_so_far(criteria, situation, {}, marks)
    points = {line.code: line.points for line in progress.criteria}
    groups = [
        {
            "code": group.code,
            "title": group.title,
            "rows": [
                review_row(
                    criterion,
                    given.get(criterion.code),
                    checked.get(criterion.code),
                    points.get(criterion.code),
                    typed.get(criterion.code, ""),
                    reasons.get(criterion.code, ""),
                    faults.get(criterion.code) or progress.errors.get(criterion.code, ""),
                )
                for criterion in group.criteria
            ],
        }
        for group in sheet_of(criteria, situation)
    ]
    rank = criteria.rank_for(progress.total)
    return {
        "groups": groups,
        "criteria_set": evaluation.criteria_set,
        "self_rank": criteria.rank(evaluation.rank).title,
        "self_total": two(evaluation.total),
        "now_total": two(verified.total if verified else progress.total),
        "now_rank": criteria.rank(verified.rank).title if verified else rank.title,
        "gate_messages": (verified or evaluation).gate_messages,
    }


def review_row(criterion, given, checked, points, typed, why, fault):
    own = given.points if given else None
    now = checked.points if checked else points
    return {
        "code": criterion.code,
        "title": criterion.title,
        "fact": value_in_words(given.fact) if given and given.fact else "chi bộ tự đánh giá",
        "cell_reason": given.reason if given else "",
        "max": two(criterion.max_points),
        "own": two(own) if own is not None else "",
        "now": two(now) if now is not None else "",
        "differs": own is not None and now is not None and own != now,
        "value": typed,
        "options": options(
            [
                (code, label if code else "như tự chấm")
                for code, label in choices_of(criterion, None)
            ],
            typed,
        ),
        "hint": two(own) if own is not None else hint_of(criterion),
        "why": why or (checked.reason if checked else ""),
        "fault": fault,
    }


def value_in_words(text):
    """A stored fact for people: "đạt", "91,3", "không áp dụng"."""
    if text == NOT_APPLICABLE:
        return "không áp dụng"
    value = read_value(text)
    if isinstance(value, bool):
        return "dữ liệu: đạt" if value else "dữ liệu: không đạt"
    return f"dữ liệu: {show_number(value)}" if not isinstance(value, str) else value


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
