"""Lines of a reorganisation from an Excel file, and the empty file to fill in."""

import re
import zipfile
import zlib
from datetime import datetime
from io import BytesIO
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from cells.reorganising.lines import Line, LineFault, LinesRefused, LineVerb
from cells.text import clean_line, without_marks

MAX_BYTES = 5 * 1024 * 1024
# A small file can unpack to gigabytes; 20,000 lines of text need far less than this.
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_LINES = 20_000
WHOLE_FILE = 0
NOTE = "Ghi chú"
ONE_DAY = (
    "chỉ dùng khi nạp tệp nhiều ngày bằng lệnh import_orgs; ở đây mỗi tệp là một ngày và "
    "một quyết định, hãy bỏ cột này"
)

COLUMNS = {
    "verb": "Việc",
    "code": "Mã tổ chức",
    "name": "Tên",
    "short_name": "Tên gọn",
    "kind": "Loại hình",
    "parent": "Trực thuộc (mã)",
    "into": "Vào (mã)",
    "members": "Đảng viên",
    "locality": "Địa bàn",
    "sector": "Khối",
}
# In a file that holds the reorganisations of several days, each line says which it belongs to.
PAPER_COLUMNS = {
    "effective_on": "Ngày hiệu lực",
    "decision": "Số quyết định",
    "decision_on": "Ngày quyết định",
    "issuer": "Cơ quan ban hành (mã)",
    "subject": "Trích yếu",
}
# What a broken package makes the reader raise, deep inside or at once.
BROKEN = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
)

EXAMPLES = (
    ("thành lập", "07.001.010", "Chi bộ thôn Nà Pheo", "Nà Pheo", "Chi bộ trực thuộc",
     "07.001.000", "", "", "xã Nà Pheo", "", "Tổ chức mới, mã chưa ai dùng"),
    ("đổi tên", "07.001.001", "Chi bộ Văn phòng Đảng ủy", "Văn phòng", "", "", "", "", "", "",
     "Cột “Vào (mã)” ghi mã mới nếu mã cũng đổi"),
    ("đổi loại hình", "07.001.002", "", "", "Chi bộ cơ sở", "", "", "", "", "", ""),
    ("chuyển", "07.001.003", "", "", "", "07.002.000", "", "", "", "",
     "Chuyển cả tổ chức bên dưới và đảng viên"),
    ("sáp nhập", "07.001.004", "", "", "", "", "07.001.005", "", "", "",
     "07.001.004 kết thúc, đảng viên sang 07.001.005; nhiều dòng có thể cùng “Vào (mã)”"),
    ("chia tách", "07.001.006", "", "", "", "", "07.001.010", "011234567890, 011234567891", "",
     "", "Mỗi phần một dòng; ghi số thẻ đảng viên về phần đó"),
    ("giải thể", "07.001.007", "", "", "", "", "", "", "", "",
     "Không còn tổ chức bên dưới và đảng viên"),
)  # fmt: skip


SEVERAL_DAYS = (
    ("01/01/2015", "01-QĐ/TU", "01/01/2015", "07", "Thành lập Đảng bộ tỉnh",
     "thành lập", "07", "Đảng bộ tỉnh", "", "Đảng bộ tỉnh", "",
     "Tổ chức đầu tiên của cây: không ghi “Trực thuộc (mã)”"),
    ("01/07/2025", "02-QĐ/TU", "20/06/2025", "07", "Kết thúc hoạt động cấp huyện",
     "giải thể", "07.001", "", "", "", "",
     "Các dòng cùng ngày và cùng quyết định là một đợt; các đợt làm theo thứ tự ngày"),
)  # fmt: skip


def fold(text):
    """Lower case without diacritics and with single blanks: "Mã  Tổ chức" → "ma to chuc"."""
    return without_marks(clean_line(text))


PAPER_HEADINGS = {fold(heading) for heading in PAPER_COLUMNS.values()}
VERBS = {fold(verb.label): verb for verb in LineVerb}


def read_workbook(stream):
    """The lines of the first sheet of the Excel file `stream`, numbered as its rows are.

    Raises LinesRefused with every fault; a fault of the file as a whole has the number 0.
    """
    lines, faults = [], []
    for number, values, found in read_rows(stream, COLUMNS):
        line = line_of(number, values, found)
        faults += found
        lines.append(line)
    if faults:
        raise LinesRefused(faults)
    return lines


def read_rows(stream, columns):
    """Each row below the headings as (its number, {field: text}, its faults so far).

    `columns` are the headings by field. Raises LinesRefused for a file that cannot be read so.
    """
    content = stream.read(MAX_BYTES + 1)
    has_formulas = _look_inside(content)
    try:
        rows = _rows(content, data_only=True)
        formulas = _rows(content, data_only=False) if has_formulas else None
    except BROKEN as error:
        raise _refusal("tệp Excel bị hỏng, không đọc được; hãy mở bằng Excel và lưu lại") from error
    return _below_headings(rows, formulas or {}, columns)


