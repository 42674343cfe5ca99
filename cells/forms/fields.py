"""Fields, and the base of all forms of single records."""

from django import forms

from cells.models import Decision
from cells.text import clean_line

REQUIRED = "Hãy điền ô này."
CHOOSE = "Hãy chọn một mục."
FIRST_YEAR, LAST_YEAR = 1900, 2100


class LineField(forms.CharField):
    """One line of text in NFC, as `clean_line` leaves it."""

    default_error_messages = {"required": REQUIRED}

    def to_python(self, value):
        value = super().to_python(value)
        return clean_line(value.replace("\x00", "")) if value else value


class DayField(forms.DateField):
    """A day typed as 03/02/2026; 03022026 does too, for telephones without a slash."""

    default_error_messages = {
        "required": REQUIRED,
        "invalid": "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 03/02/2026.",
        "year": f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.",
    }

    def widget_attrs(self, widget):
        return {"placeholder": "ngày/tháng/năm", "autocomplete": "off"}

    def to_python(self, value):
        if isinstance(value, str):
            value = value.strip()
            if value.isdigit() and len(value) == 8:
                value = f"{value[:2]}/{value[2:4]}/{value[4:]}"
        day = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(self.error_messages["year"], code="year")
        return day


class RefusalMixin:
    """Shows what an action refused at the fields that it names."""

    # Our sentences answer, not the browser's in its own language.
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, error):
        """Take over a ValidationError; what names no field of this form stands at its head."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class RecordForm(RefusalMixin, forms.Form):
    """A form of a single record."""


class DecisionForm(RecordForm):
    """A form whose change rests on a decision: number, day and issuer, all or none of them."""

    decision_number = LineField(
        label="Số quyết định", max_length=60, required=False, help_text="Ví dụ: 15-QĐ/ĐU"
    )
    decision_on = DayField(label="Ngày quyết định", required=False)
    is_decision_required = False

    def __init__(self, *args, issuers, **kwargs):
        """`issuers`: versions of the organisations that may have issued it, the likeliest first."""
        super().__init__(*args, **kwargs)
        for name in ("decision_number", "decision_on"):
            self.fields[name].required = self.is_decision_required
        self.fields["decision_issuer"] = forms.TypedChoiceField(
            label="Cơ quan ban hành",
            error_messages={"required": CHOOSE},
            choices=[(version.org.key, version.name) for version in issuers],
            coerce={version.org.key: version.org for version in issuers}.get,
        )

    def clean(self):
        cleaned = super().clean()
        number, issued_on = cleaned.get("decision_number"), cleaned.get("decision_on")
        if issued_on and not number and "decision_number" not in self.errors:
            self.add_error("decision_number", "Hãy ghi số quyết định.")
        if number and not issued_on and "decision_on" not in self.errors:
            self.add_error("decision_on", "Hãy ghi ngày quyết định.")
        return cleaned

    def decision(self, subject):
        """The decision typed, unsaved; None when none was."""
        if not self.cleaned_data["decision_number"]:
            return None
        return Decision(
            number=self.cleaned_data["decision_number"],
            issued_on=self.cleaned_data["decision_on"],
            issuer=self.cleaned_data["decision_issuer"],
            subject=subject[:300],
        )
