"""The files of one meeting and of one year, for the commands `score` and `rollup`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from meetings.scoring import strict_yaml
from meetings.scoring.engine import Value
from meetings.scoring.faults import WHOLE_FILE, Fault, FaultyInputError, Place
from meetings.scoring.fields import Fields
from meetings.scoring.model import MEETING_KINDS, CriteriaSet, Situation
from meetings.scoring.rollup import MeetingResult

MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class MeetingInput:
    """A meeting to score: its situation, the facts by name, the marks by criterion."""

    situation: Situation
    facts: Mapping[str, Value]
    marks: Mapping[str, Value]


def text_of(file: str) -> str:
    """The text of a file in UTF-8.

    Raises FaultyInputError when it cannot be read, is larger than 1 MB or is not UTF-8.
    """
    try:
        with Path(file).open("rb") as stream:
            return text_in(stream)
    except FileNotFoundError as error:
        raise FaultyInputError([Fault(WHOLE_FILE, "không tìm thấy tệp")]) from error
    except (OSError, ValueError) as error:
        raise FaultyInputError([Fault(WHOLE_FILE, "không đọc được tệp")]) from error


def text_in(stream: BinaryIO) -> str:
    """The text of an open file; no more of it is read than a criteria file may hold.

    Raises FaultyInputError when it is larger than 1 MB or is not UTF-8.
    """
    content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FaultyInputError([Fault(WHOLE_FILE, "tệp quá lớn, tối đa 1 MB")])
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FaultyInputError([Fault(f"dòng {line}", "tệp không phải văn bản UTF-8")]) from error


def read_meeting(text: str) -> MeetingInput:
    """The meeting that a YAML file describes.

    Keys: `meeting_kind`, `members`, and if wanted `cell_kind`, `unexcused` (0), `facts`, `marks`.
    An empty mark or fact is not given. Whether the values suit a criterion is for the engine.

    Raises FaultyInputError with every fault.
    """
    faults: list[Fault] = []
    fields = Fields(strict_yaml.load(text), Place(), faults)
    meeting = MeetingInput(
        Situation(
            meeting_kind=_meeting_kind(fields, "meeting_kind"),
            members=fields.whole("members"),
            cell_kind=fields.text("cell_kind", required=False),
            unexcused=fields.whole("unexcused", required=False) or 0,
        ),
        _values(fields, "facts"),
        _values(fields, "marks"),
    )
    fields.close()
    if faults:
        raise FaultyInputError(faults)
    return meeting


def read_year(text: str, criteria_set: CriteriaSet | None) -> list[MeetingResult]:
    """The meetings of a year: `meetings`, each with `kind`, `total` and `rank`.

    Totals and ranks must be of the set; without one (it was refused) any are taken.

    Raises FaultyInputError with every fault.
    """
    faults: list[Fault] = []
    fields = Fields(strict_yaml.load(text), Place(), faults)
    fields.value("meetings")
    # A year without a meeting is a year too, so the list may be empty.
    meetings = [
        _meeting_result(inner, criteria_set)
        for inner in fields.each("meetings", "cuộc sinh hoạt", required=False)
    ]
    fields.close()
    if faults:
        raise FaultyInputError(faults)
    return meetings


def _meeting_result(fields: Fields, criteria_set: CriteriaSet | None) -> MeetingResult:
    kind = _meeting_kind(fields, "kind")
    total = fields.number("total")
    rank = fields.text("rank")
    fields.close()
    if criteria_set is not None:
        if total is not None and total > criteria_set.max_points:
            fields.refuse("total", f"vượt quá điểm tối đa {criteria_set.max_points}")
        codes = [each.code for each in criteria_set.ranks]
        if rank is not None and rank not in codes:
            fields.refuse("rank", f"không có “{rank}”; chỉ dùng: {', '.join(codes)}")
    return MeetingResult(kind, total, rank)


def _meeting_kind(fields: Fields, key: str) -> str | None:
    kind = fields.text(key)
    if kind is not None and kind not in MEETING_KINDS:
        return fields.refuse(key, f"không có “{kind}”; chỉ dùng: {', '.join(MEETING_KINDS)}")
    return kind


def _values(fields: Fields, key: str) -> dict[str, Value]:
    inner = fields.within(key, required=False)
    values = {}
    for name, value in inner.data.items() if inner else ():
        if isinstance(value, dict | list):
            inner.refuse(name, "phải là một giá trị, không phải danh sách hay bảng")
        values[name] = value
    return values
