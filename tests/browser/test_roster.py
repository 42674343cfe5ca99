"""A roster from Excel: faults by line, columns mapped, differences seen, carried out."""

import pytest
from django.utils import timezone

from cells.models import Member
from tests.browser.conftest import DESK, PHONE
from tests.cells.roster_files import HEADERS, new_row, packed

pytestmark = pytest.mark.browser

UNKNOWN = ("Ai đó", *HEADERS[1:])


@pytest.fixture
def files(tmp_path):
    """Two files under a heading that nobody knows: one with a wrong month, one mended."""
    found = {}
    for name, birth in (("wrong", "05/13/1984"), ("mended", "05/12/1984")):
        found[name] = tmp_path / f"{name}.xlsx"
        found[name].write_bytes(packed(UNKNOWN, new_row(birth=birth)).read())
    return found


def send(phone, path):
    phone.page.set_input_files("[name=roster]", path)
    phone.page.click("button:has-text('Đọc tệp')")
    assert "Mỗi cột của tệp là gì?" in phone.text()
    phone.page.select_option("[name=column-0]", label="Họ và tên")
    phone.page.click("button:has-text('Xem khác biệt')")


@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
def test_from_a_faulty_file_to_the_roster(town, open_phone, files, screen):
    phone = open_phone(screen=screen)
    phone.enter(town.org_admin)
    phone.page.goto(f"{phone.url}/orgs/{town.department.key}/members/")
    phone.page.click("text=Nhập từ Excel")
    assert phone.value("effective_on") == f"{timezone.localdate():%d/%m/%Y}"

    send(phone, files["wrong"])
    assert "1 dòng có lỗi, chưa nhập được" in phone.text()
    assert "có tháng 13" in phone.text()
    assert phone.overflow() <= 0

    phone.page.click("text=Gửi tệp đã sửa")
    send(phone, files["mended"])
    assert "Sẽ có 1 người mới" in phone.text()
    assert phone.overflow() <= 0
    phone.page.click("button:has-text('Thực hiện')")
    assert "Đã nhập: 1 người mới" in phone.text()
    assert Member.objects.get(card_number="012345678901").birth_year == 1984
