"""Vietnamese text as the database folds and sorts it, and as forms clean it."""

import re
import unicodedata

from django.db.models import Func, TextField

BLANKS = re.compile(r"[ \t\xa0]+")


class Fold(Func):
    """Lower case without diacritics, for search: "Sở Tài nguyên" → "so tai nguyen".

    Several expressions are joined by a space. The function lives in the database, so that stored
    columns and typed terms cannot be folded in two ways.
    """

    function = "vn_fold"
    arg_joiner = " || ' ' || "
    output_field = TextField()


class SortKey(Func):
    """A key that puts names in the order of the Vietnamese alphabet, and "Chi bộ 2" before "10".

    Compare it in collation "C". The embedded database has no ICU, so the order must be stored.
    """

    function = "vn_sort_key"
    arg_joiner = " || ' ' || "
    output_field = TextField()


def clean_line(text):
    """One line in NFC without stray blanks; phones and old keyboards send decomposed letters."""
    return BLANKS.sub(" ", unicodedata.normalize("NFC", text).replace("\n", " ")).strip()


def clean_block(text):
    """Paragraphs in NFC, line ends as \\n, no blanks at the ends of lines."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def without_marks(text):
    """Lower case without diacritics: "Mã Tổ chức" → "ma to chuc"."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
