"""The organisations that are measured, found in whatever database there is, and who looks on."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.test import Client
from django.utils import timezone

from cells.models import PartyOrg, PartyOrgPath, PartyOrgVersion, RoleGrant, User
from cells.models.periods import from_day
from cells.tree import path_of

LONG_AGO = date(2015, 1, 1)

# How much stands at and below each organisation of a depth, the largest first.
LARGEST = """
SELECT split_part(path, '/', %(depth)s + 1)::bigint AS org, count(*)
FROM cells_partyorgpath
WHERE depth >= %(depth)s AND period @> %(day)s::date
GROUP BY org
ORDER BY count(*) DESC, org
"""


@dataclass(frozen=True)
class Place:
    """An organisation with its version of today, and how many stand at and below it."""

    org: PartyOrg
    version: PartyOrgVersion
    size: int


class Scene:
    """The root, the provinces from the largest on, and accounts that reach them.

    To be made inside the transaction that is taken back: the accounts are new rows.
    """

    def __init__(self):
        self.today = timezone.localdate()
        self.root = self._places(1)[0]
        below = self._places(2)
        is_nation = self.root.version.kind.code == "central_committee"
        self.provinces = below if is_nation else [self.root]
        self.nationwide = self._account("bench-nation", self.root.org)
        self.provincial = self._account("bench-province", self.provinces[0].org)

    def _places(self, depth):
        with connection.cursor() as cursor:
            cursor.execute(LARGEST, {"depth": depth, "day": self.today})
            sizes = dict(cursor.fetchall())
        versions = PartyOrgVersion.objects.on(self.today).filter(org__in=sizes)
        by_org = {row.org_id: row for row in versions.select_related("org", "kind")}
        return [Place(by_org[org].org, by_org[org], size) for org, size in sizes.items()]

    def _account(self, name, org):
        user = User.objects.create(username=name)
        for role in ("leader", "org_admin"):
            RoleGrant.objects.create(user=user, role=role, org=org, period=from_day(LONG_AGO))
        return user

    def within(self, place, **which):
        """The first version of today below `place` that is so."""
        path = path_of(place.org, on=self.today)
        below = PartyOrgPath.objects.on(self.today).filter(path__startswith=path)
        versions = PartyOrgVersion.objects.on(self.today).filter(org__in=below.values("org"))
        return versions.filter(**which).select_related("org").order_by("org").first()

    def version_of(self, org_id):
        """Today's version of the organisation with this number."""
        return PartyOrgVersion.objects.on(self.today).get(org=org_id)


def logged_in(user):
    """A browser of this user's."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    return client
