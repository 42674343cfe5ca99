"""The tree on a day: the only code that walks it, and the only one that writes its paths."""

from django.db import connection

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


CELLS_BELOW = """
SELECT top.path, count(*)
FROM unnest(%(paths)s::text[]) AS top (path)
JOIN cells_partyorgpath p ON p.path ~>=~ top.path AND p.path ~<~ (top.path || ':')
JOIN cells_partyorgversion v ON v.org_id = p.org_id
JOIN cells_orgkind k ON k.id = v.kind_id
WHERE p.period @> %(day)s::date AND v.period @> %(day)s::date AND k.is_cell
GROUP BY top.path
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
