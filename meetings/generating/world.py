"""The rows of a made-up world, table after table in the order of their references."""

import random
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, transaction
from django.utils import timezone

from cells.enums import Office, Sex
from cells.keys import ALPHABET, LENGTH
from cells.kinds import install_kinds
from cells.models import (
    Appointment,
    Member,
    Membership,
    OrgKind,
    PartyOrg,
    PartyOrgPath,
    PartyOrgVersion,
)
from meetings.demo.rows import Table, analyse, copy
from meetings.generating.names import Namer
from meetings.generating.shape import nation
from meetings.models import CellMonth
from meetings.reports.overview import months_until

FOUNDED = date(2015, 1, 1)
ALWAYS = f"[{FOUNDED},)"
ROWS_A_COPY = 200_000
RANKS = ((90, "good", "Tốt", 0), (70, "fair", "Khá", 1), (50, "average", "Trung bình", 2))
POOR = ("poor", "Kém", 3)


@dataclass(frozen=True)
class Made:
    organisations: int
    cells: int
    members: int
    months: int


@dataclass(frozen=True)
class MadeCell:
    """A cell with its place in the tree and how many members it has."""

    id: int
    path: str
    members: int


@transaction.atomic
def generate(*, cells, months, seed, tell=lambda text: None):
    """Make a world with so many cells and their last `months` months; returns what was made.

    To be called on a database without organisations. `tell` hears how far it is.
    """
    maker = _Maker(random.Random(seed), tell)
    with built_afterwards():
        maker.tree(cells)
        maker.people()
        maker.months(months)
    analyse()
    return Made(maker.orgs.count, len(maker.cells), maker.members.count, maker.rows.count)


@contextmanager
def built_afterwards():
    """Take away what costs most to keep up row by row, and build it again for all rows at once.

    Exclusion constraints and trigram indexes: a third of the time that loading takes with them.
    """
    kept = [
        (model, constraint, index)
        for model in (PartyOrgVersion, PartyOrgPath, Member, Membership, Appointment)
        for constraint, index in (
            *((each, None) for each in model._meta.constraints),
            *((None, each) for each in model._meta.indexes),
        )
        if isinstance(constraint, ExclusionConstraint) or isinstance(index, GinIndex)
    ]
    with connection.cursor() as cursor:
        # No table can be changed while checks of its rows are still to come.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with connection.schema_editor() as editor:
        for model, constraint, index in kept:
            if constraint:
                editor.remove_constraint(model, constraint)
            else:
                editor.remove_index(model, index)
    yield
    with connection.schema_editor() as editor:
        for model, constraint, index in kept:
            if constraint:
                editor.add_constraint(model, constraint)
            else:
                editor.add_index(model, index)


