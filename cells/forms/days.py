"""Fields and forms for the day that a page shows."""

import re
from calendar import monthrange

from django import forms

from cells.forms.fields import DayField, RefusalMixin

MONTH = re.compile(r"(?P<month>\d{1,2})[/.-](?P<year>\d{4})|(?P<year2>\d{4})-(?P<month2>\d{2})")


class DayOrMonthField(DayField):
    """A day, or a month typed as 03/2019 or 2019-03, which stands for its last day."""

    default_error_messages = {
        "invalid": "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 15/03/2019, "
        "hoặc tháng/năm, ví dụ 03/2019.",
    }

    def to_python(self, value):
        written = MONTH.fullmatch(value.strip()) if isinstance(value, str) else None
        if written:
            month = int(written["month"] or written["month2"])
            year = int(written["year"] or written["year2"])
            if 1 <= month <= 12 and year:
                value = f"{monthrange(year, month)[1]}/{month}/{year:04}"
        return super().to_python(value)


class DayForm(RefusalMixin, forms.Form):
    """The day on which a page shows the tree."""

    on = DayOrMonthField(label="Xem theo ngày", required=False)


class SpanForm(RefusalMixin, forms.Form):
    """Two days to be compared, the first before the second."""

    field_order = ["from", "to"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # "from" is a word of the language and cannot be the name of an attribute.
        self.fields["from"] = DayOrMonthField(label="Từ ngày")
        self.fields["to"] = DayOrMonthField(label="Đến ngày")

    def clean(self):
        cleaned = super().clean()
        first, second = cleaned.get("from"), cleaned.get("to")
        if first and second and first >= second:
            self.add_error("to", "Ngày sau phải muộn hơn ngày trước.")
        return cleaned
