"""The demonstration world as a whole, in one transaction."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import yaml
from django.db import transaction
from django.utils import timezone

from cells.kinds import install_kinds
from cells.models import OrgKind, PartyOrg
from meetings.actions.criteria import import_set
from meetings.actions.months import open_month
from meetings.agendas import install_templates
from meetings.demo.accounts import LAI_CHAU_BLOC, store_accounts
from meetings.demo.chronicle import Acting, Chronicle
from meetings.demo.fates import Clock
from meetings.demo.habits import habits_of
from meetings.demo.keys import chance, stable_key
from meetings.demo.lai_chau import LAI_CHAU
from meetings.demo.lang_son import LANG_SON
from meetings.demo.orgs import plan_tree, store_tree
from meetings.demo.people import plan_people, store_people
from meetings.demo.records import Book
from meetings.demo.rows import analyse
from meetings.demo.sheets import Issued
from meetings.demo.words import Writer
from meetings.enums import MeetingKind
from meetings.models import AgendaTemplate, AgendaTemplateItem, CellMonth
from meetings.sheets import criteria_of

MONTHS = 14
CRITERIA = Path(__file__).parents[1] / "criteria"
# The bloc's own sheet came in this month of the demonstration; before, the province's frame held.
BLOC_SHEET_FROM = 4
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


def issue_sets(tree, months, by):
    """The frame of each province, and the bloc of Lai Châu with a sheet of its own."""
    frame, sheet = "hd42-frame.yaml", "ward-sheet.yaml"
    first, later = months[0], months[BLOC_SHEET_FROM]
    wanted = (
        ("Đảng bộ tỉnh Lai Châu", frame, first, "HD42-TU", "09-HD/TU", ""),
        ("Đảng bộ tỉnh Lạng Sơn", frame, first, "HD42-TU", "07-HD/TU", ""),
        (
            LAI_CHAU_BLOC,
            sheet,
            later,
            "BANG-DIEM-ĐUK",
            "11-HD/ĐUK",
            "Bảng điểm đánh giá chất lượng sinh hoạt chi bộ trong Đảng bộ Khối",
        ),
    )
    sets = {}
    for name, file, day, code, document, title in wanted:
        data = yaml.safe_load((CRITERIA / file).read_text(encoding="utf-8"))
        data |= {
            "code": code,
            "document": document,
            "issued_on": day - timedelta(days=20),
            "valid_from": day,
        }
        if title:
            data["title"] = title
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        row = import_set(text=text, issuer=tree.by_name[name].org, by=by)
        sets[name] = Issued(row.pk, criteria_of(row))
    return sets


def holding(sets, cell, story):
    """As `meetings.sheets.holding_set` finds it: the nearest issuer whose set is valid."""
    if story.kind == MeetingKind.EXTRAORDINARY:
        return None
    for unit in cell.above():
        issued = sets.get(unit.name)
        if issued and issued.criteria.is_valid_on(story.fate.held_on):
            return issued
    return None
