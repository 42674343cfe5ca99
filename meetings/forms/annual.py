"""Forms of the annual ranking: a changed rank, the decision, the rules."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django import forms

from cells.forms.fields import CHOOSE, REQUIRED, DayField, LineField, RecordForm
from meetings.annual.evidence import Measure
from meetings.annual.ranks import EARNED, RANKS, AnnualRank
from meetings.annual.rules import CapBase
from meetings.scoring.figures import in_words

NUMBER = re.compile(r"\d{1,3}([.,]\d{1,2})?", re.ASCII)


class ChangeForm(RecordForm):
    """Another rank than the proposed one, with the reason; no rank goes back to the proposal."""

    rank = forms.ChoiceField(
        label="Mức xếp loại",
        required=False,
        choices=[("", "Theo đề xuất"), *((rank.value, rank.title) for rank in RANKS)],
        error_messages={"invalid_choice": CHOOSE},
    )
    reason = LineField(
        label="Lý do",
        max_length=500,
        required=False,
        help_text="Cần ghi khi đổi mức; lý do đi cùng kết quả sau khi quyết định.",
        error_messages={"max_length": "Dài quá 500 chữ cái. Hãy viết gọn lại."},
    )

    def clean(self):
        """A form sent without its rank (nothing chosen, nothing shown) changes nothing."""
        cleaned = super().clean()
        if "rank" not in self.data:
            self.add_error("rank", CHOOSE)
        return cleaned


class DecideForm(RecordForm):
    """The document that decides the ranking."""

    number = LineField(
        label="Số quyết định",
        max_length=60,
        help_text="Ví dụ: 125-QĐ/ĐU",
        error_messages={"max_length": "Dài quá 60 chữ cái."},
    )
    decided_on = DayField(label="Ngày quyết định")
    over_cap_reason = LineField(
        label="Lý do vượt tỉ lệ xuất sắc",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": "Dài quá 2000 chữ cái."},
    )

    def __init__(self, *args, over_cap="", **kwargs):
        """`over_cap`: the sentence that asks for a reason; without it none is asked."""
        super().__init__(*args, **kwargs)
        field = self.fields["over_cap_reason"]
        field.required = bool(over_cap)
        field.error_messages["required"] = over_cap
        if not over_cap:
            field.widget = forms.HiddenInput()


class BoundField(forms.CharField):
    """What a rank asks of one measure: a number, or nothing. "92,5" and "92.5" are the same."""

    def __init__(self, measure, rank):
        label = f"{measure.label}: {rank.short.lower()}"
        super().__init__(label=label, required=False)
        self.measure = measure
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off", "aria-label": label}

    def to_python(self, value):
        text = (super().to_python(value) or "").strip().removesuffix("%").strip()
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise forms.ValidationError("Hãy ghi một số.")
        bound = Decimal(text.replace(",", "."))
        if self.measure.unit == "%":
            if bound > 100:
                raise forms.ValidationError("Không quá 100.")
        elif bound != bound.to_integral_value():
            raise forms.ValidationError("Hãy ghi số nguyên.")
        elif self.measure.unit == "bậc" and bound < 1:
            raise forms.ValidationError("Bậc cao nhất là 1.")
        return bound


@dataclass(frozen=True)
class BoundRow:
    """A line of the rules' table: a measure, and its field for each rank."""

    label: str
    asks: str
    fields: list


class RulesForm(RecordForm):
    """One table: what each rank asks of each measure; and how the cap is counted."""

    document = LineField(
        label="Văn bản của cấp ủy",
        max_length=120,
        required=False,
        help_text="Ví dụ: Hướng dẫn 12-HD/ĐU ngày 01/11/2026",
        error_messages={"max_length": "Dài quá 120 chữ cái."},
    )
    cap_percent = forms.IntegerField(
        label="Tỉ lệ xuất sắc tối đa (%)",
        min_value=0,
        max_value=100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": REQUIRED,
            "invalid": "Hãy ghi số nguyên.",
            "min_value": "Từ 0 đến 100.",
            "max_value": "Từ 0 đến 100.",
        },
    )
    base = forms.ChoiceField(
        label="Tính trên",
        choices=[(base.value, base.label) for base in CapBase],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    fourth_quarter = forms.BooleanField(
        label="Quý IV không xếp loại riêng mà tính vào năm", required=False
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for measure in Measure:
            for rank in EARNED:
                self.fields[f"{rank.value}-{measure.value}"] = BoundField(measure, rank)

    @property
    def head_fields(self):
        return [self[name] for name in ("document", "cap_percent", "base", "fourth_quarter")]

    @property
    def rows(self):
        return [
            BoundRow(
                label=measure.label,
                asks=f"{'ít nhất' if measure.direction == 'at_least' else 'nhiều nhất'}"
                if measure.unit != "bậc"
                else "không dưới",
                fields=[(rank, self[f"{rank.value}-{measure.value}"]) for rank in EARNED],
            )
            for measure in Measure
        ]

    def requirements(self):
        """(rank, measure) → bound of all that was given."""
        return {
            (rank, measure): bound
            for rank in EARNED
            for measure in Measure
            if (bound := self.cleaned_data[f"{rank.value}-{measure.value}"]) is not None
        }


def initial_of(rules):
    """What the form shows of rules that hold."""
    initial = {
        "base": rules.base.value,
        "cap_percent": rules.cap_percent,
        "fourth_quarter": rules.fourth_quarter_in_year,
    }
    for rank in EARNED:
        for requirement in rules.of(AnnualRank(rank)):
            initial[f"{rank.value}-{requirement.measure.value}"] = in_words(requirement.bound)
    return initial
