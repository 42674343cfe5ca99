"""A roster as an Excel file."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

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
    ("Trạng thái", 24),
)


def write_roster(rows):
    """The bytes of an .xlsx with `rows`, tuples of texts in the order of HEADERS after STT.

    All are written as texts, so that a card number keeps its zeros and a day its order.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Danh sách đảng viên")
    sheet.freeze_panes = "C2"
    for place, (_, width) in enumerate(HEADERS):
        sheet.column_dimensions["ABCDEFGHIJK"[place]].width = width
    sheet.append([_text(sheet, title, is_bold=True) for title, _ in HEADERS])
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *(_text(sheet, value) for value in row)])
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
