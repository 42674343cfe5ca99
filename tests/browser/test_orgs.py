"""Around the record: founding a cell and giving it its people; the tree and its search."""

import re

import pytest
from django.utils import timezone

from cells.models import PartyOrgVersion
from meetings.actions.months import current_month, open_month
from meetings.models import CellMonth
from tests.browser.conftest import DESK

pytestmark = pytest.mark.browser

both = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
SECOND_CELL = "Chi bộ Trạm Quan trắc Môi trường"
MONTH_BEGINS = f"{current_month():%d/%m/%Y}"


@pytest.fixture
def admin(open_phone, town):
    """`admin(scripts=…)`: the window of the administrator of the bloc's tree."""

    def opener(**window):
        phone = open_phone(**window)
        phone.enter(town.org_admin)
        return phone

    return opener


def found_cell(phone, parent):
    phone.page.goto(f"{phone.url}/orgs/{parent.key}/")
    phone.page.click("text=Thành lập tổ chức trực thuộc")
    phone.fill_in(name=SECOND_CELL, code="TN03", begins_on=MONTH_BEGINS)
    phone.fill_in(decision_number="15-QĐ/ĐU", decision_on=MONTH_BEGINS)
    phone.page.select_option("[name=kind]", label="Chi bộ trực thuộc")
    phone.page.click("button:has-text('Thành lập')")
    assert f"Đã thành lập {SECOND_CELL}." in phone.text()
    return PartyOrgVersion.objects.get(code="TN03").org


def add_member(phone):
    phone.page.click("text=Thêm đảng viên")
    phone.fill_in(family_name="Lường Thị", given_name="Mai", birth_year="1984", ethnicity="Thái")
    phone.fill_in(admitted_on="03/02/2012", official_on="03/02/2013", begins_on=MONTH_BEGINS)
    phone.page.select_option("[name=sex]", label="Nữ")
    phone.page.click("button:has-text('Thêm vào danh sách')")
    assert "Đã thêm đồng chí Lường Thị Mai" in phone.text()


def appoint_secretary(phone, cell):
    phone.page.goto(f"{phone.url}/orgs/{cell.key}/")
    phone.page.click("text=Giao chức vụ")
    phone.page.select_option("[name=member]", label="Lường Thị Mai (1984)")
    phone.page.click("button:has-text('Giao chức vụ')")
    assert "Đã giao chức vụ bí thư cho đồng chí Lường Thị Mai." in phone.text()


@both
def test_from_founding_a_cell_to_its_secretarys_first_month(town, admin, scripts):
    phone = admin(scripts=scripts)
    page = phone.page
    cell = found_cell(phone, town.department)
    add_member(phone)
    appoint_secretary(phone, cell)

    # The next page proposes her role from today and an account to be opened.
    assert phone.value("begins_on") == f"{timezone.localdate():%d/%m/%Y}"
    assert page.is_checked("[value=secretary]")
    phone.fill("username", "luongthimai")
    page.click("button:has-text('Cấp quyền')")
    name, password = page.locator(".secret code").all_inner_texts()
    assert name == "luongthimai"

    # She logs in with what was shown and finds her month.
    open_month(month=current_month())
    phone.log_in_as_told(name, password)
    assert SECOND_CELL in phone.text()
    phone.click("Lập lịch sinh hoạt")
    page.click("text=Bắt đầu")
    page.wait_for_url("**/edit/*")
    phone.go_to_step("roll")
    assert "Lường Thị Mai" in page.inner_text(".roll")
    assert CellMonth.objects.get(cell=cell).meetings.count() == 1


def test_the_one_time_password_is_not_shown_again(town, admin):
    phone = admin()
    page = phone.page
    page.goto(f"{phone.url}/orgs/{town.office.key}/grants/add/")
    page.check("[name=whose][value=new]")
    phone.fill_in(username="tranducmanh", name="Trần Đức Mạnh")
    page.click("button:has-text('Cấp quyền')")
    password = page.locator(".secret code").last.inner_text()
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", password)
    page.click("text=Đã ghi lại, quay về trang quyền")
    assert "tranducmanh" in phone.text()
    assert password not in page.content()


def test_a_refused_form_keeps_what_was_typed(town, admin):
    phone = admin()
    page = phone.page
    page.goto(f"{phone.url}/orgs/{town.department.key}/found/")
    phone.fill_in(name=SECOND_CELL, code="TN03", begins_on="31/02/2026")
    page.click("button:has-text('Thành lập')")
    assert "Nhập ngày theo dạng ngày/tháng/năm" in phone.text()
    assert (phone.value("name"), phone.value("begins_on")) == (SECOND_CELL, "31/02/2026")
    assert phone.overflow() == 0


