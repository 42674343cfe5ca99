"""Reorganising the tree and keeping the months in step: prepared, carried out, undone."""

from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cells.actions import reorganise
from cells.actions.audit import record
from cells.actions.orgs import lock
from cells.models import PartyOrgVersion, ReorganisationLine, Succession
from cells.policies import can_manage_orgs, require
from cells.reorganising.lines import LineVerb
from cells.reorganising.preview import preview
from cells.reorganising.steps import Step, quietly
from cells.tree import lock_tree, path_of
from meetings.actions.restructured import cells_concerned, keep_up
from meetings.actions.verbs import Verb
from meetings.models import Meeting, MonthReport, ReorganisationDraft, ReorganisationDraftLine
from meetings.workflow import State

# How many of the records in the way of undoing are named.
BUILT_SHOWN = 5


class AlreadyCarriedOut(Exception):
    """Somebody carried this draft out before; `reorganisation` is what became of it."""

    def __init__(self, reorganisation):
        self.reorganisation = reorganisation
        super().__init__("Dự thảo này đã được thực hiện.")


class PreviewChanged(Exception):
    """The tree is not the one that was previewed; nothing was done."""


@transaction.atomic
def keep_draft(*, place, effective_on, decision, lines, by, file_name="", draft=None):
    """Store what is about to be done, in place of the former contents of `draft` when given.

    `decision` is unsaved. Raises AlreadyCarriedOut when the draft was meanwhile.
    """
    place = lock(place)
    require(can_manage_orgs(by, path_of(place, on=timezone.localdate())))
    draft = lock_draft(draft, by=by) if draft else ReorganisationDraft(place=place, made_by=by)
    draft.effective_on = effective_on
    draft.decision_number = decision.number
    draft.decision_on = decision.issued_on
    draft.issuer = decision.issuer
    draft.subject = decision.subject
    draft.file_name = file_name
    draft.full_clean()
    draft.save()
    draft.lines.all().delete()
    rows = [ReorganisationDraftLine.of(draft, line) for line in lines]
    ReorganisationDraftLine.objects.bulk_create(rows, batch_size=2000)
    return draft


def lock_draft(draft, *, by):
    """The locked row of a draft that was not carried out yet; raises AlreadyCarriedOut."""
    chosen = ReorganisationDraft.objects.select_for_update(of=["self"])
    draft = chosen.select_related("carried_out").get(pk=draft.pk)
    require(can_manage_orgs(by, path_of(draft.place, on=timezone.localdate())))
    if draft.carried_out is not None:
        raise AlreadyCarriedOut(draft.carried_out)
    return draft


def digest_of(draft, lines, shown):
    """What stands for a draft, its lines and all that their preview says, members counted."""
    paper = (draft.decision_number, draft.decision_on, draft.issuer_id, draft.subject)
    return sha256(repr((paper, lines, shown)).encode()).hexdigest()


@transaction.atomic
def discard_draft(*, draft, by):
    """Throw away what was prepared; nothing of it was done."""
    lock_draft(draft, by=by).delete()


@transaction.atomic
def carry_out_draft(*, draft, digest, by, progress=quietly):
    """Do what `draft` says if it would still do what was previewed (`digest` of that preview).

    Returns the reorganisation and its MonthChanges. Raises AlreadyCarriedOut, PreviewChanged, and
    LinesRefused as `carry_out` does. `progress` is told each Step.
    """
    progress(Step.COMPARING)
    draft = lock_draft(draft, by=by)
    lines = draft.lines_in_order()
    # What is previewed now cannot change before it is done.
    lock_tree(alone=True)
    shown = preview(lines, effective_on=draft.effective_on, by=by)
    if digest_of(draft, lines, shown) != digest:
        raise PreviewChanged
    reorganisation, changes = carry_out(
        lines=lines,
        effective_on=draft.effective_on,
        decision=draft.decision(),
        by=by,
        progress=progress,
    )
    draft.carried_out = reorganisation
    draft.save(update_fields=["carried_out"])
    return reorganisation, changes


@transaction.atomic
def carry_out(*, lines, effective_on, decision, by, progress=quietly):
    """Carry the lines out and bring the months in step; returns (reorganisation, MonthChanges).

    All or nothing. Raises LinesRefused with every fault.
    """
    reorganisation = reorganise.carry_out(
        lines=lines, effective_on=effective_on, decision=decision, by=by, progress=progress
    )
    progress(Step.MONTHS)
    changes = keep_up(cells_concerned(reorganisation), effective_on)
    _record_changes(reorganisation, changes, by=by)
    return reorganisation, changes


@transaction.atomic
def undo(*, reorganisation, by, progress=quietly):
    """Take the whole reorganisation back and bring the months in step; returns MonthChanges.

    Raises ValidationError with what has been built on it, in the tree or in the records.
    """
    progress(Step.RESTORING)
    lock_tree(alone=True)
    built = records_built_on(reorganisation)
    if built:
        raise ValidationError(built)
    day = reorganisation.effective_on
    # Asked before: afterwards nothing begins or ends on that day any more.
    cells = cells_concerned(reorganisation)
    reorganise.undo(reorganisation=reorganisation, by=by)
    progress(Step.MONTHS)
    changes = keep_up(cells, day)
    _record_changes(reorganisation, changes, by=by)
    return changes


def records_built_on(reorganisation):
    """Sentences about what its new and its receiving cells wrote down since; none when nothing."""
    founded = ReorganisationLine.objects.filter(
        reorganisation=reorganisation, verb=LineVerb.FOUND
    ).exclude(org=None)
    heirs = Succession.objects.filter(reorganisation=reorganisation).values_list("successor")
    new = [pk for (pk,) in founded.values_list("org")]
    since = Q(cell_month__cell__in=new) | Q(
        cell_month__cell__in=[pk for (pk,) in heirs], saved_at__gte=reorganisation.carried_out_at
    )
    meetings = Meeting.objects.filter(since).exclude(state=State.CANCELLED)
    reports = MonthReport.objects.filter(cell_month__cell__in=new)
    named = ("cell_month__cell", "cell_month__month")
    rows = sorted({*meetings.values_list(*named), *reports.values_list(*named)})[:BUILT_SHOWN]
    versions = PartyOrgVersion.objects.filter(org__in=[cell for cell, _ in rows]).order_by("period")
    names = dict(versions.values_list("org", "name"))
    return [
        f"{names[cell]} đã ghi sổ sinh hoạt tháng {month:%m/%Y} sau khi sắp xếp."
        for cell, month in rows
    ]


def _record_changes(reorganisation, changes, *, by):
    """One deed in the trail of the decision's issuer: which months are counted anew."""
    if not changes.months:
        return
    record(
        by=by,
        verb=Verb.FOLLOW_TREE,
        org=reorganisation.decision.issuer,
        subject=reorganisation.decision.number,
        opened=changes.opened,
        removed=changes.removed,
        moved=changes.moved,
        months=[f"{month:%Y-%m}" for month in changes.months],
    )
