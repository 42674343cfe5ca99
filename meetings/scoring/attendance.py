"""The attendance rate by the base that a criteria set chooses.

The committees' sheets differ in whom they count (domain facts, sections 1.1 and 2.3): the national
frame leaves exempt members out, a widely copied template leaves excused ones out as well.
"""

from fractions import Fraction

from meetings.scoring.model import AttendanceBase


def attendance_rate(
    base: AttendanceBase,
    *,
    present: int,
    excused: int = 0,
    unexcused: int = 0,
    exempt: int = 0,
    away: int = 0,
) -> Fraction | None:
    """Percent of the base who were present, exact; None when the base is empty.

    Each member counts once, by their place on the roll: `exempt` are those who are excused from
    meetings for good and stayed away (one who came is present), `away` those sent elsewhere for a
    time, on special duty of the armed forces or transferred. The base is

    - all: everybody named here;
    - without_exempt: present, excused and unexcused;
    - without_exempt_and_excused: present and unexcused.

    Suspended members may not attend and are in no base: do not pass them.
    """
    people = present + unexcused
    if base != AttendanceBase.WITHOUT_EXEMPT_AND_EXCUSED:
        people += excused
    if base == AttendanceBase.ALL:
        people += exempt + away
    return Fraction(100 * present, people) if people else None
