"""What is due for me, and whether the system is up."""

from datetime import timedelta

from django.db import connection
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from cells.roles import Permission
from cells.views.errors import account_required
from meetings.actions.months import current_month
from meetings.contents import read_record
from meetings.deadlines import due_on, month_before
from meetings.enums import REGULAR_KINDS, MonthState
from meetings.models import CellMonth, Meeting, Proposal, Task
from meetings.sheets import sheet_of_record
from meetings.steps import next_step, steps_of
from meetings.views.finding import names_on
from meetings.views.stages import changes_since_self, remark_of, rounds_of
from meetings.workflow import State


def health(request):
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@account_required
def home(request):
    """The one thing to do next for each cell I write for, and what waits for my review."""
    user = request.user
    cells = [reach for reach in user.reaches_with(Permission.WRITE) if reach.is_cell]
    context = {
        "cards": [card_of(reach) for reach in unique(cells)],
        "waiting": waiting_for(user),
        "committees": committees_of(user),
        "manages": unique(user.reaches_with(Permission.MANAGE_ORGS)),
        "territories": unique([r for r in user.reaches_with(Permission.SEE) if r.role.by_locality]),
        "month": current_month(),
    }
    return render(request, "home.html", context)


def committees_of(user):
    """The committees that I read, with how many of their cells met last month."""
    last = month_before(current_month())
    reaches = unique(user.reaches_with(Permission.READ))
    committees = [reach for reach in reaches if not reach.is_cell]
    if not committees:
        return []
    counts = {}
    for number, reach in enumerate(committees):
        below = Q(path__startswith=reach.path)
        counts[f"all{number}"] = Count("id", filter=below)
        counts[f"met{number}"] = Count("id", filter=below & Q(held_on__isnull=False))
    found = CellMonth.objects.filter(month=last).aggregate(**counts)
    return [
        {"reach": reach, "month": last, "all": found[f"all{n}"], "met": found[f"met{n}"]}
        for n, reach in enumerate(committees)
    ]


def unique(reaches):
    """One reach for each organisation, in their order."""
    return list({reach.org_id: reach for reach in reversed(reaches)}.values())[::-1]


def card_of(reach):
    """A cell's card: the month to work on with its steps, the last result, open tasks."""
    today = timezone.localdate()
    months = list(CellMonth.objects.filter(cell=reach.org_id).order_by("-month")[:3])
    month = month_to_work_on(months, today)
    card = {"reach": reach, "month": month, "steps": [], "next": None, "days_left": None}
    if month is None:
        return card
    card["days_left"] = (due_on(month.month) - today).days
    meeting = (
        Meeting.objects.select_related("cell_month", "cell_month__cell", "chair")
        .filter(cell_month=month)
        .exclude(state="cancelled")
        .order_by("-kind", "id")
        .first()
    )
    if meeting is not None:
        record = read_record(meeting)
        sheet = sheet_of_record(meeting, record, record.contents)
        card["steps"] = steps_of(meeting, record.contents, sheet)
        card["next"] = next_step(card["steps"])
        card["meeting"] = meeting
    card["last"] = last_result(reach.org_id)
    card["tasks"] = (
        Task.objects.filter(cell=reach.org_id, done_at__isnull=True)
        .select_related("assignee")
        .order_by("due_on")[:6]
    )
    card["today"] = today
    card["answers"] = Proposal.objects.filter(
        meeting__cell_month__cell=reach.org_id, answered_at__gte=timezone.now() - timedelta(days=45)
    ).order_by("-answered_at")[:3]
    return card


def month_to_work_on(months, today):
    """A returned month first, then the oldest of the last two that is not handed over, else now."""
    for month in months:
        if month.state == MonthState.RETURNED:
            return month
    unfinished = {MonthState.NOT_PLANNED, MonthState.PLANNED, MonthState.HELD}
    recent = [month for month in months if month.state in unfinished]
    begun = [month for month in recent if month.state != MonthState.NOT_PLANNED]
    if begun:
        return begun[-1]
    return recent[0] if recent else (months[0] if months else None)


def last_result(cell_id):
    """The cell's newest verified month, where its points were changed, and what needs words."""
    month = (
        CellMonth.objects.filter(cell=cell_id, final_score__isnull=False).order_by("-month").first()
    )
    if month is None:
        return None
    meeting = month.meetings.filter(kind__in=REGULAR_KINDS).exclude(state=State.CANCELLED).first()
    result = {"month": month, "meeting": meeting, "changes": [], "changed": 0, "remark": ""}
    current = rounds_of(meeting).get(meeting.round) if meeting is not None else None
    if current is None:
        return result
    changes = changes_since_self(current)
    return result | {
        "changes": changes[:3],
        "changed": len(changes),
        "remark": remark_of(current.last, current.criteria),
    }


def waiting_for(user):
    """How many records wait for this reviewer, and the longest waiting ones."""
    if not user.reaches_with(Permission.VERIFY):
        return None
    queue = (
        Meeting.objects.visible_to(user, Permission.VERIFY)
        .awaiting_review()
        .select_related("cell_month")
    )
    first = list(queue[:5])
    names = names_on([meeting.cell_month.cell_id for meeting in first], timezone.localdate())
    today = timezone.localdate()
    return {
        "count": queue.count(),
        "first": [
            {
                "meeting": meeting,
                "name": names.get(meeting.cell_month.cell_id, ""),
                "days": (today - timezone.localdate(meeting.submitted_at)).days,
            }
            for meeting in first
        ],
    }
