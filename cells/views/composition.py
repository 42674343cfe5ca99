"""Statistics of the people of an organisation on a day."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from cells.composition import admissions_of, composition_of
from cells.forms.fields import DayField
from cells.models import PartyOrgVersion
from cells.policies import can_see_roster
from cells.roster.small_counts import coarse, dotted, shown
from cells.views.errors import account_required
from cells.views.scoped import find_org, page_about

YEARS = 10


@account_required
@require_safe
def org_composition(request, key):
    """Official, probationary, women, minorities on `?on=`, and admissions of ten years.

    Exact for those who may see the roster. Others see coarse counts, and always of the first of
    this month: from two days a page apart it could be told who came in between.
    """
    version, today = find_org(request.user, key), timezone.localdate()
    exact = can_see_roster(request.user, version.path)
    day, fault = today.replace(day=1), ""
    if exact:
        day, fault = day_asked(request.GET.get("on", ""), today)
    found = composition_of(version.org, on=day)
    context = page_about(
        request,
        version,
        exact=exact,
        day=day,
        fault=fault,
        typed_day=request.GET.get("on", "") if fault else date_format(day),
        exists=found is not None,
        counts={},
        share={},
        branches=[],
        years=[],
        may_change_day=exact,
    )
    if found is not None:
        context["counts"] = shown(found.total, exact=exact)
        context["share"] = _shares(found.total) if exact else {}
        context["branches"] = _branch_rows(request.user, found.branches, day, exact=exact)
        context["years"] = _year_rows(version.org, day, exact=exact)
    return render(request, "cells/composition.html", context, status=422 if fault else 200)


def day_asked(text, today):
    """The day typed and None, or today and the sentence that says what is wrong."""
    try:
        return DayField(required=False).clean(text) or today, ""
    except ValidationError as error:
        return today, error.messages[0]


def _shares(total):
    """Each group in percent of all members, as "12,5 %"; nothing for nobody."""
    whole = total["members"]
    if not whole:
        return {}
    return {name: f"{100 * n / whole:.1f} %".replace(".", ",") for name, n in total.items()}


def _branch_rows(user, branches, day, *, exact):
    """Branches that the user sees, their counts as texts."""
    if not exact:
        ids = [version.org_id for version, _ in branches]
        today = timezone.localdate()
        seen = PartyOrgVersion.objects.on(today).visible_to(user).filter(org__in=ids)
        seen_ids = set(seen.values_list("org", flat=True))
        branches = [pair for pair in branches if pair[0].org_id in seen_ids]
    return [
        {"name": version.short_name, "key": version.org.key, **shown(counts, exact=exact)}
        for version, counts in branches
    ]


def _year_rows(org, day, *, exact):
    """Admissions by year with the width of their bar in percent of the best year."""
    years = admissions_of(org, on=day, years=YEARS)
    most = max((count for _, count in years), default=0) or 1
    return [
        {
            "year": str(year),
            "count": dotted(count) if exact else coarse(count),
            "width": str(round(100 * count / most)) if exact else "",
        }
        for year, count in years
    ]
