"""What the record page shows: fields and rows made ready, so that the template only prints.

Rows are plain dictionaries and values are texts: a page of a large cell has four hundred inputs,
and lookups and filters in the template would cost most of the request.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from meetings.enums import MeetingKind, ResolutionKind, TaskOutcome
from meetings.facts import show_number
from meetings.scoring import wording
from meetings.scoring.model import NOT_APPLICABLE, Kind, NotApplicablePolicy
from meetings.sheets import read_value
from meetings.views.grid import criterion_line, markup, opinion_grid, options, roll_grid

# An empty row at the end of each part, so that a browser without scripts can add one a save.
EMPTY_ROW = "new1"


@dataclass(frozen=True)
class FieldView:
    """One input with its label, its text and its fault."""

    name: str
    label: str
    value: str
    error: str = ""
    kind: str = "text"
    help: str = ""
    choices: tuple = ()
    mode: str = ""

    @property
    def is_short(self):
        """Days and hours stand two in a line on a phone."""
        return self.mode in {"day", "clock"}

    @property
    def options(self):
        return options(self.choices, self.value)


class RecordPage:
    """The parts of the page from a form and the meeting's sheet."""

    def __init__(self, form, sheet, offices, who_acts=""):
        self.form = form
        self.sheet = sheet
        self.offices = offices
        self.who_acts = who_acts
        self.people = [(str(row.member_id), row.name) for row in form.stored.roll]

    def field(self, name, label, **extra):
        return FieldView(
            name, label, self.form.fields.get(name, ""), self.form.errors.get(name, ""), **extra
        )

    def plan_fields(self):
        people = (("", "— chọn —"), *self.people)
        return [
            self.field("kind", "Hình thức", kind="select", choices=MeetingKind.choices),
            self.field("planned_on", "Ngày họp dự kiến", mode="day"),
            self.field("planned_at", "Giờ", mode="clock"),
            self.field("place", "Địa điểm"),
            self.field("is_online", "Họp trực tuyến hoặc nhiều điểm cầu", kind="check"),
            self.field("chair", "Chủ trì", kind="select", choices=people, help=self.who_acts),
            self.field("minute_taker", "Thư ký cuộc họp", kind="select", choices=people),
            self.field("topic", "Chuyên đề", help="Ghi khi có sinh hoạt chuyên đề"),
            self.field("preparers", "Người chuẩn bị nội dung"),
            self.field("pre_meeting_on", "Chi ủy họp trước ngày", mode="day"),
            self.field(
                "documents_sent_on",
                "Gửi tài liệu cho đảng viên ngày",
                mode="day",
                help="Trước buổi họp ít nhất 1 ngày",
            ),
            self.field("draft_content", "Dự thảo nội dung", kind="block"),
        ]

    def start_fields(self):
        return [
            self.field("held_on", "Ngày họp", mode="day"),
            self.field("started_at", "Bắt đầu lúc", mode="clock"),
            self.field("guests", "Khách mời, cấp trên dự"),
        ]

    def end_fields(self):
        return [
            self.field("ended_at", "Kết thúc lúc", mode="clock"),
            self.field(
                "score_in_favour",
                "Số người tán thành mức tự chấm",
                mode="count",
                help=f"Trong {self.form.contents.eligible} đảng viên chính thức có mặt",
            ),
            self.field("shortcomings", "Hạn chế cần khắc phục ở buổi sau", kind="block"),
            self.field("minutes_passed", "Biên bản đã đọc và thông qua", kind="check"),
        ]

    def conclusion_field(self):
        return [self.field("conclusion", "Kết luận của người chủ trì", kind="block")]

    def roll(self):
        return roll_grid(self.form, self.offices)

    def opinions(self):
        return opinion_grid(self.form)

    def _rows(self, part, names):
        """Rows of a part as typed, and one empty row; with the faults of each."""
        fields, errors = self.form.fields, self.form.errors
        keys = self.form.row_keys(part)
        if EMPTY_ROW not in keys:
            keys.append(EMPTY_ROW)
        rows = []
        for key in keys:
            row = {"key": key, "prefix": f"{part}-{key}", "faults": {}}
            for name in names:
                row[name] = fields.get(f"{part}-{key}-{name}", "")
                if error := errors.get(f"{part}-{key}-{name}"):
                    row["faults"][name] = error
            rows.append(row)
        return rows

    def agenda(self):
        return self._rows("agenda", ("title", "text", "paper"))

    def documents(self):
        return self._rows("doc", ("number", "title"))

    def resolutions(self):
        rows = self._rows("res", ("kind", "title", "text", "for", "against", "other"))
        for row in rows:
            row["kind"] = row["kind"] or ResolutionKind.RESOLUTION
        return rows

    resolution_kinds = ResolutionKind.choices

    def tasks(self):
        rows = self._rows("task", ("what", "who", "due"))
        people = [("", "— người làm —"), *self.people]
        for row in rows:
            row["options"] = options(people, row["who"])
        return rows

    def proposals(self):
        return self._rows("prop", ("text",))

    def reviews(self):
        fields, errors = self.form.fields, self.form.errors
        return [
            {
                "id": row.task_id,
                "what": row.what,
                "who": row.assignee,
                "due": f"{row.due_on:%d/%m/%Y}" if row.due_on else "",
                "outcome": fields.get(f"old-{row.task_id}", ""),
                "why": fields.get(f"oldwhy-{row.task_id}", ""),
                "error": errors.get(f"old-{row.task_id}") or errors.get(f"oldwhy-{row.task_id}"),
            }
            for row in self.form.contents.reviews
        ]

    outcomes = TaskOutcome.choices

    def groups(self):
        """The sheet: groups of criteria, each with the choice of its kind and its fact."""
        if self.sheet is None:
            return []
        lines = {line.code: line for line in self.sheet.progress.criteria}
        group_points = {score.code: two(score.points) for score in self.sheet.progress.groups}
        return [
            {
                "code": group.code,
                "title": group.title,
                "points": group_points.get(group.code, ""),
                "max": two(group.max_points),
                "criteria": markup(
                    criterion_line(self._criterion(criterion, lines.get(criterion.code)))
                    for criterion in group.criteria
                ),
            }
            for group in self.sheet.groups
        ]

    def _criterion(self, criterion, line):
        fields, code = self.form.fields, criterion.code
        return criterion_row(
            criterion,
            fact=self.sheet.facts.get(criterion.fact),
            line=line,
            value=fields.get(f"mark-{code}", ""),
            why=fields.get(f"markwhy-{code}", ""),
            error=self.form.errors.get(f"mark-{code}") or self.sheet.progress.errors.get(code),
        )


