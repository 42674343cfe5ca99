"""A plan written to the database: rows cut on the day, rows made from it, and what undo needs.

Rows are written in bulk and so without `full_clean()`: the plan has checked lengths and meanings,
and the constraints of the database hold for each.
"""

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Func, Value

from cells.models import (
    Appointment,
    Membership,
    PartyOrg,
    PartyOrgVersion,
    ReorganisationLine,
    RoleGrant,
    Succession,
    Term,
    TouchedRow,
)
from cells.models.periods import from_day
from cells.reorganising.lines import LineVerb
from cells.tree import count_anew, rebuild_paths_from

Table, Touch = TouchedRow.Table, TouchedRow.Touch
BATCH = 2000
# So many new organisations may change how the tables are best read.
MANY = 200

MODELS = {
    Table.VERSION: PartyOrgVersion,
    Table.MEMBERSHIP: Membership,
    Table.APPOINTMENT: Appointment,
    Table.GRANT: RoleGrant,
    Table.TERM: Term,
}

REASONS = {LineVerb.MERGE: "Chi bộ sáp nhập", LineVerb.SPLIT: "Chi bộ chia tách"}
DROPPED = "Chi bộ nơi sinh hoạt tạm thời trở thành chi bộ chính thức"


def period_to(end):
    """An expression: the row's period with another first day after it (None: no end)."""
    return Func(
        Func(F("period"), function="lower"),
        Value(end),
        template="daterange(%(expressions)s::date)",
        output_field=DateRangeField(),
    )


def found_identities(plan):
    """The organisations that `plan` founds, by minus the number of the line that founds each."""
    new = [org_id for org_id in plan.after if org_id < 0]
    rows = PartyOrg.objects.bulk_create([PartyOrg() for _ in new], batch_size=BATCH)
    return dict(zip(new, rows, strict=True))


def write(plan, reorganisation, founded):
    """Carry out `plan` as `reorganisation`, which is saved; `founded` are its new identities."""
    touched = [
        *_write_versions(plan, reorganisation, founded),
        *_write_members(plan, reorganisation, founded),
        *_end_holdings(plan),
        *_give_founders(plan, reorganisation, founded),
    ]
    for row in touched:
        row.reorganisation = reorganisation
    TouchedRow.objects.bulk_create(touched, batch_size=BATCH)
    _write_lines(plan, reorganisation, founded)
    moved = [
        org_id
        for org_id, org in plan.after.items()
        if org_id in plan.state.orgs and plan.state.orgs[org_id].parent != org.parent
    ]
    rebuild_paths_from([*plan.ended, *moved, *(org.pk for org in founded.values())], plan.state.day)
    if len(founded) >= MANY:
        count_anew()


def _row_id(org_id, founded):
    return founded[org_id].pk if org_id in founded else org_id


def _write_versions(plan, reorganisation, founded):
    day = plan.state.day
    changed = [*plan.ended, *(org_id for org_id in plan.after if org_id not in founded)]
    cut = [plan.state.orgs[org_id].version for org_id in changed]
    PartyOrgVersion.objects.filter(pk__in=cut).update(period=period_to(day))
    made = PartyOrgVersion.objects.bulk_create(
        [
            PartyOrgVersion(
                org_id=_row_id(org_id, founded),
                name=org.name,
                short_name=org.short_name,
                code=org.code,
                kind_id=org.kind,
                parent_id=_row_id(org.parent, founded),
                locality_id=org.locality,
                sector_id=org.sector,
                decision=reorganisation.decision,
                period=from_day(day),
            )
            for org_id, org in plan.after.items()
        ],
        batch_size=BATCH,
    )
    # Only versions without an end are changed, so the end before is None for each.
    yield from (TouchedRow(table=Table.VERSION, touch=Touch.CUT, row_id=row) for row in cut)
    yield from (TouchedRow(table=Table.VERSION, touch=Touch.MADE, row_id=row.pk) for row in made)


