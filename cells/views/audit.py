"""The trail of deeds within an organisation."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import TruncDate
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cells.actions.audit import VERB_NAMES
from cells.models import AuditEvent, PartyOrgPath, PartyOrgVersion
from cells.policies import can_see_audit, require
from cells.views.errors import account_required
from cells.views.scoped import find_org, page_about

PAGE = 50


@account_required
@require_safe
def audit(request, key):
    """Who did what, newest first, in the organisation and all that was below it on that day."""
    version = find_org(request.user, key)
    require(can_see_audit(request.user, version.path))
    number = request.GET.get("page", "1")
    page = max(1, int(number)) if number.isdecimal() and len(number) < 6 else 1
    below = PartyOrgPath.objects.filter(
        org=OuterRef("org"), path__startswith=version.path, period__contains=OuterRef("day")
    )
    events = (
        AuditEvent.objects.annotate(day=TruncDate("at"))
        .filter(Exists(below))
        .select_related("by")
        .order_by("-at", "-id")
    )
    rows = list(events[(page - 1) * PAGE : page * PAGE + 1])
    for row in rows:
        row.verb_name = VERB_NAMES.get(row.verb, row.verb)
    _name_orgs(rows)
    context = page_about(
        request, version, rows=rows[:PAGE], page=page, has_more=len(rows) > PAGE, keep=""
    )
    return render(request, "cells/audit.html", context)


def _name_orgs(rows):
    """Give each event `org_name`, as the organisation was called on its day."""
    names = PartyOrgVersion.objects.filter(org__in={row.org_id for row in rows})
    by_org = {}
    for version in names.order_by("period"):
        by_org.setdefault(version.org_id, []).append(version)
    for row in rows:
        row.org_name = next(
            (
                version.short_name
                for version in reversed(by_org.get(row.org_id, []))
                if version.begins_on <= row.day
            ),
            "",
        )
