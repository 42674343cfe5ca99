"""Criteria sets to read: what is scored, by whose document."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from cells.models import PartyOrgPath
from cells.roles import Permission
from cells.tree import org_ids
from cells.views.errors import account_required
from meetings.enums import MeetingKind, SetState
from meetings.models import CriteriaSet
from meetings.sheets import criteria_of
from meetings.views.finding import names_on
from meetings.views.record_page import two


def visible_sets(user):
    """Issued sets of the organisations above or below those that the user reads."""
    today = timezone.localdate()
    above, below = set(), PartyOrgPath.objects.none()
    for reach in user.reaches_with(Permission.READ):
        above.update(org_ids(reach.path))
        below = below | PartyOrgPath.objects.on(today).filter(path__startswith=reach.path)
    issuers = above | set(below.values_list("org", flat=True)) if above else set()
    return CriteriaSet.objects.filter(issuer__in=issuers).exclude(state=SetState.DRAFT)


@account_required
def index(request):
    """The sets that concern me, newest first."""
    sets = list(visible_sets(request.user).defer("definition").order_by("-valid_from", "code"))
    names = names_on([row.issuer_id for row in sets], timezone.localdate())
    rows = [{"set": row, "issuer": names.get(row.issuer_id, "")} for row in sets]
    return render(request, "meetings/criteria.html", {"rows": rows})


@account_required
def show(request, pk):
    """One set as the secretary's sheet has it."""
    row = get_object_or_404(visible_sets(request.user), pk=pk)
    criteria = criteria_of(row)
    kinds = dict(MeetingKind.choices)
    context = {
        "set": row,
        "criteria": criteria,
        "issuer": names_on([row.issuer_id], timezone.localdate()).get(row.issuer_id, ""),
        "kinds": ", ".join(kinds[kind].lower() for kind in criteria.applies_to.meeting_kinds),
        "groups": [
            {
                "code": group.code,
                "title": group.title,
                "max": two(group.max_points),
                "rows": [
                    {"code": item.code, "title": item.title, "max": two(item.max_points)}
                    for item in group.criteria
                ],
            }
            for group in criteria.groups
        ],
        "ranks": [
            {"title": rank.title, "at_least": two(rank.at_least), "level": level}
            for level, rank in enumerate(criteria.ranks)
        ],
    }
    return render(request, "meetings/criteria_set.html", context)
