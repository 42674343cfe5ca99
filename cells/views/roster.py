"""The roster from Excel: upload, columns, differences, carrying out."""

import logging

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cells.actions.roster import (
    PlanChanged,
    begin_import,
    carry_out,
    discard_import,
    finish,
    map_columns,
)
from cells.forms.people import RosterFileForm
from cells.models import RosterImport
from cells.policies import can_manage_people, require
from cells.roster.columns import TITLES, Column, columns_of, mapping_faults
from cells.roster.plan import Planner
from cells.roster.reading import FileRefused, read_rows
from cells.roster.small_counts import dotted
from cells.roster.words import done as done_in_words
from cells.roster.words import fault_rows
from cells.roster.workbook import EXCEL, write_faults
from cells.views.errors import account_required
from cells.views.roster_rows import preview_context
from cells.views.scoped import find, find_org, page_about
from cells.views.streaming import streamed

logger = logging.getLogger(__name__)

# Smaller files are done before anybody would look at a line that says how far they are.
LARGE_FILE = 300_000
LARGE_LIST = 3000
DRAFTS_SHOWN = 10


def _find_import(request, key, import_key):
    """The organisation and an import of it that is not settled; 404 and 403 as everywhere."""
    version = find_org(request.user, key)
    require(can_manage_people(request.user, version.path))
    imports = RosterImport.objects.filter(org=version.org, settled_at__isnull=True)
    return version, find(imports.select_related("org"), key=import_key)


def _at(name, version, roster_import):
    return reverse(name, args=[version.org.key, roster_import.key])


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster_import(request, key):
    """Choose a file; it is read and kept, and nothing of the roster changes yet."""
    version = find_org(request.user, key)
    require(can_manage_people(request.user, version.path))
    today = timezone.localdate()
    form = RosterFileForm(
        request.POST or None, request.FILES or None, initial={"effective_on": today}
    )
    if request.method == "POST" and form.is_valid():
        upload, day = form.cleaned_data["roster"], form.cleaned_data["effective_on"]
        try:
            work = begin_import(
                by=request.user,
                org=version.org,
                sheet=read_rows(upload.file),
                file_name=upload.name,
                effective_on=day,
            )
            if upload.size > LARGE_FILE:
                return _stream(request, version, _reading(work, version))
            return redirect(_next_of(version, finish(work)))
        except FileRefused as refusal:
            form.add_error("roster", str(refusal))
    drafts = RosterImport.objects.filter(org=version.org, settled_at__isnull=True)
    context = page_about(
        request,
        version,
        form=form,
        drafts=drafts.select_related("uploaded_by")[:DRAFTS_SHOWN],
    )
    status = 422 if request.method == "POST" else 200
    return render(request, "cells/roster_import.html", context, status=status)


def _needs_org(version):
    return not version.kind.is_cell


def _next_of(version, kept):
    """The differences, or first the columns where not all that is needed was recognised."""
    is_faulty = mapping_faults(columns_of(kept.mapping), needs_org=_needs_org(version))
    return _at("roster_columns" if is_faulty else "roster_preview", version, kept)


def _stream(request, version, pieces, *, title="Đang làm việc với danh sách"):
    """A page whose result comes piece by piece."""
    page = render_to_string(
        "cells/roster_running.html", page_about(request, version, title=title), request
    )
    return streamed(page, _told(pieces))


def _told(pieces):
    """The pieces, and a word about a database that failed meanwhile."""
    try:
        yield from pieces
    except DatabaseError:
        logger.exception("working on a roster")
        yield _said("Cơ sở dữ liệu không trả lời. Không có gì bị thay đổi; hãy thử lại sau.")


def _said(sentence):
    """A line of our own words, without anything typed."""
    return f'<p class="notice error" role="alert">{sentence}</p>'


def _progress(word, done, total):
    """A line that says how far it is; numbers and our own words only: nothing to escape."""
    of_all = f" / {dotted(total)}" if total else ""
    limits = f' max="{total}" value="{done}"' if total else ""
    bar = f"<progress{limits}></progress>"
    return f'<div class="card"><p>{word} {dotted(done)}{of_all} dòng</p>{bar}</div>\n'


def _reading(work, version):
    done = 0
    try:
        while True:
            done = next(work)
            yield _progress("Đã đọc", done, 0)
    except StopIteration as end:
        context = {"done": dotted(done), "address": _next_of(version, end.value)}
        yield render_to_string("cells/_roster_read.html", context)
    except FileRefused as refusal:
        yield _said(str(refusal) + " Chưa có gì được lưu.")


