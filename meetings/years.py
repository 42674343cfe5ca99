"""The years of cells as they stand now: months, evidence, quarters; each part by one statement.

CODES: a month or a quarter is kept and shown as a short text. "0 96" is a verified score, rounded,
after the place of its rank (0 the best; "-" where no rule gives a rank), for a quarter with its
title behind: "0 96 Tốt". "w" is a meeting that is not verified yet, "o" a month without a meeting,
"y" a quarter that is ranked with the year, "" nothing yet.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from meetings.annual.evidence import Evidence
from meetings.annual.year import Scored, Year, year_of
from meetings.deadlines import due_on, month_before
from meetings.models import years as statements
from meetings.scoring.rollup import MeetingResult
from meetings.sheets import issued_criteria

MET = ["held", "submitted", "returned", "verified", "closed"]
WAITING, NOT_MET, IN_YEAR, NOTHING = "w", "o", "y", ""
QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as it was called in its last month of the year; `is_alive`: it exists today."""

    id: int
    key: str
    name: str
    parent_name: str
    path: str
    is_alive: bool


@dataclass(frozen=True, slots=True)
class CellYear:
    """A cell's year: `months` and `quarters` as codes, twelve and four of them."""

    cell: Cell
    months: tuple[str, ...]
    evidence: Evidence
    year: Year


def year_bounds(year, today=None):
    """The parameters that all statements of a year share."""
    today = today or timezone.localdate()
    return {
        "first": date(year, 1, 1),
        "last": date(year, 12, 1),
        "months": [date(year, month, 1) for month in range(1, 13)],
        "today": today,
        "over": last_month_over(today),
        "met": MET,
    }


def last_month_over(today):
    """The last month whose record should have come by now."""
    month = month_before(today.replace(day=1))
    return month if due_on(month) < today else month_before(month)


def cells_in(paths, bounds, *, only=None):
    """The cells that stood below any of `paths` at the end of the year (or by now), by name.

    With `only` (a cell's id) that cell or none.
    """
    rows = statements.fetch(statements.CELLS, paths=paths, cell=only, **bounds)
    return [Cell(*row) for row in rows]


def read_years(cells, bounds):
    """The year of each cell, in their order: two statements."""
    given = bounds | {"cells": [cell.id for cell in cells]}
    months = _by_cell(statements.MONTHS, given)
    meetings = _by_cell(statements.MEETINGS, given)
    sets = _Sets()
    return [_cell_year(cell, months[cell.id], meetings.get(cell.id), sets) for cell in cells]


def _by_cell(statement, given):
    return {row[0]: row[1:] for row in statements.fetch(statement, **given)}


class _Sets(dict):
    """Criteria sets by id; a set of another year is read once, when its first meeting comes."""

    def __missing__(self, pk):
        self[pk] = issued_criteria(pk)
        return self[pk]


# Nothing given, due, done; no thematic meeting, none returned, no gate; no results.
NO_MEETINGS = (0, 0, 0, 0, 0, 0, None)


def _cell_year(cell, month_row, meeting_row, sets):
    numbers, codes, owed, held, scored, best, worst, missed, late, expected, present = month_row
    months = [NOTHING] * 12
    for number, code in zip(numbers, codes, strict=True):
        months[number - 1] = code
    given, due, done, thematic, returned, gates, *results = meeting_row or NO_MEETINGS
    year = year_of(_scored(*results) if results[0] else Scored(), sets)
    whole = year.whole
    evidence = Evidence(
        owed=owed,
        held=held,
        scored=scored,
        best=best,
        worst_level=worst,
        year_level=whole.level if whole else None,
        average=whole.percent if whole else None,
        thematic=thematic,
        thematic_missed=missed,
        late=late,
        gates=gates,
        returned=int(returned),
        tasks_given=given,
        tasks_due=due,
        tasks_done=done,
        expected=int(expected),
        present=int(present),
    )
    return CellYear(cell, tuple(months), evidence, year)


def _scored(months, kinds, totals, ranks, set_ids):
    return Scored(months, set_ids, list(map(MeetingResult, kinds, totals, ranks)))


def quarter_codes(year, *, fourth_in_year):
    """The codes of a year's quarters; the fourth is "y" where it is ranked with the year."""
    codes = [code_of(standing) for standing in year.quarters]
    if fourth_in_year:
        codes[3] = IN_YEAR
    return codes


def code_of(standing):
    if standing is None:
        return NOTHING
    level = "-" if standing.level is None else standing.level
    return f"{level} {standing.percent:.0f} {standing.title}".strip()


WHAT = {
    "not_held": ("không họp", "chưa báo lý do"),
    "gate": ("bị hạ bậc", "theo bộ tiêu chí"),
    "returned": ("bản ghi bị trả lại", "không ghi lý do"),
}


def notes_of(cells, bounds):
    """Sentences about months not held, gates and returned records, by cell: one statement."""
    notes = {}
    given = bounds | {"cells": [cell.id for cell in cells]}
    for cell_id, month, what, text in statements.fetch(statements.NOTES, **given):
        label, nothing_said = WHAT[what]
        sentence = f"Tháng {month.month}: {label} ({text or nothing_said})"
        notes.setdefault(cell_id, []).append(sentence)
    return notes


def sets_note(year):
    """By which sets the year was ranked and what was carried over; one sentence, or none."""
    whole = year.whole
    if whole is None:
        return ""
    ruling = issued_criteria(whole.set_id)
    sentence = f"Xếp loại cả năm theo bộ tiêu chí {ruling.code} ({ruling.document})"
    if whole.carried:
        others = ", ".join(issued_criteria(pk).code for pk in whole.carried)
        sentence += f"; kết quả theo {others} được quy đổi sang thang {ruling.max_points:f} điểm"
    if whole.is_assumed:
        sentence += "; bộ tiêu chí không quy định xếp loại năm nên lấy điểm bình quân"
    return sentence + "."


@dataclass(frozen=True, slots=True)
class MemberYear:
    """A member's year in one cell, in meetings and tasks; never a score or a rank of a person."""

    key: str
    family_name: str
    given_name: str
    present: int
    excused: int
    unexcused: int
    aside: int
    tasks_given: int
    tasks_done: int
    is_on_roll: bool

    @property
    def expected(self):
        return self.present + self.excused + self.unexcused


def members_in(cell_id, bounds):
    """Each member with a meeting or task of the cell in the year, in the order of the roll."""
    rows = statements.fetch(statements.MEMBERS, cell=cell_id, **bounds)
    return [MemberYear(*row) for row in rows]
