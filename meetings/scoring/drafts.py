"""A set that is still being written, as plain data in the shape of its file: its parts.

A part is named by keys that lead to it, as `faults.Place` has them: ("groups", 3, "criteria", 0).
Nothing is changed in place; each function answers with new data.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from meetings.scoring.faults import Keys
from meetings.scoring.writing import Plain

Data = dict | list | str | int | bool | None


class NoSuchPartError(Exception):
    """The keys lead nowhere: the part was moved or taken out by somebody else."""


HEAD = (
    "code",
    "title",
    "document",
    "issued_on",
    "valid_from",
    "valid_to",
    "max_points",
    "applies_to",
    "attendance_base",
)
GROUP_HEAD = ("code", "title", "max_points")


@dataclass(frozen=True, slots=True)
class Part:
    """What is edited at a time: the value that `keys` lead to, or only its keys in `names`."""

    keys: Keys
    names: tuple[str, ...] = ()

    def of(self, data: Data) -> Data:
        """The part as it stands; raises NoSuchPartError."""
        found = part_at(data, self.keys)
        if not self.names:
            return found
        if not isinstance(found, dict):
            raise NoSuchPartError
        return {name: found[name] for name in self.names if name in found}

    def put(self, data: Data, part: Data) -> Data:
        """The data with another value for this part; raises NoSuchPartError."""
        if self.names:
            whole = part_at(data, self.keys)
            kept = {name: value for name, value in whole.items() if name not in self.names}
            part = kept | part
        return with_part(data, self.keys, part)

    def field_of(self, keys: Keys) -> Keys | None:
        """The rest of the keys of a fault in this part, () for the part itself; else None."""
        if keys[: len(self.keys)] != self.keys:
            return None
        rest = keys[len(self.keys) :]
        return rest if not self.names or not rest or rest[0] in self.names else None


FIXED_PARTS = {
    "head": Part((), HEAD),
    "ranks": Part(("ranks",)),
    "gates": Part(("gates",)),
    "rollup": Part(("rollup",)),
}
NUMBERED_PART = re.compile(r"group-(\d{1,3})|criterion-(\d{1,3})-(\d{1,3})", re.ASCII)


def part_named(name: str) -> Part | None:
    """The part that an address names: "head", "ranks", "group-1", "criterion-1-2"; from 1."""
    if name in FIXED_PARTS:
        return FIXED_PARTS[name]
    match = NUMBERED_PART.fullmatch(name)
    if match is None:
        return None
    if match[1]:
        return Part(("groups", int(match[1]) - 1), GROUP_HEAD)
    return Part(("groups", int(match[2]) - 1, "criteria", int(match[3]) - 1))


def name_of(keys: Keys) -> str:
    """The name of the part in which a fault with these keys stands."""
    if len(keys) >= 4 and keys[0] == "groups" and keys[2] == "criteria":
        return f"criterion-{keys[1] + 1}-{keys[3] + 1}"
    if len(keys) >= 2 and keys[0] == "groups":
        return f"group-{keys[1] + 1}"
    return keys[0] if keys and keys[0] in FIXED_PARTS else "head"


def blank_set() -> Plain:
    """What a new set begins with: the usual ranks, and one group to be filled."""
    return {
        "max_points": 100,
        "applies_to": {"meeting_kinds": ["regular", "combined"]},
        "attendance_base": "without_exempt",
        "groups": [{"code": "1", "criteria": []}],
        "ranks": [
            {"code": "good", "title": "Tốt", "at_least": 90},
            {"code": "fair", "title": "Khá", "at_least": 70},
            {"code": "average", "title": "Trung bình", "at_least": 50},
            {"code": "poor", "title": "Kém", "at_least": 0},
        ],
    }


def part_at(data: Data, keys: Keys) -> Data:
    """The part that the keys lead to; None where a mapping lacks the last key.

    Raises NoSuchPartError.
    """
    for place, key in enumerate(keys):
        if isinstance(data, dict) and isinstance(key, str):
            if key not in data and place < len(keys) - 1:
                raise NoSuchPartError
            data = data.get(key)
        elif isinstance(data, list) and isinstance(key, int) and 0 <= key < len(data):
            data = data[key]
        else:
            raise NoSuchPartError
    return data


def with_part(data: Data, keys: Keys, part: Data) -> Data:
    """The same data with another part there; a part of None takes a key away.

    Raises NoSuchPartError.
    """
    if not keys:
        return part
    key, *rest = keys
    if isinstance(key, str):
        if not isinstance(data, dict):
            raise NoSuchPartError
        inner = with_part(data.get(key), tuple(rest), part)
        changed = data | {key: inner}
        return {name: value for name, value in changed.items() if value is not None}
    if not isinstance(data, list) or not 0 <= key < len(data):
        raise NoSuchPartError
    return [*data[:key], with_part(data[key], tuple(rest), part), *data[key + 1 :]]


def with_item(data: Data, keys: Keys, item: Data) -> Data:
    """The same data with one more item at the end of the list there."""
    return with_part(data, keys, [*_list_at(data, keys), item])


def without_item(data: Data, keys: Keys) -> Data:
    """The same data without the item that the keys lead to."""
    *upper, index = keys
    items = _list_at(data, tuple(upper))
    part_at(items, (index,))
    return with_part(data, tuple(upper), items[:index] + items[index + 1 :])


def with_item_moved(data: Data, keys: Keys, steps: int) -> Data:
    """The same data with the item one place (or `steps`) down, up when negative; never beyond."""
    *upper, index = keys
    items = list(_list_at(data, tuple(upper)))
    item = part_at(items, (index,))
    del items[index]
    items.insert(max(0, index + steps), item)
    return with_part(data, tuple(upper), items)


def _list_at(data: Data, keys: Keys) -> Sequence[Data]:
    found = part_at(data, keys)
    if found is None:
        return []
    if not isinstance(found, list):
        raise NoSuchPartError
    return found


def digest(part: Data) -> str:
    """A short text that is the same for equal parts, whatever the order of their keys."""
    text = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
