"""The state of a day, read from the database as far as the lines of a reorganisation touch it."""

from collections import defaultdict

from django.utils import timezone

from cells.models import (
    Appointment,
    Locality,
    Membership,
    OrgKind,
    PartyOrgPath,
    PartyOrgVersion,
    RoleGrant,
    Sector,
    Term,
    TouchedRow,
)
from cells.models.periods import from_day
from cells.policies import can_found_trees, can_manage_orgs
from cells.reorganising.lines import LineVerb
from cells.reorganising.state import Holding, Kind, Org, Seat, State
from cells.tree import org_ids

Table = TouchedRow.Table


def codes_of(lines):
    """Every code that the lines name."""
    return {code for line in lines for code in (line.code, line.parent, line.into) if code}


def load(lines, *, day, by):
    """The `State` for these lines; codes out of reach of `by` are as if they were not there.

    A fixed number of queries, whatever the number of lines.
    """
    coming = PartyOrgVersion.objects.filter(period__overlap=from_day(day))
    bearers = list(
        coming.filter(code__in=codes_of(lines)).values_list("code", "org", "period").order_by("id")
    )
    by_code = _within_reach([row[:2] for row in bearers if day in row[2]], day, by)
    ended, changed, taking = _roles(lines, by_code)
    children, unborn = _children(coming, ended | changed, day)
    named = {org for orgs in by_code.values() for org in orgs}
    named.update(child for group in children.values() for child in group)
    orgs = _orgs(coming, named, day)
    orgs |= _orgs(coming, {org.parent for org in orgs.values() if org.parent} - orgs.keys(), day)
    return State(
        day=day,
        orgs=orgs,
        kinds=load_kinds(),
        by_code=by_code,
        codes_held=_grouped(((code, org) for code, org, _ in bearers), frozenset),
        above=_above(orgs, day),
        children=children,
        unborn=unborn,
        localities={row.name.casefold(): row.pk for row in Locality.objects.all()},
        sectors={row.name.casefold(): row.pk for row in Sector.objects.all()},
        seats=_seats(ended | changed | taking, day),
        holdings=_holdings(ended, day),
        may_found_trees=can_found_trees(by),
    )


def load_kinds():
    kinds = OrgKind.objects.prefetch_related("may_contain")
    return {
        kind.pk: Kind(
            kind.pk,
            kind.code,
            kind.name,
            kind.is_cell,
            frozenset(below.pk for below in kind.may_contain.all()),
        )
        for kind in kinds
    }


def places(orgs, days):
    """Where the rights on organisations are asked: the path of the first of `days` that has one."""
    found = {}
    for day in days:
        rows = PartyOrgPath.objects.on(day).filter(org__in=set(orgs) - found.keys())
        found.update(rows.values_list("org", "path"))
    return found


def _within_reach(bearers, day, by):
    # The tree of today decides, as everywhere; who comes later has a place on the day only.
    where = places({org for _, org in bearers}, (timezone.localdate(), day))
    return _grouped(
        ((code, org) for code, org in bearers if can_manage_orgs(by, where.get(org))), tuple
    )


def _roles(lines, by_code):
    """The organisations that end, that change their kind, and that take members in."""
    ended, changed, taking = set(), set(), set()
    for line in lines:
        if line.verb.ends:
            ended.update(by_code.get(line.code, ()))
            taking.update(by_code.get(line.into, ()))
        elif line.verb == LineVerb.CHANGE_KIND:
            changed.update(by_code.get(line.code, ()))
    return ended, changed, taking


def _children(coming, parents, day):
    rows = coming.filter(parent__in=parents).order_by("parent", "sort_key", "id")
    now, later = [], []
    for parent, org, name, period in rows.values_list("parent", "org", "name", "period"):
        if day in period:
            now.append((parent, org))
        else:
            later.append((parent, name))
    return _grouped(now, tuple), _grouped(later, tuple)


def _orgs(coming, wanted, day):
    versions = defaultdict(list)
    rows = coming.filter(org__in=wanted).select_related("org").order_by("period")
    for version in rows:
        versions[version.org_id].append(version)
    return {org_id: _org(group) for org_id, group in versions.items() if day in group[0].period}


def _org(versions):
    """The organisation of the day from its versions of the day and later."""
    version = versions[0]
    return Org(
        id=version.org_id,
        code=version.code,
        name=version.name,
        short_name=version.short_name,
        kind=version.kind_id,
        parent=version.parent_id,
        key=version.org.key,
        locality=version.locality_id,
        sector=version.sector_id,
        version=version.pk,
        last_begins_on=versions[-1].begins_on,
        ends_on=versions[-1].period.upper,
        kinds_to_come=frozenset(later.kind_id for later in versions),
    )


def _above(orgs, day):
    above = {}
    paths = PartyOrgPath.objects.on(day).filter(org__in=orgs).values_list("path", flat=True)
    for path in paths:
        ids = org_ids(path)
        above.update(zip(ids, [None, *ids], strict=False))
    return above


def _seats(cells, day):
    rows = (
        Membership.objects.filter(cell__in=cells, period__overlap=from_day(day))
        .select_related("member")
        .order_by("member__sort_key", "member", "is_temporary", "period")
    )
    return _grouped(((row.cell_id, _seat(row)) for row in rows), tuple)


def _seat(row):
    member = row.member
    marks = (member.key, member.card_number) if member.card_number else (member.key,)
    return Seat(
        id=row.pk,
        member=member.pk,
        cell=row.cell_id,
        begins_on=row.begins_on,
        ends_on=row.period.upper,
        is_temporary=row.is_temporary,
        name=str(member),
        marks=marks,
        reason=row.end_reason,
    )


def _holdings(orgs, day):
    lasting = {"org__in": orgs, "period__overlap": from_day(day)}
    offices = Appointment.objects.filter(**lasting).select_related("member").order_by("id")
    grants = RoleGrant.objects.filter(**lasting).select_related("user").order_by("id")
    found = [
        _holding(Table.APPOINTMENT, row, f"đồng chí {row.member}", row.get_office_display())
        for row in offices
    ]
    found += [
        _holding(Table.GRANT, row, f"tài khoản {row.user}", row.get_role_display())
        for row in grants
    ]
    # A term that was to begin later has no page that could take it back, and is no obstacle.
    terms = Term.objects.filter(**lasting, period__startswith__lt=day).order_by("id")
    found += [_holding(Table.TERM, row, f"nhiệm kỳ {row}", "nhiệm kỳ") for row in terms]
    return _grouped(((holding.org, holding) for holding in found), tuple)


def _holding(table, row, who, what):
    return Holding(
        table=table.value,
        id=row.pk,
        org=row.org_id,
        who=who,
        what=what,
        begins_on=row.begins_on,
        ends_on=row.period.upper,
    )


def _grouped(pairs, of):
    groups = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: of(values) for key, values in groups.items()}