class _Maker:
    def __init__(self, source, tell):
        self.source, self.tell = source, tell
        self.namer = Namer(source)
        self.cells = []
        self.orgs = Table(PartyOrg, "key")
        self.versions = Table(
            PartyOrgVersion, "org", "name", "short_name", "code", "kind", "parent", "period"
        )
        self.paths = Table(PartyOrgPath, "org", "path", "depth", "period")
        self.members = Table(
            Member,
            "key",
            "family_name",
            "given_name",
            "sex",
            "ethnicity",
            "birth_year",
            "card_number",
            "admitted_on",
            "official_on",
        )
        self.memberships = Table(
            Membership, "member", "cell", "is_temporary", "end_reason", "period"
        )
        self.appointments = Table(Appointment, "member", "org", "office", "period")
        self.rows = Table(
            CellMonth,
            "cell",
            "month",
            "path",
            "state",
            "thematic_owed",
            "not_held_reason",
            "held_on",
            "submitted_at",
            "days_late",
            "members",
            "expected",
            "present",
            "excused",
            "unexcused",
            "self_score",
            "final_score",
            "rank",
            "rank_title",
            "rank_level",
            "flags",
        )

    def key(self):
        return "".join(self.source.choices(ALPHABET, k=LENGTH))

    def copy(self, *tables, when=0):
        """Copy the tables, in this order, once the last has gathered so many rows."""
        if len(tables[-1].lines) < when:
            return
        for table in tables:
            copy(connection.connection, *table.take())
        self.tell(f"{tables[-1].table}: {tables[-1].count:,}".replace(",", "."))

    def tree(self, cells):
        kinds = install_kinds(OrgKind)
        kinds["central_committee"], _ = OrgKind.objects.get_or_create(
            code="central_committee",
            defaults={"name": "Ban Chấp hành Trung ương", "symbol": "TW", "level": 0},
        )
        kinds["central_committee"].may_contain.add(kinds["province_committee"])
        ids = {code: kind.pk for code, kind in kinds.items()}
        self._put(nation(cells, self.namer, self.source), None, "/", 1, ids)
        tables = (self.orgs, self.versions, self.paths)
        self.copy(*tables)
        for table in tables:
            table.finish()

    def _put(self, node, parent, above, depth, kinds):
        org = self.orgs.add(self.key())
        path = f"{above}{org}/"
        self.versions.add(org, node.name, node.name, f"{org:08d}", kinds[node.kind], parent, ALWAYS)
        self.paths.add(org, path, depth, ALWAYS)
        if node.kind in {"cell", "grassroots_cell"}:
            size = max(3, min(60, round(self.source.gauss(18.8, 7))))
            self.cells.append(MadeCell(org, path, size))
        for child in node.below:
            self._put(child, org, path, depth + 1, kinds)

    def people(self):
        """Members, where they belong, and a secretary and a deputy for each cell."""
        today = timezone.localdate()
        tables = (self.members, self.memberships, self.appointments)
        for cell in self.cells:
            for place in range(cell.members):
                member = self._member(today)
                self.memberships.add(member, cell.id, False, "", ALWAYS)
                if place < 2:
                    office = (Office.SECRETARY, Office.DEPUTY)[place].value
                    self.appointments.add(member, cell.id, office, ALWAYS)
            if len(self.members.lines) >= ROWS_A_COPY:
                self.copy(*tables)
        self.copy(*tables)
        for table in tables:
            table.finish()

    def _member(self, today):
        family, given, is_woman, ethnicity = self.namer.person()
        is_probationary = self.source.random() < 0.035
        age = self.source.randint(20, 75)
        days = self.source.randint(0, 360) if is_probationary else 366 * self.source.randint(2, 30)
        admitted = today - timedelta(days=days)
        return self.members.add(
            self.key(),
            family,
            given,
            (Sex.FEMALE if is_woman else Sex.MALE).value,
            ethnicity,
            min(today.year - age, admitted.year - 18),
            f"{self.members.last + 1:012d}",
            admitted,
            None if is_probationary else admitted + timedelta(days=366),
        )

    def months(self, wanted):
        """A row for each cell and month: in the order in which months open."""
        if not wanted:
            return
        for month in months_until(timezone.localdate().replace(day=1), wanted):
            for cell in self.cells:
                self._month(cell, month)
                if len(self.rows.lines) >= ROWS_A_COPY:
                    self.copy(self.rows)
        self.copy(self.rows)
        self.rows.finish()

    def _month(self, cell, month):
        chance = self.source.random()
        if chance < 0.03:
            state, reason = (
                ("not_held", "Nhiều đảng viên đi công tác")
                if chance < 0.01
                else ("not_planned", "")
            )
            self.rows.add(
                cell.id, month, cell.path, state, False, reason, None, None, 0, 0, 0, 0, 0, 0,
                None, None, "", "", None, "{}",
            )  # fmt: skip
            return
        absent = min(cell.members - 1, int(self.source.expovariate(1 / 1.2)))
        unexcused = 1 if absent and chance > 0.97 else 0
        own = min(100, max(45, round(self.source.gauss(94, 5))))
        final = max(40, own - int(self.source.expovariate(1 / 2)))
        rank = next((rest for bound, *rest in RANKS if final >= bound), POOR)
        held_on = month.replace(day=3 + int(chance * 20))
        self.rows.add(
            cell.id, month, cell.path, "verified", False, "", held_on, f"{held_on} 21:00+07", 0,
            cell.members, cell.members, cell.members - absent, absent - unexcused, unexcused,
            own, final, *rank, "{}",
        )  # fmt: skip
