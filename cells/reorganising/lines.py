"""The lines of a reorganisation as people write them, and what is wrong with them. Pure.

Organisations are named by their codes, kinds by code or name, members by party card number or
key. All lines of one reorganisation hold from the same day; their order says nothing.
"""

from dataclasses import dataclass
from enum import StrEnum


class LineVerb(StrEnum):
    """What one line does to the organisation that it names."""

    FOUND = "found"
    RENAME = "rename"
    CHANGE_KIND = "change_kind"
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"
    DISSOLVE = "dissolve"

    @property
    def label(self):
        return VERB_LABELS[self]

    @property
    def ends(self):
        """True when the organisation is no more from the day on."""
        return self in {LineVerb.MERGE, LineVerb.SPLIT, LineVerb.DISSOLVE}


VERB_LABELS = {
    LineVerb.FOUND: "thành lập",
    LineVerb.RENAME: "đổi tên",
    LineVerb.CHANGE_KIND: "đổi loại hình",
    LineVerb.MOVE: "chuyển",
    LineVerb.MERGE: "sáp nhập",
    LineVerb.SPLIT: "chia tách",
    LineVerb.DISSOLVE: "giải thể",
}


@dataclass(frozen=True)
class Line:
    """One line of the file or form; which fields count depends on the verb.

    found: code (a new one), name, short_name?, kind, parent, locality?, sector?
        (the first of a tree has no parent)
    rename: code, name, short_name?, a new code in `into`?
    change_kind: code, kind. move: code, parent. dissolve: code.
    merge: code (it ends), into (living, or founded by another line).
    split: code (it ends), into (one of its parts), the members of that part; a line a part.
    """

    number: int
    verb: LineVerb
    code: str = ""
    name: str = ""
    short_name: str = ""
    kind: str = ""
    parent: str = ""
    into: str = ""
    members: tuple[str, ...] = ()
    locality: str = ""
    sector: str = ""


@dataclass(frozen=True)
class LineFault:
    """Why a line cannot be carried out: the line's number, the field, a Vietnamese sentence."""

    number: int
    field: str
    reason: str


class LinesRefused(Exception):
    """Nothing was carried out, because of `faults`, sorted by line."""

    def __init__(self, faults):
        super().__init__("; ".join(f"{fault.number}: {fault.reason}" for fault in faults))
        self.faults = tuple(faults)
