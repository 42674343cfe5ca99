"""Merging and splitting cells in the browser, with the preview between."""

import pytest
from django.utils import timezone

from cells.models import Decision, Membership, Reorganisation
from cells.reorganising.lines import Line, LineVerb
from meetings.actions.reorganise import keep_draft
from tests.browser.conftest import DESK
from tests.factories import make_member, make_org

pytestmark = pytest.mark.browser

both = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])


@pytest.fixture
def admin(open_phone, town):
    """`admin(scripts=…)`: the window of the administrator of the bloc's tree."""

    def opener(**window):
        phone = open_phone(**window)
        phone.enter(town.org_admin)
        return phone

    return opener


def begin(phone, org, verb):
    """From the organisation's page to the form of a verb, with the decision filled in."""
    phone.page.goto(f"{phone.url}/orgs/{org.key}/")
    phone.page.click(".links >> text=Sắp xếp tổ chức")
    phone.page.click(f".verbs >> text={verb}")
    phone.fill_in(decision_number="15-QĐ/ĐU", decision_on=f"{timezone.localdate():%d/%m/%Y}")


def on_the_rolls(*orgs):
    rows = Membership.objects.on(timezone.localdate())
    return [rows.filter(cell=org).count() for org in orgs]


@both
def test_merging_with_its_preview_and_back(town, admin, scripts):
    phone = admin(scripts=scripts)
    page = phone.page
    begin(phone, town.tech, "Sáp nhập")
    page.check("[name=ending]")
    page.click("button:has-text('Xem trước')")

    # Nothing has changed yet; the page says what would.
    assert "1 tổ chức kết thúc, 5 đảng viên chuyển" in page.inner_text("h1")
    assert on_the_rolls(town.tech, town.office) == [5, 5]
    assert phone.overflow() == 0

    page.click("button:has-text('Thực hiện')")
    assert "Đã sắp xếp theo Quyết định 15-QĐ/ĐU" in page.inner_text("h1")
    assert on_the_rolls(town.tech, town.office) == [10, 0]

    page.click("button:has-text('Hoàn tác cả đợt')")
    assert "Đợt sắp xếp đã được hoàn tác" in page.inner_text("h1")
    assert on_the_rolls(town.tech, town.office) == [5, 5]


def test_splitting_deals_each_member(town, admin):
    phone = admin()
    page = phone.page
    begin(phone, town.tech, "Chia tách")
    phone.fill_in(code1="TN11", name1="Chi bộ Kỹ thuật", code2="TN12", name2="Chi bộ Tài nguyên")
    for place, choice in enumerate(page.locator("select[name^=to_]").all()):
        choice.select_option("1" if place < 3 else "2")
    page.click("button:has-text('Xem trước')")
    assert "1 tổ chức kết thúc, 2 tổ chức thành lập, 5 đảng viên chuyển" in page.inner_text("h1")
    assert "Chi bộ Kỹ thuật" in phone.text()

    page.click("button:has-text('Thực hiện')")
    done = Reorganisation.objects.get()
    parts = [row.successor for row in done.successions.order_by("id")]
    assert on_the_rolls(town.tech, *parts) == [0, 3, 2]


def test_what_is_wrong_is_mended_at_its_field(town, admin):
    phone = admin()
    page = phone.page
    begin(phone, town.tech, "Đổi tên")
    phone.fill_in(name="Chi bộ Mới", short_name="Mới", new_code="TN02")
    page.click("button:has-text('Xem trước')")
    assert "Chưa thực hiện được: còn 1 chỗ phải sửa" in page.inner_text("h1")
    assert page.locator("button:has-text('Thực hiện')").count() == 0

    page.click(".faulty a")
    assert page.url.endswith("/edit/#id_line1-into")
    phone.fill("line1-into", "TN22")
    page.click("button:has-text('Xem trước')")
    assert "1 tổ chức thay đổi" in page.inner_text("h1")


