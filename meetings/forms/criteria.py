"""What is typed in the editor of criteria sets, as the plain data of a criteria file.

A field's name is the way to its value in the part: "bands.0.at_least". So a fault's keys are the
name of its field, and the form needs no rules of its own: `scoring.reading` judges what was typed.
"""

import re

from cells.text import clean_block, clean_line
from meetings.forms.fields import Refused, read_day
from meetings.scoring.model import Kind, RollupKind
from meetings.scoring.strict_yaml import UNPRINTABLE

NUMBERS = {
    "max_points",
    "at_least",
    "points",
    "step",
    "each",
    "floor",
    "members_at_least",
    "members_below",
    "unexcused_at_least",
}
DAYS = {"issued_on", "valid_from", "valid_to"}
SEVERAL = {"meeting_kinds", "cell_kinds", "meeting_kind", "cell_kind"}
CODES = {"unless_full"}
NUMBER = re.compile(r"-?\d+(,\d+)?", re.ASCII)

# The names of each part's fields; whatever else a form may send is left aside.
_ROW = r"\d{1,3}"
_WHEN = "(meeting_kind|cell_kind|members_at_least|members_below|unexcused_at_least)"
_CRITERION = (
    "code|title|kind|max_points|fact|not_applicable|step|each|floor|bonus"
    rf"|bands\.{_ROW}\.(at_least|points)"
)
FIELDS = {
    part: re.compile(names, re.ASCII)
    for part, names in {
        "head": (
            "code|title|document|issued_on|valid_from|valid_to|max_points|attendance_base"
            r"|applies_to\.(meeting_kinds|cell_kinds|members_at_least|members_below)"
        ),
        "group": "code|title|max_points",
        "criterion": (
            rf"{_CRITERION}|only_if\.{_WHEN}|cap\.{_ROW}\.(points|when\.{_WHEN})"
            rf"|override\.{_ROW}\.({_CRITERION}|when\.{_WHEN})"
        ),
        "ranks": rf"ranks\.{_ROW}\.(code|title|at_least)",
        "gates": rf"gates\.{_ROW}\.(cap|unless_full|message|when\.{_WHEN})",
        "rollup": (
            rf"(year|quarter)\.(kind|rules\.{_ROW}\."
            r"(rank|all_at_least|meeting_kinds|count\.(rank|at_least)))"
        ),
    }.items()
}

# What only criteria of one kind have; what another kind has is left behind when it changes.
OF_KIND = {
    "bands": Kind.BAND,
    "step": Kind.NUMBER,
    "each": Kind.DEDUCTION,
    "floor": Kind.DEDUCTION,
    "bonus": Kind.BONUS,
}
RANK_CODES = ("good", "fair", "average", "poor")


def read_part(name, post):
    """The part called `name` as plain data; empty fields and rows are left out.

    `post` is the QueryDict of the form. Nothing is refused here: what is no number or no day stays
    as the text that was typed, for the reader of criteria to complain of.
    """
    kind = name.partition("-")[0]
    data = {}
    for field in post:
        if not FIELDS[kind].fullmatch(field):
            continue
        keys = field.split(".")
        value = _value(keys[-1], post.getlist(field))
        if value not in ("", []):
            _put(data, keys, value)
    found = _compact(data)
    match kind:
        case "ranks":
            return _with_rank_codes(found.get("ranks", []))
        case "gates":
            return found.get("gates")
        case "rollup":
            return _with_kinds(found)
        case "criterion":
            return _of_its_kind(found)
    return found


def _value(key, texts):
    texts = [UNPRINTABLE.sub("", text) for text in texts]
    if key in SEVERAL:
        return [clean_line(text) for text in texts if text.strip()]
    text = clean_block(texts[-1]) if key == "message" else clean_line(texts[-1])
    if key in CODES:
        return [code for code in map(str.strip, re.split(r"[,;]", text)) if code]
    if key in NUMBERS and NUMBER.fullmatch(text):
        return text.replace(",", ".")
    if key in DAYS:
        try:
            day = read_day(text)
        except Refused:
            return text
        return day.isoformat() if day else ""
    return text


def _put(data, keys, value):
    *upper, last = keys
    for key in upper:
        data = data.setdefault(key, {})
    data[last] = value


def _compact(value):
    """Mappings whose keys are numbers become lists, in their order."""
    if not isinstance(value, dict):
        return value
    found = {key: _compact(inner) for key, inner in value.items()}
    if found and all(key.isdigit() for key in found):
        return [found[key] for key in sorted(found, key=int)]
    return found


def _with_rank_codes(rows):
    """Ranks have a code that nobody needs to see: kept, or the next one that is free."""
    rows = [row for row in rows if set(row) - {"code"}]
    taken = {row["code"] for row in rows if "code" in row}
    free = [
        code for code in (*RANK_CODES, *(f"rank{n}" for n in range(5, 30))) if code not in taken
    ]
    return [row if "code" in row else {"code": free.pop(0)} | row for row in rows]


def _with_kinds(periods):
    """Roll-ups without a kind are none; rules belong to the kind count only."""
    found = {}
    for period, rollup in periods.items():
        if kind := rollup.get("kind"):
            found[period] = rollup if kind == RollupKind.COUNT else {"kind": kind}
    return found or None


def _of_its_kind(data):
    kind = data.get("kind")
    found = _without_other_kinds(data, kind)
    if "override" in found:
        found["override"] = [_without_other_kinds(row, kind) for row in found["override"]]
    return found


def _without_other_kinds(data, kind):
    return {key: value for key, value in data.items() if OF_KIND.get(key, kind) == kind}
