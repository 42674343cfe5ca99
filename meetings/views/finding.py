"""Finding what an address names, within what the user may see: anything else is 404."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from cells.models import PartyOrgVersion
from cells.roles import Permission
from meetings.models import CellMonth, Meeting


def find_meeting(user, key):
    """The meeting of this key, with its month, or 404."""
    meetings = Meeting.objects.visible_to(user).select_related("cell_month", "cell_month__cell")
    return get_object_or_404(meetings, key=key)


def find_month(user, key, month):
    """The month of a cell, or 404; `month` as in the address, "2026-10"."""
    months = CellMonth.objects.visible_to(user).select_related("cell")
    return get_object_or_404(months, cell__key=key, month=read_month(month))


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
