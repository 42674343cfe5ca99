"""What each line means in the state of its day: the organisations and kinds that it names. Pure."""

from dataclasses import dataclass

from cells.reorganising.lines import Line, LineFault, LineVerb
from cells.reorganising.state import Org

NAME_LENGTH = 200
SHORT_NAME_LENGTH = 100
CODE_LENGTH = 40
V = LineVerb


@dataclass(frozen=True)
class Reading:
    """A line with the numbers of what it names; None where it names nothing (or nothing known)."""

    line: Line
    org: int | None = None
    parent: int | None = None
    into: int | None = None
    kind: int | None = None
    locality: int | None = None
    sector: int | None = None

    @property
    def number(self):
        return self.line.number


def founded_by_code(lines):
    """The organisations that the lines found, by their codes; the first line counts."""
    founded = {}
    for line in lines:
        if line.verb == V.FOUND and line.code:
            founded.setdefault(line.code, -line.number)
    return founded


class Reader:
    """Reads lines one by one; `faults` grows."""

    def __init__(self, state, lines):
        self.state = state
        self.founded = founded_by_code(lines)
        self.kinds = {}
        for kind in state.kinds.values():
            self.kinds[kind.code] = self.kinds[kind.name.casefold()] = kind.id
        self.faults = []

    def read(self, line):
        """The reading of `line`, or None when it names what is not there."""
        before = len(self.faults)
        reading = self._found(line) if line.verb == V.FOUND else self._change(line)
        return reading if len(self.faults) == before else None

    def _found(self, line):
        if not line.code:
            self._refuse(line, "code", "Hãy điền mã số của tổ chức mới.")
        elif self.founded[line.code] != -line.number:
            number = -self.founded[line.code]
            self._refuse(line, "code", f"Mã số {line.code} đã dùng ở dòng {number}.")
        elif self.state.codes_held.get(line.code):
            self._refuse(line, "code", f"Mã số {line.code} đang thuộc một tổ chức khác.")
        self._check_texts(line, line.code, "code")
        is_root = not line.parent and self.state.may_found_trees
        return Reading(
            line,
            org=-line.number,
            parent=None if is_root else self._org(line, "parent"),
            kind=self._kind(line),
            locality=self._listed(line, "locality", self.state.localities, "địa bàn"),
            sector=self._listed(line, "sector", self.state.sectors, "khối"),
        )

    def _change(self, line):
        if line.verb == V.RENAME:
            self._check_texts(line, line.into, "into")
        return Reading(
            line,
            org=self._org(line, "code", founded_too=False),
            parent=self._org(line, "parent") if line.verb == V.MOVE else None,
            into=self._org(line, "into") if line.verb in {V.MERGE, V.SPLIT} else None,
            kind=self._kind(line) if line.verb == V.CHANGE_KIND else None,
        )

    def _check_texts(self, line, code, field):
        if not line.name:
            self._refuse(line, "name", "Hãy điền tên đầy đủ.")
        elif len(line.name) > NAME_LENGTH:
            self._refuse(line, "name", f"Tên dài quá {NAME_LENGTH} ký tự.")
        elif len(line.short_name or line.name) > SHORT_NAME_LENGTH:
            self._refuse(
                line, "short_name", f"Hãy điền tên gọn, không quá {SHORT_NAME_LENGTH} ký tự."
            )
        if len(code) > CODE_LENGTH:
            self._refuse(line, field, f"Mã số dài quá {CODE_LENGTH} ký tự.")

    def _org(self, line, field, founded_too=True):
        code = getattr(line, field)
        if not code:
            self._refuse(line, field, EMPTY[field])
            return None
        if code in self.founded:
            if founded_too:
                return self.founded[code]
            self._refuse(
                line, field, f"Mã số {code} là của tổ chức mới, lập ở dòng {-self.founded[code]}."
            )
            return None
        found = self.state.by_code.get(code, ())
        if len(found) == 1:
            return found[0]
        reason = "Có hai tổ chức cùng mang" if found else "Không có tổ chức nào trong phạm vi mang"
        self._refuse(line, field, f"{reason} mã số {code} vào ngày {self.state.day:%d/%m/%Y}.")
        return None

    def _kind(self, line):
        kind = self.kinds.get(line.kind) or self.kinds.get(line.kind.casefold())
        if kind is None:
            known = ", ".join(kind.name for kind in self.state.kinds.values())
            told = f"Không có loại hình “{line.kind}”" if line.kind else "Hãy điền loại hình"
            self._refuse(line, "kind", f"{told}; các loại hình: {known}.")
        return kind

    def _listed(self, line, field, known, label):
        name = getattr(line, field)
        if not name:
            return None
        if name.casefold() not in known:
            self._refuse(line, field, f"Danh mục {label} chưa có “{name}”.")
        return known.get(name.casefold())

    def _refuse(self, line, field, reason):
        self.faults.append(LineFault(line.number, field, reason))


EMPTY = {
    "code": "Hãy điền mã số của tổ chức.",
    "parent": "Hãy điền mã số của tổ chức cấp trên.",
    "into": "Hãy điền mã số của tổ chức nhận.",
}


def founded_org(reading):
    """The organisation that a line founds."""
    line = reading.line
    return Org(
        id=reading.org,
        code=line.code,
        name=line.name,
        short_name=line.short_name or line.name,
        kind=reading.kind,
        parent=reading.parent,
        locality=reading.locality,
        sector=reading.sector,
    )
