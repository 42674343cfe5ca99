"""The record made ready to be read: the same on the page to read, to hand over and to review."""

from meetings.contents import HEAD_FIELDS
from meetings.enums import AttendanceStatus, MeetingKind, Stage, TaskOutcome
from meetings.facts import percent, show_number
from meetings.models import Evaluation
from meetings.sheets import criteria_of
from meetings.views.record_page import two

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


def stages_page(meeting):
    """The stored evaluations of the current round side by side, for `meetings/_stages.html`."""
    evaluations = list(
        Evaluation.objects.filter(meeting=meeting, round=meeting.round, total__isnull=False)
        .select_related("criteria_set")
        .prefetch_related("marks")
    )
    if not evaluations:
        return {"sheet_rows": []}
    evaluations.sort(key=lambda evaluation: list(Stage).index(evaluation.stage))
    criteria = criteria_of(evaluations[0].criteria_set)
    marks = [{mark.criterion: mark for mark in item.marks.all()} for item in evaluations]
    rows = []
    for criterion in criteria.criteria:
        found = [by_code.get(criterion.code) for by_code in marks]
        if not any(found):
            continue
        points = [two(mark.points) if mark else "" for mark in found]
        rows.append(
            {
                "code": criterion.code,
                "title": criterion.title,
                "max": two(found[0].max_points) if found[0] else "",
                "points": points,
                "differs": len(set(points)) > 1,
                "reasons": dict.fromkeys(mark.reason for mark in found if mark and mark.reason),
            }
        )
    return {
        "stages": [
            {
                "label": item.get_stage_display().lower(),
                "total": two(item.total),
                "rank": criteria.rank(item.rank).title,
            }
            for item in evaluations
        ],
        "sheet_rows": rows,
        "sheet_set": evaluations[0].criteria_set.code,
        "gate_messages": evaluations[-1].gate_messages,
    }
