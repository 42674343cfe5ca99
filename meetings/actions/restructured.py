"""Keeping the months in step with a tree that was reorganised, now or in the past.

What a month owes and where it is counted follows from the tree's dated rows alone, so the same
three steps serve a reorganisation and its undoing: the months of the cells concerned are counted
under the path of most of their days, months now owed are opened, and months no longer owed that
hold nothing at all are taken away. A month with a record or a report stays, whatever happened.
"""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from cells.tree import org_ids
from meetings.actions.months import DAYS_TO_OWE, open_month
from meetings.models import CellMonth

# Cells of which something begins or ends on the day by the reorganisation: those whose versions it
# cut or made, and those whose place changed with what they stand below. Of the latter a place both
# ends and begins: one of the two is looked for.
CONCERNED = """
WITH touched AS (
    SELECT DISTINCT v.org_id
    FROM cells_touchedrow t
    JOIN cells_partyorgversion v ON v.id = t.row_id
    WHERE t.reorganisation_id = %(reorganisation)s AND t."table" = 'version'
), tops AS (
    SELECT DISTINCT p.path
    FROM touched
    JOIN cells_partyorgpath p USING (org_id)
    WHERE lower(p.period) = %(day)s
), concerned AS (
    SELECT org_id, true AS is_touched FROM touched
  UNION
    SELECT below.org_id, false
    FROM tops
    CROSS JOIN LATERAL (
        SELECT p.org_id
        FROM cells_partyorgpath p
        WHERE p.path ~>=~ tops.path AND p.path ~<~ (tops.path || ':')
          AND lower(p.period) = %(day)s
        OFFSET 0
    ) below
)
SELECT c.org_id, bool_or(c.is_touched)
FROM concerned c
JOIN cells_partyorgversion v ON v.org_id = c.org_id
JOIN cells_orgkind k ON k.id = v.kind_id AND k.is_cell
GROUP BY c.org_id
"""

MOVE = """
UPDATE meetings_cellmonth m SET path = best.path
FROM (
    SELECT DISTINCT ON (id) id, before, path
    FROM (
        SELECT m.id, m.path AS before, p.path, max(upper(here.days)) AS last_day,
               sum(upper(here.days) - lower(here.days)) AS days
        FROM meetings_cellmonth m
        JOIN cells_partyorgpath p ON p.org_id = m.cell_id
        CROSS JOIN LATERAL (
            SELECT p.period * daterange(m.month, (m.month + interval '1 month')::date) AS days
        ) here
        WHERE m.cell_id = ANY(%(cells)s) AND m.month >= %(first)s AND NOT isempty(here.days)
        GROUP BY m.id, m.path, p.path
    ) stood
    ORDER BY id, days DESC, last_day DESC
) best
WHERE best.id = m.id AND best.path <> m.path
RETURNING m.month, best.before, best.path
"""

NOT_OWED = """
SELECT m.id
FROM meetings_cellmonth m
LEFT JOIN cells_partyorgversion v ON v.org_id = m.cell_id
  AND v.period && daterange(m.month, (m.month + interval '1 month')::date)
LEFT JOIN cells_orgkind k ON k.id = v.kind_id
CROSS JOIN LATERAL (
    SELECT v.period * daterange(m.month, (m.month + interval '1 month')::date) AS days
) here
WHERE m.cell_id = ANY(%(cells)s) AND m.month >= %(first)s
GROUP BY m.id
HAVING coalesce(sum(upper(here.days) - lower(here.days)) FILTER (WHERE k.is_cell), 0) < %(enough)s
"""


@dataclass(frozen=True)
class MonthChanges:
    """How many rows of months were opened, taken away, or are counted elsewhere now.

    `months`: the months whose overviews change; `committees`: ids of those whose do.
    """

    opened: int
    removed: int
    moved: int
    months: tuple[date, ...]
    committees: frozenset[int]


def cells_concerned(reorganisation):
    """Ids of the cells of which a place, a kind or the existence begins or ends by it.

    With each whether something of the cell itself does, or only its place, with one above it.
    """
    values = {"reorganisation": reorganisation.pk, "day": reorganisation.effective_on}
    with connection.cursor() as cursor:
        cursor.execute(CONCERNED, values)
        return dict(cursor.fetchall())


def keep_up(cells, day):
    """Bring the opened months from that of `day` on in step with the tree.

    `cells` as from `cells_concerned`: what owes a month follows from the cell itself alone. To be
    called in the transaction that changed the tree.
    """
    first = day.replace(day=1)
    opened_before = CellMonth.objects.filter(month__gte=first)
    months = list(opened_before.order_by("month").values_list("month", flat=True).distinct())
    themselves = [cell for cell, is_itself in cells.items() if is_itself]
    chosen = {"cells": themselves, "first": first, "enough": DAYS_TO_OWE}
    removed = remove_not_owed(chosen)
    opened = _open(themselves, months)
    with connection.cursor() as cursor:
        cursor.execute(MOVE, {"cells": list(cells), "first": first})
        moved = cursor.fetchall()
    touched = {month for month, _ in removed + opened} | {month for month, _, _ in moved}
    committees = {org for _, path in removed + opened for org in org_ids(path)[:-1]}
    for _, before, after in moved:
        committees |= set(org_ids(before)[:-1]) ^ set(org_ids(after)[:-1])
    return MonthChanges(
        opened=len(opened),
        removed=len(removed),
        moved=len(moved),
        months=tuple(sorted(touched)),
        committees=frozenset(committees),
    )


def remove_not_owed(chosen):
    """Delete the rows that nobody owes and that hold nothing; return (month, path) of each."""
    with connection.cursor() as cursor:
        cursor.execute(NOT_OWED, chosen)
        ids = [pk for (pk,) in cursor.fetchall()]
    empty = CellMonth.objects.filter(pk__in=ids, meetings=None, reports=None)
    gone = list(empty.values_list("pk", "month", "path"))
    CellMonth.objects.filter(pk__in=[pk for pk, _, _ in gone]).delete()
    return [(month, path) for _, month, path in gone]


def _open(cells, months):
    """Open what is owed in `months`; return (month, path) of each new row."""
    having = {month: set() for month in months}
    rows = CellMonth.objects.filter(cell__in=cells, month__in=months)
    for month, cell in rows.values_list("month", "cell"):
        having[month].add(cell)
    made = []
    for month, there in having.items():
        without = set(cells) - there
        if without:
            open_month(month=month, cells=without)
            new = CellMonth.objects.filter(month=month, cell__in=without)
            made += new.values_list("month", "path")
    return made
