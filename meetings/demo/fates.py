"""What became of each cell's month, and when each step was taken."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from meetings.deadlines import due_on
from meetings.demo.habits import Doubt
from meetings.workflow import State

NOT_PLANNED = "not_planned"
NOT_HELD = "not_held"
NOT_HELD_REASONS = (
    "Mưa lũ chia cắt đường, đảng viên tham gia ứng phó thiên tai cả tuần.",
    "Toàn đơn vị trực khắc phục sự cố sạt lở, không bố trí được thời gian.",
    "Bí thư và phó bí thư cùng đi công tác, đã báo cáo Đảng ủy.",
    "Cơ quan tập trung phục vụ bầu cử, cấp ủy cấp trên đồng ý lùi sang tháng sau.",
)
RETURN_REASONS = (
    "Biên bản chưa ghi ý kiến thảo luận của đảng viên, đề nghị bổ sung.",
    "Nghị quyết chưa phân công người thực hiện và thời hạn.",
    "Điểm tự chấm chưa khớp với biên bản, đề nghị chi bộ xem lại nhóm 4.",
    "Chưa ghi kết quả thực hiện nhiệm vụ tháng trước.",
)


@dataclass
class Fate:
    """The state that a meeting reached and the moments of its steps."""

    state: str
    held_on: date | None = None
    starts: time | None = None
    minutes: int = 0
    moments: dict = field(default_factory=dict)
    was_returned: bool = False
    reason: str = ""


class Clock:
    """Today's moments in Hà Nội, and steps that cannot lie in the future."""

    def __init__(self, now):
        self.now = timezone.localtime(now)
        self.today = self.now.date()

    def at(self, day, hour, minute=0):
        return timezone.make_aware(datetime.combine(day, time(hour, minute)))

    def is_past(self, moment):
        return moment <= self.now - timedelta(hours=1)


def working_day(day, source):
    """Offices do not meet on a Sunday, and seldom on a Saturday."""
    while day.weekday() == 6 or (day.weekday() == 5 and source.random() < 0.8):
        day += timedelta(days=1)
    return day


def wanted_state(place, source, *, is_last, is_current):
    """The state in which the month's record should stand, by its age."""
    drawn = source.random() * 100
    if is_current:
        table = ((22, State.HELD), (28, State.SUBMITTED), (100, State.VERIFIED))
    elif is_last:
        table = (
            (3, NOT_PLANNED),
            (5, State.PLANNED),
            (11, State.HELD),
            (16, State.SUBMITTED),
            (19, State.RETURNED),
            (97, State.VERIFIED),
            (100, State.CLOSED),
        )
    else:
        closed = 80 if place < 11 else 40
        table = (
            (0.5, NOT_HELD),
            (1.6, NOT_PLANNED),
            (2.2, State.HELD),
            # Reviewers have caught up with all but the month before last.
            (2.2 if place < 12 else 4, State.SUBMITTED),
            (100 - closed, State.VERIFIED),
            (100, State.CLOSED),
        )
    return next(state for limit, state in table if drawn < limit)


def fate_of(habit, month, source, clock, wanted):
    """The steps of a regular meeting of `month` on its way to `wanted`, as far as today allows."""
    day = working_day(month.replace(day=habit.day), source)
    if source.random() < 0.015 and month < clock.today.replace(day=1):
        # The reporting month is not the day held.
        day = working_day((month + timedelta(days=32)).replace(day=1), source)
    fate = Fate(wanted, day, habit.starts, _minutes(habit, source))
    if wanted in {NOT_PLANNED, NOT_HELD}:
        return fate
    ended = clock.at(day, habit.starts.hour, habit.starts.minute)
    ended += timedelta(minutes=fate.minutes + 20)
    if wanted == State.PLANNED or not clock.is_past(ended):
        fate.state = State.PLANNED
        return fate
    fate.moments[State.HELD] = ended
    fate.was_returned = wanted in {State.VERIFIED, State.CLOSED} and source.random() < 0.03
    _take_steps(fate, habit, month, source, clock)
    return fate


def _minutes(habit, source):
    if habit.doubt is Doubt.NINETY:
        return 90
    if habit.doubt is Doubt.HUNDRED:
        return habit.minutes + source.randint(-9, 9)
    return max(48, habit.minutes + source.randint(-8, 14) - (35 if source.random() < 0.04 else 0))


def _take_steps(fate, habit, month, source, clock):
    """Submitted, returned, verified, closed: each after the one before and not in the future."""
    last = fate.moments[State.HELD]
    steps = [State.SUBMITTED, State.RETURNED, State.VERIFIED, State.CLOSED]
    wanted, fate.state = fate.state, State.HELD
    if wanted == State.HELD:
        return
    for step in steps[: steps.index(wanted) + 1]:
        if step == State.RETURNED and wanted != State.RETURNED and not fate.was_returned:
            continue
        if step == State.SUBMITTED:
            last = _submission(last, habit, month, source, clock)
        else:
            days = source.randint(2, 9) if step == State.CLOSED else source.randint(1, 7)
            last = clock.at(
                working_day(last.date() + timedelta(days=days), source),
                source.randint(8, 16),
                source.randint(0, 59),
            )
        if not clock.is_past(last):
            fate.was_returned = fate.was_returned and State.RETURNED in fate.moments
            return
        fate.moments[step] = last
        fate.state = step
        if step == State.RETURNED and wanted != State.RETURNED:
            fate.moments["first"] = fate.moments[State.SUBMITTED]
            again = last + timedelta(days=source.randint(1, 2), hours=source.randint(0, 3))
            if not clock.is_past(again):
                return
            last = fate.moments[State.SUBMITTED] = again
            fate.state = State.SUBMITTED


def _submission(held, habit, month, source, clock):
    if habit.doubt is Doubt.HUNDRED:
        return held + timedelta(minutes=40)
    if source.random() < habit.late:
        day = due_on(month) + timedelta(days=source.randint(1, 11))
        return max(clock.at(day, 9, source.randint(0, 59)), held + timedelta(hours=20))
    if source.random() < 0.35:
        return held + timedelta(minutes=source.randint(15, 90))
    days = source.choice((1, 1, 1, 2, 2, 2, 3, 4))
    return clock.at(
        held.date() + timedelta(days=days), source.randint(7, 21), source.randint(0, 59)
    )