def _write_members(plan, reorganisation, founded):
    day = plan.state.day
    going = [(seat, into) for seat, into in plan.handed if seat.begins_on < day]
    for verb, reason in REASONS.items():
        leaving = [seat.id for seat, _ in going if plan.ended[seat.cell].line.verb == verb]
        _cut(Membership, leaving, day, end_reason=reason)
    _cut(Membership, [seat.id for seat in plan.dropped], day, end_reason=DROPPED)
    made = Membership.objects.bulk_create(
        [
            Membership(
                member_id=seat.member,
                cell_id=_row_id(into, founded),
                is_temporary=seat.is_temporary,
                end_reason=seat.reason,
                decision=reorganisation.decision,
                period=DateRange(day, seat.ends_on),
            )
            for seat, into in going
        ],
        batch_size=BATCH,
    )
    for seat in [*(seat for seat, _ in going), *plan.dropped]:
        yield _touched_seat(Touch.CUT, seat.id, seat.ends_on, former_reason=seat.reason)
    for row in made:
        yield _touched_seat(Touch.MADE, row.pk, row.period.upper)
    yield from _hand_on(plan, founded)


def _hand_on(plan, founded):
    """Memberships that begin on the day or later change their cell as they are."""
    takers = {}
    for seat, into in plan.handed:
        if seat.begins_on >= plan.state.day:
            takers.setdefault(into, []).append(seat)
    for into, seats in takers.items():
        rows = Membership.objects.filter(pk__in=[seat.id for seat in seats])
        rows.update(cell=_row_id(into, founded))
        for seat in seats:
            yield _touched_seat(Touch.HANDED_ON, seat.id, seat.ends_on, former_org_id=seat.cell)


def _touched_seat(touch, row_id, end, **values):
    return TouchedRow(table=Table.MEMBERSHIP, touch=touch, row_id=row_id, former_end=end, **values)


def _end_holdings(plan):
    for table in (Table.APPOINTMENT, Table.GRANT, Table.TERM):
        ending = [holding for holding in plan.ending if holding.table == table]
        _cut(MODELS[table], [holding.id for holding in ending], plan.state.day)
        for holding in ending:
            yield TouchedRow(
                table=table, touch=Touch.CUT, row_id=holding.id, former_end=holding.ends_on
            )


def _give_founders(plan, reorganisation, founded):
    """Whoever founds a tree looks after it from its first day, until others are given the role.

    From that day, so that a later one of the past may end the organisation and the role with it.
    """
    by = reorganisation.carried_out_by
    roots = [row for org_id, row in founded.items() if plan.after[org_id].parent is None]
    grants = RoleGrant.objects.bulk_create(
        RoleGrant(
            user=by, role="org_admin", org=root, granted_by=by, period=from_day(plan.state.day),
            decision=reorganisation.decision,
        )
        for root in roots
    )  # fmt: skip
    for grant in grants:
        yield TouchedRow(table=Table.GRANT, touch=Touch.MADE, row_id=grant.pk)


def _cut(model, rows, day, **values):
    if rows:
        model.objects.filter(pk__in=rows).update(period=period_to(day), **values)


def _write_lines(plan, reorganisation, founded):
    ReorganisationLine.objects.bulk_create(
        [
            ReorganisationLine(
                reorganisation=reorganisation,
                number=reading.number,
                verb=reading.line.verb.value,
                org_id=_row_id(reading.org, founded),
                members="\n".join(reading.line.members),
                # A text that its verb does not use was never looked at, so it may be too long.
                **{name: getattr(reading.line, name)[:length] for name, length in TEXTS.items()},
            )
            for reading in plan.readings
        ],
        batch_size=BATCH,
    )
    Succession.objects.bulk_create(
        [
            Succession(
                reorganisation=reorganisation,
                predecessor_id=predecessor,
                successor_id=_row_id(successor, founded),
            )
            for predecessor, successor in plan.successions
        ],
        batch_size=BATCH,
    )


TEXTS = {
    name: ReorganisationLine._meta.get_field(name).max_length
    for name in ("code", "name", "short_name", "kind", "parent", "into", "locality", "sector")
}
