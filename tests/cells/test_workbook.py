"""Lines of a reorganisation from an Excel file."""

import unicodedata
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from cells.reorganising import workbook
from cells.reorganising.lines import Line, LinesRefused, LineVerb
from cells.reorganising.stages import Paper, read_stages
from cells.reorganising.workbook import COLUMNS, read_workbook, template_workbook

HEADINGS = tuple(COLUMNS.values())


def excel(*rows, formats=None):
    """An Excel file with these rows in its first sheet; `formats` {address: number format}."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for address, number_format in (formats or {}).items():
        book.active[address].number_format = number_format
    written = BytesIO()
    book.save(written)
    return BytesIO(written.getvalue())


def faults_of(stream):
    with pytest.raises(LinesRefused) as refused:
        read_workbook(stream)
    return [(fault.number, fault.field, fault.reason) for fault in refused.value.faults]


def test_each_column_lands_in_its_field():
    row = ("thành lập", "T09", "Chi bộ Mới", "Mới", "cell", "T00", "", "", "Tân Phong", "Khối A")

    lines = read_workbook(excel(HEADINGS, row))

    assert lines == [
        Line(
            number=2,
            verb=LineVerb.FOUND,
            code="T09",
            name="Chi bộ Mới",
            short_name="Mới",
            kind="cell",
            parent="T00",
            locality="Tân Phong",
            sector="Khối A",
        )
    ]


def test_headings_are_known_in_any_order_without_diacritics_and_case():
    lines = read_workbook(excel(("VAO (MA)", "ma to chuc", "viec"), ("T02", "T01", "SAP NHAP")))

    assert lines == [Line(number=2, verb=LineVerb.MERGE, code="T01", into="T02")]


@pytest.mark.parametrize("verb", list(LineVerb), ids=str)
def test_each_verb_is_known_by_its_label(verb):
    [line] = read_workbook(excel(("Việc", "Mã tổ chức"), (verb.label, "T01")))

    assert line.verb is verb


def test_codes_keep_their_leading_zeros():
    rows = [("Việc", "Mã tổ chức"), ("giải thể", "0070"), ("giải thể", 70), ("giải thể", 70)]

    lines = read_workbook(excel(*rows, formats={"B4": "0000"}))

    assert [line.code for line in lines] == ["0070", "70", "0070"]


def test_a_whole_number_has_no_decimal_point():
    [line] = read_workbook(excel(("Việc", "Mã tổ chức", "Tên"), ("đổi tên", 12.0, 1.5)))

    assert (line.code, line.name) == ("12", "1.5")


def test_empty_rows_are_skipped_and_rows_keep_their_numbers():
    rows = [("Việc", "Mã tổ chức"), (None, None), ("giải thể", "T01"), (), ("giải thể", "T02")]

    assert [line.number for line in read_workbook(excel(*rows))] == [3, 5]


def test_members_are_parted_by_commas_semicolons_and_blanks():
    row = ("chia tách", "T01", "T02", "0001, 0002;0003\n0004")

    [line] = read_workbook(excel(("Việc", "Mã tổ chức", "Vào (mã)", "Đảng viên"), row))

    assert line.members == ("0001", "0002", "0003", "0004")


def test_decomposed_letters_are_read_as_one():
    decomposed = unicodedata.normalize("NFD", "Tổ")

    [line] = read_workbook(excel(("Việc", "Mã tổ chức", "Tên"), ("đổi tên", "T01", decomposed)))

    assert line.name == "Tổ"


def test_an_unknown_verb_is_a_fault_at_its_line():
    [(number, field, reason)] = faults_of(excel(("Việc", "Mã tổ chức"), ("xóa", "T01")))

    assert (number, field) == (2, "verb")
    assert "thành lập, đổi tên, đổi loại hình, chuyển, sáp nhập, chia tách, giải thể" in reason


def test_faults_of_all_lines_are_told_together():
    rows = [("Việc", "Mã tổ chức"), ("xóa", "T01"), ("giải thể", "T02"), (None, "T03")]

    assert [fault[:2] for fault in faults_of(excel(*rows))] == [(2, "verb"), (4, "verb")]


def test_an_unknown_column_a_doubled_and_a_missing_one_are_faults():
    faults = faults_of(excel(("Việc", "Việc", "Ngày sinh"), ("giải thể", "", "")))

    assert faults == [
        (1, "verb", "cột “Việc” có hai lần"),
        (1, "", "không có cột nào tên “Ngày sinh” trong mẫu"),
        (1, "code", "thiếu cột “Mã tổ chức”"),
    ]


def test_a_text_outside_the_columns_is_a_fault():
    faults = faults_of(excel(("Việc", "Mã tổ chức"), ("giải thể", "T01", "ghi chú")))

    assert faults == [(2, "", "“ghi chú” nằm ngoài các cột có tiêu đề")]


def test_a_day_is_read_as_people_write_it_and_a_column_without_heading_is_skipped():
    rows = [("Việc", None, "Mã tổ chức", "Tên"), ("đổi tên", None, "T01", datetime(2026, 7, 1))]

    [line] = read_workbook(excel(*rows))

    assert line.name == "01/07/2026"


def test_a_file_without_a_sheet_of_cells_is_refused():
    book = Workbook()
    book.create_chartsheet("Biểu đồ")
    del book[book.sheetnames[0]]
    written = BytesIO()
    book.save(written)

    assert "tệp Excel bị hỏng" in faults_of(BytesIO(written.getvalue()))[0][2]


def test_a_formula_without_a_value_is_a_fault():
    faults = faults_of(excel(("Việc", "Mã tổ chức"), ("giải thể", "=A1&B1")))

    assert faults == [
        (2, "code", "công thức chưa có giá trị; hãy mở bằng Excel và lưu lại"),
    ]


def test_a_cell_that_shows_a_fault_of_excel_is_one():
    faults = faults_of(excel(("Việc", "Mã tổ chức"), ("giải thể", "#N/A")))

    assert faults == [(2, "code", "ô đang báo lỗi #N/A")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "không phải là Excel"),
        (b"Viec;Ma to chuc\n", "không phải là Excel"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "có mật khẩu"),
    ],
    ids=["empty", "text", "encrypted"],
)
def test_what_is_no_excel_file_is_refused(content, reason):
    [(number, field, told)] = faults_of(BytesIO(content))

    assert (number, field) == (0, "")
    assert reason in told


def package(**parts):
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), text)
    return BytesIO(written.getvalue())


def test_a_zip_without_a_workbook_is_refused():
    [(_, _, reason)] = faults_of(package(word__document_xml="<w/>"))

    assert reason == "tệp không phải là Excel (.xlsx)"


def test_a_broken_workbook_is_refused():
    [(_, _, reason)] = faults_of(package(xl__workbook_xml="<workbook"))

    assert "bị hỏng" in reason


def test_a_file_cut_short_is_refused():
    whole = excel(("Việc", "Mã tổ chức"), ("giải thể", "T01")).getvalue()

    assert len(faults_of(BytesIO(whole[: len(whole) // 2]))) == 1


def test_an_empty_sheet_and_one_without_lines_are_refused():
    assert "tệp trống" in faults_of(excel())[0][2]
    assert "chưa có dòng nào" in faults_of(excel(("Việc", "Mã tổ chức")))[0][2]


def test_too_many_lines_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MAX_LINES", 2)
    rows = [("Việc", "Mã tổ chức"), *[("giải thể", f"T{number}") for number in range(3)]]

    assert "hơn 2 dòng" in faults_of(excel(*rows))[0][2]
    assert len(read_workbook(excel(*rows[:3]))) == 2


def test_too_large_files_are_refused(monkeypatch):
    small = excel(("Việc", "Mã tổ chức"), ("giải thể", "T01"))
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 1000)
    assert "quá lớn khi mở ra" in faults_of(small)[0][2]

    assert "lớn hơn 5 MB" in faults_of(BytesIO(b"0" * (workbook.MAX_BYTES + 1)))[0][2]


def test_the_template_has_the_columns_and_an_example_of_each_verb():
    book = load_workbook(BytesIO(template_workbook()))
    blank, examples, _ = book.worksheets

    assert tuple(cell.value for cell in blank[1]) == HEADINGS
    rows = [[cell.value for cell in row[:-1]] for row in examples.iter_rows()]
    assert [line.verb for line in read_workbook(excel(*rows))] == list(LineVerb)


def test_the_template_shows_a_file_of_several_days():
    _, _, days = load_workbook(BytesIO(template_workbook())).worksheets
    rows = [[cell.value for cell in row[:-1]] for row in days.iter_rows()]
    stages = read_stages(excel(*rows), Paper())

    assert [(stage.paper.effective_on, stage.paper.issuer) for stage in stages] == [
        (date(2015, 1, 1), "07"),
        (date(2025, 7, 1), "07"),
    ]


def test_a_file_of_several_days_is_refused_where_one_day_is_asked_for():
    reason = "cột “Ngày hiệu lực” chỉ dùng khi nạp tệp nhiều ngày bằng lệnh import_orgs"

    with pytest.raises(LinesRefused, match=reason):
        read_workbook(
            excel(("Ngày hiệu lực", "Việc", "Mã tổ chức"), ("01/07/2025", "giải thể", "1"))
        )
