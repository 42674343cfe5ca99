"""Small readers of what was typed, for the record's one large form.

Each takes a text and gives a value or raises Refused with the sentence for the field. Django's
form fields would do the same at forty times the cost for four hundred inputs.
"""

import re
from datetime import date, time

from cells.text import clean_block, clean_line

DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2}|\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
CLOCK = re.compile(r"(\d{1,2})\s*(?::|h|g|giờ|\.)\s*(\d{1,2})?(?::\d\d)?\s*(?:phút|p)?")

# Longest texts: a line by its column, a block by what a person types in an evening.
LONGEST_BLOCK = 50_000


class Refused(Exception):
    """What was typed cannot be taken; the message goes to its field."""


def read_day(text):
    """A day typed as 5/11/2026, 05-11-26 or as a date input sends it; None when empty."""
    text = clean_line(text)
    if not text:
        return None
    if match := ISO_DAY.fullmatch(text):
        year, month, day = match.groups()
    elif match := DAY.fullmatch(text):
        day, month, year = match.groups()
    else:
        raise Refused("Hãy ghi ngày theo dạng ngày/tháng/năm, ví dụ 05/11/2026.")
    year = int(year) + 2000 if len(year) == 2 else int(year)
    try:
        found = date(year, int(month), int(day))
    except ValueError:
        raise Refused(f"Không có ngày {text}. Hãy xem lại ngày và tháng.") from None
    if not 1990 <= found.year <= 2100:
        raise Refused(f"Năm {found.year} không hợp lý. Hãy xem lại năm.")
    return found


def read_clock(text):
    """A time of day typed as 19:30, 19h30, 19 giờ 30 or 19h; None when empty."""
    text = clean_line(text).lower()
    if not text:
        return None
    match = CLOCK.fullmatch(text)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise Refused("Hãy ghi giờ theo dạng giờ:phút, ví dụ 19:30.")
    return time(int(match[1]), int(match[2] or 0))


def read_count(text, *, what="số"):
    """A whole number from 0 to 9999; None when empty."""
    text = clean_line(text)
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Refused(f"Hãy ghi {what} bằng chữ số, ví dụ 12.")
    return int(text)


def read_line(text, *, longest):
    text = clean_line(text)
    if len(text) > longest:
        raise Refused(f"Dài quá {longest} chữ cái (đang có {len(text)}). Hãy viết gọn lại.")
    return text


def read_block(text):
    text = clean_block(text)
    if len(text) > LONGEST_BLOCK:
        raise Refused(f"Dài quá {LONGEST_BLOCK} chữ cái. Hãy viết gọn lại.")
    return text


def show_day(day):
    return "" if day is None else f"{day:%d/%m/%Y}"


def show_clock(clock):
    return "" if clock is None else f"{clock:%H:%M}"


def show_count(count):
    return "" if count is None else str(count)
