"""An organisation over time, ended or not, and its page on a day when it did not exist."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from cells.models import Appointment, PartyOrgVersion
from cells.models.lineage import ended_visible_to
from cells.roles import Permission
from cells.views.errors import account_required
from cells.views.lineage import relatives_of
from cells.views.scoped import find_in_time, page_about


@account_required
@require_safe
def org_history(request, key):
    """What was true of the organisation and who led it, newest first, each with its decision."""
    version, ended_on = find_in_time(request.user, key)
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
    context = page_about(
        request,
        version,
        on=ended_on,
        ended_on=ended_on,
        stages=stages,
        offices=offices,
        relatives=relatives_of(request.user, version.org),
        has_book=ended_on is not None and reads_book(request.user, version),
    )
    return render(request, "cells/history.html", context)


def reads_book(user, version):
    """Whether `user` reads the meetings of a cell that has ended."""
    if not version.kind.is_cell:
        return False
    return ended_visible_to(user, Permission.READ).filter(pk=version.pk).exists()


def absent_page(request, version, shown, *, ended_on):
    """The page of an organisation on a day when it did not exist."""
    user, stages = request.user, PartyOrgVersion.objects.filter(org=version.org)
    # Whoever reads it by its successor only does not see the tree around it.
    last = stages.on(ended_on).visible_to(user, on=ended_on) if ended_on else stages.none()
    context = page_about(
        request,
        version,
        on=ended_on,
        shown=shown,
        first=stages.order_by("period").first(),
        ended_on=ended_on,
        sees_last_day=last.exists(),
        heirs=[row for row in relatives_of(user, version.org) if not row.is_predecessor],
    )
    context["crumbs"] = context["crumbs"][:-1]
    return render(request, "cells/org_absent.html", context)
