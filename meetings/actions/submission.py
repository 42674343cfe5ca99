"""Handing a record over, returning, verifying and deciding it."""

import hashlib
import json

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cells.actions import audit
from cells.models import PartyOrg, Term
from cells.policies import require
from meetings import policies
from meetings.actions.months import refresh_month
from meetings.actions.records import lock_meeting, step
from meetings.actions.verbs import Verb
from meetings.contents import HEAD_FIELDS, read_record
from meetings.enums import Stage
from meetings.models import Evaluation, Mark, Resolution
from meetings.scoring.model import NOT_APPLICABLE, Kind
from meetings.sheets import result_columns, sheet_of_record, write_value
from meetings.workflow import NotPossible, State


class NotComplete(Exception):
    """What is missing before the record can be handed over: (step, sentence) pairs."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__("; ".join(sentence for _, sentence in problems))


def problems_of(contents, sheet):
    """What keeps a record from being handed over: (step of the page, sentence) pairs.

    Only what makes it no record: who, when, what. Missed rules of the field never block.
    """
    head = contents.head
    problems = []
    if head.held_on is None:
        problems.append(("close", "Chưa ghi ngày họp."))
    if head.started_at is None or head.ended_at is None:
        problems.append(("close", "Chưa ghi giờ bắt đầu, giờ kết thúc."))
    if head.chair_id is None:
        problems.append(("plan", "Chưa ghi người chủ trì."))
    if head.minute_taker_id is None:
        problems.append(("plan", "Chưa ghi thư ký cuộc họp."))
    if not any(row.text or row.is_on_paper for row in contents.agenda):
        problems.append(("agenda", "Biên bản chưa ghi nội dung nào."))
    unjudged = sum(1 for row in contents.reviews if not row.outcome)
    if unjudged:
        problems.append(("agenda", f"Còn {unjudged} việc tháng trước chưa đánh giá."))
    if sheet is not None:
        problems += [("close", sentence) for sentence in sheet_problems(sheet, contents)]
    return problems


def sheet_problems(sheet, contents):
    """What is missing on the sheet, with the criterion's code before each sentence."""
    progress = sheet.progress
    reasons = {row.criterion: row.reason for row in contents.marks}
    if progress.missing:
        yield f"Chưa chấm tiêu chí {', '.join(progress.missing)}."
    for code, message in progress.errors.items():
        yield f"Tiêu chí {code}: {message}"
    for code in overridden(sheet):
        if not reasons.get(code):
            yield f"Tiêu chí {code}: chấm khác dữ liệu của hệ thống, hãy ghi lý do."
    for code, mark in sheet.marks.items():
        if mark == NOT_APPLICABLE and not reasons.get(code):
            yield f"Tiêu chí {code}: không áp dụng thì hãy ghi lý do."
    for code in deducted(sheet):
        if not reasons.get(code):
            yield f"Tiêu chí {code}: có điểm trừ, hãy ghi thuyết minh."


def deducted(sheet):
    """Codes of the deductions that took points off: each is explained (thuyết minh điểm trừ)."""
    points = {line.code: (line.points, line.max_points) for line in sheet.progress.criteria}
    return [
        criterion.code
        for group in sheet.groups
        for criterion in group.criteria
        if criterion.kind is Kind.DEDUCTION
        and criterion.code in points
        and points[criterion.code][0] < points[criterion.code][1]
    ]


def overridden(sheet):
    """Codes of criteria whose mark gives other points than the known fact would."""
    with_facts = {line.code: line.points for line in sheet.progress_by_facts().criteria}
    return [
        line.code
        for line in sheet.progress.criteria
        if line.code in sheet.marks
        and sheet.marks[line.code] != NOT_APPLICABLE
        and line.code in with_facts
        and with_facts[line.code] != line.points
    ]


