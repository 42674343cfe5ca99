"""`manage.py import_members`: a roster from a file at the machine."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cells.actions import roster
from cells.management.commands import import_members
from cells.models import AuditEvent, Member, RosterImport
from cells.roster.plan import Planner
from tests.cells.roster_files import HEADERS, new_row, packed, row_of
from tests.factories import make_org

TODAY = f"{timezone.localdate():%Y-%m-%d}"


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.fixture
def run(world, tmp_path):
    """`run(*rows, **options)`: (exit status, standard output, standard error)."""

    def runner(*rows, content=None, terminal=False, **options):
        file = tmp_path / "dang-vien.xlsx"
        file.write_bytes(content or packed(*rows).read())
        code = world.department.versions.get().code
        given = {"by": "org_admin", "org": code} | options
        out, err = StringIO(), Terminal() if terminal else StringIO()
        try:
            call_command("import_members", str(file), stdout=out, stderr=err, **given)
        except SystemExit as stop:
            return stop.code, out.getvalue(), err.getvalue().replace(str(file), "FILE")
        return 0, out.getvalue(), err.getvalue()

    return runner


def test_right_file_is_carried_out_and_reported_line_by_line(world, run):
    mover = row_of(world.members["tech"][1], "TN02", sex="Nam")

    status, out, err = run(HEADERS, new_row(), mover, on=TODAY)

    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "Dòng 2: Lường Thị Mai: vào danh sách Chi bộ Trung tâm Kỹ thuật Tài nguyên.",
        f"Dòng 3: {world.members['tech'][1]}: chuyển từ Chi bộ Trung tâm Kỹ thuật Tài nguyên "
        "đến Chi bộ Văn phòng; Giới tính: Nữ → Nam.",
        "Lưu ý: 9 đồng chí trong danh sách không có trong tệp, không tự đưa ra.",
        "Đã nhập: 1 người mới, 0 người sửa thông tin, 1 người chuyển.",
    ]
    assert Member.objects.filter(card_number="012345678901").exists()
    assert AuditEvent.objects.get(org=world.department).by == world.org_admin


def test_who_has_left_by_the_file_is_told_and_stays(world, run):
    member = world.members["tech"][1]

    status, out, _ = run((*HEADERS, "Trạng thái"), [*row_of(member, "TN01"), "Từ trần"])

    assert status == 0
    assert f"Dòng 2: {member}: đã rời theo tệp, không tự đưa ra khỏi danh sách." in out
    assert "Đã nhập: 0 người mới" in out


def test_same_roster_is_told_to_be_right(world, run):
    rows = [
        row_of(m, code)
        for cell, code in (("tech", "TN01"), ("office", "TN02"))
        for m in world.members[cell]
    ]

    status, out, _ = run(HEADERS, *rows, dry_run=True)

    assert (status, out) == (
        0,
        "Xem trước, chưa thay đổi gì: Danh sách đã đúng như tệp, không có gì phải đổi.\n",
    )


def test_dry_run_keeps_nothing(run):
    status, out, _ = run(HEADERS, new_row(), dry_run=True)

    assert status == 0
    assert "Xem trước, chưa thay đổi gì: Sẽ có 1 người mới." in out
    assert not Member.objects.filter(card_number="012345678901").exists()
    assert not RosterImport.objects.exists()


def test_faults_are_told_with_line_and_heading_and_nothing_is_done(run):
    status, out, err = run(
        HEADERS, new_row(sex="?"), new_row(birth="05/13/1984", card="0123456789")
    )

    assert (status, out) == (2, "")
    assert err.splitlines() == [
        "FILE: dòng 2, cột “Giới tính”: Giới tính “?” không rõ; chỉ ghi Nam hoặc Nữ.",
        "FILE: dòng 3, cột “Sinh ngày”: “05/13/1984” có tháng 13; tháng chỉ từ 1 đến 12.",
    ]
    assert not RosterImport.objects.exists()


def test_columns_that_nobody_knows_are_told_with_those_found(run):
    status, _, err = run(("Ai", "Phái", *HEADERS[2:]), new_row())

    assert status == 2
    first, second, third = err.splitlines()
    assert first == (
        "FILE: dòng tiêu đề: không nhận ra cột “Họ và tên” (hoặc hai cột “Họ và tên đệm” và “Tên”)"
    )
    assert second == "FILE: dòng tiêu đề: không nhận ra cột “Giới tính”"
    assert "các cột đọc được là “Ai”, “Phái”, “Sinh ngày”" in third


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"by": "ai-do"}, "--by: không có tài khoản “ai-do”"),
        ({"by": "reviewer"}, "--by: tài khoản “reviewer” không quản lý đảng viên của "),
        ({"org": "XX"}, "--org: không có tổ chức nào mang mã số XX"),
        ({"on": "31/02/2026"}, "--on: “31/02/2026” không phải là ngày"),
        ({"content": b"Ho ten"}, "FILE: Đây không phải tệp Excel (.xlsx)."),
    ],
)
def test_wrong_options_are_told(run, options, words):
    status, _, err = run(HEADERS, new_row(), **options)

    assert status == 2
    assert err.startswith(words)


def test_file_that_is_not_there_is_told(world):
    err, code = StringIO(), world.department.versions.get().code

    with pytest.raises(SystemExit):
        call_command("import_members", "/nowhere.xlsx", by="org_admin", org=code, stderr=err)

    assert "/nowhere.xlsx: không mở được tệp" in err.getvalue()


def test_without_an_organisation_it_is_the_only_root(world, run):
    root = run(HEADERS, new_row(org="Chi bộ ở đâu"), org=None, by="org_admin")
    make_org(name="Đảng bộ khác")
    several = run(HEADERS, new_row(), org=None)

    assert "không quản lý đảng viên của" in root[2]
    assert several[2] == "--org: có nhiều tổ chức cao nhất, hãy ghi mã số của tổ chức\n"


def test_terminal_is_told_how_far_it_is(run, monkeypatch):
    monkeypatch.setattr(import_members, "STEP", 1)

    status, _, err = run(HEADERS, new_row(), terminal=True)

    assert status == 0
    assert err.splitlines() == [
        "Đã đọc 1 dòng",
        "Đã so sánh 1 dòng",
        "Đã kiểm tra lại 1 dòng",
    ]


def test_what_somebody_else_changes_meanwhile_is_not_overwritten(run, monkeypatch):
    monkeypatch.setattr(roster, "Planner", _OneDayLater)

    status, _, err = run(HEADERS, new_row())

    assert status == 2
    assert "vừa được người khác sửa" in err
    assert not RosterImport.objects.exists()


class _OneDayLater(Planner):
    """What is found when it is carried out: another row than was shown."""

    def run(self):
        yield from super().run()
        self.plan.entries.clear()
