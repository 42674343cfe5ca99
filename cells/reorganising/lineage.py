"""Who an organisation came from, through any number of mergers and splits."""

from django.db import connection

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


def predecessors_of(orgs):
    """The organisations whose history those numbered `orgs` continue, near and far: numbers."""
    with connection.cursor() as cursor:
        cursor.execute(LINEAGE, {"orgs": list(orgs)})
        return {org_id for (org_id,) in cursor.fetchall()}