@pytest.mark.parametrize("screen", [None, DESK], ids=["phone", "desk"])
def test_no_page_scrolls_sideways(town, admin, screen):
    phone = admin(screen=screen)
    begin(phone, town.tech, "Sáp nhập")
    phone.page.check("[name=ending]")
    phone.page.click("button:has-text('Xem trước')")
    draft = phone.page.url
    wide = {}
    pages = ["/reorganisations/", "/reorganisations/new/", f"/orgs/{town.tech.key}/reorganise/"]
    pages += [f"/orgs/{town.tech.key}/reorganise/{verb}/" for verb in ("split", "merge", "move")]
    for address in [draft, f"{draft}edit/", *(f"{phone.url}{path}" for path in pages)]:
        phone.page.goto(address)
        wide[address] = phone.overflow()
    assert {address: pixels for address, pixels in wide.items() if pixels} == {}


@both
def test_merging_with_a_cell_of_another_committee(town, admin, scripts):
    finance = make_org(
        parent=town.bloc, kind_code="grassroots_committee", name="Đảng bộ Sở Tài chính", code="TC00"
    )
    budget = make_org(parent=finance, name="Chi bộ Ngân sách", code="TC01")
    make_member(cell=budget)
    phone = admin(scripts=scripts)
    page = phone.page
    begin(phone, town.tech, "Sáp nhập")
    page.check("[name=ending][value=TN02]")
    phone.fill("q", "ngan sach")
    # The Enter key searches; what was typed and ticked is kept.
    with page.expect_navigation():
        page.press("[name=q]", "Enter")
    assert phone.value("decision_number") == "15-QĐ/ĐU"
    assert page.is_checked("[name=ending][value=TN02]")
    assert "Chi bộ Ngân sách (TC01), thuộc Đảng bộ Sở Tài chính" in phone.text()
    assert phone.overflow() == 0

    page.check("[name=ending][value=TC01]")
    page.click("button:has-text('Xem trước')")
    assert "2 tổ chức kết thúc, 6 đảng viên chuyển" in page.inner_text("h1")
    page.click("button:has-text('Thực hiện')")
    assert on_the_rolls(town.tech, town.office, budget) == [11, 0, 0]


@both
def test_a_large_reorganisation_says_how_far_it_is(town, admin, scripts):
    lines = [
        Line(
            number=number,
            verb=LineVerb.FOUND,
            code=f"TM{number:02}",
            name=f"Chi bộ mới {number}",
            kind="cell",
            parent="TN00",
        )
        for number in range(1, 61)
    ]
    today = timezone.localdate()
    decision = Decision(number="15-QĐ/ĐU", issued_on=today, issuer=town.bloc, subject="Thành lập")
    draft = keep_draft(
        place=town.bloc, lines=lines, effective_on=today, decision=decision, by=town.org_admin
    )
    phone = admin(scripts=scripts)
    page = phone.page
    page.goto(f"{phone.url}/reorganisations/drafts/{draft.key}/")
    # Of the lines that came in only the result is left to be seen.
    assert "60 tổ chức thành lập" in page.locator("h1 >> visible=true").inner_text()
    assert page.locator("progress >> visible=true").count() == 0

    page.dblclick("button:has-text('Thực hiện')")
    page.wait_for_selector("text=Xem kết quả")
    assert phone.overflow() == 0
    page.click("text=Xem kết quả")
    assert "60 việc" in phone.text()
    assert Reorganisation.objects.count() == 1

    page.click("button:has-text('Hoàn tác cả đợt')")
    page.click("text=Xem đợt sắp xếp")
    assert "Đợt sắp xếp đã được hoàn tác" in page.inner_text("h1")


def test_a_bad_file_says_that_it_is_read_and_what_is_wrong(town, admin):
    phone = admin()
    page = phone.page
    page.goto(f"{phone.url}/reorganisations/new/")
    today = f"{timezone.localdate():%d/%m/%Y}"
    phone.fill_in(decision_number="15-QĐ/ĐU", decision_on=today, subject="Sắp xếp")
    page.set_input_files(
        "[name=file]", {"name": "a.xlsx", "mimeType": "text/plain", "buffer": b"PK\x03\x04 word"}
    )
    page.click("button:has-text('Xem trước')")
    assert "Tệp còn 1 chỗ phải sửa" in page.inner_text("h1")
    assert phone.value("subject") == "Sắp xếp"
    assert phone.overflow() == 0
