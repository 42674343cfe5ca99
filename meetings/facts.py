"""The values that the system knows for a criterion, each by its name in criteria files.

A fact is taken from what is written in the record, saved or not; a person confirms it or
overrides it with a reason. Each comes with one short sentence that says where it is from.
"""

from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from meetings.contents import EXCUSED_IN_A_ROW
from meetings.enums import AttendanceStatus, TaskOutcome
from meetings.scoring.attendance import attendance_rate
from meetings.scoring.model import NOT_APPLICABLE

# Hướng dẫn 42-HD/BTCTW: documents at least one day before, finished papers within two days.
DAYS_BEFORE = 1
DAYS_AFTER = 2


@dataclass(frozen=True)
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
    published_on: object


def known_facts(contents, background):
    """All facts of a record by name."""
    return {name: find(contents, background) for name, find in FINDERS.items()}


def percent(part, whole):
    return Fraction(100 * part, whole) if whole else None


def show_number(value):
    """A fraction or decimal for people: at most one decimal, with a comma."""
    text = f"{float(value):.1f}".replace(".", ",")
    return text.removesuffix(",0")


def duration_minutes(contents, background):
    minutes = contents.head.duration_minutes
    return Fact(minutes, "chưa ghi giờ" if minutes is None else f"{minutes} phút")


def attendance(contents, background):
    rate = attendance_rate(
        background.attendance_base,
        present=contents.count(AttendanceStatus.PRESENT),
        excused=contents.count(AttendanceStatus.EXCUSED),
        unexcused=contents.count(AttendanceStatus.UNEXCUSED),
        exempt=contents.count(AttendanceStatus.EXEMPT),
        away=contents.count(AttendanceStatus.AWAY),
    )
    if rate is None:
        return Fact(None, "chưa có ai trong danh sách")
    present = contents.count(AttendanceStatus.PRESENT)
    return Fact(rate, f"có mặt {present}, đạt {show_number(rate)} %")


def speaking_rate(contents, background):
    present = contents.count(AttendanceStatus.PRESENT)
    spoke = sum(1 for row in contents.roll if row.spoke and row.status == AttendanceStatus.PRESENT)
    rate = percent(spoke, present)
    if rate is None:
        return Fact(None, "chưa có ai có mặt")
    return Fact(rate, f"{spoke}/{present} phát biểu = {show_number(rate)} %")


def documents_sent_in_time(contents, background):
    sent_on = contents.head.documents_sent_on
    day = contents.head.held_on or contents.head.planned_on
    if sent_on is None:
        return Fact(False, "chưa ghi ngày gửi tài liệu")
    if day is None:
        return Fact(None, "chưa ghi ngày họp")
    in_time = sent_on <= day - timedelta(days=DAYS_BEFORE)
    return Fact(in_time, f"gửi {sent_on:%d/%m}, họp {day:%d/%m}")


def pre_meeting_held(contents, background):
    met_on = contents.head.pre_meeting_on
    if met_on is None:
        return Fact(False, "chưa ghi ngày họp chi ủy")
    return Fact(True, f"chi ủy họp {met_on:%d/%m}")


def tasks_done_rate(contents, background):
    if not contents.reviews:
        return Fact(NOT_APPLICABLE, "tháng trước không giao việc")
    done = sum(1 for row in contents.reviews if row.outcome == TaskOutcome.DONE)
    rate = percent(done, len(contents.reviews))
    return Fact(rate, f"{done}/{len(contents.reviews)} việc xong = {show_number(rate)} %")


def resolution_adopted(contents, background):
    adopted = [row for row in contents.resolutions if 2 * (row.in_favour or 0) > contents.eligible]
    if adopted:
        return Fact(True, f"tán thành {adopted[0].in_favour}/{contents.eligible}")
    return Fact(False, "chưa có nghị quyết, kết luận quá nửa tán thành")


def minutes_published_in_time(contents, background):
    held_on = contents.head.held_on
    if held_on is None:
        return Fact(None, "chưa ghi ngày họp")
    days = (background.published_on - held_on).days
    return Fact(days <= DAYS_AFTER, "nộp trong ngày họp" if days == 0 else f"nộp sau {days} ngày")


def no_member_excused_over_three_in_a_row(contents, background):
    again = [
        row
        for row in contents.roll
        if row.member_id in background.long_excused and row.status == AttendanceStatus.EXCUSED
    ]
    if again:
        return Fact(False, f"đ/c {again[0].name} vắng quá {EXCUSED_IN_A_ROW} lần liền")
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
