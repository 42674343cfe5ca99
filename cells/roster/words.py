"""A plan of an import in words: for its page, for the list of faults, for the command."""

from django.utils.formats import date_format

from cells.enums import Sex
from cells.roster.columns import TITLES, Column
from cells.roster.plan import FACTS, Outcome
from cells.roster.small_counts import dotted

NOTHING = "(trống)"
_COLUMNS = {title: column for column, title in TITLES.items()}


def finding(plan):
    """What the import comes to, as a headline."""
    if plan.faults:
        lines = len({fault.number for fault in plan.faults})
        return f"{dotted(lines)} dòng có lỗi, chưa nhập được"
    if not plan.changes_anything:
        return "Danh sách đã đúng như tệp, không có gì phải đổi"
    parts = [
        (plan.counts[Outcome.NEW], "người mới"),
        (plan.counts[Outcome.CHANGED], "người sửa thông tin"),
        (plan.counts[Outcome.MOVED], "người chuyển chi bộ"),
    ]
    return "Sẽ có " + ", ".join(f"{dotted(n)} {words}" for n, words in parts if n)


def done(counts):
    """What an import has changed."""
    new, changed, moved = (
        dotted(counts[outcome]) for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.MOVED)
    )
    return f"Đã nhập: {new} người mới, {changed} người sửa thông tin, {moved} người chuyển."


def came_from(plan, entry):
    """The cell that a moved member leaves."""
    if entry.outcome != Outcome.MOVED:
        return ""
    return plan.cells[entry.known.cell_id] if entry.known.cell_id else "chưa ở chi bộ nào"


def changes_of(entry):
    """(fact, before, after) of what changes about the member, as texts."""
    changes = [
        (FACTS[name], _text(name, before), _text(name, after))
        for name, before, after in entry.changes
    ]
    if entry.spell:
        was = entry.spell.was if entry.known else NOTHING
        changes.append((TITLES[Column.STATUS], was, entry.spell.becomes))
    return changes


def sentence(plan, entry):
    """What becomes of one line."""
    cell = plan.cells[entry.cell_id]
    told = {
        Outcome.NEW: f"vào danh sách {cell}",
        Outcome.MOVED: f"chuyển từ {came_from(plan, entry)} đến {cell}",
        Outcome.LEFT: "đã rời theo tệp, không tự đưa ra khỏi danh sách",
    }
    parts = [told[entry.outcome]] if entry.outcome in told else []
    parts += [f"{fact}: {before} → {after}" for fact, before, after in changes_of(entry)]
    return f"{entry.line.name}: {'; '.join(parts)}"


def _text(name, value):
    if value in (None, ""):
        return NOTHING
    if name == "sex":
        return Sex(value).label
    return date_format(value) if name.endswith("_on") else str(value)


def heading_of(kept, fault):
    """The heading in the file of the column of a fault, or what we call the column; "" of none."""
    places = _places(kept, fault)
    return ", ".join(kept.headers[place] for place in places) or fault.place


def fault_rows(kept, faults):
    """(line, column, what is written there, reason) of each fault, as the file has them."""
    numbers = {fault.number for fault in faults}
    written = dict(kept.rows.filter(number__in=numbers).values_list("number", "cells"))
    rows = []
    for fault in faults:
        values = [written[fault.number][place] for place in _places(kept, fault)]
        texts = [str(value) for value in values if value is not None]
        rows.append((fault.number, heading_of(kept, fault), " ".join(texts), fault.reason))
    return rows


def _places(kept, fault):
    """Where the file has the column of a fault; a name may stand in two."""
    column = _COLUMNS.get(fault.place)
    columns = {column} if column else set()
    if column == Column.FULL_NAME:
        columns |= {Column.FAMILY_NAME, Column.GIVEN_NAME}
    return [place for place, name in enumerate(kept.mapping) if name in columns]
