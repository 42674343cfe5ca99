"""The smallest valid rows. What is not given is made up and different each time."""

from tests.factories.accounts import make_grant, make_user
from tests.factories.orgs import kind, make_decision, make_locality, make_org
from tests.factories.people import make_appointment, make_member, make_membership, make_spell

__all__ = [
    "kind",
    "make_appointment",
    "make_decision",
    "make_grant",
    "make_locality",
    "make_member",
    "make_membership",
    "make_org",
    "make_spell",
    "make_user",
]
