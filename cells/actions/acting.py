"""What must be true of a deputy who acts while the secretary is away."""

from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from cells.acting import days_of
from cells.enums import Office
from cells.models import Appointment


def check_acting(appointment):
    """Refuse an acting deputy, unsaved, who is none throughout, or beside whom another acts."""
    _check_deputy(appointment)
    others = Appointment.objects.filter(
        org=appointment.org, office=Office.ACTING, period__overlap=appointment.period
    )
    other = others.select_related("member").order_by("period").first()
    if other is not None:
        raise ValidationError(
            {
                "begins_on": f"Đồng chí {other.member} đã được giao phụ trách {days_of(other)}; "
                "mỗi lúc chỉ một đồng chí phụ trách."
            }
        )


def is_deputy_throughout(appointment):
    """Whether the member is a deputy of the organisation on every day of `appointment`."""
    end = _end_as_deputy(appointment)
    upper = appointment.period.upper
    return end is None or (upper is not None and upper <= end)


def _end_as_deputy(appointment):
    """The first day from the appointment's first on when the member is no deputy; None: never.

    Two terms without a gap are one time.
    """
    end = appointment.begins_on
    for period in _times_as_deputy(appointment):
        if end in period:
            end = period.upper
        if end is None:
            break
    return end


def _times_as_deputy(appointment):
    held = Appointment.objects.filter(
        member=appointment.member, org=appointment.org, office=Office.DEPUTY
    )
    return held.order_by("period").values_list("period", flat=True)


def _check_deputy(appointment):
    if is_deputy_throughout(appointment):
        return
    member, begins_on = appointment.member, appointment.begins_on
    end = _end_as_deputy(appointment)
    if end > begins_on:
        last_day = date_format(end.fromordinal(end.toordinal() - 1))
        raise ValidationError(
            {
                "last_day": f"Đồng chí {member} là phó bí thư đến hết {last_day}; "
                "hãy ghi ngày cuối không muộn hơn ngày đó."
            }
        )
    later = [time.lower for time in _times_as_deputy(appointment) if time.lower > begins_on]
    if later:
        raise ValidationError(
            {
                "begins_on": f"Đồng chí {member} là phó bí thư từ {date_format(later[0])}; "
                "hãy ghi ngày bắt đầu không sớm hơn ngày đó."
            }
        )
    raise ValidationError(
        {"member": f"Đồng chí {member} không phải phó bí thư ở đây vào ngày bắt đầu."}
    )
