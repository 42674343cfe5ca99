"""The sheet page: every evaluation as it was given, whatever becomes of the rest."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from cells.models import Membership, PartyOrgVersion
from cells.models.periods import from_day, until
from meetings.actions.criteria import import_set
from meetings.actions.review import add_supplement, answer_review, return_record
from meetings.actions.submission import submit_record
from meetings.contents import MarkRow
from meetings.enums import SetState
from meetings.models import CriteriaSet
from meetings.sheets import issued_criteria
from tests.factories import make_membership
from tests.meetings.conftest import contents_of, save
from tests.meetings.test_reviews import decide, verify

SHEET_QUERIES = 8
GATED = """
code: CO-DIEM-LIET
title: Bảng điểm có điểm liệt
document: 05-HD/ĐU
issued_on: 2026-01-01
valid_from: 2026-01-01
max_points: 100
applies_to: {meeting_kinds: [regular]}
attendance_base: all
groups:
  - code: "1"
    title: Sinh hoạt
    max_points: 100
    criteria:
      - {code: "1.1", title: Thảo luận, kind: number, max_points: 60, not_applicable: rescale}
      - {code: "1.2", title: Biên bản, kind: yes_no, max_points: 10}
      - {code: "1.3", title: Chất lượng, kind: number, max_points: 30, not_applicable: exclude}
gates:
  - {cap: fair, unless_full: ["1.2"], message: "Biên bản chưa ghi đầy đủ"}
ranks:
  - {code: good, title: Tốt, at_least: 80}
  - {code: fair, title: Khá, at_least: 50}
  - {code: poor, title: Kém, at_least: 0}
"""


def sheet_url(meeting):
    return reverse("meeting_sheet", args=[meeting.key])


def text_of(page):
    """A page without the token that is another in each session."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def judged(world, meeting):
    """Verified with one mark lowered, and decided with another."""
    verify(meeting, by=world.reviewer, changes={"5.2": "2"}, reasons={"5.2": "Chưa định hướng."})
    answer_review(meeting=meeting, text="Chi bộ đã rõ.", by=world.secretary)
    decide(
        meeting,
        by=world.leader,
        changes={"4.1": "false"},
        reasons={"4.1": "Bỏ hai bước."},
        reason="Nhất trí.",
    )


def marked(world, meeting, marks, *, text=GATED):
    """The record handed over under a set of the nearest committee with these marks."""
    import_set(text=text, issuer=world.department, by=world.org_admin)
    rows = tuple(MarkRow(code, value, "Theo thực tế") for code, value in marks.items())
    save(meeting, replace(contents_of(meeting), marks=rows), by=world.secretary)
    meeting.refresh_from_db()
    return submit_record(meeting=meeting, version=meeting.version, by=world.secretary)


def test_the_three_stages_stand_side_by_side_with_values_and_reasons(world, submitted, login):
    judged(world, submitted)
    page = text_of(login(world.secretary).get(sheet_url(submitted)))
    assert "Quyết định 87,14 điểm, xếp Khá; tự chấm 97,14" in page
    assert page.count('<section class="fig">') == 3
    assert "Đ/c leader quyết định lúc" in page
    assert "95 phút (theo giờ bắt đầu, kết thúc)" in page
    assert "Đạt 68 trên 70 điểm áp dụng được, quy đổi 97,14 trên thang 100, xếp Tốt." in page
    assert "quy đổi phần còn lại (theo việc tháng trước)" in page
    assert "<small class=why>Chưa định hướng.</small>" in page
    assert "<small class=why>Bỏ hai bước.</small>" in page
    assert "Chi bộ đã rõ." in page
    assert "08-KH/ĐU của Đảng bộ Khối Các cơ quan và Doanh nghiệp" in page


def test_only_what_differs_is_coloured(world, submitted, login):
    judged(world, submitted)
    page = text_of(login(world.secretary).get(sheet_url(submitted)))
    rows = [row for row in page.split("<tr") if row.startswith(" class=diff")]
    assert [re.search(r"<th>(\S+)", row)[1] for row in rows] == ["4.1", "5.2"]


