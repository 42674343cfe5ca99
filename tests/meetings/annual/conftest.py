"""A year of the small world: 2025, which is over; each cell's months are set one by one."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from meetings.actions.months import open_month
from meetings.models import CellMonth, Evaluation, Meeting
from meetings.sheets import criteria_of

YEAR = 2025
MONTHS = [date(YEAR, number, 1) for number in range(1, 13)]


@pytest.fixture
def opened(world, ward_sheet):
    """The twelve months of every cell, nothing held; the bloc's criteria set."""
    for month in MONTHS:
        open_month(month=month)
    return ward_sheet


def hold(
    cell, month, total=95, *, by, sheet, kind="combined", gates=(), state="verified", **values
):
    """Hold and verify the meeting of a month; `gates` lower the rank by one each."""
    criteria = criteria_of(sheet)
    total = Decimal(total)
    by_points = criteria.rank_for(total)
    level = criteria.place_of(by_points.code) + len(gates)
    rank = criteria.ranks[level]
    row = CellMonth.objects.get(cell=cell, month=month)
    meeting = Meeting.objects.create(
        cell_month=row,
        kind=kind,
        state=state,
        held_on=month.replace(day=20),
        submitted_at=timezone.now(),
        submitted_by=by,
        round=values.pop("round", 1),
    )
    shown = {"state": state, "held_on": meeting.held_on, "thematic_owed": False}
    shown |= {"expected": 10, "present": 10} | values
    if state in {"verified", "closed"}:
        Evaluation.objects.create(
            meeting=meeting,
            stage="final" if state == "closed" else "verified",
            round=meeting.round,
            criteria_set=sheet,
            given_by=by,
            total=total,
            rank=rank.code,
            rank_by_points=by_points.code,
            gate_messages=list(gates),
        )
        shown |= {"final_score": total, "rank": rank.code, "rank_title": rank.title}
        shown["rank_level"] = level
    if kind in {"regular", "combined"}:
        CellMonth.objects.filter(pk=row.pk).update(**shown)
    return meeting


def hold_year(cell, total=95, *, by, sheet, months=MONTHS, **values):
    """Hold the same meeting in each of `months`."""
    CellMonth.objects.filter(cell=cell).update(thematic_owed=False)
    return [hold(cell, month, total, by=by, sheet=sheet, **values) for month in months]


@pytest.fixture
def good_years(world, opened):
    """The cell `tech` at 97 and `office` at 95 points in every month of 2025."""
    hold_year(world.tech, 97, by=world.secretary, sheet=opened)
    hold_year(world.office, 95, by=world.secretary, sheet=opened)
    return opened
