"""The fields of each part of a criteria set, filled from its plain data, with their faults.

Fieldsets come as `Box`es: a list of rows (bands, ranks) is a box whose fields stand in one line
each. There is always an empty row at the end, so that a browser without scripts can add one.
"""

from dataclasses import dataclass, field
from datetime import date

from meetings.enums import MeetingKind
from meetings.forms.criteria_words import (
    BASES,
    BONUSES,
    FACTS,
    KINDS,
    NOT_APPLICABLE,
    PERIODS,
    ROLLUPS,
)
from meetings.scoring.fields import DAY
from meetings.scoring.model import Kind, RollupKind


@dataclass(frozen=True)
class EditField:
    """One input: `kind` is text, number, day, block, select, checks or hidden."""

    name: str
    label: str
    kind: str = "text"
    value: object = ""
    choices: tuple = ()
    help: str = ""
    error: str = ""

    @property
    def options(self):
        """(value, label, is chosen) for a select or a row of boxes to tick."""
        chosen = self.value if isinstance(self.value, list) else [self.value]
        return [(value, label, value in chosen) for value, label in self.choices]


@dataclass
class Box:
    """A fieldset: its own fields and its rows, each a list of fields."""

    title: str
    fields: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    boxes: list = field(default_factory=list)
    help: str = ""
    error: str = ""
    is_folded: bool = False


