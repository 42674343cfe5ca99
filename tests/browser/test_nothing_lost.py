"""What was typed is never lost: closed pages, dead networks, sessions that ran out, two writers."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from meetings.actions.records import plan_meeting
from meetings.enums import MeetingKind
from meetings.models import CellMonth, Task, Transition
from tests.browser.conftest import DESK
from tests.factories.accounts import PASSWORD
from tests.meetings.conftest import contents_of, filled, save

pytestmark = pytest.mark.browser

both = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
MINE = "Nhất trí giao đồng chí Hương.\nHạn ngày 20, báo cáo ở buổi sau."
THEIRS = "Chi bộ thống nhất ba việc của tháng tới."
LINK = "https://thuvienphapluat.vn/van-ban/Bo-may-hanh-chinh/Chi-thi-50-CT-TW-2025-sinh-hoat.aspx"


@pytest.fixture
def meeting(town):
    """This month's regular meeting of the cell, planned and still blank."""
    month = CellMonth.objects.get(cell=town.tech)
    return plan_meeting(cell_month=month, kind=MeetingKind.REGULAR, by=town.secretary)


@pytest.fixture
def written(town, meeting):
    """The same, filled in whole and held today."""
    contents = filled(town, meeting)
    head = replace(
        contents.head,
        held_on=timezone.localdate(),
        documents_sent_on=None,
        pre_meeting_on=None,
    )
    save(meeting, replace(contents, head=head), by=town.secretary)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def open_at(open_phone, town, meeting):
    """`open_at("outcomes")`: the secretary's window with this step of the record."""

    def opener(step, *, by=town.secretary, **window):
        phone = open_phone(**window)
        phone.enter(by)
        phone.open_record(meeting, step=step)
        return phone

    return opener


def stored(meeting):
    meeting.refresh_from_db()
    return meeting


def conclude(meeting, text, *, by):
    """Somebody else saves this conclusion."""
    contents = contents_of(meeting)
    save(meeting, replace(contents, head=replace(contents.head, conclusion=text)), by=by)


# ---- The draft on the device


def test_what_was_typed_is_back_after_the_page_was_closed(open_at, meeting):
    phone = open_at("outcomes")
    phone.fill("conclusion", MINE)
    phone.page.click("text=+ Thêm việc")
    phone.fill("task-new2-what", "Rà soát hồ sơ")
    phone.wait_for_state("Còn giữ trên máy này, chưa lưu")
    phone.page.close()
    phone.page = phone.new_tab()
    phone.open_record(meeting, step="outcomes")
    assert "mà chưa lưu" in phone.page.inner_text("#draft-notice")
    assert phone.value("conclusion") == MINE
    assert phone.value("task-new2-what") == "Rà soát hồ sơ"
    assert stored(meeting).version == 1


def test_a_page_closed_in_the_middle_of_a_word_keeps_it(open_at, meeting):
    phone = open_at("plan")
    phone.fill("place", "Nhà văn hóa bản Nà Ngò")
    phone.page.reload()
    assert phone.value("place") == "Nhà văn hóa bản Nà Ngò"


def test_the_kept_text_can_be_dropped_for_good(open_at):
    phone = open_at("plan")
    phone.fill("place", "Nhà văn hóa")
    phone.wait_for_state("Còn giữ trên máy này")
    phone.page.reload()
    with phone.page.expect_navigation():
        phone.page.click("text=Bỏ bản trên máy")
    assert phone.value("place") == ""
    phone.page.reload()
    assert phone.value("place") == ""
    assert phone.page.is_hidden("#draft-notice")


def test_after_a_save_no_draft_comes_back(open_at, meeting):
    phone = open_at("plan")
    phone.fill("place", "Nhà văn hóa ")
    phone.press_and_wait()
    assert stored(meeting).place == "Nhà văn hóa"
    phone.go_to_step("plan")
    phone.fill("place", "Nhà văn hóa ")
    phone.press_and_wait()
    assert phone.page.is_hidden("#draft-notice")
    assert phone.page.evaluate("localStorage.length") == 0
    assert stored(meeting).version == 2


