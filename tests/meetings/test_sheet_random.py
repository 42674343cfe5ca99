"""What the page shows while marks are typed is what the engine says, and what is stored."""

import random
from dataclasses import replace
from decimal import Decimal
from math import ceil
from pathlib import Path

import pytest
from django.db import transaction
from django.urls import reverse

from meetings.actions.criteria import import_set
from meetings.actions.submission import submit_record
from meetings.contents import MarkRow
from meetings.models import Evaluation, Meeting
from meetings.scoring.engine import score, sheet_of
from meetings.scoring.model import NOT_APPLICABLE, Kind, NotApplicablePolicy, Situation
from meetings.sheets import issued_criteria, write_value
from meetings.views.record_page import two
from tests.meetings.conftest import contents_of, save
from tests.meetings.test_pages import posted

EVERY_KIND = Path(__file__).parent / "scoring" / "data" / "every-kind.yaml"
SHEETS = 200
HANDED_OVER_EACH = 40
KINDS = ("regular", "combined", "thematic")


def random_mark(criterion, dice):
    may_be_out = criterion.not_applicable is not NotApplicablePolicy.REFUSE
    if may_be_out and dice.random() < 0.2:
        return NOT_APPLICABLE
    if criterion.kind is Kind.NUMBER:
        return criterion.step * dice.randint(0, int(criterion.max_points / criterion.step))
    if criterion.kind is Kind.BAND:
        return Decimal(dice.randint(0, 10000)) / 100
    if criterion.kind is Kind.DEDUCTION:
        return Decimal(dice.randint(0, ceil(criterion.max_points / criterion.each) + 2))
    if criterion.kind is Kind.BONUS and dice.random() < 0.5:
        return Decimal(dice.randint(0, int(4 * criterion.max_points))) / 4
    return dice.random() < 0.8


def random_sheet(criteria, members, dice):
    """A situation and whole marks for its sheet, all by chance."""
    situation = Situation(dice.choice(KINDS), members, "cell", dice.choice((0, 0, 1, 3)))
    return situation, {
        criterion.code: random_mark(criterion, dice)
        for group in sheet_of(criteria, situation)
        for criterion in group.criteria
    }


def typed(fields, situation, marks):
    """The fields of the page with this kind of meeting, so many absent, and these marks."""
    roll = [name for name in fields if name.startswith("status-")]
    absent = dict.fromkeys(roll[: situation.unexcused], "u")
    given = {f"mark-{code}": write_value(mark) for code, mark in marks.items()}
    return fields | dict.fromkeys(roll, "p") | absent | given | {"kind": situation.meeting_kind}


def shown(result):
    """What the page tells of a result."""
    return {
        "total": two(result.total),
        "rank": result.rank.title,
        "points": {line.code: two(line.points) for line in result.criteria},
        "groups": {group.code: two(group.points) for group in result.groups},
    }


def stored(world, meeting, situation, marks):
    """Total, rank and points as they are stored when the record is handed over; undone at once."""
    contents = contents_of(meeting)
    roll = tuple(
        replace(row, status="unexcused" if place < situation.unexcused else "present")
        for place, row in enumerate(contents.roll)
    )
    rows = tuple(MarkRow(code, write_value(mark), "thực tế") for code, mark in marks.items())
    head = replace(contents.head, kind=situation.meeting_kind)
    with transaction.atomic():
        given = replace(contents, head=head, roll=roll, marks=rows, resolutions=())
        save(meeting, given, by=world.secretary)
        found = Meeting.objects.get(pk=meeting.pk)
        submit_record(meeting=found, version=found.version, by=world.secretary)
        evaluation = Evaluation.objects.get(meeting=found, total__isnull=False)
        answer = (
            evaluation.total,
            evaluation.rank,
            dict(evaluation.marks.values_list("criterion", "points")),
        )
        transaction.set_rollback(True)
    return answer


def issue_every_kind(world):
    """A set with every kind of criterion and policy, issued by the committee next above."""
    text = EVERY_KIND.read_text()
    for unknown in (", fact: late_members", ", fact: minutes_passed"):
        text = text.replace(unknown, "")
    row = import_set(text=text, issuer=world.department, by=world.org_admin)
    return issued_criteria(row.pk)


@pytest.fixture
def every_kind(world, written):
    return issue_every_kind(world)


def test_the_live_score_is_the_engines_on_random_sheets(world, written, every_kind, login):
    dice = random.Random(42)
    client = login(world.secretary)
    fields = posted(client.get(reverse("meeting_edit", args=[written.key])))
    url = reverse("meeting_score", args=[written.key])
    seen = set()
    for number in range(SHEETS):
        situation, marks = random_sheet(every_kind, len(contents_of(written).roll), dice)
        result = score(every_kind, situation, {}, marks)
        live = client.post(url, typed(fields, situation, marks)).json()
        live["points"] = {code: line["points"] for code, line in live["criteria"].items()}
        expected = shown(result)
        assert {name: live[name] for name in expected} == expected, (situation, marks)
        assert bool(live["applicable"]) == (result.applicable_max != result.max_points)
        assert bool(live["remark"]) == (result.is_lowered or bool(live["applicable"]))
        seen.add((result.rank.code, result.is_lowered, bool(live["applicable"])))
        if number % HANDED_OVER_EACH == 0:
            points = {line.code: line.points for line in result.criteria}
            handed_over = stored(world, written, situation, marks)
            assert handed_over == (result.total, result.rank.code, points)
    # Chance reaches every rank, lowered by a gate and not, with criteria taken out and without.
    assert len({rank for rank, _, _ in seen}) == 4
    assert {(lowered, out) for _, lowered, out in seen} == {(a, b) for a in (0, 1) for b in (0, 1)}
