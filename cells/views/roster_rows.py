"""A plan of an import as its page shows it."""

from cells.roster.plan import Outcome
from cells.roster.small_counts import dotted
from cells.roster.words import came_from, changes_of, finding

FAULTS_SHOWN = 500
ROWS_SHOWN = 200


def preview_context(plan, kept):
    """The context of `cells/_roster_preview.html`."""
    counts = {outcome.value: dotted(plan.counts[outcome]) for outcome in Outcome}
    return {
        "kept": kept,
        "title": finding(plan),
        "counts": counts,
        "fault_lines": dotted(len({fault.number for fault in plan.faults})),
        "faults": plan.faults[:FAULTS_SHOWN],
        "all_faults": dotted(len(plan.faults)),
        "faults_shown": min(FAULTS_SHOWN, len(plan.faults)),
        "is_cut": len(plan.faults) > FAULTS_SHOWN,
        "sections": _sections(plan),
        "missing_total": dotted(len(plan.missing)),
        "missing": [
            {"name": known.name, "born": known.facts[3], "cell": plan.cells[known.cell_id]}
            for known in plan.missing[:ROWS_SHOWN]
        ],
        "may_carry_out": not plan.faults and plan.changes_anything,
        "is_same": not plan.faults and not plan.changes_anything,
        "digest": plan.digest(),
    }


def _sections(plan):
    """The lists of the page, those with somebody in them."""
    sections = []
    for outcome, title in (
        (Outcome.MOVED, "chuyển chi bộ"),
        (Outcome.CHANGED, "sửa thông tin"),
        (Outcome.NEW, "vào danh sách"),
        (Outcome.LEFT, "đã rời theo tệp: không tự xóa, hãy ghi ở trang đảng viên"),
    ):
        entries = plan.of(outcome)
        if entries:
            sections.append(
                {
                    "title": f"{dotted(len(entries))} đồng chí {title}",
                    "rows": [_row(plan, entry) for entry in entries[:ROWS_SHOWN]],
                    "more": dotted(max(0, len(entries) - ROWS_SHOWN)),
                    "has_more": len(entries) > ROWS_SHOWN,
                }
            )
    return sections


def _row(plan, entry):
    line = entry.line
    return {
        "number": line.number,
        "name": line.name,
        "born": line.birth_year,
        "cell": plan.cells[entry.cell_id],
        "came_from": came_from(plan, entry),
        "changes": [
            {"fact": fact, "before": before, "after": after}
            for fact, before, after in changes_of(entry)
        ],
    }
