"""A criteria set tried on meetings of the past, with progress while it runs."""

import logging

from django.db import DatabaseError
from django.shortcuts import render
from django.template.loader import render_to_string

from cells.policies import require
from cells.views.errors import account_required
from cells.views.streaming import streamed
from meetings.actions.months import current_month
from meetings.enums import SetState
from meetings.facts import show_number
from meetings.forms.tryout import FULL, TryoutForm
from meetings.reports.tryout import Question, Tryout, criteria_to_try, names_then
from meetings.scoring.faults import FaultyInputError
from meetings.views.criteria import can_manage, find_set
from meetings.views.criteria_edit import fault_rows

logger = logging.getLogger(__name__)

PAGE = "meetings/criteria_tryout.html"
RESULT = "meetings/_tryout_result.html"
# Width of the bars in their own units, so that shares are whole numbers.
BAR = 1000


@account_required
def tryout(request, pk):
    """The form; with a period the page goes out piece by piece while the meetings are scored."""
    row = find_set(request.user, pk)
    require(can_manage(request.user, row))
    form = TryoutForm(typed(request), month=current_month())
    context = {
        "set": row,
        "form": form,
        "is_draft": row.state == SetState.DRAFT,
        "faults": (),
        "is_running": False,
    }
    try:
        criteria = criteria_to_try(row)
    except FaultyInputError as error:
        return render(request, PAGE, context | {"faults": fault_rows(row, error.faults)})
    if not form.is_bound:
        return render(request, PAGE, context)
    if not form.is_valid():
        return render(request, PAGE, context, status=422)
    question = Question(row, criteria, *form.period, form.unknown_is_full)
    page = render_to_string(PAGE, context | {"is_running": True}, request)
    is_draft = context["is_draft"]
    return streamed(page, pieces(question, form.period_name, request.user, is_draft=is_draft))


def typed(request):
    """What the address asks, None when it asks nothing; the choice of what is unknown may lack."""
    if "months" not in request.GET:
        return None
    return {"unknown": FULL} | request.GET.dict()


def pieces(question, period_name, user, *, is_draft):
    """A line after each chunk of meetings, of which only the last shows, and the result."""
    try:
        run = Tryout(question, user)
        total = run.report.total
        yield progress(0, total)
        for done in run.run():
            yield progress(done, total)
        context = result_context(run.report, question, period_name)
        yield render_to_string(RESULT, context | {"set": question.row, "is_draft": is_draft})
    except DatabaseError:
        logger.exception("trying criteria set %s", question.row.pk)
        yield (
            '<p class="notice error" role="alert">Cơ sở dữ liệu không trả lời nên chưa tính xong. '
            "Không có gì bị thay đổi; hãy thử lại sau ít phút.</p>"
        )


def progress(done, total):
    """A line that says how far it is; numbers only, so there is nothing to escape."""
    return (
        f'<div class="card"><p>Đã tính {dotted(done)} / {dotted(total)} bản ghi</p>'
        f'<progress max="{max(total, 1)}" value="{done}"></progress></div>\n'
    )


def result_context(report, question, period_name):
    worst = report.worst()
    names = names_then(worst)
    assumed = "đạt" if question.unknown_is_full else "không đạt"
    return {
        "title": title_of(report, period_name),
        "report": report,
        "down": dotted(report.down),
        "same": dotted(report.same),
        "up": dotted(report.up),
        "averages": [
            "–" if average is None else show_number(average)
            for average in (report.average_before, report.average_after)
        ],
        "bars": [bar("Trước", report.before), bar("Sau", report.after)] if report.tried else [],
        "notes": notes_of(report),
        "unknown_title": f"{len(report.unknown)} tiêu chí chưa có dữ liệu cũ, coi như {assumed}",
        "unknown": [
            {"code": item.code, "title": item.title, "count": dotted(report.unknown[item.code])}
            for item in question.criteria.criteria
            if item.code in report.unknown
        ],
        "changes": [change_row(change, names) for change in worst],
        "changed": dotted(report.changed),
    }


def title_of(report, period_name):
    if not report.tried:
        return f"{period_name} chưa có bản ghi nào tính được theo bộ này"
    if not report.changed:
        return f"{period_name}: không bản ghi nào trong {dotted(report.tried)} đổi xếp loại"
    changed = f"{dotted(report.changed)} trên {dotted(report.tried)}"
    return f"{period_name}: {changed} bản ghi đổi xếp loại"


def notes_of(report):
    """What was not tried and why, one sentence each."""
    sentences = (
        (
            report.found - report.total,
            f"Lấy mẫu đều {dotted(report.total)} trên {dotted(report.found)} bản ghi.",
        ),
        (
            report.out_of_scope,
            f"{dotted(report.out_of_scope)} bản ghi ngoài phạm vi áp dụng của bộ này, không tính.",
        ),
        (
            report.nearer,
            f"{dotted(report.nearer)} bản ghi chấm theo bộ của cấp gần chi bộ hơn, không tính.",
        ),
        (
            report.refused,
            f"{dotted(report.refused)} bản ghi không có tiêu chí nào áp dụng được, không tính.",
        ),
    )
    return [sentence for count, sentence in sentences if count]


def bar(label, counts):
    """A stacked bar of ranks, highest first: each part with its place, word, number and share."""
    total, parts, done = counts.total(), [], 0
    for (level, title), count in sorted(counts.items()):
        begins, done = BAR * done // total, done + count
        parts.append(
            {
                "level": min(level, 3),
                "title": title,
                "count": dotted(count),
                "share": show_number(100 * count / total),
                "x": str(begins),
                "width": str(BAR * done // total - begins),
            }
        )
    words = ", ".join(f"{part['title']} {part['count']}" for part in parts)
    return {"label": label, "parts": parts, "words": f"{label}: {words}"}


def change_row(change, names):
    return {
        "key": change.key,
        "name": names[change.cell_id, change.month],
        "month": f"{change.month:%m/%Y}",
        "before": f"{change.before} {show_number(change.total_before)}",
        "before_level": min(change.before_level, 3),
        "after": f"{change.after} {show_number(change.total_after)}",
        "after_level": min(change.after_level, 3),
        "why": change.why,
    }


def dotted(number):
    """A whole number as people write it here: 1.500."""
    return f"{number:,}".replace(",", ".")
