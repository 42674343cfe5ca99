"""Opening months, and keeping a cell's month in step with its record."""

from datetime import date

from django.db import connection, transaction
from django.utils import timezone

from cells.actions.audit import record
from cells.policies import require
from meetings import policies
from meetings.actions.verbs import Verb
from meetings.deadlines import days_late, next_month
from meetings.enums import REGULAR_KINDS, AttendanceStatus, MeetingKind, MonthState
from meetings.models import CellMonth, Meeting, MonthReport
from meetings.workflow import NotPossible, State

# A cell owes a month when it exists on at least so many days of it.
DAYS_TO_OWE = 15

# The path is the one under which the cell stood on most days of the month, the later of equals.
OPEN = """
INSERT INTO meetings_cellmonth
    (cell_id, month, path, state, thematic_owed, not_held_reason, days_late, members, expected,
     present, excused, unexcused, rank, rank_title, flags)
SELECT DISTINCT ON (org_id) org_id, %(month)s, path, 'not_planned', false, '', 0, 0, 0,
       0, 0, 0, '', '', '{}'
FROM (
    SELECT p.org_id, p.path, max(upper(here.days)) AS last_day,
           sum(upper(here.days) - lower(here.days)) AS days,
           sum(sum(upper(here.days) - lower(here.days))) OVER (PARTITION BY p.org_id) AS owing
    FROM cells_partyorgpath p
    JOIN cells_partyorgversion v ON v.org_id = p.org_id AND v.period && p.period
    JOIN cells_orgkind k ON k.id = v.kind_id AND k.is_cell
    CROSS JOIN LATERAL (
        SELECT p.period * v.period * daterange(%(month)s, %(next)s) AS days
    ) here
    WHERE NOT isempty(here.days) AND (%(cells)s::bigint[] IS NULL OR p.org_id = ANY(%(cells)s))
    GROUP BY p.org_id, p.path
) stood
WHERE owing >= %(enough)s
ORDER BY org_id, days DESC, last_day DESC
ON CONFLICT (month, cell_id) DO NOTHING
"""


@transaction.atomic
def open_month(*, month, cell=None, cells=None):
    """Make the month's row for every cell that owes it; return how many.

    For `cell` alone, or only for those with an id in `cells`, when one of these is given.

    May run twice: rows that are there stay as they are. No `by=`: it is periodic work.
    """
    ids = [cell.pk] if cell else None if cells is None else list(cells)
    with connection.cursor() as cursor:
        cursor.execute(
            OPEN,
            {
                "month": month,
                "next": next_month(month),
                "enough": DAYS_TO_OWE,
                "cells": ids,
            },
        )
        made = cursor.rowcount
    if month.month % 3 == 0:
        mark_thematic_owed(month)
    return made


def mark_thematic_owed(month):
    """In the last month of a quarter, mark the cells that have had no thematic meeting in it."""
    thematic = Meeting.objects.filter(
        cell_month__month__in=quarter_of(month),
        kind__in=[MeetingKind.THEMATIC, MeetingKind.COMBINED],
        held_on__isnull=False,
    ).exclude(state=State.CANCELLED)
    CellMonth.objects.filter(month=month).exclude(
        cell__in=thematic.values("cell_month__cell")
    ).update(thematic_owed=True)


def refresh_month(cell_month, meeting, contents, *, self_score=None):
    """Bring the month's row in step with its regular record, within the record's transaction."""
    if meeting.kind in {MeetingKind.THEMATIC, MeetingKind.COMBINED} and meeting.held_on:
        _clear_thematic_owed(cell_month)
    if meeting.kind not in REGULAR_KINDS:
        return
    changed = {
        "state": MonthState.NOT_PLANNED if meeting.state == State.CANCELLED else meeting.state,
        "held_on": meeting.held_on,
        "submitted_at": meeting.submitted_at,
        "days_late": days_late(cell_month.month, meeting.submitted_at),
        "members": len(contents.roll),
        "flags": flags_of(contents),
    }
    if meeting.held_on:
        changed |= {
            "expected": contents.expected,
            "present": contents.count(AttendanceStatus.PRESENT),
            "excused": contents.count(AttendanceStatus.EXCUSED),
            "unexcused": contents.count(AttendanceStatus.UNEXCUSED),
        }
    if self_score is not None:
        changed["self_score"] = self_score
    changed = {name: value for name, value in changed.items() if value != getattr(cell_month, name)}
    if changed:
        for name, value in changed.items():
            setattr(cell_month, name, value)
        cell_month.save(update_fields=list(changed))


def _clear_thematic_owed(cell_month):
    """A thematic meeting was held: its quarter owes none any more."""
    first, *_, last = quarter_of(cell_month.month)
    CellMonth.objects.filter(
        cell=cell_month.cell_id, month__range=(first, last), thematic_owed=True
    ).update(thematic_owed=False)


def quarter_of(month):
    """The three months of the quarter of `month`."""
    begins = month.month - (month.month - 1) % 3
    return [date(month.year, number, 1) for number in range(begins, begins + 3)]


def flags_of(contents):
    """Rules of the field that the meeting missed: they are recorded and never block.

    Hướng dẫn 42-HD/BTCTW: 90 minutes, 120 when combined; more than 90 % aimed at.
    """
    head = contents.head
    if not head.held_on:
        return []
    flags = []
    minutes = head.duration_minutes
    if minutes is not None and minutes < (120 if head.kind == MeetingKind.COMBINED else 90):
        flags.append("short")
    present = contents.count(AttendanceStatus.PRESENT)
    if contents.expected and 3 * present < 2 * contents.expected:
        flags.append("few_present")
    if contents.count(AttendanceStatus.UNEXCUSED):
        flags.append("unexcused")
    return flags


@transaction.atomic
def report_not_held(*, cell_month, reason, by):
    """Say that the cell does not meet in this month, and why.

    Raises NotPossible without a reason or when a meeting stands in the month.
    """
    cell_month = CellMonth.objects.select_for_update().get(pk=cell_month.pk)
    require(policies.can_submit(by, cell_month))
    if not reason.strip():
        raise NotPossible("Hãy ghi lý do không họp.")
    if cell_month.state not in {MonthState.NOT_PLANNED, MonthState.NOT_HELD}:
        raise NotPossible("Tháng này đã có buổi sinh hoạt; hãy hủy buổi đó trước.")
    cell_month.state = MonthState.NOT_HELD
    cell_month.not_held_reason = reason.strip()
    cell_month.full_clean(validate_unique=False)
    cell_month.save(update_fields=["state", "not_held_reason"])
    MonthReport.objects.create(cell_month=cell_month, reason=reason.strip(), by=by)
    record(by=by, verb=Verb.NOT_HELD, org=cell_month.cell, subject=f"{cell_month.month:%Y-%m}")


@transaction.atomic
def withdraw_not_held(*, cell_month, by):
    """Take back that the cell does not meet: it will after all."""
    cell_month = CellMonth.objects.select_for_update().get(pk=cell_month.pk)
    require(policies.can_submit(by, cell_month))
    if cell_month.state != MonthState.NOT_HELD:
        return
    cell_month.state = MonthState.NOT_PLANNED
    cell_month.not_held_reason = ""
    cell_month.save(update_fields=["state", "not_held_reason"])
    MonthReport.objects.create(cell_month=cell_month, is_withdrawn=True, by=by)
    record(
        by=by, verb=Verb.HELD_AFTER_ALL, org=cell_month.cell, subject=f"{cell_month.month:%Y-%m}"
    )


def current_month():
    """The first day of the month that it is in Hà Nội."""
    return timezone.localdate().replace(day=1)
