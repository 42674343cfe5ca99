"""Finding what a page is about: only what the user may see is found, the rest does not exist."""

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cells.models import PartyOrgVersion
from cells.policies import can_see
from cells.tree import ancestors_by_path, org_ids


@dataclass(frozen=True)
class Crumb:
    """One step of the place in the tree; without `url` when the user may not see it."""

    label: str
    url: str


def find_org(user, key):
    """Today's version of the organisation with `key`, with its `path`; 404 when not visible."""
    today = timezone.localdate()
    versions = PartyOrgVersion.objects.on(today).visible_to(user).with_path(today)
    related = versions.select_related("org", "kind", "locality", "sector", "decision")
    return get_object_or_404(related, org__key=key)


def find(rows, **which):
    """The one row of an already scoped queryset; 404 when there is none or several."""
    found = list(rows.filter(**which)[:2])
    if len(found) != 1:
        raise Http404
    return found[0]


def crumbs_for(user, versions, *, with_self=False):
    """For each version, found with its path, its place in the tree as a list of `Crumb`."""
    above = ancestors_by_path({version.path for version in versions}, on=timezone.localdate())
    places = {}
    for version in versions:
        steps = above[version.path] + ([version] if with_self else [])
        ids = org_ids(version.path)
        places[version.path] = [
            Crumb(
                label=step.short_name,
                url=reverse("org", args=[step.org.key])
                if can_see(user, _path(ids[: depth + 1]), step.locality_id)
                else "",
            )
            for depth, step in enumerate(steps)
        ]
    return places


def page_about(request, version, **more):
    """The context that every page below an organisation's own has: it and the way back."""
    crumbs = crumbs_for(request.user, [version], with_self=True)[version.path]
    return {"version": version, "org": version.org, "crumbs": crumbs, **more}


def form_page(request, version, form, *, title, submit, back="org", note="", **more):
    """The page of one form about an organisation; `back` names the page that Cancel leads to."""
    context = {"form": form, "title": title, "submit": submit, "note": note}
    context |= {"also_ends": [], "has_search": False, "query": "", **more}
    context["back"] = reverse(back, args=[version.org.key])
    return render(request, "cells/form.html", page_about(request, version, **context))


def _path(ids):
    return "/" + "/".join(map(str, ids)) + "/"
