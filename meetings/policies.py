"""Who may do what with a record. Pages ask to show the right buttons, actions ask again."""

from django.utils import timezone

from cells.models import PartyOrgPath
from cells.roles import Permission
from meetings.workflow import State


def _may(user, permission, cell_month):
    """By the tree of the record's month or by today's."""
    if user.may(permission, cell_month.path):
        return True
    if not user.reaches_with(permission):
        return False
    today = PartyOrgPath.objects.on(timezone.localdate()).filter(org=cell_month.cell_id)
    return any(user.may(permission, path) for path in today.values_list("path", flat=True))


def can_write(user, cell_month):
    """Plan a meeting and fill in its record: the cell's secretary, deputy, minute taker."""
    return _may(user, Permission.WRITE, cell_month)


def can_submit(user, cell_month):
    """Hand a record over: the secretary and the deputy."""
    return _may(user, Permission.SUBMIT, cell_month)


def can_verify(user, cell_month):
    """Verify or return records of this cell; whether this very one, `can_verify_record` says."""
    return _may(user, Permission.VERIFY, cell_month)


def can_verify_record(user, meeting):
    """Not by the person who gave the self score (design, section 6)."""
    return meeting.submitted_by_id != user.pk and can_verify(user, meeting.cell_month)


def can_decide(user, meeting):
    """Give the final decision on a verified record; not by who gave the self score."""
    return (
        meeting.state == State.VERIFIED
        and meeting.submitted_by_id != user.pk
        and _may(user, Permission.DECIDE, meeting.cell_month)
    )


def can_supplement(user, meeting):
    """Add a correction beside a locked record."""
    return can_submit(user, meeting.cell_month)


def can_answer(user, meeting):
    """Answer a cell's proposals."""
    return can_verify(user, meeting.cell_month)


def can_manage_criteria(user, path):
    """Draft and issue the criteria sets of the committee at `path`."""
    return path is not None and user.may(Permission.CRITERIA, path)


def can_answer_review(user, meeting):
    """Say once what the cell thinks of a return or of a verified score."""
    return can_submit(user, meeting.cell_month)


def can_decide_year(user, path):
    """Lay down rules, change ranks and decide the annual ranking of the committee at `path`."""
    return path is not None and user.may(Permission.DECIDE, path)


def can_see_member_year(user, cell_path):
    """What each member of a cell did in a year: the cell itself and its direct committee only.

    A grant further up or over the territory does not reach it, whatever else it shows.
    """
    parent_path = cell_path[: cell_path.rindex("/", 0, -1) + 1]
    return any(
        reach.path in {cell_path, parent_path} and not reach.role.by_locality
        for reach in user.reaches_with(Permission.ROSTER)
        if Permission.READ in reach.role.permissions
    )