def test_a_draft_older_than_the_record_is_offered_and_compared_before_it_is_saved(
    open_at, meeting, town
):
    phone = open_at("outcomes")
    phone.fill("conclusion", MINE)
    phone.wait_for_state("Còn giữ trên máy này")
    phone.page.goto("about:blank")
    conclude(meeting, THEIRS, by=town.deputy)
    phone.open_record(meeting, step="outcomes")
    phone.page.reload()
    assert phone.value("conclusion") == THEIRS
    phone.page.click("text=Xem lại bản trên máy")
    assert phone.value("conclusion") == MINE
    phone.press_and_wait()
    assert THEIRS in phone.page.inner_text(".conflict")
    assert stored(meeting).conclusion == THEIRS


def test_going_back_shows_what_is_stored(open_at, meeting):
    phone = open_at("plan", screen=DESK)
    phone.fill("place", "Hội trường tầng 1")
    phone.press_and_wait()
    phone.fill("place", "Hội trường tầng 2")
    phone.press_and_wait()
    phone.page.go_back()
    phone.page.go_back()
    assert phone.value("place") == "Hội trường tầng 2"


def test_an_older_draft_outlives_what_is_typed_instead_until_it_is_dropped(open_at, meeting, town):
    phone = open_at("outcomes")
    phone.fill("conclusion", MINE)
    phone.wait_for_state("Còn giữ trên máy này")
    phone.page.goto("about:blank")
    conclude(meeting, THEIRS, by=town.deputy)
    phone.open_record(meeting, step="outcomes")
    phone.fill("conclusion", f"{THEIRS} Đã rõ.")
    phone.press_and_wait()
    assert stored(meeting).conclusion == f"{THEIRS} Đã rõ."
    phone.page.click("text=Bỏ bản trên máy")
    assert phone.page.is_hidden("#draft-notice")
    phone.page.reload()
    assert phone.page.is_hidden("#draft-notice")
    assert phone.page.evaluate("localStorage.length") == 0


# ---- The network


def test_without_network_the_text_stays_the_next_step_opens_and_a_later_save_takes_it(
    open_at, meeting
):
    phone = open_at("outcomes")
    phone.context.set_offline(True)
    phone.fill("conclusion", MINE)
    phone.press()
    phone.page.wait_for_selector("#close.current")
    phone.wait_for_state("chưa có mạng")
    assert phone.value("conclusion") == MINE
    assert stored(meeting).conclusion == ""
    phone.context.set_offline(False)
    phone.wait_for_state("Đã có mạng lại")
    phone.press_and_wait()
    assert stored(meeting).conclusion == MINE
    phone.forgive("ERR_INTERNET_DISCONNECTED")


def test_without_network_the_last_step_stays_where_it_is(open_at, meeting):
    phone = open_at("close")
    phone.context.set_offline(True)
    phone.fill("shortcomings", "Họp muộn.")
    phone.press()
    phone.wait_for_state("chưa có mạng")
    assert phone.step() == "close"
    assert phone.page.is_enabled("#next-button")
    phone.context.set_offline(False)
    phone.press_and_wait()
    assert "/submit/" in phone.page.url
    assert stored(meeting).shortcomings == "Họp muộn."
    phone.forgive("ERR_INTERNET_DISCONNECTED")


# ---- The session


