"""The rows of months, changed in bulk after they were opened."""

from django.db import connection

from meetings.demo.rows import as_text, copy
from meetings.models import CellMonth

DEFAULTS = {
    "state": "not_planned",
    "thematic_owed": False,
    "not_held_reason": "",
    "held_on": None,
    "submitted_at": None,
    "days_late": 0,
    "members": 0,
    "expected": 0,
    "present": 0,
    "excused": 0,
    "unexcused": 0,
    "self_score": None,
    "final_score": None,
    "rank": "",
    "rank_title": "",
    "rank_level": None,
    "flags": (),
}
COLUMNS = ", ".join(DEFAULTS)
TABLE = CellMonth._meta.db_table
PREPARE = (
    f"CREATE TEMPORARY TABLE told ON COMMIT DROP AS SELECT id, {COLUMNS} FROM {TABLE} WHERE false"
)
CHANGE = (
    f"UPDATE {TABLE} SET ({COLUMNS}) = "
    f"({', '.join(f'told.{name}' for name in DEFAULTS)}) FROM told WHERE told.id = {TABLE}.id"
)


class MonthRows:
    """What the months' rows shall hold, by their id."""

    def __init__(self):
        self.rows = {}

    def put(self, pk, **values):
        self.rows.setdefault(pk, {}).update(values)

    def write(self):
        lines = []
        for pk, values in self.rows.items():
            values = DEFAULTS | values
            values["flags"] = "{" + ",".join(values["flags"]) + "}"
            lines.append("\t".join([str(pk), *(as_text(value) for value in values.values())]))
        with connection.cursor() as cursor:
            cursor.execute(PREPARE)
            copy(connection.connection, f"COPY told (id, {COLUMNS}) FROM STDIN", lines)
            cursor.execute(CHANGE)
            cursor.execute("DROP TABLE told")
