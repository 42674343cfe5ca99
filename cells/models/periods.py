"""Dated rows: what was true from a day to a day."""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange


def from_day(day):
    """The period that begins on `day` and has no end."""
    return DateRange(day, None)


def until(period, last_day):
    """`period` cut so that `last_day` is its last day."""
    return DateRange(period.lower, date.fromordinal(last_day.toordinal() + 1))


class DatedQuerySet(models.QuerySet):
    def on(self, day):
        """Rows that were true on `day`."""
        return self.filter(period__contains=day)


class DatedModel(models.Model):
    """A row that holds for `period`, a range of days: the first included, the last not."""

    period = DateRangeField("thời gian")

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def begins_on(self):
        return self.period.lower

    @property
    def last_day(self):
        """The last day on which the row holds, or None while it has no end."""
        upper = self.period.upper
        return None if upper is None else date.fromordinal(upper.toordinal() - 1)


def no_overlap(*, name, same, message, condition=None):
    """A constraint: two rows with equal values in the fields `same` never hold on one day.

    With a `condition`, a Q, only the rows that it fits exclude one another.
    """
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((field, RangeOperators.EQUAL) for field in same),
            ("period", RangeOperators.OVERLAPS),
        ],
        condition=condition,
        violation_error_message=message,
    )


def not_empty(*, name):
    """A constraint: a period has at least one day."""
    return models.CheckConstraint(
        name=name,
        condition=models.Q(period__isempty=False),
        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
    )
