"""How many cells and people stand below an organisation, for pages that many open.

Small branches are counted each time. A province has some 8,000 cells and 160,000 members, and to
count these takes as long as fifty other pages: such sums are kept for a while.
"""

from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from cells.tree import cells_below

MANY_CELLS, MANY_MEMBERS = 500, 10_000
SECONDS_KEPT = 10 * 60
# To count a nation takes a quarter of a minute.
VERY_MANY_MEMBERS, SECONDS_KEPT_OF_VERY_MANY = 1_000_000, 60 * 60

# A path ends with "/", and ":" is the character after the digits: the range is the prefix. Each
# cell is counted for itself: joined freely, a province would have the whole nation's rolls read.
# The same sums as `MembershipQuerySet.composition`, in a third of its time.
PEOPLE = """
SELECT coalesce(sum(members), 0), coalesce(sum(official), 0), coalesce(sum(women), 0),
       coalesce(sum(minorities), 0)
FROM cells_partyorgpath p
CROSS JOIN LATERAL (
    SELECT count(*) AS members, count(*) FILTER (WHERE m.official_on <= %(day)s) AS official,
           count(*) FILTER (WHERE m.sex = 'female') AS women,
           count(*) FILTER (WHERE m.ethnicity <> 'Kinh') AS minorities
    FROM cells_membership s
    JOIN cells_member m ON m.id = s.member_id
    WHERE s.cell_id = p.org_id AND s.period @> %(day)s::date AND NOT s.is_temporary
) home
WHERE p.path ~>=~ %(path)s AND p.path ~<~ (%(path)s || ':')
  AND (p.period @> %(day)s::date) IS TRUE
"""


def people_below(path, *, on):
    """Members at home at or below `path` on a day: all, official, women, minorities.

    `counted_at` is the time of the counting where it was kept, else None.
    """
    name = f"people:{path}:{on}"
    kept = cache.get(name)
    if kept is not None:
        return kept
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"path": path, "day": on})
        members, official, women, minorities = map(int, cursor.fetchone())
    people = {"members": members, "official": official, "women": women, "minorities": minorities}
    if members < MANY_MEMBERS:
        return people | {"counted_at": None}
    people["counted_at"] = timezone.now()
    is_vast = members >= VERY_MANY_MEMBERS
    cache.set(name, people, SECONDS_KEPT_OF_VERY_MANY if is_vast else SECONDS_KEPT)
    return people


def cells_at(paths, *, on):
    """`cells_below` of each path on a day; where they are very many, as they were a while ago."""
    names = {path: f"cells:{path}:{on}" for path in paths}
    kept = cache.get_many(names.values())
    cells = {path: kept[name] for path, name in names.items() if name in kept}
    unknown = names.keys() - cells.keys()
    counted = cells_below(unknown, on=on) if unknown else {}
    # The districts of a province one by one are not many, but together they are the province.
    if sum(counted.values()) >= MANY_CELLS:
        all_of_them = {names[path]: counted.get(path, 0) for path in unknown}
        cache.set_many(all_of_them, SECONDS_KEPT)
    return cells | counted
