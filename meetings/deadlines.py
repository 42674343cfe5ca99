"""When a month's record is due, and how late it came."""

from datetime import timedelta

from django.utils import timezone

# Calendar days after the month's end; a committee that wants other days gets them as data later.
DAYS_AFTER_MONTH = 5


def due_on(month):
    """The last day on which the record of `month` (its first day) comes in time."""
    first_of_next = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first_of_next + timedelta(days=DAYS_AFTER_MONTH - 1)


def days_late(month, submitted_at):
    """Days by which a record came late, 0 in time or not yet handed over."""
    if submitted_at is None:
        return 0
    return max(0, (timezone.localdate(submitted_at) - due_on(month)).days)
