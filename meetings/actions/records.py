"""Planning a meeting and saving its record as a whole."""

from calendar import monthrange

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cells.acting import leader_on
from cells.actions import audit
from cells.enums import SpellKind
from cells.models import Membership, Spell
from cells.policies import require
from meetings import policies
from meetings.actions.months import refresh_month
from meetings.actions.parts import WRITERS, write_marks
from meetings.actions.verbs import Verb
from meetings.contents import HEAD_FIELDS, read_record
from meetings.enums import REGULAR_KINDS, AttendanceStatus, MonthState
from meetings.models import (
    AgendaItem,
    AgendaTemplate,
    Attendance,
    CellMonth,
    Meeting,
    Transition,
)
from meetings.workflow import NotPossible, State, check_step


class Conflict(Exception):
    """Somebody else saved the record in between; `stored` is what it holds now."""

    def __init__(self, meeting, stored, sections):
        self.meeting = meeting
        self.stored = stored
        self.sections = sections
        super().__init__("Bản ghi đã được người khác lưu trong lúc đồng chí đang gõ.")


@transaction.atomic
def plan_meeting(*, cell_month, kind, by):
    """Begin the record of a meeting; minute taker, place and time come from the last one.

    The chair is who leads the cell today, or in another month on its day nearest to today: the
    acting deputy, else the secretary; failing both, who chaired last.
    Raises NotPossible when the month has its regular meeting or was reported as not held.
    """
    cell_month = CellMonth.objects.select_for_update().get(pk=cell_month.pk)
    require(policies.can_write(by, cell_month))
    if cell_month.state == MonthState.NOT_HELD:
        raise NotPossible("Tháng này đã báo không họp. Hãy rút báo cáo đó trước.")
    is_regular = kind in REGULAR_KINDS
    if is_regular and regular_meeting(cell_month) is not None:
        raise NotPossible("Tháng này đã có buổi sinh hoạt thường kỳ.")
    last = (
        Meeting.objects.filter(cell_month__cell=cell_month.cell_id, held_on__isnull=False)
        .order_by("-held_on")
        .first()
    )
    meeting = Meeting(cell_month=cell_month, kind=kind, saved_by=by)
    if last is not None:
        meeting.place = last.place
        meeting.chair_id = last.chair_id
        meeting.minute_taker_id = last.minute_taker_id
        meeting.planned_at = last.planned_at or last.started_at
    roll = roll_rows(meeting)
    leader = leader_on(cell_month.cell_id, _day_within(cell_month.month))
    # Who is not on the cell's roll cannot be chosen on the page.
    if leader in {row.member_id for row in roll}:
        meeting.chair_id = leader
    meeting.full_clean()
    meeting.save()
    Attendance.objects.bulk_create(roll)
    _begin_agenda(meeting)
    if is_regular:
        cell_month.state = MonthState.PLANNED
        cell_month.save(update_fields=["state"])
    audit.record(by=by, verb=Verb.PLAN, org=cell_month.cell, subject=meeting.key)
    return meeting


def regular_meeting(cell_month):
    """The month's regular or combined meeting that is not cancelled, or None."""
    return cell_month.meetings.filter(kind__in=REGULAR_KINDS).exclude(state=State.CANCELLED).first()


SPELL_STATUS = {
    "exempt": AttendanceStatus.EXEMPT,
    "away": AttendanceStatus.AWAY,
    "suspended": AttendanceStatus.SUSPENDED,
}


def _day_within(month):
    """Today, or the day of `month`, given by its first day, that is nearest to it."""
    last_day = month.replace(day=monthrange(month.year, month.month)[1])
    return min(max(timezone.localdate(), month), last_day)


def roll_rows(meeting, *, without=()):
    """Unsaved rows for the members of the day, except those whose id is in `without`.

    Everybody is present unless a spell says otherwise.
    """
    day = meeting.held_on or meeting.planned_on or timezone.localdate()
    on_roll = (
        Membership.objects.on(day)
        .filter(cell=meeting.cell_month.cell_id)
        .exclude(member__in=without)
        .select_related("member")
    )
    members = {membership.member_id: membership.member for membership in on_roll}
    guests = {membership.member_id for membership in on_roll if membership.is_temporary}
    # Who is away from home is here where they were sent for that time.
    away_from_home = Q(kind=SpellKind.AWAY, member__in=guests)
    spells = dict(
        Spell.objects.on(day)
        .filter(member__in=members)
        .exclude(away_from_home)
        .values_list("member", "kind")
    )
    return [
        Attendance(
            meeting=meeting,
            member=member,
            status=SPELL_STATUS.get(spells.get(member.pk), AttendanceStatus.PRESENT),
            is_official=member.is_official_on(day),
        )
        for member in members.values()
    ]


