"""Who is in the base of the attendance rate."""

from fractions import Fraction

import pytest

from meetings.scoring.attendance import attendance_rate
from meetings.scoring.model import AttendanceBase

ROLL = {"present": 18, "excused": 3, "unexcused": 1, "exempt": 5, "away": 3}


@pytest.mark.parametrize(
    ("base", "rate"),
    [
        (AttendanceBase.ALL, Fraction(60)),
        (AttendanceBase.WITHOUT_EXEMPT, Fraction(900, 11)),
        (AttendanceBase.WITHOUT_EXEMPT_AND_EXCUSED, Fraction(1800, 19)),
    ],
)
def test_base_decides_who_is_counted(base, rate):
    assert attendance_rate(base, **ROLL) == rate


@pytest.mark.parametrize("base", AttendanceBase)
def test_everybody_present_is_a_hundred_percent(base):
    assert attendance_rate(base, present=7) == 100


def test_empty_base_has_no_rate():
    roll = {"present": 0, "excused": 2, "exempt": 4}
    assert attendance_rate(AttendanceBase.WITHOUT_EXEMPT, **roll) == 0
    assert attendance_rate(AttendanceBase.WITHOUT_EXEMPT_AND_EXCUSED, **roll) is None
