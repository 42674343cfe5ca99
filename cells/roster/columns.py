"""The columns of a roster: which we keep, how their headers are recognised, which never enter.

The national database exports 33 columns. We keep what a member's row has; religion, identity
number, addresses and telephones are dropped while the file is read and stored nowhere.
"""

import re
from enum import StrEnum

from cells.text import without_marks


class Column(StrEnum):
    """What a column of a file may hold for us."""

    FULL_NAME = "full_name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    SEX = "sex"
    BIRTH = "birth"
    ETHNICITY = "ethnicity"
    CARD_NUMBER = "card_number"
    ADMITTED_ON = "admitted_on"
    OFFICIAL_ON = "official_on"
    ORG = "org"
    STATUS = "status"
    STATUS_FROM = "status_from"


TITLES = {
    Column.FULL_NAME: "Họ và tên",
    Column.FAMILY_NAME: "Họ và tên đệm",
    Column.GIVEN_NAME: "Tên",
    Column.SEX: "Giới tính",
    Column.BIRTH: "Ngày sinh hoặc năm sinh",
    Column.ETHNICITY: "Dân tộc",
    Column.CARD_NUMBER: "Số thẻ đảng viên",
    Column.ADMITTED_ON: "Ngày vào Đảng",
    Column.OFFICIAL_ON: "Ngày chính thức",
    Column.ORG: "Chi bộ đang sinh hoạt (tên hoặc mã)",
    Column.STATUS: "Trạng thái",
    Column.STATUS_FROM: "Trạng thái từ ngày",
}

# Headers as people and the national export write them, folded; several may share one meaning.
KNOWN = {
    Column.FULL_NAME: ("ho va ten", "ho ten", "ho ten khai sinh", "ho va ten khai sinh"),
    Column.FAMILY_NAME: ("ho va ten dem", "ho dem", "ho va chu dem", "ho"),
    Column.GIVEN_NAME: ("ten",),
    Column.SEX: ("gioi tinh", "gioi", "nam nu"),
    Column.BIRTH: ("ngay sinh", "sinh ngay", "ngay thang nam sinh", "nam sinh"),
    Column.ETHNICITY: ("dan toc",),
    Column.CARD_NUMBER: ("so the dang", "so the dang vien", "so the", "the dang"),
    Column.ADMITTED_ON: ("ngay vao dang", "ngay ket nap", "vao dang", "ngay ket nap dang"),
    Column.OFFICIAL_ON: (
        "ngay chinh thuc",
        "ngay cong nhan chinh thuc",
        "ngay vao dang chinh thuc",
        "chinh thuc",
    ),
    Column.ORG: (
        "to chuc dang dang sinh hoat",
        "to chuc dang",
        "chi bo dang sinh hoat",
        "chi bo",
        "ma to chuc dang",
        "ma chi bo",
        "ten chi bo",
    ),
    Column.STATUS: ("trang thai", "tinh trang", "trang thai sinh hoat", "tinh trang sinh hoat"),
    Column.STATUS_FROM: ("trang thai tu ngay", "tu ngay", "ngay mien", "mien tu ngay"),
}
_BY_HEADER = {header: column for column, headers in KNOWN.items() for header in headers}

# Words of headers that never enter, whatever else the header says.
NEVER = (
    "ton giao",
    "dinh danh",
    "can cuoc",
    "cccd",
    "cmnd",
    "cmtnd",
    "chung minh",
    "dia chi",
    "que quan",
    "noi sinh",
    "khai sinh tai",
    "noi khai sinh",
    "noi dang ky khai sinh",
    "thuong tru",
    "tam tru",
    "noi o",
    "dien thoai",
    "email",
    "thu dien tu",
    "suc khoe",
    "nhom mau",
)

_NOT_WORDS = re.compile(r"[^0-9a-z]+")


def fold(text):
    """Lower case without diacritics and signs, words apart by one blank."""
    return _NOT_WORDS.sub(" ", without_marks(text)).strip()


def is_never_kept(header):
    """True for a column that is dropped while the file is read."""
    folded = f" {fold(header)} "
    return any(f" {words} " in folded for words in NEVER)


def guess(headers):
    """For each header the column it most likely is, or None; no column twice."""
    taken, guessed = set(), []
    for header in headers:
        column = _BY_HEADER.get(fold(header))
        if column in taken:
            column = None
        if column is not None:
            taken.add(column)
        guessed.append(column)
    return guessed


def columns_of(names):
    """The Column of each stored name, None where it is empty."""
    return [Column(name) if name else None for name in names]


def mapping_faults(mapping, *, needs_org):
    """What keeps `mapping` (a Column or None per column) from being used, as sentences."""
    chosen = [column for column in mapping if column is not None]
    faults = [
        f"“{TITLES[column]}” được chọn cho hai cột."
        for column in dict.fromkeys(chosen)
        if chosen.count(column) > 1
    ]
    missing = missing_columns(mapping, needs_org=needs_org)
    return faults + [f"Hãy chọn cột {words}." for words in missing]


def missing_columns(mapping, *, needs_org):
    """The columns without which nothing can be imported and that `mapping` lacks, in words."""
    has_parts = Column.FAMILY_NAME in mapping and Column.GIVEN_NAME in mapping
    missing = []
    if Column.FULL_NAME not in mapping and not has_parts:
        missing.append("“Họ và tên” (hoặc hai cột “Họ và tên đệm” và “Tên”)")
    needed = [Column.SEX, Column.BIRTH, Column.ADMITTED_ON]
    if needs_org:
        needed.append(Column.ORG)
    return missing + [f"“{TITLES[column]}”" for column in needed if column not in mapping]
