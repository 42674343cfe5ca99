"""`manage.py import_orgs`: the tree reorganised from a file at the machine."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from cells.models import Reorganisation
from cells.tree import path_of
from tests.meetings.test_reorganise_pages import excel

DAY = date(2026, 11, 1)


@pytest.fixture
def run(world, tmp_path):
    """`run(*rows, **options)`: (exit status, standard output, standard error)."""

    def runner(*rows, content=None, **options):
        file = tmp_path / "sap-xep.xlsx"
        file.write_bytes(content or excel(*rows).read())
        code = world.bloc.versions.get().code
        given = {"on": "01/11/2026", "decision": "15-QĐ/ĐU", "issuer": code, "by": "org_admin"}
        out, err = StringIO(), StringIO()
        try:
            call_command("import_orgs", str(file), stdout=out, stderr=err, **given | options)
        except SystemExit as stop:
            return stop.code, out.getvalue(), err.getvalue().replace(str(file), "FILE")
        return 0, out.getvalue(), err.getvalue()

    return runner


MERGE = [("Việc", "Mã tổ chức", "Vào (mã)"), ("sáp nhập", "TN02", "TN01")]


def test_a_right_file_is_carried_out_and_reported_line_by_line(world, run):
    status, out, err = run(*MERGE)

    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "Dòng 2: Chi bộ Văn phòng kết thúc, sáp nhập vào Chi bộ Trung tâm Kỹ thuật Tài nguyên.",
        "Đã thực hiện: 1 tổ chức kết thúc, 5 đảng viên chuyển từ 01/11/2026.",
        "Không tháng nào đã mở phải cập nhật.",
    ]
    assert path_of(world.office, on=DAY) is None
    assert Reorganisation.objects.get().decision.number == "15-QĐ/ĐU"


def test_a_dry_run_changes_nothing(world, run):
    status, out, _ = run(*MERGE, dry_run=True)

    assert status == 0
    assert "Xem trước, chưa thay đổi gì: 1 tổ chức kết thúc" in out
    assert not Reorganisation.objects.exists()


def test_wrong_lines_are_told_and_nothing_is_done(world, run):
    status, out, err = run(*MERGE, ("sáp nhập", "TN99", "TN01"))

    assert (status, out) == (2, "")
    assert err == (
        "FILE: dòng 3, cột “Mã tổ chức”: Không có tổ chức nào trong phạm vi mang mã số TN99 "
        "vào ngày 01/11/2026.\n"
    )
    assert not Reorganisation.objects.exists()


def test_what_is_no_excel_file_is_told(run):
    status, _, err = run(content=b"Viec")

    assert status == 2
    assert err.startswith("FILE: cả tệp: tệp không phải là Excel")


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ({"on": "hôm nay"}, "--on: “hôm nay” không phải là ngày, hãy ghi như 2026-07-01\n"),
        ({"issuer": "X"}, "--issuer: không có tổ chức nào mang mã số X vào ngày 01/11/2026\n"),
        ({"by": "nobody"}, "--by: không có tài khoản “nobody”\n"),
    ],
    ids=["day", "issuer", "account"],
)
def test_a_wrong_option_is_told(run, option, told):
    assert run(*MERGE, **option) == (2, "", told)


def test_an_account_without_the_right_is_refused(run):
    status, _, err = run(*MERGE, by="secretary")

    assert status == 2
    assert "Không có tổ chức nào trong phạm vi mang mã số TN02" in err


def test_a_decision_that_cannot_be_is_told(run):
    status, _, err = run(*MERGE, decision="1" * 61)

    assert status == 2
    assert "60" in err
    assert not Reorganisation.objects.exists()


def test_a_missing_file_is_told(world):
    code = world.bloc.versions.get().code
    err = StringIO()
    with pytest.raises(SystemExit) as stop:
        call_command(
            "import_orgs", "missing.xlsx", on="2026-11-01", decision="1", issuer=code,
            by="org_admin", stderr=err,
        )  # fmt: skip

    assert stop.value.code == 2
    assert err.getvalue() == "missing.xlsx: không mở được tệp (No such file or directory)\n"
