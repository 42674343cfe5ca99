"""Forms about reorganisations: the paper behind one, its file, and one form for each verb."""

import re
from dataclasses import replace

from django import forms

from cells.forms.fields import CHOOSE, REQUIRED, DayField, DecisionForm, LineField
from cells.models import OrgKind
from cells.reorganising.lines import Line, LineVerb
from cells.reorganising.workbook import COLUMNS

PARTS = (1, 2, 3)
NEW_ORG, THIS_ORG = "new", "this"
OUT_OF_REACH = "Tổ chức đã chọn không còn hoặc không thuộc phạm vi của đồng chí."
# More lines than these are mended in the file.
MOST_LINES = 30
OPTIONAL = {"short_name", "locality", "sector", "members"}
# The field `into` of a new name is its new code, if any.
NEW_CODE_OF = (LineVerb.RENAME, "into")
FIELDS_OF = {
    LineVerb.FOUND: ("code", "name", "short_name", "kind", "parent", "locality", "sector"),
    LineVerb.RENAME: ("code", "name", "short_name", "into"),
    LineVerb.CHANGE_KIND: ("code", "kind"),
    LineVerb.MOVE: ("code", "parent"),
    LineVerb.MERGE: ("code", "into"),
    LineVerb.SPLIT: ("code", "into", "members"),
    LineVerb.DISSOLVE: ("code",),
}


class PaperForm(DecisionForm):
    """From which day a reorganisation holds, and the decision behind it."""

    effective_on = DayField(
        label="Có hiệu lực từ ngày", help_text="Được ghi ngày sắp tới hoặc ngày đã qua."
    )
    subject = LineField(label="Trích yếu quyết định", max_length=300)
    is_decision_required = True

    PAPER = ("effective_on", "decision_number", "decision_on", "decision_issuer", "subject")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = [name for name in self.fields if name not in self.PAPER]
        self.order_fields([*own, *self.PAPER])

    def say_file_is_lost(self):
        """At the field of the file, once something else is wrong: no browser keeps its choice."""
        if self.is_bound and self.cleaned_data.get("file"):
            self.add_error("file", "Hãy chọn lại tệp: trình duyệt không giữ tệp đã chọn.")

    def paper(self):
        """What `keep_draft` asks for about the day and the decision."""
        return {
            "effective_on": self.cleaned_data["effective_on"],
            "decision": self.decision(self.cleaned_data["subject"]),
        }


class UploadForm(PaperForm):
    """The lines come from an Excel file."""

    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        error_messages={"required": "Hãy chọn tệp.", "empty": "Tệp trống."},
        help_text="Theo tệp mẫu; tối đa 5 MB và 20.000 dòng.",
    )


class DraftForm(PaperForm):
    """A draft's paper again, with another file or its lines field by field while they are few."""

    file = forms.FileField(
        label="Tệp Excel khác thay cho các dòng này", required=False, help_text="Để trống nếu giữ."
    )

    def __init__(self, *args, lines, has_file, **kwargs):
        super().__init__(*args, **kwargs)
        self.old_lines = lines
        self.is_by_field = not has_file and len(lines) <= MOST_LINES
        if not self.is_by_field:
            return
        for line in lines:
            for name in FIELDS_OF[line.verb]:
                value = getattr(line, name)
                self.fields[f"line{line.number}-{name}"] = LineField(
                    label=f"Dòng {line.number}, {line.verb.label}: {COLUMNS[name].lower()}",
                    required=name not in OPTIONAL and (line.verb, name) != NEW_CODE_OF,
                    initial=", ".join(value) if name == "members" else value,
                )
        del self.fields["file"]
        self.order_fields([name for name in self.fields if name not in self.PAPER])

    def lines(self):
        """The lines as typed, or as they were when they are too many for fields."""
        if not self.is_by_field:
            return self.old_lines
        return [replace(line, **self._typed(line)) for line in self.old_lines]

    def _typed(self, line):
        typed = {
            name: self.cleaned_data[f"line{line.number}-{name}"] for name in FIELDS_OF[line.verb]
        }
        if "members" in typed:
            typed["members"] = tuple(filter(None, re.split(r"[,;\s]+", typed["members"])))
        return typed


class OrgForm(PaperForm):
    """What becomes of one organisation; `version` is today's."""

    def __init__(self, *args, version, **kwargs):
        self.version = version
        super().__init__(*args, **kwargs)

    def lines(self):
        """The lines that say what was typed."""
        raise NotImplementedError

    def _line(self, verb, number=1, **values):
        values = {"code": self.version.code} | values
        return Line(number=number, verb=verb, **values)

    def _founding(self, number, code, name):
        """A line that founds an organisation like this one beside it."""
        above = self.version.parent_code
        return Line(
            number=number,
            verb=LineVerb.FOUND,
            code=code,
            name=name,
            kind=self.version.kind.code,
            parent=above,
            locality=self.version.locality.name if self.version.locality else "",
            sector=self.version.sector.name if self.version.sector else "",
        )


class RenameForm(OrgForm):
    name = LineField(label="Tên đầy đủ", max_length=200)
    short_name = LineField(label="Tên gọn", max_length=100, required=False)
    new_code = LineField(
        label="Mã số mới", max_length=40, required=False, help_text="Để trống nếu giữ mã cũ."
    )

    def lines(self):
        typed = self.cleaned_data
        return [
            self._line(
                LineVerb.RENAME,
                name=typed["name"],
                short_name=typed["short_name"],
                into=typed["new_code"],
            )
        ]


