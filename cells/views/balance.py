"""The balance of organisations between two days, on one page."""

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cells.balance import balance_of
from cells.enums import Change
from cells.forms.days import SpanForm
from cells.policies import can_see_branch, require
from cells.tree import path_of
from cells.views.errors import account_required
from cells.views.scoped import find_org, page_about

YEAR = 365


@account_required
@require_safe
def org_balance(request, key):
    """What was founded, ended, moved, renamed below an organisation between two days."""
    version = find_org(request.user, key)
    require(can_see_branch(request.user, version.path))
    if version.kind.is_cell:
        raise Http404
    form = _span(request)
    balance = None
    if form.is_valid() and _is_there_on(form, version.org):
        first, second = form.cleaned_data["from"], form.cleaned_data["to"]
        balance = balance_of(version.org, first, second)
    context = page_about(
        request,
        version,
        form=form,
        balance=balance,
        title=finding(balance) if balance else "Tăng, giảm tổ chức giữa hai ngày",
        table=_sums(balance) if balance else {},
        branches=_rows(balance.branches) if balance else [],
        groups=_groups(balance) if balance else [],
    )
    return render(request, "cells/balance.html", context, status=200 if balance else 422)


def _span(request):
    """The two days asked for; without any, a year until today."""
    if "from" in request.GET or "to" in request.GET:
        return SpanForm(request.GET)
    today = timezone.localdate()
    before = date.fromordinal(today.toordinal() - YEAR)
    return SpanForm({"from": f"{before:%d/%m/%Y}", "to": f"{today:%d/%m/%Y}"})


def _is_there_on(form, org):
    """True when the organisation exists on both days; else the form says on which it does not."""
    for name in ("from", "to"):
        if path_of(org, on=form.cleaned_data[name]) is None:
            form.add_error(name, "Ngày này tổ chức chưa có trong sổ hoặc đã kết thúc.")
    return not form.errors


def finding(balance):
    """The page's title: the grassroots organisations where there are any, else the cells."""
    count, name = balance.grassroots, "tổ chức cơ sở đảng"
    if not (count.before or count.after):
        count, name = balance.cells, "chi bộ"
    if count.difference == 0:
        return f"Vẫn {count.after} {name}"
    if count.difference > 0:
        return f"Tăng {count.difference} {name}: từ {count.before} lên {count.after}"
    return f"Giảm {-count.difference} {name}: từ {count.before} còn {count.after}"


def signed(number):
    """A difference as it is printed: +4, −73, 0."""
    return f"{number:+}".replace("-", "−") if number else "0"


def _sums(balance):
    """The rows of the table by kind, the sums below them."""
    sums = [balance.grassroots, balance.cells, balance.total]
    return {"kinds": _rows(balance.kinds), "sums": _rows(sums)}


def _rows(counts):
    return [(count, signed(count.difference)) for count in counts]


def _groups(balance):
    """The kinds of change that happened, each with its number and its organisations' lines."""
    groups = []
    for what in Change:
        total, rows = balance.changes.get(what, (0, []))
        if total:
            lines = [_line(what, row, balance) for row in rows]
            groups.append({"label": what.label, "total": total, "lines": lines})
    return groups


def _line(what, row, balance):
    """Name, what changed, and the page on the day on which the organisation was still or already
    here: nothing that only another branch may know."""
    was_here = row.name_after is None
    day = balance.first if was_here else balance.second
    note = {
        Change.MOVED: f"từ {row.parent_before} sang {row.parent_after}",
        Change.KIND: f"từ {row.kind_before} sang {row.kind_after}",
        Change.RENAMED: f"trước là {row.name_before}",
        Change.FOUNDED: f"{row.kind_after}, thuộc {row.parent_after}",
        Change.MOVED_IN: f"{row.kind_after}, nay thuộc {row.parent_after}",
        Change.ENDED: f"{row.kind_before}, trước thuộc {row.parent_before}",
        Change.MOVED_OUT: f"{row.kind_before}, trước thuộc {row.parent_before}",
    }[what]
    return {
        "name": row.name_before if was_here else row.name_after,
        "note": note,
        "url": f"{reverse('org', args=[row.key])}?on={day:%Y-%m-%d}",
    }
