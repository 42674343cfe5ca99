"""What the tests of reorganisations share: lines in short, and the whole written down."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cells.actions.reorganise import carry_out
from cells.models import (
    Appointment,
    Decision,
    Membership,
    OrgLineage,
    PartyOrgPath,
    PartyOrgVersion,
    RoleGrant,
    Term,
)
from cells.reorganising.lines import Line, LinesRefused, LineVerb

DAY = timezone.localdate() - timedelta(days=10)
EVE = DAY - timedelta(days=1)


def lines(*values):
    """Lines numbered from 1, each given as a verb and its fields."""
    return [
        Line(number=number, verb=LineVerb(verb), **fields)
        for number, (verb, fields) in enumerate(values, start=1)
    ]


def new_decision(issuer):
    return Decision(number="15-QĐ/TU", issued_on=DAY, issuer=issuer, subject="Sắp xếp tổ chức")


def reorganise(world, *values, by=None, on=DAY):
    return carry_out(
        lines=lines(*values),
        effective_on=on,
        decision=new_decision(world.province),
        by=by or world.org_admin,
    )


def faults(world, *values, by=None, on=DAY):
    """What carrying out is refused for: (line, field, reason) each; nothing changes."""
    before = dump()
    with pytest.raises(LinesRefused) as refused:
        reorganise(world, *values, by=by, on=on)
    assert dump() == before
    return [(fault.number, fault.field, fault.reason) for fault in refused.value.faults]


def places(found):
    """Faults without their words."""
    return [(number, field) for number, field, _ in found]


def dump():
    """Every dated row of the tree and its people, what is derived without its numbers."""
    tables = (PartyOrgVersion, Membership, Appointment, RoleGrant, Term)
    rows = [list(table.objects.order_by("id").values_list()) for table in tables]
    paths = PartyOrgPath.objects.order_by("org", "period")
    lineage = OrgLineage.objects.order_by("earlier", "later")
    return [
        *rows,
        list(paths.values_list("org", "path", "depth", "period")),
        list(lineage.values_list("earlier", "later", "since", "is_whole", "counts")),
    ]


def version_on(org, day):
    return PartyOrgVersion.objects.on(day).filter(org=org).first()


def org_of(code, day=DAY):
    return PartyOrgVersion.objects.on(day).get(code=code).org


def roll_of(org, day):
    """Numbers of the members at home in a cell on a day."""
    rows = Membership.objects.on(day).filter(cell=org, is_temporary=False)
    return set(rows.values_list("member", flat=True))
