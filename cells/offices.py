"""Which role on the record goes with an office; the committee above may grant others besides."""

from cells.enums import Office

LEADING = (Office.SECRETARY, Office.ACTING, Office.DEPUTY)
IN_A_CELL = dict.fromkeys(LEADING, "secretary")
IN_A_COMMITTEE = dict.fromkeys(LEADING, "leader")
ANYWHERE = {Office.SUPERVISOR: "supervisor"}


def role_of(office, *, is_cell):
    """The code of the role, or None for an office that none goes with."""
    return (ANYWHERE | (IN_A_CELL if is_cell else IN_A_COMMITTEE)).get(office)


def offices_with(role, *, is_cell):
    """The offices that this role goes with."""
    return [office for office in Office if role_of(office, is_cell=is_cell) == role]
