"""A criteria set as the secretary will see it: the sheet of a meeting that nobody holds."""

from dataclasses import dataclass

from django.shortcuts import render

from cells.models import OrgKind
from cells.views.errors import account_required
from meetings.enums import MeetingKind, SetState
from meetings.facts import Fact
from meetings.forms.criteria_words import FACTS
from meetings.scoring.engine import score, score_so_far, sheet_of
from meetings.scoring.faults import FaultyInputError
from meetings.scoring.model import Situation
from meetings.scoring.reading import from_data
from meetings.scoring.wording import Outcome, explain
from meetings.sheets import criteria_of, read_value
from meetings.views.criteria import find_set
from meetings.views.criteria_edit import fault_rows
from meetings.views.grid import criterion_line, markup
from meetings.views.record_page import criterion_row, two

MOST_MEMBERS = 2_000


@dataclass(frozen=True)
class Imagined:
    """The meeting that the address asks for; what makes no sense becomes what is usual."""

    situation: Situation
    marks: dict

    @classmethod
    def of(cls, params, criteria):
        scope = criteria.applies_to
        kind = params.get("kind")
        cell_kind = params.get("cell_kind") or (scope.cell_kinds[0] if scope.cell_kinds else None)
        fewest = scope.members_at_least or 0
        most = scope.members_below - 1 if scope.members_below else MOST_MEMBERS
        members = min(max(_whole(params.get("members"), 20), fewest), most)
        situation = Situation(
            kind if kind in scope.meeting_kinds else scope.meeting_kinds[0],
            members,
            cell_kind,
            min(_whole(params.get("unexcused"), 0), members),
        )
        on_sheet = {item.code for group in sheet_of(criteria, situation) for item in group.criteria}
        marks = {
            name[5:]: text.strip()
            for name, text in params.items()
            if name.startswith("mark-") and text.strip() and name[5:] in on_sheet
        }
        return cls(situation, marks)


def _whole(text, usual):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else usual


@account_required
def preview(request, pk):
    """The sheet with what the marks in the address come to; nothing is saved."""
    row = find_set(request.user, pk)
    try:
        criteria = from_data(row.definition) if row.state == SetState.DRAFT else criteria_of(row)
    except FaultyInputError as error:
        context = {"set": row, "faults": fault_rows(row, error.faults), "groups": []}
        return render(request, "meetings/criteria_preview.html", context)
    imagined = Imagined.of(request.GET, criteria)
    context = {"set": row, "faults": [], "criteria": criteria, "imagined": imagined.situation}
    context |= _choices(criteria) | _sheet(criteria, imagined)
    return render(request, "meetings/criteria_preview.html", context)


def _choices(criteria):
    """What can be imagined within the scope of the set."""
    labels = dict(MeetingKind.choices)
    conditions = [item.only_if for item in criteria.criteria if item.only_if]
    conditions += [part.when for item in criteria.criteria for part in (*item.override, *item.cap)]
    conditions += [gate.when for gate in criteria.gates if gate.when]
    asked = {kind for condition in conditions for kind in condition.cell_kinds}
    asked |= set(criteria.applies_to.cell_kinds)
    kinds = OrgKind.objects.filter(is_cell=True, code__in=asked).values_list("code", "name")
    return {
        "kinds": [(kind, labels[kind]) for kind in criteria.applies_to.meeting_kinds],
        "cell_kinds": list(kinds) if asked else [],
        "asks_unexcused": any(condition.unexcused_at_least for condition in conditions),
    }


def _sheet(criteria, imagined):
    """The sheet's groups as on the record page, and what the marks come to so far."""
    marks = {code: read_value(text) for code, text in imagined.marks.items()}
    progress = score_so_far(criteria, imagined.situation, {}, marks)
    lines = {line.code: line for line in progress.criteria}
    points = {group.code: two(group.points) for group in progress.groups}
    groups = [
        {
            "code": group.code,
            "title": group.title,
            "points": points[group.code],
            "max": two(group.max_points),
            "criteria": markup(
                criterion_line(
                    criterion_row(
                        item,
                        fact=Fact(None, f"hệ thống điền sẵn: {FACTS[item.fact].lower()}")
                        if item.fact in FACTS
                        else None,
                        line=lines.get(item.code),
                        value=imagined.marks.get(item.code, ""),
                        error=progress.errors.get(item.code, ""),
                    )
                )
                for item in group.criteria
            ),
        }
        for group in sheet_of(criteria, imagined.situation)
    ]
    return {"groups": groups} | _result(criteria, imagined, marks, progress)


def _result(criteria, imagined, marks, progress):
    result = {
        "total": two(progress.total),
        "max": two(progress.max_points),
        "missing": len(progress.missing),
        "wrong": len(progress.errors),
        "rank": "",
        "level": "",
        "explanation": "",
    }
    if not progress.is_complete:
        return result
    found = score(criteria, imagined.situation, {}, marks)
    return result | {
        "rank": found.rank.title,
        "level": f"r{min(criteria.place_of(found.rank.code), 3)}",
        "explanation": explain(Outcome.of(found)),
    }
