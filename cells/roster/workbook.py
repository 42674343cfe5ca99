"""A roster as an Excel file."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = (
    ("STT", 6),
    ("Họ và tên", 28),
    ("Giới tính", 10),
    ("Năm sinh", 10),
    ("Dân tộc", 12),
    ("Số thẻ đảng viên", 18),
    ("Ngày vào Đảng", 14),
    ("Ngày chính thức", 14),
    ("Mã chi bộ", 18),
    ("Tên chi bộ", 40),
    ("Trạng thái", 36),
    ("Trạng thái từ ngày", 18),
)
FAULT_HEADERS = (("Dòng", 8), ("Cột", 28), ("Ghi trong tệp", 40), ("Lý do", 90))


def write_roster(rows):
    """The bytes of an .xlsx with `rows`, tuples of texts in the order of HEADERS after STT.

    All are written as texts, so that a card number keeps its zeros and a day its order.
    """
    numbered = ((number, *row) for number, row in enumerate(rows, start=1))
    return _write("Danh sách đảng viên", HEADERS, numbered, freeze="C2")


def write_faults(rows):
    """The bytes of an .xlsx with what is wrong: (line, column, what is written, reason)."""
    return _write("Lỗi", FAULT_HEADERS, rows, freeze="A2")


def _write(title, headers, rows, *, freeze):
    """A sheet of rows whose first column is a number and whose others are texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = freeze
    for place, (_, width) in enumerate(headers):
        sheet.column_dimensions["ABCDEFGHIJKL"[place]].width = width
    sheet.append([_text(sheet, header, is_bold=True) for header, _ in headers])
    for number, *texts in rows:
        sheet.append([number, *(_text(sheet, text) for text in texts)])
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def _text(sheet, value, *, is_bold=False):
    """A cell that Excel takes for text, also where a name begins with "="."""
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    cell.number_format = "@"
    if is_bold:
        cell.font = Font(bold=True)
    return cell
