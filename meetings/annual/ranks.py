"""The four annual ranks of a party organisation (Quy định 366-QĐ/TW), the best first."""

from enum import StrEnum


class AnnualRank(StrEnum):
    """A rank with its full name, its name in a sentence, and its short name for tables."""

    def __new__(cls, code: str, title: str, short: str):
        rank = str.__new__(cls, code)
        rank._value_ = code
        rank.title = title
        rank.short = short
        return rank

    EXCELLENT = "excellent", "Hoàn thành xuất sắc nhiệm vụ", "Xuất sắc"
    GOOD = "good", "Hoàn thành tốt nhiệm vụ", "Tốt"
    COMPLETED = "completed", "Hoàn thành nhiệm vụ", "Hoàn thành"
    NOT_COMPLETED = "not_completed", "Không hoàn thành nhiệm vụ", "Không hoàn thành"

    @property
    def place(self) -> int:
        """How many ranks are better."""
        return PLACES[self]


RANKS = tuple(AnnualRank)
PLACES = {rank: place for place, rank in enumerate(RANKS)}
# The last rank asks for nothing: it is what is left.
EARNED = RANKS[:-1]
