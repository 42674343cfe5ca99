"""Exact numbers and how they are shown.

Points are computed without loss, so that no order of adding and no division changes a total; they
are rounded once, when they are shown or compared with a rank.
"""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

Exact = int | Fraction
"""A number to compute with; whole ones stay `int`, which is many times as fast."""

Number = int | Decimal | Fraction
"""What a mark or a fact may be; never a float, whose value is not what was written."""


@lru_cache(maxsize=4096)
def exact(number: Decimal) -> Exact:
    """The same number to compute with. Kept, since every score asks for a set's few numbers."""
    fraction = Fraction(number)
    return fraction.numerator if fraction.denominator == 1 else fraction


def two_decimals(number: Number) -> Decimal:
    """The number rounded half up (away from zero) to two decimals: 89.995 becomes 90.00."""
    if isinstance(number, int):
        return Decimal(100 * number).scaleb(-2)
    return ratio_of(*number.as_integer_ratio())


def ratio_of(top: int, bottom: int) -> Decimal:
    """`top` over `bottom` (positive), rounded in the same way."""
    hundredths = (200 * abs(top) + bottom) // (2 * bottom)
    return Decimal(-hundredths if top < 0 else hundredths).scaleb(-2)


def in_words(number: Decimal) -> str:
    """The number as a Vietnamese reader writes it: 0,5 and 12."""
    return f"{number.normalize():f}".replace(".", ",")
