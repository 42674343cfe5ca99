"""The pages of an import and of the export."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from cells.actions.audit import Verb
from cells.models import AuditEvent, Member, Membership, RosterImport
from cells.views import roster, roster_rows
from tests.cells.roster_files import HEADERS, keep, new_row, plan_of, row_of, upload

TODAY = timezone.localdate()
DAY = f"{TODAY:%d/%m/%Y}"


def send(client, world, *rows, org=None, **file):
    page = reverse("roster_import", args=[(org or world.department).key])
    values = {"roster": upload(*rows, **file), "effective_on": DAY}
    return client.post(page, values)


def preview(world, kept, name="roster_preview"):
    return reverse(name, args=[world.department.key, kept.key])


def test_from_file_to_roster(world, login):
    client = login(world.org_admin)

    response = send(client, world, HEADERS, new_row())
    shown = client.get(response.url)
    done = client.post(
        shown.context["kept"].key and response.url + "carry-out/",
        {"seen": shown.context["digest"]},
        follow=True,
    )

    assert "Sẽ có 1 người mới" in shown.text
    assert "Đã nhập: 1 người mới, 0 người sửa thông tin, 0 người chuyển." in done.text
    assert Member.objects.filter(card_number="012345678901").exists()


def test_unknown_columns_are_mapped_on_the_page(world, login):
    client, row = login(world.org_admin), new_row()
    headers = ["Ai", *HEADERS[1:]]

    response = send(client, world, headers, row)
    assert response.url.endswith("/columns/")
    page = client.get(response.url)
    assert "Ví dụ: Lường Thị Mai" in page.text
    chosen = {c["name"]: c["chosen"] for c in page.context["columns"]}
    faulty = client.post(response.url, chosen)
    mended = client.post(response.url, chosen | {"column-0": "full_name"}, follow=True)

    assert faulty.status_code == 422
    assert "Hãy chọn cột “Họ và tên”" in faulty.text
    assert "Sẽ có 1 người mới" in mended.text


def test_preview_of_an_unmapped_file_leads_to_its_columns(world, login):
    kept = keep(world, new_row(), day=TODAY)
    RosterImport.objects.update(mapping=[""] * len(HEADERS))

    response = login(world.org_admin).get(preview(world, kept))

    assert response.url == preview(world, kept, "roster_columns")


def test_what_is_never_kept_is_nowhere_in_the_database(world, login):
    headers, row = [*HEADERS, "Tôn giáo", "Số định danh"], [*new_row(), "Phật giáo", "012012012012"]

    send(login(world.org_admin), world, headers, row)

    kept = RosterImport.objects.get()
    assert kept.dropped == ["Tôn giáo", "Số định danh"]
    assert "Phật giáo" not in str(list(kept.rows.values_list("cells")))


@pytest.mark.parametrize("large", [False, True])
def test_faults_are_listed_by_line_and_there_is_no_button(world, login, monkeypatch, large):
    monkeypatch.setattr(roster, "LARGE_LIST", 0 if large else 3000)
    kept = keep(world, new_row(), new_row(), new_row(card=None, birth="05/13/1984"), day=TODAY)

    response = login(world.org_admin).get(preview(world, kept))
    text = response.getvalue().decode() if large else response.text

    assert "2 dòng có lỗi, chưa nhập được" in text
    assert "Dòng 3" in text
    assert "có tháng 13" in text
    assert "Thực hiện" not in text


def test_page_says_that_its_faults_are_cut_and_the_list_has_all(world, login, monkeypatch):
    monkeypatch.setattr(roster_rows, "FAULTS_SHOWN", 1)
    rows = new_row(sex="X"), new_row(name="Lò Văn Ba", card=None, birth=None), new_row(org="Ở đâu")
    kept, client = keep(world, *rows, day=TODAY), login(world.org_admin)

    text = client.get(preview(world, kept)).text
    response = client.get(preview(world, kept, "roster_faults"))
    found = list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))

    assert "Trang này chỉ hiện 1 lỗi đầu; tệp Excel có đủ 4 lỗi." in text
    assert preview(world, kept, "roster_faults") in text
    assert [row[:3] for row in found] == [
        ("Dòng", "Cột", "Ghi trong tệp"),
        (2, "Giới tính", "X"),
        (3, "Sinh ngày", None),
        (4, "Tổ chức Đảng đang sinh hoạt", "Ở đâu"),
        (4, "Số thẻ Đảng", "012345678901"),
    ]
    assert found[3][3] == "Không có chi bộ “Ở đâu” trong phạm vi này."


def test_list_of_faults_wants_columns_first(world, login):
    kept = keep(world, new_row(), day=TODAY)
    RosterImport.objects.update(mapping=[""] * len(HEADERS))

    response = login(world.org_admin).get(preview(world, kept, "roster_faults"))

    assert response.url == preview(world, kept, "roster_columns")


def test_differences_are_shown_in_words(world, login):
    member = world.members["tech"][3]
    row = row_of(member, "TN02", official="01/02/2024", sex="Nam")

    text = login(world.org_admin).get(preview(world, keep(world, row, day=TODAY))).text

    assert "1 đồng chí chuyển chi bộ" in text
    assert "Chi bộ Trung tâm Kỹ thuật Tài nguyên → Chi bộ Văn phòng" in text
    assert 'Ngày chính thức: <span class="was">(trống)</span> → 01/02/2024' in text
    assert 'Giới tính: <span class="was">Nữ</span> → Nam' in text
    assert "9 đồng chí trong danh sách không có trong tệp" in text


def test_file_that_is_not_excel_is_refused_at_the_field(world, login):
    page = reverse("roster_import", args=[world.department.key])
    file = upload(HEADERS)
    file.file = BytesIO(b"Ho ten;Nam sinh")
    values = {"roster": file, "effective_on": "01/13/2026"}
    client = login(world.org_admin)

    day = client.post(page, values)
    file.seek(0)
    response = client.post(page, values | {"effective_on": DAY})

    assert (day.status_code, response.status_code) == (422, 422)
    assert "effective_on" in day.context["form"].errors
    assert "không phải tệp Excel" in response.text
    assert not RosterImport.objects.exists()


def test_large_file_shows_how_far_it_is(world, login, monkeypatch):
    monkeypatch.setattr(roster, "LARGE_FILE", 0)
    monkeypatch.setattr(roster, "LARGE_LIST", 0)
    client = login(world.org_admin)

    read = send(client, world, HEADERS, new_row())
    text = read.getvalue().decode()
    kept = RosterImport.objects.get()
    shown = client.get(preview(world, kept)).getvalue().decode()
    seen = plan_of(world, kept).digest()
    page = preview(world, kept, "roster_carry_out")
    stale = client.post(page, {"seen": "x"}).getvalue().decode()
    done = client.post(page, {"seen": seen}).getvalue().decode()

    assert read["Content-Encoding"] == "identity"
    assert "Đã đọc 1 dòng" in text
    assert preview(world, kept) in text
    assert 'value="1"></progress>' in shown
    assert f'value="{seen}"' in shown
    assert "đã khác với lúc xem" in stale
    assert "Đã nhập: 1 người mới" in done


def test_large_file_that_ends_badly_leaves_nothing(world, login, monkeypatch):
    monkeypatch.setattr(roster, "LARGE_FILE", 0)
    monkeypatch.setattr("cells.roster.reading.MAX_ROWS", 1)

    text = send(login(world.org_admin), world, HEADERS, new_row(), new_row()).getvalue().decode()

    assert "hơn 1 dòng; hãy chia thành nhiều tệp. Chưa có gì được lưu." in text
    assert not RosterImport.objects.exists()


def test_stale_preview_is_shown_again(world, login):
    kept = keep(world, new_row(), day=TODAY)

    response = login(world.org_admin).post(
        preview(world, kept, "roster_carry_out"), {"seen": "x"}, follow=True
    )

    assert "đã khác với lúc xem" in response.text
    assert "Sẽ có 1 người mới" in response.text


def test_discarded_file_is_gone(world, login):
    kept = keep(world, new_row(), day=TODAY)
    client = login(world.org_admin)

    response = client.post(preview(world, kept, "roster_discard"), follow=True)

    assert "Đã bỏ tệp" in response.text
    assert client.get(preview(world, kept)).status_code == 404


def test_unfinished_file_is_found_again(world, login):
    keep(world, new_row(), day=TODAY)

    page = login(world.org_admin).get(reverse("roster_import", args=[world.department.key]))

    assert "dang-vien.xlsx" in page.text


def test_export_is_read_back_without_a_difference_and_leaves_its_trail(world, login):
    Member.objects.filter(pk=world.members["tech"][3].pk).update(card_number=None)
    client = login(world.org_admin)
    page = reverse("roster_export", args=[world.department.key])

    assert "Tải danh sách 10 đảng viên" in client.get(page).text
    content = client.post(page).content
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    again = send(client, world, *rows)

    assert AuditEvent.objects.get(verb=Verb.EXPORT_ROSTER).detail == {"members": 10}
    assert rows[1][5] == world.members["tech"][0].card_number
    assert "Danh sách đã đúng như tệp" in client.get(again.url).text
    assert Membership.objects.count() == 15
