"""Of whom an organisation and its branches consist on a day, and how many were admitted."""

from dataclasses import dataclass

from django.db import connection

from cells.models import PartyOrgVersion
from cells.tree import path_of

GROUPS = ("members", "official", "probationary", "women", "minorities")

# A path ends with "/", and ":" is the character after the digits: the range is the prefix.
BY_BRANCH = """
SELECT nullif(split_part(p.path, '/', %(step)s), '')::bigint AS branch,
       count(*),
       count(*) FILTER (WHERE m.official_on <= %(day)s),
       count(*) FILTER (WHERE m.official_on IS NULL OR m.official_on > %(day)s),
       count(*) FILTER (WHERE m.sex = 'female'),
       count(*) FILTER (WHERE m.ethnicity <> 'Kinh')
FROM cells_partyorgpath p
JOIN cells_membership s ON s.cell_id = p.org_id
JOIN cells_member m ON m.id = s.member_id
WHERE p.period @> %(day)s::date AND s.period @> %(day)s::date AND NOT s.is_temporary
  AND p.path ~>=~ %(path)s AND p.path ~<~ (%(path)s || ':')
GROUP BY branch
"""

ADMISSIONS = """
SELECT extract(year FROM m.admitted_on)::int AS year, count(*)
FROM cells_partyorgpath p
JOIN cells_membership s ON s.cell_id = p.org_id
JOIN cells_member m ON m.id = s.member_id
WHERE p.period @> %(day)s::date AND NOT s.is_temporary
  AND p.path ~>=~ %(path)s AND p.path ~<~ (%(path)s || ':')
  AND m.admitted_on BETWEEN %(first)s AND %(day)s
  AND NOT EXISTS (
    SELECT 1 FROM cells_membership e
    WHERE e.member_id = s.member_id AND NOT e.is_temporary
      AND lower(e.period) < lower(s.period)
  )
GROUP BY year
"""


@dataclass(frozen=True)
class Composition:
    """Counts of people by the names in GROUPS: of the whole, and of each direct branch."""

    total: dict
    branches: list  # (version, counts), in the order of names


def composition_of(org, *, on):
    """The `Composition` of `org` on a day by that day's tree; None when it did not exist.

    Everybody counts once, in the cell of their home: guests and those away are not counted twice.
    """
    path = path_of(org, on=on)
    if path is None:
        return None
    # `/1/22/` has two steps; the first part of a split path is empty.
    step = path.count("/") + 1
    with connection.cursor() as cursor:
        cursor.execute(BY_BRANCH, {"path": path, "day": on, "step": step})
        found = {branch: dict(zip(GROUPS, row, strict=True)) for branch, *row in cursor}
    total = {name: sum(counts[name] for counts in found.values()) for name in GROUPS}
    nobody = dict.fromkeys(GROUPS, 0)
    versions = PartyOrgVersion.objects.on(on).filter(parent=org).select_related("org", "kind")
    branches = [
        (version, found.get(version.org_id, nobody))
        for version in versions.order_by("sort_key", "id")
    ]
    return Composition(total, branches)


def admissions_of(org, *, on, years):
    """How many were admitted in each of the `years` that end with that of `on`, oldest first.

    A member counts where their first known home was, at or below `org` in the tree of the day.
    """
    path, first = path_of(org, on=on), on.year - years + 1
    if path is None:
        return []
    values = {"path": path, "day": on, "first": on.replace(year=first, month=1, day=1)}
    with connection.cursor() as cursor:
        cursor.execute(ADMISSIONS, values)
        found = dict(cursor.fetchall())
    return [(year, found.get(year, 0)) for year in range(first, on.year + 1)]
