"""The facts that the system proposes, at their edges, each with where it comes from."""

from dataclasses import replace
from datetime import date, time

import pytest
from django.utils import timezone

from meetings.actions.months import open_month
from meetings.actions.records import plan_meeting
from meetings.contents import Contents, Head, ResolutionRow, ReviewRow, RollRow, read_record
from meetings.facts import Background, known_facts, observed, observed_of, values_of
from meetings.models import Attendance, CellMonth, Meeting, Task, TaskReview
from meetings.scoring.model import NOT_APPLICABLE

DAY = date(2026, 10, 24)
BACKGROUND = Background("without_exempt", frozenset(), DAY)
HEAD = Head("regular", held_on=DAY, started_at=time(19, 30), ended_at=time(21, 0))


def roll(*statuses, spoke=0):
    return tuple(
        RollRow(number, "Lò Văn", f"Số {number}", True, status, spoke=number < spoke)
        for number, status in enumerate(statuses)
    )


def fact(name, background=BACKGROUND, **parts):
    found = known_facts(Contents(**({"head": HEAD} | parts)), background)[name]
    return found.value, found.source


def test_duration_is_minutes_between_start_and_end():
    assert fact("duration_minutes") == (90, "90 phút")
    assert fact("duration_minutes", head=Head("regular")) == (None, "chưa ghi giờ")


@pytest.mark.parametrize(
    ("base", "value"),
    [("all", 50), ("without_exempt", 60), ("without_exempt_and_excused", 75)],
)
def test_attendance_is_counted_on_the_sets_base(base, value):
    people = roll("present", "present", "present", "excused", "unexcused", "exempt")
    background = replace(BACKGROUND, attendance_base=base)
    assert fact("attendance_rate", background, roll=people)[0] == value


def test_nobody_on_the_roll_is_no_rate():
    assert fact("attendance_rate") == (None, "chưa có ai trong danh sách")
    assert fact("speaking_rate") == (None, "chưa có ai có mặt")


def test_speakers_are_counted_among_those_present():
    people = roll("present", "present", "unexcused", spoke=3)
    assert fact("speaking_rate", roll=people) == (100, "2/2 phát biểu = 100 %")


@pytest.mark.parametrize(
    ("sent_on", "held_on", "value"),
    [
        (date(2026, 10, 23), DAY, True),
        (DAY, DAY, False),
        (None, DAY, False),
        (date(2026, 10, 23), None, None),
    ],
)
def test_documents_are_in_time_one_day_before(sent_on, held_on, value):
    head = replace(HEAD, documents_sent_on=sent_on, held_on=held_on)
    assert fact("documents_sent_in_time", head=head)[0] is value


@pytest.mark.parametrize(("met_on", "value"), [(date(2026, 10, 20), True), (None, False)])
def test_the_committee_met_before(met_on, value):
    assert fact("pre_meeting_held", head=replace(HEAD, pre_meeting_on=met_on))[0] is value


def test_tasks_that_are_done_are_counted():
    reviews = tuple(
        ReviewRow(number, "Việc", "Bằng", None, outcome)
        for number, outcome in enumerate(["done", "done", "partly", "not_done"])
    )
    assert fact("tasks_done_rate", reviews=reviews) == (50, "2/4 việc xong = 50 %")
    assert fact("tasks_done_rate")[0] == NOT_APPLICABLE


@pytest.mark.parametrize(("in_favour", "value"), [(1, False), (2, True), (None, False)])
def test_a_resolution_is_adopted_by_more_than_half(in_favour, value):
    resolutions = (ResolutionRow(1, "resolution", "Nhiệm vụ", in_favour=in_favour),)
    people = roll("present", "present", "present", "excused")
    assert fact("resolution_adopted", roll=people, resolutions=resolutions)[0] is value


