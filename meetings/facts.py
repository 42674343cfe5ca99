"""The values that the system knows for a criterion, each by its name in criteria files.

A fact is taken from what is counted of a record, saved or not; a person confirms it or overrides
it with a reason. Each comes with one short sentence that says where it is from.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.utils import timezone

from meetings.contents import EXCUSED_IN_A_ROW, minutes_between
from meetings.enums import AttendanceStatus, TaskOutcome
from meetings.models.observations import fetch_observations
from meetings.scoring.attendance import attendance_rate
from meetings.scoring.model import NOT_APPLICABLE

# Hướng dẫn 42-HD/BTCTW: documents at least one day before, finished papers within two days.
DAYS_BEFORE = 1
DAYS_AFTER = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """A value (True, a number, "not_applicable", or None when unknown) and where it comes from."""

    value: object
    source: str


@dataclass(frozen=True)
class Background:
    """What the facts need from outside the record.

    `long_excused` are the members who were excused at each of the three meetings before this one
    in the same year; `published_on` is the day when the finished record was or will be handed over.
    """

    attendance_base: str
    long_excused: frozenset[int]
    published_on: date


@dataclass(frozen=True, slots=True)
class Observed:
    """What is counted of one meeting: all that a fact is made of.

    Numbers of members by their place on the roll, `spoke` of those present; days, None while they
    are not written; the votes in favour of each resolution in its order, of `eligible`; the tasks
    of earlier meetings judged here. `excused_again` is the name of a member who was excused here
    and at each of the three meetings before in the same year, or empty.
    """

    attendance_base: str
    duration_minutes: int | None
    present: int
    excused: int
    unexcused: int
    exempt: int
    away: int
    spoke: int
    documents_sent_on: date | None
    planned_on: date | None
    held_on: date | None
    pre_meeting_on: date | None
    published_on: date
    tasks: int
    tasks_done: int
    eligible: int
    votes_in_favour: tuple[int, ...]
    excused_again: str


def observed(contents, background):
    """What is counted of one record, saved or not."""
    head = contents.head
    return Observed(
        attendance_base=background.attendance_base,
        duration_minutes=head.duration_minutes,
        present=contents.count(AttendanceStatus.PRESENT),
        excused=contents.count(AttendanceStatus.EXCUSED),
        unexcused=contents.count(AttendanceStatus.UNEXCUSED),
        exempt=contents.count(AttendanceStatus.EXEMPT),
        away=contents.count(AttendanceStatus.AWAY),
        spoke=sum(
            1 for row in contents.roll if row.spoke and row.status == AttendanceStatus.PRESENT
        ),
        documents_sent_on=head.documents_sent_on,
        planned_on=head.planned_on,
        held_on=head.held_on,
        pre_meeting_on=head.pre_meeting_on,
        published_on=background.published_on,
        tasks=len(contents.reviews),
        tasks_done=sum(1 for row in contents.reviews if row.outcome == TaskOutcome.DONE),
        eligible=contents.eligible,
        votes_in_favour=tuple(row.in_favour or 0 for row in contents.resolutions),
        excused_again=next(
            (
                row.name
                for row in contents.roll
                if row.member_id in background.long_excused
                and row.status == AttendanceStatus.EXCUSED
            ),
            "",
        ),
    )


def observed_of(meeting_ids, *, attendance_base):
    """What is counted of many stored records, by meeting: one question for all of them.

    The same as `observed` of each record; one that was not handed over is taken as handed over
    today.
    """
    today = timezone.localdate()
    rows = fetch_observations(
        meeting_ids,
        in_a_row=EXCUSED_IN_A_ROW,
        time_zone=timezone.get_current_timezone_name(),
        today=today,
    )
    return {
        row.pop("meeting_id"): Observed(
            attendance_base=attendance_base,
            duration_minutes=minutes_between(row.pop("started_at"), row.pop("ended_at")),
            votes_in_favour=tuple(row.pop("votes_in_favour")),
            **row,
        )
        for row in rows
    }


def known_facts(contents, background):
    """All facts of a record by name."""
    of = observed(contents, background)
    return {name: find(of) for name, find in FINDERS.items()}


def values_of(of, names):
    """The values of these facts; names that the system does not know are left out."""
    return {name: FINDERS[name](of).value for name in names if name in FINDERS}


def percent(part, whole):
    return Fraction(100 * part, whole) if whole else None


def show_number(value):
    """A fraction or decimal for people: at most one decimal, with a comma."""
    text = f"{float(value):.1f}".replace(".", ",")
    return text.removesuffix(",0")


def duration_minutes(of):
    minutes = of.duration_minutes
    return Fact(minutes, "chưa ghi giờ" if minutes is None else f"{minutes} phút")


def attendance(of):
    rate = attendance_rate(
        of.attendance_base,
        present=of.present,
        excused=of.excused,
        unexcused=of.unexcused,
        exempt=of.exempt,
        away=of.away,
    )
    if rate is None:
        return Fact(None, "chưa có ai trong danh sách")
    return Fact(rate, f"có mặt {of.present}, đạt {show_number(rate)} %")


def speaking_rate(of):
    rate = percent(of.spoke, of.present)
    if rate is None:
        return Fact(None, "chưa có ai có mặt")
    return Fact(rate, f"{of.spoke}/{of.present} phát biểu = {show_number(rate)} %")


def documents_sent_in_time(of):
    sent_on = of.documents_sent_on
    day = of.held_on or of.planned_on
    if sent_on is None:
        return Fact(False, "chưa ghi ngày gửi tài liệu")
    if day is None:
        return Fact(None, "chưa ghi ngày họp")
    in_time = sent_on <= day - timedelta(days=DAYS_BEFORE)
    return Fact(in_time, f"gửi {sent_on:%d/%m}, họp {day:%d/%m}")


def pre_meeting_held(of):
    met_on = of.pre_meeting_on
    if met_on is None:
        return Fact(False, "chưa ghi ngày họp chi ủy")
    return Fact(True, f"chi ủy họp {met_on:%d/%m}")


def tasks_done_rate(of):
    rate = percent(of.tasks_done, of.tasks)
    if rate is None:
        return Fact(NOT_APPLICABLE, "tháng trước không giao việc")
    return Fact(rate, f"{of.tasks_done}/{of.tasks} việc xong = {show_number(rate)} %")


def resolution_adopted(of):
    for votes in of.votes_in_favour:
        if 2 * votes > of.eligible:
            return Fact(True, f"tán thành {votes}/{of.eligible}")
    return Fact(False, "chưa có nghị quyết, kết luận quá nửa tán thành")


def minutes_published_in_time(of):
    if of.held_on is None:
        return Fact(None, "chưa ghi ngày họp")
    days = (of.published_on - of.held_on).days
    return Fact(days <= DAYS_AFTER, "nộp trong ngày họp" if days == 0 else f"nộp sau {days} ngày")


def no_member_excused_over_three_in_a_row(of):
    if of.excused_again:
        return Fact(False, f"đ/c {of.excused_again} vắng quá {EXCUSED_IN_A_ROW} lần liền")
    return Fact(True, "theo điểm danh trong năm")


FINDERS = {
    "duration_minutes": duration_minutes,
    "attendance_rate": attendance,
    "speaking_rate": speaking_rate,
    "documents_sent_in_time": documents_sent_in_time,
    "pre_meeting_held": pre_meeting_held,
    "tasks_done_rate": tasks_done_rate,
    "resolution_adopted": resolution_adopted,
    "minutes_published_in_time": minutes_published_in_time,
    "no_member_excused_over_three_in_a_row": no_member_excused_over_three_in_a_row,
}
