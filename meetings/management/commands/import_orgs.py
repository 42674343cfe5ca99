"""`manage.py import_orgs FILE.xlsx …`: reorganise the tree, on one day or several, from Excel."""

from django.core.management.base import BaseCommand
from django.utils.formats import date_format

from cells.management.answers import (
    WRONG_INPUT,
    account,
    open_file,
    place_of,
    stop,
    tell,
    wrong_day,
)
from cells.reorganising.lines import LinesRefused
from cells.reorganising.stages import Paper, day_of, read_stages
from cells.reorganising.workbook import COLUMNS, PAPER_COLUMNS
from meetings.actions.stages import StageRefused, carry_out_stages
from meetings.reports.reorganise_words import changes_in_words, finding, sentence

HEADINGS = COLUMNS | PAPER_COLUMNS


class Command(BaseCommand):
    """Checks everything first, changes nothing unless all is right, and reports line by line.

    Columns for the day and the decision let one file hold the changes of several days; the options
    speak for lines that leave them out. An account made by `createsuperuser` may found a tree: a
    line that founds without a superior; it is given the tree's administration with that.

    Wrong input: exit status 2 and one line per fault on standard error, with its line and column.
    """

    help = "Sắp xếp tổ chức đảng theo một tệp Excel (mẫu ở trang Sắp xếp tổ chức)."

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="tệp .xlsx")
        parser.add_argument("--on", metavar="DAY", help="ngày có hiệu lực")
        parser.add_argument("--decision", default="", metavar="NUMBER", help="số quyết định")
        parser.add_argument("--issuer", default="", metavar="CODE", help="mã cơ quan ban hành")
        parser.add_argument("--by", required=True, metavar="USERNAME", help="tài khoản thực hiện")
        parser.add_argument(
            "--decision-on", metavar="DAY", help="ngày quyết định; mặc định là ngày có hiệu lực"
        )
        parser.add_argument("--subject", default="Sắp xếp tổ chức đảng", help="trích yếu")
        parser.add_argument("--dry-run", action="store_true", help="chỉ xem trước")

    def handle(self, *args, file, **options):
        default = Paper(
            effective_on=self._day("--on", options["on"]),
            decision=options["decision"],
            decision_on=self._day("--decision-on", options["decision_on"]),
            issuer=options["issuer"],
            subject=options["subject"],
        )
        by = account(self, options["by"])
        try:
            stages = self._stages(file, default)
            done = carry_out_stages(stages=stages, by=by, is_trial=options["dry_run"])
        except StageRefused as refusal:
            if refusal.stage is not stages[-1]:
                day = date_format(refusal.stage.paper.effective_on)
                self.stderr.write(f"{file}: các dòng sau đợt ngày {day} chưa được kiểm tra")
            self._tell(file, refusal.faults, default)
        except LinesRefused as refusal:
            self._tell(file, refusal.faults, default)
        for one in done:
            self._report(one, has_heading=len(done) > 1, is_dry=options["dry_run"])

    def _stages(self, file, default):
        with open_file(self, file) as stream:
            return read_stages(stream, default)

    def _report(self, done, *, has_heading, is_dry):
        shown, paper = done.preview, done.stage.paper
        if has_heading:
            day = date_format(paper.effective_on)
            self.stdout.write(f"Từ {day}, Quyết định {paper.decision}: {paper.subject}")
        for effect in shown.effects:
            self.stdout.write(f"Dòng {effect.number}: {sentence(effect)}.")
        for warning in shown.warnings:
            self.stdout.write(f"Lưu ý: {warning}")
        told = "Xem trước, chưa thay đổi gì" if is_dry else "Đã thực hiện"
        self.stdout.write(f"{told}: {finding(shown)}.")
        if not is_dry:
            self.stdout.write(changes_in_words(done.changes))

    def _tell(self, file, faults, default):
        for fault in faults:
            if fault.field == "issuer" and default.issuer:
                stop(self, f"--issuer: {fault.reason}")
            place = place_of(fault.number, HEADINGS.get(fault.field, ""))
            tell(self, file, place, fault.reason)
        raise SystemExit(WRONG_INPUT)

    def _day(self, option, text):
        day = day_of(text) if text else None
        if text and day is None:
            wrong_day(self, option, text)
        return day
