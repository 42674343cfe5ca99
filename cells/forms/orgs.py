"""Forms about organisations."""

from django import forms

from cells.forms.fields import CHOOSE, DayField, DecisionForm, LineField
from cells.models import Locality, OrgKind, PartyOrgVersion, Sector


class FoundForm(DecisionForm):
    """A new organisation under another from a day."""

    name = LineField(
        label="Tên đầy đủ", max_length=200, help_text="Ví dụ: Chi bộ Văn phòng Sở Y tế"
    )
    short_name = LineField(
        label="Tên gọn",
        max_length=100,
        required=False,
        help_text="Dùng trong danh sách; để trống thì lấy tên đầy đủ.",
    )
    code = LineField(label="Mã số", max_length=40)
    kind = forms.ModelChoiceField(
        OrgKind.objects.none(),
        label="Loại hình",
        empty_label="Chọn loại hình",
        error_messages={"required": CHOOSE},
    )
    begins_on = DayField(label="Có hiệu lực từ ngày")
    locality = forms.ModelChoiceField(
        Locality.objects.all(), label="Địa bàn", required=False, empty_label="Chưa ghi"
    )
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label="Khối", required=False, empty_label="Chưa ghi"
    )
    is_decision_required = True

    field_order = ["name", "short_name", "code", "kind", "begins_on", "locality", "sector"]

    def __init__(self, *args, parent, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = parent.kind.may_contain.all()

    def clean(self):
        cleaned = super().clean()
        name = cleaned.get("name", "")
        if name and not cleaned.get("short_name") and "short_name" not in self.errors:
            cleaned["short_name"] = name[:100]
        return cleaned

    def version(self):
        """The organisation as typed, unsaved."""
        names = ("name", "short_name", "code", "kind", "locality", "sector")
        return PartyOrgVersion(**{name: self.cleaned_data[name] for name in names})
