"""Opening months: who owes one, under which path; deadlines; months that were not held."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db.backends.postgresql.psycopg_any import DateRange

from cells.models import PartyOrgVersion
from cells.tree import path_of, rebuild_paths
from meetings.actions.months import (
    flags_of,
    open_month,
    report_not_held,
    withdraw_not_held,
)
from meetings.actions.records import plan_meeting
from meetings.deadlines import days_late, due_on, next_month
from meetings.models import CellMonth, MonthReport
from meetings.workflow import NotPossible
from tests.factories import make_org
from tests.meetings.conftest import OCTOBER, contents_of, filled

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def months_of(cell):
    return list(CellMonth.objects.filter(cell=cell).values_list("month", flat=True))


def test_every_cell_gets_one_row_and_a_second_run_makes_none(world):
    assert open_month(month=OCTOBER) == 3
    assert open_month(month=OCTOBER) == 0
    row = CellMonth.objects.get(cell=world.tech)
    assert row.path == path_of(world.tech, on=OCTOBER)


@pytest.mark.parametrize(
    ("begins", "ends", "owes"),
    [
        (date(2026, 10, 17), None, True),
        (date(2026, 10, 18), None, False),
        (date(2015, 1, 1), date(2026, 10, 16), True),
        (date(2015, 1, 1), date(2026, 10, 15), False),
    ],
)
def test_a_cell_owes_a_month_when_it_exists_on_fifteen_days(world, begins, ends, owes):
    cell = make_org(parent=world.department, period=DateRange(begins, ends))
    open_month(month=OCTOBER)
    assert months_of(cell) == ([OCTOBER] if owes else [])


def test_the_path_is_that_of_most_days(world):
    cell = make_org(parent=world.department, period=DateRange(date(2015, 1, 1), date(2026, 10, 12)))
    moved = PartyOrgVersion.objects.get(org=cell)
    moved.pk, moved.parent = None, world.health
    moved.period = DateRange(date(2026, 10, 12), None)
    moved.save()
    rebuild_paths(cell)
    open_month(month=OCTOBER)
    path = CellMonth.objects.get(cell=cell).path
    assert path == f"{path_of(world.health, on=OCTOBER)}{cell.pk}/"


def test_the_last_month_of_a_quarter_asks_for_a_thematic_meeting(world):
    for month in (7, 8, 9):
        open_month(month=date(2026, month, 1))
    owed = CellMonth.objects.filter(cell=world.tech, thematic_owed=True)
    assert list(owed.values_list("month", flat=True)) == [date(2026, 9, 1)]


def test_the_month_after_december_is_january():
    assert next_month(date(2026, 12, 1)) == date(2027, 1, 1)


def test_a_record_is_due_five_days_after_its_month_in_hanoi_time():
    assert due_on(OCTOBER) == date(2026, 11, 5)
    in_time = datetime(2026, 11, 5, 23, 59, tzinfo=HANOI)
    too_late = datetime(2026, 11, 7, 0, 1, tzinfo=HANOI)
    assert (days_late(OCTOBER, None), days_late(OCTOBER, in_time)) == (0, 0)
    assert days_late(OCTOBER, too_late) == 2


def test_only_the_secretary_reports_a_month_as_not_held(world, october):
    with pytest.raises(PermissionDenied):
        report_not_held(cell_month=october, reason="Lũ", by=world.minute_taker)
    with pytest.raises(NotPossible, match="lý do"):
        report_not_held(cell_month=october, reason=" ", by=world.secretary)
    report_not_held(cell_month=october, reason="Lũ", by=world.secretary)
    with pytest.raises(NotPossible, match="báo không họp"):
        plan_meeting(cell_month=october, kind="regular", by=world.secretary)
    withdraw_not_held(cell_month=october, by=world.secretary)
    withdraw_not_held(cell_month=october, by=world.secretary)
    assert MonthReport.objects.count() == 2


def test_a_month_with_a_meeting_was_held(world, planned):
    with pytest.raises(NotPossible, match="đã có buổi"):
        report_not_held(cell_month=planned.cell_month, reason="Lũ", by=world.secretary)


def test_missed_rules_are_flagged_and_block_nothing(world, planned):
    contents = filled(world, planned)
    assert flags_of(contents) == []
    short = contents.head.__class__(**{**vars(contents.head), "kind": "combined"})
    absent = tuple(type(row)(**{**vars(row), "status": "unexcused"}) for row in contents.roll)
    flagged = type(contents)(**{**vars(contents), "head": short, "roll": absent})
    assert flags_of(flagged) == ["short", "few_present", "unexcused"]
    assert flags_of(contents_of(planned)) == []
