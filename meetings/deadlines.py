"""The months around a month; when its record is due, and how late it came."""

from datetime import timedelta

from django.utils import timezone

# Calendar days after the month's end; a committee that wants other days gets them as data later.
DAYS_AFTER_MONTH = 5


def next_month(month):
    """The first day of the month after `month`."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_before(month):
    """The first day of the month before `month` (a first day)."""
    return (month - timedelta(days=1)).replace(day=1)


def due_on(month):
    """The last day on which the record of `month` (its first day) comes in time."""
    return next_month(month) + timedelta(days=DAYS_AFTER_MONTH - 1)


def days_late(month, submitted_at):
    """Days by which a record came late, 0 in time or not yet handed over."""
    if submitted_at is None:
        return 0
    return max(0, (timezone.localdate(submitted_at) - due_on(month)).days)
