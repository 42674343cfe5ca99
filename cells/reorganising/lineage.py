"""Who an organisation came from, through any number of mergers and splits; as a table too."""

from django.db import connection

from cells.models import OrgLineage, Succession

LINEAGE = """
WITH RECURSIVE line AS (
    SELECT unnest(%(orgs)s::bigint[]) AS org_id
  UNION
    SELECT s.predecessor_id
    FROM line
    JOIN cells_succession s ON s.successor_id = line.org_id
    JOIN cells_reorganisation r ON r.id = s.reorganisation_id AND r.undone_at IS NULL
)
SELECT org_id FROM line WHERE org_id <> ALL(%(orgs)s)
"""

# One step for each standing succession; a way is any number of steps, one after the other.
WRITE = """
WITH RECURSIVE forth AS (
    SELECT unnest(%(orgs)s::bigint[]) AS org_id
  UNION
    SELECT s.successor_id
    FROM forth
    JOIN cells_succession s ON s.predecessor_id = forth.org_id
    JOIN cells_reorganisation r ON r.id = s.reorganisation_id AND r.undone_at IS NULL
), step AS (
    SELECT s.predecessor_id AS earlier, s.successor_id AS later, r.effective_on AS since,
           count(*) OVER (PARTITION BY s.predecessor_id) = 1 AS is_whole,
           row_number() OVER (PARTITION BY s.predecessor_id ORDER BY s.id) = 1 AS is_first
    FROM forth
    JOIN cells_succession s ON s.predecessor_id = forth.org_id
    JOIN cells_reorganisation r ON r.id = s.reorganisation_id AND r.undone_at IS NULL
), way AS (
    SELECT step.* FROM step WHERE earlier = ANY(%(orgs)s)
  UNION
    SELECT way.earlier, step.later, greatest(way.since, step.since),
           way.is_whole AND step.is_whole, way.is_first AND step.is_first
    FROM way
    JOIN step ON step.earlier = way.later
)
INSERT INTO cells_orglineage (earlier_id, later_id, since, is_whole, counts)
SELECT way.earlier, way.later, min(way.since), bool_or(way.is_whole),
       CASE WHEN bool_or(way.is_first)
            THEN daterange(min(way.since) FILTER (WHERE way.is_first), min(ended.on_day)) END
FROM way
LEFT JOIN (SELECT earlier, min(since) AS on_day FROM step GROUP BY earlier) ended
  ON ended.earlier = way.later
GROUP BY way.earlier, way.later
"""


def predecessors_of(orgs):
    """The organisations whose history those numbered `orgs` continue, near and far: numbers."""
    with connection.cursor() as cursor:
        cursor.execute(LINEAGE, {"orgs": list(orgs)})
        return {org_id for (org_id,) in cursor.fetchall()}


def rebuild_lineage(reorganisation):
    """Derive anew whose past goes on where, as far as `reorganisation` joins or parted them.

    To be called in the transaction that carried it out, or that marked it as undone.
    """
    joined = Succession.objects.filter(reorganisation=reorganisation)
    ended = set(joined.values_list("predecessor", flat=True))
    if ended:
        write_lineage(ended | predecessors_of(ended))


def write_lineage(earlier):
    """Derive the rows of those numbered `earlier`, all predecessors of each among them."""
    OrgLineage.objects.filter(earlier__in=earlier).delete()
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"orgs": list(earlier)})
