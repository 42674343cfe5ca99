"""The balance of organisations below one of them between two days.

From the dated versions and paths alone: what stood there on either day, and what differs. What
was founded and ended between the two days is on neither, and not counted. An organisation below
counts, the one asked about does not.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import Q

from cells.enums import Change
from cells.kinds import GRASSROOTS_LEVEL
from cells.models import OrgKind, PartyOrgVersion
from cells.tree import org_ids, path_of

# Of each kind of change so many are listed; the count is of all.
LISTED = 100

# What stood below on the two days; both questions go on from here. A path ends with "/", and ":"
# is the character after the digits: the range is the prefix.
STOOD = """
WITH b AS (
    SELECT p.org_id, p.path, v.name, v.kind_id, v.parent_id, v.sort_key
    FROM cells_partyorgpath p
    JOIN cells_partyorgversion v ON v.org_id = p.org_id AND v.period @> %(first)s::date
    WHERE p.period @> %(first)s::date
      AND p.path ~>~ %(top_before)s AND p.path ~<~ (%(top_before)s || ':')
), a AS (
    SELECT p.org_id, p.path, v.name, v.kind_id, v.parent_id, v.sort_key
    FROM cells_partyorgpath p
    JOIN cells_partyorgversion v ON v.org_id = p.org_id AND v.period @> %(second)s::date
    WHERE p.period @> %(second)s::date
      AND p.path ~>~ %(top_after)s AND p.path ~<~ (%(top_after)s || ':')
)
"""

# Since Quy định 208-QĐ/TW a cell of the grassroots level is of the same kind as any other: what
# it stands under tells them apart.
COUNTS = """
, upper_on_first AS (
    SELECT org_id FROM cells_partyorgversion
    WHERE kind_id = ANY(%(upper_kinds)s) AND period @> %(first)s::date
), upper_on_second AS (
    SELECT org_id FROM cells_partyorgversion
    WHERE kind_id = ANY(%(upper_kinds)s) AND period @> %(second)s::date
), stood AS (
    SELECT kind_id, path, %(depth_before)s::int AS depth, 1 AS before, 0 AS after,
           parent_id IN (SELECT org_id FROM upper_on_first) AS is_high
    FROM b
  UNION ALL
    SELECT kind_id, path, %(depth_after)s::int, 0, 1,
           parent_id IN (SELECT org_id FROM upper_on_second)
    FROM a
)
SELECT kind_id, is_high, split_part(path, '/', depth + 2)::bigint, sum(before), sum(after)
FROM stood
GROUP BY 1, 2, 3
"""

CHANGES = """
, changed AS (
    SELECT coalesce(a.org_id, b.org_id) AS org_id, b.name AS name_before, a.name AS name_after,
           b.kind_id AS kind_before, a.kind_id AS kind_after,
           b.parent_id AS parent_before, a.parent_id AS parent_after,
           coalesce(a.sort_key, b.sort_key) AS sort_key
    FROM b FULL JOIN a ON a.org_id = b.org_id
    WHERE a.org_id IS NULL OR b.org_id IS NULL OR a.name <> b.name OR a.kind_id <> b.kind_id
       OR a.parent_id <> b.parent_id
), named AS (
    SELECT c.*, unnest(CASE
        WHEN name_before IS NULL THEN ARRAY[CASE WHEN EXISTS (
            SELECT FROM cells_partyorgversion v
            WHERE v.org_id = c.org_id AND v.period @> %(first)s::date
        ) THEN 'moved_in' ELSE 'founded' END]
        WHEN name_after IS NULL THEN ARRAY[CASE WHEN EXISTS (
            SELECT FROM cells_partyorgversion v
            WHERE v.org_id = c.org_id AND v.period @> %(second)s::date
        ) THEN 'moved_out' ELSE 'ended' END]
        ELSE array_remove(ARRAY[
            CASE WHEN parent_before <> parent_after THEN 'moved' END,
            CASE WHEN kind_before <> kind_after THEN 'kind' END,
            CASE WHEN name_before <> name_after THEN 'renamed' END
        ], NULL)
    END) AS what
    FROM changed c
), placed AS (
    SELECT *, count(*) OVER (PARTITION BY what) AS total,
           row_number() OVER (PARTITION BY what ORDER BY sort_key, org_id) AS place
    FROM named
)
SELECT c.what, c.total, o.key, c.name_before, c.name_after, kb.name, ka.name,
       pb.short_name, pa.short_name
