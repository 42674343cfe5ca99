"""One cell's year: what is proposed for it, why, and the committee's change."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from cells.policies import require
from cells.views.errors import account_required
from meetings import policies
from meetings.actions.annual import change_rank
from meetings.annual.evidence import Direction, Measure
from meetings.annual.proposal import explain
from meetings.annual.ranks import EARNED, AnnualRank
from meetings.forms.annual import ChangeForm
from meetings.models import AnnualRating
from meetings.rankings import board_of, find_ranking
from meetings.reports.annual import months_counted
from meetings.scoring.figures import in_words
from meetings.views.annual_finding import (
    choose_committee,
    current_year,
    find_cell,
    path_above,
    path_today,
    ranked_cell,
    reads_branch,
)
from meetings.views.annual_grid import COLOURS
from meetings.years import IN_YEAR, NOT_MET, NOTHING, QUARTERS, WAITING, notes_of, sets_note
from meetings.years import year_bounds as bounds_of

WORDS = {
    WAITING: ("w", "…", "đã họp, chưa thẩm định"),
    NOT_MET: ("none", "–", "không họp"),
    IN_YEAR: ("w", "năm", "tính vào năm"),
    NOTHING: ("", "", "chưa có kết quả"),
}


def page(request, version, year, form=None, committee=None):
    """The cell's page as its nearest committee ranks it, or the one named by `?by=`."""
    ranked = ranked_cell(version, year)
    committee = committee or choose_committee(ranked, request.GET.get("by", ""))
    final = final_rating(version.org_id, year)
    committee.path = path_today(committee.org_id)
    is_inside = committee.path is not None and reads_branch(request.user, committee)
    context = {
        "version": version,
        "year": year,
        "committee": committee,
        "is_inside": is_inside,
        "until": months_counted(year),
        "can_members": policies.can_see_member_year(request.user, version.path),
        "next_year": year + 1 if year < current_year() else None,
        "title": f"Năm {year}: chi bộ chưa có tháng nào",
        "form": None,
        "final": final,
        "empty": False,
    }
    if final is not None:
        context |= frozen_part(final)
    elif ranked.cell is not None:
        if form is None and policies.can_decide_year(request.user, committee.path):
            form = ChangeForm()
        context |= open_part(ranked, committee, year, form, is_inside=is_inside)
    else:
        context["empty"] = True
    status = 422 if form is not None and form.errors else 200
    return render(request, "meetings/annual_cell.html", context, status=status)


def final_rating(cell_id, year):
    """The decided rating of a cell, whoever decided; None while the year is open."""
    ratings = AnnualRating.objects.filter(cell=cell_id, year=year, is_final=True)
    return ratings.select_related("ranking", "changed_by").first()


def frozen_part(final):
    """What the page shows of a decided year: the frozen row and nothing else."""
    rank = AnnualRank(final.rank)
    return {
        "title": f"{final.year}: {rank.title}",
        "rank": rank,
        "why": final.why.splitlines(),
        "months": squares(final.months),
        "quarters": quarters(final.quarters),
        "facts": frozen_facts(final),
        "table": [],
        "notes": final.notes,
        "change": final if final.is_changed else None,
        "source": final.ranking.rules_note,
    }


def frozen_facts(final):
    facts = [
        ("Tháng đã họp", f"{final.held} trên {final.owed}"),
        ("Điểm bình quân năm", Measure.AVERAGE.say(final.average)),
        ("Xếp loại sinh hoạt cả năm", final.year_rank or "chưa có"),
        ("Đảng viên dự họp", Measure.ATTENDANCE.say(final.attendance)),
        ("Việc đã xong", f"{final.tasks_done} trên {final.tasks} việc được giao"),
        ("Bị hạ bậc", f"{final.gates} lần"),
        ("Bản ghi bị trả lại", f"{final.returned} lần"),
        ("Nộp muộn", f"{final.late} tháng"),
    ]
    return [{"label": label, "text": text} for label, text in facts]


