"""One table as an Excel file."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What XML cannot hold; a file from elsewhere may have brought it.
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])


def write_table(title, columns, rows):
    """The bytes of an .xlsx: `columns` are (heading, width in letters), `rows` texts and numbers.

    Texts stay texts in Excel, also those that begin with "=" or look like a day.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for place, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, heading, is_bold=True) for heading, _ in columns])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


def _cell(sheet, value, *, is_bold=False):
    """A text that begins with "=" would be a formula; styled cells take ten times as long."""
    if not isinstance(value, str):
        return value
    value = value.translate(CONTROLS)
    if not is_bold and not value.startswith("="):
        return value
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    if is_bold:
        cell.font = Font(bold=True)
    return cell
