"""YAML as plain data, and nothing that YAML could do besides.

Read from the parser's events instead of with a loader, because a loader builds more than these
files need: anchors that explode when they are followed, tags that make objects, times of day from
`1:30`, octal numbers from `010`, and a recursion as deep as the file likes. Here a file is
mappings, lists, text, true or false, whole and decimal numbers, and nothing.

Numbers keep what was written (`Decimal`, so 89.99 is 89.99). Keys are always text. Days stay text.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import yaml
from yaml.reader import ReaderError

from meetings.scoring.faults import WHOLE_FILE, Fault, FaultyInput

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 20
MAX_VALUES = 20_000

Data = dict[str, "Data"] | list["Data"] | str | bool | int | Decimal | None

BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
}
NOTHING = {"", "~", "null", "Null", "NULL"}
# A number with a leading zero or a plus stays text, so that a code such as 08 loses nothing.
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})")
DECIMAL = re.compile(r"-?((0|[1-9][0-9]{0,14})(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][-+]?[0-9]{1,2})?")
# No database column takes NUL, and no terminal should get the others.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def load(text: str) -> Data:
    """The one document of `text`.

    Raises FaultyInput with a single fault, which names the line: after it the rest cannot be read.
    """
    if len(text) > MAX_CHARACTERS:
        raise FaultyInput([Fault(WHOLE_FILE, "tệp quá lớn, tối đa 1 MB")])
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    try:
        return _Reader(yaml.parse(text, Loader=yaml.SafeLoader)).document()
    except yaml.MarkedYAMLError as error:
        raise FaultyInput([_syntax_fault(error.problem_mark)]) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise FaultyInput([Fault(f"dòng {line}", "có ký tự không in được")]) from error
    except ValueError as error:  # the parser's own chr() and int() on an escape or a directive
        raise FaultyInput([Fault(WHOLE_FILE, "có mã ký tự không hợp lệ")]) from error


def _syntax_fault(mark: yaml.Mark) -> Fault:
    return Fault(
        f"dòng {mark.line + 1}, cột {mark.column + 1}",
        "sai cú pháp YAML; hãy xem lại thụt dòng, dấu hai chấm, dấu ngoặc và dấu nháy",
    )


def _refuse(event: yaml.Event, reason: str) -> FaultyInput:
    return FaultyInput([Fault(f"dòng {event.start_mark.line + 1}", reason)])


class _Reader:
    """Turns a stream of events into data; the depth is bounded, so it may call itself."""

    def __init__(self, events: Iterator[yaml.Event]):
        self.events = events
        self.values = 0

    def document(self) -> Data:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise FaultyInput([Fault(WHOLE_FILE, "tệp trống")])
        data = self.value(next(self.events), depth=1)
        next(self.events)  # the end of the document
        further = next(self.events)
        if not isinstance(further, yaml.StreamEndEvent):
            raise _refuse(further, "tệp chỉ được có một tài liệu YAML")
        return data

    def value(self, event: yaml.Event, depth: int) -> Data:
        self.values += 1
        if self.values > MAX_VALUES:
            raise _refuse(event, f"tệp có quá {MAX_VALUES} giá trị")
        if depth > MAX_DEPTH:
            raise _refuse(event, f"lồng nhau quá {MAX_DEPTH} tầng")
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise _refuse(event, "không dùng neo và tham chiếu YAML (& và *)")
        if event.tag is not None:
            raise _refuse(event, f"không dùng thẻ kiểu YAML ({event.tag})")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return [self.value(item, depth + 1) for item in self.until(yaml.SequenceEndEvent)]
        return self.mapping(depth)

    def mapping(self, depth: int) -> dict[str, Data]:
        data = {}
        for event in self.until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _refuse(event, "tên khóa phải là chữ")
            self.value(event, depth)
            if event.value in data:
                raise _refuse(event, f"khóa “{event.value}” lặp lại")
            data[event.value] = self.value(next(self.events), depth + 1)
        return data

    def until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self.events), end):
            yield event


def _scalar(event: yaml.ScalarEvent) -> Data:
    text = event.value
    if UNPRINTABLE.search(text):
        raise _refuse(event, "có ký tự không in được")
    is_plain = event.implicit[0]
    if not is_plain:
        return text
    if text in BOOLEANS:
        return BOOLEANS[text]
    if text in NOTHING:
        return None
    if WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if DECIMAL.fullmatch(text) else text