FROM placed c
JOIN cells_partyorg o ON o.id = c.org_id
LEFT JOIN cells_orgkind kb ON kb.id = c.kind_before
LEFT JOIN cells_orgkind ka ON ka.id = c.kind_after
LEFT JOIN cells_partyorgversion pb
       ON pb.org_id = c.parent_before AND pb.period @> %(first)s::date
LEFT JOIN cells_partyorgversion pa
       ON pa.org_id = c.parent_after AND pa.period @> %(second)s::date
WHERE c.place <= %(listed)s
ORDER BY c.what, c.place
"""


@dataclass
class Count:
    """How many organisations there were on the first day and on the second."""

    name: str
    before: int = 0
    after: int = 0

    @property
    def difference(self):
        return self.after - self.before


@dataclass(frozen=True)
class Changed:
    """One organisation that changed; what it was not, on a day when it was not here, is None."""

    key: str
    name_before: str | None
    name_after: str | None
    kind_before: str | None
    kind_after: str | None
    parent_before: str | None
    parent_after: str | None


@dataclass
class Balance:
    """What stood below an organisation on two days, and what changed, by kind of change.

    `changes` holds for each kind of change its number and the first of its organisations.
    """

    first: date
    second: date
    total: Count
    grassroots: Count
    cells: Count
    kinds: list[Count] = field(default_factory=list)
    branches: list[Count] = field(default_factory=list)
    changes: dict[Change, tuple[int, list[Changed]]] = field(default_factory=dict)


def balance_of(org, first, second):
    """The balance below `org`, which must exist on both days: six queries, however many rows."""
    top_before, top_after = path_of(org, on=first), path_of(org, on=second)
    kinds = {kind.pk: kind for kind in OrgKind.objects.all()}
    asked = {
        "first": first,
        "second": second,
        "top_before": top_before,
        "top_after": top_after,
        "depth_before": len(org_ids(top_before)),
        "depth_after": len(org_ids(top_after)),
        "upper_kinds": [kind.pk for kind in kinds.values() if kind.level < GRASSROOTS_LEVEL],
        "listed": LISTED,
    }
    with connection.cursor() as cursor:
        cursor.execute(STOOD + COUNTS, asked)
        counts = cursor.fetchall()
        cursor.execute(STOOD + CHANGES, asked)
        changes = cursor.fetchall()
    result = Balance(
        first,
        second,
        total=Count("Cộng"),
        grassroots=Count("Tổ chức cơ sở đảng"),
        cells=Count("Chi bộ các loại"),
    )
    _count(result, kinds, counts)
    for what, total, *rest in changes:
        result.changes.setdefault(Change(what), (total, []))[1].append(Changed(*rest))
    return result


def _count(result, kinds, counts):
    by_kind = {pk: Count(kind.name) for pk, kind in kinds.items()}
    by_branch = {}
    for kind_id, is_high, branch, before, after in counts:
        kind = kinds[kind_id]
        sums = [result.total, by_kind[kind_id], by_branch.setdefault(branch, Count(""))]
        if kind.level == GRASSROOTS_LEVEL or (kind.is_cell and is_high):
            sums.append(result.grassroots)
        if kind.is_cell:
            sums.append(result.cells)
        for one in sums:
            one.before += before
            one.after += after
    result.kinds = [count for count in by_kind.values() if count.before or count.after]
    # As they were called last: the second day's name, or the first's where they are no more.
    changed = [branch for branch, count in by_branch.items() if count.difference]
    names = PartyOrgVersion.objects.filter(
        Q(period__contains=result.first) | Q(period__contains=result.second), org__in=changed
    )
    for org_id, name in names.order_by("period").values_list("org", "short_name"):
        by_branch[org_id].name = name
    result.branches = sorted(
        (count for count in by_branch.values() if count.difference),
        key=lambda count: (count.difference, count.name),
    )
