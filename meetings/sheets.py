"""The sheet of one meeting: which criteria set holds, its facts, its marks, its score."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.utils import timezone

from cells.tree import org_ids
from meetings.contents import read_json_day
from meetings.enums import AttendanceStatus, SetState
from meetings.facts import Background, Fact, known_facts
from meetings.models import CriteriaSet
from meetings.scoring import wording
from meetings.scoring.engine import score, score_so_far, sheet_of
from meetings.scoring.holding import IssuedSet, holders
from meetings.scoring.model import NOT_APPLICABLE, Situation
from meetings.scoring.reading import from_data

# Plain numbers only: Decimal() itself would take "NaN" and "1e999999".
NUMBER = re.compile(r"-?\d{1,6}([.,]\d{1,6})?|\d{1,12}/[1-9]\d{0,11}", re.ASCII)


@dataclass(frozen=True)
class HoldingSet:
    """The set that holds for a meeting, ready for the engine, and why it is this one."""

    id: int
    criteria: object
    reason: str


@lru_cache(maxsize=256)
def issued_criteria(pk):
    """The engine's set of an issued row. Issued sets are locked for ever, so they may be kept."""
    return from_data(CriteriaSet.objects.values_list("definition", flat=True).get(pk=pk))


def criteria_of(row):
    """The engine's criteria set of a stored one."""
    if row.state == SetState.DRAFT:
        return from_data(row.definition)
    return issued_criteria(row.pk)


def situation_of(contents, *, cell_kind):
    return Situation(
        meeting_kind=contents.head.kind,
        members=len(contents.roll),
        cell_kind=cell_kind,
        unexcused=contents.count(AttendanceStatus.UNEXCUSED),
    )


def holding_set(meeting, record, contents):
    """The set issued by the nearest organisation above the cell that is valid and made for it.

    `contents` are those of the form or the stored ones of `record`. None when there is no such
    set: the record may be handed over without a score then, and `why_none` says why.
    """
    situation = situation_of(contents, cell_kind=record.cell_kind)
    day = day_of(meeting, contents)
    issued = [issued_set(row) for row in record.sets]
    found = holders(issued, org_ids(meeting.cell_month.path), day, situation)
    if not found:
        return None
    row = next(row for row in record.sets if row["id"] == found[0].id)
    reason = (
        f"{row['document']} của {row['issuer'] or 'cấp trên'}, hiệu lực từ "
        f"{found[0].valid_from:%d/%m/%Y}: bộ của cấp gần nhất áp dụng cho "
        f"{wording.meeting_kind(situation.meeting_kind)}, chi bộ {situation.members} đảng viên"
    )
    return HoldingSet(row["id"], issued_criteria(row["id"]), reason)


def issued_set(row):
    """A set of `record.sets` as choosing among sets needs it."""
    return IssuedSet(
        row["id"],
        row["issuer_id"],
        read_json_day(row["valid_from"]),
        read_json_day(row["valid_to"]),
        issued_criteria(row["id"]).applies_to,
    )


def day_of(meeting, contents):
    """The day by which the set is chosen: held, else planned, else the month's first."""
    return contents.head.held_on or contents.head.planned_on or meeting.cell_month.month


def why_none(meeting, contents):
    """One sentence for a record that no set holds for."""
    kind = wording.meeting_kind(contents.head.kind)
    day = day_of(meeting, contents)
    return f"Chưa có bộ tiêu chí nào của cấp trên áp dụng cho {kind} ngày {day:%d/%m/%Y}."


@dataclass(frozen=True)
class Sheet:
    """A meeting's sheet as it stands: criteria, facts, marks, and what the engine makes of them."""

    holding: HoldingSet
    situation: Situation
    groups: tuple
    facts: dict[str, Fact]
    marks: dict[str, object]
    progress: object

    @property
    def criteria(self):
        return self.holding.criteria

    def progress_by_facts(self):
        """What the facts alone would give: the proposal before anybody overrides it."""
        return score_so_far(self.criteria, self.situation, fact_values(self.facts), {})

    def score(self):
        """The whole score; raises MarksRefusedError while something is missing or wrong."""
        return score(self.criteria, self.situation, fact_values(self.facts), self.marks)


def fact_values(facts):
    return {name: fact.value for name, fact in facts.items()}


def sheet_of_record(meeting, record, contents):
    """The sheet of a record as it is written now, or None when no criteria set holds."""
    holding = holding_set(meeting, record, contents)
    if holding is None:
        return None
    submitted = meeting.submitted_at
    background = Background(
        attendance_base=holding.criteria.attendance_base,
        long_excused=record.long_excused,
        published_on=timezone.localdate(submitted) if submitted else timezone.localdate(),
    )
    facts = known_facts(contents, background)
    situation = situation_of(contents, cell_kind=record.cell_kind)
    groups, marks = given_marks(holding, situation, contents)
    progress = score_so_far(holding.criteria, situation, fact_values(facts), marks)
    return Sheet(holding, situation, groups, facts, marks, progress)


def given_marks(holding, situation, contents):
    """The groups of the sheet, and what a person gave for its criteria.

    Marks for criteria that another kind of meeting would have are kept aside, not counted.
    """
    groups = sheet_of(holding.criteria, situation)
    on_sheet = {criterion.code for group in groups for criterion in group.criteria}
    marks = {
        row.criterion: read_value(row.value)
        for row in contents.marks
        if row.value and row.criterion in on_sheet
    }
    return groups, marks


def mark_errors(record, contents, holding):
    """What the engine refuses of the given marks, by criterion; no fact is asked for."""
    situation = situation_of(contents, cell_kind=record.cell_kind)
    _, marks = given_marks(holding, situation, contents)
    return score_so_far(holding.criteria, situation, {}, marks).errors


def result_columns(result, situation):
    """The columns of a finished evaluation: what came out, and for what kind of meeting."""
    return {
        "total": result.total,
        "rank": result.rank.code,
        "rank_by_points": result.rank_by_points.code,
        "gate_messages": list(result.gates),
        "applicable_points": result.applicable_points,
        "applicable_max": result.applicable_max,
        "meeting_kind": situation.meeting_kind,
        "cell_kind": situation.cell_kind or "",
        "members": situation.members,
        "unexcused": situation.unexcused,
    }


def situation_then(evaluation):
    """The situation that shaped the sheet of a finished evaluation."""
    return Situation(
        meeting_kind=evaluation.meeting_kind,
        members=evaluation.members,
        cell_kind=evaluation.cell_kind or None,
        unexcused=evaluation.unexcused,
    )


def read_value(text):
    """A stored mark or fact as the engine takes it: bool, Decimal, Fraction, or as it is.

    Text that is none of these comes back as None when empty and else unchanged, for the engine to
    refuse with its own sentence.
    """
    if text == "":
        return None
    if text in {"true", "false"}:
        return text == "true"
    if text == NOT_APPLICABLE:
        return text
    if not NUMBER.fullmatch(text):
        return text
    return Fraction(text) if "/" in text else Decimal(text.replace(",", "."))


def write_value(value):
    """The inverse of `read_value`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
