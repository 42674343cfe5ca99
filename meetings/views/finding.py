"""Finding what an address names, within what the user may see: anything else is 404."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cells.models import PartyOrgVersion
from cells.models.lineage import ended_visible_to
from cells.roles import Permission
from meetings.deadlines import next_month
from meetings.models import CellMonth, Meeting


def find_meeting(user, key):
    """The meeting of this key, with its month, or 404."""
    meetings = Meeting.objects.visible_to(user).select_related("cell_month", "cell_month__cell")
    return get_object_or_404(meetings, key=key)


def find_month(user, key, month):
    """The month of a cell, or 404; `month` as in the address, "2026-10"."""
    months = CellMonth.objects.visible_to(user).select_related("cell")
    return get_object_or_404(months, cell__key=key, month=read_month(month))


@dataclass(frozen=True)
class Book:
    """A cell's book: the cell as of today, or as it was last; `is_here`: its own pages open today,
    `has_history`: it has ended and its history opens."""

    version: PartyOrgVersion
    is_here: bool = False
    has_history: bool = False


def find_book(user, key):
    """The book of a cell that the user reads today, or of one that ended or went elsewhere; 404.

    What became of the latter is reached by lineage, or by months of the time before.
    """
    wanted = {"org__key": key, "kind__is_cell": True}
    today = PartyOrgVersion.objects.on(timezone.localdate()).visible_to(user, Permission.READ)
    here = today.select_related("org", "kind").filter(**wanted).first()
    if here is not None:
        return Book(here, is_here=True)
    ended = ended_visible_to(user, Permission.READ)
    version = ended.select_related("org", "kind").filter(**wanted).first()
    if version is not None:
        return Book(version, has_history=True)
    months = CellMonth.objects.visible_to(user).filter(cell=OuterRef("org"))
    read = PartyOrgVersion.objects.filter(Exists(months), org__key=key)
    latest = read.select_related("org", "kind").order_by("-period").first()
    if latest is None:
        raise Http404
    return Book(latest)


def find_org(user, key, *, on=None):
    """The version of an organisation on a day (today unless told), or 404."""
    versions = PartyOrgVersion.objects.on(on or timezone.localdate())
    versions = versions.visible_to(user, Permission.READ).select_related("org", "kind", "parent")
    return get_object_or_404(versions, org__key=key)


def read_month(text):
    """The first day of a month written "2026-10"; Http404 for anything else."""
    year, _, month = text.partition("-")
    if not (len(text) == 7 and year.isdigit() and month.isdigit()):
        raise Http404
    try:
        return date(int(year), int(month), 1)
    except ValueError:
        raise Http404 from None


def names_on(cell_ids, day):
    """Short names of organisations on a day, by id."""
    versions = PartyOrgVersion.objects.on(day).filter(org__in=cell_ids)
    return dict(versions.values_list("org", "short_name"))


def names_then(org_ids, day):
    """Full names of organisations on a day, by id; of one that had ended the last that it bore."""
    versions = PartyOrgVersion.objects.filter(org__in=org_ids, period__startswith__lte=day)
    return dict(versions.order_by("period").values_list("org", "name"))


def version_then(org_id, month):
    """An organisation as of the last day of `month` on which it lived, of this month as of today.

    Of one that came later as it was first.
    """
    day = min(next_month(month) - timedelta(days=1), timezone.localdate())
    versions = list(
        PartyOrgVersion.objects.filter(org=org_id).select_related("org", "kind").order_by("period")
    )
    begun = [version for version in versions if version.begins_on <= day]
    return begun[-1] if begun else versions[0]
