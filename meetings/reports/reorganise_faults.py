"""The faults of a file or a draft: as a page shows them, and packed for a list to take along."""

from django.core import signing

from cells.reorganising.workbook import COLUMNS
from meetings.exports.tables import write_table

SHOWN = 200
# Packed, as many as these stay far below what a form may send.
PACKED = 5000
LONGEST = 300
SALT = "faults of a reorganisation"
TABLE = (("STT", 6), ("Dòng", 8), ("Cột", 22), ("Lý do", 90))


def fault_context(faults):
    """The first of them with the column in which to mend each, how many, and all of them packed."""
    return {
        "faults": [
            {
                "number": fault.number,
                "field": fault.field,
                "column": COLUMNS.get(fault.field, ""),
                "reason": fault.reason,
            }
            for fault in faults[:SHOWN]
        ],
        "count": len(faults),
        "faults_left": max(0, len(faults) - SHOWN),
        "packed_faults": packed(faults),
    }


def packed(faults):
    """The faults as a signed text for a hidden field: the page keeps them, not the server."""
    if not faults:
        return ""
    rows = [
        [fault.number, COLUMNS.get(fault.field, ""), fault.reason[:LONGEST]]
        for fault in faults[:PACKED]
    ]
    return signing.dumps([len(faults), rows], salt=SALT, compress=True)


def faults_table(text):
    """The .xlsx of what `packed` made; raises signing.BadSignature for any other text."""
    count, rows = signing.loads(text, salt=SALT)
    table = [
        (place, number or "cả tệp", column, reason)
        for place, (number, column, reason) in enumerate(rows, start=1)
    ]
    if count > len(rows):
        left = f"và {count - len(rows)} chỗ nữa: hãy sửa các chỗ trên trước."
        table.append(("", "", "", left))
    return write_table("Chỗ phải sửa", TABLE, table)