class KindForm(OrgForm):
    kind = forms.ModelChoiceField(
        OrgKind.objects.all(),
        label="Loại hình mới",
        empty_label="Chọn loại hình",
        error_messages={"required": CHOOSE},
    )

    def lines(self):
        return [self._line(LineVerb.CHANGE_KIND, kind=self.cleaned_data["kind"].code)]


class SearchField(LineField):
    """Words of a name, or a code; answered by the page, never part of what is done."""

    def __init__(self, label):
        super().__init__(
            label=label,
            max_length=100,
            required=False,
            help_text="Gõ một phần tên, không cần dấu, hoặc mã số.",
        )


class MoveForm(OrgForm):
    def __init__(self, *args, choices, **kwargs):
        """`choices`: (code, label) of committees that it may come under."""
        super().__init__(*args, **kwargs)
        self.fields["q"] = SearchField("Tìm cấp ủy khác")
        self.fields["parent"] = forms.ChoiceField(
            label="Về trực thuộc",
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": CHOOSE, "invalid_choice": OUT_OF_REACH},
        )
        self.order_fields(["q", "parent", *self.PAPER])

    def lines(self):
        return [self._line(LineVerb.MOVE, parent=self.cleaned_data["parent"])]


class MergeForm(OrgForm):
    """Others from anywhere within reach are merged into this one, or all into a new one."""

    new_code = LineField(
        label="Mã số của tổ chức mới",
        max_length=40,
        required=False,
        help_text="Chỉ điền khi sáp nhập vào một tổ chức mới.",
    )
    new_name = LineField(label="Tên đầy đủ của tổ chức mới", max_length=200, required=False)

    def __init__(self, *args, choices, **kwargs):
        """`choices`: (code, label) of organisations that may end."""
        super().__init__(*args, **kwargs)
        self.fields["q"] = SearchField("Tìm tổ chức ở nơi khác")
        self.fields["ending"] = forms.MultipleChoiceField(
            label=f"Tổ chức nào sáp nhập cùng {self.version.short_name}?",
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "required": "Hãy chọn ít nhất một tổ chức.",
                "invalid_choice": OUT_OF_REACH,
            },
        )
        self.fields["into"] = forms.ChoiceField(
            label="Sáp nhập vào",
            choices=[
                (THIS_ORG, f"{self.version.name}: giữ tên, mã số và sổ sinh hoạt"),
                (NEW_ORG, f"một tổ chức mới{self._beside()}: tất cả các tổ chức cũ kết thúc"),
            ],
            widget=forms.RadioSelect,
            initial=THIS_ORG,
            error_messages={"required": CHOOSE},
        )
        self.order_fields(["q", "ending", "into", "new_code", "new_name", *self.PAPER])

    def _beside(self):
        name = self.version.parent_name
        return f" thuộc {name}" if name else ""

    def clean(self):
        typed = super().clean()
        if typed.get("into") == NEW_ORG:
            for name in ("new_code", "new_name"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, REQUIRED)
        return typed

    def lines(self):
        typed = self.cleaned_data
        ending, into, lines = typed["ending"], self.version.code, []
        if typed["into"] == NEW_ORG:
            into = typed["new_code"]
            lines.append(self._founding(1, into, typed["new_name"]))
            ending = [self.version.code, *ending]
        return lines + [
            self._line(LineVerb.MERGE, number=number, code=code, into=into)
            for number, code in enumerate(ending, len(lines) + 1)
        ]


class SplitForm(OrgForm):
    """This cell ends; its members are dealt to two or three parts, new or existing."""

    def __init__(self, *args, roll, **kwargs):
        """`roll`: members of the cell in the order of the list, each once."""
        super().__init__(*args, **kwargs)
        self.roll = roll
        for part in PARTS:
            is_needed = part < PARTS[-1]
            self.fields[f"code{part}"] = LineField(
                label=f"Phần {part}: mã số", max_length=40, required=is_needed
            )
            self.fields[f"name{part}"] = LineField(
                label=f"Phần {part}: tên đầy đủ",
                max_length=200,
                required=False,
                help_text="Để trống nếu mã số là của một chi bộ đang có.",
            )
        parts = [("", "Chọn phần"), *((str(part), f"Phần {part}") for part in PARTS)]
        for member in roll:
            self.fields[f"to_{member.key}"] = forms.ChoiceField(
                label=str(member), choices=parts, error_messages={"required": CHOOSE}
            )
        self.order_fields([name for name in self.fields if name not in self.PAPER])

    def clean(self):
        typed = super().clean()
        for member in self.roll:
            part = typed.get(f"to_{member.key}")
            if part and not typed.get(f"code{part}") and f"code{part}" not in self.errors:
                self.add_error(f"code{part}", "Hãy ghi mã số: có đồng chí được chia về phần này.")
        return typed

    def lines(self):
        typed, lines = self.cleaned_data, []
        parts = [part for part in PARTS if typed[f"code{part}"]]
        for part in parts:
            code, name = typed[f"code{part}"], typed[f"name{part}"]
            if name:
                lines.append(self._founding(len(lines) + 1, code, name))
        for part in parts:
            members = tuple(
                member.key for member in self.roll if typed[f"to_{member.key}"] == str(part)
            )
            into = typed[f"code{part}"]
            lines.append(
                self._line(LineVerb.SPLIT, number=len(lines) + 1, into=into, members=members)
            )
        return lines


class DissolveForm(OrgForm):
    def lines(self):
        return [self._line(LineVerb.DISSOLVE)]


FORMS = {
    LineVerb.RENAME: RenameForm,
    LineVerb.CHANGE_KIND: KindForm,
    LineVerb.MOVE: MoveForm,
    LineVerb.MERGE: MergeForm,
    LineVerb.SPLIT: SplitForm,
    LineVerb.DISSOLVE: DissolveForm,
}
