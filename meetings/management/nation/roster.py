"""A roster of 51,000 members read from Excel, compared and carried out, with the memory it took."""

import resource

from django.core.management.base import CommandError
from django.db import transaction

from cells.actions.roster import begin_import, carry_out, finish
from cells.models import PartyOrgPath, PartyOrgVersion, RosterImport
from cells.roster.plan import Planner
from cells.roster.reading import read_rows
from cells.tree import path_of
from meetings.generating.names import Namer
from meetings.management.nation.book import members, write_book
from meetings.management.nation.clock import ALONE, NONE, Bound, Row, Spent, execute, once

LINES = 51_000
IMPORT = Bound(90_000, by_wall=True)
MOST_MEMORY = 400


def make_file(path, scene, lines):
    """Write an Excel file of new members of the largest province, in all its cells."""
    top = path_of(scene.provinces[0].org, on=scene.today)
    below = PartyOrgPath.objects.on(scene.today).filter(path__startswith=top)
    cells = PartyOrgVersion.objects.on(scene.today).filter(
        org__in=below.values("org"), kind__is_cell=True
    )
    codes = list(cells.order_by("org").values_list("code", flat=True))
    write_book(path, members(lines, codes, Namer.seeded(1), scene.today))


def measure(scene, path, lines):
    """The rows of one import of the file at `path`, and the memory at most; all is taken back."""
    with transaction.atomic():
        execute(ALONE)
        steps = _steps(scene, path)
        transaction.set_rollback(True)
    total = Spent(
        wall=sum(spent.wall for _, spent in steps),
        python=sum(spent.python for _, spent in steps),
        postgres=sum(spent.postgres for _, spent in steps),
        queries=sum(spent.queries for _, spent in steps),
    )
    for step, spent in steps:
        yield Row(f"nhập {lines} đảng viên từ Excel: {step}", spent, NONE)
    yield Row(f"nhập {lines} đảng viên từ Excel: cả ba bước", total, IMPORT)


def _steps(scene, path):
    with path.open("rb") as file:
        kept, reading = once(lambda: finish(_begin(scene, file)))
    seen, comparing = once(lambda: _compare(scene, kept))
    _, doing = once(lambda: finish(carry_out(by=scene.nationwide, roster_import=kept, seen=seen)))
    return [("đọc và giữ", reading), ("so sánh", comparing), ("thực hiện", doing)]


def _compare(scene, kept):
    """The digest of what would be done."""
    planner = Planner(RosterImport.objects.get(pk=kept.pk), scene.nationwide)
    finish(planner.run())
    if planner.plan.faults:
        raise CommandError(f"Danh sách bị từ chối: {planner.plan.faults[0]}")
    return planner.plan.digest()


def _begin(scene, file):
    return begin_import(
        by=scene.nationwide,
        org=scene.provinces[0].org,
        sheet=read_rows(file),
        file_name="bench.xlsx",
        effective_on=scene.today,
    )


def memory():
    """A line: the most memory that this process has held so far, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    judged = "đạt" if most <= MOST_MEMORY else "VƯỢT"
    return f"{'bộ nhớ cao nhất của tiến trình nhập':58} {most:7.0f} MB {MOST_MEMORY:7} MB {judged}"