@both
def test_search_without_diacritics_finds_the_department(town, admin, scripts):
    phone = admin(scripts=scripts)
    phone.page.goto(f"{phone.url}/orgs/")
    phone.fill("q", "so tai nguyen")
    with phone.page.expect_navigation():
        phone.page.press("[name=q]", "Enter")
    found = phone.page.locator("main .rows li b").all_inner_texts()
    assert found == ["Đảng bộ Sở Tài nguyên và Môi trường"]


def test_a_branch_of_the_tree_opens_without_a_new_page(town, admin):
    phone = admin(screen=DESK)
    page = phone.page
    page.goto(f"{phone.url}/orgs/")
    page.evaluate("window.isSamePage = true")
    assert page.locator(f"#org-{town.tech.key}").count() == 0
    page.click(f"#org-{town.department.key} summary")
    page.wait_for_selector(f"#org-{town.tech.key}")
    assert page.locator(f"#org-{town.department.key} .leaf").count() == 2
    assert page.evaluate("window.isSamePage")


def test_a_branch_of_the_tree_opens_without_scripts(town, admin):
    phone = admin(scripts=False)
    page = phone.page
    page.goto(f"{phone.url}/orgs/")
    page.click(f"#org-{town.department.key} summary")
    page.click("text=Xem các tổ chức trực thuộc")
    page.click(f"#org-{town.tech.key} a")
    assert "Chi bộ Trung tâm Kỹ thuật Tài nguyên" in page.inner_text("h1")


def test_no_page_of_the_tree_scrolls_sideways_on_a_phone(town, admin):
    phone = admin()
    cell, department = town.tech.key, town.department.key
    wide = {}
    for path in (
        "",
        f"?open={department}",
        "?q=so tai nguyen",
        f"{department}/",
        f"{department}/found/",
        f"{cell}/",
        f"{cell}/members/",
        f"{cell}/members/add/",
        f"{cell}/offices/add/",
        f"{cell}/grants/",
        f"{cell}/grants/add/",
        f"{cell}/history/",
    ):
        phone.page.goto(f"{phone.url}/orgs/{path}")
        wide[path] = phone.overflow()
    assert {path: pixels for path, pixels in wide.items() if pixels} == {}


def test_the_arrow_keys_lead_through_the_tree(town, admin):
    phone = admin(screen=DESK)
    page = phone.page
    page.goto(f"{phone.url}/orgs/")
    press, bloc, department = page.keyboard.press, town.bloc.key, town.department.key
    page.focus(f"#org-{bloc} > details > summary")

    def here():
        return page.evaluate("document.activeElement.closest('.branch').id")

    # The bloc stands open: → leads into it; → opens the department, → leads into that.
    press("ArrowRight")
    assert here() == f"org-{department}"
    press("ArrowRight")
    page.wait_for_selector(f"#org-{town.tech.key}")
    assert here() == f"org-{department}"
    press("ArrowRight")
    first = here()
    press("ArrowDown")
    second = here()
    assert {first, second} == {f"org-{town.tech.key}", f"org-{town.office.key}"}
    press("ArrowUp")
    assert here() == first

    # ← leads to the parent, closes it, leads on to the bloc.
    press("ArrowLeft")
    assert here() == f"org-{department}"
    press("ArrowLeft")
    assert not page.evaluate(f"document.querySelector('#org-{department} details').open")
    press("ArrowLeft")
    assert here() == f"org-{bloc}"
    press("End")
    assert here() == f"org-{department}"


def test_enter_opens_the_page_of_a_cell(town, admin):
    phone = admin(screen=DESK)
    page = phone.page
    page.goto(f"{phone.url}/orgs/?open={town.department.key}")
    page.focus(f"#org-{town.tech.key} .leaf")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "Chi bộ Trung tâm Kỹ thuật Tài nguyên" in page.inner_text("h1")


@both
def test_a_coordinator_finds_whom_to_ask_in_the_territory(town, open_phone, scripts):
    phone = open_phone(scripts=scripts)
    phone.enter(town.coordinator)
    page = phone.page
    page.goto(phone.url)
    page.click("text=chi bộ ngành khác, người liên hệ")
    assert "1 chi bộ của ngành khác làm việc ở Phường Tân Phong" in page.inner_text("h1")
    assert "Bí thư: Nguyễn Hữu Bằng" in phone.text()
    assert phone.overflow() == 0

    with page.expect_download() as begun:
        page.click("text=Tải tệp Excel")
    assert begun.value.suggested_filename.endswith(".xlsx")
    page.click(".rows a.row")
    assert "Chi bộ Trung tâm Kỹ thuật Tài nguyên" in page.inner_text("h1")
