"""Rows of the meetings that were told: records, evaluations, steps, months."""

import json

from cells.models import AuditEvent
from meetings.actions.months import flags_of
from meetings.actions.submission import hash_of
from meetings.actions.verbs import Verb
from meetings.contents import HEAD_FIELDS
from meetings.deadlines import days_late
from meetings.demo.keys import stable_key
from meetings.demo.months import MonthRows
from meetings.demo.rows import Copier, Table
from meetings.models import (
    AgendaItem,
    Attendance,
    Evaluation,
    Mark,
    Meeting,
    MonthReport,
    PassedDocument,
    Proposal,
    Resolution,
    Supplement,
    Task,
    TaskReview,
    Transition,
)
from meetings.sheets import write_value
from meetings.workflow import State

HEAD = [name.removesuffix("_id") for name in HEAD_FIELDS]
SITUATION = (
    "meeting_kind",
    "cell_kind",
    "members",
    "unexcused",
    "applicable_points",
    "applicable_max",
)
VERBS = {
    State.SUBMITTED: Verb.SUBMIT,
    State.RETURNED: Verb.RETURN,
    State.VERIFIED: Verb.VERIFY,
    State.CLOSED: Verb.DECIDE,
}


class Book:
    """The tables of meetings while they are filled and copied to the database."""

    def __init__(self, cell_months, audited_from):
        self.cell_months = cell_months
        self.audited_from = audited_from
        self.months = MonthRows()
        self.not_held = []
        self.meetings = Table(
            Meeting,
            "key",
            "cell_month",
            "is_model",
            "state",
            "version",
            "round",
            *HEAD,
            "saved_at",
            "saved_by",
            "submitted_at",
            "submitted_by",
            "content_hash",
        )
        self.attendances = Table(
            Attendance, "meeting", "member", "status", "reason", "is_official", "spoke", "opinion"
        )
        self.agenda = Table(AgendaItem, "meeting", "position", "title", "text", "is_on_paper")
        self.documents = Table(PassedDocument, "meeting", "number", "title")
        self.resolutions = Table(
            Resolution,
            "meeting",
            "cell",
            "kind",
            "term",
            "number",
            "title",
            "text",
            "eligible",
            "in_favour",
            "against",
            "abstaining",
        )
        self.tasks = Table(Task, "meeting", "cell", "what", "assignee", "due_on", "done_at")
        self.reviews = Table(TaskReview, "task", "meeting", "outcome", "reason")
        self.proposals = Table(
            Proposal, "meeting", "addressee", "text", "answer", "answered_by", "answered_at"
        )
        self.supplements = Table(Supplement, "meeting", "number", "text", "by", "at")
        self.evaluations = Table(
            Evaluation,
            "meeting",
            "stage",
            "round",
            "criteria_set",
            "given_by",
            "given_at",
            "total",
            "rank",
            "rank_by_points",
            "gate_messages",
            "reason",
            *SITUATION,
        )
        self.marks = Table(
            Mark, "evaluation", "criterion", "value", "fact", "points", "max_points", "reason"
        )
        self.transitions = Table(
            Transition, "meeting", "from_state", "to_state", "by", "at", "reason"
        )
        self.audit = Table(AuditEvent, "at", "by", "verb", "org", "subject", "detail")
        # In the order of their references.
        self.tables = [part for part in vars(self).values() if isinstance(part, Table)]
        self.copier = Copier()

    def flush(self):
        """Hand the rows of whole cells to the copier: each part after those it refers to."""
        for table in self.tables:
            self.copier.add(*table.take())

    def finish(self):
        """Write what is left, and the rows of the months."""
        self.flush()
        self.copier.wait()
        for table in self.tables:
            table.finish()
        self.months.write()
        MonthReport.objects.bulk_create(
            MonthReport(cell_month=row, reason=reason, by=by, at=at)
            for row, reason, by, at in self.not_held
        )

    def write_story(self, story, roll, acting):
        """The record itself: head, roll, agenda and what came of it."""
        cell, contents = roll.cell, story.contents
        moments = story.fate.moments
        submitted = moments.get(State.SUBMITTED)
        key = stable_key("meeting", cell.code, f"{story.month:%Y-%m}", story.kind, story.order)
        is_locked = submitted is not None
        last = max(moments.values(), default=acting.planned_at(story))
        self.meetings.put(
            story.id,
            key,
            self.cell_months[cell.id, story.month].pk,
            story.is_model,
            story.state,
            4 + len(moments) + len(contents.roll) % 5,
            story.round,
            *(getattr(contents.head, name) for name in HEAD_FIELDS),
            min(last, submitted) if is_locked else last,
            acting.secretary.pk,
            submitted,
            acting.secretary.pk if is_locked else None,
            hash_of(contents) if is_locked else "",
        )
        self._write_contents(story, cell, contents)
        for row, number, term in story.numbered:
            self.resolutions.add(
                story.id,
                cell.id,
                row.kind,
                term,
                number,
                row.title,
                row.text,
                contents.eligible if number else None,
                row.in_favour,
                row.against,
                row.abstaining,
            )
        return key

    def _write_contents(self, story, cell, contents):
        pk = story.id
        for row in contents.roll:
            self.attendances.add(
                pk, row.member_id, row.status, row.reason, row.is_official, row.spoke, row.opinion
            )
        for position, row in enumerate(contents.agenda, start=1):
            self.agenda.add(pk, position, row.title, row.text, row.is_on_paper)
        for row in contents.documents:
            self.documents.add(pk, row.number, row.title)
        for task in story.tasks:
            done_at = task.done_at and task.done_at.id
            self.tasks.put(task.id, pk, cell.id, task.what, task.member.pk, task.due_on, done_at)
        for row in contents.reviews:
            if row.outcome:
                self.reviews.add(row.task_id, pk, row.outcome, row.reason)

    def write_proposals(self, story, addressee_id, answers):
        for row, answer in zip(story.contents.proposals, answers, strict=True):
            self.proposals.add(story.id, addressee_id, row.text, *answer)

    def write_steps(self, story, key, cell, steps):
        """Transitions as (from, to, by, at, reason), and their deeds of late in the trail."""
        for before, after, by, at, reason in steps:
            self.transitions.add(story.id, before, after, by.pk, at, reason)
            if after in VERBS and at >= self.audited_from:
                self.audit.add(at, by.pk, VERBS[after].value, cell.id, key, "{}")

    def write_evaluation(self, story, stage, issued, judged, by, at, reason=""):
        """A finished evaluation of the story's round; `judged` has the result and the marks."""
        result = judged.result
        pk = self.evaluations.add(
            story.id,
            stage,
            story.round,
            issued.pk,
            by.pk,
            at,
            result.total,
            result.rank.code,
            result.rank_by_points.code,
            json.dumps(list(result.gates), ensure_ascii=False),
            reason,
            *(judged.columns[name] for name in SITUATION),
        )
        for line in judged.mark_lines:
            self.marks.add_line(pk, line)

    def write_open_marks(self, story, issued, marks, reasons, by, at):
        """The self evaluation of a record that is still with the cell: marks without points."""
        pk = self.evaluations.add(
            story.id,
            "self",
            story.round,
            issued.pk,
            by.pk,
            at,
            None,
            "",
            "",
            "[]",
            "",
            *("", "", None, None, None, None),
        )
        for code, value in marks.items():
            text = write_value(value)
            self.marks.add(pk, code, text, "", None, None, reasons.get(code, ""))

    def write_month(self, story, cell, self_score, decided):
        """The month's row after its regular meeting; `decided` is (issued, result) or None."""
        contents, submitted = story.contents, story.fate.moments.get(State.SUBMITTED)
        values = {
            "state": story.state,
            "held_on": contents.head.held_on,
            "submitted_at": submitted,
            "days_late": days_late(story.month, submitted),
            "members": len(contents.roll),
            "flags": flags_of(contents),
            "self_score": self_score,
        }
        if contents.head.held_on:
            values |= {
                "expected": contents.expected,
                "present": contents.count("present"),
                "excused": contents.count("excused"),
                "unexcused": contents.count("unexcused"),
            }
        if decided is not None:
            issued, result = decided
            values |= {
                "final_score": result.total,
                "rank": result.rank.code,
                "rank_title": result.rank.title,
                "rank_level": issued.place_of(result.rank),
            }
        self.months.put(self.cell_months[cell.id, story.month].pk, **values)