def test_before_it_is_handed_over_there_is_no_sheet(world, written, login):
    page = text_of(login(world.reviewer).get(sheet_url(written)))
    assert "Chưa có phiếu điểm" in page
    assert "Khi nộp, điểm tự chấm hiện ở đây." in page
    assert "<table" not in page


def test_a_returned_record_keeps_its_first_sheet_below(world, submitted, login):
    return_record(meeting=submitted, reason="Thiếu ý kiến thảo luận", by=world.reviewer)
    page = text_of(login(world.auditor).get(sheet_url(submitted)))
    assert "Bản ghi bị trả lại, chưa nộp lại" in page
    assert "Lần 1: Tự chấm 97,14 điểm, xếp Tốt; trả lại" in page
    assert "Thiếu ý kiến thảo luận" in page
    assert reverse("meeting_answer", args=[submitted.key]) not in page


@pytest.mark.parametrize("returns", [1, 3])
def test_the_sheet_asks_the_same_for_any_number_of_rounds(
    world, submitted, login, django_assert_num_queries, returns
):
    for _ in range(returns):
        return_record(meeting=submitted, reason="Sửa lại", by=world.reviewer)
        submitted.refresh_from_db()
        submit_record(meeting=submitted, version=submitted.version, by=world.secretary)
    judged(world, submitted)
    add_supplement(meeting=submitted, text="Đính chính", by=world.secretary)
    client = login(world.leader)
    client.get(sheet_url(submitted))
    with django_assert_num_queries(SHEET_QUERIES):
        page = client.get(sheet_url(submitted))
    assert len(page.context["earlier"]) == returns


def test_a_rank_lowered_by_a_gate_says_why_on_every_page(world, written, login, client):
    marked(world, written, {"1.1": "60", "1.2": "false", "1.3": "30"})
    why = "90 điểm nhưng xếp Khá vì: Biên bản chưa ghi đầy đủ. Tính theo điểm là Tốt."
    for person, name in (
        (world.secretary, "meeting"),
        (world.secretary, "meeting_sheet"),
        (world.reviewer, "meeting_review"),
    ):
        page = login(person).get(reverse(name, args=[written.key]))
        assert why in page.content.decode(), name
    verify(written, by=world.reviewer)
    assert why in login(world.secretary).get("/").content.decode()
    page = text_of(client.get(sheet_url(written)))
    assert "Thẩm định giữ nguyên 90 điểm nhưng xếp Khá" in page


def test_what_does_not_apply_is_told_with_both_totals(world, written, login):
    marked(world, written, {"1.1": "not_applicable", "1.2": "true", "1.3": "26"})
    page = text_of(login(world.secretary).get(sheet_url(written)))
    assert "Đạt 36 trên 40 điểm áp dụng được, quy đổi 90 trên thang 100, xếp Tốt." in page
    assert "không áp dụng: bỏ khỏi bảng điểm, quy đổi phần còn lại" in page
    assert "<b>36/40</b>" in page


def test_a_sheet_without_rescaling_shows_what_applied(world, written, login):
    marked(world, written, {"1.1": "50", "1.2": "true", "1.3": "not_applicable"})
    page = text_of(login(world.secretary).get(sheet_url(written)))
    assert "Đạt 60 trên 70 điểm áp dụng được, xếp Khá." in page


def test_the_record_page_offers_not_applicable_where_points_are_typed(world, written, login):
    import_set(text=GATED, issuer=world.department, by=world.org_admin)
    marks = (MarkRow("1.1", "not_applicable"), MarkRow("1.2", "true"), MarkRow("1.3", "7.7"))
    save(written, replace(contents_of(written), marks=marks), by=world.secretary)
    url = reverse("meeting_edit", args=[written.key])
    page = login(world.secretary).get(url).content.decode()
    assert "Không áp dụng: bỏ khỏi bảng điểm, quy đổi phần còn lại" in page
    assert 'name="markwhy-1.1" placeholder="lý do không áp dụng"' in page
    # What is no choice stays as it was typed, with its fault.
    assert '<option value="7.7" selected>7.7' in page
    assert "10/40 áp dụng được →" in page


