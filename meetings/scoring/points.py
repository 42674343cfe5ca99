"""What one value is worth for one criterion, before caps."""

from decimal import Decimal
from fractions import Fraction

from meetings.scoring.figures import Exact, exact, in_words
from meetings.scoring.model import Criterion, Kind


class PointsRefusedError(Exception):
    """The value is not one that the criterion takes; the text says so in Vietnamese."""


def points_for(criterion: Criterion, value: object) -> Exact:
    """The points of a mark or fact.

    Raises PointsRefusedError for a value of the wrong type, outside the range, or off the step.
    """
    return POINTS[criterion.kind](criterion, value)


def is_full(criterion: Criterion, value: object, points: Exact) -> bool:
    """Whether a gate may take the criterion as full: a condition, without points, must be true."""
    if criterion.kind is Kind.CONDITION:
        return value is True
    return points == exact(criterion.max_points)


def _number(value: object, refusal: str) -> Exact:
    """The value as an exact number.

    True and false are none, though Python counts with them, and neither is a float: 0.1 is not
    the tenth that somebody wrote.
    """
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return value
    if isinstance(value, Decimal) and value.is_finite():
        return exact(value)
    raise PointsRefusedError(refusal)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise PointsRefusedError("phải là có hoặc không (true hoặc false)")
    return value


def _number_up_to_maximum(criterion: Criterion, value: object) -> Exact:
    refusal = f"phải là số từ 0 đến {in_words(criterion.max_points)}"
    number = _number(value, refusal)
    if not 0 <= number <= exact(criterion.max_points):
        raise PointsRefusedError(refusal)
    return number


def _yes_no(criterion: Criterion, value: object) -> Exact:
    return exact(criterion.max_points) if _truth(value) else 0


def _number_given(criterion: Criterion, value: object) -> Exact:
    number = _number_up_to_maximum(criterion, value)
    if number % exact(criterion.step):
        raise PointsRefusedError(f"phải chấm theo bước {in_words(criterion.step)} điểm")
    return number


def _band(criterion: Criterion, value: object) -> Exact:
    """The points of the highest band reached; 89.995 does not reach 90."""
    number = _number(value, "phải là số")
    for band in criterion.bands:
        if number >= exact(band.at_least):
            return exact(band.points)
    raise PointsRefusedError("không được là số âm")


def _deduction(criterion: Criterion, value: object) -> Exact:
    refusal = "số lần phải là số nguyên, không âm"
    times = _number(value, refusal)
    if times < 0 or times.denominator != 1:
        raise PointsRefusedError(refusal)
    left = exact(criterion.max_points) - times * exact(criterion.each)
    return max(left, exact(criterion.floor))


def _bonus(criterion: Criterion, value: object) -> Exact:
    if isinstance(value, bool):
        return _yes_no(criterion, value)
    return _number_up_to_maximum(criterion, value)


def _condition(criterion: Criterion, value: object) -> Exact:
    _truth(value)
    return 0


POINTS = {
    Kind.YES_NO: _yes_no,
    Kind.NUMBER: _number_given,
    Kind.BAND: _band,
    Kind.DEDUCTION: _deduction,
    Kind.BONUS: _bonus,
    Kind.CONDITION: _condition,
}
