"""Measures what a request costs: CPU of Python and of PostgreSQL apart, queries, size.

Makes a cell of thirty members under a set of twenty criteria, two years of months and fourteen
months of scored meetings of a committee of three hundred cells, in a transaction that is never
committed.
"""

import time
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cells.kinds import install_kinds
from cells.models import (
    Member,
    Membership,
    OrgKind,
    PartyOrg,
    PartyOrgPath,
    PartyOrgVersion,
    RoleGrant,
    User,
)
from cells.models.periods import from_day
from meetings.actions.criteria import import_set
from meetings.actions.records import plan_meeting
from meetings.contents import read_record
from meetings.forms.record import fields_of
from meetings.management.bench_past import make_past
from meetings.models import CellMonth
from meetings.reports.overview import months_until
from meetings.reports.tryout import Question, Tryout, criteria_to_try

LONG_AGO = date(2015, 1, 1)
MEMBERS, CELLS, MONTHS, TRIED_MONTHS = 30, 300, 24, 14
WARM_UP, ROUNDS = 10, 60
HEADER = f"{'trang':34} {'python ms':>9} {'pg ms':>7} {'tổng':>7} {'truy vấn':>9} {'byte':>7}"

GROUP = """
  - {{code: "{n}", title: Nhóm tiêu chí số {n}, max_points: 25, criteria: [
      {{code: "{n}.1", title: Thời lượng buổi sinh hoạt theo quy định, kind: band, max_points: 5,
        fact: duration_minutes, bands: [{{at_least: 90, points: 5}}, {{at_least: 75, points: 4}},
        {{at_least: 60, points: 3}}, {{at_least: 45, points: 2}}, {{at_least: 0, points: 1}}]}},
      {{code: "{n}.2", title: Tài liệu gửi trước ít nhất một ngày, kind: yes_no, max_points: 5,
        fact: documents_sent_in_time}},
      {{code: "{n}.3", title: Chuẩn bị nội dung sinh hoạt, kind: number, max_points: 5}},
      {{code: "{n}.4", title: Điều hành của người chủ trì, kind: number, max_points: 5}},
      {{code: "{n}.5", title: Thông qua biên bản và phân công, kind: yes_no, max_points: 5}}]}}"""
SHEET = (
    """code: BENCH
title: Hai mươi tiêu chí
document: 01-HD/ĐU
issued_on: 2020-01-01
valid_from: 2020-01-01
max_points: 100
applies_to: {meeting_kinds: [regular, thematic, combined, extraordinary]}
attendance_base: without_exempt
ranks:
  - {code: good, title: Tốt, at_least: 90}
  - {code: fair, title: Khá, at_least: 70}
  - {code: poor, title: Kém, at_least: 0}
groups:"""
    + "".join(GROUP.format(n=number) for number in range(1, 5))
    + "\n"
)


class Command(BaseCommand):
    help = "Đo CPU của từng trang (Python, PostgreSQL), số truy vấn và cỡ trang."

    def handle(self, *args, **options):
        with transaction.atomic():
            scene = Scene()
            self.stdout.write(HEADER)
            for name, prepare, request in scene.requests():
                self.stdout.write(measure(name, prepare, request))
            self.stdout.write(scene.try_out())
            transaction.set_rollback(True)


