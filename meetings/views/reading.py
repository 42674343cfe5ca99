"""The record made ready to be read: the same on the page to read, to hand over and to review."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from meetings.contents import HEAD_FIELDS
from meetings.enums import AttendanceStatus, MeetingKind, TaskOutcome
from meetings.facts import percent, show_number
from meetings.workflow import LABELS, State

PARTS = {
    "head": "Thông tin buổi họp",
    "roll": "Điểm danh, ý kiến",
    "agenda": "Nội dung",
    "documents": "Văn bản quán triệt",
    "resolutions": "Nghị quyết, kết luận",
    "tasks": "Phân công",
    "reviews": "Việc tháng trước",
    "proposals": "Kiến nghị",
    "marks": "Bảng điểm",
}
OUTCOME_LABELS = dict(TaskOutcome.choices)
OUTCOME_BADGES = {"done": "good", "partly": "mid", "not_done": "poor", "": ""}
HEAD_LABELS = {
    "kind": "Hình thức",
    "planned_on": "Ngày dự kiến",
    "planned_at": "Giờ dự kiến",
    "place": "Địa điểm",
    "is_online": "Họp trực tuyến",
    "topic": "Chuyên đề",
    "chair_id": "Chủ trì",
    "minute_taker_id": "Thư ký",
    "preparers": "Người chuẩn bị",
    "draft_content": "Dự thảo nội dung",
    "documents_sent_on": "Ngày gửi tài liệu",
    "pre_meeting_on": "Ngày họp chi ủy",
    "held_on": "Ngày họp",
    "started_at": "Bắt đầu",
    "ended_at": "Kết thúc",
    "guests": "Khách mời",
    "conclusion": "Kết luận",
    "shortcomings": "Hạn chế",
    "minutes_passed": "Thông qua biên bản",
    "score_in_favour": "Tán thành mức tự chấm",
}


def read_page(meeting, contents):
    """The context of `meetings/_record.html`."""
    names = {row.member_id: row.name for row in contents.roll}
    present = contents.count(AttendanceStatus.PRESENT)
    rate = percent(present, contents.expected)
    return {
        "meeting": meeting,
        "contents": contents,
        "head": contents.head,
        "kind_label": MeetingKind(contents.head.kind).label,
        "chair": names.get(contents.head.chair_id, ""),
        "minute_taker": names.get(contents.head.minute_taker_id, ""),
        "present": present,
        "expected": contents.expected,
        "rate": show_number(rate) if rate is not None else "",
        "absent": [
            {"name": row.name, "status": AttendanceStatus(row.status).label, "why": row.reason}
            for row in contents.roll
            if row.status != AttendanceStatus.PRESENT
        ],
        "speakers": [row for row in contents.roll if row.spoke],
        "silent": ", ".join(row.name for row in contents.roll if row.spoke and not row.opinion),
        "reviews": [
            {
                "what": row.what,
                "who": row.assignee,
                "label": OUTCOME_LABELS.get(row.outcome, "chưa đánh giá"),
                "badge": OUTCOME_BADGES[row.outcome],
                "why": row.reason,
            }
            for row in contents.reviews
        ],
        "tasks": [
            {"what": row.what, "who": names.get(row.assignee_id, ""), "due": row.due_on}
            for row in contents.tasks
        ],
        "resolutions": list(meeting.resolutions.all()) if contents.resolutions else [],
    }


def compare(name, typed, stored):
    """One part in both records, as texts side by side."""
    return {
        "title": PARTS[name],
        "typed": describe(name, typed, stored),
        "stored": describe(name, stored, typed),
    }


def describe(name, contents, other):
    """The lines of a part that the other record does not have in the same way."""
    names = {row.member_id: row.name for row in contents.roll}
    if name == "head":
        lines = []
        for field in HEAD_FIELDS:
            value = getattr(contents.head, field)
            if value != getattr(other.head, field):
                shown = names.get(value, value) if field.endswith("_id") else value
                lines.append(f"{HEAD_LABELS[field]}: {shown_value(shown)}")
        return lines
    mine, theirs = getattr(contents, name), set(getattr(other, name))
    lines = [describe_row(name, row, names) for row in mine if row not in theirs]
    return lines or ["(trống)"]


def shown_value(value):
    if value is None or value == "":
        return "(trống)"
    if isinstance(value, bool):
        return "có" if value else "không"
    if hasattr(value, "year"):
        return f"{value:%d/%m/%Y}"
    if hasattr(value, "hour"):
        return f"{value:%H:%M}"
    return str(value)


def describe_row(name, row, names):
    if name == "roll":
        said = f" — {row.opinion}" if row.opinion else ""
        why = f" ({row.reason})" if row.reason else ""
        return f"{row.name}: {AttendanceStatus(row.status).label}{why}{said}"
    if name == "reviews":
        return (
            f"{row.what}: {OUTCOME_LABELS.get(row.outcome, 'chưa đánh giá')} {row.reason}".strip()
        )
    if name == "tasks":
        return f"{row.what}: {names.get(row.assignee_id, '')}"
    if name == "marks":
        return f"{row.criterion}: {row.value} {row.reason}".strip()
    texts = [getattr(row, field, "") for field in ("number", "title", "text")]
    return " · ".join(str(text) for text in texts if text)


@dataclass(frozen=True)
class Entry:
    """One dated text beside a record: a step ("step"), a supplement or an answer of the cell.

    `what` is the state that a step led to, `number` that of a supplement or the round answered.
    """

    kind: str
    what: str
    number: int
    text: str
    by: str
    at: datetime
    id: int

    @property
    def label(self):
        if self.kind == "step":
            return LABELS[State(self.what)]
        return f"Bổ sung số {self.number}" if self.kind == "supplement" else "Ý kiến của chi bộ"


def history_of(meeting):
    """The steps, supplements and answers of a record, the first first: one question."""
    name = Coalesce(NullIf(F("by__name"), Value("")), F("by__username"))
    rest = ("text", name, "at", "id")
    steps = meeting.transitions.order_by().values_list(
        Value("step"), "to_state", Value(0), "reason", name, "at", "id"
    )
    supplements = meeting.supplements.order_by().values_list(
        Value("supplement"), Value(""), "number", *rest
    )
    answers = meeting.cell_answers.order_by().values_list(
        Value("answer"), Value(""), "round", *rest
    )
    found = [Entry(*row) for row in steps.union(supplements, answers, all=True)]
    return sorted(found, key=lambda entry: (entry.at, entry.id))


def entries(history, kind):
    """The entries of one kind."""
    return [entry for entry in history if entry.kind == kind]


def returns_of(history):
    """The steps back to the cell: the n-th ended round n."""
    return [entry for entry in history if entry.what == State.RETURNED]


def stale_notices(history, evaluation):
    """A sentence for each supplement that was written after an evaluation: it changes nothing."""
    if evaluation is None:
        return []
    return [
        f"Bổ sung số {entry.number} ({timezone.localtime(entry.at):%d/%m/%Y}) ghi sau khi chấm: "
        "điểm này dựa trên dữ kiện cũ và không tự thay đổi."
        for entry in entries(history, "supplement")
        if entry.at > evaluation.given_at
    ]
