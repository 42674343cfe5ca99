"""The pages of records, months, reviews and overviews: what they say, and how often they ask."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from meetings.actions.months import open_month
from meetings.actions.records import plan_meeting, update_roll
from meetings.actions.review import decide_record, verify_record
from meetings.actions.submission import submit_record
from meetings.contents import AgendaRow, TaskRow
from meetings.enums import MeetingKind
from meetings.models import CellMonth, Mark
from tests.factories import make_member, make_org
from tests.meetings.conftest import OCTOBER, contents_of, filled, save

RECORD_QUERIES = 7
# Two of these are the savepoint that stands for the transaction in tests.
SAVE_QUERIES = 15


def posted(page):
    """What a browser would send back from the record page."""
    form = page.context["form"]
    boxes = ("spoke-", "is_online", "minutes_passed")
    fields = {
        name: text
        for name, text in form.fields.items()
        if text or not (name.startswith(boxes) or name.endswith("-paper"))
    }
    return fields | {"version": str(page.context["version"]), "then": "stay"}


def grown(world, meeting, members):
    """The record with `members` more on the roll and as many items and tasks."""
    for number in range(members):
        make_member(f"Lù A {number}", cell=world.tech)
    contents = contents_of(meeting)
    first = contents.roll[0].member_id
    return replace(
        contents,
        agenda=contents.agenda + tuple(AgendaRow(None, f"Mục {n}", "…") for n in range(members)),
        tasks=contents.tasks + tuple(TaskRow(None, f"Việc {n}", first) for n in range(members)),
    )


def test_the_record_page_asks_the_same_number_of_questions_for_any_cell(
    world, written, login, client, django_assert_num_queries
):
    login(world.secretary)
    url = reverse("meeting_edit", args=[written.key])
    client.get(url)
    with django_assert_num_queries(RECORD_QUERIES):
        client.get(url)
    save(written, grown(world, written, 20), by=world.secretary)
    update_roll(meeting=written, by=world.secretary)
    with django_assert_num_queries(RECORD_QUERIES):
        page = client.get(url)
    assert len(page.context["form"].contents.roll) == 25


def test_saving_everything_asks_a_fixed_number_of_questions(
    world, planned, login, client, django_assert_num_queries
):
    login(world.secretary)
    save(planned, filled(world, planned), by=world.secretary)
    url = reverse("meeting_edit", args=[planned.key])
    for members, status, mark in ((0, "e", "3"), (20, "u", "2")):
        save(planned, grown(world, planned, members), by=world.secretary)
        update_roll(meeting=planned, by=world.secretary)
        fields = posted(client.get(url))
        changed = {
            name: f"{text} sửa"
            for name, text in fields.items()
            if name.endswith(("-text", "-what", "conclusion")) or name.startswith("said-")
        }
        roll = {name: status for name in fields if name.startswith("status-")}
        changed |= roll | {name: "ốm" for name in fields if name.startswith("why-")}
        changed |= {"mark-5.2": mark}
        changed |= {name: "0" for name in fields if name.startswith("res-") and "for" in name}
        with django_assert_num_queries(SAVE_QUERIES):
            answer = client.post(url, fields | changed)
        assert answer.status_code == 302


def test_a_save_leads_back_to_the_step(world, written, login, client):
    login(world.secretary)
    url = reverse("meeting_edit", args=[written.key])
    answer = client.post(url, posted(client.get(url)) | {"then": "outcomes", "place": "Nhà A"})
    assert answer.url == f"{url}#outcomes"
    assert contents_of(written).head.place == "Nhà A"


def test_new_members_are_added_with_what_was_typed(world, written, login, client):
    make_member("Sùng A Phử", cell=world.tech)
    login(world.secretary)
    url = reverse("meeting_edit", args=[written.key])
    typed = {"then": "new-members", "guests": "Đ/c Hà, đảng ủy viên"}
    answer = client.post(url, posted(client.get(url)) | typed)
    assert answer.url == f"{url}#roll"
    contents = contents_of(written)
    assert (len(contents.roll), contents.head.guests) == (6, "Đ/c Hà, đảng ủy viên")


def test_a_refused_form_says_where_and_keeps_all_that_was_typed(world, written, login, client):
    login(world.secretary)
    url = reverse("meeting_edit", args=[written.key])
    wrong = {"held_on": "40/10/2026", "place": "Nhà văn hóa mới", "mark-5.2": "4.3"}
    answer = client.post(url, posted(client.get(url)) | wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Không có ngày 40/10/2026" in text
    assert 'value="Nhà văn hóa mới"' in text
    assert "Chưa lưu được: còn 2 chỗ cần sửa" in text
    assert contents_of(written).head.place == "Hội trường tầng 2"


def test_two_who_write_at_once_see_both_texts(world, written, login, client):
    login(world.deputy)
    url = reverse("meeting_edit", args=[written.key])
    mine = posted(client.get(url)) | {"conclusion": "Bản của phó bí thư"}
    stored = contents_of(written)
    theirs = replace(stored, head=replace(stored.head, conclusion="Bản của bí thư"))
    save(written, theirs, by=world.secretary)
    answer = client.post(url, mine)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Kết luận: Bản của bí thư" in text
    assert "Kết luận: Bản của phó bí thư" in text
    again = posted(answer)
    assert client.post(url, again).status_code == 302
    assert contents_of(written).head.conclusion == "Bản của phó bí thư"


def test_a_session_that_ran_out_gives_the_typed_text_back(world, written, client):
    url = reverse("meeting_edit", args=[written.key])
    answer = client.post(url, {"place": "Gõ lâu quá"}, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert 'value="Gõ lâu quá"' in answer.content.decode()


def test_whoever_lost_the_right_to_write_gets_the_typed_text_back(world, written, login):
    client = login(world.reviewer)
    url = reverse("meeting_edit", args=[written.key])
    typed = {"conclusion": "Nhất trí ba việc của tháng tới.", "kind": "regular"}
    answer = client.post(url, typed, headers={"origin": "http://testserver"})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert "không có quyền ghi sổ" in text
    assert "Nhất trí ba việc của tháng tới." in text


def test_a_record_that_was_locked_meanwhile_keeps_the_typed_text(world, written, login, client):
    login(world.secretary)
    url = reverse("meeting_edit", args=[written.key])
    fields = posted(client.get(url))
    submit_record(meeting=written, version=written.version, by=world.secretary)
    answer = client.post(url, fields | {"conclusion": "Gõ trong lúc đã nộp"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Bản ghi đã khóa sau khi nộp" in text
    assert "Gõ trong lúc đã nộp" in text


def test_marks_sent_after_the_month_is_closed_change_nothing(world, written, login, client):
    client = login(world.secretary)
    fields = posted(client.get(reverse("meeting_edit", args=[written.key])))
    submit_record(meeting=written, version=written.version, by=world.secretary)
    written.refresh_from_db()
    verify_record(
        meeting=written, version=written.version, changes={}, reasons={}, by=world.reviewer
    )
    written.refresh_from_db()
    given = {"changes": {}, "reasons": {}, "reason": "", "by": world.leader}
    decide_record(meeting=written, version=written.version, **given)
    before = list(Mark.objects.order_by("pk").values())

    answer = client.post(reverse("meeting_edit", args=[written.key]), fields | {"mark-4.2": "3"})

    assert answer.status_code == 422
    assert "Bản ghi đã khóa sau khi nộp" in answer.content.decode()
    assert list(Mark.objects.order_by("pk").values()) == before


def test_another_site_gets_nothing_back(world, written, client):
    url = reverse("meeting_edit", args=[written.key])
    answer = client.post(url, {"place": "Lừa"}, headers={"origin": "http://evil.example"})
    assert "Lừa" not in answer.content.decode()


def test_a_locked_record_leads_to_its_reading_page(world, submitted, login):
    answer = login(world.secretary).get(reverse("meeting_edit", args=[submitted.key]))
    assert answer.url == reverse("meeting", args=[submitted.key])


def test_the_live_score_counts_what_is_typed_and_saves_nothing(world, written, login, client):
    login(world.secretary)
    fields = posted(client.get(reverse("meeting_edit", args=[written.key])))
    url = reverse("meeting_score", args=[written.key])
    score = client.post(url, fields | {"ended_at": "20:30"}).json()
    assert score["criteria"]["1.1"] == {"points": "3", "fact": "60 phút", "error": ""}
    assert contents_of(written).head.ended_at.hour == 21


def test_a_returned_record_shows_the_reason_above_the_form(world, submitted, login, client):
    login(world.reviewer)
    url = reverse("meeting_review", args=[submitted.key])
    client.post(url, {"what": "return", "reason": "Thiếu chữ ký"})
    page = login(world.secretary).get(reverse("meeting_edit", args=[submitted.key]))
    assert "Thiếu chữ ký" in page.content.decode()


def test_a_review_without_its_reason_is_refused_at_the_criterion(world, submitted, login):
    url = reverse("meeting_review", args=[submitted.key])
    version = {"version": str(submitted.version), "what": "verify"}
    answer = login(world.reviewer).post(url, version | {"mark-5.2": "1"})
    assert answer.status_code == 422
    assert "Khác điểm tự chấm: hãy ghi lý do." in answer.content.decode()


def test_a_preview_of_the_review_counts_and_saves_nothing(world, submitted, login, client):
    login(world.reviewer)
    url = reverse("meeting_review", args=[submitted.key])
    changed = client.post(url, {"what": "preview", "mark-5.2": "2"}).json()
    wrong = client.post(url, {"what": "preview", "mark-5.2": "99"}).json()
    assert (changed["result"], wrong["result"]) == ("94,29 · Tốt", "")
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


@pytest.mark.parametrize("cells", [1, 3])
def test_the_overview_asks_the_same_for_any_number_of_cells(
    world, submitted, login, django_assert_num_queries, cells
):
    for number in range(cells):
        make_org(parent=world.department, name=f"Chi bộ số {number}")
    open_month(month=OCTOBER)
    client = login(world.leader)
    url = reverse("overview", args=[world.department.key, "2026-10"])
    client.get(url)
    with django_assert_num_queries(14):
        page = client.get(url)
    assert f"1 trên {2 + cells} chi bộ đã họp" in page.content.decode()


@pytest.mark.parametrize("months", [1, 3])
def test_the_book_asks_the_same_for_any_number_of_months(
    world, submitted, login, django_assert_num_queries, months
):
    for number in range(months):
        open_month(month=date(2026, 1 + number, 1))
    client = login(world.secretary)
    url = reverse("cell", args=[world.tech.key])
    client.get(url)
    with django_assert_num_queries(6):
        page = client.get(url)
    assert len(page.context["rows"]) == months + 1


def test_the_queue_leads_from_one_record_to_the_next(world, submitted, login):
    page = login(world.reviewer).get(reverse("reviews")).content.decode()
    assert "1 bản ghi chờ thẩm định" in page
    assert reverse("meeting_review", args=[submitted.key]) in page


def test_home_says_what_is_next(world, planned, login):
    page = login(world.secretary).get("/").content.decode()
    assert "Tiếp tục: chuẩn bị" in page


def test_a_month_that_was_not_held_has_its_reason_and_can_be_taken_back(
    world, october, login, client
):
    login(world.secretary)
    url = reverse("cell_month_not_held", args=[world.tech.key, "2026-10"])
    client.post(url, {"reason": ""})
    assert CellMonth.objects.get(pk=october.pk).state == "not_planned"
    client.post(url, {"reason": "Mưa lũ, đường bị chia cắt"})
    assert CellMonth.objects.get(pk=october.pk).not_held_reason == "Mưa lũ, đường bị chia cắt"
    client.post(url, {"withdraw": "1"})
    assert CellMonth.objects.get(pk=october.pk).state == "not_planned"


def test_a_thematic_meeting_stands_beside_the_regular_one(world, written):
    plan_meeting(cell_month=written.cell_month, kind=MeetingKind.THEMATIC, by=world.secretary)
    month = CellMonth.objects.get(pk=written.cell_month_id)
    assert (month.meetings.count(), month.state) == (2, "held")


def test_the_coordinator_reads_cells_of_other_lines_in_the_territory(world, submitted, login):
    client = login(world.coordinator)
    assert client.get(reverse("meeting", args=[submitted.key])).status_code == 200
    page = client.get(reverse("overview", args=[world.ward.key, "2026-10"])).content.decode()
    assert "1 trên 1 chi bộ đã họp" in page