@pytest.mark.parametrize(
    ("scripts", "lost"),
    [(True, "session"), (False, "session"), (False, "all cookies")],
    ids=["with scripts", "without scripts", "without scripts and cookies"],
)
def test_what_was_sent_after_the_session_ran_out_is_sent_again(open_at, meeting, scripts, lost):
    phone = open_at("outcomes", scripts=scripts)
    phone.fill("conclusion", MINE)
    Session.objects.all().delete()
    if lost == "all cookies":
        phone.context.clear_cookies()
    phone.press_and_wait()
    assert "Chưa gửi được, chữ đã gõ vẫn còn đây" in phone.text()
    with phone.context.expect_page() as opened:
        phone.page.click("a:has-text('Đăng nhập ở thẻ mới')")
    tab = opened.value
    tab.fill("[name=login]", "secretary")
    tab.fill("[name=password]", PASSWORD)
    tab.click("main form button[type=submit]")
    tab.wait_for_url(f"{phone.url}/")
    phone.send_again()
    assert phone.value("conclusion") == MINE
    assert (stored(meeting).conclusion, meeting.version) == (MINE, 2)
    assert phone.page.is_hidden("#draft-notice")


# ---- Twice


@both
def test_a_double_click_on_save_saves_once(open_at, meeting, scripts):
    phone = open_at("outcomes", scripts=scripts, screen=DESK)
    phone.fill("task-new1-what", "Rà soát hồ sơ")
    phone.page.select_option("[name=task-new1-who]", label="Lò Thị Hương")
    phone.page.dblclick("#save-button")
    phone.page.wait_for_selector("text=Đã lưu lúc")
    assert phone.page.locator(".conflict").count() == 0
    assert Task.objects.count() == 1
    assert stored(meeting).version == 2


@both
def test_a_double_click_on_hand_over_hands_over_once(open_at, written, scripts):
    phone = open_at("plan", scripts=scripts)
    phone.page.goto(f"{phone.url}/meetings/{written.key}/submit/")
    phone.page.dblclick("text=Nộp bản ghi")
    phone.page.wait_for_selector("text=Chờ thẩm định")
    assert Transition.objects.filter(meeting=written, to_state="submitted").count() == 1
    assert phone.page.locator(".notice.error").count() == 0


# ---- Two writers


@both
def test_who_saves_second_sees_both_texts_and_keeps_their_own(open_at, meeting, town, scripts):
    first = open_at("outcomes", scripts=scripts)
    second = open_at("outcomes", scripts=scripts, by=town.deputy)
    first.fill("conclusion", THEIRS)
    second.fill("conclusion", MINE)
    first.press_and_wait()
    second.press_and_wait()
    conflict = second.page.locator(".conflict")
    assert "Nguyễn Hữu Bằng đã lưu bản ghi này" in conflict.inner_text()
    assert THEIRS in conflict.locator(".theirs").inner_text()
    assert MINE in conflict.locator(".mine").inner_text()
    assert second.value("conclusion") == MINE
    assert stored(meeting).conclusion == THEIRS
    with second.page.expect_navigation():
        second.page.click("text=Giữ bản của tôi")
    assert (stored(meeting).conclusion, meeting.version) == (MINE, 3)


@both
def test_who_saves_second_may_take_what_is_stored(open_at, meeting, town, scripts):
    phone = open_at("outcomes", scripts=scripts)
    conclude(meeting, THEIRS, by=town.deputy)
    phone.fill("conclusion", MINE)
    phone.press_and_wait()
    with phone.page.expect_navigation():
        phone.page.click("text=Lấy bản đang lưu")
    assert phone.value("conclusion") == THEIRS
    assert phone.page.is_hidden("#draft-notice")
    assert (stored(meeting).conclusion, meeting.version) == (THEIRS, 2)


def test_a_conflict_that_was_left_open_is_compared_again(open_at, meeting, town):
    phone = open_at("outcomes")
    conclude(meeting, THEIRS, by=town.deputy)
    phone.fill("conclusion", MINE)
    phone.press_and_wait()
    assert phone.page.locator(".conflict").count() == 1
    phone.page.goto("about:blank")
    phone.open_record(meeting, step="outcomes")
    assert phone.value("conclusion") == THEIRS
    phone.page.click("text=Xem lại bản trên máy")
    phone.press_and_wait()
    assert THEIRS in phone.page.inner_text(".conflict .theirs")
    assert (stored(meeting).conclusion, meeting.version) == (THEIRS, 2)


