"""What the committee above does with a record: return it, verify it, decide, answer."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cells.actions import audit
from cells.policies import require
from meetings import policies
from meetings.actions.records import lock_meeting, step
from meetings.actions.verbs import Verb
from meetings.contents import read_record
from meetings.enums import REGULAR_KINDS, Stage
from meetings.models import CellMonth, Evaluation, Mark, Proposal, Supplement
from meetings.scoring.engine import MarksRefusedError, score
from meetings.sheets import (
    criteria_of,
    read_value,
    result_columns,
    situation_then,
    write_value,
)
from meetings.workflow import NotPossible, State

# What a decision takes over from the verified evaluation.
RESULT = (
    "total",
    "rank",
    "rank_by_points",
    "gate_messages",
    "applicable_points",
    "applicable_max",
    "meeting_kind",
    "cell_kind",
    "members",
    "unexcused",
)


@dataclass(frozen=True)
class GivenMark:
    """A mark of the self evaluation as it was handed over; `value` is what held: mark or fact."""

    criterion: str
    value: str
    points: object
    max_points: object
    fact: str
    reason: str


class ReviewRefused(Exception):
    """Faults of a verification by criterion; nothing was changed."""

    def __init__(self, messages):
        self.messages = messages
        super().__init__("; ".join(messages.values()))


def self_evaluation(meeting):
    """The self evaluation of the current round with its criteria set, or None."""
    return (
        Evaluation.objects.filter(
            meeting=meeting, stage=Stage.SELF, round=meeting.round, total__isnull=False
        )
        .select_related("criteria_set", "given_by")
        .first()
    )


def given_marks(evaluation):
    """The marks of an evaluation by criterion."""
    rows = evaluation.marks.values_list(
        "criterion", "value", "fact", "points", "max_points", "reason"
    )
    return {
        criterion: GivenMark(criterion, value or fact, points, max_points, fact, reason)
        for criterion, value, fact, points, max_points, reason in rows
    }


def judge(evaluation, record, changes):
    """The score with the reviewer's `changes` (criterion → text) laid over the given marks.

    Raises ReviewRefused with the engine's sentence at each criterion that it refuses.
    """
    given = given_marks(evaluation)
    marks = {code: read_value(mark.value) for code, mark in given.items()}
    marks |= {code: read_value(text) for code, text in changes.items() if text != ""}
    criteria = criteria_of(evaluation.criteria_set)
    try:
        result = score(criteria, situation_then(evaluation), {}, marks)
    except MarksRefusedError as refusal:
        raise ReviewRefused(refusal.messages) from None
    return given, marks, result


@transaction.atomic
def return_record(*, meeting, reason, by):
    """Give a record back to the cell with the reason; what was given so far is kept as a round."""
    meeting = lock_meeting(meeting)
    require(policies.can_verify_record(by, meeting))
    step(meeting, State.RETURNED, by=by, reason=reason)
    before = self_evaluation(meeting)
    meeting.round += 1
    meeting.version += 1
    meeting.save(update_fields=["state", "round", "version"])
    if before is not None:
        again = Evaluation.objects.create(
            meeting=meeting,
            stage=Stage.SELF,
            round=meeting.round,
            criteria_set=before.criteria_set,
            given_by=before.given_by,
        )
        Mark.objects.bulk_create(
            Mark(evaluation=again, criterion=mark.criterion, value=mark.value, reason=mark.reason)
            for mark in before.marks.all()
            if mark.value
        )
    _set_month(
        meeting, state=meeting.state, final_score=None, rank="", rank_title="", rank_level=None
    )
    audit.record(by=by, verb=Verb.RETURN, org=meeting.cell_month.cell, subject=meeting.key)


@transaction.atomic
def verify_record(*, meeting, version, changes, reasons, by):
    """Verify a record: the self marks, with those that the reviewer changed and why.

    `changes` maps a criterion to the reviewer's mark as text, `reasons` to the reason. Every
    criterion whose points differ from the self score's needs one. Raises ReviewRefused, or
    NotPossible when the record changed or was verified in between.
    """
    meeting = lock_meeting(meeting)
    require(policies.can_verify_record(by, meeting))
    if meeting.state != State.SUBMITTED or meeting.version != version:
        raise NotPossible("Bản ghi đã thay đổi trong lúc đồng chí xem. Hãy tải lại trang.")
    evaluation = self_evaluation(meeting)
    step(meeting, State.VERIFIED, by=by)
    meeting.version += 1
    meeting.save(update_fields=["state", "version"])
    if evaluation is None:
        _set_month(meeting, state=meeting.state)
    else:
        record = read_record(meeting)
        given, marks, result = judge(evaluation, record, changes)
        _check_reasons(given, result, reasons)
        verified = _store_stage(meeting, Stage.VERIFIED, evaluation, result, by=by)
        _store_marks(verified, given, marks, result, reasons)
        _set_result(meeting, result, evaluation.criteria_set)
    audit.record(by=by, verb=Verb.VERIFY, org=meeting.cell_month.cell, subject=meeting.key)


def _check_reasons(given, result, reasons):
    unexplained = {
        line.code: "Khác điểm tự chấm: hãy ghi lý do."
        for line in result.criteria
        if line.code in given
        and line.points != given[line.code].points
        and not reasons.get(line.code, "").strip()
    }
    if unexplained:
        raise ReviewRefused(unexplained)


def _store_stage(meeting, stage, basis, result, *, by, reason=""):
    evaluation = Evaluation(
        meeting=meeting,
        stage=stage,
        round=meeting.round,
        criteria_set=basis.criteria_set,
        given_by=by,
        reason=reason,
        **result_columns(result, situation_then(basis)),
    )
    evaluation.full_clean()
    evaluation.save()
    return evaluation


def _store_marks(evaluation, given, marks, result, reasons):
    Mark.objects.bulk_create(
        Mark(
            evaluation=evaluation,
            criterion=line.code,
            value=write_value(marks.get(line.code)),
            fact=given[line.code].fact if line.code in given else "",
            points=line.points,
            max_points=line.max_points,
            reason=reasons.get(line.code, "").strip()[:300],
        )
        for line in result.criteria
    )


@transaction.atomic
def decide_record(*, meeting, reason, by):
    """The committee's final decision: what was verified holds, named who decided."""
    meeting = lock_meeting(meeting)
    require(policies.can_decide(by, meeting))
    verified = Evaluation.objects.filter(
        meeting=meeting, stage=Stage.VERIFIED, round=meeting.round
    ).first()
    step(meeting, State.CLOSED, by=by, reason=reason)
    meeting.version += 1
    meeting.save(update_fields=["state", "version"])
    if verified is not None:
        marks = list(verified.marks.all())
        final = Evaluation.objects.create(
            meeting=meeting,
            stage=Stage.FINAL,
            round=meeting.round,
            criteria_set=verified.criteria_set,
            given_by=by,
            reason=reason.strip(),
            **{name: getattr(verified, name) for name in RESULT},
        )
        for mark in marks:
            mark.pk = None
            mark.evaluation = final
        Mark.objects.bulk_create(marks)
    _set_month(meeting, state=meeting.state)
    audit.record(by=by, verb=Verb.DECIDE, org=meeting.cell_month.cell, subject=meeting.key)


