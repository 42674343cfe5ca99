"""Exact numbers and how they are shown.

Points are computed as fractions, so that no order of adding and no division changes a total; they
are rounded once, when they are shown or compared with a rank.
"""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

Number = int | Decimal | Fraction
"""What a mark or a fact may be; never a float, whose value is not what was written."""


@lru_cache(maxsize=4096)
def exact(number: Decimal) -> Fraction:
    """The number as a fraction. Kept, since a set's few numbers are asked for at every score."""
    return Fraction(number)


def two_decimals(number: Number) -> Decimal:
    """The number rounded half up (away from zero) to two decimals: 89.995 becomes 90.00."""
    fraction = Fraction(number)
    hundredths = (200 * abs(fraction.numerator) + fraction.denominator) // (2 * fraction.denominator)
    rounded = Decimal(hundredths).scaleb(-2)
    return -rounded if fraction < 0 and hundredths else rounded


def in_words(number: Number) -> str:
    """The number as a Vietnamese reader writes it: 0,5 and 12; at most two decimals."""
    return f"{two_decimals(number):f}".rstrip("0").rstrip(".").replace(".", ",")