@transaction.atomic
def submit_record(*, meeting, version, by):
    """Hand the record over to the committee above and lock it.

    Numbers its resolutions, fixes the votes, stores the self evaluation with the facts used.
    Raises NotComplete with what is missing, NotPossible when it was changed or handed over since.
    """
    meeting = lock_meeting(meeting)
    require(policies.can_submit(by, meeting.cell_month))
    if not meeting.is_open_to_cell:
        raise NotPossible("Bản ghi này đã nộp rồi.")
    if version != meeting.version:
        raise NotPossible("Bản ghi vừa được sửa. Hãy xem lại rồi nộp.")
    record = read_record(meeting)
    contents = record.contents
    sheet = sheet_of_record(meeting, record, contents)
    problems = problems_of(contents, sheet)
    if problems:
        raise NotComplete(problems)
    step(meeting, State.SUBMITTED, by=by)
    meeting.submitted_at = timezone.now()
    meeting.submitted_by = by
    meeting.version += 1
    number_resolutions(meeting, contents)
    meeting.content_hash = hash_of(contents)
    meeting.save(update_fields=["state", "submitted_at", "submitted_by", "version", "content_hash"])
    self_score = None
    if sheet is not None:
        self_score = store_self_evaluation(meeting, sheet, by=by).total
    refresh_month(meeting.cell_month, meeting, contents, self_score=self_score)
    audit.record(
        by=by,
        verb=Verb.SUBMIT,
        org=meeting.cell_month.cell,
        subject=meeting.key,
        score=str(self_score) if self_score is not None else None,
    )
    return meeting


def number_resolutions(meeting, contents):
    """Give each resolution its number within type and term, without gaps, and fix the votes."""
    cell = PartyOrg.objects.select_for_update().get(pk=meeting.cell_month.cell_id)
    term = Term.objects.on(meeting.held_on).filter(org=cell).first()
    for resolution in meeting.resolutions.order_by("id"):
        resolution.eligible = contents.eligible
        if resolution.number is None:
            last = Resolution.objects.filter(cell=cell, kind=resolution.kind, term=term)
            resolution.term = term
            resolution.number = (last.aggregate(last=Max("number"))["last"] or 0) + 1
        resolution.full_clean()
        resolution.save(update_fields=["eligible", "term", "number"])


def hash_of(contents):
    """SHA-256 over the record's canonical text; the marks belong to the evaluation."""
    parts = {
        "head": {name: str(getattr(contents.head, name)) for name in HEAD_FIELDS},
        "roll": [
            [row.member_id, row.status, row.reason, row.spoke, row.opinion] for row in contents.roll
        ],
        "agenda": [[row.title, row.text, row.is_on_paper] for row in contents.agenda],
        "documents": [[row.number, row.title] for row in contents.documents],
        "resolutions": [
            [row.kind, row.title, row.text, row.in_favour, row.against, row.abstaining]
            for row in contents.resolutions
        ],
        "tasks": [[row.what, row.assignee_id, str(row.due_on)] for row in contents.tasks],
        "reviews": [[row.task_id, row.outcome, row.reason] for row in contents.reviews],
        "proposals": [row.text for row in contents.proposals],
    }
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def store_self_evaluation(meeting, sheet, *, by):
    """Fix the self evaluation of this round: marks, facts, points, total and rank."""
    result = sheet.score()
    evaluation, _ = Evaluation.objects.get_or_create(
        meeting=meeting,
        stage=Stage.SELF,
        round=meeting.round,
        defaults={"criteria_set_id": sheet.holding.id, "given_by": by},
    )
    evaluation.criteria_set_id = sheet.holding.id
    reasons = dict(evaluation.marks.values_list("criterion", "reason"))
    return _store(evaluation, result, sheet, reasons, by=by)


def _store(evaluation, result, sheet, reasons, *, by):
    evaluation.given_by = by
    evaluation.given_at = timezone.now()
    for name, value in result_columns(result, sheet.situation).items():
        setattr(evaluation, name, value)
    evaluation.full_clean()
    evaluation.save()
    facts = {criterion.code: criterion.fact for criterion in sheet.criteria.criteria}
    Mark.objects.bulk_create(
        (
            Mark(
                evaluation=evaluation,
                criterion=line.code,
                value=write_value(sheet.marks.get(line.code)),
                fact=write_value(sheet.facts[facts[line.code]].value)
                if facts[line.code] in sheet.facts
                else "",
                points=line.points,
                max_points=line.max_points,
                reason=reasons.get(line.code, ""),
            )
            for line in result.criteria
        ),
        update_conflicts=True,
        unique_fields=["evaluation", "criterion"],
        update_fields=["value", "fact", "points", "max_points", "reason"],
    )
    return evaluation