def _set_result(meeting, result, criteria_set):
    criteria = criteria_of(criteria_set)
    _set_month(
        meeting,
        state=meeting.state,
        final_score=result.total,
        rank=result.rank.code,
        rank_title=result.rank.title,
        rank_level=criteria.place_of(result.rank.code),
    )


def _set_month(meeting, **values):
    """Write a regular meeting's result to its month; other kinds leave the month alone."""
    if meeting.kind in REGULAR_KINDS:
        CellMonth.objects.filter(pk=meeting.cell_month_id).update(**values)


@transaction.atomic
def add_supplement(*, meeting, text, by):
    """Add a numbered correction beside a locked record; the record stays as it is."""
    meeting = lock_meeting(meeting)
    require(policies.can_supplement(by, meeting))
    if meeting.is_open_to_cell:
        raise NotPossible("Bản ghi chưa nộp thì sửa thẳng vào bản ghi.")
    if not text.strip():
        raise NotPossible("Hãy ghi nội dung bổ sung.")
    supplement = Supplement.objects.create(
        meeting=meeting, number=meeting.supplements.count() + 1, text=text.strip(), by=by
    )
    audit.record(by=by, verb=Verb.SUPPLEMENT, org=meeting.cell_month.cell, subject=meeting.key)
    return supplement


@transaction.atomic
def answer_proposal(*, proposal, answer, by):
    """Answer what a cell asked; it sees the answer on its next pages."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    require(policies.can_answer(by, proposal.meeting))
    if not answer.strip():
        raise NotPossible("Hãy ghi câu trả lời.")
    proposal.answer = answer.strip()
    proposal.answered_by = by
    proposal.answered_at = timezone.now()
    proposal.full_clean()
    proposal.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record(
        by=by,
        verb=Verb.ANSWER,
        org=proposal.meeting.cell_month.cell,
        subject=proposal.meeting.key,
    )
