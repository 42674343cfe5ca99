"""Finding what a page is about: only what the user may see is found, the rest does not exist."""

from dataclasses import dataclass
from functools import cache

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cells.models import PartyOrgVersion
from cells.models.lineage import ended_visible_to
from cells.policies import can_see
from cells.tree import ancestors_by_path, org_ids

RELATED = ("org", "kind", "locality", "sector", "decision")


@dataclass(frozen=True)
class Crumb:
    """One step of the place in the tree; without `url` when the user may not see it."""

    label: str
    url: str


def find_org(user, key, *, on=None):
    """The version of the organisation with `key` on a day (today unless told), with its `path`.

    404 when there is none or it is not visible.
    """
    return get_object_or_404(_seen(user, on or timezone.localdate()), org__key=key)


def find_in_time(user, key):
    """The organisation with `key`, as of today or, when it has ended, as it was last.

    A version with its `path`, and the last day of an ended one, else None; 404 as `find_org`.
    """
    living = _seen(user, timezone.localdate()).filter(org__key=key).first()
    if living is not None:
        return living, None
    ended = ended_visible_to(user).select_related(*RELATED)
    version = get_object_or_404(ended, org__key=key)
    return version, version.last_day


def _seen(user, day):
    """The versions of a day that the user sees, with their paths and all that a page says."""
    versions = PartyOrgVersion.objects.on(day).visible_to(user, on=day).with_path(day)
    return versions.select_related(*RELATED)


def find(rows, **which):
    """The one row of an already scoped queryset; 404 when there is none or several."""
    found = list(rows.filter(**which)[:2])
    if len(found) != 1:
        raise Http404
    return found[0]


def crumbs_for(user, versions, *, with_self=False, on=None):
    """For each version, found with its path, its place in the tree as a list of `Crumb`.

    On another day than today the steps lead to the pages of that day.
    """
    above = ancestors_by_path({version.path for version in versions}, on=on or timezone.localdate())
    is_seen = _seen_today(user) if on is None else _seen_on(user, above, on)
    query = "" if on is None else f"?on={on:%Y-%m-%d}"
    # Fifty results stand below the same few organisations.
    page_of = cache(lambda key: reverse("org", args=[key]) + query)
    places = {}
    for version in versions:
        steps = above[version.path] + ([version] if with_self else [])
        ids = org_ids(version.path)
        places[version.path] = [
            Crumb(
                label=step.short_name,
                url=page_of(step.org.key) if is_seen(step, _path(ids[: depth + 1])) else "",
            )
            for depth, step in enumerate(steps)
        ]
    return places


def _seen_today(user):
    return lambda step, path: can_see(user, path, step.locality_id)


def _seen_on(user, above, day):
    ids = {step.org_id for steps in above.values() for step in steps}
    versions = PartyOrgVersion.objects.on(day).visible_to(user, on=day).filter(org__in=ids)
    seen = set(versions.values_list("org", flat=True))
    return lambda step, path: step.org_id in seen


def page_about(request, version, *, on=None, **more):
    """The context that every page below an organisation's own has: it and the way back."""
    crumbs = crumbs_for(request.user, [version], with_self=True, on=on)[version.path]
    return {"version": version, "org": version.org, "crumbs": crumbs, **more}


def form_page(request, version, form, *, title, submit, back="org", note="", **more):
    """The page of one form about an organisation; `back` names the page that Cancel leads to."""
    context = {"form": form, "title": title, "submit": submit, "note": note}
    context |= {"also_ends": [], "has_search": False, "query": "", "is_file": False, **more}
    context["back"] = reverse(back, args=[version.org.key])
    return render(request, "cells/form.html", page_about(request, version, **context))


def _path(ids):
    return "/" + "/".join(map(str, ids)) + "/"
