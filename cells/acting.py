"""Who leads while the secretary is away: deputies who act from a day to a day."""

from django.db.models import Q
from django.utils.formats import date_format

from cells.enums import Office
from cells.models import Appointment


def leader_on(org_id, day):
    """The id of the member who leads on `day`: the acting deputy, else the secretary, or None."""
    held = Appointment.objects.on(day).filter(org=org_id)
    leaders = dict(
        held.filter(office__in=[Office.ACTING, Office.SECRETARY]).values_list("office", "member")
    )
    return leaders.get(Office.ACTING, leaders.get(Office.SECRETARY))


def acting_from(day):
    """A Q over appointments: deputies who act on `day` or are to act later."""
    is_later = Q(period__startswith__gt=day)
    return Q(office=Office.ACTING) & (Q(period__contains=day) | is_later)


def days_of(row):
    """The days of a dated row as they stand in a sentence."""
    first = date_format(row.begins_on)
    return f"từ {first} đến hết {date_format(row.last_day)}" if row.last_day else f"từ {first}"


def leading_sentence(row, *, has_secretary):
    """Who leads now or later; `row` is the office of the acting deputy.

    Beside a secretary it tells of their absence; there may be none who could be away.
    """
    if has_secretary:
        return f"Bí thư vắng {days_of(row)}: đồng chí {row.member} phụ trách"
    return f"Đồng chí {row.member} phụ trách {days_of(row)}"