def _look_inside(content):
    """True when a formula stands in the file; raises LinesRefused for what is no Excel file."""
    if len(content) > MAX_BYTES:
        raise _refusal(f"tệp lớn hơn {MAX_BYTES // 1024 // 1024} MB; hãy chia thành nhiều tệp")
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            sizes = {part.filename: part.file_size for part in package.infolist()}
            if "xl/workbook.xml" not in sizes:
                raise _refusal("tệp không phải là Excel (.xlsx)")
            if sum(sizes.values()) > MAX_UNPACKED_BYTES:
                raise _refusal("tệp quá lớn khi mở ra; hãy chia thành nhiều tệp")
            sheets = [name for name in sizes if name.startswith("xl/worksheets/")]
            return any(re.search(rb"<(\w+:)?f[ >]", package.read(name)) for name in sheets)
    except BROKEN as error:
        raise _refusal(
            "tệp không phải là Excel (.xlsx), hoặc có mật khẩu; hãy lưu lại thành .xlsx"
        ) from error


def _rows(content, *, data_only):
    """{row number: cells as (text, is formula, is fault)} of the rows that hold anything."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=data_only)
    sheet = book.worksheets[0]
    # Some programs write a wrong extent of the sheet.
    sheet.reset_dimensions()
    rows = {}
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if any(cell.value is not None for cell in cells):
            rows[number] = [
                (_text(cell), cell.data_type == "f", cell.data_type == "e") for cell in cells
            ]
        if len(rows) > MAX_LINES + 1:
            raise _refusal(f"tệp có hơn {MAX_LINES} dòng; hãy chia thành nhiều tệp")
    return rows


def _text(cell):
    """What the cell shows, as one clean line; codes keep their leading zeros."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = clean_line(str(value).replace("\x00", ""))
    # A number shown with the format "0000" has the zeros that its reader sees.
    if isinstance(value, int) and set(cell.number_format or "") == {"0"}:
        return text.zfill(len(cell.number_format))
    return text


def _below_headings(rows, formulas, columns):
    numbers = iter(rows)
    heading = next(numbers, None)
    if heading is None:
        raise _refusal("tệp trống; hãy tải tệp mẫu và điền vào trang đầu")
    fields, faults = _fields(heading, rows[heading], columns)
    if faults:
        raise LinesRefused(faults)
    table = [
        (number, *_values(number, fields, rows[number], formulas.get(number, [])))
        for number in numbers
    ]
    if not table:
        raise _refusal("chưa có dòng nào dưới dòng tiêu đề")
    return table


def line_of(number, values, faults):
    """The `Line` of a row's values, of which it takes its own; None, and `faults` grow, if none."""
    own = {field: values.get(field, "") for field in COLUMNS}
    verb = VERBS.get(fold(own.pop("verb")))
    if verb is None:
        faults.append(LineFault(number, "verb", f"hãy ghi một trong: {_verb_names()}"))
        return None
    members = tuple(filter(None, re.split(r"[,;\s]+", own.pop("members"))))
    return Line(number=number, verb=verb, members=members, **own)


def _fields(number, headings, columns):
    """{place of the column: field}, and the faults of the heading row."""
    known = {fold(heading): field for field, heading in columns.items()}
    fields, faults = {}, []
    for place, (text, _, _) in enumerate(headings):
        field = known.get(fold(text))
        if not text:
            continue
        if field is None and fold(text) in PAPER_HEADINGS:
            faults.append(LineFault(number, "", f"cột “{text}” {ONE_DAY}"))
        elif field is None:
            faults.append(LineFault(number, "", f"không có cột nào tên “{text}” trong mẫu"))
        elif field in fields.values():
            faults.append(LineFault(number, field, f"cột “{text}” có hai lần"))
        fields[place] = field
    for field in ("verb", "code"):
        if field not in fields.values():
            faults.append(LineFault(number, field, f"thiếu cột “{columns[field]}”"))
    return fields, faults


def _values(number, fields, cells, formula_cells):
    """{field: text} of one row, and its faults."""
    values, faults = {}, []
    for place, (text, _, is_fault) in enumerate(cells):
        field = fields.get(place)
        if field is None:
            if text:
                faults.append(LineFault(number, "", f"“{text[:40]}” nằm ngoài các cột có tiêu đề"))
            continue
        values[field] = text
        if is_fault:
            faults.append(LineFault(number, field, f"ô đang báo lỗi {text}"))
    for place, (_, is_formula, _) in enumerate(formula_cells):
        field = fields.get(place)
        if field and is_formula and not values.get(field):
            faults.append(
                LineFault(number, field, "công thức chưa có giá trị; hãy mở bằng Excel và lưu lại")
            )
    return values, faults


def _verb_names():
    return ", ".join(verb.label for verb in LineVerb)


def _refusal(reason):
    return LinesRefused([LineFault(WHOLE_FILE, "", reason)])


def template_workbook():
    """An empty file to fill in as bytes: the columns, and in further sheets examples.

    One sheet has a line per verb, the other the columns of a file with several days.
    """
    book = Workbook(write_only=True)
    columns, more = tuple(COLUMNS.values()), tuple(PAPER_COLUMNS.values())
    for title, headings, rows in (
        ("Sắp xếp", columns, ()),
        ("Ví dụ", (*columns, NOTE), EXAMPLES),
        ("Nhiều ngày (lệnh import_orgs)", (*more, *columns[:6], NOTE), SEVERAL_DAYS),
    ):
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for place, heading in enumerate(headings, 1):
            column = sheet.column_dimensions[get_column_letter(place)]
            column.width = 60 if heading == NOTE else max(14, len(heading) + 4)
            # Text, so that Excel keeps the zeros at the head of a code.
            column.number_format = "@"
        sheet.append([_bold(sheet, heading) for heading in headings])
        for row in rows:
            sheet.append(list(row))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _bold(sheet, text):
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell
