"""The record's one form: from contents to fields and back, with every fault at its field.

A field's name is its part and its row: `status-17` is member 17's place on the roll,
`task-4-what` an existing task, `task-new1-what` a row that was added in the browser.
"""

import re
from dataclasses import replace
from datetime import time

from django.utils import timezone

from meetings.contents import (
    AgendaRow,
    Contents,
    DocumentRow,
    Head,
    MarkRow,
    ProposalRow,
    ResolutionRow,
    RollRow,
    TaskRow,
)
from meetings.enums import AttendanceStatus, MeetingKind, ResolutionKind, TaskOutcome
from meetings.forms.fields import (
    Refused,
    read_block,
    read_clock,
    read_count,
    read_day,
    read_line,
    show_clock,
    show_count,
    show_day,
)
from meetings.forms.secrecy import refuse_secret_marks

LINES = {"place": 200, "topic": 300, "preparers": 300, "guests": 300}
BLOCKS = ("draft_content", "conclusion", "shortcomings")
DAYS = ("planned_on", "documents_sent_on", "pre_meeting_on", "held_on")
CLOCKS = ("planned_at", "started_at", "ended_at")

# One letter a choice keeps the page of a large cell light.
STATUS_CODES = {
    "p": AttendanceStatus.PRESENT,
    "e": AttendanceStatus.EXCUSED,
    "u": AttendanceStatus.UNEXCUSED,
    "x": AttendanceStatus.EXEMPT,
    "a": AttendanceStatus.AWAY,
    "d": AttendanceStatus.SUSPENDED,
}
CODE_OF = {status: code for code, status in STATUS_CODES.items()}
ROW_NAME = re.compile(r"(agenda|doc|res|task|prop)-(\d{1,12}|new\d{1,3})-[a-z]+")
MARK_NAME = re.compile(r"mark-(.{1,30})")
MAX_NEW_ROWS = 60


def fields_of(contents):
    """The form's fields as a plain dictionary of texts."""
    head = contents.head
    fields = {
        "kind": head.kind,
        "chair": show_count(head.chair_id),
        "minute_taker": show_count(head.minute_taker_id),
        "is_online": "1" if head.is_online else "",
        "minutes_passed": "1" if head.minutes_passed else "",
        "score_in_favour": show_count(head.score_in_favour),
    }
    fields |= {name: getattr(head, name) for name in (*LINES, *BLOCKS)}
    fields |= {name: show_day(getattr(head, name)) for name in DAYS}
    fields |= {name: show_clock(getattr(head, name)) for name in CLOCKS}
    for row in contents.roll:
        who = row.member_id
        fields[f"status-{who}"] = CODE_OF[row.status]
        fields[f"why-{who}"] = row.reason
        fields[f"spoke-{who}"] = "1" if row.spoke else ""
        fields[f"said-{who}"] = row.opinion
    for row in contents.agenda:
        fields[f"agenda-{row.id}-title"] = row.title
        fields[f"agenda-{row.id}-text"] = row.text
        fields[f"agenda-{row.id}-paper"] = "1" if row.is_on_paper else ""
    for row in contents.documents:
        fields[f"doc-{row.id}-number"] = row.number
        fields[f"doc-{row.id}-title"] = row.title
    for row in contents.resolutions:
        fields[f"res-{row.id}-kind"] = row.kind
        fields[f"res-{row.id}-title"] = row.title
        fields[f"res-{row.id}-text"] = row.text
        fields[f"res-{row.id}-for"] = show_count(row.in_favour)
        fields[f"res-{row.id}-against"] = show_count(row.against)
        fields[f"res-{row.id}-other"] = show_count(row.abstaining)
    for row in contents.tasks:
        fields[f"task-{row.id}-what"] = row.what
        fields[f"task-{row.id}-who"] = show_count(row.assignee_id)
        fields[f"task-{row.id}-due"] = show_day(row.due_on)
    for row in contents.reviews:
        fields[f"old-{row.task_id}"] = row.outcome
        fields[f"oldwhy-{row.task_id}"] = row.reason
    for row in contents.proposals:
        fields[f"prop-{row.id}-text"] = row.text
    for row in contents.marks:
        fields[f"mark-{row.criterion}"] = row.value
        fields[f"markwhy-{row.criterion}"] = row.reason
    return fields


