"""Saving, handing over and reviewing a record, as the actions do it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from cells.models import AuditEvent, Membership
from cells.models.periods import from_day
from meetings.actions.records import Conflict, cancel_meeting, plan_meeting, update_roll
from meetings.actions.review import (
    ReviewRefused,
    add_supplement,
    answer_proposal,
    decide_record,
    return_record,
    verify_record,
)
from meetings.actions.submission import NotComplete, submit_record
from meetings.contents import DocumentRow, MarkRow, ProposalRow
from meetings.enums import MeetingKind, Stage
from meetings.models import CellMonth, Evaluation, Meeting, Resolution, Task
from meetings.workflow import NotPossible
from tests.factories import make_member, make_spell
from tests.meetings.conftest import contents_of, filled, save


def test_a_planned_meeting_begins_with_everybody_present_and_the_template(world, planned):
    contents = contents_of(planned)
    statuses = {row.name: row.status for row in contents.roll}
    assert statuses["Hoàng Thị Tâm"] == "exempt"
    assert sorted(statuses.values()) == ["exempt"] + ["present"] * 4
    assert [row.title for row in contents.agenda][0] == "Thời sự, quán triệt văn bản"


def test_the_next_meeting_takes_chair_and_place_from_the_last(world, submitted):
    month = CellMonth.objects.create(
        cell=world.tech, month=date(2026, 11, 1), path=submitted.cell_month.path
    )
    following = plan_meeting(cell_month=month, kind=MeetingKind.REGULAR, by=world.secretary)
    assert following.place == "Hội trường tầng 2"
    assert following.chair_id == submitted.chair_id
    assert [row.what for row in contents_of(following).reviews] == ["Rà soát hồ sơ"]


def test_a_month_has_one_regular_meeting(world, planned):
    with pytest.raises(NotPossible, match="đã có buổi"):
        plan_meeting(cell_month=planned.cell_month, kind=MeetingKind.COMBINED, by=world.secretary)


def test_a_cancelled_meeting_makes_room_for_another(world, planned):
    cancel_meeting(meeting=planned, reason="Mưa lũ", by=world.secretary)
    again = plan_meeting(
        cell_month=planned.cell_month, kind=MeetingKind.REGULAR, by=world.secretary
    )
    assert again.pk != planned.pk


def test_saving_writes_what_was_typed_and_nothing_twice(world, planned):
    typed = filled(world, planned)
    sections = save(planned, typed, by=world.secretary)
    assert sorted(sections) == ["agenda", "head", "marks", "resolutions", "roll", "tasks"]
    assert contents_of(planned).sections_that_differ(typed) == []
    assert save(planned, contents_of(planned), by=world.secretary) == []


def test_saving_counts_the_month(world, written):
    month = CellMonth.objects.get(pk=written.cell_month_id)
    assert (month.state, month.members, month.expected, month.present) == ("held", 5, 4, 4)
    assert month.held_on == date(2026, 10, 24)


def test_whoever_saves_second_is_told_and_nothing_is_overwritten(world, written):
    stored = contents_of(written)
    mine = replace(stored, head=replace(stored.head, place="Nhà văn hóa"))
    with pytest.raises(Conflict) as conflict:
        save(written, mine, by=world.deputy, version=written.version - 1)
    assert conflict.value.sections == ["head"]
    assert contents_of(written).head.place == "Hội trường tầng 2"


def test_a_double_click_is_no_conflict(world, written):
    assert save(written, contents_of(written), by=world.secretary, version=1) == []


def test_rows_are_changed_removed_and_kept_by_their_id(world, written):
    stored = contents_of(written)
    first, *others = stored.agenda
    typed = replace(
        stored, agenda=(replace(first, text="Sửa"), *others[1:]), tasks=(), resolutions=()
    )
    save(written, typed, by=world.secretary)
    now = contents_of(written)
    assert now.agenda[0].id == first.id
    assert [row.text for row in now.agenda][0] == "Sửa"
    assert len(now.agenda) == len(stored.agenda) - 1
    assert now.tasks == () == now.resolutions


def test_only_the_cell_writes_its_record(world, planned):
    for person in (world.reviewer, world.leader, world.outsider, world.org_admin):
        with pytest.raises(PermissionDenied):
            save(planned, filled(world, planned), by=person)


def test_a_member_who_joined_later_is_added_as_present(world, written):
    newcomer = make_member("Sùng A Phử", cell=world.tech)
    assert update_roll(meeting=written, by=world.secretary) == 1
    row = next(row for row in contents_of(written).roll if row.member_id == newcomer.pk)
    assert row.status == "present"


def test_an_unfinished_record_is_not_handed_over_and_says_what_is_missing(world, planned):
    with pytest.raises(NotComplete) as refusal:
        submit_record(meeting=planned, version=planned.version, by=world.secretary)
    sentences = [sentence for _, sentence in refusal.value.problems]
    assert "Chưa ghi ngày họp." in sentences
    assert any(sentence.startswith("Chưa chấm tiêu chí") for sentence in sentences)
    assert Meeting.objects.get(pk=planned.pk).state == "planned"


def test_the_minute_taker_writes_but_does_not_hand_over(world, written):
    with pytest.raises(PermissionDenied):
        submit_record(meeting=written, version=written.version, by=world.minute_taker)


def test_handing_over_stores_the_score_numbers_and_locks(world, submitted):
    evaluation = Evaluation.objects.get(meeting=submitted, stage=Stage.SELF)
    # 95 minutes, all present, 2 of 4 spoke, no tasks before (30 points re-scaled), adopted 3 of 3.
    late = evaluation.marks.get(criterion="8.3")
    assert (late.fact, late.points) == ("false", Decimal("0.00"))
    assert evaluation.total == Decimal("97.14")
    assert evaluation.rank == "good"
    resolution = Resolution.objects.get(meeting=submitted)
    assert (resolution.label, resolution.eligible) == ("01-NQ/CB", 3)
    month = CellMonth.objects.get(pk=submitted.cell_month_id)
    assert (month.state, month.self_score) == ("submitted", Decimal("97.14"))
    with pytest.raises(NotPossible, match="khóa"):
        save(submitted, replace(contents_of(submitted), agenda=()), by=world.secretary)


def test_a_record_is_handed_over_once(world, submitted):
    with pytest.raises(NotPossible, match="đã nộp"):
        submit_record(meeting=submitted, version=submitted.version, by=world.secretary)


def test_a_mark_against_the_facts_needs_its_reason(world, written):
    stored = contents_of(written)
    marks = [row for row in stored.marks if row.criterion != "1.1"]
    wrong = type(marks[0])("1.1", "60")
    save(written, replace(stored, marks=(wrong, *marks)), by=world.secretary)
    written.refresh_from_db()
    with pytest.raises(NotComplete, match="1.1"):
        submit_record(meeting=written, version=written.version, by=world.secretary)


def test_returning_needs_a_reason_and_opens_the_record_again(world, submitted):
    with pytest.raises(NotPossible, match="lý do"):
        return_record(meeting=submitted, reason=" ", by=world.reviewer)
    return_record(meeting=submitted, reason="Thiếu ý kiến thảo luận", by=world.reviewer)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.round) == ("returned", 2)
    marks = {row.criterion: row.value for row in contents_of(submitted).marks}
    assert marks["4.2"] == "15"


def test_a_returned_record_keeps_its_numbers_and_its_first_score(world, submitted):
    return_record(meeting=submitted, reason="Sửa lại", by=world.reviewer)
    submitted.refresh_from_db()
    stored = contents_of(submitted)
    save(submitted, replace(stored, head=replace(stored.head, guests="Không")), by=world.secretary)
    submitted.refresh_from_db()
    submit_record(meeting=submitted, version=submitted.version, by=world.secretary)
    rounds = Evaluation.objects.filter(meeting=submitted, stage=Stage.SELF, total__isnull=False)
    assert sorted(rounds.values_list("round", flat=True)) == [1, 2]
    assert Resolution.objects.get(meeting=submitted).label == "01-NQ/CB"


def verify(meeting, *, by, changes=None, reasons=None):
    meeting.refresh_from_db()
    verify_record(
        meeting=meeting,
        version=meeting.version,
        changes=changes or {},
        reasons=reasons or {},
        by=by,
    )


def decide(meeting, *, by):
    meeting.refresh_from_db()
    decide_record(
        meeting=meeting, version=meeting.version, changes={}, reasons={}, reason="Nhất trí", by=by
    )


def test_verifying_without_changes_confirms_the_self_score(world, submitted):
    verify(submitted, by=world.reviewer)
    month = CellMonth.objects.get(pk=submitted.cell_month_id)
    assert (month.state, month.final_score, month.rank) == ("verified", Decimal("97.14"), "good")


def test_a_changed_score_needs_its_reason(world, submitted):
    with pytest.raises(ReviewRefused) as refusal:
        verify(submitted, by=world.reviewer, changes={"5.2": "2"})
    assert refusal.value.messages == {"5.2": "Khác điểm tự chấm: hãy ghi lý do."}
    assert Meeting.objects.get(pk=submitted.pk).state == "submitted"
    verify(submitted, by=world.reviewer, changes={"5.2": "2"}, reasons={"5.2": "Thiếu định hướng"})
    verified = Evaluation.objects.get(meeting=submitted, stage=Stage.VERIFIED)
    assert verified.total == Decimal("94.29")
    assert verified.marks.get(criterion="5.2").reason == "Thiếu định hướng"


def test_points_beyond_the_maximum_are_refused_at_their_criterion(world, submitted):
    with pytest.raises(ReviewRefused) as refusal:
        verify(submitted, by=world.reviewer, changes={"5.2": "9"}, reasons={"5.2": "x"})
    assert list(refusal.value.messages) == ["5.2"]


def test_nobody_verifies_what_they_handed_over(world, written):
    written = submit_record(meeting=written, version=written.version, by=world.secretary)
    world.secretary.grants.update(role="leader")
    del world.secretary.reaches
    with pytest.raises(PermissionDenied):
        verify(written, by=world.secretary)


def test_a_record_that_changed_meanwhile_is_not_verified(world, submitted):
    with pytest.raises(NotPossible, match="thay đổi"):
        verify_record(
            meeting=submitted,
            version=submitted.version - 1,
            changes={},
            reasons={},
            by=world.reviewer,
        )


def test_the_leader_decides_and_the_record_is_closed(world, submitted):
    verify(submitted, by=world.reviewer)
    submitted.refresh_from_db()
    with pytest.raises(PermissionDenied):
        decide(submitted, by=world.reviewer)
    decide(submitted, by=world.leader)
    final = Evaluation.objects.get(meeting=submitted, stage=Stage.FINAL)
    assert (final.total, final.given_by) == (Decimal("97.14"), world.leader)
    assert CellMonth.objects.get(pk=submitted.cell_month_id).state == "closed"


def test_a_correction_is_a_numbered_supplement(world, submitted):
    first = add_supplement(meeting=submitted, text="Đính chính tên", by=world.secretary)
    second = add_supplement(meeting=submitted, text="Bổ sung", by=world.deputy)
    assert (first.number, second.number) == (1, 2)


def test_a_task_that_is_done_does_not_come_back(world, submitted):
    month = CellMonth.objects.create(
        cell=world.tech, month=date(2026, 11, 1), path=submitted.cell_month.path
    )
    following = plan_meeting(cell_month=month, kind=MeetingKind.REGULAR, by=world.secretary)
    stored = contents_of(following)
    judged = tuple(replace(row, outcome="done") for row in stored.reviews)
    save(following, replace(stored, reviews=judged), by=world.secretary)
    assert Task.objects.get(what="Rà soát hồ sơ").done_at == following
    undone = tuple(replace(row, outcome="", reason="") for row in judged)
    save(following, replace(contents_of(following), reviews=undone), by=world.secretary)
    assert Task.objects.get(what="Rà soát hồ sơ").done_at is None


def test_a_locked_record_keeps_its_judgement_of_a_task_that_is_finished_later(world, submitted):
    stored = contents_of(submitted)
    november, december = (
        plan_meeting(
            cell_month=CellMonth.objects.create(
                cell=world.tech, month=date(2026, month, 1), path=submitted.cell_month.path
            ),
            kind=MeetingKind.REGULAR,
            by=world.secretary,
        )
        for month in (11, 12)
    )
    for meeting, outcome in ((november, "partly"), (december, "done")):
        found = contents_of(meeting)
        judged = tuple(replace(row, outcome=outcome) for row in found.reviews)
        save(meeting, replace(found, reviews=judged), by=world.secretary)
    assert [row.outcome for row in contents_of(november).reviews] == ["partly"]
    assert contents_of(submitted).sections_that_differ(stored) == []


def test_a_thematic_meeting_judges_no_tasks_and_pays_the_quarters_debt(world, submitted):
    month = CellMonth.objects.create(
        cell=world.tech, month=date(2026, 12, 1), path=submitted.cell_month.path, thematic_owed=True
    )
    thematic = plan_meeting(cell_month=month, kind=MeetingKind.THEMATIC, by=world.secretary)
    found = contents_of(thematic)
    assert found.reviews == ()
    held = replace(found, head=replace(found.head, held_on=date(2026, 12, 5)))
    save(thematic, held, by=world.secretary)
    month.refresh_from_db()
    assert not month.thematic_owed


def test_a_member_sent_here_for_a_time_is_present_here(world, october):
    guest = make_member("Thào A Páo", cell=world.clinic)
    make_spell(guest, kind="away")
    Membership.objects.create(
        member=guest, cell=world.tech, is_temporary=True, period=from_day(date(2026, 1, 1))
    )
    meeting = plan_meeting(cell_month=october, kind=MeetingKind.REGULAR, by=world.secretary)
    row = next(row for row in contents_of(meeting).roll if row.member_id == guest.pk)
    assert row.status == "present"


def test_a_proposal_goes_to_the_committee_above_and_is_answered(world, written):
    stored = contents_of(written)
    asked = replace(stored, proposals=(ProposalRow(None, "Cấp thêm tài liệu"),))
    save(written, asked, by=world.secretary)
    proposal = written.proposals.get()
    assert proposal.addressee == world.department
    answer_proposal(proposal=proposal, answer="Đã cấp.", by=world.reviewer)
    assert contents_of(written).proposals[0].answer == "Đã cấp."


def test_every_step_leaves_its_trace(world, submitted):
    verify(submitted, by=world.reviewer)
    steps = [(step.to_state, step.by.username) for step in submitted.transitions.all()]
    assert steps == [("held", "secretary"), ("submitted", "secretary"), ("verified", "reviewer")]
    verbs = AuditEvent.objects.filter(subject=submitted.key).values_list("verb", flat=True)
    assert set(verbs) == {"meeting.plan", "record.save", "record.submit", "record.verify"}


def test_marks_and_documents_are_taken_back(world, written):
    stored = contents_of(written)
    with_paper = replace(stored, documents=(DocumentRow(None, "50-CT/TW", "Chỉ thị"),), marks=())
    assert save(written, with_paper, by=world.secretary) == ["documents", "marks"]
    assert contents_of(written).marks == ()
    assert save(written, replace(with_paper, documents=()), by=world.secretary) == ["documents"]


def test_a_thematic_meeting_does_not_become_a_second_regular_one(world, written):
    thematic = plan_meeting(
        cell_month=written.cell_month, kind=MeetingKind.THEMATIC, by=world.secretary
    )
    stored = contents_of(thematic)
    regular = replace(stored, head=replace(stored.head, kind="regular"))
    with pytest.raises(NotPossible, match="không đổi hình thức"):
        save(thematic, regular, by=world.secretary)
    combined = replace(contents_of(written).head, kind="combined")
    save(written, replace(contents_of(written), head=combined), by=world.secretary)
    assert Meeting.objects.get(pk=written.pk).kind == "combined"


def test_the_roll_of_a_locked_record_stays(world, submitted):
    make_member("Sùng A Phử", cell=world.tech)
    assert update_roll(meeting=submitted, by=world.secretary) == 0


def test_a_record_without_criteria_goes_its_way_without_a_score(world):
    cell_month = CellMonth.objects.create(
        cell=world.tech,
        month=date(2026, 10, 1),
        path=world.tech.paths.get().path,
    )
    meeting = plan_meeting(cell_month=cell_month, kind=MeetingKind.REGULAR, by=world.secretary)
    save(meeting, filled(world, meeting), by=world.secretary)
    meeting.refresh_from_db()
    submit_record(meeting=meeting, version=meeting.version, by=world.secretary)
    return_record(meeting=meeting, reason="Thiếu ý kiến", by=world.reviewer)
    meeting.refresh_from_db()
    submit_record(meeting=meeting, version=meeting.version, by=world.secretary)
    verify(meeting, by=world.reviewer)
    decide(meeting, by=world.leader)
    cell_month.refresh_from_db()
    assert (cell_month.state, cell_month.self_score, cell_month.final_score) == (
        "closed",
        None,
        None,
    )


def test_a_thematic_record_leaves_the_months_result_alone(world, written):
    thematic = plan_meeting(
        cell_month=written.cell_month, kind=MeetingKind.THEMATIC, by=world.secretary
    )
    save(thematic, filled(world, thematic), by=world.secretary)
    thematic.refresh_from_db()
    submit_record(meeting=thematic, version=thematic.version, by=world.secretary)
    verify(thematic, by=world.reviewer)
    month = CellMonth.objects.get(pk=written.cell_month_id)
    assert (month.state, month.final_score) == ("held", None)


def test_empty_corrections_and_answers_are_refused(world, written):
    with pytest.raises(NotPossible, match="sửa thẳng"):
        add_supplement(meeting=written, text="Bổ sung", by=world.secretary)
    proposal = written.proposals.create(addressee=world.department, text="Cấp sổ")
    with pytest.raises(NotPossible, match="câu trả lời"):
        answer_proposal(proposal=proposal, answer=" ", by=world.reviewer)
    submit_record(meeting=written, version=written.version, by=world.secretary)
    with pytest.raises(NotPossible, match="nội dung bổ sung"):
        add_supplement(meeting=written, text=" ", by=world.secretary)


def test_a_record_that_was_changed_elsewhere_is_not_handed_over(world, written):
    with pytest.raises(NotPossible, match="vừa được sửa"):
        submit_record(meeting=written, version=written.version - 1, by=world.secretary)


def test_every_problem_of_the_sheet_is_named_with_its_criterion(world, written):
    marks = {row.criterion: row for row in contents_of(written).marks}
    marks["5.2"] = MarkRow("5.2", "9")
    marks["3.3"] = MarkRow("3.3", "not_applicable")
    marks["1.1"] = MarkRow("1.1", "60", "Đồng hồ hỏng")
    wrong = replace(contents_of(written), marks=tuple(marks.values()))
    save(written, wrong, by=world.secretary)
    written.refresh_from_db()
    with pytest.raises(NotComplete) as refusal:
        submit_record(meeting=written, version=written.version, by=world.secretary)
    sentences = " ".join(sentence for _, sentence in refusal.value.problems)
    assert "Tiêu chí 5.2" in sentences
    assert "Tiêu chí 3.3: không áp dụng" in sentences
    assert "Tiêu chí 1.1" not in sentences


def test_tasks_that_nobody_judged_keep_the_record_back(world, submitted):
    month = CellMonth.objects.create(
        cell=world.tech, month=date(2026, 11, 1), path=submitted.cell_month.path
    )
    following = plan_meeting(cell_month=month, kind=MeetingKind.REGULAR, by=world.secretary)
    with pytest.raises(NotComplete, match="Còn 1 việc tháng trước"):
        submit_record(meeting=following, version=following.version, by=world.secretary)
