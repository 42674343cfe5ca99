"""Finding the committee, the cell and the year of an address of the annual ranking."""

from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from cells.models import PartyOrgPath, PartyOrgVersion
from cells.roles import Permission
from cells.tree import org_ids, path_of
from meetings.rankings import last_day, paths_in
from meetings.views.finding import find_org
from meetings.years import cells_in, year_bounds

FIRST_YEAR = 2010


def current_year():
    """The year that it is in Hà Nội."""
    return timezone.localdate().year


def find_place(user, key, year):
    """Today's version of an organisation that the user reads, with its `path` today, or 404.

    Years of the future, and of before there were records, are not found.
    """
    if not FIRST_YEAR <= year <= current_year():
        raise Http404
    version = find_org(user, key)
    version.path = path_of(version.org, on=timezone.localdate())
    return version


def find_committee(user, key, year):
    """As `find_place`, of an organisation that is not a cell."""
    version = find_place(user, key, year)
    if version.kind.is_cell:
        raise Http404
    return version


def reads_branch(user, version):
    """Reads the figures of a whole branch, by the tree: a locality is no committee's ranking."""
    return user.may(Permission.READ, version.path)


@dataclass(frozen=True)
class RankedCell:
    """A cell in a year: `cell` from its months (None when it owed none), the `committees` above it
    then, the nearest first."""

    version: PartyOrgVersion
    cell: object
    path: str
    committees: list


def ranked_cell(version, year):
    """Where the cell of `version` stood in the year, and who may rank it."""
    bounds = year_bounds(year)
    found = cells_in(paths_in(version.org_id, year), bounds, only=version.org_id)
    path = found[0].path if found else version.path
    above = org_ids(path)[-2::-1]
    versions = PartyOrgVersion.objects.on(last_day(year)).filter(org__in=above)
    by_org = {each.org_id: each for each in versions.select_related("org")}
    committees = [by_org[org_id] for org_id in above if org_id in by_org]
    return RankedCell(version, found[0] if found else None, path, committees)


def choose_committee(ranked, key):
    """The committee named by `key`, else the one directly above; 404 for any other key."""
    if not ranked.committees:
        raise Http404
    if not key:
        return ranked.committees[0]
    for committee in ranked.committees:
        if committee.org.key == key:
            return committee
    raise Http404


def path_above(path, org_id):
    """The part of a path that ends with an organisation on it."""
    ids = org_ids(path)
    return "/" + "".join(f"{each}/" for each in ids[: ids.index(org_id) + 1])


def path_today(org_id):
    """Where an organisation stands today, or None."""
    here = PartyOrgPath.objects.on(timezone.localdate()).filter(org=org_id)
    return here.values_list("path", flat=True).first()


def find_cell(user, key, year):
    """As `find_place`, of a cell."""
    version = find_place(user, key, year)
    if not version.kind.is_cell:
        raise Http404
    return version
