"""What the page of a preview shows: what would end, begin and change, and what is wrong."""

from cells.reorganising.workbook import COLUMNS
from meetings.reports.reorganise_words import along, finding, sentence

SHOWN = 200


def preview_context(preview, months):
    """What the page shows of a preview; long lists are cut and say how long they are."""
    groups = [
        _group("Kết thúc", [e for e in preview.effects if e.after is None]),
        _group("Bắt đầu", [e for e in preview.effects if e.before is None]),
        _group("Thay đổi", [e for e in preview.effects if e.before and e.after]),
    ]
    branches = [
        {"name": branch.name, "before": branch.before, "after": branch.after}
        for branch in preview.branches
        if branch.before != branch.after
    ]
    return {
        "title": finding(preview),
        "preview": preview,
        "faults": fault_rows(preview.faults),
        "faults_left": max(0, len(preview.faults) - SHOWN),
        "groups": [group for group in groups if group["count"]],
        "followers": preview.followers[:SHOWN],
        "movements": preview.movements[:SHOWN],
        "branches": branches[:SHOWN],
        "branches_left": max(0, len(branches) - SHOWN),
        "endings": preview.endings[:SHOWN],
        "months": months,
    }


def _group(title, effects):
    lines = [
        {"number": effect.number, "text": sentence(effect), "along": along(effect)}
        for effect in effects[:SHOWN]
    ]
    return {
        "title": title,
        "count": len({effect.org_key or effect.number for effect in effects}),
        "lines": lines,
        "left": max(0, len(effects) - SHOWN),
    }


def fault_rows(faults):
    """Faults with the column in which to mend them."""
    return [
        {
            "number": fault.number,
            "field": fault.field,
            "column": COLUMNS.get(fault.field, ""),
            "reason": fault.reason,
        }
        for fault in faults[:SHOWN]
    ]
