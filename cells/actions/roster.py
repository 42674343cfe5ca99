"""Rosters from and to Excel: keeping a file, telling its columns, carrying it out."""

import csv
import json
from collections import defaultdict
from datetime import timedelta
from io import StringIO
from itertools import islice

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import DateField, F, Func, Value
from django.utils import timezone

from cells.actions.audit import Verb, record
from cells.models import (
    Appointment,
    AuditEvent,
    Member,
    Membership,
    PartyOrg,
    RosterImport,
    Spell,
)
from cells.models.periods import from_day, until
from cells.policies import can_manage_people, can_see_roster, require
from cells.roster.columns import guess
from cells.roster.plan import FACTS, Outcome, Planner
from cells.tree import path_of

BATCH = 1000
COPY_ROWS = """
COPY cells_rosterimportrow (roster_import_id, number, cells) FROM STDIN WITH (FORMAT csv)
"""
MOVED_BY_LIST = "Chuyển sinh hoạt theo danh sách nhập"
SPELL_BY_LIST = "Theo danh sách nhập"


def finish(work):
    """Run one of the generators below to its end; returns what it returns."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


class PlanChanged(Exception):
    """What is stored is no longer what the preview was made from; nothing was changed."""


def _require_people(by, org):
    require(can_manage_people(by, path_of(org, on=timezone.localdate())))


def begin_import(*, by, org, sheet, file_name, effective_on):
    """Keep the rows of a `Sheet` as an import; yields rows kept, returns the import.

    A generator, so that a large file shows how far it is. All or nothing: FileRefused of a sheet
    that ends badly, or a reader who goes away, leaves nothing.
    """
    with transaction.atomic():
        _require_people(by, org)
        mapping = [column.value if column else "" for column in guess(sheet.headers)]
        kept = RosterImport(
            org=org,
            file_name=file_name[-200:],
            effective_on=effective_on,
            headers=sheet.headers,
            dropped=sheet.dropped,
            mapping=mapping,
            uploaded_by=by,
        )
        kept.full_clean()
        kept.save()
        rows = iter(sheet.rows)
        while batch := list(islice(rows, BATCH)):
            _store_rows(kept, batch)
            kept.lines += len(batch)
            yield kept.lines
        kept.save(update_fields=["lines"])
    return kept


def _store_rows(kept, batch):
    """By COPY: a line of a file needs no object, and a file may have 51,000 of them."""
    text = StringIO()
    writer = csv.writer(text)
    for number, cells in batch:
        writer.writerow((kept.pk, number, json.dumps(cells, ensure_ascii=False)))
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.copy_expert(COPY_ROWS, text)


@transaction.atomic
def map_columns(*, by, roster_import, mapping):
    """Say what each column of the file is; `mapping` holds a Column or None for each."""
    kept = _open_import(by, roster_import)
    kept.mapping = [column.value if column else "" for column in mapping]
    kept.save(update_fields=["mapping"])
    return kept


@transaction.atomic
def discard_import(*, by, roster_import):
    """Put an import aside: its rows go, nothing else was changed."""
    _settle(_open_import(by, roster_import), by, is_carried_out=False)


def carry_out(*, by, roster_import, seen):
    """Do what the preview with the digest `seen` showed; yields lines done, returns the counts.

    One transaction: a reader who goes away, or a database that refuses, leaves nothing half done.
    Raises PlanChanged when something else would be done than was shown, ValidationError when
    lines are faulty. In bulk, so without `full_clean`: the plan has checked what a form would,
    and the constraints of the database hold for all.
    """
    with transaction.atomic():
        kept = _open_import(by, roster_import)
        planner = Planner(kept, by)
        yield from planner.run()
        plan = planner.plan
        if plan.faults:
            raise ValidationError("Danh sách còn dòng lỗi; chưa có gì thay đổi.")
        _lock_cells(plan)
        if plan.digest() != seen:
            raise PlanChanged
        try:
            with transaction.atomic():
                # A card that somebody gave up may be another's in the same file.
                _change(plan)
                _create(plan)
                _move(plan)
                _keep_spells(plan)
        except IntegrityError as error:
            # Somebody was faster with the same card or the same person.
            raise PlanChanged from error
        _record(plan, kept, by)
        _settle(kept, by, is_carried_out=True)
    return plan.counts


def _open_import(by, roster_import):
    kept = RosterImport.objects.select_for_update(of=("self",)).select_related("org")
    kept = kept.get(pk=roster_import.pk)
    _require_people(by, kept.org)
    if kept.settled_at is not None:
        raise ValidationError("Đợt nhập này đã xong.")
    return kept


def _settle(kept, by, *, is_carried_out):
    kept.rows.all().delete()
    kept.settled_by, kept.settled_at = by, timezone.now()
    kept.is_carried_out = is_carried_out
    kept.save(update_fields=["settled_by", "settled_at", "is_carried_out"])


def _lock_cells(plan):
    """In one order, so that two imports wait for each other instead of standing still."""
    touched = {entry.cell_id for entry in plan.of(Outcome.NEW, Outcome.CHANGED, Outcome.MOVED)}
    touched |= {entry.known.cell_id for entry in plan.of(Outcome.MOVED)} - {None}
    list(PartyOrg.objects.select_for_update().filter(pk__in=touched).order_by("pk"))


def _create(plan):
    entries = plan.of(Outcome.NEW)
    members = []
    for entry in entries:
        facts = {name: getattr(entry.line, name) for name in FACTS}
        facts["ethnicity"] = facts["ethnicity"] or "Kinh"
        members.append(Member(**facts))
    Member.objects.bulk_create(members, batch_size=BATCH)
    for entry, member in zip(entries, members, strict=True):
        entry.new = member
    _join(
        plan, [(member.pk, entry.cell_id) for entry, member in zip(entries, members, strict=True)]
    )


def _join(plan, pairs):
    Membership.objects.bulk_create(
        (Membership(member_id=m, cell_id=c, period=from_day(plan.day)) for m, c in pairs),
        batch_size=BATCH,
    )


def _change(plan):
    """Only the facts that differ, grouped by which ones: lists mostly differ in one column."""
    groups = defaultdict(list)
    for entry in plan.of(Outcome.CHANGED, Outcome.MOVED):
        if entry.changes:
            member = Member(pk=entry.known.pk, **{name: after for name, _, after in entry.changes})
            groups[tuple(name for name, _, _ in entry.changes)].append(member)
    # Two who swap cards would collide in between.
    new_cards = [
        one.pk for names, group in groups.items() if "card_number" in names for one in group
    ]
    for start in range(0, len(new_cards), BATCH):
        Member.objects.filter(pk__in=new_cards[start : start + BATCH]).update(card_number=None)
    for names, members in groups.items():
        Member.objects.bulk_update(members, names, batch_size=200)


def _move(plan):
    """Official transfers: the old home ends the day before, with the offices held there."""
    entries, last_day = plan.of(Outcome.MOVED), plan.day - timedelta(days=1)
    homes = {e.known.membership_id for e in entries} - {None}
    current = Membership.objects.filter(pk__in=homes, period__contains=plan.day)
    if current.update(period=_cut(plan.day), end_reason=MOVED_BY_LIST) != len(homes):
        raise PlanChanged
    left = {(e.known.pk, e.known.cell_id) for e in entries}
    held = Appointment.objects.filter(
        period__contains=plan.day, member__in={member for member, _ in left}
    ).values_list("pk", "member", "org")
    ending = [pk for pk, member, org in held if (member, org) in left]
    Appointment.objects.filter(pk__in=ending, period__contains=last_day).update(
        period=_cut(plan.day)
    )
    _join(plan, [(entry.known.pk, entry.cell_id) for entry in entries])


def _cut(day):
    """The row's period, ending with the day before `day`."""
    return Func(
        Func(F("period"), function="lower", output_field=DateField()),
        Value(day, output_field=DateField()),
        function="daterange",
        output_field=Membership._meta.get_field("period"),
    )


