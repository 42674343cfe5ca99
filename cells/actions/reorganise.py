"""Reorganisations of the tree: carried out in one transaction, undone as a whole."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from cells.actions.audit import Verb
from cells.actions.orgs import keep_decision
from cells.models import AuditEvent, PartyOrg, PartyOrgVersion, Reorganisation
from cells.models.periods import from_day
from cells.policies import can_found_trees, can_manage_orgs, require
from cells.reorganising.lineage import rebuild_lineage
from cells.reorganising.lines import LinesRefused
from cells.reorganising.loading import codes_of, load, places
from cells.reorganising.plan import make_plan
from cells.reorganising.steps import Step, quietly
from cells.reorganising.undoing import restore, touched_orgs
from cells.reorganising.writing import found_identities, write
from cells.roles import Permission
from cells.tree import lock_tree

BATCH = 2000


@transaction.atomic
def carry_out(*, lines, effective_on, decision, by, progress=quietly):
    """Do what all `lines` say from `effective_on` on; returns the `Reorganisation`.

    Raises `LinesRefused` with every fault and does nothing then. An organisation out of reach of
    `by` is one that does not exist. A decision without an issuer is that of the tree which the
    lines found. Records of meetings are not this layer's to change. `progress` is told each Step.
    """
    require(can_found_trees(by) or by.reaches_with(Permission.MANAGE_ORGS))
    if not lines:
        raise ValidationError("Chưa có dòng nào để thực hiện.")
    progress(Step.CHECKING)
    # Whoever comes second waits here, and plans on the tree that the first has left.
    lock_tree(alone=True)
    _hold(codes_of(lines), effective_on)
    plan = make_plan(load(lines, day=effective_on, by=by), lines)
    if plan.faults:
        raise LinesRefused(plan.faults)
    progress(Step.WRITING)
    founded = found_identities(plan)
    if decision.issuer_id is None:
        decision.issuer = _first_root(plan, founded)
    reorganisation = Reorganisation(
        decision=keep_decision(decision), effective_on=effective_on, carried_out_by=by
    )
    reorganisation.full_clean()
    reorganisation.save()
    write(plan, reorganisation, founded)
    rebuild_lineage(reorganisation)
    _record(plan, reorganisation, founded, by)
    return reorganisation


def _first_root(plan, founded):
    """The first of the founded organisations that stands under none."""
    roots = [row for org_id, row in founded.items() if plan.after[org_id].parent is None]
    if not roots:
        raise ValidationError("Hãy ghi cơ quan ban hành quyết định.")
    return roots[0]


@transaction.atomic
def undo(*, reorganisation, by):
    """Put back every row that the reorganisation touched, and take back every row that it made.

    Refused with what has been built on it since; the founded organisations stay as identities
    that no day holds. Returns the reorganisation.
    """
    lock_tree(alone=True)
    reorganisation = (
        Reorganisation.objects.select_for_update(of=["self"])
        .select_related("decision")
        .get(pk=reorganisation.pk)
    )
    if reorganisation.undone_at is not None:
        raise ValidationError("Đợt sắp xếp này đã được hoàn tác.")
    day = reorganisation.effective_on
    orgs = touched_orgs(reorganisation)
    eve = day.fromordinal(day.toordinal() - 1)
    where = places(orgs, (timezone.localdate(), day, eve))
    for org_id in orgs:
        require(can_manage_orgs(by, where.get(org_id)))
    list(PartyOrg.objects.select_for_update().filter(pk__in=orgs).order_by("pk"))
    restore(reorganisation)
    reorganisation.undone_by = by
    reorganisation.undone_at = timezone.now()
    reorganisation.full_clean()
    reorganisation.save(update_fields=["undone_by", "undone_at"])
    rebuild_lineage(reorganisation)
    lines = reorganisation.lines.exclude(verb="found").order_by("number")
    _write_trail(
        by,
        Verb.UNDO_REORGANISATION,
        reorganisation,
        [(line.number, line.verb, line.org_id, line.name or line.code) for line in lines],
    )
    return reorganisation


def _hold(codes, day):
    """Hold the named organisations: nobody joins a cell or is given a role in it meanwhile."""
    named = PartyOrgVersion.objects.filter(code__in=codes, period__overlap=from_day(day))
    list(PartyOrg.objects.select_for_update().filter(pk__in=named.values("org")).order_by("pk"))


def _record(plan, reorganisation, founded, by):
    rows = []
    for reading in plan.readings:
        org_id = reading.org
        # In the trail of what is there already: the new organisation may begin on a later day.
        while org_id in founded:
            org_id = plan.after[org_id].parent or founded[org_id].pk
        name = plan.org(reading.org).name
        rows.append((reading.number, reading.line.verb.value, org_id, name))
    _write_trail(by, Verb.REORGANISE, reorganisation, rows)


def _write_trail(by, verb, reorganisation, rows):
    """One deed a line, written at once: a bulk reorganisation has thousands."""
    AuditEvent.objects.bulk_create(
        [
            AuditEvent(
                by=by,
                verb=verb,
                org_id=org_id,
                subject=name[:200],
                detail={
                    "reorganisation": reorganisation.key,
                    "line": number,
                    "verb": line_verb,
                    "effective_on": str(reorganisation.effective_on),
                    "decision": reorganisation.decision.number,
                },
            )
            for number, line_verb, org_id, name in rows
        ],
        batch_size=BATCH,
    )
