"""A cell's months: the book, and one month of it."""

from django.contrib import messages
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cells.policies import require
from cells.views.errors import account_required
from meetings import policies
from meetings.actions.months import current_month, report_not_held, withdraw_not_held
from meetings.actions.records import plan_meeting
from meetings.deadlines import due_on
from meetings.enums import REGULAR_KINDS, MeetingKind, MonthState
from meetings.models import CellMonth, Meeting
from meetings.views.finding import find_book, find_month, version_then
from meetings.views.lineage import steps_of
from meetings.workflow import NotPossible

MONTHS_SHOWN = 24
SHOWN = (
    "month",
    "state",
    "held_on",
    "expected",
    "present",
    "self_score",
    "final_score",
    "rank_title",
    "rank_level",
    "days_late",
    "not_held_reason",
)


@account_required
def cell(request, key):
    """A cell's book: its months, the newest first, then those of the cells that it took over."""
    book = find_book(request.user, key)
    org = book.version.org
    steps = steps_of(request.user, org, timezone.localdate())
    forebears = [step for step in steps if step.is_forebear]
    months = months_of(request.user, [org.pk, *(step.org_id for step in forebears)])
    rows = months.get(org.pk, [])
    context = {
        "version": book.version,
        "book": book,
        "rows": rows,
        "met": met_in(rows),
        "trend": trend(rows),
        "forebears": [before(step, months.get(step.org_id, [])) for step in forebears],
        "heirs": [step for step in steps if not step.is_forebear],
    }
    return render(request, "meetings/cell.html", context)


def months_of(user, cells):
    """The last months of each of `cells` that `user` reads, the newest first: one query."""
    place = Window(RowNumber(), partition_by=F("cell"), order_by=F("month").desc())
    found = (
        CellMonth.objects.visible_to(user)
        .filter(cell__in=cells)
        .annotate(place=place)
        .filter(place__lte=MONTHS_SHOWN)
        .order_by("-month")
        .values("cell", *SHOWN)
    )
    labels, rows = dict(MonthState.choices), {}
    for row in found:
        rows.setdefault(row["cell"], []).append(
            row
            | {
                "label": labels[row["state"]],
                "slug": f"{row['month']:%Y-%m}",
                "title": f"Tháng {row['month']:%m/%Y}",
                "held": f"{row['held_on']:%d/%m}" if row["held_on"] else "",
                "score": comma(row["final_score"] or row["self_score"]),
            }
        )
    return rows


def before(step, rows):
    """What the book shows of a cell that was taken over."""
    return {"step": step, "rows": rows, "met": met_in(rows), "trend": trend(rows)}


def met_in(rows):
    return sum(1 for row in rows if row["held_on"])


def comma(score):
    return "" if score is None else f"{score:.2f}".replace(".", ",")


def trend(rows):
    """The last twelve months, oldest first, as squares."""
    return [
        {
            "slug": row["slug"],
            "label": row["month"].month,
            "text": f"{row['final_score']:.0f}" if row["final_score"] is not None else "–",
            "css": f"r{row['rank_level']}" if row["rank_level"] is not None else "none",
            "title": f"{row['title']}: {row['label']} {row['rank_title']}".strip(),
        }
        for row in reversed(rows[:12])
    ]


@account_required
def cell_month(request, key, month):
    """One month of a cell: its meetings, or what to do when there is none yet."""
    found = find_month(request.user, key, month)
    version = version_then(found.cell_id, found.month)
    meetings = list(Meeting.objects.filter(cell_month=found).order_by("planned_on", "id"))
    context = {
        "version": version,
        "month": found,
        "meetings": meetings,
        "kinds": MeetingKind.choices,
        "can_write": policies.can_write(request.user, found),
        "can_submit": policies.can_submit(request.user, found),
        "has_regular": any(
            meeting.kind in REGULAR_KINDS and meeting.state != "cancelled" for meeting in meetings
        ),
        "is_future": found.month > current_month(),
        "due_on": due_on(found.month),
        "today": timezone.localdate(),
        "not_held_reason": request.GET.get("reason", ""),
    }
    return render(request, "meetings/cell_month.html", context)


@require_POST
@account_required
def plan(request, key, month):
    """Begin the record of a meeting in this month."""
    found = find_month(request.user, key, month)
    require(policies.can_write(request.user, found))
    kind = request.POST.get("kind", "")
    if kind not in MeetingKind.values:
        messages.error(request, "Hãy chọn hình thức sinh hoạt.")
        return redirect("cell_month", key=key, month=month)
    try:
        meeting = plan_meeting(cell_month=found, kind=kind, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect("cell_month", key=key, month=month)
    return redirect("meeting_edit", key=meeting.key)


@require_POST
@account_required
def not_held(request, key, month):
    """Report that the cell does not meet this month, or take that back."""
    found = find_month(request.user, key, month)
    here = reverse("cell_month", args=[key, month])
    try:
        if "withdraw" in request.POST:
            withdraw_not_held(cell_month=found, by=request.user)
        else:
            reason = request.POST.get("reason", "")
            report_not_held(cell_month=found, reason=reason, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã ghi nhận.")
    return redirect(here)
