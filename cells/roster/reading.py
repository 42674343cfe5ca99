"""An Excel file read as a stream: its headers, and its rows without the columns never kept."""

import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from cells.roster.columns import guess, is_never_kept
from cells.text import clean_line

# A roster of 51,000 members has some 8 MB packed; larger ones are not rosters.
MAX_UNPACKED = 500 * 1024 * 1024
MAX_ROWS = 120_000
MAX_COLUMNS = 60
MAX_TEXT = 200
HEADER_WITHIN = 20
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


class FileRefused(Exception):
    """The file cannot be read as a roster; its text is a sentence for people."""


@dataclass(frozen=True)
class Sheet:
    """The first sheet: headers of the kept columns, and (line, cells) of the rows below them.

    A cell is a text, a whole number as Excel had it, or None; days are texts as 03/02/2012.
    `dropped` names the columns that are never kept.
    """

    headers: list
    dropped: list
    rows: object


def read_rows(stream):
    """The sheet of an .xlsx file; its rows come one by one while they are read.

    Raises FileRefused at once for what is no Excel file, and while reading for too many rows.
    """
    rows = _first_sheet(stream)
    try:
        head = list(islice(rows, HEADER_WITHIN))
    except (ParseError, zipfile.BadZipFile, KeyError, ValueError):
        raise FileRefused("Tệp bị hỏng, không đọc được. Hãy mở bằng Excel và lưu lại.") from None
    found = _header_index(head)
    if found is None:
        raise FileRefused("Tệp không có dòng tiêu đề: trang tính đầu tiên trống.")
    headers = [clean_line(str(value))[:MAX_TEXT] if value else "" for value in head[found][1]]
    kept = [i for i, header in enumerate(headers) if header and not is_never_kept(header)]
    if not kept:
        raise FileRefused("Tệp không có cột nào dùng được cho danh sách đảng viên.")
    return Sheet(
        headers=[headers[i] for i in kept],
        dropped=[header for header in headers if is_never_kept(header)],
        rows=_kept_rows(chain(head[found + 1 :], rows), kept),
    )


def _first_sheet(stream):
    """(number, values) of the rows of the first sheet."""
    start = stream.read(4)
    stream.seek(0)
    if start == OLD_EXCEL:
        raise FileRefused(
            "Đây là tệp Excel đời cũ (.xls) hoặc có mật khẩu. "
            "Hãy mở bằng Excel rồi lưu thành “Excel Workbook (.xlsx)”."
        )
    try:
        with zipfile.ZipFile(stream) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
        if unpacked > MAX_UNPACKED:
            raise FileRefused("Tệp quá lớn: hãy chia thành nhiều tệp theo đảng bộ.")
        stream.seek(0)
        book = load_workbook(stream, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # Many exporters write a wrong size of the sheet, and openpyxl would believe it.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
        return enumerate(rows, start=1)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, ParseError):
        raise FileRefused(
            "Đây không phải tệp Excel (.xlsx). Hãy chọn tệp danh sách đã lưu từ Excel."
        ) from None


def _header_index(head):
    """Where the headers stand among the first rows: the row of which we know the most columns."""
    best, known = None, 0
    for index, (_, values) in enumerate(head):
        texts = [str(value) for value in values if value is not None]
        if best is None and texts:
            best = index
        count = sum(column is not None for column in guess(texts))
        if count > known and count >= 2:
            best, known = index, count
    return best


def _kept_rows(rows, kept):
    """Rows with something in them, in our values; FileRefused when they do not end."""
    count = 0
    try:
        for number, values in rows:
            cells = [_value(values[i]) if i < len(values) else None for i in kept]
            if all(cell is None for cell in cells):
                continue
            count += 1
            if count > MAX_ROWS:
                raise FileRefused(
                    f"Tệp có hơn {MAX_ROWS:,} dòng; hãy chia thành nhiều tệp.".replace(",", ".")
                )
            yield number, cells
    except (ParseError, zipfile.BadZipFile, KeyError, ValueError):
        raise FileRefused("Tệp bị hỏng ở giữa, không đọc hết được. Hãy lưu lại tệp.") from None


def _value(value):
    """A cell as we keep it: whole numbers stay numbers, because they may have lost zeros."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime | date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, int):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    text = clean_line(str(value).replace("\x00", ""))[:MAX_TEXT]
    return text or None
