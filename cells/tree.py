"""The tree on a day: the only code that walks it, and the only one that writes its paths."""

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from cells.models import PartyOrgPath, PartyOrgVersion

# A path leads from the root: `/1/22/788/`. Deeper than this is a cycle, which no tree may have.
MAX_DEPTH = 12

REBUILD = """
WITH RECURSIVE walk AS (
    SELECT v.org_id, coalesce(up.path, '/') || v.org_id || '/' AS path,
           coalesce(up.depth, 0) + 1 AS depth,
           CASE WHEN up.period IS NULL THEN v.period ELSE v.period * up.period END AS period
    FROM cells_partyorgversion v
    LEFT JOIN cells_partyorgpath up ON up.org_id = v.parent_id AND up.period && v.period
    WHERE v.org_id = %(org)s AND (v.parent_id IS NULL OR up.id IS NOT NULL)
  UNION ALL
    SELECT v.org_id, w.path || v.org_id || '/', w.depth + 1, v.period * w.period
    FROM walk w
    JOIN cells_partyorgversion v ON v.parent_id = w.org_id AND v.period && w.period
    WHERE w.depth < %(max_depth)s
), cleared AS (
    DELETE FROM cells_partyorgpath WHERE org_id IN (SELECT org_id FROM walk) RETURNING org_id
)
SELECT org_id, path, depth, lower(r), upper(r)
FROM (
    SELECT org_id, path, depth, unnest(range_agg(period)) AS r
    FROM walk
    GROUP BY org_id, path, depth
) spans
"""


def path_of(org, *, on):
    """The path of `org` on the day, or None when it did not exist."""
    return PartyOrgPath.objects.on(on).filter(org=org).values_list("path", flat=True).first()


def org_ids(path):
    """The organisations on a path, from the root down: `/1/22/` → [1, 22]."""
    return [int(part) for part in path.strip("/").split("/")]


def subtree_ids(org, *, on):
    """Ids of `org` and of all below it on the day, from their paths alone."""
    path = path_of(org, on=on)
    if path is None:
        return []
    below = PartyOrgPath.objects.on(on).filter(path__startswith=path)
    return list(below.values_list("org", flat=True))


def subtree_of(org, *, on):
    """Versions of `org` and of all below it on the day."""
    path = path_of(org, on=on)
    if path is None:
        return PartyOrgVersion.objects.none()
    return PartyOrgVersion.objects.on(on).filter(
        org__in=PartyOrgPath.objects.on(on).filter(path__startswith=path).values("org")
    )


def ancestors_of(org, *, on):
    """Versions of the organisations above `org` on the day, from the root down, without it."""
    path = path_of(org, on=on)
    if path is None:
        return []
    above = org_ids(path)[:-1]
    versions = PartyOrgVersion.objects.on(on).filter(org__in=above).select_related("org", "kind")
    by_org = {version.org_id: version for version in versions}
    return [by_org[org_id] for org_id in above]


def ancestors_by_path(paths, *, on):
    """For each path the versions above its end on the day, from the root down: one query."""
    above = {path: org_ids(path)[:-1] for path in paths}
    wanted = {org_id for ids in above.values() for org_id in ids}
    versions = PartyOrgVersion.objects.on(on).filter(org__in=wanted).select_related("org", "kind")
    by_org = {version.org_id: version for version in versions}
    return {path: [by_org[org_id] for org_id in ids] for path, ids in above.items()}


# Each top is counted for itself, by the numbers of what stands below it: joined freely, all
# organisations would be read for one. IS TRUE: see `TreeQuerySet.on`.
CELLS_BELOW = """
SELECT top.path, below.cells
FROM unnest(%(paths)s::text[]) AS top (path)
CROSS JOIN LATERAL (
    SELECT count(*) AS cells
    FROM cells_partyorgpath p
    JOIN cells_partyorgversion v ON v.org_id = p.org_id AND (v.period @> %(day)s::date) IS TRUE
    JOIN cells_orgkind k ON k.id = v.kind_id AND k.is_cell
    WHERE p.path ~>=~ top.path AND p.path ~<~ (top.path || ':')
      AND (p.period @> %(day)s::date) IS TRUE
) below
WHERE below.cells > 0
"""


def cells_below(paths, *, on):
    """How many cells stand at or below each of `paths` on the day: one query."""
    # A path ends with "/", and ":" is the character after the digits: the range is the prefix.
    with connection.cursor() as cursor:
        cursor.execute(CELLS_BELOW, {"paths": list(paths), "day": on})
        return dict(cursor.fetchall())


def rebuild_paths(org):
    """Derive the dated paths of `org` and all below it anew from the versions.

    To be called in the transaction that changed the versions; the paths above must be right.
    """
    with connection.cursor() as cursor:
        cursor.execute(REBUILD, {"org": org.pk, "max_depth": MAX_DEPTH})
        rows = cursor.fetchall()
    PartyOrgPath.objects.bulk_create(
        PartyOrgPath(org_id=org_id, path=path, depth=depth, period=(lower, upper))
        for org_id, path, depth, lower, upper in rows
    )


# OFFSET 0 keeps one search of the index a top; joined freely, thousands of tops would each be
# compared with the whole table. What a path leads through is in it, so one row counts for all.
BRANCH_COUNTS = """
SELECT up.org_id, count(*), count(*) FILTER (WHERE k.is_cell), sum(home.members)
FROM unnest(%(tops)s::text[]) AS top (path)
CROSS JOIN LATERAL (
    SELECT p.org_id, p.path
    FROM cells_partyorgpath p
    WHERE p.path ~>=~ top.path AND p.path ~<~ (top.path || ':') AND p.period @> %(day)s::date
    OFFSET 0
) below
JOIN cells_partyorgversion v ON v.org_id = below.org_id AND v.period @> %(day)s::date
JOIN cells_orgkind k ON k.id = v.kind_id
CROSS JOIN LATERAL (
    SELECT count(*) AS members
    FROM cells_membership m
    WHERE m.cell_id = below.org_id AND m.period @> %(day)s::date AND NOT m.is_temporary
) home
CROSS JOIN LATERAL unnest(
    string_to_array(trim(both '/' from below.path), '/')::bigint[]
) AS way (id)
JOIN unnest(%(orgs)s::bigint[]) AS up (org_id) ON up.org_id = way.id
GROUP BY up.org_id
"""


def branch_counts(paths, *, on):
    """For each organisation of `paths` (organisation → path) what its branch holds on the day.

    Organisations, cells among them, and members at home there, itself included: one query.
    """
    tops = []
    for path in sorted(paths.values()):
        if not tops or not path.startswith(tops[-1]):
            tops.append(path)
    with connection.cursor() as cursor:
        cursor.execute(BRANCH_COUNTS, {"orgs": list(paths), "tops": tops, "day": on})
        return {
            org_id: (orgs, cells, int(members))
            for org_id, orgs, cells, members in cursor.fetchall()
        }


# As many as any province has; counting goes no further than that.
VAST = 40_000
VAST_BRANCHES = """
SELECT top.path
FROM unnest(%(paths)s::text[]) AS top (path)
WHERE (
    SELECT count(*) FROM (
        SELECT FROM cells_partyorgpath p
        WHERE p.path ~>=~ top.path AND p.path ~<~ (top.path || ':')
          AND (p.period @> %(day)s::date) IS TRUE
        LIMIT %(vast)s
    ) below
) = %(vast)s
"""


def vast_branches(paths, *, on):
    """Those of `paths` that hold more organisations on the day than a province has: one query."""
    with connection.cursor() as cursor:
        cursor.execute(VAST_BRANCHES, {"paths": list(paths), "day": on, "vast": VAST})
        return {path for (path,) in cursor.fetchall()}


# Any number will do that no other lock of this database bears.
TREE_LOCK = 7_208_042_026
LOCK_ALONE = "SELECT pg_advisory_xact_lock(%s)"
LOCK_TOGETHER = "SELECT pg_advisory_xact_lock_shared(%s)"


def lock_tree(*, alone):
    """Hold the tree until the transaction ends: `alone` to reorganise it, together to found.

    A branch that is being moved must not get a new organisation with a path of before the move.
    """
    with connection.cursor() as cursor:
        cursor.execute(LOCK_ALONE if alone else LOCK_TOGETHER, [TREE_LOCK])


# What stands above an organisation that begins, ends or moves may be moved itself, by one above it.
ABOVE = """
SELECT DISTINCT p.path
FROM cells_partyorgversion v
JOIN cells_partyorgpath p ON p.org_id = v.parent_id
WHERE v.org_id = ANY(%(orgs)s) AND coalesce(upper(v.period) > %(day)s, true)
  AND coalesce(upper(p.period) > %(day)s, true)
"""

# Each row from the day on at or below one of the changed organisations, with the nearest of them.
# What lasts from the day on is asked of the ends, not with &&: an index would be read for it as a
# whole for each organisation. OFFSET 0 keeps one search of an index a row: the planner thinks of a
# branch as half the nation.
BELOW_CHANGED = """
CREATE TEMPORARY TABLE path_below ON COMMIT DROP AS
SELECT DISTINCT ON (below.id) below.id, below.org_id, below.path, below.depth, below.period,
       top.org_id AS top, length(top.path) AS top_length, top.depth AS top_depth
FROM unnest(%(orgs)s::bigint[]) AS changed (org_id)
CROSS JOIN LATERAL (
    SELECT p.org_id, p.path, p.depth
    FROM cells_partyorgpath p
    WHERE p.org_id = changed.org_id AND coalesce(upper(p.period) > %(day)s, true)
    OFFSET 0
) top
CROSS JOIN LATERAL (
    SELECT p.id, p.org_id, p.path, p.depth, p.period
    FROM cells_partyorgpath p
    WHERE p.path ~>=~ top.path AND p.path ~<~ (top.path || ':')
      AND coalesce(upper(p.period) > %(day)s, true)
    OFFSET 0
) below
ORDER BY below.id, length(top.path) DESC;
CREATE TEMPORARY TABLE path_before ON COMMIT DROP AS
SELECT p.id, p.org_id, p.path, p.depth, p.period
FROM (SELECT org_id FROM path_below UNION SELECT unnest(%(orgs)s::bigint[])) o
CROSS JOIN LATERAL (
    SELECT p.id, p.org_id, p.path, p.depth, p.period
    FROM cells_partyorgpath p
    WHERE p.org_id = o.org_id
    OFFSET 0
) p;
ANALYZE path_below, path_before
"""

# The changed organisations stand where their versions say; what is below them keeps its way from
# there. The paths before the day stay; a span that goes on over the day as it was becomes one row
# again.
SPANS_FROM = """
CREATE TEMPORARY TABLE path_span ON COMMIT DROP AS
WITH RECURSIVE coming AS MATERIALIZED (
    SELECT v.org_id, v.parent_id, v.period
    FROM cells_partyorgversion v
    WHERE v.org_id = ANY(%(orgs)s) AND coalesce(upper(v.period) > %(day)s, true)
), changed AS (
    SELECT v.org_id, coalesce(up.path, '/') || v.org_id || '/' AS path,
           coalesce(up.depth, 0) + 1 AS depth,
           v.period * coalesce(up.period, v.period) * %(from_day)s::daterange AS period
    FROM coming v
    LEFT JOIN LATERAL (
        SELECT up.id, up.path, up.depth, up.period
        FROM cells_partyorgpath up
        WHERE up.org_id = v.parent_id AND up.period && v.period
          AND coalesce(upper(up.period) > %(day)s, true)
        OFFSET 0
    ) up ON true
    WHERE v.parent_id <> ALL(%(orgs)s) AND up.id IS NOT NULL OR v.parent_id IS NULL
  UNION ALL
    SELECT v.org_id, c.path || v.org_id || '/', c.depth + 1, v.period * c.period
    FROM changed c
    JOIN coming v ON v.parent_id = c.org_id AND v.period && c.period
    WHERE c.depth < %(max_depth)s
), spans AS (
    SELECT org_id, path, depth, period FROM changed
  UNION ALL
    SELECT b.org_id, c.path || substr(b.path, b.top_length + 1),
           c.depth + b.depth - b.top_depth, b.period * c.period
    FROM path_below b
    JOIN changed c ON c.org_id = b.top AND c.period && b.period
    WHERE b.org_id <> ALL(%(orgs)s)
  UNION ALL
    SELECT org_id, path, depth, period * %(before)s::daterange
    FROM path_before
    WHERE coalesce(lower(period) < %(day)s, true)
)
SELECT org_id, path, depth, unnest(range_agg(period)) AS period
FROM spans
GROUP BY org_id, path, depth
"""

# What is as it was is left alone: each row has its place in four indexes. A row that only ends on
# another day is made anew all the same: to update it takes longer, for the index that keeps rows
# from overlapping then finds the old one beside the new one.
WRITE_SPANS = """
DELETE FROM cells_partyorgpath
WHERE id = ANY(ARRAY(
    SELECT b.id FROM path_before b
    LEFT JOIN path_span s ON s.org_id = b.org_id AND s.path = b.path AND s.period = b.period
    WHERE s.org_id IS NULL
));
INSERT INTO cells_partyorgpath (org_id, path, depth, period)
SELECT s.org_id, s.path, s.depth, s.period
FROM path_span s
LEFT JOIN path_before b ON b.org_id = s.org_id AND b.path = s.path AND b.period = s.period
WHERE b.org_id IS NULL;
DROP TABLE path_span, path_before, path_below
"""


def rebuild_paths_from(orgs, day):
    """Derive the paths of many organisations, and of all below them, anew from `day` on.

    `orgs` are the numbers of those whose parent changes, that begin or that end on the day; one
    may stand below another. Nothing else has changed since their paths were derived. Done within
    the database, for a province's districts at once.
    """
    values = {
        "orgs": list(orgs),
        "day": day,
        "from_day": DateRange(day, None),
        "before": DateRange(None, day),
        "max_depth": MAX_DEPTH,
    }
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, values)
        values["orgs"] = list(_with_ways(set(orgs), [path for (path,) in cursor.fetchall()]))
        for statements in (BELOW_CHANGED, SPANS_FROM, WRITE_SPANS):
            cursor.execute(statements, values)


def _with_ways(orgs, paths):
    """`orgs` and, of each path, what stands below the first of them on it."""
    wanted = set(orgs)
    for path in paths:
        ids = org_ids(path)
        first = next((place for place, org_id in enumerate(ids) if org_id in orgs), len(ids))
        wanted.update(ids[first:])
    return wanted


def count_anew():
    """Let PostgreSQL look at the tree again, within the transaction that made it much larger.

    Until then it plans for the tree as it was: on the first one, for empty tables.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cells_partyorg, cells_partyorgversion, cells_partyorgpath")
