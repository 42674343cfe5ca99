"""A committee's month on one page."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from cells.roles import Permission
from cells.views.errors import account_required
from meetings.actions.months import current_month
from meetings.deadlines import month_before, next_month
from meetings.enums import MonthState
from meetings.models import CellMonth, CriteriaSet
from meetings.reports.overview import (
    months_until,
    overview_of,
    points_lost,
    thresholds_for,
    to_chase,
    to_look_at,
    versions_in,
)
from meetings.reports.scope import scope_of
from meetings.sheets import criteria_of
from meetings.views.finding import find_org, read_month


@account_required
def start(request):
    """The overview of the first committee that I read."""
    for reach in request.user.reaches_with(Permission.READ):
        if not reach.is_cell:
            return redirect("overview_org", key=reach.org_key)
    raise Http404


@account_required
def latest(request, key):
    """Last month's overview: what is reported about."""
    find_org(request.user, key)
    month = month_before(current_month())
    return redirect("overview", key=key, month=f"{month:%Y-%m}")


@account_required
def overview(request, key, month):
    """Met and not met, late, verified, attendance, ranks; by organisation, over twelve months.

    By the tree of each month, or with `?structure=today` by where the cells stand today, or those
    that took over from them.
    """
    version = find_org(request.user, key)
    month, today = read_month(month), timezone.localdate()
    by_today = request.GET.get("structure") == "today"
    scope = scope_of(request.user, version, months_until(month), today=today, by_today=by_today)
    thresholds = thresholds_for(scope.path, month)
    figures = overview_of(
        scope.rows, month, ranks=[at_least for _, at_least in thresholds], today=scope.today
    )
    if not figures.cells and not CellMonth.objects.filter(month=month).exists():
        raise Http404
    context = {
        "version": version,
        "figures": figures,
        "scope": scope,
        "structure": structure_of(request, scope),
        "title": title_of(month, version, scope, figures),
        "slug": f"{month:%Y-%m}",
        "before": month_before(month),
        "after": next_month(month) if month < current_month() else None,
        **in_words(figures),
        "thresholds": [
            (place, title, f"{at_least.normalize():f}")
            for place, (title, at_least) in enumerate(thresholds[:3])
        ],
        **prompts(scope.rows, month),
        "lost": lost_rows(points_lost(scope.rows, month), figures.verified),
    }
    return render(request, "meetings/overview.html", context)


def in_words(figures):
    """The figures that the page prints otherwise than as they are."""
    optimism = figures.optimism
    return {
        "met_rate": rate(figures.met, figures.cells),
        "attendance": rate(figures.present, figures.expected),
        "optimism": None if optimism is None else f"{optimism:+.1f}".replace(".", ","),
        "difference": figures.met - figures.met_before if figures.met_before else None,
        "months": [f"{number.month}" for number in figures.months],
    }


def prompts(scope, month):
    """Cells to be reminded, and cells whose scores deserve a look."""
    chase, look = to_chase(scope, month), to_look_at(scope, month)
    names = names_and_keys([row["cell_id"] for row in chase + look], month)
    labels = dict(MonthState.choices)
    return {
        "chase": [
            row | names[row["cell_id"]] | {"label": labels[row["state"]]}
            for row in chase
            if row["cell_id"] in names
        ],
        "look": [
            names[row["cell_id"]] | {"why": why_look(row)}
            for row in look
            if row["cell_id"] in names
        ],
    }


def title_of(month, version, scope, figures):
    """The finding; of a month before the committee and all that it was made of, that alone."""
    if scope.began_on and not figures.cells:
        return f"Tháng {month:%m/%Y} chưa có {version.short_name}"
    return f"Tháng {month:%m/%Y}: {figures.met} trên {figures.cells} chi bộ đã họp"


def structure_of(request, scope):
    """By which tree the cells are grouped, and the way to the other.

    `query` ends the page's addresses, `other` leads to the other grouping. A locality is no tree:
    it has no choice.
    """
    by_today = scope.today is not None
    return {
        "by_today": by_today,
        "has_choice": scope.is_branch,
        "query": "?structure=today" if by_today else "",
        "other": request.path if by_today else f"{request.path}?structure=today",
    }


def rate(part, whole):
    return f"{100 * part / whole:.1f}".replace(".", ",").removesuffix(",0") if whole else None


def names_and_keys(cell_ids, month):
    """Name and key of cells as they were called in the month."""
    return {
        version.org_id: {"name": version.short_name, "key": version.org.key}
        for version in versions_in(cell_ids, month)
    }


def why_look(row):
    """The evidence for a prompt in one sentence."""
    if row["hundreds"] >= 10:
        return f"{row['hundreds']} tháng tự chấm 100 điểm trong 12 tháng"
    if row["gap"] is not None and row["gap"] >= 5:
        gap = f"{row['gap']:.1f}".replace(".", ",")
        return f"tự chấm cao hơn thẩm định bình quân {gap} điểm"
    return f"{row['full']} tháng liền có mặt 100 %"


def lost_rows(rows, verified):
    """Criteria with the average points lost over the verified records of the month."""
    if not rows or not verified:
        return []
    titles = {}
    set_ids = {row["evaluation__criteria_set"] for row in rows}
    for criteria_set in CriteriaSet.objects.filter(pk__in=set_ids).defer("definition"):
        for criterion in criteria_of(criteria_set).criteria:
            titles[criteria_set.pk, criterion.code] = criterion.title
    return [
        {
            "title": f"{row['criterion']} "
            f"{titles[row['evaluation__criteria_set'], row['criterion']]}",
            "lost": f"−{row['lost'] / verified:.1f}".replace(".", ","),
        }
        for row in rows
    ]
