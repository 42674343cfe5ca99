"""Large reorganisations: the page goes out at once and says step by step what is being done.

The work runs in a thread of its own. A reader who goes away neither stops nor halves it: its one
transaction ends or does not, and the page of the draft or of the reorganisation tells which.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from time import monotonic

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection
from django.template.loader import render_to_string
from django.urls import reverse

from cells.models import User
from cells.reorganising.lines import LinesRefused
from cells.reorganising.preview import preview
from cells.reorganising.steps import Step
from cells.views.streaming import streamed
from meetings.actions import reorganise
from meetings.models import ReorganisationDraft
from meetings.reports.reorganise_words import changes_in_words
from meetings.reports.reorganising import months_touched
from meetings.views.reorganise_preview import draft_context

logger = logging.getLogger(__name__)

# Between two signs of life, in seconds.
BEAT = 1
STEP, ENDED = "meetings/_reorganise_step.html", "meetings/_reorganise_ended.html"


@dataclass(frozen=True)
class Job:
    """`work(tell)` does it and calls `tell` with each of `steps`; `answer(result, failure)` says in
    markup what came of it, `failure` being the error that it raised or None."""

    title: str
    note: str
    steps: tuple[Step, ...]
    work: object
    answer: object


def running(request, job):
    """The answer that tells of `job` while it is done."""
    context = {"title": job.title, "note": job.note, "steps": len(job.steps)}
    context["whole"] = 2 * len(job.steps)
    page = render_to_string("meetings/reorganisation_running.html", context, request)
    # Begun before the first piece goes out: whether it is read has no part in it.
    news = SimpleQueue()
    executor = ThreadPoolExecutor(max_workers=1)
    future = executor.submit(_apart, job.work, news.put)
    executor.shutdown(wait=False)
    future.add_done_callback(lambda _: news.put(None))
    return streamed(page, _pieces(job, context, news, future))


def _pieces(job, context, news, future):
    begun, step = monotonic(), None
    while True:
        try:
            step = news.get(timeout=BEAT)
        except Empty:
            if step is None:
                continue
        else:
            if step is None:
                break
        yield render_to_string(STEP, context | _place(job, step, begun))
    failure = future.exception()
    yield job.answer(None if failure else future.result(), failure)


def _place(job, step, begun):
    place = job.steps.index(step) + 1
    return {
        "step": step.value,
        "place": place,
        # A step that goes on is half done.
        "done": 2 * place - 1,
        "seconds": round(monotonic() - begun),
    }


def _apart(work, tell):
    """In a thread with a connection of its own, which ends with it."""
    try:
        return work(tell)
    finally:
        connection.close()


def as_now(user):
    """The account with the rights that it has when the work begins, for the thread alone."""
    return User.objects.get(pk=user.pk)


def ended(title, sentence, url, label, tone="warning"):
    """The markup of an end: what came of it and where to go on."""
    context = {"title": title, "sentence": sentence, "url": url, "label": label, "tone": tone}
    return render_to_string(ENDED, context)


def preview_running(request, draft, lines):
    """Show what would come of a large draft."""
    by = request.user

    def work(tell):
        tell(Step.CHECKING)
        shown = preview(lines, effective_on=draft.effective_on, by=as_now(by))
        tell(Step.LOOKING)
        return shown, months_touched(shown)

    def answer(result, failure):
        if failure is not None:
            return _failed(failure, request.path)
        context = draft_context(draft, lines, *result)
        return render_to_string("meetings/_reorganisation_preview.html", context, request)

    return running(
        request,
        Job(
            title=f"Đang xem trước {len(lines)} dòng",
            note="Xem trước không làm thay đổi gì.",
            steps=(Step.CHECKING, Step.LOOKING),
            work=work,
            answer=answer,
        ),
    )


def carry_out_running(request, draft):
    """Carry a large draft out."""
    by, digest = request.user, request.POST.get("digest", "")
    return running(
        request,
        Job(
            title="Đang thực hiện sắp xếp",
            note="Đóng trang này không làm dừng hay dở dang việc sắp xếp: mở lại mục Sắp xếp tổ "
            "chức sẽ thấy đã xong hay chưa.",
            steps=(Step.COMPARING, Step.CHECKING, Step.WRITING, Step.MONTHS),
            work=lambda tell: reorganise.carry_out_draft(
                draft=draft, digest=digest, by=as_now(by), progress=tell
            ),
            answer=lambda result, failure: _carried_out(draft, result, failure),
        ),
    )


def _carried_out(draft, result, failure):
    here = reverse("reorganisation_draft", args=[draft.key])
    match failure:
        case None:
            done, changes = result
            return ended(
                "Đã sắp xếp xong",
                changes_in_words(changes),
                reverse("reorganisation", args=[done.key]),
                "Xem kết quả",
                "success",
            )
        case reorganise.AlreadyCarriedOut():
            there = reverse("reorganisation", args=[failure.reorganisation.key])
            told = "Dự thảo này đã được thực hiện trước đó, không làm lại lần nữa."
            return ended("Đã thực hiện trước đó", told, there, "Xem kết quả")
        case reorganise.PreviewChanged() | LinesRefused():
            told = "Cây tổ chức hoặc dự thảo vừa thay đổi sau khi đồng chí xem. Hãy xem lại."
            return ended("Chưa có gì thay đổi", told, here, "Xem trước lại")
        case ReorganisationDraft.DoesNotExist():
            told = "Dự thảo này vừa bị xóa."
            there = reverse("reorganisations")
            return ended("Chưa có gì thay đổi", told, there, "Các đợt sắp xếp")
    return _failed(failure, here)


def undo_running(request, row):
    """Take a large reorganisation back."""
    by = request.user
    return running(
        request,
        Job(
            title="Đang hoàn tác đợt sắp xếp",
            note="Đóng trang này không làm dừng hay dở dang việc hoàn tác.",
            steps=(Step.RESTORING, Step.MONTHS),
            work=lambda tell: reorganise.undo(reorganisation=row, by=as_now(by), progress=tell),
            answer=lambda result, failure: _undone(row, result, failure),
        ),
    )


def _undone(row, changes, failure):
    here = reverse("reorganisation", args=[row.key])
    if failure is None:
        return ended("Đã hoàn tác", changes_in_words(changes), here, "Xem đợt sắp xếp", "success")
    if isinstance(failure, ValidationError):
        return ended("Chưa hoàn tác được", " ".join(failure.messages), here, "Xem đợt sắp xếp")
    return _failed(failure, here)


def _failed(failure, here):
    """What nobody could foresee; the transaction took everything back."""
    if isinstance(failure, PermissionDenied):
        told = "Đồng chí không còn quyền sắp xếp các tổ chức này."
    elif isinstance(failure, DatabaseError):
        logger.error("reorganising the tree", exc_info=failure)
        told = "Cơ sở dữ liệu không trả lời. Hãy thử lại sau ít phút."
    else:
        raise failure
    return ended("Chưa có gì thay đổi", told, here, "Quay lại")
