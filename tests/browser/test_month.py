"""The main path: a cell's month from the blank page to the verified score."""

import pytest
from django.utils import timezone

from meetings.models import CellMonth, Meeting

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_month_from_the_blank_page_to_the_verified_score(town, open_phone, scripts):
    phone = open_phone(scripts=scripts)
    page = phone.page

    # The secretary plans the meeting and writes its record.
    phone.log_in("secretary")
    phone.click("Lập lịch sinh hoạt")
    page.click("text=Bắt đầu")
    page.wait_for_url("**/edit/*")
    phone.go_to_step("plan")
    phone.fill("place", "Nhà văn hóa bản Nà Ngò")
    page.select_option("[name=chair]", label="Nguyễn Hữu Bằng")
    page.select_option("[name=minute_taker]", label="Lò Thị Hương")
    phone.go_to_step("roll")
    phone.fill("held_on", f"{timezone.localdate():%d/%m/%Y}")
    phone.fill("started_at", "7h30")
    phone.mark_absent("Vàng A Lử", taps=1, code="e")
    phone.fill(f"why-{town.members['tech'][2].pk}", "ốm, có đơn")
    phone.mark_absent("Giàng Thị Mỷ", taps=2, code="u")
    if scripts:
        assert page.inner_text("#tally-count") == "2/4"
    phone.go_to_step("agenda")
    page.fill(".item textarea >> nth=0", "Phổ biến Chỉ thị 50-CT/TW.")
    page.check(f"[name=spoke-{town.members['tech'][0].pk}]")
    phone.go_to_step("outcomes")
    phone.fill("res-new1-title", "nhiệm vụ tháng tới")
    phone.fill("res-new1-for", "2")
    phone.fill("task-new1-what", "Rà soát hồ sơ đất đai")
    page.select_option("[name=task-new1-who]", label="Lò Thị Hương")
    phone.go_to_step("close")
    phone.fill("ended_at", "9h05")
    phone.score_everything()
    phone.save(then="submit")
    assert "Xem lại rồi nộp" in phone.text()
    page.click("text=Nộp bản ghi")
    page.wait_for_selector("text=Chờ thẩm định")
    meeting = Meeting.objects.get()
    month = CellMonth.objects.get(cell=town.tech)
    assert (month.present, month.excused, month.unexcused) == (2, 1, 1)

    # The reviewer returns it with a reason.
    phone.log_in("reviewer")
    page.goto(f"{phone.url}/reviews/")
    phone.click("Chi bộ Trung tâm Kỹ thuật Tài nguyên")
    page.click("summary:has-text('Trả lại chi bộ')")
    phone.fill("reason", "Biên bản thiếu tình hình tư tưởng.")
    page.click("text=Trả lại, nêu lý do")
    page.wait_for_selector("text=Đã trả lại chi bộ")

    # The secretary mends it and hands it over again.
    phone.log_in("secretary")
    assert "bị trả lại" in phone.text()
    page.goto(f"{phone.url}/meetings/{meeting.key}/edit/")
    assert "Biên bản thiếu tình hình tư tưởng." in phone.text()
    phone.go_to_step("agenda")
    page.fill(".item textarea >> nth=1", "Tư tưởng đảng viên ổn định.")
    phone.go_to_step("close")
    phone.save(then="submit")
    page.click("text=Nộp bản ghi")
    page.wait_for_selector("text=Chờ thẩm định")

    # The reviewer changes one score with a reason and verifies.
    phone.log_in("reviewer")
    page.goto(f"{phone.url}/meetings/{meeting.key}/review/")
    phone.fill("mark-5.2", "2")
    phone.fill("why-5.2", "Chưa định hướng thảo luận.")
    page.click("button[value=verify]")
    page.wait_for_selector("text=Đã thẩm định")

    # The leader's overview shows the cell as verified with the final rank.
    month.refresh_from_db()
    assert month.self_score - month.final_score > 0
    phone.log_in("leader")
    key = town.department.key
    page.goto(f"{phone.url}/overview/{key}/{month.month:%Y-%m}/")
    row = page.locator("tr", has_text="Chi bộ Trung tâm Kỹ thuật Tài nguyên")
    assert month.rank_title in row.inner_text()
    assert "✓" in row.inner_text()