def test_a_mark_against_a_fact_stands_beside_it(world, written, login):
    marks = {row.criterion: row for row in contents_of(written).marks}
    marks["1.1"] = MarkRow("1.1", "60", "Đồng hồ chạy nhanh")
    given = replace(contents_of(written), marks=tuple(marks.values()))
    save(written, given, by=world.secretary)
    written.refresh_from_db()
    submit_record(meeting=written, version=written.version, by=world.secretary)
    page = text_of(login(world.secretary).get(sheet_url(written)))
    assert "<small>mức từ 60 phút; dữ liệu: 95 phút</small>" in page
    assert "<small class=why>Đồng hồ chạy nhanh</small>" in page


def test_home_tells_what_was_changed_and_leads_to_the_sheet(world, submitted, login):
    judged(world, submitted)
    page = login(world.secretary).get("/").content.decode()
    assert "sửa 2 tiêu chí" in page
    assert "Bỏ hai bước." in page
    assert sheet_url(submitted) in page


def test_a_later_supplement_is_told_and_changes_nothing(world, submitted, login, client):
    verify(submitted, by=world.reviewer)
    before = stored_rows()
    add_supplement(meeting=submitted, text="Họp đến 20 giờ", by=world.secretary)
    day = timezone.localdate()
    told = f"Bổ sung số 1 ({day:%d/%m/%Y}) ghi sau khi chấm: điểm này dựa trên dữ kiện cũ"
    for name in ("meeting", "meeting_sheet", "meeting_review"):
        page = login(world.leader).get(reverse(name, args=[submitted.key])).content.decode()
        assert told in page, name
        assert "Họp đến 20 giờ" in page
    assert stored_rows() == before
    decide(submitted, by=world.leader)
    assert told not in text_of(client.get(sheet_url(submitted)))


def stored_rows():
    """Every column of every evaluation and mark as text."""
    with connection.cursor() as cursor:
        cursor.execute(
            "(SELECT t::text FROM meetings_evaluation t ORDER BY id)"
            "UNION ALL (SELECT t::text FROM meetings_mark t ORDER BY id)"
        )
        return cursor.fetchall()


def rename(org, name, day):
    """The organisation has another name from `day` on."""
    version = org.versions.get()
    version.period = until(version.period, day - timedelta(days=1))
    version.save()
    following = PartyOrgVersion.objects.get(pk=version.pk)
    following.pk, following.name, following.short_name = None, name, name
    following.period = from_day(day)
    following.save()


def test_old_evaluations_stay_byte_for_byte(world, ward_sheet, submitted, login):
    judged(world, submitted)
    client = login(world.leader)
    rows, page = stored_rows(), text_of(client.get(sheet_url(submitted)))

    today = timezone.localdate()
    CriteriaSet.objects.filter(pk=ward_sheet.pk).update(
        state=SetState.SUPERSEDED, valid_to=date(2026, 10, 31)
    )
    rename(world.tech, "Chi bộ Trung tâm Kỹ thuật số", today)
    rename(world.bloc, "Đảng bộ các cơ quan Đảng tỉnh", today)
    moved = Membership.objects.get(member=world.members["tech"][1])
    moved.period = until(moved.period, today - timedelta(days=1))
    moved.save()
    make_membership(moved.member, world.office, period=from_day(today))
    issued_criteria.cache_clear()

    assert stored_rows() == rows
    assert text_of(client.get(sheet_url(submitted))) == page


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE meetings_evaluation SET reason = 'Sửa'",
        "UPDATE meetings_evaluation SET total = NULL, rank = ''",
        "UPDATE meetings_mark SET points = 0",
        "UPDATE meetings_mark SET reason = 'Sửa'",
        "DELETE FROM meetings_mark",
        "DELETE FROM meetings_evaluation",
    ],
)
def test_finished_rows_can_neither_be_changed_nor_removed(world, submitted, change):
    before = stored_rows()
    with (
        pytest.raises(IntegrityError, match="locked"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)
    assert stored_rows() == before
