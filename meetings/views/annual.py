"""A committee's annual ranking, and the year of each member in a cell."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from cells.policies import require
from cells.roles import Permission
from cells.views.errors import account_required
from meetings import policies
from meetings.actions.annual import first_day
from meetings.annual.ranks import RANKS, AnnualRank
from meetings.rankings import find_ranking
from meetings.reports.annual import months_counted, report_of
from meetings.views import annual_cell
from meetings.views.annual_finding import (
    current_year,
    find_cell,
    find_place,
    reads_branch,
)
from meetings.views.annual_grid import year_rows
from meetings.views.finding import find_org
from meetings.years import QUARTERS, members_in, year_bounds

ROWS_A_PAGE = 100
UNRANKED = "none"


@account_required
def start(request):
    """The ranking of the first committee that I read, in this year."""
    for reach in request.user.reaches_with(Permission.READ):
        if not (reach.is_cell or reach.role.by_locality):
            return redirect("annual", key=reach.org_key, year=current_year())
    raise Http404


@account_required
def latest(request, key):
    """This year's page of an organisation."""
    find_org(request.user, key)
    return redirect("annual", key=key, year=current_year())


@account_required
def annual(request, key, year):
    """The year of a committee's cells, or of one cell."""
    version = find_place(request.user, key, year)
    if version.kind.is_cell:
        return annual_cell.page(request, version, year)
    require(reads_branch(request.user, version))
    ranking = find_ranking(version.org_id, year)
    report = report_of(version.org, year, ranking, path=version.path)
    wanted = request.GET.get("rank", "")
    rows = filtered(report.rows, wanted)
    page = page_number(request.GET.get("page", ""))
    shown = rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    context = {
        "version": version,
        "year": year,
        "title": title_of(year, report, ranking),
        "report": report,
        "ranking": ranking if ranking and ranking.is_decided else None,
        "cards": cards_of(report, wanted),
        "wanted": wanted,
        "meter": drawn(report.meter),
        "rows": year_rows(shown, address=cell_address(version.org.key, year)),
        "quarters": QUARTERS,
        "months": range(1, 13),
        "until": months_counted(year),
        "is_early": timezone.localdate() < first_day(year),
        "can_decide": policies.can_decide_year(request.user, version.path),
        "next_year": year + 1 if year < current_year() else None,
        "page": page,
        "has_more": len(rows) > page * ROWS_A_PAGE,
        "keep": f"rank={wanted}&" if wanted else "",
    }
    return render(request, "meetings/annual.html", context)


def title_of(year, report, ranking):
    """The finding: how many are to be the best, or are."""
    if not report.rows:
        return f"Năm {year}: chưa có chi bộ nào để xếp loại"
    best = report.counts[AnnualRank.EXCELLENT]
    if ranking is not None and ranking.is_decided:
        return f"{year}: {best} chi bộ hoàn thành xuất sắc trên {report.own} chi bộ"
    return f"{year}: đề xuất {best} xuất sắc trên {report.own} chi bộ"


def cards_of(report, wanted):
    """A figure for each rank, which is the filter too; "not ranked" only where there are some."""
    cards = [
        {"value": rank.value, "title": rank.title, "count": report.counts[rank]} for rank in RANKS
    ]
    if report.counts[None]:
        cards.append({"value": UNRANKED, "title": "Chưa xếp loại", "count": report.counts[None]})
    for card in cards:
        card["is_here"] = card["value"] == wanted
    return cards


def filtered(rows, wanted):
    """The rows of one rank; all of them for an unknown word."""
    if wanted == UNRANKED:
        return [row for row in rows if row.rank is None]
    if wanted in set(RANKS):
        return [row for row in rows if row.rank == wanted]
    return rows


def page_number(text):
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 10_000 else 1


def drawn(meter):
    """The meter as lengths of a drawing 100 wide: what is within the cap, and what is above."""
    whole = max(meter.excellent, meter.allowed, 1)
    within = min(meter.excellent, meter.allowed)
    return {
        "within": f"{100 * within / whole:.1f}",
        "over": f"{100 * meter.over / whole:.1f}",
    }


def cell_address(committee_key, year):
    """Makes the address of a cell's page as this committee ranks it."""
    before, after = reverse("annual", args=["-", year]).split("/-/")
    return lambda key: f"{before}/{key}/{after}?by={committee_key}"


@account_required
def members(request, key, year):
    """What each member did in the year, for the cell's own review: no ranking of persons."""
    version = find_cell(request.user, key, year)
    require(policies.can_see_member_year(request.user, version.path))
    rows = members_in(version.org_id, year_bounds(year))
    full = sum(row.present == row.expected > 0 for row in rows)
    context = {
        "version": version,
        "year": year,
        "rows": rows,
        "title": f"{year}: {full} trên {len(rows)} đảng viên dự đủ các buổi phải dự",
        "until": months_counted(year),
    }
    return render(request, "meetings/annual_members.html", context)
