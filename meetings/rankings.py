"""A committee's annual ranking as it stands: by which rules, what they propose, what it changed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from cells.models import PartyOrgPath, PartyOrgVersion
from cells.tree import org_ids
from meetings.annual.evidence import Measure
from meetings.annual.meter import Meter, meter_of
from meetings.annual.proposal import Proposal, propose
from meetings.annual.ranks import AnnualRank
from meetings.annual.rules import DEFAULT, CapBase, Requirement, Rules
from meetings.models import AnnualRanking, AnnualRating, AnnualRules
from meetings.years import CellYear, cells_in, quarter_codes, read_years, year_bounds

DEFAULT_SOURCE = "khung mặc định của phần mềm (cấp ủy chưa đặt quy tắc)"


@dataclass(frozen=True)
class RulesFound:
    """The rules that hold for a committee and a year; `source` says whose they are.

    `row` is None for the default.
    """

    rules: Rules
    source: str
    row: AnnualRules | None = None
    is_own: bool = False


def rules_for(org_id, path, year):
    """The committee's own rules, else those of the nearest one above; else of the latest year
    before, by the same search; else the default."""
    above = org_ids(path)
    rows = AnnualRules.objects.filter(org__in=above, year__lte=year)
    row = max(rows, key=lambda row: (row.year, above.index(row.org_id)), default=None)
    if row is None:
        return RulesFound(DEFAULT, DEFAULT_SOURCE)
    requirements = {}
    for each in row.requirements.order_by("id"):
        requirement = Requirement(Measure(each.measure), each.bound)
        requirements.setdefault(AnnualRank(each.rank), []).append(requirement)
    rules = Rules(
        {rank: tuple(found) for rank, found in requirements.items()},
        base=CapBase(row.base),
        cap_percent=row.cap_percent,
        fourth_quarter_in_year=row.fourth_quarter_in_year,
    )
    is_own = row.org_id == org_id and row.year == year
    whose = "của cấp ủy này" if row.org_id == org_id else f"của {name_on(row.org_id, row.year)}"
    source = f"quy tắc năm {row.year} {whose}" + (f" ({row.document})" if row.document else "")
    return RulesFound(rules, source, row, is_own)


def name_on(org_id, year):
    """What an organisation is called at the end of the year, or is called by now."""
    names = PartyOrgVersion.objects.on(last_day(year)).filter(org=org_id)
    return names.values_list("short_name", flat=True).first() or "một cấp ủy đã kết thúc"


def last_day(year):
    """The day on which the tree of a year is looked at: its last, or today."""
    return min(timezone.localdate(), date(year, 12, 31))


def paths_in(org_id, year):
    """All places where an organisation stood in the year."""
    paths = PartyOrgPath.objects.filter(
        org=org_id, period__overlap=(date(year, 1, 1), date(year + 1, 1, 1))
    )
    return sorted(set(paths.values_list("path", flat=True)))


@dataclass(slots=True)
class Line:
    """One cell of an open ranking.

    `change` is what the committee set instead of the proposal; `elsewhere` the final rating of
    another committee, which holds then.
    """

    year: CellYear
    proposal: Proposal
    change: AnnualRating | None = None
    elsewhere: AnnualRating | None = None

    @property
    def rank(self):
        """The rank that holds by now; None while the cell owes nothing."""
        rating = self.elsewhere or self.change
        return AnnualRank(rating.rank) if rating else self.proposal.rank


@dataclass(frozen=True)
class Board:
    """An open ranking of the cells of a committee, in the order of their names."""

    found: RulesFound
    lines: list[Line]

    @property
    def own(self):
        """The cells that this committee ranks: nobody else has decided about them."""
        return [line for line in self.lines if line.elsewhere is None]

    def meter(self) -> Meter:
        rules = self.found.rules
        return meter_of((line.rank for line in self.own), rules.base, rules.cap_percent)

    def quarters(self, line):
        in_year = self.found.rules.fourth_quarter_in_year
        return quarter_codes(line.year.year, fourth_in_year=in_year)


def find_ranking(org_id, year):
    """The committee's ranking of the year, None while it has changed and decided nothing."""
    return AnnualRanking.objects.filter(org=org_id, year=year).select_related("decided_by").first()


def board_of(org, year, ranking, *, path, cells=None):
    """The open ranking of the cells below `org`, or of `cells` alone; a flat number of queries."""
    bounds = year_bounds(year)
    if cells is None:
        cells = cells_in(paths_in(org.pk, year), bounds)
    found = rules_for(org.pk, path, year)
    ratings = AnnualRating.objects.filter(year=year, cell__in=[cell.id for cell in cells])
    mine = Q(ranking=ranking.pk) if ranking else Q(pk__in=[])
    elsewhere, changes = {}, {}
    for rating in ratings.filter(Q(is_final=True) | mine).select_related("ranking"):
        (elsewhere if rating.is_final else changes)[rating.cell_id] = rating
    lines = [
        Line(
            year=cell_year,
            proposal=propose(cell_year.evidence, found.rules),
            change=changes.get(cell_year.cell.id),
            elsewhere=elsewhere.get(cell_year.cell.id),
        )
        for cell_year in read_years(cells, bounds)
    ]
    return Board(found, lines)