def _keep_spells(plan):
    """First the ends and first days of stored spells, then new ones: two never hold on one day."""
    changes = [(entry.member_id, entry.spell) for entry in plan.entries if entry.spell]
    stored = {change.before.pk: change for _, change in changes if change.before}
    rows = list(Spell.objects.select_for_update().filter(pk__in=stored).order_by("pk"))
    now = {row.pk: (row.kind, row.period.lower, row.period.upper) for row in rows}
    then = {pk: (c.before.kind, c.before.begins_on, c.before.ends_on) for pk, c in stored.items()}
    if now != then:
        raise PlanChanged
    for row in rows:
        change = stored[row.pk]
        if change.is_only_first_day:
            row.period = DateRange(change.from_day, row.period.upper)
        else:
            row.period = until(row.period, change.from_day - timedelta(days=1))
    Spell.objects.bulk_update(rows, ["period"], batch_size=200)
    Spell.objects.bulk_create(
        (
            Spell(
                member_id=member,
                kind=change.kind,
                period=from_day(change.from_day),
                reason=SPELL_BY_LIST,
            )
            for member, change in changes
            if change.kind and not change.is_only_first_day
        ),
        batch_size=BATCH,
    )


def _record(plan, kept, by):
    """One deed for the import, and one for each cell that it changed: which members, not what."""
    record(
        by=by,
        verb=Verb.IMPORT_ROSTER,
        org=kept.org,
        subject=kept.file_name,
        key=kept.key,
        day=str(plan.day),
        **{outcome.value: plan.counts[outcome] for outcome in Outcome},
    )
    cells = defaultdict(lambda: defaultdict(list))
    for entry in plan.of(Outcome.NEW, Outcome.CHANGED, Outcome.MOVED):
        key = entry.key
        cells[entry.cell_id][entry.outcome.value].append(key)
        if entry.spell:
            cells[entry.cell_id]["spells"].append(key)
        if entry.outcome == Outcome.MOVED and entry.known.cell_id is not None:
            cells[entry.known.cell_id]["moved_out"].append(key)
    AuditEvent.objects.bulk_create(
        (
            AuditEvent(
                by=by,
                verb=Verb.IMPORT_ROSTER,
                org_id=cell_id,
                subject=plan.cells[cell_id][:200],
                detail={"key": kept.key, "day": str(plan.day), **lists},
            )
            for cell_id, lists in cells.items()
            if cell_id != kept.org_id
        ),
        batch_size=BATCH,
    )


@transaction.atomic
def note_export(*, by, org, members):
    """Write down that the names of so many members left the system as a file."""
    require(can_see_roster(by, path_of(org, on=timezone.localdate())))
    record(by=by, verb=Verb.EXPORT_ROSTER, org=org, subject=org, members=members)
