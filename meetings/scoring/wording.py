"""Vietnamese words for what a set is made of, for messages."""

from meetings.scoring.model import Situation

MEETING_KIND = {
    "regular": "sinh hoạt thường kỳ",
    "thematic": "sinh hoạt chuyên đề",
    "combined": "sinh hoạt thường kỳ kết hợp chuyên đề",
    "extraordinary": "sinh hoạt bất thường",
}


def meeting_kind(kind: str) -> str:
    """The kind in words; one that is unknown is quoted as it stands."""
    return MEETING_KIND.get(kind, f"“{kind}”")


def situation(of: Situation, *, names_cell_kind: bool, names_members: bool) -> str:
    """The meeting in words, such as "sinh hoạt chuyên đề, chi bộ có 30 đảng viên"."""
    words = [meeting_kind(of.meeting_kind)]
    if names_cell_kind:
        words.append(f"loại chi bộ {of.cell_kind}" if of.cell_kind else "loại chi bộ khác")
    if names_members:
        words.append(f"chi bộ có {of.members} đảng viên")
    if of.unexcused:
        words.append(f"có {of.unexcused} đảng viên vắng không lý do")
    return ", ".join(words)
