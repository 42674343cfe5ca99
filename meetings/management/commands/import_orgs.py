"""`manage.py import_orgs FILE.xlsx --on DAY …`: reorganise the tree from an Excel file."""

from datetime import datetime
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand
from django.utils.formats import date_format

from cells.models import Decision, PartyOrgVersion, User
from cells.reorganising.lines import LinesRefused
from cells.reorganising.preview import preview
from cells.reorganising.workbook import COLUMNS, read_workbook
from meetings.actions.reorganise import carry_out
from meetings.management.answers import WRONG_INPUT
from meetings.reports.reorganise_words import changes_in_words, finding, sentence


class Command(BaseCommand):
    """Checks everything first, changes nothing unless all is right, and reports line by line.

    Wrong input: exit status 2 and one line per fault on standard error, with its line and column.
    """

    help = "Sắp xếp tổ chức đảng theo một tệp Excel (mẫu ở trang Sắp xếp tổ chức)."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="tệp .xlsx")
        parser.add_argument("--on", required=True, metavar="DAY", help="ngày có hiệu lực")
        parser.add_argument("--decision", required=True, metavar="NUMBER", help="số quyết định")
        parser.add_argument("--issuer", required=True, metavar="CODE", help="mã cơ quan ban hành")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="tài khoản thực hiện")
        parser.add_argument(
            "--decision-on", metavar="DAY", help="ngày quyết định; mặc định như --on"
        )
        parser.add_argument("--subject", default="Sắp xếp tổ chức đảng", help="trích yếu")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước")

    def handle(self, *args, file, **options):
        day = self._day("--on", options["on"])
        decision = Decision(
            number=options["decision"],
            issued_on=self._day("--decision-on", options["decision_on"] or options["on"]),
            issuer=self._issuer(options["issuer"], day),
            subject=options["subject"],
        )
        by = User.objects.filter(username=options["by"], is_active=True).first()
        if by is None:
            self._stop(f"--by: không có tài khoản “{options['by']}”")
        try:
            self._import(self._lines(file), day, decision, by, is_dry=options["dry_run"])
        except LinesRefused as refusal:
            self._tell(file, refusal.faults)
        except ValidationError as error:
            self._stop(f"{file}: {' '.join(error.messages)}")

    def _lines(self, file):
        try:
            with Path(file).open("rb") as stream:
                return read_workbook(stream)
        except OSError as error:
            self._stop(f"{file}: không mở được tệp ({error.strerror})")

    def _import(self, lines, day, decision, by, *, is_dry):
        shown = preview(lines, effective_on=day, by=by)
        if shown.faults:
            raise LinesRefused(shown.faults)
        if not is_dry:
            _, changes = carry_out(lines=lines, effective_on=day, decision=decision, by=by)
        for effect in shown.effects:
            self.stdout.write(f"Dòng {effect.number}: {sentence(effect)}.")
        for warning in shown.warnings:
            self.stdout.write(f"Lưu ý: {warning}")
        told = "Xem trước, chưa thay đổi gì" if is_dry else "Đã thực hiện"
        self.stdout.write(f"{told}: {finding(shown)}.")
        if not is_dry:
            self.stdout.write(changes_in_words(changes))

    def _tell(self, file, faults):
        for fault in faults:
            place = f"dòng {fault.number}" if fault.number else "cả tệp"
            if fault.field in COLUMNS:
                place += f", cột “{COLUMNS[fault.field]}”"
            self.stderr.write(" ".join(f"{file}: {place}: {fault.reason}".split()))
        raise SystemExit(WRONG_INPUT)

    def _stop(self, sentence):
        self.stderr.write(sentence)
        raise SystemExit(WRONG_INPUT)

    def _day(self, option, text):
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(text, form).date()
            except ValueError:
                continue
        return self._stop(f"{option}: “{text}” không phải là ngày, hãy ghi như 2026-07-01")

    def _issuer(self, code, day):
        """The organisation with this code on the day."""
        found = list(PartyOrgVersion.objects.on(day).filter(code=code)[:2])
        if len(found) != 1:
            reason = "nhiều tổ chức cùng mang" if found else "không có tổ chức nào mang"
            self._stop(f"--issuer: {reason} mã số {code} vào ngày {date_format(day)}")
        return found[0].org
