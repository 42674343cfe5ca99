"""Which opened months a reorganisation would change, before it is carried out."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db import connection

from cells.models import OrgKind, PartyOrgPath
from cells.reorganising.lines import LineVerb
from meetings.actions.months import DAYS_TO_OWE
from meetings.deadlines import next_month
from meetings.workflow import LABELS, State

SHOWN = 10
IN_WORK = (State.PLANNED, State.HELD, State.SUBMITTED, State.RETURNED)

COUNT = """
WITH cells AS (
    SELECT DISTINCT p.org_id
    FROM unnest(%(paths)s::text[]) AS top (path)
    JOIN cells_partyorgpath p ON p.path ~>=~ top.path AND p.path ~<~ (top.path || ':')
    WHERE p.period @> %(day)s::date
)
SELECT m.month, count(*), count(*) FILTER (WHERE NOT EXISTS (
        SELECT FROM meetings_meeting g WHERE g.cell_month_id = m.id
    ) AND NOT EXISTS (
        SELECT FROM meetings_monthreport r WHERE r.cell_month_id = m.id
    ))
FROM meetings_cellmonth m JOIN cells ON cells.org_id = m.cell_id
WHERE m.month >= %(first)s
GROUP BY m.month
"""
WORKED_ON = """
WITH cells AS (
    SELECT DISTINCT p.org_id
    FROM unnest(%(paths)s::text[]) AS top (path)
    JOIN cells_partyorgpath p ON p.path ~>=~ top.path AND p.path ~<~ (top.path || ':')
    WHERE p.period @> %(day)s::date
)
SELECT v.name, m.month, g.state, count(*) OVER ()
FROM meetings_meeting g
JOIN meetings_cellmonth m ON m.id = g.cell_month_id
JOIN cells ON cells.org_id = m.cell_id
JOIN cells_partyorgversion v ON v.org_id = m.cell_id AND v.period @> %(day)s::date
WHERE m.month >= %(first)s AND g.state = ANY(%(in_work)s)
ORDER BY m.month, v.sort_key, g.id
LIMIT %(shown)s
"""


@dataclass(frozen=True)
class RecordInWork:
    """A record that its cell or its reviewer has not finished."""

    cell: str
    month: date
    state: str


@dataclass(frozen=True)
class MonthsTouched:
    """Opened months that would be counted elsewhere or taken away, and records in work.

    `months`: (first day, cells counted elsewhere, cells whose empty row goes) in order; `in_work`:
    the first `SHOWN` of `in_work_count` records of the cells that end or move.
    """

    months: tuple[tuple[date, int, int], ...]
    in_work: tuple[RecordInWork, ...]
    in_work_count: int

    @property
    def moved(self):
        return sum(moved for _, moved, _ in self.months)

    @property
    def removed(self):
        return sum(removed for _, _, removed in self.months)


def months_touched(preview):
    """The MonthsTouched by what `preview` describes: a fixed number of queries."""
    day = preview.effective_on
    ending, moving = _paths(preview)
    this, following = day.replace(day=1), next_month(day)
    before = day.day - 1
    after = monthrange(day.year, day.month)[1] - before
    counts = {}
    for month, all_rows, _ in _ask(COUNT, moving, day, this if after >= before else following):
        counts[month] = (all_rows, 0)
    for month, _, empty in _ask(COUNT, ending, day, this if before < DAYS_TO_OWE else following):
        if empty:
            counts[month] = (counts.get(month, (0, 0))[0], empty)
    rows = _ask(WORKED_ON, ending + moving, day, this)
    return MonthsTouched(
        months=tuple((month, *counts[month]) for month in sorted(counts)),
        in_work=tuple(RecordInWork(cell, month, LABELS[state]) for cell, month, state, _ in rows),
        in_work_count=rows[0][3] if rows else 0,
    )


def _paths(preview):
    """The places on the day of the cells that end, and of the branches that move."""
    cells = set(OrgKind.objects.filter(is_cell=True).values_list("name", flat=True))
    ending, moving = set(), {follower.org_key for follower in preview.followers}
    for effect in preview.effects:
        was, then = effect.before, effect.after
        # A committee has no months; what stands below it has a line or follows.
        if was and was.kind in cells and (then is None or then.kind not in cells):
            ending.add(effect.org_key)
        elif effect.verb == LineVerb.MOVE:
            moving.add(effect.org_key)
    places = PartyOrgPath.objects.on(preview.effective_on).filter(org__key__in=ending | moving)
    by_key = dict(places.values_list("org__key", "path"))
    return (
        [path for key, path in by_key.items() if key in ending],
        [path for key, path in by_key.items() if key in moving - ending],
    )


def _ask(sql, paths, day, first):
    chosen = {
        "paths": paths,
        "day": day,
        "first": first,
        "in_work": [str(state) for state in IN_WORK],
        "shown": SHOWN,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, chosen)
        return cursor.fetchall()
