"""What became of a month on branches of the tree, each in one word."""

from dataclasses import dataclass

from django.db import connection

from meetings.reports.overview import MET

# A path ends with "/", and ":" is the character after the digits: the range is the prefix.
STATUS = """
SELECT top.path, count(*), count(*) FILTER (WHERE m.state = ANY(%(met)s)),
       count(*) FILTER (WHERE m.state = 'not_held')
FROM unnest(%(paths)s::text[]) AS top (path)
JOIN meetings_cellmonth m
  ON m.month = %(month)s AND m.path >= top.path AND m.path < (top.path || ':')
GROUP BY top.path
"""


@dataclass(frozen=True)
class BranchStatus:
    """Cells that owe the month, of these met, and reported as not meeting."""

    owed: int
    met: int
    not_held: int

    @property
    def missing(self):
        return self.owed - self.met - self.not_held


def statuses_of(paths, month):
    """For each path that owes the month what its cells did: one query."""
    with connection.cursor() as cursor:
        cursor.execute(STATUS, {"paths": list(paths), "month": month, "met": list(MET)})
        return {path: BranchStatus(*counts) for path, *counts in cursor.fetchall()}
