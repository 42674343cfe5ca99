"""A criteria set tried on meetings of the past: the ranks before and after, and who changes.

Before is the highest finished evaluation that a meeting has; after is what the tried set makes of
the same marks and facts (`meetings.scoring.trial`). Nothing is stored.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Mod

from cells.models import PartyOrgPath, PartyOrgVersion
from cells.tree import org_ids
from meetings.deadlines import next_month
from meetings.enums import SetState, Stage
from meetings.facts import observed_of, show_number, values_of
from meetings.models import CriteriaSet, Evaluation, Meeting
from meetings.models.observations import fetch_marks
from meetings.reports.overview import last_day
from meetings.scoring.engine import MarksRefusedError, OutOfScopeError
from meetings.scoring.reading import from_data
from meetings.scoring.trial import OldMark, Trial
from meetings.sheets import issued_criteria, read_value, situation_then
from meetings.workflow import State

CHUNK = 500
# A worker answers nobody else meanwhile: of more meetings than this an even sample is taken.
MOST = 12_000
CHANGES_SHOWN = 100
REASONS_SHOWN = 2

# What stands in for the head of a draft: name, number and days come last and change no score.
NO_HEAD = {
    "code": "—",
    "title": "—",
    "document": "—",
    "issued_on": "2000-01-01",
    "valid_from": "2000-01-01",
    "valid_to": None,
}

COLUMNS = (
    "pk",
    "meeting_id",
    "criteria_set_id",
    "criteria_set__issuer_id",
    "total",
    "rank",
    "gate_messages",
    "meeting_kind",
    "cell_kind",
    "members",
    "unexcused",
    "meeting__key",
    "meeting__cell_month__cell_id",
    "meeting__cell_month__month",
)


@dataclass(frozen=True)
class Question:
    """A set to try: its row and the engine's form, the months (first days), what is unknown."""

    row: CriteriaSet
    criteria: object
    first: date
    last: date
    unknown_is_full: bool


@dataclass(frozen=True)
class Change:
    """A meeting that changes rank; `lost` is by how many ranks it falls, below 0 it rises."""

    key: str
    cell_id: int
    month: date
    before: str
    before_level: int
    total_before: Decimal
    after: str
    after_level: int
    total_after: Decimal
    lost: int
    why: str

    @property
    def order(self):
        return -self.lost, self.total_after - self.total_before, self.month, self.cell_id


@dataclass
class Report:
    """What the set would have made of the meetings.

    `found` meetings in the period, of which `total` were taken (less only in an even sample) and
    `tried`. The others: `out_of_scope` of the tried set, `nearer` scored by a set of a committee
    nearer to the cell, which would hold on, and `refused` where nothing of the new set applies.
    `before` and `after` count meetings by (level, title) of rank; averages are in points of the
    tried set's maximum. `unknown` counts meetings by criterion of which nothing was known.
    """

    found: int
    total: int
    out_of_scope: int = 0
    nearer: int = 0
    refused: int = 0
    tried: int = 0
    up: int = 0
    down: int = 0
    points_before: Fraction = Fraction(0)
    points_after: Fraction = Fraction(0)
    before: Counter = field(default_factory=Counter)
    after: Counter = field(default_factory=Counter)
    unknown: Counter = field(default_factory=Counter)
    changes: list[Change] = field(default_factory=list)

    @property
    def same(self):
        return self.tried - self.up - self.down

    @property
    def changed(self):
        return self.up + self.down

    @property
    def cells_changed(self):
        return len({change.cell_id for change in self.changes})

    @property
    def average_before(self):
        """None when no meeting was tried."""
        return self.points_before / self.tried if self.tried else None

    @property
    def average_after(self):
        return self.points_after / self.tried if self.tried else None

    def worst(self):
        """The changes to show: those that fall furthest first."""
        return sorted(self.changes, key=lambda change: change.order)[:CHANGES_SHOWN]


