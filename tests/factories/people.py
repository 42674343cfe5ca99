"""Members, where they belong and what they hold."""

from datetime import date
from itertools import count

from cells.enums import Office, Sex, SpellKind
from cells.models import Appointment, Member, Membership, Spell
from cells.models.periods import from_day
from tests.factories.orgs import LONG_AGO

numbers = count(1)


def make_member(name="Nguyễn Văn An", *, cell=None, **values):
    """A member with this name, official since long ago, on the roll of `cell` unless None."""
    family_name, _, given_name = name.rpartition(" ")
    values = {
        "sex": Sex.MALE,
        "birth_year": 1975,
        "card_number": f"{next(numbers):08}",
        "admitted_on": LONG_AGO,
        "official_on": date(2016, 1, 1),
    } | values
    member = Member.objects.create(family_name=family_name, given_name=given_name, **values)
    if cell is not None:
        make_membership(member, cell)
    return member


def make_membership(member, cell, *, period=None, **values):
    return Membership.objects.create(
        member=member, cell=cell, period=period or from_day(LONG_AGO), **values
    )


def make_spell(member, *, kind=SpellKind.EXEMPT, period=None, **values):
    return Spell.objects.create(
        member=member, kind=kind, period=period or from_day(LONG_AGO), **values
    )


def make_appointment(member, org, *, office=Office.SECRETARY, period=None, **values):
    return Appointment.objects.create(
        member=member, org=org, office=office, period=period or from_day(LONG_AGO), **values
    )
