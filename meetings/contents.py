"""What is written in one record, as plain data: read from the database or typed in the form.

Both sides have the same shape, so that they can be compared: only what differs is written, and
whoever saves second is shown both.
"""

from dataclasses import dataclass, field, fields
from datetime import date, time

from meetings.enums import AttendanceStatus
from meetings.models.contents import fetch_record

# An Phú sheet, 2.2: nobody excused more than three times in a row within the year.
EXCUSED_IN_A_ROW = 3

HEAD_FIELDS = (
    "kind",
    "planned_on",
    "planned_at",
    "place",
    "is_online",
    "topic",
    "chair_id",
    "minute_taker_id",
    "preparers",
    "draft_content",
    "documents_sent_on",
    "pre_meeting_on",
    "held_on",
    "started_at",
    "ended_at",
    "guests",
    "conclusion",
    "shortcomings",
    "minutes_passed",
    "score_in_favour",
)


@dataclass(frozen=True)
class Head:
    """The scalar fields of the meeting that the cell fills in."""

    kind: str
    planned_on: date | None = None
    planned_at: time | None = None
    place: str = ""
    is_online: bool = False
    topic: str = ""
    chair_id: int | None = None
    minute_taker_id: int | None = None
    preparers: str = ""
    draft_content: str = ""
    documents_sent_on: date | None = None
    pre_meeting_on: date | None = None
    held_on: date | None = None
    started_at: time | None = None
    ended_at: time | None = None
    guests: str = ""
    conclusion: str = ""
    shortcomings: str = ""
    minutes_passed: bool = False
    score_in_favour: int | None = None

    @property
    def duration_minutes(self):
        """Minutes between start and end, or None while one of them is missing."""
        return minutes_between(self.started_at, self.ended_at)


@dataclass(frozen=True)
class RollRow:
    member_id: int
    family_name: str = field(compare=False)
    given_name: str = field(compare=False)
    is_official: bool
    status: str = AttendanceStatus.PRESENT
    reason: str = ""
    spoke: bool = False
    opinion: str = ""

    @property
    def name(self):
        return f"{self.family_name} {self.given_name}"


@dataclass(frozen=True)
class AgendaRow:
    id: int | None = field(compare=False)
    title: str
    text: str = ""
    is_on_paper: bool = False


@dataclass(frozen=True)
class DocumentRow:
    id: int | None = field(compare=False)
    number: str
    title: str


@dataclass(frozen=True)
class ResolutionRow:
    id: int | None = field(compare=False)
    kind: str
    title: str
    text: str = ""
    in_favour: int | None = None
    against: int | None = None
    abstaining: int | None = None
    number: int | None = field(default=None, compare=False)

    @property
    def votes(self):
        return (self.in_favour or 0) + (self.against or 0) + (self.abstaining or 0)


@dataclass(frozen=True)
class TaskRow:
    id: int | None = field(compare=False)
    what: str
    assignee_id: int | None
    due_on: date | None = None


@dataclass(frozen=True)
class ReviewRow:
    """A task of an earlier meeting and how this one judged it; no outcome while it has not."""

    task_id: int
    what: str = field(compare=False)
    assignee: str = field(compare=False)
    due_on: date | None = field(compare=False)
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ProposalRow:
    id: int | None = field(compare=False)
    text: str
    answer: str = field(default="", compare=False)


@dataclass(frozen=True)
class MarkRow:
    """What a person gave for a criterion; an empty value lets the fact hold."""

    criterion: str
    value: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Contents:
    """The whole record of a meeting."""

    head: Head
    roll: tuple[RollRow, ...] = ()
    agenda: tuple[AgendaRow, ...] = ()
    documents: tuple[DocumentRow, ...] = ()
    resolutions: tuple[ResolutionRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    reviews: tuple[ReviewRow, ...] = ()
    proposals: tuple[ProposalRow, ...] = ()
    marks: tuple[MarkRow, ...] = ()

    def count(self, status):
        """How many on the roll have this status."""
        return sum(1 for row in self.roll if row.status == status)

    @property
    def expected(self):
        """How many had to attend: present, excused and unexcused."""
        owed = {AttendanceStatus.PRESENT, AttendanceStatus.EXCUSED, AttendanceStatus.UNEXCUSED}
        return sum(1 for row in self.roll if row.status in owed)

    @property
    def eligible(self):
        """How many may vote: official members who are present."""
        return sum(
            1 for row in self.roll if row.is_official and row.status == AttendanceStatus.PRESENT
        )

    def sections_that_differ(self, other):
        """Names of the parts in which two records are not the same."""
        return [
            part.name
            for part in fields(self)
            if getattr(self, part.name) != getattr(other, part.name)
        ]


@dataclass(frozen=True)
class Record:
    """A stored record: its contents, and what a sheet and a save need from around it.

    `sets` are the criteria sets issued by organisations above the cell; `long_excused` the
    members who were excused at each of the last three regular meetings of the year before it.
    """

    contents: Contents
    evaluation_id: int | None
    cell_kind: str | None
    sets: tuple[dict, ...]
    long_excused: frozenset[int]


def read_record(meeting):
    """The stored record of a meeting; one question."""
    found = fetch_record(meeting.pk, in_a_row=EXCUSED_IN_A_ROW)
    contents = Contents(
        head=Head(**{name: getattr(meeting, name) for name in HEAD_FIELDS}),
        roll=tuple(RollRow(**row) for row in found["roll"]),
        agenda=tuple(AgendaRow(**row) for row in found["agenda"]),
        documents=tuple(DocumentRow(**row) for row in found["documents"]),
        resolutions=tuple(ResolutionRow(**row) for row in found["resolutions"]),
        tasks=tuple(TaskRow(**_with_day(row)) for row in found["tasks"]),
        reviews=tuple(ReviewRow(**_with_day(row)) for row in found["reviews"]),
        proposals=tuple(ProposalRow(**row) for row in found["proposals"]),
        marks=tuple(MarkRow(**row) for row in found["marks"]),
    )
    return Record(
        contents,
        found["evaluation_id"],
        found["cell_kind"],
        tuple(found["sets"]),
        frozenset(found["long_excused"]),
    )


def _with_day(row):
    return row | {"due_on": read_json_day(row["due_on"])}


def minutes_between(start, end):
    """Whole minutes from `start` to `end` of one day, or None while one of them is missing."""
    if start is None or end is None:
        return None
    return 60 * (end.hour - start.hour) + end.minute - start.minute


def read_json_day(text):
    return date.fromisoformat(text) if text else None
