"""A committee builds its criteria, tries them out, issues and uses them; then the year by them."""

import random
from dataclasses import replace

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from meetings.actions.months import current_month, open_month
from meetings.actions.records import plan_meeting
from meetings.actions.submission import submit_record
from meetings.deadlines import month_before
from meetings.enums import MeetingKind
from meetings.models import CellMonth, CriteriaSet, Meeting
from meetings.scoring.engine import score, sheet_of
from meetings.scoring.model import Situation
from meetings.scoring.reading import read
from meetings.sheets import criteria_of, read_value, write_value
from tests.browser.conftest import DESK
from tests.meetings.conftest import contents_of, filled, save
from tests.meetings.test_sheet_random import issue_every_kind, random_mark, shown

pytestmark = pytest.mark.browser

BANDS = [("90", "10"), ("60", "6"), ("0", "2")]
FILLED_IN_BY_FACTS = "theo dữ liệu"


class Editor:
    """The staff member at the desk who writes the set."""

    def __init__(self, phone):
        self.phone, self.page = phone, phone.page

    def press(self, text):
        with self.page.expect_navigation():
            self.page.click(f"main button:has-text('{text}') >> visible=true")

    def fill(self, **texts):
        for name, text in texts.items():
            self.phone.fill(name.replace("__", "."), text)

    def open(self, part):
        with self.page.expect_navigation():
            self.page.click(f"main a[href$='/edit/{part}/'] >> nth=0")

    def save(self):
        self.press("Lưu")
        assert "⚠" not in self.phone.text(), self.phone.text()

    def add_criterion(self, group, kind, title, points, **texts):
        self.page.select_option(f"#kind-{group - 1}", label=kind)
        with self.page.expect_navigation():
            self.page.click(f"button[value='add-criterion group-{group}']")
        self.fill(title=title, **texts)
        if points:
            self.fill(max_points=points)

    def bands(self, rows):
        for number, (at_least, points) in enumerate(rows):
            self.phone.fill(f"bands.{number}.at_least", at_least)
            self.phone.fill(f"bands.{number}.points", points)

    def group(self, number, title, points):
        if number > 1:
            self.press("Thêm nhóm")
        else:
            self.open("group-1")
        self.fill(title=title, max_points=points)
        self.save()


def past_record(town):
    """A record of last month, handed over under the committee's old sheet."""
    month = month_before(current_month())
    open_month(month=month)
    row = CellMonth.objects.get(cell=town.tech, month=month)
    meeting = plan_meeting(cell_month=row, kind=MeetingKind.REGULAR, by=town.secretary)
    contents = filled(town, meeting)
    head = replace(contents.head, held_on=month.replace(day=24), documents_sent_on=None)
    save(meeting, replace(contents, head=head), by=town.secretary)
    meeting.refresh_from_db()
    submit_record(meeting=meeting, version=meeting.version, by=town.secretary)
    return Meeting.objects.get(pk=meeting.pk)