class Tryout:
    """One run: `run` yields how many meetings are done, `report` fills meanwhile.

    Two questions for each chunk of meetings, whatever their number.
    """

    def __init__(self, question, user):
        self.question = question
        self.origins = origins_of(question.row)
        self.paths = issuer_paths(question)
        self.above = {org_id for path in self.paths for org_id in org_ids(path)}
        self.trials = {}
        evaluations, found = self._evaluations(user)
        self.rows = list(evaluations.values_list(*COLUMNS, named=True))
        self.report = Report(found=found, total=len(self.rows))

    def _evaluations(self, user):
        """The evaluation of each meeting that counts as before, and how many meetings there are.

        The tree of the month decides who stood below the issuer; the user's grants what is read.
        """
        months = self.question.first, self.question.last
        below = Q(pk__in=[])
        for path in self.paths:
            below |= Q(cell_month__path__startswith=path)
        meetings = (
            Meeting.objects.visible_to(user)
            .filter(
                below,
                cell_month__month__range=months,
                kind__in=self.question.criteria.applies_to.meeting_kinds,
                held_on__isnull=False,
            )
            .exclude(state=State.CANCELLED)
        )
        finished = Evaluation.objects.filter(
            meeting__in=meetings, round=F("meeting__round"), total__isnull=False
        )
        found = finished.filter(stage=Stage.SELF).count()
        if found > MOST:
            step = -(-found // MOST)
            finished = finished.annotate(rest=Mod("meeting_id", Value(step))).filter(rest=0)
        highest_first = Case(
            When(stage=Stage.FINAL, then=0),
            When(stage=Stage.VERIFIED, then=1),
            default=2,
            output_field=IntegerField(),
        )
        return finished.order_by("meeting_id", highest_first).distinct("meeting_id"), found

    def run(self):
        """Try meeting after meeting; yields how many are done after each chunk."""
        for start in range(0, len(self.rows), CHUNK):
            chunk = self.rows[start : start + CHUNK]
            observations = observed_of(
                [row.meeting_id for row in chunk],
                attendance_base=self.question.criteria.attendance_base,
            )
            marks = fetch_marks([row.pk for row in chunk])
            for row in chunk:
                self._try(row, observations[row.meeting_id], marks.get(row.pk, {}))
            yield start + len(chunk)

    def _try(self, row, observed, stored):
        report = self.report
        if row.criteria_set__issuer_id not in self.above:
            report.nearer += 1
            return
        trial = self._trial(row.criteria_set_id)
        facts = values_of(observed, self.question.criteria.fact_names)
        marks = {code: old_mark(*texts) for code, texts in stored.items()}
        try:
            tried = trial.score(situation_then(row), facts, marks)
        except OutOfScopeError:
            report.out_of_scope += 1
            return
        except MarksRefusedError:
            report.refused += 1
            return
        report.unknown.update(tried.unknown)
        self._compare(row, trial, tried.score, marks)

    def _compare(self, row, trial, score, marks):
        report, new = self.report, self.question.criteria
        before = trial.old.rank(row.rank)
        level_before = trial.old.place_of(row.rank)
        level_after = new.place_of(score.rank.code)
        report.tried += 1
        report.points_before += trial.scale * Fraction(row.total)
        report.points_after += Fraction(score.total)
        report.before[level_before, before.title] += 1
        report.after[level_after, score.rank.title] += 1
        lost = trial.levels_lost(row.rank, score.rank.code)
        if not lost:
            return
        if lost > 0:
            report.down += 1
        else:
            report.up += 1
        report.changes.append(
            Change(
                key=row.meeting__key,
                cell_id=row.meeting__cell_month__cell_id,
                month=row.meeting__cell_month__month,
                before=before.title,
                before_level=level_before,
                total_before=row.total,
                after=score.rank.title,
                after_level=level_after,
                total_after=score.total,
                lost=lost,
                why=why(trial, score, marks, row.gate_messages, lost),
            )
        )

    def _trial(self, set_id):
        """The trial of the meetings that one old set scored: each made once."""
        if set_id not in self.trials:
            self.trials[set_id] = Trial(
                issued_criteria(set_id),
                self.question.criteria,
                is_copy=set_id in self.origins,
                unknown_is_full=self.question.unknown_is_full,
            )
        return self.trials[set_id]


def criteria_to_try(row):
    """The engine's form of a set; a draft may still lack its name, number and days.

    Raises FaultyInputError with every other fault of a draft.
    """
    if row.state == SetState.DRAFT:
        return from_data(row.definition | NO_HEAD)
    return issued_criteria(row.pk)


def origins_of(row):
    """Ids of the set itself and of those that it is a copy of, or a copy of a copy."""
    found, at = {row.pk}, row.copied_from_id
    while at is not None and at not in found:
        found.add(at)
        at = CriteriaSet.objects.values_list("copied_from", flat=True).get(pk=at)
    return found


def issuer_paths(question):
    """The paths at which the issuer stood in the period: whoever stood below it in a month stands
    below one of them."""
    period = DateRange(question.first, next_month(question.last))
    paths = PartyOrgPath.objects.filter(org=question.row.issuer_id, period__overlap=period)
    return sorted(set(paths.values_list("path", flat=True)))


@lru_cache(maxsize=16384)
def old_mark(value, fact, points, max_points):
    """A stored mark for the trial.

    A verified evaluation stores what held for every criterion: a value that is the fact's was
    given by nobody.
    """
    given = value if value != fact else ""
    return OldMark(read_value(given), read_value(fact), Decimal(points), Decimal(max_points))


def why(trial, score, marks, gates_before, lost):
    """Why a meeting changes rank: the gates first, then the criteria that moved most points."""
    shifts = trial.shifts(score, marks)
    if lost > 0:
        reasons = list(score.gates)
        moved = [shift for shift in shifts if shift.change < 0]
    else:
        reasons = [] if score.gates else [f"không còn bị chặn: {text}" for text in gates_before]
        moved = [shift for shift in reversed(shifts) if shift.change > 0]
    reasons += [shift_text(shift) for shift in moved[:REASONS_SHOWN]]
    return "; ".join(reasons) or "mốc xếp loại khác"


def shift_text(shift):
    """A criterion and the points it moves: "4.3 Tỉ lệ phát biểu −3"."""
    sign = "−" if shift.change < 0 else "+"
    points = f"{sign}{show_number(abs(shift.change))}"
    left_out = "bỏ " if shift.is_left_out else ""
    return f"{left_out}{shift.criterion.code} {shift.criterion.title} {points}"


def names_then(changes):
    """The name of each cell in the month of its change, by (cell, month): one question."""
    if not changes:
        return {}
    months = {change.month for change in changes}
    versions = PartyOrgVersion.objects.filter(
        org__in={change.cell_id for change in changes},
        period__overlap=DateRange(min(months), next_month(max(months))),
    ).values_list("org", "period", "short_name")
    by_cell = {}
    for org_id, period, name in versions:
        by_cell.setdefault(org_id, []).append((period, name))
    return {
        (change.cell_id, change.month): next(
            (
                name
                for period, name in by_cell.get(change.cell_id, ())
                if last_day(change.month) in period
            ),
            "",
        )
        for change in changes
    }