def _begin_agenda(meeting):
    """The items of the template for this kind of meeting; one for the kind of cell goes first."""
    kinds = Q(org_kind__isnull=True) | Q(
        org_kind__in=meeting.cell_month.cell.versions.on(timezone.localdate()).values("kind")
    )
    template = (
        AgendaTemplate.objects.filter(kinds, meeting_kind=meeting.kind)
        .order_by(F("org_kind").asc(nulls_last=True))
        .first()
    )
    if template is not None:
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, position=item.position, title=item.title)
            for item in template.items.all()
        )


def lock_meeting(meeting):
    """The meeting's row, read anew and locked, in the transaction that changes it."""
    return lock_one(Meeting.objects.filter(pk=meeting.pk))


def lock_one(meetings):
    """The one meeting of a queryset, locked; DoesNotExist when there is none."""
    meetings = meetings.select_related("cell_month", "cell_month__cell")
    return meetings.select_for_update(of=("self",)).get()


@transaction.atomic
def update_roll(*, meeting, by):
    """Add the members who joined the cell after the record was begun; return how many."""
    meeting = lock_meeting(meeting)
    require(policies.can_write(by, meeting.cell_month))
    if not meeting.is_open_to_cell:
        return 0
    there = meeting.attendances.values_list("member", flat=True)
    return len(Attendance.objects.bulk_create(roll_rows(meeting, without=there)))


def save_record(*, meeting, record, contents, version, criteria_set_id, by):
    """Write what differs from what is stored; return the names of the parts that did.

    `meeting` was locked and `record` read in the caller's transaction, so that the form was read
    against what is stored. `criteria_set_id` is the set that holds; without it marks have no
    place. Raises NotPossible when the record is locked by the workflow, Conflict when `version`
    is not the stored one and the contents differ from what the other person saved. A double
    click differs in nothing.
    """
    require(policies.can_write(by, meeting.cell_month))
    if not meeting.is_open_to_cell:
        raise NotPossible(
            "Bản ghi đã khóa sau khi nộp, không lưu được. Muốn sửa, hãy ghi bản bổ sung."
        )
    stored = record.contents
    sections = contents.sections_that_differ(stored)
    if not sections:
        return []
    if version != meeting.version:
        raise Conflict(meeting, stored, sections)
    if contents.head.kind != meeting.kind:
        _check_kind(meeting, contents.head.kind)
    for name in HEAD_FIELDS:
        setattr(meeting, name, getattr(contents.head, name))
    state = State.HELD if meeting.held_on else State.PLANNED
    if meeting.state in {State.PLANNED, State.HELD} and meeting.state != state:
        step(meeting, state, by=by)
    meeting.version += 1
    meeting.saved_at = timezone.now()
    meeting.saved_by = by
    # The form has asked what the constraints ask; thirteen more questions a save would be dear.
    meeting.save(update_fields=[*HEAD_NAMES, "state", "version", "saved_at", "saved_by"])
    for name in sections:
        if name in WRITERS:
            WRITERS[name](meeting, getattr(stored, name), getattr(contents, name))
    if "marks" in sections and criteria_set_id is not None:
        write_marks(
            meeting,
            stored.marks,
            contents.marks,
            evaluation_id=record.evaluation_id,
            criteria_set_id=criteria_set_id,
            by=by,
        )
    refresh_month(meeting.cell_month, meeting, contents)
    audit.record(
        by=by,
        verb=Verb.SAVE,
        org=meeting.cell_month.cell,
        subject=meeting.key,
        sections=sections,
        version=meeting.version,
    )
    return sections


def _check_kind(meeting, kind):
    """A thematic meeting may become the month's regular one only while there is no other."""
    is_regular = kind in REGULAR_KINDS
    other = regular_meeting(meeting.cell_month)
    if is_regular and other is not None and other.pk != meeting.pk:
        raise NotPossible("Tháng này đã có buổi sinh hoạt thường kỳ, không đổi hình thức được.")


HEAD_NAMES = [name.removesuffix("_id") for name in HEAD_FIELDS]


def step(meeting, to, *, by, reason=""):
    """Take one step of the workflow and write who took it; the caller saves the meeting."""
    check_step(meeting.state, to, reason=reason)
    Transition.objects.create(
        meeting=meeting, from_state=meeting.state, to_state=to, by=by, reason=reason.strip()
    )
    meeting.state = to


@transaction.atomic
def cancel_meeting(*, meeting, reason, by):
    """Call a planned meeting off, with the reason; the month may then have another."""
    meeting = lock_meeting(meeting)
    require(policies.can_submit(by, meeting.cell_month))
    step(meeting, State.CANCELLED, by=by, reason=reason)
    meeting.save(update_fields=["state"])
    refresh_month(meeting.cell_month, meeting, read_record(meeting).contents)
    audit.record(by=by, verb=Verb.CANCEL, org=meeting.cell_month.cell, subject=meeting.key)
