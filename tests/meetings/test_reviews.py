"""Verifying, deciding and answering: what may be changed, by whom, and what has to be said."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cells.models import AuditEvent
from meetings.actions.records import plan_meeting
from meetings.actions.review import (
    ReviewRefused,
    answer_review,
    decide_record,
    return_record,
    verify_record,
)
from meetings.actions.submission import submit_record
from meetings.enums import Stage
from meetings.models import CellAnswer, CellMonth, Evaluation, Mark
from meetings.scoring.model import Criterion, Kind, NotApplicablePolicy
from meetings.views.record_page import choices_of, matching_choice
from meetings.workflow import NotPossible
from tests.factories import make_grant
from tests.meetings.conftest import OCTOBER, filled, save


def verify(meeting, *, by, changes=None, reasons=None):
    meeting.refresh_from_db()
    given = {"changes": changes or {}, "reasons": reasons or {}, "by": by}
    verify_record(meeting=meeting, version=meeting.version, **given)
    meeting.refresh_from_db()


def decide(meeting, *, by, changes=None, reasons=None, reason=""):
    meeting.refresh_from_db()
    given = {"changes": changes or {}, "reasons": reasons or {}, "reason": reason, "by": by}
    decide_record(meeting=meeting, version=meeting.version, **given)
    meeting.refresh_from_db()


@pytest.fixture
def verified(world, submitted):
    """The record of October verified with one mark lowered."""
    verify(
        submitted,
        by=world.reviewer,
        changes={"5.2": "2"},
        reasons={"5.2": "Chưa định hướng thảo luận."},
    )
    return submitted


def test_a_decision_keeps_what_was_verified(world, verified):
    decide(verified, by=world.leader, reason="Nhất trí.")
    final = Evaluation.objects.get(meeting=verified, stage=Stage.FINAL)
    before = Evaluation.objects.get(meeting=verified, stage=Stage.VERIFIED)
    assert (final.total, final.rank, final.given_by) == (before.total, "good", world.leader)
    assert final.reason == "Nhất trí."
    kept = set(final.marks.values_list("criterion", "points", "max_points"))
    assert kept == set(before.marks.values_list("criterion", "points", "max_points"))


def test_a_decision_changes_verified_marks_and_the_months_result(world, verified):
    changes = {"5.2": "3", "4.1": "false"}
    reasons = {"5.2": "Có định hướng.", "4.1": "Bỏ qua hai bước."}
    decide(verified, by=world.leader, changes=changes, reasons=reasons)
    final = Evaluation.objects.get(meeting=verified, stage=Stage.FINAL)
    assert final.total == Decimal("88.57")
    assert Mark.objects.get(evaluation=final, criterion="4.1").reason == "Bỏ qua hai bước."
    month = CellMonth.objects.get(pk=verified.cell_month_id)
    assert (month.state, month.final_score, month.rank) == ("closed", Decimal("88.57"), "fair")
    assert (month.rank_title, month.rank_level) == ("Khá", 1)


def test_a_decision_that_differs_needs_its_reason(world, verified):
    with pytest.raises(ReviewRefused) as refusal:
        decide(verified, by=world.leader, changes={"5.2": "4"})
    assert refusal.value.messages == {"5.2": "Khác điểm thẩm định: hãy ghi lý do."}
    verified.refresh_from_db()
    assert verified.state == "verified"


def test_a_decision_on_an_older_version_is_refused(world, verified):
    given = {"changes": {}, "reasons": {}, "reason": "", "by": world.leader}
    with pytest.raises(NotPossible, match="đã thay đổi"):
        decide_record(meeting=verified, version=verified.version - 1, **given)
    decide(verified, by=world.leader)
    with pytest.raises(NotPossible, match="đã thay đổi"):
        decide(verified, by=world.leader)


def test_who_verified_may_decide_but_not_who_gave_the_self_score(world, submitted):
    verify(submitted, by=world.leader)
    make_grant(world.secretary, "leader", world.bloc)
    with pytest.raises(PermissionDenied):
        decide(submitted, by=world.secretary)
    decide(submitted, by=world.leader)
    assert submitted.state == "closed"


# 3.3 counts as full where it does not apply: its points stay what they were.
def test_not_applicable_needs_a_reason_even_for_equal_points(world, submitted):
    changes = {"3.3": "not_applicable"}
    with pytest.raises(ReviewRefused) as refusal:
        verify(submitted, by=world.reviewer, changes=changes)
    assert refusal.value.messages == {"3.3": "Ghi không áp dụng: hãy ghi lý do."}
    reasons = {"3.3": "Chi bộ chỉ có bí thư."}
    verify(submitted, by=world.reviewer, changes=changes, reasons=reasons)
    mark = Mark.objects.get(evaluation__stage=Stage.VERIFIED, criterion="3.3")
    assert (mark.value, mark.points, mark.reason) == ("not_applicable", 2, "Chi bộ chỉ có bí thư.")
    # What was verified as not applicable is not asked about again.
    decide(submitted, by=world.leader)


# 7.1 was taken out because nothing was due; ten points of thirty are a difference too.
def test_taking_a_criterion_in_again_needs_a_reason(world, submitted):
    with pytest.raises(ReviewRefused, match="Khác điểm tự chấm"):
        verify(submitted, by=world.reviewer, changes={"7.1": "0"})


def test_a_mark_or_reason_that_is_too_long_is_refused_in_words(world, submitted):
    with pytest.raises(ReviewRefused, match="quá dài"):
        verify(submitted, by=world.reviewer, changes={"7.1": "1" * 21})
    with pytest.raises(ReviewRefused, match="dài quá 300 ký tự"):
        verify(submitted, by=world.reviewer, reasons={"7.1": "x" * 301})


def test_the_review_page_decides_with_self_and_verified_points_beside(world, verified, login):
    client = login(world.leader)
    url = reverse("meeting_review", args=[verified.key])
    page = client.get(url).content.decode()
    assert "như thẩm định" in page
    assert "Thẩm định: “Chưa định hướng thảo luận.”" in page
    preview = client.post(url, {"what": "preview", "mark-5.2": "4"}).json()
    assert preview["result"] == "97,14 · Tốt"
    assert "quy đổi 97,14 trên thang 100" in preview["remark"]
    fields = {"what": "decide", "version": str(verified.version), "mark-5.2": "4"}
    refused = client.post(url, fields | {"reason": "Nâng điểm"})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Chưa chốt được: còn 1 tiêu chí cần sửa." in text
    assert 'value="Nâng điểm"' in text
    assert client.post(url, fields | {"why-5.2": "Có ghi âm."}).status_code == 302
    verified.refresh_from_db()
    assert verified.state == "closed"


def test_a_review_of_what_was_verified_meanwhile_is_refused(world, submitted, login):
    client = login(world.reviewer)
    url = reverse("meeting_review", args=[submitted.key])
    assert client.get(url).status_code == 200
    typed = {"what": "verify", "version": "1", "mark-5.2": "3", "why-5.2": "Thiếu định hướng"}
    answer = client.post(url, typed)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "đã thay đổi trong lúc đồng chí xem" in text
    assert 'value="Thiếu định hướng"' in text


def test_a_record_without_a_sheet_is_verified_and_decided(world, login):
    cell_month = CellMonth.objects.create(
        cell=world.tech, month=OCTOBER, path=world.tech.paths.get().path
    )
    meeting = plan_meeting(cell_month=cell_month, kind="regular", by=world.secretary)
    save(meeting, filled(world, meeting), by=world.secretary)
    meeting.refresh_from_db()
    submit_record(meeting=meeting, version=meeting.version, by=world.secretary)
    client = login(world.leader)
    url = reverse("meeting_review", args=[meeting.key])
    assert client.post(url, {"what": "preview"}).json() == {"result": "", "remark": ""}
    for what in ("verify", "decide"):
        assert "Bản ghi này không có bảng điểm" in client.get(url).content.decode()
        meeting.refresh_from_db()
        client.post(url, {"what": what, "version": str(meeting.version)})
    assert client.get(url).url == reverse("meeting", args=[meeting.key])
    page = client.get(reverse("meeting_sheet", args=[meeting.key])).content.decode()
    assert "Bản ghi này không có phiếu điểm" in page


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ({"kind": Kind.DEDUCTION, "each": Decimal("4"), "floor": Decimal("5")}, "0 1 2 3 4"),
        ({"kind": Kind.NUMBER, "step": Decimal("5")}, "20 15 10 5 0"),
    ],
)
def test_points_that_may_not_apply_are_chosen_from_all_that_there_are(kind, values):
    policy = NotApplicablePolicy.EXCLUDE
    criterion = Criterion("1", "Nội dung", max_points=Decimal("20"), not_applicable=policy, **kind)
    choices = choices_of(criterion, None)
    assert " ".join(value for value, _ in choices[1:-1]) == values
    assert choices[-1] == ("not_applicable", "Không áp dụng: bỏ khỏi bảng điểm")
    assert matching_choice(criterion, "2.0", [("2", "2 lần")]) == "2"


def test_very_fine_steps_offer_some_of_them():
    criterion = Criterion(
        "1",
        "Nội dung",
        Kind.NUMBER,
        Decimal("10"),
        step=Decimal("0.01"),
        not_applicable=NotApplicablePolicy.FULL,
    )
    choices = choices_of(criterion, None)
    assert len(choices) < 70
    assert [choices[1][0], choices[-2][0]] == ["10", "0"]


def test_choices_say_what_not_applicable_means(world, submitted, login):
    page = login(world.reviewer).get(reverse("meeting_review", args=[submitted.key]))
    text = page.content.decode()
    assert "Không áp dụng: tính đủ điểm" in text
    assert "Không áp dụng: bỏ khỏi bảng điểm, quy đổi phần còn lại" in text


def test_the_cell_answers_a_verified_score_once(world, verified):
    with pytest.raises(NotPossible, match="Hãy ghi ý kiến"):
        answer_review(meeting=verified, text=" ", by=world.secretary)
    answer_review(meeting=verified, text=" Đã định hướng đầu buổi. ", by=world.secretary)
    with pytest.raises(NotPossible, match="đã có ý kiến"):
        answer_review(meeting=verified, text="Thêm nữa", by=world.deputy)
    answer = CellAnswer.objects.get(meeting=verified)
    assert (answer.round, answer.text) == (1, "Đã định hướng đầu buổi.")
    assert AuditEvent.objects.filter(subject=verified.key, verb="record.answer").count() == 1


def test_the_cell_answers_each_return_once(world, submitted):
    for number in (1, 2):
        return_record(meeting=submitted, reason="Thiếu ý kiến", by=world.reviewer)
        answer_review(meeting=submitted, text=f"Ý kiến {number}", by=world.secretary)
        with pytest.raises(NotPossible, match="đã có ý kiến"):
            answer_review(meeting=submitted, text="Lại", by=world.secretary)
        submitted.refresh_from_db()
        submit_record(meeting=submitted, version=submitted.version, by=world.secretary)
    verify(submitted, by=world.reviewer, changes={"5.2": "1"}, reasons={"5.2": "Thiếu."})
    answer_review(meeting=submitted, text="Ý kiến 3", by=world.secretary)
    rounds = submitted.cell_answers.values_list("round", "text")
    assert list(rounds) == [(1, "Ý kiến 1"), (2, "Ý kiến 2"), (3, "Ý kiến 3")]


def test_there_is_nothing_to_answer_without_a_difference(world, submitted):
    for step in ("submitted", "verified"):
        with pytest.raises(NotPossible, match="khác điểm tự chấm"):
            answer_review(meeting=submitted, text="Ý kiến", by=world.secretary)
        if step == "submitted":
            verify(submitted, by=world.reviewer)
    with pytest.raises(PermissionDenied):
        answer_review(meeting=submitted, text="Ý kiến", by=world.minute_taker)


def test_an_answer_goes_from_the_cells_page_to_the_leaders(world, verified, login, client):
    login(world.secretary)
    url = reverse("meeting_answer", args=[verified.key])
    assert url in client.get(reverse("meeting", args=[verified.key])).content.decode()
    assert url in client.get(reverse("meeting_sheet", args=[verified.key])).content.decode()
    secret = client.post(url, {"text": "Tài liệu đóng dấu MẬT đã nói rõ."})
    assert secret.status_code == 422
    assert "Tài liệu đóng dấu MẬT đã nói rõ." in secret.content.decode()
    answer = client.post(url, {"text": "Đã định hướng đầu buổi."})
    assert answer.url == reverse("meeting_sheet", args=[verified.key])
    again = client.post(url, {"text": "Lần nữa"})
    assert (again.status_code, "đã có ý kiến" in again.content.decode()) == (422, True)
    page = login(world.leader).get(reverse("meeting_review", args=[verified.key]))
    assert "Đã định hướng đầu buổi." in page.content.decode()
