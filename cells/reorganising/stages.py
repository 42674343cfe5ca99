"""An Excel file with the reorganisations of several days: the history of a tree in one file.

Each line says from which day it holds and by which decision; lines with the same ones are carried
out together, as one reorganisation, in the order of their days.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from cells.reorganising.lines import Line, LineFault, LinesRefused
from cells.reorganising.workbook import COLUMNS, PAPER_COLUMNS, line_of, read_rows

DAY_FORMS = ("%d/%m/%Y", "%Y-%m-%d")
# What a stage cannot do without, and how to say that a line lacks it.
NEEDED = {
    "effective_on": "chưa có ngày hiệu lực; hãy ghi như 01/07/2025",
    "decision": "chưa có số quyết định",
    "issuer": "chưa có mã cơ quan ban hành quyết định",
}


@dataclass(frozen=True)
class Paper:
    """A day and the decision behind it; `issuer` is the code of an organisation."""

    effective_on: date | None = None
    decision: str = ""
    decision_on: date | None = None
    issuer: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Stage:
    """What one decision changes on one day."""

    paper: Paper
    lines: tuple[Line, ...]

    @property
    def number(self):
        """The number of its first line."""
        return self.lines[0].number


def day_of(text):
    """The day that `text` writes as 31/12/2025 or 2025-12-31; None for anything else."""
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def read_stages(stream, default):
    """The stages of the Excel file `stream`, the earliest first.

    A line takes from `default` what it does not say itself. Raises LinesRefused with every fault.
    """
    stages, faults = {}, []
    for number, values, found in read_rows(stream, COLUMNS | PAPER_COLUMNS):
        line = line_of(number, values, found)
        paper = _paper(number, values, default, found)
        faults += found
        stages.setdefault(paper, []).append(line)
    if faults:
        raise LinesRefused(faults)
    ordered = [Stage(paper, tuple(lines)) for paper, lines in stages.items()]
    return tuple(sorted(ordered, key=lambda stage: (stage.paper.effective_on, stage.number)))


def _paper(number, values, default, faults):
    said = {}
    for field in PAPER_COLUMNS:
        text = values.get(field, "")
        if not text:
            continue
        said[field] = day_of(text) if field.endswith("_on") else text
        if said[field] is None:
            reason = f"“{text[:40]}” không phải là ngày; hãy ghi như 01/07/2025"
            faults.append(LineFault(number, field, reason))
    paper = replace(default, **said)
    for field, reason in NEEDED.items():
        if not getattr(paper, field) and field not in said:
            faults.append(LineFault(number, field, reason))
    return replace(paper, decision_on=paper.decision_on or paper.effective_on)
