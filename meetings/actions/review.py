"""What the committee above does with a record (return, verify, decide), and what the cell says."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cells.actions import audit
from cells.policies import require
from meetings import policies
from meetings.actions.records import lock_meeting, step
from meetings.actions.verbs import Verb
from meetings.enums import REGULAR_KINDS, Stage
from meetings.models import CellAnswer, CellMonth, Evaluation, Mark, Proposal, Supplement
from meetings.scoring.engine import MarksRefusedError, score
from meetings.scoring.model import NOT_APPLICABLE
from meetings.sheets import (
    criteria_of,
    read_value,
    result_columns,
    situation_then,
    write_value,
)
from meetings.workflow import NotPossible, State

# Whose points the reasons of a stage are about.
BASIS = {Stage.VERIFIED: "tự chấm", Stage.FINAL: "thẩm định"}
LONGEST_MARK = Mark._meta.get_field("value").max_length
LONGEST_REASON = Mark._meta.get_field("reason").max_length


@dataclass(frozen=True)
class GivenMark:
    """A mark of a finished evaluation; `value` is what held: the mark or else the fact."""

    criterion: str
    value: str
    points: object
    max_points: object
    fact: str
    reason: str


class ReviewRefused(Exception):
    """Faults of a verification or decision by criterion; nothing was changed."""

    def __init__(self, messages):
        self.messages = messages
        super().__init__("; ".join(messages.values()))


def finished_evaluations(meeting):
    """The finished evaluations of the current round by stage, each with its set."""
    rows = Evaluation.objects.filter(
        meeting=meeting, round=meeting.round, total__isnull=False
    ).select_related("criteria_set", "given_by")
    return {row.stage: row for row in rows.defer("criteria_set__definition")}


def self_evaluation(meeting):
    """The finished self evaluation of the current round with its criteria set, or None."""
    return finished_evaluations(meeting).get(Stage.SELF)


def given_marks(evaluation):
    """The marks of an evaluation by criterion."""
    rows = evaluation.marks.values_list(
        "criterion", "value", "fact", "points", "max_points", "reason"
    )
    return {
        criterion: GivenMark(criterion, value or fact, points, max_points, fact, reason)
        for criterion, value, fact, points, max_points, reason in rows
    }


def judge(basis, changes):
    """The given marks of `basis`, those that hold with `changes` (criterion → text), the score.

    Raises ReviewRefused with the engine's sentence at each criterion that it refuses.
    """
    given = given_marks(basis)
    changes = {code: text for code, text in changes.items() if text != ""}
    if long := [code for code, text in changes.items() if len(text) > LONGEST_MARK]:
        raise ReviewRefused(dict.fromkeys(long, "Điểm hoặc số đã gõ quá dài."))
    marks = {code: read_value(mark.value) for code, mark in given.items()}
    marks |= {code: read_value(text) for code, text in changes.items()}
    try:
        result = score(criteria_of(basis.criteria_set), situation_then(basis), {}, marks)
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
    criterion whose points differ from the self score's needs one, and every one that is newly not
    applicable. Raises ReviewRefused, or NotPossible when the record changed or was verified in
    between.
    """
    meeting = lock_meeting(meeting)
    require(policies.can_verify_record(by, meeting))
    _check_unchanged(meeting, State.SUBMITTED, version)
    basis = self_evaluation(meeting)
    _step_on(meeting, State.VERIFIED, by=by)
    if basis is None:
        _set_month(meeting, state=meeting.state)
    else:
        _evaluate(meeting, Stage.VERIFIED, basis, changes, reasons, by=by)
    audit.record(by=by, verb=Verb.VERIFY, org=meeting.cell_month.cell, subject=meeting.key)


@transaction.atomic
def decide_record(*, meeting, version, changes, reasons, reason, by):
    """The committee's final decision, named who decided: the verified marks, with its changes.

    `changes` and `reasons` are as for `verify_record`, laid over the verified evaluation; `reason`
    is the conclusion on the whole. Raises ReviewRefused, or NotPossible when the record changed or
    was decided in between.
    """
    meeting = lock_meeting(meeting)
    # Asked before the policy, which knows verified records only: who comes second is told so.
    _check_unchanged(meeting, State.VERIFIED, version)
    require(policies.can_decide(by, meeting))
    basis = finished_evaluations(meeting).get(Stage.VERIFIED)
    _step_on(meeting, State.CLOSED, by=by, reason=reason)
    if basis is None:
        _set_month(meeting, state=meeting.state)
    else:
        _evaluate(meeting, Stage.FINAL, basis, changes, reasons, by=by, reason=reason)
    audit.record(by=by, verb=Verb.DECIDE, org=meeting.cell_month.cell, subject=meeting.key)