class Layout:
    """Builds the boxes of one part from its data, the faults by field name, and the rest of the
    set that its choices come from: `ranks` and `cell_kinds` as (value, label)."""

    def __init__(self, data, errors, *, ranks=(), cell_kinds=()):
        self.data = data
        self.errors = dict(errors)
        self.ranks = (("", "— chọn —"), *ranks)
        self.cell_kinds = tuple(cell_kinds)

    def boxes(self, name):
        """The boxes of the part called `name`."""
        maker = {
            "head": self._head,
            "ranks": self._ranks,
            "gates": self._gates,
            "rollup": self._rollup,
        }.get(name)
        if maker is None:
            maker = self._group if name.startswith("group") else self._criterion
        return maker()

    def left_over(self):
        """Faults that no field has shown: they are about the part as a whole."""
        return list(self.errors.values())

    # Building blocks.

    def value(self, name):
        found = self.data
        for key in name.split("."):
            if isinstance(found, list) and key.isdigit() and int(key) < len(found):
                found = found[int(key)]
            elif isinstance(found, dict):
                found = found.get(key)
            else:
                return None
        return found

    def field(self, name, label, kind="text", *, choices=(), help=""):
        value = self.value(name)
        shown = _shown(kind, value)
        return EditField(name, label, kind, shown, choices, help, self.errors.pop(name, ""))

    def select(self, name, label, choices, *, empty="", help=""):
        """A select; with `empty` there is a first choice of nothing."""
        listed = tuple((str(value), text) for value, text in choices.items())
        first = (("", empty),) if empty else ()
        return self.field(name, label, "select", choices=(*first, *listed), help=help)

    def count(self, name):
        found = self.value(name)
        return len(found) if isinstance(found, list) else 0

    def condition(self, prefix):
        kinds = tuple((kind.value, kind.label) for kind in MeetingKind)
        fields = [self.field(f"{prefix}.meeting_kind", "Hình thức", "checks", choices=kinds)]
        if self.cell_kinds:
            name = f"{prefix}.cell_kind"
            fields.append(self.field(name, "Loại hình", "checks", choices=self.cell_kinds))
        return [
            *fields,
            self.field(f"{prefix}.members_at_least", "Từ … đảng viên", "number"),
            self.field(f"{prefix}.members_below", "Dưới … đảng viên", "number"),
            self.field(f"{prefix}.unexcused_at_least", "Từ … người vắng không lý do", "number"),
        ]

    def bands(self, prefix):
        box = Box(
            "Các bậc",
            help="Đạt từ mốc nào thì được điểm của mốc đó; mốc thấp nhất phải là 0.",
            error=self.errors.pop(prefix, ""),
        )
        for row in range(max(self.count(prefix) + 2, 5)):
            box.rows.append(
                [
                    self.field(f"{prefix}.{row}.at_least", "Từ", "number"),
                    self.field(f"{prefix}.{row}.points", "Được điểm", "number"),
                ]
            )
        return box

    # Parts.

    def _head(self):
        kinds = tuple((kind.value, kind.label) for kind in MeetingKind)
        scope = [self.field("applies_to.meeting_kinds", "Hình thức", "checks", choices=kinds)]
        if self.cell_kinds:
            scope.append(
                self.field(
                    "applies_to.cell_kinds",
                    "Loại hình chi bộ",
                    "checks",
                    choices=self.cell_kinds,
                    help="Không chọn là mọi loại hình.",
                )
            )
        scope += [
            self.field("applies_to.members_at_least", "Chi bộ từ … đảng viên", "number"),
            self.field("applies_to.members_below", "Chi bộ dưới … đảng viên", "number"),
        ]
        return [
            Box(
                "Văn bản",
                [
                    self.field("title", "Tên bộ tiêu chí"),
                    self.field("code", "Mã", help="Ngắn, như PHUONG-2026; không trùng bộ khác."),
                    self.field("document", "Số văn bản ban hành", help="Như 08-HD/ĐU."),
                    self.field("issued_on", "Ngày văn bản", "day"),
                    self.field("valid_from", "Hiệu lực từ ngày", "day"),
                    self.field("valid_to", "Đến hết ngày", "day", help="Để trống khi chưa có hạn."),
                ],
            ),
            Box("Áp dụng cho", scope, error=self.errors.pop("applies_to", "")),
            Box(
                "Cách tính chung",
                [
                    self.field("max_points", "Tổng điểm tối đa", "number"),
                    self.select("attendance_base", "Tỉ lệ có mặt tính trên", BASES),
                ],
            ),
        ]

    def _group(self):
        return [
            Box(
                "Nhóm tiêu chí",
                [
                    self.field("code", "Số thứ tự"),
                    self.field("title", "Tên nhóm"),
                    self.field("max_points", "Điểm tối đa của nhóm", "number"),
                ],
            )
        ]

    def _criterion(self):
        kind = self.value("kind")
        main = [
            self.field("code", "Số thứ tự"),
            self.field("title", "Nội dung tiêu chí", "block"),
            self.select("kind", "Cách chấm", KINDS, empty="— chọn —"),
        ]
        if kind != Kind.CONDITION:
            main.append(self.field("max_points", "Điểm tối đa", "number"))
        facts = self.select(
            "fact",
            "Số liệu hệ thống đã biết",
            FACTS,
            empty="Không có, chi bộ tự chấm",
            help="Hệ thống điền sẵn; chi bộ chấm khác thì phải ghi lý do.",
        )
        policy = self.select("not_applicable", "Khi không áp dụng", NOT_APPLICABLE)
        boxes = [Box("Tiêu chí", main), *self._of_kind("", kind)]
        boxes.append(Box("Số liệu và trường hợp không áp dụng", [facts, policy]))
        only_if = Box(
            "Chỉ có trên phiếu khi…",
            self.condition("only_if"),
            help="Để trống cả thì luôn có trên phiếu.",
            error=self.errors.pop("only_if", ""),
        )
        only_if.is_folded = not self.value("only_if")
        return [*boxes, only_if, self._caps(), self._overrides(kind)]

    def _of_kind(self, prefix, kind):
        """What only criteria of this kind have, at the criterion itself or in an override."""
        if kind == Kind.BAND:
            return [self.bands(f"{prefix}bands")]
        fields = {
            Kind.NUMBER: [("step", "Bước điểm", "Để trống là 0,5.")],
            Kind.DEDUCTION: [
                ("each", "Mỗi lần trừ", ""),
                ("floor", "Trừ đến còn", "Để trống là 0."),
            ],
        }.get(kind, [])
        found = [
            self.field(f"{prefix}{name}", label, "number", help=help)
            for name, label, help in fields
        ]
        if kind == Kind.BONUS:
            empty = "— như trên —" if prefix else "— chọn —"
            found.append(self.select(f"{prefix}bonus", "Điểm cộng tính", BONUSES, empty=empty))
        return [Box("Cách tính điểm", found)] if found else []

    def _caps(self):
        box = Box("Giới hạn điểm khi…", is_folded=not self.count("cap"))
        for row in range(self.count("cap") + 1):
            points = self.field(f"cap.{row}.points", "Thì nhiều nhất được điểm", "number")
            inner = Box(
                f"Trường hợp {row + 1}",
                [*self.condition(f"cap.{row}.when"), points],
                error=self.errors.pop(f"cap.{row}.when", "") or self.errors.pop(f"cap.{row}", ""),
            )
            box.boxes.append(inner)
        box.error = self.errors.pop("cap", "")
        return box

    def _overrides(self, kind):
        box = Box("Khác đi trong trường hợp…", is_folded=not self.count("override"))
        for row in range(self.count("override") + 1):
            prefix = f"override.{row}."
            inner = Box(
                f"Trường hợp {row + 1}",
                [
                    *self.condition(f"{prefix}when"),
                    self.field(f"{prefix}title", "Nội dung đổi thành"),
                    self.field(f"{prefix}max_points", "Điểm tối đa đổi thành", "number"),
                    self.select(f"{prefix}fact", "Số liệu đổi thành", FACTS, empty="— như trên —"),
                    self.select(
                        f"{prefix}not_applicable",
                        "Khi không áp dụng",
                        NOT_APPLICABLE,
                        empty="— như trên —",
                    ),
                ],
                help="Chỉ ghi những gì khác.",
                boxes=self._of_kind(prefix, kind),
            )
            inner.error = self.errors.pop(f"{prefix}when", "") or self.errors.pop(prefix[:-1], "")
            box.boxes.append(inner)
        return box

    def _ranks(self):
        box = Box(
            "Các mức xếp loại",
            help="Từ cao xuống thấp; mức cuối từ 0 điểm.",
            error=self.errors.pop("ranks", ""),
        )
        for row in range(max(self.count("ranks") + 1, 4)):
            box.rows.append(
                [
                    self.field(f"ranks.{row}.code", "", "hidden"),
                    self.field(f"ranks.{row}.title", "Tên mức"),
                    self.field(f"ranks.{row}.at_least", "Từ điểm", "number"),
                ]
            )
        return [box]

    def _gates(self):
        boxes = []
        for row in range(self.count("gates") + 1):
            boxes.append(
                Box(
                    f"Điều kiện {row + 1}",
                    [
                        self.field(
                            f"gates.{row}.cap",
                            "Xếp loại cao nhất chỉ được",
                            "select",
                            choices=self.ranks,
                        ),
                        self.field(
                            f"gates.{row}.unless_full",
                            "trừ khi các tiêu chí này đủ điểm",
                            help="Ghi số thứ tự, cách nhau dấu phẩy, như 1.1, 2.1.",
                        ),
                        self.field(
                            f"gates.{row}.message",
                            "Câu giải thích cho chi bộ",
                            "block",
                            help="Như: có tiêu chí bắt buộc chưa đủ điểm.",
                        ),
                    ],
                    boxes=[
                        Box(
                            "hoặc khi…",
                            self.condition(f"gates.{row}.when"),
                            error=self.errors.pop(f"gates.{row}.when", ""),
                        )
                    ],
                    error=self.errors.pop(f"gates.{row}", ""),
                )
            )
        return boxes

    def _rollup(self):
        boxes = []
        kinds = tuple((kind.value, kind.label) for kind in MeetingKind)
        for period, title in PERIODS.items():
            empty = "Không quy định" if period == "year" else "Như năm, hoặc bình quân"
            box = Box(
                title,
                [self.select(f"{period}.kind", "Cách tính", ROLLUPS, empty=empty)],
                error=self.errors.pop(period, ""),
            )
            rules = f"{period}.rules"
            is_counted = self.value(f"{period}.kind") == RollupKind.COUNT
            for row in range(self.count(rules) + 2 if is_counted else 0):
                box.boxes.append(self._rule(f"{rules}.{row}", row, kinds))
            if is_counted:
                box.help = "Xét lần lượt; quy tắc đầu tiên đúng thì lấy mức đó."
                box.error = box.error or self.errors.pop(rules, "")
            boxes.append(box)
        return boxes

    def _rule(self, prefix, row, kinds):
        return Box(
            f"Quy tắc {row + 1}",
            [
                self.field(f"{prefix}.rank", "Xếp loại", "select", choices=self.ranks),
                self.field(
                    f"{prefix}.all_at_least", "nếu mọi buổi đạt từ", "select", choices=self.ranks
                ),
                self.field(f"{prefix}.count.at_least", "và có ít nhất … buổi", "number"),
                self.field(f"{prefix}.count.rank", "đạt từ", "select", choices=self.ranks),
                self.field(f"{prefix}.meeting_kinds", "chỉ tính", "checks", choices=kinds),
            ],
            error=self.errors.pop(prefix, "") or self.errors.pop(f"{prefix}.count", ""),
        )


def _shown(kind, value):
    """A stored value as it is typed: days as 28/10/2025, decimals with a comma."""
    if kind == "checks":
        return value if isinstance(value, list) else [value] if value else []
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    text = str(value)
    if kind == "day" and DAY.fullmatch(text):
        try:
            return f"{date.fromisoformat(text):%d/%m/%Y}"
        except ValueError:
            return text
    return text.replace(".", ",") if kind == "number" else text