def build(editor):
    """Three groups with every kind of criterion, a gate, a roll-up by count."""
    page, phone = editor.page, editor.phone
    page.goto(f"{phone.url}/criteria/new/")
    page.check("input[value=blank]")
    editor.press("Tạo dự thảo")
    editor.open("head")
    today = f"{timezone.localdate():%d/%m/%Y}"
    editor.fill(title="Bảng điểm mới", code="MOI-2026", document="21-HD/ĐUK")
    editor.fill(issued_on=today, valid_from="31/02/2026")
    editor.press("Lưu")
    assert phone.fault_at("valid_from") == "Phải là ngày có thật, viết như 28/10/2025."
    editor.fill(valid_from=today)
    editor.save()

    editor.group(1, "Thời gian và tỉ lệ dự", "20")
    editor.add_criterion(1, "Theo bậc (phút, %, số lượng)", "Thời lượng sinh hoạt", "10")
    page.select_option("#fact", label="Thời lượng (phút)")
    editor.bands(BANDS)
    editor.save()
    editor.add_criterion(1, "Theo bậc (phút, %, số lượng)", "Tỉ lệ có mặt", "8")
    page.select_option("#fact", label="Tỉ lệ có mặt (%)")
    editor.bands([("90", "8"), ("0", "4,5")])
    editor.save()
    editor.add_criterion(1, "Điểm cộng", "Không ai vắng liên tiếp", "2")
    page.select_option("#bonus", label="Trong điểm tối đa của nhóm")
    editor.save()

    editor.group(2, "Tổ chức sinh hoạt", "50")
    editor.add_criterion(2, "Cho điểm từ 0 đến tối đa", "Nội dung", "30")
    editor.save()
    editor.add_criterion(2, "Đạt hoặc không đạt", "Đọc và thông qua biên bản", "20")
    editor.save()
    editor.add_criterion(2, "Điều kiện, không tính điểm", "Chi ủy họp trước", "")
    editor.save()
    editor.add_criterion(2, "Điểm cộng", "Có sáng kiến", "5")
    page.select_option("#bonus", label="Ngoài điểm của nhóm")
    editor.save()

    editor.group(3, "Kỷ luật", "30")
    editor.add_criterion(3, "Trừ điểm theo số lần", "Vi phạm giờ giấc", "30", each="2")
    editor.save()

    editor.open("gates")
    page.select_option("[name='gates.0.cap']", label="Khá")
    phone.fill("gates.0.unless_full", "1.9")
    phone.fill("gates.0.message", "chưa bảo đảm thời lượng và chi ủy chưa họp trước")
    editor.press("Lưu")
    assert phone.fault_at("gates.0.unless_full") == "Không có tiêu chí “1.9”."
    phone.fill("gates.0.unless_full", "1.1, 2.3")
    editor.save()
    editor.open("rollup")
    with page.expect_navigation():
        page.select_option("[name='year.kind']", label="Theo số buổi đạt từng mức")
    page.select_option("[name='year.rules.0.rank']", label="Tốt")
    page.select_option("[name='year.rules.0.count.rank']", label="Tốt")
    phone.fill("year.rules.0.count.at_least", "7")
    page.select_option("[name='year.rules.1.rank']", label="Khá")
    page.select_option("[name='year.rules.1.all_at_least']", label="Khá")
    editor.save()


def test_a_set_from_the_blank_page_to_the_years_proposal(town, open_phone):
    past = past_record(town)
    desk = open_phone(screen=DESK)
    page = desk.page
    desk.enter(town.reviewer)
    build(Editor(desk))
    assert "đã đủ, ban hành được" in desk.text()

    # What would last quarter have looked like?
    draft = CriteriaSet.objects.get(state="draft")
    page.goto(f"{desk.url}/criteria/{draft.pk}/tryout/?months=12&unknown=full")
    assert "Xếp loại trước và sau" in desk.text()

    # It replaces the old sheet, and what the file says is what was built.
    page.goto(f"{desk.url}/criteria/{draft.pk}/issue/")
    page.check("[name=replaces]")
    page.click("button:has-text('Ban hành')")
    page.wait_for_selector("text=Từ nay bộ này được khóa")
    draft.refresh_from_db()
    with page.expect_download() as download:
        page.click("text=Tải tệp YAML")
    assert read(download.value.path().read_text()) == criteria_of(draft)

    # The secretary scores this month's meeting by it.
    meeting = write_this_month(town)
    phone = open_phone()
    phone.enter(town.secretary)
    phone.open_record(meeting, step="close")
    assert "21-HD/ĐUK của" in phone.text()
    phone.page.fill("[name='mark-2.1']", "28")
    for code, label in (("1.3", "Đạt"), ("2.2", "Đạt"), ("2.3", "Không"), ("2.4", "Không")):
        phone.page.select_option(f"[name='mark-{code}']", label=label)
    phone.page.fill("[name='mark-3.1']", "1")
    expect(phone.page.locator("#total-points")).to_have_text("96")
    assert "nhưng xếp Khá vì" in phone.page.inner_text("#total")
    explain_deduction(phone)
    phone.save(then="submit")
    phone.page.click("text=Nộp bản ghi")
    phone.page.wait_for_selector("text=Chờ thẩm định")

    # The reviewer changes one mark, the sheet shows both sides and why.
    page.goto(f"{desk.url}/meetings/{meeting.key}/review/")
    desk.fill("mark-2.1", "25")
    desk.fill("why-2.1", "Nội dung còn chung chung.")
    page.click("button[value=verify]")
    page.wait_for_selector("text=Đã thẩm định")
    page.goto(f"{desk.url}/meetings/{meeting.key}/sheet/")
    assert "93 điểm nhưng xếp Khá vì: chưa bảo đảm thời lượng" in desk.text()
    assert "Nội dung còn chung chung." in desk.text()

    # The year's proposal is explained; the old record kept its sheet and its score.
    year = current_month().year
    page.goto(f"{desk.url}/annual/{town.tech.key}/{year}/")
    assert "Đề xuất" in desk.text()
    assert "Vì sao" in desk.text()
    assert past.evaluations.get(stage="self").criteria_set.code == "PHUONG-2025"


