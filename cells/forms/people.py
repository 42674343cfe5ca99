"""Forms about members and the offices they hold."""

from django import forms

from cells.enums import Office, Sex, SpellKind
from cells.forms.fields import (
    CHOOSE,
    REQUIRED,
    DayField,
    DecisionForm,
    LineField,
    RecordForm,
    RefusalMixin,
)
from cells.models import Member


class MemberForm(RefusalMixin, forms.ModelForm):
    """A member's own facts; the only place where ethnicity and card number are seen."""

    card_number = LineField(
        label="Số thẻ đảng viên",
        max_length=12,
        required=False,
        empty_value=None,
        help_text="8 đến 12 chữ số, giữ số 0 đầu; để trống khi chưa có thẻ.",
    )

    class Meta:
        model = Member
        fields = [
            "family_name",
            "given_name",
            "sex",
            "birth_year",
            "ethnicity",
            "card_number",
            "admitted_on",
            "official_on",
        ]
        field_classes = {
            "family_name": LineField,
            "given_name": LineField,
            "ethnicity": LineField,
            "admitted_on": DayField,
            "official_on": DayField,
        }
        labels = {
            "family_name": "Họ và tên đệm",
            "given_name": "Tên",
            "sex": "Giới tính",
            "birth_year": "Năm sinh",
            "ethnicity": "Dân tộc",
            "admitted_on": "Ngày vào Đảng",
            "official_on": "Ngày chính thức",
        }
        widgets = {
            "sex": forms.Select(choices=[("", "Chọn"), *Sex.choices]),
        }
        help_texts = {"official_on": "Để trống khi còn là đảng viên dự bị."}
        error_messages = {
            "sex": {"required": CHOOSE},
            "birth_year": {
                "required": REQUIRED,
                "invalid": "Năm sinh gồm bốn chữ số, ví dụ 1975.",
                "min_value": "Năm sinh gồm bốn chữ số, ví dụ 1975.",
                "max_value": "Năm sinh gồm bốn chữ số, ví dụ 1975.",
            },
        }


class MemberAddForm(MemberForm):
    """A new member and the day from which the cell has them on its roll."""

    begins_on = DayField(label="Sinh hoạt tại chi bộ từ ngày")


class LastDayForm(RecordForm):
    """The last day of something that ends."""

    last_day = DayField(label="Ngày cuối cùng")


class MembershipEndForm(LastDayForm):
    reason = LineField(
        label="Lý do",
        max_length=200,
        help_text="Ví dụ: chuyển sinh hoạt đến Chi bộ tổ dân phố 4; từ trần; xóa tên.",
    )


class SpellForm(RecordForm):
    kind = forms.ChoiceField(
        choices=SpellKind,
        label="Trường hợp",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    begins_on = DayField(label="Từ ngày")
    last_day = DayField(
        label="Đến hết ngày", required=False, help_text="Để trống khi chưa biết ngày kết thúc."
    )
    reason = LineField(label="Lý do", max_length=200, required=False)


class AppointForm(DecisionForm):
    """An office for one of `members`."""

    member = forms.TypedChoiceField(label="Đảng viên", error_messages={"required": CHOOSE})
    office = forms.ChoiceField(
        # Who acts for the secretary is a deputy already, and has a form of their own.
        choices=[choice for choice in Office.choices if choice[0] != Office.ACTING],
        label="Chức vụ",
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE},
    )
    begins_on = DayField(label="Từ ngày")
    last_day = DayField(
        label="Đến hết ngày", required=False, help_text="Để trống khi chưa biết ngày kết thúc."
    )
    field_order = ["member", "office", "begins_on", "last_day"]

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, **kwargs)
        by_key = {member.key: member for member in members}
        self.fields["member"].choices = [
            ("", "Chọn đảng viên"),
            *((member.key, f"{member} ({member.birth_year})") for member in members),
        ]
        self.fields["member"].coerce = by_key.get


class MoveForm(DecisionForm):
    """To another of `cells` (versions) from a day, by a decision."""

    cell = forms.TypedChoiceField(label="Chi bộ chuyển đến", error_messages={"required": CHOOSE})
    begins_on = DayField(label="Sinh hoạt tại nơi mới từ ngày")
    field_order = ["cell", "begins_on", "last_day"]

    def __init__(self, *args, cells, **kwargs):
        super().__init__(*args, **kwargs)
        by_key = {version.org.key: version.org for version in cells}
        choices = [(version.org.key, version.name) for version in cells]
        self.fields["cell"].choices = [("", "Chọn chi bộ"), *choices]
        self.fields["cell"].coerce = by_key.get


class StayForm(MoveForm):
    """To another cell for a time."""

    last_day = DayField(
        label="Đến hết ngày", required=False, help_text="Để trống khi chưa biết ngày trở về."
    )


class OfficialForm(DecisionForm):
    """The day from which a probationary member is official."""

    official_on = DayField(label="Công nhận chính thức từ ngày")
    field_order = ["official_on"]


class RosterFileForm(RecordForm):
    """A file of members and the day on which it is true."""

    roster = forms.FileField(
        label="Tệp Excel (.xlsx)",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "Hãy chọn tệp Excel.",
            "missing": "Hãy chọn tệp Excel.",
            "invalid": "Hãy chọn tệp Excel.",
            "empty": "Tệp trống, không có gì bên trong.",
        },
    )
    effective_on = DayField(
        label="Danh sách đúng vào ngày",
        help_text="Người mới vào danh sách, người chuyển chi bộ được ghi từ ngày này.",
    )
