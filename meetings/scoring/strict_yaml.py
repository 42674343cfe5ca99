"""YAML as plain data, and nothing that YAML could do besides.

Read from the parser's events instead of with a loader, because a loader builds more than these
files need: anchors that explode when they are followed, tags that make objects, times of day from
`1:30`, octal numbers from `010`, and a recursion as deep as the file likes. Here a file is
mappings, lists, text, true or false, whole and decimal numbers, and nothing.

Numbers keep what was written (`Decimal`, so 89.99 is 89.99). Keys are always text. Days stay text.

Text with a comma, written without quotes between braces, is put together again: YAML takes
`{title: Dân chủ, kỷ luật, kind: number}` for a title "Dân chủ" and a key "kỷ luật" without colon
and value, which is never what the author of such a file meant.
"""

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

import yaml
from yaml.reader import ReaderError

from meetings.scoring.faults import WHOLE_FILE, Fault, FaultyInputError

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
DECIMAL = re.compile(
    r"-?((0|[1-9][0-9]{0,14})(\.[0-9]{0,30})?|\.[0-9]{1,30})([eE][-+]?[0-9]{1,2})?"
)
# No database column takes NUL, and no terminal should get the others.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def load(text: str) -> Data:
    """The one document of `text`.

    Raises FaultyInputError with a single fault, which names the line: the rest cannot be read.
    """
    if len(text) > MAX_CHARACTERS:
        raise FaultyInputError([Fault(WHOLE_FILE, "tệp quá lớn, tối đa 1 MB")])
    text = unicodedata.normalize("NFC", text.removeprefix("\ufeff"))
    try:
        return _Reader(text).document()
    except yaml.MarkedYAMLError as error:
        raise FaultyInputError([_syntax_fault(error.problem_mark)]) from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise FaultyInputError([Fault(f"dòng {line}", "có ký tự không in được")]) from error
    except (
        ValueError,
        OverflowError,
    ) as error:  # the parser's own chr() and int() on an escape or a directive
        raise FaultyInputError([Fault(WHOLE_FILE, "có mã ký tự không hợp lệ")]) from error


def _syntax_fault(mark: yaml.Mark) -> Fault:
    return Fault(
        f"dòng {mark.line + 1}, cột {mark.column + 1}",
        "sai cú pháp YAML; hãy xem lại thụt dòng, dấu hai chấm, dấu ngoặc và dấu nháy",
    )


def _refuse(event: yaml.Event, reason: str) -> FaultyInputError:
    return FaultyInputError([Fault(f"dòng {event.start_mark.line + 1}", reason)])


class _Reader:
    """Turns a stream of events into data; the depth is bounded, so it may call itself."""

    def __init__(self, text: str):
        self.text = text
        self.events = yaml.parse(text, Loader=yaml.SafeLoader)
        self.values = 0

    def document(self) -> Data:
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            raise FaultyInputError([Fault(WHOLE_FILE, "tệp trống")])
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
        return self.mapping(depth, is_in_braces=event.flow_style)

    def mapping(self, depth: int, *, is_in_braces: bool) -> dict[str, Data]:
        data: dict[str, Data] = {}
        open_text = None  # the key whose unquoted text the next piece may belong to
        for event in self.until(yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                raise _refuse(event, "tên khóa phải là chữ")
            self.value(event, depth)
            key, value_event = event.value, next(self.events)
            if open_text is not None and self.has_no_colon(event, value_event):
                data[open_text] = f"{data[open_text]}, {key}"
                continue
            if key in data:
                raise _refuse(event, f"khóa “{key}” lặp lại")
            data[key] = self.value(value_event, depth + 1)
            is_open = is_in_braces and _is_plain(value_event) and isinstance(data[key], str)
            open_text = key if is_open else None
        return data

    def has_no_colon(self, key: yaml.ScalarEvent, value: yaml.Event) -> bool:
        """Whether nothing but the next comma or the closing brace follows the key."""
        between = self.text[key.end_mark.index : value.start_mark.index]
        return _is_plain(key) and _is_plain(value) and not value.value and ":" not in between

    def until(self, end: type[yaml.Event]) -> Iterator[yaml.Event]:
        while not isinstance(event := next(self.events), end):
            yield event


def _is_plain(event: yaml.Event) -> bool:
    """Whether the event is text or a number without quotes."""
    return isinstance(event, yaml.ScalarEvent) and event.implicit[0]


def _scalar(event: yaml.ScalarEvent) -> Data:
    text = event.value
    if UNPRINTABLE.search(text):
        raise _refuse(event, "có ký tự không in được")
    if not _is_plain(event):
        return text
    if text in BOOLEANS:
        return BOOLEANS[text]
    if text in NOTHING:
        return None
    if WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if DECIMAL.fullmatch(text) else text
