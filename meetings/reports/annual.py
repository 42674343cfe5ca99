"""A committee's annual ranking in figures: computed while it is open, frozen once decided."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from cells.models import PartyOrgVersion
from meetings.annual.meter import Meter, meter_of
from meetings.annual.ranks import RANKS, AnnualRank
from meetings.annual.rules import CapBase
from meetings.models import AnnualRating
from meetings.rankings import board_of
from meetings.years import WAITING, last_month_over


@dataclass(slots=True)
class Row:
    """One cell: `months` and `quarters` as codes of `meetings.years`, `average` in percent.

    `key` is empty for a cell that does not exist today, `rank` None for one that is not ranked.
    `elsewhere` names the other committee that decided about it, `hint` what kept the proposal from
    the next better rank.
    """

    name: str
    parent_name: str
    key: str
    months: list[str]
    quarters: list[str]
    average: Decimal | None
    year_level: int | None
    year_rank: str
    proposed: AnnualRank | None
    rank: AnnualRank | None
    is_changed: bool
    elsewhere: str
    hint: str


@dataclass(frozen=True)
class Report:
    """The rows, the best ranks first and in them the highest averages; and what they add up to.

    `own` are the cells that this committee ranks, `waiting` how many of them have a meeting of
    a month that is over and not verified; `source` says by which rules.
    """

    rows: list[Row]
    own: int
    counts: dict[AnnualRank | None, int]
    meter: Meter
    base: CapBase
    source: str
    fourth_in_year: bool
    waiting: int

    @property
    def ranked(self):
        return self.own - self.counts[None]

    @property
    def elsewhere(self):
        return len(self.rows) - self.own

    @property
    def changed(self):
        return sum(row.is_changed for row in self.rows)


def report_of(org, year, ranking, *, path):
    """The report of a committee's year; a flat number of questions however many cells."""
    if ranking is not None and ranking.is_decided:
        return _frozen(ranking)
    return _open(org, year, ranking, path=path)


def months_counted(year, today=None):
    """How many months of the year are over, 12 when it is complete."""
    over = last_month_over(today or timezone.localdate())
    return max(0, min(12, (over.year - year) * 12 + over.month))


def _open(org, year, ranking, *, path):
    board = board_of(org, year, ranking, path=path)
    names = names_of({line.elsewhere.ranking.org_id for line in board.lines if line.elsewhere})
    rows = [_open_row(board, line, names) for line in board.lines]
    rules, until = board.found.rules, months_counted(year)
    return Report(
        rows=in_order(rows),
        own=len(board.own),
        counts=_counts(rows),
        meter=board.meter(),
        base=rules.base,
        source=board.found.source,
        fourth_in_year=rules.fourth_quarter_in_year,
        waiting=sum(WAITING in line.year.months[:until] for line in board.own),
    )


def _open_row(board, line, names):
    year, rating = line.year, line.elsewhere
    if rating is not None:
        whose = names.get(rating.ranking.org_id, "")
        key = year.cell.key if year.cell.is_alive else ""
        return _final_row(rating, whose, key)
    whole = year.year.whole
    unmet = line.proposal.unmet
    return Row(
        name=year.cell.name,
        parent_name=year.cell.parent_name,
        key=year.cell.key if year.cell.is_alive else "",
        months=year.months,
        quarters=board.quarters(line),
        average=year.evidence.average,
        year_level=year.evidence.year_level,
        year_rank=whole.title if whole else "",
        proposed=line.proposal.rank,
        rank=line.rank,
        is_changed=line.change is not None,
        elsewhere="",
        hint=unmet[-1][1][0].words if unmet and line.change is None else "",
    )


def _final_row(rating, elsewhere, key):
    return Row(
        name=rating.name,
        parent_name=rating.parent_name,
        key=key,
        months=rating.months,
        quarters=rating.quarters,
        average=rating.average,
        year_level=rating.year_level,
        year_rank=rating.year_rank,
        proposed=AnnualRank(rating.proposed) if rating.proposed else None,
        rank=AnnualRank(rating.rank),
        is_changed=rating.is_changed,
        elsewhere=elsewhere,
        hint=rating.reason,
    )


def _frozen(ranking):
    alive = PartyOrgVersion.objects.on(timezone.localdate()).filter(org=OuterRef("cell"))
    ratings = (
        AnnualRating.objects.filter(Q(ranking=ranking) | Q(pk__in=ranking.decided_elsewhere))
        .annotate(key=F("cell__key"), is_alive=Exists(alive), org_id=F("ranking__org"))
        .defer("why", "notes")
        .order_by("pk")
    )
    ratings = list(ratings)
    names = names_of({rating.org_id for rating in ratings} - {ranking.org_id})
    rows = [
        _final_row(
            rating,
            "" if rating.org_id == ranking.org_id else names.get(rating.org_id, ""),
            rating.key if rating.is_alive else "",
        )
        for rating in ratings
    ]
    counts = _counts(rows)
    ranked = sum(counts.values())
    counts[None] = ranking.cells - ranked
    base = CapBase(ranking.base)
    ranks = [row.rank for row in rows if not row.elsewhere] + [None] * counts[None]
    return Report(
        rows=in_order(rows),
        own=ranking.cells,
        counts=counts,
        meter=meter_of(ranks, base, ranking.cap_percent),
        base=base,
        source=ranking.rules_note,
        fourth_in_year=ranking.fourth_quarter_in_year,
        waiting=0,
    )


def _counts(rows):
    counts = dict.fromkeys((*RANKS, None), 0)
    for row in rows:
        if not row.elsewhere:
            counts[row.rank] += 1
    return counts


def in_order(rows):
    """The best ranks first; within a rank the highest average, then the name's order as given."""

    def place(row):
        return (
            len(RANKS) if row.rank is None else row.rank.place,
            -(row.average if row.average is not None else -1),
        )

    return sorted(rows, key=place)


def names_of(org_ids):
    """What organisations are called today; the last name of those that have ended. By id."""
    if not org_ids:
        return {}
    versions = PartyOrgVersion.objects.filter(org__in=org_ids).order_by("period")
    return dict(versions.values_list("org", "short_name"))