def _check_unchanged(meeting, state, version):
    if meeting.state != state or meeting.version != version:
        raise NotPossible("Bản ghi đã thay đổi trong lúc đồng chí xem. Hãy tải lại trang.")


def _step_on(meeting, to, *, by, reason=""):
    step(meeting, to, by=by, reason=reason)
    meeting.version += 1
    meeting.save(update_fields=["state", "version"])


def _evaluate(meeting, stage, basis, changes, reasons, *, by, reason=""):
    """Store the evaluation of a stage and bring the month's row in step with it."""
    given, marks, result = judge(basis, changes)
    _check_reasons(stage, given, marks, result, reasons)
    evaluation = Evaluation(
        meeting=meeting,
        stage=stage,
        round=meeting.round,
        criteria_set=basis.criteria_set,
        given_by=by,
        reason=reason.strip(),
        **result_columns(result, situation_then(basis)),
    )
    evaluation.full_clean()
    evaluation.save()
    _store_marks(evaluation, given, marks, result, reasons)
    _set_result(meeting, result, basis.criteria_set)


def _check_reasons(stage, given, marks, result, reasons):
    """Raise ReviewRefused for each criterion that needs a reason or whose reason is too long."""
    faults = {}
    for line in result.criteria:
        before, reason = given.get(line.code), reasons.get(line.code, "").strip()
        if len(reason) > LONGEST_REASON:
            faults[line.code] = f"Lý do dài quá {LONGEST_REASON} ký tự."
        elif reason or before is None:
            continue
        elif marks[line.code] == NOT_APPLICABLE and before.value != NOT_APPLICABLE:
            faults[line.code] = "Ghi không áp dụng: hãy ghi lý do."
        elif (line.points, line.max_points) != (before.points, before.max_points):
            faults[line.code] = f"Khác điểm {BASIS[stage]}: hãy ghi lý do."
    if faults:
        raise ReviewRefused(faults)


def _store_marks(evaluation, given, marks, result, reasons):
    Mark.objects.bulk_create(
        Mark(
            evaluation=evaluation,
            criterion=line.code,
            value=write_value(marks.get(line.code)),
            fact=given[line.code].fact if line.code in given else "",
            points=line.points,
            max_points=line.max_points,
            reason=reasons.get(line.code, "").strip(),
        )
        for line in result.criteria
    )


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


def round_to_answer(meeting, stages):
    """The round whose judgement the cell may answer now, or None.

    That is the round that was returned, or one whose verified points differ from the self ones;
    `stages` are the finished evaluations of the current round by stage, with their marks.
    """
    if meeting.state == State.RETURNED:
        return meeting.round - 1
    if meeting.state == State.VERIFIED and len(stages) > 1:
        own, verified = (
            {mark.criterion: (mark.points, mark.max_points) for mark in stages[stage].marks.all()}
            for stage in (Stage.SELF, Stage.VERIFIED)
        )
        return meeting.round if own != verified else None
    return None


@transaction.atomic
def answer_review(*, meeting, text, by):
    """Say what the cell thinks of a return or of a verified score that differs: once for each.

    Raises NotPossible when there is nothing to answer, when it was answered, and without a text.
    """
    meeting = lock_meeting(meeting)
    require(policies.can_answer_review(by, meeting))
    judged = round_to_answer(meeting, finished_evaluations(meeting))
    if judged is None:
        raise NotPossible(
            "Chi bộ có ý kiến khi bản ghi bị trả lại hoặc khi điểm thẩm định khác điểm tự chấm."
        )
    if meeting.cell_answers.filter(round=judged).exists():
        raise NotPossible("Chi bộ đã có ý kiến cho lần này; mỗi lần chỉ ghi một ý kiến.")
    if not text.strip():
        raise NotPossible("Hãy ghi ý kiến của chi bộ.")
    answer = CellAnswer(meeting=meeting, round=judged, text=text.strip(), by=by)
    answer.full_clean()
    answer.save()
    audit.record(by=by, verb=Verb.ANSWER_REVIEW, org=meeting.cell_month.cell, subject=meeting.key)
    return answer


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