# What may be chosen for each criterion; null where a number is typed.
CHOICES = """() => {
  const found = {};
  for (const row of document.querySelectorAll(".criteria li")) {
    const select = row.querySelector("select");
    const values = select && [...select.options].map((option) => option.value);
    found[row.dataset.code] = values && values.filter(Boolean);
  }
  return found;
}"""
# Fill in the sheet as if typed, wait for the answer, read what the page shows.
TYPE = """async (marks) => {
  for (const [code, value] of Object.entries(marks)) {
    document.getElementsByName(`mark-${code}`)[0].value = value;
  }
  await askScore();
  const text = (id) => document.getElementById(id).textContent;
  const shown = { points: {}, groups: {}, total: text("total-points"), rank: text("total-rank") };
  for (const row of document.querySelectorAll(".criteria li")) {
    shown.points[row.dataset.code] = row.querySelector("output").textContent;
  }
  for (const group of document.querySelectorAll("[data-group]")) {
    shown.groups[group.dataset.group] = group.textContent;
  }
  return shown;
}"""


def test_score_shown_while_typing_is_the_engines_on_200_sheets(town, open_phone):
    meeting = write_this_month(town)
    criteria = issue_every_kind(town)
    phone = open_phone()
    phone.enter(town.secretary)
    phone.open_record(meeting, step="close")
    dice, members = random.Random(7), len(contents_of(meeting).roll)
    situation = Situation("regular", members, "cell")
    choices = phone.page.evaluate(CHOICES)
    on_sheet = [item for group in sheet_of(criteria, situation) for item in group.criteria]
    for _ in range(200):
        marks = {
            item.code: dice.choice(choices[item.code] or [write_value(random_mark(item, dice))])
            for item in on_sheet
        }
        given = {code: read_value(text) for code, text in marks.items()}
        expected = shown(score(criteria, situation, {}, given))
        assert phone.page.evaluate(TYPE, marks) == expected, marks


def write_this_month(town):
    """This month's record, written but for its marks, held today."""
    row = CellMonth.objects.get(cell=town.tech, month=current_month())
    meeting = plan_meeting(cell_month=row, kind=MeetingKind.REGULAR, by=town.secretary)
    contents = filled(town, meeting)
    day = timezone.localdate()
    head = replace(
        contents.head, held_on=day, planned_on=day, documents_sent_on=None, pre_meeting_on=None
    )
    reviews = tuple(replace(row, outcome="done") for row in contents_of(meeting).reviews)
    save(meeting, replace(contents, head=head, marks=(), reviews=reviews), by=town.secretary)
    return meeting


def explain_deduction(phone):
    """Points taken off are explained ("thuyết minh điểm trừ")."""
    phone.page.fill("[name='markwhy-3.1']", "Một đồng chí đến muộn.")
