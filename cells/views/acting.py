"""Deputies who act while the secretary is away: from a day, to a day, taken back before it."""

from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cells.acting import acting_from, days_of
from cells.actions.offices import leave_office, take_office, withdraw_office
from cells.actions.periods import lasting_after
from cells.enums import Office
from cells.forms.fields import RecordForm
from cells.forms.offices import ActingForm
from cells.forms.people import LastDayForm
from cells.models import Appointment, Member
from cells.policies import can_manage_people, require
from cells.tree import ancestors_of
from cells.views.errors import account_required
from cells.views.scoped import find, find_org, form_page

NO_DEPUTY = "Ở đây chưa có phó bí thư. Hãy giao chức vụ phó bí thư trước."
WHAT_FOLLOWS = (
    "Trong những ngày này, sổ mới để đồng chí làm chủ trì. Hết thời gian, quyền cấp riêng cho "
    "những ngày này cũng hết; chức vụ phó bí thư vẫn còn."
)


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def acting_add(request, key):
    """Let a deputy of the organisation act for the secretary from a day to a day."""
    version, today = find_org(request.user, key), timezone.localdate()
    require(can_manage_people(request.user, version.path))
    deputies = _deputies(version.org, today)
    form = ActingForm(
        request.POST or None,
        members=deputies,
        issuers=[*reversed(ancestors_of(version.org, on=today)), version],
        initial={"begins_on": today},
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            appointment, grant = take_office(
                by=request.user,
                org=version.org,
                member=typed["member"],
                office=Office.ACTING,
                begins_on=typed["begins_on"],
                last_day=typed["last_day"],
                decision=form.decision(f"Giao phó bí thư phụ trách {version.name}"),
                with_role=typed["with_role"],
                reason=typed["reason"],
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            _tell_begun(request, appointment, grant)
            return redirect("org", key=key)
    title = f"Giao phó bí thư phụ trách thay bí thư tại {version.short_name}"
    note = WHAT_FOLLOWS if deputies else NO_DEPUTY
    return form_page(request, version, form, title=title, submit="Giao phụ trách", note=note)


def _deputies(org, today):
    """Who is a deputy there today or is to be one."""
    held = Appointment.objects.filter(org=org, office=Office.DEPUTY)
    lasting = lasting_after(held, today - timedelta(days=1))
    return Member.objects.filter(pk__in=lasting.values("member")).order_by("sort_key", "id")


def _tell_begun(request, appointment, grant):
    member = appointment.member
    messages.success(request, f"Đồng chí {member} phụ trách thay bí thư {days_of(appointment)}.")
    if grant is not None:
        role = grant.get_role_display().lower()
        messages.info(request, f"Đã cấp quyền {role} trong những ngày đó.")
    elif not hasattr(member, "account"):
        messages.warning(
            request, "Đồng chí chưa có tài khoản: hãy cấp quyền để đồng chí làm việc trên sổ."
        )


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def acting_end(request, key, since):
    """End the acting that begins on the day `since`; one that has not begun is taken back."""
    version, today = find_org(request.user, key), timezone.localdate()
    require(can_manage_people(request.user, version.path))
    held = Appointment.objects.filter(acting_from(today), org=version.org)
    rows = held.select_related("member", "org").order_by("id")
    appointment = find(rows, period__startswith=_day_or_404(since))
    has_begun = appointment.begins_on <= today
    initial = {"last_day": today}
    form_class = LastDayForm if has_begun else RecordForm
    form = form_class(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            if has_begun:
                leave_office(by=request.user, appointment=appointment, **form.cleaned_data)
                told = "Đã ghi ngày cuối phụ trách."
            else:
                withdraw_office(by=request.user, appointment=appointment)
                told = "Đã rút việc giao phụ trách."
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, told)
            return redirect("org", key=key)
    return form_page(request, version, form, **_words(appointment, has_begun))


def _day_or_404(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


def _words(appointment, has_begun):
    member = appointment.member
    if has_begun:
        return {
            "title": f"Đồng chí {member} thôi phụ trách thay bí thư",
            "submit": "Ghi ngày cuối phụ trách",
            "note": "Quyền cấp riêng cho những ngày phụ trách cũng hết; chức vụ phó bí thư và "
            "quyền đi kèm chức vụ đó vẫn còn.",
        }
    return {
        "title": f"Rút việc giao đồng chí {member} phụ trách {days_of(appointment)}",
        "submit": "Rút",
        "note": "Thời gian phụ trách chưa bắt đầu, nên được xóa khỏi sổ; nhật ký vẫn ghi việc này.",
    }