@account_required
@require_http_methods(["GET", "HEAD", "POST"])
def roster_columns(request, key, import_key):
    """Say which column of the file is what."""
    version, kept = _find_import(request, key, import_key)
    faults, chosen = [], kept.mapping
    if request.method == "POST":
        chosen = [request.POST.get(f"column-{i}", "") for i in range(len(kept.headers))]
        mapping = [Column(name) if name in TITLES else None for name in chosen]
        faults = mapping_faults(mapping, needs_org=_needs_org(version))
        if not faults:
            map_columns(by=request.user, roster_import=kept, mapping=mapping)
            return redirect(_at("roster_preview", version, kept))
    examples = list(kept.rows.values_list("cells", flat=True)[:3])
    choices = [(column.value, title) for column, title in TITLES.items()]
    columns = [
        {
            "name": f"column-{i}",
            "header": header,
            "chosen": chosen[i],
            "examples": [str(cells[i]) for cells in examples if cells[i] is not None],
        }
        for i, header in enumerate(kept.headers)
    ]
    context = page_about(
        request, version, kept=kept, columns=columns, choices=choices, faults=faults
    )
    status = 422 if faults else 200
    return render(request, "cells/roster_columns.html", context, status=status)


@account_required
@require_safe
def roster_preview(request, key, import_key):
    """What carrying out would change, and which lines cannot be taken; changes nothing."""
    version, kept = _find_import(request, key, import_key)
    if mapping_faults(columns_of(kept.mapping), needs_org=_needs_org(version)):
        return redirect(_at("roster_columns", version, kept))
    planner = Planner(kept, request.user)
    if kept.lines > LARGE_LIST:
        return _stream(
            request,
            version,
            _comparing(request, planner, version, kept),
            title=f"So sánh {kept.file_name} với danh sách hiện có",
        )
    for _ in planner.run():
        pass
    context = page_about(request, version, **preview_context(planner.plan, kept))
    return render(request, "cells/roster_preview.html", context)


def _comparing(request, planner, version, kept):
    yield _progress("Đã so sánh", 0, kept.lines)
    for done in planner.run():
        yield _progress("Đã so sánh", done, kept.lines)
    context = page_about(request, version, **preview_context(planner.plan, kept))
    yield render_to_string("cells/_roster_preview.html", context, request)


@account_required
@require_safe
def roster_faults(request, key, import_key):
    """All that is wrong with the file, line by line, as an Excel file."""
    version, kept = _find_import(request, key, import_key)
    if mapping_faults(columns_of(kept.mapping), needs_org=_needs_org(version)):
        return redirect(_at("roster_columns", version, kept))
    planner = Planner(kept, request.user)
    for _ in planner.run():
        pass
    rows = fault_rows(kept, planner.plan.faults)
    response = HttpResponse(write_faults(rows), content_type=EXCEL)
    response["Content-Disposition"] = 'attachment; filename="dong-co-loi.xlsx"'
    return response


@account_required
@require_POST
def roster_carry_out(request, key, import_key):
    """Do what the preview showed, all of it or nothing."""
    version, kept = _find_import(request, key, import_key)
    work = carry_out(by=request.user, roster_import=kept, seen=request.POST.get("seen", ""))
    if kept.lines > LARGE_LIST:
        return _stream(request, version, _carrying(work, version, kept))
    try:
        counts = finish(work)
    except (PlanChanged, ValidationError):
        messages.warning(request, CHANGED)
        return redirect(_at("roster_preview", version, kept))
    messages.success(request, done_in_words(counts))
    return redirect("org_members", key=key)


CHANGED = "Danh sách đã khác với lúc xem, nên chưa có gì thay đổi. Hãy xem lại rồi thực hiện."


def _carrying(work, version, kept):
    try:
        while True:
            yield _progress("Đã kiểm tra", next(work), kept.lines)
    except StopIteration as end:
        context = {"sentence": done_in_words(end.value), "org": version.org}
        yield render_to_string("cells/_roster_done.html", context)
    except (PlanChanged, ValidationError):
        yield _said(CHANGED)


@account_required
@require_POST
def roster_discard(request, key, import_key):
    """Put the file aside."""
    version, kept = _find_import(request, key, import_key)
    try:
        discard_import(by=request.user, roster_import=kept)
    except ValidationError:
        raise Http404 from None
    messages.success(request, "Đã bỏ tệp. Danh sách đảng viên không thay đổi.")
    return redirect("roster_import", key=key)
