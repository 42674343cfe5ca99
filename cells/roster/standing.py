"""How a member stands with their cell, and the words by which lists say it."""

from enum import StrEnum


class Standing(StrEnum):
    """Attends, need not attend for a time (the kinds of a `Spell`), or has left."""

    ACTIVE = "active"
    EXEMPT = "exempt"
    AWAY = "away"
    SUSPENDED = "suspended"
    LEFT = "left"


ABSENCES = (Standing.EXEMPT, Standing.AWAY, Standing.SUSPENDED)
WORDS = {
    Standing.ACTIVE: "Đang sinh hoạt",
    Standing.EXEMPT: "Miễn công tác và sinh hoạt",
    Standing.SUSPENDED: "Đình chỉ sinh hoạt",
    Standing.AWAY: "Chuyển sinh hoạt tạm thời đi nơi khác",
    Standing.LEFT: "Đã chuyển đi, Từ trần, Ra khỏi Đảng",
}
KNOWN_WORDS = "; ".join(WORDS.values())

# Folded. A whole cell for those who attend, because "sinh hoạt" stands in all the others too.
_ACTIVE = {
    "dang sinh hoat",
    "dang sinh hoat dang",
    "sinh hoat",
    "sinh hoat binh thuong",
    "sinh hoat chinh thuc",
    "binh thuong",
    "dang hoat dong",
    "hoat dong",
    "chinh thuc",
    "du bi",
    "dang vien",
    "dang vien chinh thuc",
    "dang vien du bi",
    "dang vien dang sinh hoat",
}
# In this order: "đã chuyển sinh hoạt tạm thời" has not left.
_PARTS = (
    (Standing.AWAY, ("tam thoi", "tam vang")),
    (Standing.EXEMPT, ("mien cong tac", "mien sinh hoat", "duoc mien", "mien sh")),
    (Standing.SUSPENDED, ("dinh chi",)),
    (
        Standing.LEFT,
        (
            "da chuyen",
            "chuyen di",
            "chuyen sinh hoat chinh thuc",
            "chuyen sinh hoat dang chinh thuc",
            "tu tran",
            "da mat",
            "da chet",
            "hy sinh",
            "ra khoi dang",
            "ra dang",
            "xoa ten",
            "khai tru",
            "da roi",
        ),
    ),
)
# Words that turn the others round, and guests: what such a line means must be told by a person.
_UNCLEAR = ("het", "khong", "chua", "ket thuc", "huy", "den")


def standing_of(folded):
    """The standing that a folded status means, or None for words that we do not know."""
    if folded in _ACTIVE:
        return Standing.ACTIVE
    if folded == "mien":
        return Standing.EXEMPT
    words = f" {folded} "
    if any(f" {part} " in words for part in _UNCLEAR):
        return None
    for standing, parts in _PARTS:
        if any(f" {part} " in words for part in parts):
            return standing
    return None
