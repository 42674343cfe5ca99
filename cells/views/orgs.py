"""The tree, an organisation's page, its history, and founding one below it."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from cells.actions.orgs import found_org
from cells.enums import Office
from cells.forms.orgs import FoundForm
from cells.models import Appointment, Membership, PartyOrgVersion
from cells.policies import (
    can_manage_accounts,
    can_manage_orgs,
    can_manage_people,
    can_read,
    can_see_audit,
    can_see_roster,
    require,
)
from cells.roles import Permission
from cells.text import clean_line
from cells.tree import ancestors_of, cells_below, org_ids
from cells.views.errors import account_required
from cells.views.scoped import crumbs_for, find_org, form_page, page_about

RESULTS_SHOWN = 50


@dataclass
class Branch:
    """One organisation in the tree as the page shows it."""

    version: PartyOrgVersion
    cells: int
    members: int
    children: list["Branch"] = field(default_factory=list)
    is_open: bool = False


@account_required
@require_safe
def orgs(request):
    """The tree that the user may see today, opened down to `?open=`, or what `?q=` finds in it."""
    user, query = request.user, clean_line(request.GET.get("q", ""))[:100]
    if query:
        return render(request, "cells/orgs.html", _search(user, query))
    open_ids = _open_ids(user, request.GET.get("open", ""))
    tops = _tops(user)
    if len(tops) == 1:
        # A tree of one line would only ask for a tap.
        open_ids |= {tops[0].org_id}
    shown = _branches([*tops, *_children(user, open_ids)])
    by_parent = {}
    for branch in shown:
        by_parent.setdefault(branch.version.parent_id, []).append(branch)
        branch.is_open = branch.version.org_id in open_ids
    for branch in shown:
        if branch.is_open:
            branch.children = by_parent.get(branch.version.org_id, [])
    top_ids = {version.pk for version in tops}
    roots = [branch for branch in shown if branch.version.pk in top_ids]
    total = sum(branch.cells for branch in roots)
    return render(request, "cells/orgs.html", {"query": "", "branches": roots, "total": total})


@account_required
@require_safe
def org_children(request, key):
    """The branches right below one organisation: the piece of the tree that htmx asks for."""
    version = find_org(request.user, key)
    branches = _branches(_children(request.user, [version.org_id]))
    return render(request, "cells/_branches.html", {"branches": branches})


def _visible(user):
    today = timezone.localdate()
    below = PartyOrgVersion.objects.on(today).filter(parent=OuterRef("org"))
    return (
        PartyOrgVersion.objects.on(today)
        .visible_to(user)
        .with_path(today)
        .annotate(has_children=Exists(below))
        .select_related("org", "kind")
        .order_by("sort_key", "id")
    )


def _tops(user):
    """Where the user's view of the tree begins: each grant's organisation, each local one."""
    reaches = user.reaches_with(Permission.SEE)
    trees = [reach.path for reach in reaches if not reach.role.by_locality]
    tops = {
        reach.org_id
        for reach in reaches
        if not reach.role.by_locality
        and not any(reach.path.startswith(path) and reach.path != path for path in trees)
    }
    localities = {reach.locality_id for reach in reaches if reach.role.by_locality} - {None}
    found = _visible(user).filter(Q(org__in=tops) | Q(locality__in=localities))
    return [
        version
        for version in found
        if version.org_id in tops or not any(version.path.startswith(path) for path in trees)
    ]


def _children(user, parents):
    return list(_visible(user).filter(parent__in=parents)) if parents else []


def _branches(versions):
    """Each with its number of cells below, and a cell with its own members: two queries."""
    unique, today = {version.pk: version for version in versions}.values(), timezone.localdate()
    cells = cells_below([version.path for version in unique], on=today)
    own = [version.org_id for version in unique if version.kind.is_cell]
    members = Membership.objects.on(today).filter(cell__in=own, is_temporary=False)
    by_cell = dict(members.values_list("cell").annotate(Count("id")))
    return [
        Branch(version, cells=cells.get(version.path, 0), members=by_cell.get(version.org_id, 0))
        for version in unique
    ]


def _open_ids(user, key):
    """The organisation with `key`, if seen, and those above it."""
    if not key:
        return set()
    return set(org_ids(find_org(user, key).path))


def _search(user, query):
    found = list(_visible(user).matching(query)[: RESULTS_SHOWN + 1])
    shown = found[:RESULTS_SHOWN]
    places = crumbs_for(user, shown)
    return {
        "query": query,
        "results": [(version, places[version.path]) for version in shown],
        "is_cut": len(found) > RESULTS_SHOWN,
    }


@account_required
@require_safe
def org(request, key):
    """What an organisation is today, who leads it, of whom it consists, what stands below it."""
    user, today = request.user, timezone.localdate()
    version = find_org(user, key)
    holders = Appointment.objects.on(today).filter(org=version.org).select_related("member")
    by_rank = [Office.SECRETARY, Office.DEPUTY, Office.COMMITTEE_MEMBER, Office.SUPERVISOR]
    offices = sorted(holders, key=lambda row: (by_rank.index(row.office), row.member.sort_key))
    branches = [] if version.kind.is_cell else _branches(_children(user, [version.org_id]))
    coming = PartyOrgVersion.objects.filter(parent=version.org, period__startswith__gt=today)
    context = page_about(
        request,
        version,
        offices=offices,
        people=Membership.objects.within(version.path, today).composition(today),
        branches=branches,
        cells=cells_below([version.path], on=today).get(version.path, 0),
        coming=coming.order_by("period", "sort_key"),
        may={
            "read": can_read(user, version.path, version.locality_id),
            "roster": can_see_roster(user, version.path),
            "manage_orgs": can_manage_orgs(user, version.path) and not version.kind.is_cell,
            "manage_people": can_manage_people(user, version.path),
            "manage_accounts": can_manage_accounts(user, version.path),
            "audit": can_see_audit(user, version.path),
        },
    )
    context["crumbs"] = context["crumbs"][:-1]
    context["people"]["probationary"] = context["people"]["members"] - context["people"]["official"]
    return render(request, "cells/org.html", context)


@account_required
@require_safe
def org_history(request, key):
    """What was true of the organisation and who led it, newest first, each with its decision."""
    version = find_org(request.user, key)
    stages = (
        PartyOrgVersion.objects.filter(org=version.org)
        .select_related("kind", "decision__issuer", "locality", "sector")
        .order_by("-period")
    )
    offices = (
        Appointment.objects.filter(org=version.org)
        .select_related("member", "decision")
        .order_by("-period", "office", "member__sort_key")
    )
    context = page_about(request, version, stages=stages, offices=offices)
    return render(request, "cells/history.html", context)


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
