"""`manage.py import_members FILE.xlsx --by USERNAME`: the roster of an organisation from Excel."""

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from cells.actions.roster import PlanChanged, begin_import, carry_out
from cells.management.answers import (
    WRONG_INPUT,
    account,
    open_file,
    place_of,
    stop,
    tell,
    wrong_day,
)
from cells.models import PartyOrgVersion
from cells.policies import can_manage_people
from cells.reorganising.stages import day_of
from cells.roster.columns import guess, missing_columns
from cells.roster.plan import Outcome, Planner
from cells.roster.reading import FileRefused, read_rows
from cells.roster.small_counts import dotted
from cells.roster.words import done, finding, heading_of, sentence
from cells.tree import path_of

STEP = 5000


class Command(BaseCommand):
    """Checks everything first, changes nothing unless all is right, and reports line by line.

    Columns are recognised by their headings, as the page proposes them. Wrong input: exit status 2
    and one line per fault on standard error, with its line and column; nothing is kept then.
    """

    help = "Nhập danh sách đảng viên của một tổ chức từ tệp Excel."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="tệp .xlsx")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="tài khoản thực hiện")
        parser.add_argument(
            "--org", metavar="CODE", help="mã số của tổ chức; không ghi thì là tổ chức cao nhất"
        )
        parser.add_argument(
            "--on", metavar="DAY", help="ngày mà danh sách đúng; không ghi thì là hôm nay"
        )
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước")

    def handle(self, *args, file, by, org, on, **options):
        today = timezone.localdate()
        day = (day_of(on) or wrong_day(self, "--on", on)) if on else today
        user, version = account(self, by), self._org(org, today)
        if not can_manage_people(user, path_of(version.org, on=today)):
            stop(self, f"--by: tài khoản “{by}” không quản lý đảng viên của {version.name}")
        # What ends the command early, or a dry run, leaves nothing.
        with open_file(self, file) as stream, transaction.atomic():
            kept = self._read(file, stream, user, version, day)
            plan = self._compare(file, kept, user)
            if options["dry_run"]:
                transaction.set_rollback(True)
            else:
                self._carry_out(file, kept, user, plan.digest())
        self._report(plan, is_dry=options["dry_run"])

    def _org(self, code, today):
        """The version of today with this code, or the only root."""
        versions = PartyOrgVersion.objects.on(today).select_related("org", "kind")
        wanted = versions.filter(code=code) if code else versions.filter(parent=None)
        found = list(wanted[:2])
        if len(found) == 1:
            return found[0]
        if code:
            reason = "nhiều tổ chức cùng mang" if found else "không có tổ chức nào mang"
            return stop(self, f"--org: {reason} mã số {code} vào ngày {date_format(today)}")
        reason = "có nhiều tổ chức cao nhất" if found else "chưa có tổ chức nào"
        return stop(self, f"--org: {reason}, hãy ghi mã số của tổ chức")

    def _read(self, file, stream, user, version, day):
        try:
            sheet = read_rows(stream)
            needs_org = not version.kind.is_cell
            missing = missing_columns(guess(sheet.headers), needs_org=needs_org)
            if missing:
                self._tell_columns(file, sheet, missing)
            work = begin_import(
                by=user, org=version.org, sheet=sheet, file_name=file, effective_on=day
            )
            return self._followed(work, "Đã đọc")
        except FileRefused as refusal:
            return stop(self, f"{file}: {refusal}")

    def _tell_columns(self, file, sheet, missing):
        for words in missing:
            tell(self, file, "dòng tiêu đề", f"không nhận ra cột {words}")
        headings = ", ".join(f"“{header}”" for header in sheet.headers)
        tell(self, file, "dòng tiêu đề", f"các cột đọc được là {headings}")
        raise SystemExit(WRONG_INPUT)

    def _compare(self, file, kept, user):
        planner = Planner(kept, user)
        self._followed(planner.run(), "Đã so sánh")
        for fault in planner.plan.faults:
            tell(self, file, place_of(fault.number, heading_of(kept, fault)), fault.reason)
        if planner.plan.faults:
            raise SystemExit(WRONG_INPUT)
        return planner.plan

    def _carry_out(self, file, kept, user, seen):
        try:
            work = carry_out(by=user, roster_import=kept, seen=seen)
            self._followed(work, "Đã kiểm tra lại")
        except PlanChanged:
            stop(self, f"{file}: danh sách vừa được người khác sửa, chưa nhập; hãy chạy lại")

    def _followed(self, work, words):
        """What the generator `work` returns; a terminal is told how many lines are done."""
        while True:
            try:
                lines = next(work)
            except StopIteration as end:
                return end.value
            if lines % STEP == 0 and self.stderr.isatty():
                self.stderr.write(f"{words} {dotted(lines)} dòng")

    def _report(self, plan, *, is_dry):
        for entry in plan.entries:
            if entry.outcome != Outcome.SAME:
                self.stdout.write(f"Dòng {entry.line.number}: {sentence(plan, entry)}.")
        if plan.missing:
            count = dotted(len(plan.missing))
            self.stdout.write(
                f"Lưu ý: {count} đồng chí trong danh sách không có trong tệp, không tự đưa ra."
            )
        if is_dry:
            self.stdout.write(f"Xem trước, chưa thay đổi gì: {finding(plan)}.")
        else:
            self.stdout.write(done(plan.counts))
