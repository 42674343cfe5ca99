"""One Excel file with the changes of several days, and a tree that begins with it."""

from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from cells.actions.reorganise import undo
from cells.models import Decision, PartyOrg, PartyOrgPath, PartyOrgVersion, Reorganisation, User
from cells.reorganising.stages import Paper, read_stages
from cells.tree import path_of
from meetings.actions.months import open_month
from meetings.actions.stages import carry_out_stages
from meetings.models import CellMonth
from tests import province
from tests.factories import kind

HEADINGS = ("Ngày hiệu lực", "Số quyết định", "Cơ quan ban hành (mã)", "Việc", "Mã tổ chức",
            "Tên", "Loại hình", "Trực thuộc (mã)", "Vào (mã)")  # fmt: skip
FOUNDED = ("01/01/2015", "01-QĐ/TU", "T")
TREE = (
    (*FOUNDED, "thành lập", "T", "Đảng bộ tỉnh Thử", "Đảng bộ tỉnh"),
    (*FOUNDED, "thành lập", "T.1", "Chi bộ Một", "Chi bộ cơ sở", "T"),
    (*FOUNDED, "thành lập", "T.2", "Chi bộ Hai", "Chi bộ cơ sở", "T"),
)
MERGED = ("01/02/2020", "02-QĐ/TU", "T", "sáp nhập", "T.1", "", "", "", "T.2")


def excel(*rows, headings=HEADINGS):
    book = Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    return BytesIO(written.getvalue())


@pytest.fixture
def run(db, tmp_path):
    """`run(*rows, **options)`: (exit status, standard output, standard error)."""
    kind("cell")
    User.objects.create_superuser("installer")

    def runner(*rows, **options):
        file = tmp_path / "cay.xlsx"
        file.write_bytes(excel(*rows).getvalue())
        out, err = StringIO(), StringIO()
        given = {"by": "installer"} | options
        try:
            call_command("import_orgs", str(file), stdout=out, stderr=err, **given)
        except SystemExit as stop:
            return stop.code, out.getvalue(), err.getvalue().replace(str(file), "FILE")
        return 0, out.getvalue(), err.getvalue()

    return runner


def org(code):
    return PartyOrg.objects.filter(versions__code=code).distinct().get()


def test_a_tree_begins_with_its_file_whatever_the_order_of_lines(run):
    status, out, err = run(MERGED, *TREE)

    assert (status, err) == (0, "")
    assert path_of(org("T.1"), on=date(2020, 1, 31)) == f"/{org('T').pk}/{org('T.1').pk}/"
    assert path_of(org("T.1"), on=date(2020, 2, 1)) is None
    assert out.splitlines()[0] == "Từ 01/01/2015, Quyết định 01-QĐ/TU: Sắp xếp tổ chức đảng"
    assert Decision.objects.get(number="01-QĐ/TU").issuer == org("T")


def test_who_founds_a_tree_looks_after_it(run):
    run(*TREE)
    installer = User.objects.get(username="installer")

    assert [(reach.role.code, reach.org_id) for reach in installer.reaches] == [
        ("org_admin", org("T").pk)
    ]


def test_founding_a_tree_can_be_undone(run):
    run(*TREE)
    installer = User.objects.get(username="installer")
    undo(reorganisation=Reorganisation.objects.get(), by=installer)

    assert not PartyOrgVersion.objects.exists()
    assert not PartyOrgPath.objects.exists()
    assert not installer.grants.exists()


def test_a_tree_is_founded_by_the_account_of_the_machine_only(run, world):
    status, _, err = run(*TREE, by="org_admin")

    assert status == 2
    assert "FILE: dòng 2, cột “Trực thuộc (mã)”: Hãy điền mã số của tổ chức cấp trên." in err
    assert not Reorganisation.objects.exists()


def test_a_cell_is_no_tree(run):
    status, _, err = run((*FOUNDED, "thành lập", "T", "Chi bộ Lẻ", "Chi bộ"))

    assert status == 2
    assert "dòng 2, cột “Loại hình”: Chi bộ Lẻ là chi bộ, phải trực thuộc một đảng bộ." in err


def test_a_fault_on_a_later_day_undoes_the_earlier_ones(run):
    late = ("01/03/2021", "03-QĐ/TU", "T", "giải thể", "T.2")
    status, out, err = run(*TREE, ("01/02/2020", "02-QĐ/TU", "T", "giải thể", "T.9"), late)

    assert (status, out) == (2, "")
    assert err.splitlines() == [
        "FILE: các dòng sau đợt ngày 01/02/2020 chưa được kiểm tra",
        "FILE: dòng 5, cột “Mã tổ chức”: Không có tổ chức nào trong phạm vi mang mã số T.9 "
        "vào ngày 01/02/2020.",
    ]
    assert not PartyOrgVersion.objects.exists()


def test_a_trial_keeps_nothing(run):
    status, out, _ = run(*TREE, MERGED, dry_run=True)

    assert status == 0
    assert out.count("Xem trước, chưa thay đổi gì") == 2
    assert not PartyOrg.objects.exists()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("31/02/2015", "1", "T"), "cột “Ngày hiệu lực”: “31/02/2015” không phải là ngày"),
        (("", "1", "T"), "cột “Ngày hiệu lực”: chưa có ngày hiệu lực"),
        (("01/01/2015", "", "T"), "cột “Số quyết định”: chưa có số quyết định"),
        (("01/01/2015", "1", ""), "cột “Cơ quan ban hành (mã)”: chưa có mã cơ quan"),
        (("01/01/2015", "1", "X"), "cột “Cơ quan ban hành (mã)”: không có tổ chức nào mang mã số"),
        (("01/01/2015", "1" * 61, "T"), "cột “Số quyết định”: "),
    ],
    ids=["no-such-day", "no-day", "no-number", "no-issuer", "unknown-issuer", "long-number"],
)
def test_what_a_line_says_of_its_decision_is_checked(run, row, told):
    status, _, err = run((*row, *TREE[0][3:]))

    assert status == 2
    assert f"FILE: dòng 2, {told}" in err
    assert not PartyOrg.objects.exists()


def test_options_speak_for_lines_that_leave_them_out(run):
    rows = [("", "", "", *line[3:]) for line in TREE]
    status, out, _ = run(*rows, on="01/01/2015", decision="9-QĐ/TU", issuer="T")

    assert status == 0
    assert "Đã thực hiện: 3 tổ chức thành lập từ 01/01/2015." in out
    assert Decision.objects.get().number == "9-QĐ/TU"


def test_months_opened_before_the_changes_end_as_if_opened_after(db):
    kind("cell")
    by = User.objects.create_superuser("installer")
    stages = read_stages(province.workbook(), Paper())
    months = [date(2019, 3, 1), date(2020, 10, 1), date(2025, 6, 1), date(2025, 7, 1)]
    carry_out_stages(stages=stages[:2], by=by)
    for month in months:
        open_month(month=month)
    carry_out_stages(stages=stages[2:], by=by)

    for month in months:
        frozen = CellMonth.objects.filter(month=month).values_list("cell", "path")
        stood = PartyOrgPath.objects.on(month.replace(day=15)).filter(
            org__versions__kind__is_cell=True, org__versions__period__contains=month
        )
        assert dict(frozen) == dict(stood.values_list("org", "path"))
