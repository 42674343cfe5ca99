"""Taking an office."""

from django import forms

from cells.forms.fields import LineField
from cells.forms.people import AppointForm


class TakeOfficeForm(AppointForm):
    """An office, with the role on the record that goes with it unless it is not wanted."""

    with_role = forms.BooleanField(
        label="Cấp luôn quyền đi kèm chức vụ cho tài khoản của đồng chí",
        required=False,
        initial=True,
    )
    field_order = ["member", "office", "begins_on", "last_day", "with_role"]


class ActingForm(TakeOfficeForm):
    """A deputy who acts while the secretary is away; `members` are the deputies."""

    office = None
    reason = LineField(
        label="Lý do",
        max_length=200,
        help_text="Ví dụ: bí thư đi học, đi công tác, nghỉ ốm. Chỉ ghi trong nhật ký thao tác.",
    )
    field_order = ["member", "begins_on", "last_day", "reason", "with_role"]

    def __init__(self, *args, members, **kwargs):
        super().__init__(*args, members=members, **kwargs)
        self.fields["member"].label = "Phó bí thư"
        self.fields["last_day"].help_text = "Để trống khi chưa biết ngày bí thư trở lại."
        self.fields[
            "with_role"
        ].label = "Cấp quyền ghi sổ trong những ngày này nếu tài khoản của đồng chí chưa có"
        if len(members) == 1:
            self.fields["member"].initial = members[0].key
