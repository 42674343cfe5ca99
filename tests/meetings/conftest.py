"""A month of the small world: opened, under the ward's criteria sheet, planned or filled in."""

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from django.db import transaction

import meetings
from meetings.actions.criteria import import_set
from meetings.actions.months import open_month
from meetings.actions.records import lock_meeting, plan_meeting, save_record
from meetings.actions.submission import submit_record
from meetings.contents import MarkRow, ResolutionRow, TaskRow, read_record
from meetings.enums import MeetingKind
from meetings.models import CellMonth, Meeting
from meetings.sheets import holding_set

CRITERIA = Path(meetings.__file__).parent / "criteria"
OCTOBER = date(2026, 10, 1)
HELD_ON = date(2026, 10, 24)

FREE_MARKS = {
    "3.1": "true", "3.2": "true", "3.4": "true", "4.1": "true", "4.2": "15", "4.4": "true",
    "4.6": "true", "4.7": "true", "5.1": "2", "5.2": "4", "5.3": "3", "5.4": "1", "6.1": "1",
    "6.2": "2", "6.3": "1", "6.4": "1", "8.2": "true",
}  # fmt: skip


@pytest.fixture
def ward_sheet(world):
    """The ward's criteria set, issued by the bloc."""
    text = (CRITERIA / "ward-sheet.yaml").read_text()
    return import_set(text=text, issuer=world.bloc, by=world.org_admin)


@pytest.fixture
def october(world, ward_sheet):
    """The month of the cell `tech`, opened."""
    open_month(month=OCTOBER)
    return CellMonth.objects.get(cell=world.tech, month=OCTOBER)


@pytest.fixture
def planned(world, october):
    """A regular meeting of October that nobody has written about yet."""
    return plan_meeting(cell_month=october, kind=MeetingKind.REGULAR, by=world.secretary)


def contents_of(meeting):
    return read_record(Meeting.objects.get(pk=meeting.pk)).contents


def save(meeting, contents, *, by, version=None):
    """Save a record as the page does."""
    with transaction.atomic():
        meeting = lock_meeting(meeting)
        record = read_record(meeting)
        holding = holding_set(meeting, record, contents)
        return save_record(
            meeting=meeting,
            record=record,
            contents=contents,
            version=meeting.version if version is None else version,
            criteria_set_id=holding.id if holding else None,
            by=by,
        )


def filled(world, meeting):
    """The contents of a whole record: two absent, minutes, a resolution, a task, all marks."""
    stored = contents_of(meeting)
    roll = list(stored.roll)
    tech = world.members["tech"]
    first, second = tech[0].pk, tech[1].pk
    return replace(
        stored,
        head=replace(
            stored.head,
            place="Hội trường tầng 2",
            chair_id=first,
            minute_taker_id=second,
            held_on=HELD_ON,
            started_at=time(19, 30),
            ended_at=time(21, 5),
            documents_sent_on=date(2026, 10, 22),
            pre_meeting_on=date(2026, 10, 20),
            conclusion="Nhất trí các nội dung đã bàn.",
        ),
        roll=tuple(replace(row, spoke=row.member_id in {first, second}) for row in roll),
        agenda=tuple(replace(row, text=f"Đã bàn: {row.title}.") for row in stored.agenda),
        resolutions=(
            ResolutionRow(None, "resolution", "nhiệm vụ tháng 11", "Làm ba việc.", 3, 0, 0),
        ),
        tasks=(TaskRow(None, "Rà soát hồ sơ", first, date(2026, 11, 20)),),
        marks=tuple(MarkRow(code, value) for code, value in sorted(FREE_MARKS.items())),
    )


@pytest.fixture
def written(world, planned):
    """The record of October filled in by the secretary."""
    save(planned, filled(world, planned), by=world.secretary)
    planned.refresh_from_db()
    return planned


@pytest.fixture
def submitted(world, written):
    """The record of October handed over."""
    return submit_record(meeting=written, version=written.version, by=world.secretary)