def test_two_tabs_of_one_person_do_not_overwrite_each_other(open_at, meeting):
    phone = open_at("outcomes")
    tab = phone.new_tab()
    tab.goto(phone.page.url)
    tab.fill("[name=conclusion]", MINE)
    phone.fill("conclusion", THEIRS)
    phone.press_and_wait()
    with tab.expect_navigation():
        tab.click("#next-button")
    assert THEIRS in tab.inner_text(".conflict .theirs")
    assert tab.input_value("[name=conclusion]") == MINE
    assert stored(meeting).conclusion == THEIRS


# ---- Wrong input

WRONG = {
    "place": "Nhà văn hóa",
    "held_on": f"{timezone.localdate() + timedelta(days=3):%d/%m/%Y}",
    "started_at": "20h",
    "ended_at": "19h30",
    "res-new1-title": "nhiệm vụ tháng tới",
    "res-new1-for": "9",
    "task-new1-what": "Rà soát hồ sơ",
    "mark-5.2": "4,3",
}
SENTENCES = {
    "held_on": "chưa tới. Hãy ghi ngày đã họp.",
    "ended_at": "Giờ kết thúc phải sau giờ bắt đầu (20:00).",
    "res-new1-for": "Tổng 9 phiếu vượt 3 đảng viên chính thức có mặt.",
    "task-new1-who": "Hãy chọn người làm việc này.",
    "mark-5.2": "4",
}
FIELDS_BY_STEP = {
    "plan": ["place"],
    "roll": ["held_on", "started_at"],
    "outcomes": ["res-new1-title", "res-new1-for", "task-new1-what"],
    "close": ["ended_at", "mark-5.2"],
}


@both
def test_every_fault_stands_at_its_field_and_every_text_stays(open_at, meeting, scripts):
    phone = open_at("plan", scripts=scripts, screen=DESK)
    for name, text in WRONG.items():
        phone.fill(name, text)
    phone.press_and_wait()
    assert "còn 5 chỗ cần sửa" in phone.text()
    for name, sentence in SENTENCES.items():
        assert sentence in phone.fault_at(name)
    assert {name: phone.value(name) for name in WRONG} == WRONG
    assert stored(meeting).version == 1


def test_on_a_phone_each_save_opens_the_step_of_the_first_fault_left(open_at, meeting):
    phone = open_at("plan")
    for step, names in FIELDS_BY_STEP.items():
        phone.go_to_step(step)
        for name in names:
            phone.fill(name, WRONG[name])
    phone.press_and_wait()
    assert phone.step() == "roll"
    phone.fill("held_on", f"{timezone.localdate():%d/%m/%Y}")
    phone.press_and_wait()
    assert phone.step() == "outcomes"
    phone.fill("res-new1-for", "3")
    phone.page.select_option("[name=task-new1-who]", label="Lò Thị Hương")
    phone.press_and_wait()
    assert phone.step() == "close"
    phone.fill("ended_at", "21h30")
    phone.fill("mark-5.2", "3,5")
    phone.press_and_wait()
    assert stored(meeting).resolutions.get().in_favour == 3
    assert f"{meeting.ended_at:%H:%M}" == "21:30"


# ---- Rows, the live score, narrow screens


def test_rows_that_were_added_are_saved_once_each(open_at, meeting):
    phone = open_at("outcomes")
    for number, what in ((2, "Rà soát hồ sơ"), (3, "Thăm hộ nghèo")):
        phone.page.click("text=+ Thêm việc")
        phone.fill(f"task-new{number}-what", what)
        phone.page.select_option(f"[name=task-new{number}-who]", label="Lò Thị Hương")
    phone.press_and_wait()
    assert list(Task.objects.order_by("id").values_list("what", flat=True)) == [
        "Rà soát hồ sơ",
        "Thăm hộ nghèo",
    ]
    phone.page.reload()
    phone.press_and_wait()
    assert Task.objects.count() == 2