def two(points):
    """Points for people: no needless decimals, with a comma."""
    text = f"{points:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


def criterion_row(criterion, *, fact, line, value, why="", error=""):
    """One line of a sheet, ready to be printed: its choice, what the fact says, its points."""
    choices = choices_of(criterion, fact)
    chosen = matching_choice(criterion, value, choices)
    if choices and chosen not in dict(choices):
        # What was typed elsewhere stays, whether it fits or not.
        choices.append((chosen, chosen))
    may_be_out = criterion.not_applicable is not NotApplicablePolicy.REFUSE
    is_deduction = criterion.kind is Kind.DEDUCTION
    return {
        "code": criterion.code,
        "title": criterion.title,
        "fact": fact.source if fact else "",
        "max": two(criterion.max_points),
        "points": two(line.points) if line is not None else "",
        "value": value.replace(".", ","),
        "options": options(choices, chosen),
        "hint": hint_of(criterion),
        "why": why,
        "asks_why": bool(fact) or may_be_out or is_deduction or bool(why),
        "only_out_asks_why": may_be_out and not fact and not is_deduction,
        "why_hint": "thuyết minh điểm trừ" if is_deduction else "lý do chấm khác",
        "error": error,
    }


def choices_of(criterion, fact):
    """(value, label) of a criterion that is chosen; empty for one that is typed.

    Points and times are typed, unless the criterion may be not applicable: no number says that.
    """
    may_be_out = criterion.not_applicable is not NotApplicablePolicy.REFUSE
    if criterion.kind in {Kind.YES_NO, Kind.BONUS, Kind.CONDITION}:
        choices = [("true", "Đạt"), ("false", "Không")]
    elif criterion.kind is Kind.BAND:
        choices = [
            (str(band.at_least), f"{two(band.points)} điểm: từ {show_number(band.at_least)}")
            for band in criterion.bands
        ]
    elif may_be_out:
        choices = counted_choices(criterion)
    else:
        return []
    if may_be_out:
        choices.append((NOT_APPLICABLE, wording.not_applicable(criterion).capitalize()))
    has_fact = fact is not None and fact.value is not None
    empty = ("", "theo dữ liệu" if has_fact else "— chấm —")
    return [empty, *choices]


# Of finer steps only some are offered: nobody finds a number among hundreds.
MOST_CHOICES = 60


def counted_choices(criterion):
    """The points of a number from the highest down, or the times of a deduction until its floor."""
    if criterion.kind is Kind.DEDUCTION:
        most = ceil((criterion.max_points - criterion.floor) / criterion.each)
        return [(str(count), f"{count} lần") for count in range(min(most, MOST_CHOICES) + 1)]
    steps = int(criterion.max_points / criterion.step)
    every = ceil(steps / MOST_CHOICES) or 1
    points = [criterion.step * count for count in range(steps, 0, -every)]
    return [(f"{each.normalize():f}", f"{two(each)} điểm") for each in [*points, Decimal(0)]]


def matching_choice(criterion, value, choices):
    """The choice that a stored mark stands for: a number in a band stands for its band."""
    if value in {"", NOT_APPLICABLE}:
        return value
    number = read_value(value)
    if isinstance(number, str | bool):
        return value
    if criterion.kind is Kind.BAND:
        reached = (band.at_least for band in criterion.bands if number >= band.at_least)
        return str(next(reached, value))
    return next((text for text, _ in choices if read_value(text) == number), value)


def hint_of(criterion):
    """What to type for a criterion that is typed."""
    if criterion.kind is Kind.DEDUCTION:
        return f"số lần, mỗi lần trừ {two(criterion.each)}"
    return "điểm"
