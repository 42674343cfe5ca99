"""Writing each part of a record: the rows that are new, changed or gone, in as few statements."""

from cells.tree import org_ids
from meetings.enums import Stage, TaskOutcome
from meetings.models import (
    AgendaItem,
    Attendance,
    Evaluation,
    Mark,
    PassedDocument,
    Proposal,
    Resolution,
    Task,
    TaskReview,
)


def write_roll(meeting, stored, typed):
    before = {row.member_id: row for row in stored}
    Attendance.objects.bulk_create(
        (
            Attendance(
                meeting=meeting,
                member_id=row.member_id,
                status=row.status,
                reason=row.reason,
                is_official=row.is_official,
                spoke=row.spoke,
                opinion=row.opinion,
            )
            for row in typed
            if before.get(row.member_id) != row
        ),
        update_conflicts=True,
        unique_fields=["meeting", "member"],
        update_fields=["status", "reason", "spoke", "opinion"],
    )


def _write_rows(model, meeting, stored, typed, *, make, fields):
    """Make the rows of `model` as typed: `make(place, row)` builds one, `fields` may change.

    A changed place counts as a change, because some parts are kept in order.
    """
    before = {row.id: (place, row) for place, row in enumerate(stored, start=1)}
    gone = before.keys() - {row.id for row in typed}
    if gone:
        model.objects.filter(meeting=meeting, pk__in=gone).delete()
    changed = [
        make(place, row)
        for place, row in enumerate(typed, start=1)
        if before.get(row.id) != (place, row)
    ]
    if changed:
        model.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=fields
        )


def write_agenda(meeting, stored, typed):
    _write_rows(
        AgendaItem,
        meeting,
        stored,
        typed,
        make=lambda place, row: AgendaItem(
            id=row.id,
            meeting=meeting,
            position=place,
            title=row.title,
            text=row.text,
            is_on_paper=row.is_on_paper,
        ),
        fields=["position", "title", "text", "is_on_paper"],
    )


def write_documents(meeting, stored, typed):
    _write_rows(
        PassedDocument,
        meeting,
        stored,
        typed,
        make=lambda place, row: PassedDocument(
            id=row.id, meeting=meeting, number=row.number, title=row.title
        ),
        fields=["number", "title"],
    )


def write_resolutions(meeting, stored, typed):
    _write_rows(
        Resolution,
        meeting,
        stored,
        typed,
        make=lambda place, row: Resolution(
            id=row.id,
            meeting=meeting,
            cell_id=meeting.cell_month.cell_id,
            kind=row.kind,
            title=row.title,
            text=row.text,
            in_favour=row.in_favour,
            against=row.against,
            abstaining=row.abstaining,
        ),
        fields=["kind", "title", "text", "in_favour", "against", "abstaining"],
    )


def write_tasks(meeting, stored, typed):
    _write_rows(
        Task,
        meeting,
        stored,
        typed,
        make=lambda place, row: Task(
            id=row.id,
            meeting=meeting,
            cell_id=meeting.cell_month.cell_id,
            what=row.what,
            assignee_id=row.assignee_id,
            due_on=row.due_on,
        ),
        fields=["what", "assignee", "due_on"],
    )


def write_proposals(meeting, stored, typed):
    above = org_ids(meeting.cell_month.path)
    addressee_id = above[-2] if len(above) > 1 else above[-1]
    _write_rows(
        Proposal,
        meeting,
        stored,
        typed,
        make=lambda place, row: Proposal(
            id=row.id, meeting=meeting, addressee_id=addressee_id, text=row.text
        ),
        fields=["text"],
    )


def write_reviews(meeting, stored, typed):
    """How old tasks were judged; a task that is done no longer comes back next month."""
    before = {row.task_id: row for row in stored}
    changed = [row for row in typed if before.get(row.task_id) != row]
    judged = [row for row in changed if row.outcome]
    cleared = [row.task_id for row in changed if not row.outcome and before[row.task_id].outcome]
    if cleared:
        TaskReview.objects.filter(meeting=meeting, task__in=cleared).delete()
    TaskReview.objects.bulk_create(
        (
            TaskReview(meeting=meeting, task_id=row.task_id, outcome=row.outcome, reason=row.reason)
            for row in judged
        ),
        update_conflicts=True,
        unique_fields=["meeting", "task"],
        update_fields=["outcome", "reason"],
    )
    done = {row.task_id for row in changed if row.outcome == TaskOutcome.DONE}
    reopened = {
        row.task_id for row in changed if before[row.task_id].outcome == TaskOutcome.DONE
    } - done
    if done:
        Task.objects.filter(pk__in=done, done_at__isnull=True).update(done_at=meeting)
    if reopened:
        Task.objects.filter(pk__in=reopened, done_at=meeting).update(done_at=None)


def write_marks(meeting, stored, typed, *, evaluation_id, criteria_set_id, by):
    """The self evaluation's marks of this round; points come when the record is handed over.

    The set that the evaluation names is brought up to date then, too.
    """
    if evaluation_id is None:
        evaluation_id = Evaluation.objects.create(
            meeting=meeting,
            stage=Stage.SELF,
            round=meeting.round,
            criteria_set_id=criteria_set_id,
            given_by=by,
        ).pk
    before = {row.criterion: row for row in stored}
    gone = before.keys() - {row.criterion for row in typed}
    if gone:
        Mark.objects.filter(evaluation=evaluation_id, criterion__in=gone).delete()
    Mark.objects.bulk_create(
        (
            Mark(
                evaluation_id=evaluation_id,
                criterion=row.criterion,
                value=row.value,
                reason=row.reason,
            )
            for row in typed
            if before.get(row.criterion) != row
        ),
        update_conflicts=True,
        unique_fields=["evaluation", "criterion"],
        update_fields=["value", "reason"],
    )


WRITERS = {
    "roll": write_roll,
    "agenda": write_agenda,
    "documents": write_documents,
    "resolutions": write_resolutions,
    "tasks": write_tasks,
    "reviews": write_reviews,
    "proposals": write_proposals,
}
