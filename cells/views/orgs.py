"""The tree, an organisation's page, its history, and founding one below it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from cells.acting import acting_from, leading_sentence
from cells.actions.orgs import found_org
from cells.enums import Office
from cells.forms.orgs import FoundForm
from cells.headcount import cells_at, people_below
from cells.models import Appointment, Membership, PartyOrg, PartyOrgVersion
from cells.models.lineage import ended_visible_to
from cells.policies import (
    can_manage_accounts,
    can_manage_orgs,
    can_manage_people,
    can_read,
    can_see_audit,
    can_see_branch,
    can_see_roster,
    require,
)
from cells.roles import Permission
from cells.roster.small_counts import coarsened
from cells.text import clean_line
from cells.tree import ancestors_of, org_ids
from cells.views.branches import Branch, branch_list
from cells.views.days import shown_day
from cells.views.errors import account_required
from cells.views.history import absent_page
from cells.views.scoped import crumbs_for, find_in_time, find_org, form_page, page_about

RESULTS_SHOWN = 50
RANK = {office: place for place, office in enumerate(Office)}


@account_required
@require_safe
def orgs(request):
    """The tree that the user may see, opened down to `?open=`, or what `?q=` finds in it.

    As of today, or of the day or month `?on=`.
    """
    user, query = request.user, clean_line(request.GET.get("q", "").replace("\x00", ""))[:100]
    shown = shown_day(request, "q", "open")
    context = {"query": query, "shown": shown}
    if query:
        context |= _search(user, query, shown)
        return render(request, "cells/orgs.html", context, status=shown.status)
    open_ids = _open_ids(user, request.GET.get("open", "").replace("\x00", ""), shown)
    tops = _tops(user, shown.day)
    if len(tops) == 1:
        # A tree of one line would only ask for a tap.
        open_ids |= {tops[0].org_id}
    branches = _branches([*tops, *_children(user, open_ids, shown.day)], shown)
    by_parent = {}
    for branch in branches:
        by_parent.setdefault(branch.version.parent_id, []).append(branch)
        branch.is_open = branch.version.org_id in open_ids
    for branch in branches:
        if branch.is_open:
            branch.children = by_parent.get(branch.version.org_id, [])
    top_ids = {version.pk for version in tops}
    roots = [branch for branch in branches if branch.version.pk in top_ids]
    context |= {"branches": roots, "branch_list": branch_list(roots)}
    context["total"] = sum(branch.cells for branch in roots)
    return render(request, "cells/orgs.html", context, status=shown.status)


@account_required
@require_safe
def org_children(request, key):
    """The branches right below one organisation: the piece of the tree that htmx asks for."""
    shown = shown_day(request)
    version = find_org(request.user, key, on=shown.day)
    branches = _branches(_children(request.user, [version.org_id], shown.day), shown)
    return HttpResponse(branch_list(branches))


def _visible(user, day):
    below = PartyOrgVersion.objects.on(day).filter(parent=OuterRef("org"))
    return (
        PartyOrgVersion.objects.on(day)
        .visible_to(user, on=day)
        .with_path(day)
        .annotate(has_children=Exists(below))
        .select_related("org", "kind")
        .order_by("sort_key", "id")
    )


def _tops(user, day):
    """Where the user's view of the tree of a day begins: each grant's tree, each local one."""
    today, reaches = timezone.localdate(), user.reaches_with(Permission.SEE)
    trees = {reach.path for reach in reaches if not reach.role.by_locality}
    begins = user.tops_on(trees, on=day, today=today)
    tops = {org_ids(path)[-1] for path in begins}
    localities = {reach.locality_id for reach in reaches if reach.role.by_locality} - {None}
    sits = PartyOrgVersion.objects.on(today).filter(locality__in=localities)
    found = _visible(user, day).filter(Q(org__in=tops) | Q(org__in=sits.values("org")))
    return [
        version
        for version in found
        if version.org_id in tops or not any(version.path.startswith(path) for path in begins)
    ]


def _children(user, parents, day):
    return list(_visible(user, day).filter(parent__in=parents)) if parents else []


def _branches(versions, shown):
    """Each with its number of cells below, and a cell with its own members: two queries."""
    unique = {version.pk: version for version in versions}.values()
    cells = cells_at([version.path for version in unique], on=shown.day)
    own = [version.org_id for version in unique if version.kind.is_cell]
    members = Membership.objects.on(shown.day).filter(cell__in=own, is_temporary=False)
    by_cell = dict(members.values_list("cell").annotate(Count("id")))
    return [
        Branch(
            version,
            cells=cells.get(version.path, 0),
            members=by_cell.get(version.org_id, 0),
            query=shown.query,
        )
        for version in unique
    ]


def _open_ids(user, key, shown):
    """The organisation with `key`, if seen, and those above it."""
    if not key:
        return set()
    return set(org_ids(find_org(user, key, on=shown.day).path))


def _search(user, query, shown):
    found = _visible(user, shown.day).closest(query)
    found = list(found[: RESULTS_SHOWN + 1])
    places = crumbs_for(user, found[:RESULTS_SHOWN], on=shown.on)
    return {
        "results": [(version, places[version.path]) for version in found[:RESULTS_SHOWN]],
        "is_cut": len(found) > RESULTS_SHOWN,
    }


@account_required
@require_safe
def org(request, key):
    """What an organisation is, who leads it, of whom it consists, what stands below it.

    Today, or on the day or month `?on=`, when nothing is offered but reading.
    """
    user, shown = request.user, shown_day(request)
    day = shown.day
    if shown.is_today or not PartyOrg.objects.on(day).filter(key=key).exists():
        version, ended_on = find_in_time(user, key)
        if not shown.is_today or ended_on:
            return absent_page(request, version, shown, ended_on=ended_on)
    else:
        version = find_org(user, key, on=day)
    children = [] if version.kind.is_cell else _children(user, [version.org_id], day)
    branches = _branches(children, shown)
    coming = PartyOrgVersion.objects.filter(parent=version.org, period__startswith__gt=day)
    context = page_about(
        request,
        version,
        on=shown.on,
        shown=shown,
        **_leaders(version.org, shown),
        people=_people(user, version, day),
        branches=branches,
        branch_list=branch_list(branches),
        cells=cells_at([version.path], on=day).get(version.path, 0),
        coming=coming.order_by("period", "sort_key") if shown.is_today else [],
        may=_rights(user, version, shown),
    )
    context["crumbs"] = context["crumbs"][:-1]
    return render(request, "cells/org.html", context, status=shown.status)


def _leaders(org, shown):
    """Who holds an office on the day, the highest first, and who acts for the secretary.

    On today's page also who is to act later; the sentences stand beside the secretary.
    """
    day = shown.day
    wanted = Q(period__contains=day)
    if shown.is_today:
        wanted |= acting_from(day)
    rows = list(
        Appointment.objects.filter(wanted, org=org)
        .select_related("member")
        .order_by("member__sort_key", "period")
    )
    offices = sorted((row for row in rows if day in row.period), key=lambda row: RANK[row.office])
    for row in offices:
        row.is_secretary = row.office == Office.SECRETARY
        row.is_acting = row.office == Office.ACTING
    acting = [row for row in rows if row.office == Office.ACTING]
    has_secretary = any(row.is_secretary for row in offices)
    for row in acting:
        row.has_begun = row.begins_on <= day
        row.since = f"{row.begins_on:%Y-%m-%d}"
        row.sentence = leading_sentence(row, has_secretary=has_secretary)
    return {
        "offices": offices,
        "holders": len({row.member_id for row in offices}),
        "acting": sorted(acting, key=lambda row: row.begins_on),
        "has_secretary": has_secretary,
        "has_deputy": any(row.office == Office.DEPUTY for row in offices),
    }


def _people(user, version, day):
    """Counts of members by group; coarse, of the first of the month, without the roster."""
    exact = can_see_roster(user, version.path)
    on = day if exact else day.replace(day=1)
    people = people_below(version.path, on=on)
    counted_at = people.pop("counted_at")
    people["probationary"] = people["members"] - people["official"]
    return (people if exact else coarsened(people)) | {"counted_at": counted_at}


def _rights(user, version, shown):
    """What the page offers; on another day than today only the way to today's page, if any."""
    if not shown.is_today:
        today = timezone.localdate()
        here = PartyOrgVersion.objects.on(today).visible_to(user).filter(org=version.org)
        names = ("read", "roster", "branch", "manage_orgs", "reorganise", "manage_people")
        nothing = dict.fromkeys((*names, "manage_accounts", "audit"), False)
        is_here = here.exists()
        ended = ended_visible_to(user).filter(org=version.org)
        return nothing | {"today": is_here, "history": is_here or ended.exists()}
    path = version.path
    return {
        "today": True,
        "history": True,
        "read": can_read(user, path, version.locality_id),
        "roster": can_see_roster(user, path),
        "branch": can_see_branch(user, path) and not version.kind.is_cell,
        "manage_orgs": can_manage_orgs(user, path) and not version.kind.is_cell,
        "reorganise": can_manage_orgs(user, path),
        "manage_people": can_manage_people(user, path),
        "manage_accounts": can_manage_accounts(user, path),
        "audit": can_see_audit(user, path),
    }


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def org_found(request, key):
    """Found an organisation below this one from a day."""
    version = find_org(request.user, key)
    require(can_manage_orgs(request.user, version.path))
    today = timezone.localdate()
    form = FoundForm(
        request.POST or None,
        parent=version,
        issuers=[version, *reversed(ancestors_of(version.org, on=today))],
        initial={"begins_on": today},
    )
    if request.method == "POST" and form.is_valid():
        name, begins_on = form.cleaned_data["name"], form.cleaned_data["begins_on"]
        try:
            founded = found_org(
                by=request.user,
                parent=version.org,
                version=form.version(),
                begins_on=begins_on,
                decision=form.decision(f"Thành lập {name}"),
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            if begins_on > today:
                messages.success(request, f"{name} sẽ có từ ngày {date_format(begins_on)}.")
                return redirect("org", key=key)
            messages.success(request, f"Đã thành lập {name}.")
            return redirect("org", key=founded.org.key)
    title = f"Thành lập tổ chức trực thuộc {version.short_name}"
    return form_page(request, version, form, title=title, submit="Thành lập")
