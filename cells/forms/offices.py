"""Taking an office."""

from django import forms

from cells.forms.people import AppointForm


class TakeOfficeForm(AppointForm):
    """An office, with the role on the record that goes with it unless it is not wanted."""

    with_role = forms.BooleanField(
        label="Cấp luôn quyền đi kèm chức vụ cho tài khoản của đồng chí",
        required=False,
        initial=True,
    )
    field_order = ["member", "office", "begins_on", "last_day", "with_role"]
