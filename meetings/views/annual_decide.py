"""The committee's rules for a year, and its decision."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cells.policies import require
from cells.views.errors import account_required
from meetings import policies
from meetings.actions.annual import decide as decide_action
from meetings.actions.annual import first_day, over_cap_sentence, rules_mark, set_rules
from meetings.annual.ranks import EARNED
from meetings.forms.annual import DecideForm, RulesForm, initial_of
from meetings.rankings import find_ranking, rules_for
from meetings.reports.annual import months_counted, report_of
from meetings.views.annual import cards_of, drawn
from meetings.views.annual_finding import find_committee, reads_branch


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request, key, year):
    """What each annual rank asks in this year: to read for all who read the branch."""
    version = find_committee(request.user, key, year)
    require(reads_branch(request.user, version))
    can_decide = policies.can_decide_year(request.user, version.path)
    ranking = find_ranking(version.org_id, year)
    is_decided = ranking is not None and ranking.is_decided
    found = rules_for(version.org_id, version.path, year)
    seen = rules_mark(found.row if found.is_own else None)
    if request.method == "POST":
        require(can_decide)
        form = RulesForm(request.POST)
        if form.is_valid() and save_rules(form, version.org, year, by=request.user):
            messages.success(request, f"Đã lưu quy tắc năm {year}.")
            return redirect("annual", key=key, year=year)
    else:
        document = found.row.document if found.row else ""
        form = RulesForm(initial=initial_of(found.rules) | {"document": document, "seen": seen})
    context = {
        "version": version,
        "year": year,
        "form": form,
        "found": found,
        "ranks": EARNED,
        "can_change": can_decide and not is_decided,
        "is_decided": is_decided,
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/annual_rules.html", context, status=status)


def save_rules(form, org, year, *, by):
    """True when saved; what the action refuses is shown on the form."""
    cleaned = form.cleaned_data
    try:
        set_rules(
            org=org,
            year=year,
            seen=cleaned["seen"],
            document=cleaned["document"],
            base=cleaned["base"],
            cap_percent=cleaned["cap_percent"],
            fourth_quarter=cleaned["fourth_quarter"],
            requirements=form.requirements(),
            by=by,
        )
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    return True


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request, key, year):
    """The last look before the decision, and the decision."""
    version = find_committee(request.user, key, year)
    require(policies.can_decide_year(request.user, version.path))
    ranking = find_ranking(version.org_id, year)
    if request.method != "POST" and ranking is not None and ranking.is_decided:
        return redirect("annual", key=key, year=year)
    report = report_of(version.org, year, ranking, path=version.path)
    over_cap = over_cap_sentence(report.meter) if report.meter.over else ""
    form = DecideForm(request.POST if request.method == "POST" else None, over_cap=over_cap)
    if form.is_bound and form.is_valid():
        try:
            decided = decide_action(
                org=version.org, year=year, by=request.user, **form.cleaned_data
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã quyết định theo {decided.decision_number}.")
            return redirect("annual", key=key, year=year)
    context = {
        "version": version,
        "year": year,
        "form": form,
        "report": report,
        "cards": cards_of(report, ""),
        "meter": drawn(report.meter),
        "until": months_counted(year),
        "is_early": timezone.localdate() < first_day(year),
    }
    status = 422 if form.is_bound else 200
    return render(request, "meetings/annual_decide.html", context, status=status)
