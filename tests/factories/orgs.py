"""Organisations."""

from datetime import date
from itertools import count

from cells.kinds import install_kinds, install_kinds_2026
from cells.models import Decision, Locality, OrgKind, PartyOrg, PartyOrgVersion
from cells.models.periods import from_day
from cells.tree import rebuild_paths

LONG_AGO = date(2015, 1, 1)
numbers = count(1)


def kind(code):
    """The kind with this code; the starting ones are installed when a test has flushed them."""
    found = OrgKind.objects.filter(code=code).first()
    return found or (install_kinds(OrgKind) | install_kinds_2026(OrgKind))[code]


def make_locality(name):
    return Locality.objects.get_or_create(name=name)[0]


def make_decision(issuer, **values):
    values = {
        "number": f"{next(numbers)}-QĐ/ĐU",
        "issued_on": LONG_AGO,
        "subject": "Thành lập",
    } | values
    return Decision.objects.create(issuer=issuer, **values)


def make_org(*, parent=None, kind_code="cell", name=None, period=None, **values):
    """A `PartyOrg` with one version for `period` (from long ago without an end), and its paths."""
    number = next(numbers)
    org = PartyOrg.objects.create()
    values = {
        "name": name or f"Chi bộ số {number}",
        "short_name": name or f"Chi bộ số {number}",
        "code": f"M{number:06}",
    } | values
    PartyOrgVersion.objects.create(
        org=org,
        parent=parent,
        kind=kind(kind_code),
        period=period or from_day(LONG_AGO),
        **values,
    )
    rebuild_paths(org)
    return org
