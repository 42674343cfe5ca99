"""The faults of a file as a list to take along."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from cells.reorganising.lines import LineFault
from meetings.models import ReorganisationDraft
from meetings.reports.reorganise_faults import PACKED, packed
from tests.meetings.test_reorganise_pages import page_of, text_of, upload

HEADINGS = ["Việc", "Mã tổ chức", "Tên", "Trực thuộc (mã)", "Vào (mã)"]


@pytest.fixture
def admin(world, login):
    return login(world.org_admin)


def taken(client, text):
    """The rows below the headings of the list of a packed text."""
    answer = client.post("/reorganisations/faults.xlsx", {"faults": text})
    assert answer.status_code == 200
    return list(load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))[1:]


def test_a_file_with_more_faults_than_the_page_shows(world, admin):
    rows = [["bay lên", f"TN{number}"] for number in range(250)]
    answer = upload(admin, world, HEADINGS[:2], *rows)

    assert answer.status_code == 422
    shown = text_of(answer)
    assert "<h1>Tệp còn 250 chỗ phải sửa</h1>" in shown
    assert "và 50 chỗ nữa, có đủ trong tệp." in shown
    table = taken(admin, answer.context["packed_faults"])
    assert len(table) == 250
    assert table[0][:3] == (1, 2, "Việc")
    assert table[-1][:3] == (250, 251, "Việc")


def test_the_faults_of_a_preview(world, admin):
    upload(admin, world, HEADINGS, ["giải thể", "TN01", None, None, None])
    page = page_of(admin, ReorganisationDraft.objects.latest("id"))

    (row,) = taken(admin, page.context["packed_faults"])

    assert row[:3] == (1, 2, "Mã tổ chức")
    assert row[3] == page.context["preview"].faults[0].reason


def test_what_was_changed_on_the_way_is_not_taken(world, admin):
    text = packed([LineFault(3, "code", "sai")])
    answer = admin.post("/reorganisations/faults.xlsx", {"faults": text[:-1] + "x"})
    assert answer.status_code == 404


def test_thousands_of_faults_are_cut_and_said_so(world, admin):
    text = packed([LineFault(number, "code", "=sai" * 200) for number in range(20_000)])

    assert len(text) < 200_000
    table = taken(admin, text)
    assert len(table) == PACKED + 1
    assert table[0] == (1, "cả tệp", "Mã tổ chức", ("=sai" * 200)[:300])
    assert table[-1][3] == "và 15000 chỗ nữa: hãy sửa các chỗ trên trước."


def test_the_file_is_to_be_chosen_again_when_something_else_is_wrong(world, admin):
    answer = upload(admin, world, HEADINGS, ["giải thể", "TN01"], decision_on="mai")

    assert answer.status_code == 422
    assert "Hãy chọn lại tệp" in text_of(answer)
    assert set(answer.context["form"].errors) == {"decision_on", "file"}
