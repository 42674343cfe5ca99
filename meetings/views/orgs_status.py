"""The badges of this month that the tree of organisations asks for once it is shown."""

import re

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cells.models import PartyOrgVersion
from cells.roles import Permission
from cells.views.errors import account_required
from meetings.actions.months import current_month
from meetings.reports.branch_status import statuses_of

KEY = re.compile(r"[-\w]{1,20}", re.ASCII)
AT_ONCE = 200


@account_required
@require_safe
def orgs_status(request):
    """For each organisation of `?keys=a,b` whose figures the user reads: a label and its tone."""
    today = timezone.localdate()
    keys = [key for key in request.GET.get("keys", "").split(",") if KEY.fullmatch(key)]
    versions = PartyOrgVersion.objects.on(today).visible_to(request.user, Permission.READ)
    rows = versions.with_path(today).filter(org__key__in=keys[:AT_ONCE])
    by_key = {
        key: (path, is_cell)
        for key, path, is_cell in rows.values_list("org__key", "path", "kind__is_cell")
    }
    found = statuses_of({path for path, _ in by_key.values()}, current_month())
    badges = {
        key: badge(found[path], is_cell=is_cell)
        for key, (path, is_cell) in by_key.items()
        if path in found
    }
    return JsonResponse(badges)


def badge(status, *, is_cell):
    """`label` in words and `tone`, a class of badges."""
    if status.missing:
        label = "chưa họp" if is_cell else f"{status.missing} chưa họp"
        return {"label": label, "tone": "due"}
    if status.not_held:
        label = "không họp" if is_cell else f"{status.not_held} không họp"
        return {"label": label, "tone": "mid"}
    return {"label": "đã họp" if is_cell else "đã họp đủ", "tone": "good"}
