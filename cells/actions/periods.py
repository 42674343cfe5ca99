"""Beginnings and ends of dated rows, with the sentences that refuse what cannot be."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.formats import date_format

from cells.models.periods import from_day, until


def period_of(begins_on, last_day):
    """The days from `begins_on` to `last_day`, or without an end when that is None."""
    if last_day is None:
        return from_day(begins_on)
    if last_day < begins_on:
        raise ValidationError(
            {"last_day": f"Ngày cuối không thể trước ngày bắt đầu ({date_format(begins_on)})."}
        )
    return until(from_day(begins_on), last_day)


def end_on(row, last_day):
    """Cut the dated `row` so that `last_day` is its last; a row that ends earlier is refused."""
    if row.last_day is not None and row.last_day <= last_day:
        raise ValidationError({"last_day": f"Đã kết thúc vào ngày {date_format(row.last_day)}."})
    row.period = period_of(row.begins_on, last_day)
    row.full_clean()
    row.save(update_fields=["period"])


def lasting_after(queryset, day):
    """Rows of `queryset` that hold on some day after `day`."""
    next_day = day.fromordinal(day.toordinal() + 1)
    return queryset.filter(Q(period__upper_inf=True) | Q(period__endswith__gt=next_day))