def open_part(ranked, committee, year, form, *, is_inside):
    """What the page shows while nobody has decided: computed now, by this committee's rules.

    What the committee is considering is shown to those who read the committee's own page.
    """
    path = path_above(ranked.path, committee.org_id)
    ranking = find_ranking(committee.org_id, year)
    board = board_of(committee.org, year, ranking, path=path, cells=[ranked.cell])
    line = board.lines[0]
    cell_year, proposal = line.year, line.proposal
    change = line.change if is_inside else None
    rank = AnnualRank(change.rank) if change else proposal.rank
    if form is not None and not form.is_bound and change:
        form.initial = {"rank": change.rank, "reason": change.reason}
    notes = notes_of([ranked.cell], bounds_of(year)).get(ranked.cell.id, [])
    return {
        "title": open_title(year, rank, change),
        "rank": rank,
        "why": explain(proposal, cell_year.evidence),
        "months": squares(cell_year.months),
        "quarters": quarters(board.quarters(line)),
        "facts": open_facts(cell_year.evidence),
        "table": measure_table(cell_year.evidence, board.found.rules),
        "notes": [*filter(None, [sets_note(cell_year.year)]), *notes],
        "change": change,
        "source": board.found.source,
        "form": form,
    }


def open_title(year, rank, change):
    if rank is None:
        return f"{year}: chưa xếp loại"
    return f"{year}: cấp ủy chọn {rank.title}" if change else f"{year}: đề xuất {rank.title}"


def squares(codes):
    """Twelve months with the address of each that has something to show."""
    return [square(code, str(number), f"Tháng {number}") for number, code in enumerate(codes, 1)]


def quarters(codes):
    return [
        square(code, f"Quý {name}", f"Quý {name}")
        for name, code in zip(QUARTERS, codes, strict=False)
    ]


def square(code, label, name):
    if code in WORDS:
        css, text, words = WORDS[code]
    else:
        level, text, *title = code.split(" ", 2)
        css, words = f"r{COLOURS[level]}", " ".join([*title, f"{text} điểm"])
    return {
        "css": css,
        "label": label,
        "text": text,
        "title": f"{name}: {words}",
        "slug": f"{int(label):02}" if label.isdigit() and code != NOTHING else "",
    }


def open_facts(evidence):
    """What no measure of the table says."""
    given = f"{evidence.tasks_done} trên {evidence.tasks_given} việc được giao"
    facts = [
        ("Tháng đã họp", f"{evidence.held} trên {evidence.owed}"),
        ("Việc đã xong", f"{given}, {evidence.tasks_due} việc đến hạn"),
        ("Lượt đảng viên dự họp", f"{evidence.present} trên {evidence.expected}"),
    ]
    return [{"label": label, "text": text} for label, text in facts]


def measure_table(evidence, rules):
    """A row for each measure that some rank asks: what was found, what each rank wants."""
    asked = {
        rank: {requirement.measure: requirement for requirement in rules.of(rank)}
        for rank in EARNED
    }
    rows = []
    for measure in Measure:
        wanted = [asked[rank].get(measure) for rank in EARNED]
        if any(wanted):
            cells = [bound_cell(*pair, evidence) for pair in zip(EARNED, wanted, strict=True)]
            figure = measure.say(evidence.figure(measure))
            rows.append({"label": measure.label, "figure": figure, "cells": cells})
    return rows


def bound_cell(rank, requirement, evidence):
    if requirement is None:
        return {"rank": rank.short, "text": "", "css": "", "mark": ""}
    sign = "≥" if requirement.measure.direction is Direction.AT_LEAST else "≤"
    holds = requirement.holds(evidence)
    return {
        "rank": rank.short,
        "text": f"{sign} {in_words(requirement.bound)}",
        "css": "met" if holds else "unmet",
        "mark": "đạt" if holds else "chưa",
    }


@require_POST
@account_required
def change(request, key, year):
    """Set the cell's rank in the name of a committee above it, or go back to the proposal."""
    version = find_cell(request.user, key, year)
    ranked = ranked_cell(version, year)
    committee = choose_committee(ranked, request.POST.get("by", ""))
    require(policies.can_decide_year(request.user, path_today(committee.org_id)))
    form = ChangeForm(request.POST)
    if form.is_valid():
        try:
            change_rank(
                org=committee.org,
                year=year,
                cell=version.org,
                rank=form.cleaned_data["rank"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi mức xếp loại của {version.short_name}.")
            here = reverse("annual", args=[key, year])
            return redirect(f"{here}?by={committee.org.key}")
    return page(request, version, year, form=form, committee=committee)
