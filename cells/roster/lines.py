"""One line of a roster, read: a member's facts, or what is wrong with it, cell by cell."""

import re
from dataclasses import dataclass, field
from datetime import date

from cells.roster.columns import TITLES, Column, fold
from cells.roster.standing import KNOWN_WORDS, Standing, standing_of

FIRST_YEAR, LAST_YEAR = 1900, 2100
CARD = re.compile(r"\d{8,12}")
CARD_LENGTH = 12
DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
DAY_RUN = re.compile(r"(\d{2})(\d{2})(\d{4})")
MONTH = re.compile(r"(?:\d{1,2}[/.\-])?(\d{4})")
SEXES = {"nam": "male", "nu": "female", "male": "male", "female": "female"}


@dataclass(frozen=True)
class Fault:
    """Why a line cannot be taken: the line in the file, the column's title or "", the reason."""

    number: int
    place: str
    reason: str


@dataclass
class Line:
    """A member as the file has them; `org` is the cell's name or code as written, or "".

    `standing` is None where the file says nothing of it; `standing_from` its first day, if given.
    """

    number: int
    family_name: str = ""
    given_name: str = ""
    sex: str = ""
    birth_year: int = 0
    ethnicity: str = ""
    card_number: str | None = None
    admitted_on: date | None = None
    official_on: date | None = None
    org: str = ""
    standing: Standing | None = None
    standing_from: date | None = None
    faults: list = field(default_factory=list)

    @property
    def name(self):
        return f"{self.family_name} {self.given_name}"

    @property
    def has_left(self):
        return self.standing == Standing.LEFT


class _Wrong(ValueError):
    """What is wrong with one cell."""


def parse(number, cells, mapping):
    """The line of `cells`, a value per column; `mapping` names the Column of each or None."""
    line = Line(number)
    values = {
        column: value
        for column, value in zip(mapping, cells, strict=False)
        if column is not None and value is not None
    }
    for read in (_name, _sex, _birth, _card, _days, _rest, _standing):
        read(line, values)
    if line.admitted_on and line.official_on and line.official_on < line.admitted_on:
        _fault(line, Column.OFFICIAL_ON, "Ngày chính thức không thể trước ngày vào Đảng.")
    return line


def _fault(line, column, reason):
    line.faults.append(Fault(line.number, TITLES[column], reason))


def _name(line, values):
    family, given = values.get(Column.FAMILY_NAME), values.get(Column.GIVEN_NAME)
    if family is None and given is None:
        family, _, given = str(values.get(Column.FULL_NAME, "")).rpartition(" ")
    line.family_name, line.given_name = _cased(family), _cased(given)
    if not line.family_name or not line.given_name:
        _fault(line, Column.FULL_NAME, "Họ và tên phải có ít nhất hai chữ.")
    elif any(letter.isdigit() for letter in line.name):
        _fault(line, Column.FULL_NAME, f"“{line.name}” có chữ số, không phải họ tên.")
    elif len(line.family_name) > 60 or len(line.given_name) > 30:
        _fault(line, Column.FULL_NAME, "Họ và tên quá dài.")


def _cased(name):
    """A name as it is written here; lists in capitals are common."""
    text = str(name or "").strip()
    return " ".join(map(str.capitalize, text.split())) if text.isupper() and len(text) > 1 else text


def _sex(line, values):
    typed = values.get(Column.SEX)
    line.sex = SEXES.get(fold(str(typed or "")), "")
    if not line.sex:
        shown = "còn trống" if typed is None else f"“{typed}” không rõ"
        _fault(line, Column.SEX, f"Giới tính {shown}; chỉ ghi Nam hoặc Nữ.")


def _birth(line, values):
    value = values.get(Column.BIRTH)
    try:
        if value is None:
            raise _Wrong("Còn trống.")
        month = MONTH.fullmatch(str(value))
        line.birth_year = int(month[1]) if month else read_day(value).year
        if not FIRST_YEAR <= line.birth_year <= LAST_YEAR:
            raise _Wrong(f"Năm {line.birth_year} không thể là năm sinh.")
    except _Wrong as wrong:
        _fault(line, Column.BIRTH, str(wrong))


def _card(line, values):
    value = values.get(Column.CARD_NUMBER)
    if value is None:
        return
    text = re.sub(r"[ .\-']", "", str(value))
    if isinstance(value, int) and len(text) < CARD_LENGTH:
        reason = (
            f"Ô là con số {text} nên có thể đã mất số 0 ở đầu. "
            "Hãy định dạng cột số thẻ thành văn bản (Text) và gõ đủ số."
        )
        _fault(line, Column.CARD_NUMBER, reason)
    elif not CARD.fullmatch(text) or not text.isascii():
        reason = f"“{value}” không phải số thẻ: số thẻ gồm 8 đến 12 chữ số, giữ số 0 đầu."
        _fault(line, Column.CARD_NUMBER, reason)
    else:
        line.card_number = text


def _days(line, values):
    for column, is_needed in ((Column.ADMITTED_ON, True), (Column.OFFICIAL_ON, False)):
        value = values.get(column)
        try:
            if value is not None:
                setattr(line, column.value, read_day(value))
            elif is_needed:
                raise _Wrong("Còn trống.")
        except _Wrong as wrong:
            _fault(line, column, str(wrong))


def _rest(line, values):
    line.ethnicity = str(values.get(Column.ETHNICITY, ""))
    if len(line.ethnicity) > 30:
        _fault(line, Column.ETHNICITY, "Tên dân tộc quá dài.")
    line.org = str(values.get(Column.ORG, ""))


def _standing(line, values):
    typed, since = values.get(Column.STATUS), values.get(Column.STATUS_FROM)
    if typed is None:
        return
    line.standing = standing_of(fold(str(typed)))
    if line.standing is None:
        _fault(line, Column.STATUS, f"“{typed}” không rõ; hãy ghi một trong: {KNOWN_WORDS}.")
    try:
        line.standing_from = read_day(since) if since is not None else None
    except _Wrong as wrong:
        _fault(line, Column.STATUS_FROM, str(wrong))


def read_day(value):
    """The day of 03/02/2012 and its like; raises ValueError with a sentence."""
    if isinstance(value, int):
        raise _Wrong(
            f"Ô là con số {value}, không phải ngày. Hãy ghi theo dạng ngày/tháng/năm, "
            "ví dụ 03/02/2012."
        )
    match = DAY.fullmatch(value) or DAY_RUN.fullmatch(value)
    if match is None:
        raise _Wrong(f"“{value}” không phải ngày; ghi theo dạng ngày/tháng/năm, ví dụ 03/02/2012.")
    day, month, year = map(int, match.groups())
    if not 1 <= month <= 12:
        raise _Wrong(f"“{value}” có tháng {month}; tháng chỉ từ 1 đến 12.")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _Wrong(f"“{value}” có năm {year}; năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
    try:
        return date(year, month, day)
    except ValueError:
        raise _Wrong(f"“{value}”: tháng {month:02}/{year} không có ngày {day}.") from None
