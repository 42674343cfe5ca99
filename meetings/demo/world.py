"""The demonstration world as a whole, in one transaction."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from cells.kinds import install_kinds
from cells.models import OrgKind, PartyOrg
from meetings.actions.months import open_month
from meetings.agendas import install_templates
from meetings.demo.accounts import LAI_CHAU_BLOC, store_accounts
from meetings.demo.chronicle import Acting, Chronicle
from meetings.demo.fates import Clock
from meetings.demo.habits import habits_of
from meetings.demo.issuing import draft_next_year, holding, issue_sets
from meetings.demo.keys import chance, stable_key
from meetings.demo.lai_chau import LAI_CHAU
from meetings.demo.lang_son import LANG_SON
from meetings.demo.orgs import plan_tree, store_tree
from meetings.demo.people import plan_people, store_people
from meetings.demo.records import Book
from meetings.demo.rows import analyse
from meetings.demo.words import Writer
from meetings.models import AgendaTemplate, AgendaTemplateItem, CellMonth

MONTHS = 14
AUDITED = timedelta(days=95)
CELLS_A_COPY = 15


@dataclass(frozen=True)
class World:
    """What was made, for a closing line."""

    orgs: int
    cells: int
    members: int
    months: int
    records: int


def is_loaded():
    return PartyOrg.objects.filter(
        key=stable_key("org", f"{LAI_CHAU.code}.168.000.000.000")
    ).exists()


def months_until(today):
    """The first days of fourteen months and of the current one."""
    months = [today.replace(day=1)]
    for _ in range(MONTHS):
        months.insert(0, (months[0] - timedelta(days=1)).replace(day=1))
    return months


@transaction.atomic
def load(*, password, now=None):
    """Write the demonstration; the database must not hold it yet."""
    clock = Clock(now or timezone.now())
    months = months_until(clock.today)
    install_kinds(OrgKind)
    install_templates(AgendaTemplate, AgendaTemplateItem)
    tree = plan_tree((LAI_CHAU, LANG_SON), months)
    store_tree(tree)
    rolls = plan_people(tree, months, clock.today)
    store_people(rolls, clock.today)
    staff = store_accounts(tree, rolls, password)
    sets = issue_sets(tree, months, staff.admin)
    draft_next_year(tree, clock, staff.reviewers[tree.by_name[LAI_CHAU_BLOC]])
    for month in months:
        open_month(month=month)
    rows = CellMonth.objects.filter(month__in=months)
    book = Book({(row.cell_id, row.month): row for row in rows.order_by()}, clock.now - AUDITED)
    habits = habits_of(tree)
    for number, (cell, roll) in enumerate(rolls.items(), start=1):
        committee = cell.committee()
        supervised = staff.supervised
        acting = Acting(
            staff.secretaries[cell],
            staff.reviewers[committee],
            staff.leaders[committee],
            staff.supervisor if cell in supervised else None,
            clock,
        )
        Chronicle(
            roll,
            habits[cell],
            Writer(cell.work, chance("words", cell.code)),
            chance("story", cell.code),
            book,
            acting,
            partial(holding, sets, cell),
        ).tell(months)
        if number % CELLS_A_COPY == 0:
            book.flush()
    records = book.meetings.count
    book.finish()
    analyse()
    members = {stay.member.key for roll in rolls.values() for stay in roll.stays}
    return World(len(tree.units), len(rolls), len(members), len(months), records)
