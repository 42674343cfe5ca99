"""Criteria sets: those that concern me, one of them to read, its file."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.text import slugify

from cells.models import PartyOrgPath
from cells.roles import Permission
from cells.tree import org_ids
from cells.views.errors import account_required
from meetings import policies
from meetings.enums import MeetingKind, SetState
from meetings.models import CriteriaSet
from meetings.reports.coverage import coverage_of
from meetings.scoring.yaml_writing import yaml_of
from meetings.sheets import criteria_of
from meetings.views.finding import names_on
from meetings.views.record_page import two

KIND_LABELS = dict(MeetingKind.choices)


def visible_sets(user):
    """Issued sets of the organisations above or below those that the user reads, and drafts of
    the committees in whose name the user may issue."""
    today = timezone.localdate()
    above, below = set(), PartyOrgPath.objects.none()
    for reach in user.reaches_with(Permission.READ):
        above.update(org_ids(reach.path))
        below = below | PartyOrgPath.objects.on(today).filter(path__startswith=reach.path)
    issuers = above | set(below.values_list("org", flat=True)) if above else set()
    managed = Q(pk__in=[])
    for reach in user.reaches_with(Permission.CRITERIA):
        mine = PartyOrgPath.objects.on(today).filter(path__startswith=reach.path)
        managed |= Q(issuer__in=mine.values("org"))
    return CriteriaSet.objects.filter(
        Q(issuer__in=issuers) & ~Q(state=SetState.DRAFT) | Q(state=SetState.DRAFT) & managed
    )


def find_set(user, pk):
    """The set of this number, with its issuer, or 404."""
    return get_object_or_404(visible_sets(user).select_related("issuer", "saved_by"), pk=pk)


def issuers_of(user):
    """(id, name, path) of the committees in whose name the user drafts and issues."""
    return [
        (reach.org_id, reach.org_name, reach.path)
        for reach in user.reaches_with(Permission.CRITERIA)
        if not reach.is_cell
    ]


@account_required
def index(request):
    """The sets that concern me, newest first; drafts; and where none or two would hold."""
    today = timezone.localdate()
    sets = list(visible_sets(request.user).defer("definition").order_by("-valid_from", "code"))
    names = names_on([row.issuer_id for row in sets], today)
    issued = [set_row(row, names, today) for row in sets if row.state != SetState.DRAFT]
    drafts = [set_row(row, names, today) for row in sets if row.state == SetState.DRAFT]
    committees = [
        {"name": name, "lines": coverage_lines(coverage_of(path, today), sets)}
        for _, name, path in issuers_of(request.user)
    ]
    context = {
        "issued": issued,
        "drafts": drafts,
        "holding": sum(1 for row in issued if row["holds"]),
        "committees": committees,
    }
    return render(request, "meetings/criteria.html", context)


def set_row(row, names, today):
    """One set of the list: what it is, whose, and whether it holds today."""
    starts, ends = row.valid_from, row.valid_to
    holds = bool(starts) and starts <= today and (ends is None or ends >= today)
    if row.state == SetState.DRAFT:
        badge, css = "dự thảo", "due"
    elif holds:
        badge, css = "đang áp dụng", "good"
    elif starts > today:
        badge, css = f"từ {starts:%d/%m/%Y}", "fair"
    else:
        badge, css = f"hết ngày {ends:%d/%m/%Y}", ""
    return {
        "pk": row.pk,
        "title": row.title or "Bộ tiêu chí chưa đặt tên",
        "code": row.code,
        "document": row.document,
        "issuer": names.get(row.issuer_id, ""),
        "holds": holds and row.state != SetState.DRAFT,
        "badge": badge,
        "css": css,
        "saved_at": row.saved_at,
    }


def coverage_lines(lines, sets):
    """Lines of a committee's coverage as texts; `sets` give the names of those in them."""
    names = {row.pk: row.code or "dự thảo này" for row in sets}
    return [
        {
            "kind": KIND_LABELS[line.kind],
            "period": f"từ {line.begins:%d/%m/%Y}"
            + (f" đến {line.ends:%d/%m/%Y}" if line.ends else ""),
            "sets": [
                f"{names.get(pk, 'bộ của cấp dưới')}: {count} chi bộ"
                for pk, count in line.sets.most_common()
            ],
            "gap": line.gap,
            "ties": [
                f"{names.get(first, first)} và {names.get(second, second)} ({count} chi bộ)"
                for (first, second), count in line.ties.items()
            ],
        }
        for line in lines
    ]


@account_required
def show(request, pk):
    """One set as it reads: criteria, ranks, what it is for, and what to do with it."""
    row = find_set(request.user, pk)
    may_manage = can_manage(request.user, row)
    context = {
        "set": row,
        "issuer": names_on([row.issuer_id], timezone.localdate()).get(row.issuer_id, ""),
        "is_draft": row.state == SetState.DRAFT,
        "can_manage": may_manage,
        "can_copy": bool(issuers_of(request.user)),
        "can_try": may_manage,
    }
    if row.state == SetState.DRAFT:
        context |= {"criteria": None, "kinds": "", "groups": [], "ranks": []}
    else:
        context |= reading_of(criteria_of(row))
    return render(request, "meetings/criteria_set.html", context)


def reading_of(criteria):
    """The context that shows what a set says."""
    return {
        "criteria": criteria,
        "kinds": ", ".join(KIND_LABELS[kind].lower() for kind in criteria.applies_to.meeting_kinds),
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
            {"title": rank.title, "at_least": two(rank.at_least), "level": min(level, 3)}
            for level, rank in enumerate(criteria.ranks)
        ],
    }


def can_manage(user, row):
    """Whether `user` may draft and issue in the name of this set's committee today."""
    return any(
        policies.can_manage_criteria(user, path)
        for path in PartyOrgPath.objects.on(timezone.localdate())
        .filter(org=row.issuer_id)
        .values_list("path", flat=True)
    )


@account_required
def export(request, pk):
    """The set as a file that can be imported again."""
    row = find_set(request.user, pk)
    response = HttpResponse(yaml_of(row.definition), content_type="application/yaml; charset=utf-8")
    name = slugify(row.code.replace("Đ", "D").replace("đ", "d")) or f"bo-tieu-chi-{row.pk}"
    response["Content-Disposition"] = f'attachment; filename="{name}.yaml"'
    return response