def test_total_and_rank_follow_the_typing_without_a_save(open_at, written):
    phone = open_at("close", screen=DESK)
    page = phone.page
    assert page.inner_text("#total-rank") == "Tốt"
    before = page.inner_text("#total-points")
    version = written.version
    phone.fill("mark-4.2", "0")
    expect(page.locator("#total-points")).not_to_have_text(before)
    expect(page.locator("[data-code='4.2'] output")).to_have_text("0")
    assert page.inner_text("#total-rank") == "Khá"
    phone.fill("mark-4.2", "")
    expect(page.locator("#total-missing")).to_have_text("còn 1 tiêu chí chưa chấm")
    expect(page.locator("#total-rank")).to_have_text("chưa chấm đủ")
    assert stored(written).version == version


def test_the_total_counts_the_text_that_came_back_from_the_device(open_at, written):
    phone = open_at("close")
    phone.fill("mark-4.2", "0")
    expect(phone.page.locator("[data-code='4.2'] output")).to_have_text("0")
    total = phone.page.inner_text("#total-points")
    phone.page.reload()
    expect(phone.page.locator("#total-points")).to_have_text(total)


@both
def test_no_page_of_the_record_scrolls_sideways_on_a_phone(open_at, written, town, scripts):
    phone = open_at("plan", scripts=scripts)
    month = f"/cells/{town.tech.key}/{written.cell_month.month:%Y-%m}/"
    record = f"/meetings/{written.key}/"
    wide = {}
    for step in ("plan", "roll", "agenda", "outcomes", "close"):
        phone.go_to_step(step)
        wide[step] = phone.overflow()
    phone.go_to_step("outcomes")
    phone.fill("conclusion", LINK)
    phone.press_and_wait()
    for path in ("/", f"/cells/{town.tech.key}/", month, f"{record}submit/", record):
        phone.page.goto(f"{phone.url}{path}")
        wide[path] = phone.overflow()
    assert {path: pixels for path, pixels in wide.items() if pixels} == {}


@both
def test_no_page_of_something_gone_wrong_scrolls_sideways(open_at, meeting, town, scripts):
    phone = open_at("outcomes", scripts=scripts)
    conclude(meeting, THEIRS, by=town.deputy)
    phone.fill("conclusion", LINK)
    phone.press_and_wait()
    wide = {"conflict": phone.overflow()}
    phone.go_to_step("outcomes")
    phone.fill("res-new1-for", "99")
    phone.press_and_wait()
    wide["faults"] = phone.overflow()
    Session.objects.all().delete()
    phone.press_and_wait()
    wide["kept"] = phone.overflow()
    assert {path: pixels for path, pixels in wide.items() if pixels} == {}


@both
def test_enter_in_a_field_saves(open_at, meeting, scripts):
    phone = open_at("plan", scripts=scripts, screen=DESK)
    phone.fill("place", "Nhà văn hóa")
    with phone.page.expect_navigation():
        phone.page.press("[name=place]", "Enter")
    assert stored(meeting).place == "Nhà văn hóa"


@both
def test_adding_new_members_to_the_roll_loses_no_text(open_at, meeting, scripts):
    phone = open_at("roll", scripts=scripts)
    phone.fill("guests", "Đ/c Hà, đảng ủy viên")
    with phone.page.expect_navigation():
        phone.page.click("text=Thêm đảng viên mới về chi bộ")
    assert phone.value("guests") == "Đ/c Hà, đảng ủy viên"


def test_a_draft_whose_sending_failed_is_offered_after_somebody_elses_save(open_at, meeting, town):
    phone = open_at("outcomes")
    phone.fill("conclusion", MINE)
    Session.objects.all().delete()
    phone.press_and_wait()
    conclude(meeting, THEIRS, by=town.deputy)
    phone.enter(town.secretary)
    phone.page.goto("about:blank")
    phone.open_record(meeting, step="outcomes")
    assert "chưa lưu" in phone.page.inner_text("#draft-notice")