class Scene:
    """The rows that the measured pages show, and a client for each person."""

    def __init__(self):
        kinds = install_kinds(OrgKind)
        self.committee = self._org("Đảng bộ đo", None, kinds["upper_committee"])
        branches = [
            self._org(f"Đảng bộ cơ sở {n}", self.committee, kinds["grassroots_committee"])
            for n in range(30)
        ]
        cells = [self._org(f"Chi bộ {n}", branches[n % 30], kinds["cell"]) for n in range(CELLS)]
        self.cell = cells[0]
        self.set = import_set(text=SHEET, issuer=self.committee, by=None)
        self.secretary = self._person("bench-secretary", "secretary", self.cell)
        self.leader = self._person("bench-leader", "leader", self.committee)
        self._members()
        months = months_until(date.today().replace(day=1), MONTHS)
        self._months(months, cells)
        self.month = months[-1]
        cell_month = CellMonth.objects.get(cell=self.cell, month=self.month)
        cell_month.state = "not_planned"
        cell_month.save(update_fields=["state"])
        self.turn = 0
        make_past(
            below=self.committee.paths.get().path,
            since=months_until(self.month, TRIED_MONTHS + 1)[0],
            until=self.month,
            members=list(Member.objects.order_by("-pk").values_list("pk", flat=True)[:20]),
            criteria_set=self.set,
            codes=[f"{group}.{number}" for group in range(1, 5) for number in range(1, 6)],
            by=self.leader,
        )
        self.meeting = plan_meeting(cell_month=cell_month, kind="regular", by=self.secretary)

    def _org(self, name, parent, kind):
        org = PartyOrg.objects.create()
        PartyOrgVersion.objects.create(
            org=org, parent=parent, kind=kind, name=name, short_name=name, period=from_day(LONG_AGO)
        )
        above = parent.paths.get().path if parent else "/"
        PartyOrgPath.objects.create(
            org=org, path=f"{above}{org.pk}/", depth=above.count("/"), period=from_day(LONG_AGO)
        )
        return org

    def _person(self, name, role, org):
        user = User.objects.create(username=name)
        RoleGrant.objects.create(user=user, role=role, org=org, period=from_day(LONG_AGO))
        return user

    def _members(self):
        members = Member.objects.bulk_create(
            Member(
                family_name="Nguyễn Văn",
                given_name=f"Người {number}",
                sex="male",
                birth_year=1970,
                admitted_on=LONG_AGO,
                official_on=LONG_AGO,
            )
            for number in range(MEMBERS)
        )
        Membership.objects.bulk_create(
            Membership(member=member, cell=self.cell, period=from_day(LONG_AGO))
            for member in members
        )

    def _months(self, months, cells):
        """Every cell's months, met and verified, in the order in which a month opens."""
        paths = dict(PartyOrgPath.objects.filter(org__in=cells).values_list("org", "path"))
        by_path = sorted(cells, key=lambda cell: paths[cell.pk])
        CellMonth.objects.bulk_create(
            CellMonth(
                cell=cell,
                month=month,
                path=paths[cell.pk],
                state="verified",
                members=20,
                expected=20,
                present=19,
                excused=1,
                self_score=95,
                final_score=93,
                rank="good",
                rank_title="Tốt",
                rank_level=0,
                held_on=month,
            )
            for month in months
            for cell in by_path
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def requests(self):
        """(name, what is made ready, the measured request with it) for each page."""
        secretary, leader = Client(SERVER_NAME="127.0.0.1"), Client(SERVER_NAME="127.0.0.1")
        secretary.force_login(self.secretary)
        leader.force_login(self.leader)
        edit = reverse("meeting_edit", args=[self.meeting.key])
        book = reverse("cell", args=[self.cell.key])
        overview = reverse("overview", args=[self.committee.key, f"{self.month:%Y-%m}"])
        yield "trang rỗng, để so máy", nothing, lambda _: secretary.get(reverse("healthz"))
        yield "mở sổ: 30 đảng viên, 20 tiêu chí", nothing, lambda _: secretary.get(edit)
        yield "lưu cả sổ, mọi phần đều đổi", self.typed, lambda fields: secretary.post(edit, fields)
        yield "24 tháng của một chi bộ", nothing, lambda _: secretary.get(book)
        yield "tổng quan 300 chi bộ", nothing, lambda _: leader.get(overview)
        scored = self.cell.months.get(month=months_until(self.month, 2)[0]).meetings.get()
        sheet = reverse("meeting_sheet", args=[scored.key])
        year = reverse("annual", args=[self.committee.key, self.month.year])
        yield "phiếu điểm 20 tiêu chí, 2 cấp chấm", nothing, lambda _: secretary.get(sheet)
        yield "xếp loại năm 300 chi bộ", nothing, lambda _: leader.get(year)

    def try_out(self):
        """One line: the set tried on some four thousand meetings, not per request."""
        months = months_until(self.month, TRIED_MONTHS + 1)
        question = Question(self.set, criteria_to_try(self.set), months[0], months[-2], True)
        run = Tryout(question, self.leader)
        began, clock = time.process_time(), time.perf_counter()
        for _ in run.run():
            pass
        spent, passed = time.process_time() - began, time.perf_counter() - clock
        name = f"tính thử {run.report.tried} bản ghi"
        return f"{name:34} {1000 * spent:9.0f} ms Python, cả thảy {passed:.2f} giây"

    def typed(self):
        """The record's form with another text, choice or mark in every part than is stored."""
        self.turn += 1
        self.meeting.refresh_from_db()
        stored = read_record(self.meeting).contents
        fields = {name: text for name, text in fields_of(stored).items() if text}
        for row in stored.roll:
            who = row.member_id
            fields[f"status-{who}"] = "pe"[self.turn % 2]
            fields[f"why-{who}"] = f"việc {self.turn}"
            fields[f"said-{who}"] = f"Ý kiến lần {self.turn}"
        for row in stored.agenda:
            fields[f"agenda-{row.id}-text"] = f"Ghi biên bản lần {self.turn}. " * 20
        for part, rows in (("res", stored.resolutions), ("task", stored.tasks)):
            key = rows[0].id if rows else "new1"
            named = {"res": "title", "task": "what"}[part]
            fields[f"{part}-{key}-{named}"] = f"Việc lần {self.turn}"
        key = stored.tasks[0].id if stored.tasks else "new1"
        fields[f"task-{key}-who"] = stored.roll[0].member_id
        fields["held_on"] = f"{date.today():%d/%m/%Y}"
        fields["place"] = f"Hội trường {self.turn}"
        for group in range(1, 5):
            fields[f"mark-{group}.3"] = fields[f"mark-{group}.4"] = str(self.turn % 5)
        return fields | {"version": self.meeting.version, "then": "plan"}


def nothing():
    """A page that is only looked at needs nothing made ready."""


def measure(name, prepare, request):
    """One line: CPU per request after a warm-up, queries and bytes of the answer."""
    for _ in range(WARM_UP):
        request(prepare())
    ready = prepare()
    with CaptureQueriesContext(connection) as queries:
        answer = request(ready)
    asked = sum("SAVEPOINT" not in query["sql"] for query in queries.captured_queries)
    if answer.status_code >= 400:
        raise CommandError(f"{name}: trang trả lời {answer.status_code}")
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    python = postgres = 0
    for _ in range(ROUNDS):
        ready = prepare()
        began, before = time.process_time_ns(), _run_time(backend)
        request(ready)
        python += time.process_time_ns() - began
        postgres += _run_time(backend) - before
    python, postgres = python / ROUNDS / 1e6, postgres / ROUNDS / 1e6
    return (
        f"{name:34} {python:9.1f} {postgres:7.1f} {python + postgres:7.1f} {asked:9} "
        f"{len(answer.content):7}"
    )


def _run_time(schedstat):
    """Nanoseconds that a process has run, 0 where the system does not tell (another host)."""
    return int(schedstat.read_text().split()[0]) if schedstat.exists() else 0
