"""What a criteria set is tried on: the period, and how to take what nobody knows."""

from django import forms

from meetings.actions.months import quarter_of
from meetings.deadlines import month_before
from meetings.reports.overview import months_until

PERIODS = {"3": "Quý trước", "6": "6 tháng trước", "12": "12 tháng trước"}
FULL, NOTHING = "full", "none"
UNKNOWNS = ((FULL, "Coi như đạt"), (NOTHING, "Coi như không đạt"))


def months_of(choice, month):
    """The first and the last month of a period before `month`; of "3", the quarter before its."""
    if choice == "3":
        first, _, last = quarter_of(month_before(quarter_of(month)[0]))
        return first, last
    last = month_before(month)
    return months_until(last, int(choice))[0], last


def span(first, last):
    """Months as people write them, short enough for a phone: 7–9/2026."""
    begins = f"{first.month}" if first.year == last.year else f"{first.month}/{first.year}"
    return f"{begins}–{last.month}/{last.year}"


class TryoutForm(forms.Form):
    """The question of a try-out; sent with the address, for nothing is changed."""

    months = forms.ChoiceField(
        label="Các cuộc họp của",
        error_messages={
            "required": "Hãy chọn khoảng thời gian.",
            "invalid_choice": "Hãy chọn một khoảng thời gian trong danh sách.",
        },
    )
    unknown = forms.ChoiceField(
        label="Tiêu chí mới chưa có dữ liệu cũ",
        choices=UNKNOWNS,
        error_messages={
            "required": "Hãy chọn một cách tính.",
            "invalid_choice": "Hãy chọn một cách tính trong danh sách.",
        },
        help_text="Điểm cộng chưa có dữ liệu cũ thì không cộng.",
    )

    def __init__(self, *args, month, **kwargs):
        super().__init__(*args, **kwargs)
        self.month = month
        self.fields["months"].choices = [
            (choice, f"{label} ({span(*months_of(choice, month))})")
            for choice, label in PERIODS.items()
        ]

    @property
    def period(self):
        """The first and the last month chosen; only of a valid form."""
        return months_of(self.cleaned_data["months"], self.month)

    @property
    def period_name(self):
        return PERIODS[self.cleaned_data["months"]]

    @property
    def unknown_is_full(self):
        return self.cleaned_data["unknown"] == FULL