class RecordForm:
    """What was typed over what is stored: `contents` as far as it could be read, and `errors`.

    `stored` gives what the form may not change: who is on the roll, which tasks are judged, which
    rows exist. `fields` keeps every text as it was typed, right or wrong.
    """

    def __init__(self, stored, posted=None, *, today=None):
        self.stored = stored
        self.today = today or timezone.localdate()
        self.errors = {}
        self.fields = fields_of(stored)
        self.contents = stored
        if posted is not None:
            self._read(posted)

    @property
    def is_valid(self):
        return not self.errors

    def _read(self, posted):
        # Unticked boxes are not sent, so what is stored must not shine through.
        boxes = {name: "" for name in self.fields if name.startswith("spoke-")}
        self.fields |= boxes | {"is_online": "", "minutes_passed": ""}
        self.fields |= {name: "" for name in self.fields if name.endswith("-paper")}
        self.fields |= {
            name: value for name, value in posted.items() if name != "csrfmiddlewaretoken"
        }
        attended = Contents(head=self._head(), roll=self._roll())
        self.contents = replace(
            attended,
            agenda=self._agenda(),
            documents=self._documents(),
            resolutions=self._resolutions(attended.eligible),
            tasks=self._tasks(),
            reviews=self._reviews(),
            proposals=self._proposals(),
            marks=self._marks(),
        )
        self._check_head(attended.eligible)
        refuse_secret_marks(self.fields, self.errors)

    def _take(self, name, read, **options):
        """The value of a field, or None with the reason among the errors."""
        try:
            return read(self.fields.get(name, ""), **options)
        except Refused as refusal:
            self.errors[name] = str(refusal)
            return None

    def _line(self, name, longest):
        return self._take(name, read_line, longest=longest) or ""

    def _block(self, name):
        return self._take(name, read_block) or ""

    def _choice(self, name, choices, default):
        value = self.fields.get(name, "")
        if value in choices:
            return value
        if value:
            self.errors[name] = "Hãy chọn một mục trong danh sách."
        return default

    def _member(self, name):
        """A member of this meeting's roll, or None when nobody is chosen."""
        member_id = self._take(name, _read_id)
        if member_id is not None and member_id not in self._on_roll:
            self.errors[name] = "Người này không có tên trong danh sách của chi bộ."
            return None
        return member_id

    @property
    def _on_roll(self):
        return {row.member_id for row in self.stored.roll}

    def _head(self):
        return Head(
            kind=self._choice("kind", MeetingKind.values, self.stored.head.kind),
            chair_id=self._member("chair"),
            minute_taker_id=self._member("minute_taker"),
            is_online=bool(self.fields["is_online"]),
            minutes_passed=bool(self.fields["minutes_passed"]),
            score_in_favour=self._take("score_in_favour", read_count, what="số người"),
            **{name: self._line(name, longest) for name, longest in LINES.items()},
            **{name: self._block(name) for name in BLOCKS},
            **{name: self._take(name, read_day) for name in DAYS},
            **{name: self._take(name, read_clock) for name in CLOCKS},
        )

    def _check_head(self, eligible):
        head = self.contents.head
        if (head.score_in_favour or 0) > eligible:
            self.errors["score_in_favour"] = (
                f"Không quá {eligible} người: số đảng viên chính thức có mặt."
            )
        if head.held_on and head.held_on > self.today:
            self.errors["held_on"] = (
                f"Ngày họp {head.held_on:%d/%m/%Y} chưa tới. Hãy ghi ngày đã họp."
            )
        if head.started_at and head.ended_at and head.ended_at <= head.started_at:
            self.errors["ended_at"] = (
                f"Giờ kết thúc phải sau giờ bắt đầu ({head.started_at:%H:%M})."
            )
        if head.held_on:
            for name, what in (
                ("documents_sent_on", "Ngày gửi tài liệu"),
                ("pre_meeting_on", "Ngày họp chi ủy"),
            ):
                day = getattr(head, name)
                if day and day > head.held_on:
                    self.errors[name] = f"{what} không thể sau ngày họp {head.held_on:%d/%m/%Y}."

    def _roll(self):
        strangers = {
            name
            for name in self.fields
            if name.startswith("status-") and name[7:] not in {str(who) for who in self._on_roll}
        }
        if strangers:
            self.errors["roll"] = (
                "Có người không thuộc chi bộ này trong danh sách. Hãy tải lại trang rồi điểm danh."
            )
        return tuple(self._roll_row(row) for row in self.stored.roll)

    def _roll_row(self, row: RollRow):
        who = row.member_id
        code = self._choice(f"status-{who}", STATUS_CODES, CODE_OF[row.status])
        status = STATUS_CODES[code]
        opinion = self._block(f"said-{who}")
        return replace(
            row,
            status=status,
            reason=self._line(f"why-{who}", 200),
            spoke=bool(self.fields.get(f"spoke-{who}")) or bool(opinion),
            opinion=opinion,
        )

    def row_keys(self, part):
        """The rows of a part in the order of the form, such as "4" and "new1".

        Ids that are not this record's are left out.
        """
        names = [match for name in self.fields if (match := ROW_NAME.fullmatch(name))]
        rows = list(dict.fromkeys(match[2] for match in names if match[1] == part))
        known = {str(row.id) for row in getattr(self.stored, PARTS[part])}
        new = [row for row in rows if row.startswith("new")][:MAX_NEW_ROWS]
        return [row for row in rows if row in known] + new

    def _agenda(self):
        rows = []
        for row in self.row_keys("agenda"):
            title = self._line(f"agenda-{row}-title", 200)
            text = self._block(f"agenda-{row}-text")
            if text and not title:
                self.errors[f"agenda-{row}-title"] = "Hãy ghi tên nội dung này."
            if title or text:
                paper = bool(self.fields.get(f"agenda-{row}-paper"))
                rows.append(AgendaRow(_row_id(row), title, text, paper))
        return tuple(rows)

    def _documents(self):
        rows = []
        for row in self.row_keys("doc"):
            number = self._line(f"doc-{row}-number", 60)
            title = self._line(f"doc-{row}-title", 300)
            if number and not title:
                self.errors[f"doc-{row}-title"] = "Hãy ghi tên văn bản."
            if title or number:
                rows.append(DocumentRow(_row_id(row), number, title))
        return tuple(rows)

    def _resolutions(self, eligible):
        numbers = {str(row.id): row.number for row in self.stored.resolutions}
        rows = []
        for row in self.row_keys("res"):
            title = self._line(f"res-{row}-title", 300)
            found = ResolutionRow(
                _row_id(row),
                self._choice(f"res-{row}-kind", ResolutionKind.values, ResolutionKind.RESOLUTION),
                title,
                self._block(f"res-{row}-text"),
                self._take(f"res-{row}-for", read_count, what="số phiếu"),
                self._take(f"res-{row}-against", read_count, what="số phiếu"),
                self._take(f"res-{row}-other", read_count, what="số phiếu"),
                numbers.get(row),
            )
            is_empty = not (title or found.text) and found.votes == 0
            if is_empty and found.number is None:
                continue
            if not title:
                self.errors[f"res-{row}-title"] = (
                    "Văn bản này đã được cấp số, không bỏ trống được. Hãy sửa nội dung."
                    if found.number
                    else "Hãy ghi nghị quyết, kết luận về việc gì."
                )
            if found.votes > eligible:
                self.errors[f"res-{row}-for"] = (
                    f"Tổng {found.votes} phiếu vượt {eligible} đảng viên chính thức có mặt."
                )
            rows.append(found)
        return tuple(rows)

    def _tasks(self):
        rows = []
        for row in self.row_keys("task"):
            what = self._line(f"task-{row}-what", 300)
            who = self._member(f"task-{row}-who")
            due_on = self._take(f"task-{row}-due", read_day)
            name = f"task-{row}-who"
            if what and who is None:
                self.errors.setdefault(name, "Hãy chọn người làm việc này.")
            if who and not what:
                self.errors[f"task-{row}-what"] = "Hãy ghi việc giao cho đồng chí này."
            if what or who:
                rows.append(TaskRow(_row_id(row), what, who, due_on))
        return tuple(rows)

    def _reviews(self):
        rows = []
        for row in self.stored.reviews:
            outcome = self._choice(f"old-{row.task_id}", TaskOutcome.values, "")
            reason = self._line(f"oldwhy-{row.task_id}", 300)
            rows.append(replace(row, outcome=outcome, reason=reason))
        return tuple(rows)

    def _proposals(self):
        rows = []
        for row in self.row_keys("prop"):
            text = self._block(f"prop-{row}-text")
            if text:
                rows.append(ProposalRow(_row_id(row), text))
        return tuple(rows)

    def _marks(self):
        """Marks as typed; whether they fit their criteria is the sheet's to say."""
        rows = []
        for name in self.fields:
            match = MARK_NAME.fullmatch(name)
            if match is None:
                continue
            code = match[1]
            value = self._line(name, 20).replace(",", ".")
            reason = self._line(f"markwhy-{code}", 300)
            if value or reason:
                rows.append(MarkRow(code, value, reason))
        return tuple(sorted(rows, key=lambda row: row.criterion))

    def propose_day(self, now):
        """Once the planned time has passed, propose it as the day and the hour of the meeting."""
        head = self.stored.head
        if head.held_on is not None or head.planned_on is None:
            return
        if (head.planned_on, head.planned_at or time.max) <= (now.date(), now.time()):
            self.fields["held_on"] = show_day(head.planned_on)
            self.fields["started_at"] = show_clock(head.planned_at)

    def refuse_marks(self, messages):
        """Put the sheet's refusals (criterion → sentence) at their fields."""
        self.errors |= {f"mark-{code}": message for code, message in messages.items()}


PARTS = {
    "agenda": "agenda",
    "doc": "documents",
    "res": "resolutions",
    "task": "tasks",
    "prop": "proposals",
}


def _row_id(row):
    return None if row.startswith("new") else int(row)


def _read_id(text):
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refused("Hãy chọn một người trong danh sách.")
    return int(text)