@pytest.mark.parametrize(
    ("published_on", "value", "source"),
    [
        (DAY, True, "nộp trong ngày họp"),
        (date(2026, 10, 26), True, "nộp sau 2 ngày"),
        (date(2026, 10, 27), False, "nộp sau 3 ngày"),
    ],
)
def test_minutes_are_published_within_two_days(published_on, value, source):
    background = replace(BACKGROUND, published_on=published_on)
    assert fact("minutes_published_in_time", background) == (value, source)
    assert fact("minutes_published_in_time", background, head=Head("regular"))[0] is None


def test_a_fourth_excuse_in_a_row_is_named():
    background = replace(BACKGROUND, long_excused=frozenset({1}))
    name = "no_member_excused_over_three_in_a_row"
    assert fact(name, background, roll=roll("present", "present"))[0] is True
    value, source = fact(name, background, roll=roll("present", "excused"))
    assert (value, source) == (False, "đ/c Lò Văn Số 1 vắng quá 3 lần liền")


def one_by_one(meeting):
    """What is counted of a stored record when it is read as the page reads it."""
    record = read_record(meeting)
    day = timezone.localdate(meeting.submitted_at) if meeting.submitted_at else timezone.localdate()
    return observed(record.contents, Background("all", record.long_excused, day))


def all_at_once():
    meetings = list(Meeting.objects.order_by("pk"))
    counted = observed_of([meeting.pk for meeting in meetings], attendance_base="all")
    assert counted == {meeting.pk: one_by_one(meeting) for meeting in meetings}
    return counted


@pytest.fixture
def summer(world, ward_sheet):
    """July to September of the cell `tech`: held, one member excused each time, a task each."""
    meetings = []
    for number in (7, 8, 9):
        month = date(2026, number, 1)
        open_month(month=month)
        cell_month = CellMonth.objects.get(cell=world.tech, month=month)
        meeting = plan_meeting(cell_month=cell_month, kind="regular", by=world.secretary)
        Meeting.objects.filter(pk=meeting.pk).update(state="held", held_on=month)
        member = world.members["tech"][1]
        Attendance.objects.filter(meeting=meeting, member=member).update(status="excused")
        Task.objects.create(meeting=meeting, cell=world.tech, what="Rà soát", assignee=member)
        meetings.append(meeting)
    return meetings


def test_many_records_are_counted_as_each_one_is(world, submitted, summer):
    """The open tasks of the summer are not those of a record that was handed over before."""
    counted = all_at_once()
    assert len(counted) == 4
    october = counted[submitted.pk]
    assert (october.present, october.exempt, october.spoke, october.eligible) == (4, 1, 2, 3)
    assert (october.duration_minutes, october.votes_in_favour, october.tasks) == (95, (3,), 0)


def test_records_without_roll_hours_and_votes_are_counted_alike(world, summer, planned):
    """While it is being written a record counts the open tasks of earlier months."""
    Attendance.objects.filter(meeting=summer[0]).delete()
    Meeting.objects.filter(pk=summer[1].pk).update(state="cancelled")
    planned.resolutions.create(cell=world.tech, kind="conclusion", title="Chưa bỏ phiếu")
    task = Task.objects.order_by("pk").first()
    TaskReview.objects.create(task=task, meeting=planned, outcome="done")

    october = all_at_once()[planned.pk]

    assert (october.tasks, october.tasks_done, october.votes_in_favour) == (3, 1, (0,))


def test_a_member_excused_again_is_named_in_both_ways(world, summer, planned):
    member = world.members["tech"][1]
    assert all_at_once()[planned.pk].excused_again == ""

    Attendance.objects.filter(meeting=planned, member=member).update(status="excused")
    assert all_at_once()[planned.pk].excused_again == "Lò Thị Hương"

    Attendance.objects.filter(meeting=summer[2], member=member).update(status="unexcused")
    assert all_at_once()[planned.pk].excused_again == ""


def test_facts_that_the_system_does_not_know_have_no_value():
    of = observed(Contents(head=HEAD), BACKGROUND)
    assert values_of(of, ["duration_minutes", "weather"]) == {"duration_minutes": 90}
