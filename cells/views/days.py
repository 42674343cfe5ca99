"""The day that a page shows: today, or the one that its address names."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from cells.forms.days import DayForm


@dataclass(frozen=True)
class Shown:
    """The day shown, the form to choose another, and what that form must carry along.

    A day that cannot be read shows today, with the fault at the field (`status` 422).
    """

    day: date
    is_today: bool
    form: DayForm
    kept: list = field(default_factory=list)

    @property
    def on(self):
        """The day for `visible_to` and the like; None for today."""
        return None if self.is_today else self.day

    @property
    def query(self):
        """What an address of the same day ends with."""
        return "" if self.is_today else f"?on={self.day:%Y-%m-%d}"

    @property
    def status(self):
        return 422 if self.form.errors else 200


def shown_day(request, *carried):
    """What `?on=` asks for; `carried` names the other parameters that the form keeps."""
    today = timezone.localdate()
    form = DayForm(request.GET if "on" in request.GET else None)
    day = (form.cleaned_data["on"] if form.is_valid() else None) or today
    kept = [(name, request.GET[name]) for name in carried if request.GET.get(name)]
    return Shown(day, day == today, form, kept)
