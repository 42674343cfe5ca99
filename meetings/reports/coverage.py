"""Which criteria set will hold for which cells: shows an issuer gaps and ties before they hurt."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

from django.db import connection

from cells.tree import org_ids
from meetings.actions.criteria import issued_set_of
from meetings.enums import MeetingKind, SetState
from meetings.models import CriteriaSet
from meetings.scoring.holding import holders
from meetings.scoring.model import Situation

AHEAD = timedelta(days=365)
# Extraordinary meetings are not scored unless a committee says so: having no set is no gap.
KINDS = (MeetingKind.REGULAR, MeetingKind.THEMATIC, MeetingKind.COMBINED)

# The cells below a path today, alike ones together: what a set's scope can ask of a cell.
CELLS = """
SELECT p.path, k.code, count(m.id)
FROM cells_partyorgpath p
JOIN cells_partyorgversion v ON v.org_id = p.org_id AND v.period @> %(day)s::date
JOIN cells_orgkind k ON k.id = v.kind_id AND k.is_cell
LEFT JOIN cells_membership m ON m.cell_id = p.org_id AND m.period @> %(day)s::date
WHERE p.period @> %(day)s::date AND p.path ~>=~ %(path)s AND p.path ~<~ (%(path)s || ':')
GROUP BY p.path, k.code
"""


@dataclass
class Line:
    """One kind of meeting from a day to a day: how many cells each set holds for.

    `sets` counts cells by the set's id; `gap` are cells that no set holds for, `ties` cells for
    which their issuer has two, by the ids of the two.
    """

    kind: str
    begins: date
    ends: date | None
    sets: Counter = field(default_factory=Counter)
    gap: int = 0
    ties: Counter = field(default_factory=Counter)

    @property
    def outcome(self):
        return self.sets, self.gap, self.ties


def coverage_of(path, today, *, extra=(), ended=None):
    """Lines for the cells below `path` from today over a year; what does not change is one line.

    `extra` are sets that are not issued yet, `ended` maps sets that they would replace to their
    last day. Two questions, however many cells.
    """
    cells = _cells_below(path, today)
    sets = [*_issued_on_the_way(cells), *extra]
    sets = [
        replace(each, valid_to=ended[each.id]) if ended and each.id in ended else each
        for each in sets
    ]
    lines = []
    days = _days_of_change(sets, today)
    for kind in KINDS:
        found = [
            _line(kind, begins, ends - timedelta(days=1) if ends else None, cells, sets)
            for begins, ends in pairwise([*days, None])
        ]
        lines += _joined(found)
    return lines


def _cells_below(path, day):
    """Counts of alike cells: (ids of the organisations above and itself, kind, members)."""
    with connection.cursor() as cursor:
        cursor.execute(CELLS, {"path": path, "day": day})
        return [
            (tuple(org_ids(cell_path)), kind, members)
            for cell_path, kind, members in cursor.fetchall()
        ]


def _issued_on_the_way(cells):
    wanted = {org_id for above, _, _ in cells for org_id in above}
    rows = CriteriaSet.objects.filter(issuer__in=wanted).exclude(state=SetState.DRAFT)
    return [issued_set_of(row) for row in rows.defer("definition")]


def _days_of_change(sets, today):
    """Today and every day of the year ahead on which a set begins or has ended."""
    days = {each.valid_from for each in sets}
    days |= {each.valid_to + timedelta(days=1) for each in sets if each.valid_to}
    return [today, *sorted(day for day in days if today < day <= today + AHEAD)]


def _line(kind, begins, ends, cells, sets):
    line = Line(kind, begins, ends)
    issuers = {each.issuer_id for each in sets}
    alike = Counter(
        (tuple(org_id for org_id in above if org_id in issuers), cell_kind, members)
        for above, cell_kind, members in cells
    )
    for (above, cell_kind, members), count in alike.items():
        found = holders(sets, above, begins, Situation(kind, members, cell_kind))
        if not found:
            line.gap += count
            continue
        line.sets[found[0].id] += count
        if len(found) > 1:
            line.ties[found[0].id, found[1].id] += count
    return line


def _joined(lines):
    """Neighbouring lines with the same outcome as one."""
    joined = []
    for line in lines:
        if joined and joined[-1].outcome == line.outcome:
            joined[-1].ends = line.ends
        else:
            joined.append(line)
    return joined
