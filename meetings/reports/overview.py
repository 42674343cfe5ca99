"""A committee's month in figures, from the month rows alone.

Rates are percent. A month that a cell owed counts in every denominator, so no rate exceeds 100 %.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Avg, Count, F, Max, Min, Q, Sum
from django.utils.safestring import mark_safe

from cells.models import PartyOrgVersion
from cells.models.periods import DateRange
from cells.tree import org_ids
from meetings.deadlines import next_month
from meetings.enums import MonthState, SetState, Stage
from meetings.models import CriteriaSet, Mark
from meetings.sheets import criteria_of

MONTHS = 12
MET = ("held", "submitted", "returned", "verified", "closed")
DONE = ("verified", "closed")


@dataclass
class Row:
    """One organisation directly below, or one cell."""

    org_id: int
    name: str = ""
    key: str = ""
    is_cell: bool = False
    cells: int = 0
    own: int = 0
    met: int = 0
    verified: int = 0
    waiting: int = 0
    late: int = 0
    not_held: int = 0
    rank_title: str = ""
    squares: str = ""

    @property
    def now(self):
        """This month in one word for a cell, in numbers for a branch.

        And for a cell under which those that it took over are counted: `own` says if it is too.
        """
        if not self.is_cell or self.cells > 1:
            return f"{self.met}/{self.cells}"
        if self.verified:
            return "✓"
        if self.waiting:
            return "chờ"
        if self.met:
            return "đã họp"
        return "không họp" if self.not_held else "chưa"


@dataclass
class Overview:
    """The figures of one month, and its rows with twelve months each."""

    month: date
    months: list
    rows: list
    cells: int = 0
    met: int = 0
    verified: int = 0
    waiting: int = 0
    late: int = 0
    not_held: int = 0
    expected: int = 0
    present: int = 0
    met_before: int | None = None
    optimism: float | None = None
    ranks: list = field(default_factory=list)

    @property
    def missing(self):
        return self.cells - self.met - self.not_held


def months_until(month, count=MONTHS):
    """The last `count` months, oldest first, ending with `month`."""
    number = month.year * 12 + month.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - count + 1, number + 1)]


def overview_of(rows, month, *, ranks, today=None):
    """The overview of month rows with `child`, as of `meetings.reports.scope`, grouped by it.

    With the names of the month, or of `today` when that day's tree groups them. Four questions,
    however many cells. `ranks` are the thresholds that colour the averages.
    """
    months = months_until(month)
    rows = rows.annotate(child=F("child"))
    now = {figure["child"]: figure for figure in figures_of(rows.filter(month=month))}
    heat = {}
    past = rows.filter(month__gte=months[0], month__lte=month).values("child", "month")
    scores = past.annotate(score=Avg("final_score"), met=Count("held_on"))
    for child, when, score, met in scores.order_by().values_list("child", "month", "score", "met"):
        heat.setdefault(child, {})[when] = (score, met)
    result = Overview(month, months, [])
    for version in versions_in(heat, month, today=today):
        cells = "".join(square(heat[version.org_id].get(when), ranks) for when in months)
        result.rows.append(_row(version, now.get(version.org_id), mark_safe(cells)))
    _totals(result, now.values())
    result.met_before = sum(figures.get(months[-2], (None, 0))[1] for figures in heat.values())
    result.ranks = list(
        rows.filter(month=month, rank_level__isnull=False)
        .values("rank_level", "rank_title")
        .annotate(count=Count("id"))
        .order_by("rank_level")
    )
    return result


def versions_in(orgs, month, *, today=None):
    """Organisations as of the last day of the month that they saw, or of `today`; those with
    branches first."""
    within = DateRange(today, today, "[]") if today else DateRange(month, next_month(month))
    versions = PartyOrgVersion.objects.filter(org__in=orgs, period__overlap=within)
    latest = versions.order_by("org", "-period").distinct("org").select_related("org", "kind")
    return sorted(latest, key=lambda version: (version.kind.is_cell, version.sort_key))


def figures_of(rows):
    """What is counted for one month, by child."""
    return (
        rows.values("child")
        .annotate(
            cells=Count("id"),
            own=Count("id", filter=Q(cell=F("child"))),
            met=Count("id", filter=Q(state__in=MET)),
            verified=Count("id", filter=Q(state__in=DONE)),
            waiting=Count("id", filter=Q(state=MonthState.SUBMITTED)),
            late=Count("id", filter=Q(days_late__gt=0)),
            not_held=Count("id", filter=Q(state=MonthState.NOT_HELD)),
            owed=Sum("expected"),
            came=Sum("present"),
            gap=Sum(F("self_score") - F("final_score")),
            scored=Count("final_score"),
            rank=Max("rank_title"),
        )
        .order_by()
    )


def last_day(month):
    """A day late in the month, on which its organisations bear the names to print."""
    return month.replace(day=28)


def _row(version, now, squares):
    row = Row(
        version.org_id, version.short_name, version.org.key, version.kind.is_cell, squares=squares
    )
    if now:
        for name in ("cells", "own", "met", "verified", "waiting", "late", "not_held"):
            setattr(row, name, now[name])
        row.rank_title = now["rank"] if version.kind.is_cell and row.cells == 1 else ""
    return row


def square(figure, ranks):
    """The square of one month as markup: colour and number; hatched "–" where nobody met, "…"
    where the meetings are not verified yet. Numbers only, so there is nothing to escape."""
    if figure is None:
        return "<td>"
    score, met = figure
    if score is None:
        return "<td class=w>…" if met else "<td class=o>–"
    return f"<td class=q{level_of(score, ranks)}>{score:.0f}"


def level_of(score, ranks):
    """The place of a score among thresholds, 0 for the best; at most 3, the colours there are."""
    for place, at_least in enumerate(ranks):
        if score >= at_least:
            return min(place, 3)
    return 3


def _totals(result, figures):
    gap = scored = 0
    for figure in figures:
        for name in ("cells", "met", "verified", "waiting", "late", "not_held"):
            setattr(result, name, getattr(result, name) + figure[name])
        result.expected += figure["owed"]
        result.present += figure["came"]
        gap += figure["gap"] or 0
        scored += figure["scored"]
    result.optimism = float(gap / scored) if scored else None


def thresholds_for(path, month):
    """The points from which each rank begins, by the nearest issued set above or at `path`."""
    above = org_ids(path)
    sets = (
        CriteriaSet.objects.filter(issuer__in=above, valid_from__lte=last_day(month))
        .exclude(state=SetState.DRAFT)
        .exclude(valid_to__lt=month)
        .defer("definition")
    )
    nearest = max(sets, key=lambda row: (above.index(row.issuer_id), row.valid_from), default=None)
    if nearest is None:
        return []
    return [(rank.title, rank.at_least) for rank in criteria_of(nearest).ranks]


def to_chase(scope, month, limit=8):
    """Cells that have nothing for the month yet, or whose record was returned; cell ids."""
    states = ["not_planned", "planned", "held", "returned"]
    rows = scope.filter(month=month, state__in=states).order_by("state", "path")
    return list(rows.values("cell_id", "state", "path")[:limit])


def to_look_at(scope, month, limit=5):
    """Cells whose scores deserve a look: prompts, never verdicts.

    All-100 self scores in at least ten of twelve months; full attendance in all twelve; self
    scores far above verified ones.
    """
    months = months_until(month)
    rows = (
        scope.filter(month__gte=months[0], month__lte=month, held_on__isnull=False)
        .values("cell_id")
        .annotate(
            held=Count("id"),
            hundreds=Count("id", filter=Q(self_score=100)),
            full=Count("id", filter=Q(present=F("expected"))),
            least=Min("expected"),
            gap=Avg(F("self_score") - F("final_score")),
        )
        .filter(Q(hundreds__gte=10) | Q(gap__gte=5) | Q(full__gte=12, least__gte=8))
        .order_by("-hundreds", "-gap")[:limit]
    )
    return list(rows)


def points_lost(scope, month, limit=5):
    """The criteria on which verified scores fell short most: (code, average points lost)."""
    rows = (
        Mark.objects.filter(
            evaluation__stage=Stage.VERIFIED,
            evaluation__round=F("evaluation__meeting__round"),
            evaluation__meeting__cell_month__in=scope.filter(month=month).values("pk"),
            evaluation__total__isnull=False,
            points__lt=F("max_points"),
        )
        .values("criterion", "evaluation__criteria_set")
        .annotate(lost=Sum(F("max_points") - F("points")), cells=Count("id"))
        .order_by("-lost")[:limit]
    )
    return list(rows)
