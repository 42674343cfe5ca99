"""A plan of an import in the words of its page."""

from django.utils.formats import date_format

from cells.enums import Sex
from cells.roster.plan import FACTS, Outcome
from cells.roster.small_counts import dotted

FAULTS_SHOWN = 500
ROWS_SHOWN = 200


def preview_context(plan, kept):
    """The context of `cells/_roster_preview.html`."""
    counts = {outcome.value: dotted(plan.counts[outcome]) for outcome in Outcome}
    return {
        "kept": kept,
        "title": _title(plan),
        "counts": counts,
        "fault_lines": dotted(len({fault.number for fault in plan.faults})),
        "faults": plan.faults[:FAULTS_SHOWN],
        "more_faults": max(0, len(plan.faults) - FAULTS_SHOWN),
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


def _title(plan):
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
    line, known = entry.line, entry.known
    came_from = ""
    if entry.outcome == Outcome.MOVED:
        came_from = plan.cells[known.cell_id] if known.cell_id else "chưa ở chi bộ nào"
    return {
        "number": line.number,
        "name": line.name,
        "born": line.birth_year,
        "cell": plan.cells[entry.cell_id],
        "came_from": came_from,
        "changes": [
            {"fact": FACTS[name], "before": _text(name, before), "after": _text(name, after)}
            for name, before, after in entry.changes
        ],
    }


def _text(name, value):
    if value in (None, ""):
        return "(trống)"
    if name == "sex":
        return Sex(value).label
    return date_format(value) if name.endswith("_on") else str(value)
