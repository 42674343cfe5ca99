"""Measures the tree of a whole nation against its bounds; changes nothing.

On the present database, or on one beside it (`--database`), made on first use as `generate` makes
it. Everything measured is done in transactions that are taken back. Short calls are judged by
their CPU, long ones by the clock on the wall.
"""

import tempfile
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from cells.models import PartyOrg
from meetings.management.nation import changing, child, reading, roster
from meetings.management.nation.clock import ALONE, HEADER, execute, load
from meetings.management.nation.scene import Scene

FEWEST = 100_000
PARTS = ("reading", "changing", "roster")
# The cells that the country has, and two months: one to report about, one that is open.
NATION = {"cells": 290_000, "months": 2}


class Command(BaseCommand):
    help = "Đo cây tổ chức cả nước với các giới hạn đã định; không để lại thay đổi gì."

    def add_arguments(self, parser):
        parser.add_argument("--database", help="đo ở cơ sở dữ liệu này; chưa có thì sinh cả nước")
        parser.add_argument("--any-size", action="store_true", help="cả khi dữ liệu còn nhỏ")
        parser.add_argument("--rounds", type=int, default=9, help="số lần đo mỗi trang")
        parser.add_argument("--changes", type=int, default=3, help="số lần đo mỗi đợt sắp xếp")
        parser.add_argument("--lines", type=int, default=roster.LINES, help="số dòng danh sách")
        parser.add_argument("--only", choices=PARTS, help="chỉ đo một phần")
        parser.add_argument("--roster-file", help="tệp Excel đã có, đo ngay trong tiến trình này")

    def handle(self, *, database, any_size, only, rounds, changes, lines, roster_file, **options):
        if database:
            self.use(database)
        count = PartyOrg.objects.count()
        if count < FEWEST and not any_size:
            raise CommandError(
                f"Cơ sở dữ liệu chỉ có {count} tổ chức; hãy sinh cả nước bằng lệnh generate, "
                "hoặc thêm --any-size."
            )
        if roster_file:
            self.roster(Path(roster_file), lines)
            return
        self.stdout.write(f"{count} tổ chức; {load()}\n{HEADER}")
        if only in {None, "reading"}:
            self.part(reading.measure, rounds)
        if only in {None, "changing"}:
            self.part(changing.measure, changes)
        if only in {None, "roster"}:
            self.roster_apart(lines, database)
        self.stdout.write(load())

    def use(self, name):
        """Go over to another database of the same server; make it where there is none."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")
        connection.close()
        connection.settings_dict["NAME"] = name
        call_command("migrate", verbosity=0)
        if not PartyOrg.objects.exists():
            call_command("generate", **NATION, stdout=self.stdout)

    def part(self, measure, rounds):
        with transaction.atomic():
            execute(ALONE)
            for row in measure(Scene(), rounds):
                self.stdout.write(str(row))
            transaction.set_rollback(True)

    def roster(self, path, lines):
        with transaction.atomic():
            for row in roster.measure(Scene(), path, lines):
                self.stdout.write(str(row))
            self.stdout.write(roster.memory())
            transaction.set_rollback(True)

    def roster_apart(self, lines, database):
        """In another process, unless that would not see what this one has not committed."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "roster.xlsx"
            with transaction.atomic():
                roster.make_file(path, Scene(), lines)
                transaction.set_rollback(True)
            if connection.in_atomic_block:
                self.roster(path, lines)
                return
            self.stdout.flush()
            options = {"any_size": True, "lines": lines, "database": database}
            if child.run(roster_file=str(path), **options):
                raise CommandError("Không đo được việc nhập danh sách.")
