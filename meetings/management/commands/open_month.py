"""`manage.py open_month YYYY-MM`: make the month's row for every cell that owes it."""

import re
from datetime import date

from django.core.management.base import BaseCommand, CommandError

from meetings.actions.months import open_month

MONTH = re.compile(r"(\d{4})-(\d{2})")


class Command(BaseCommand):
    """May run any number of times; rows that are there stay as they are."""

    help = "Mở một tháng báo cáo cho mọi chi bộ."

    def add_arguments(self, parser):
        parser.add_argument("month", metavar="YYYY-MM", help="tháng, ví dụ 2026-03")

    def handle(self, *args, month, **options):
        made = open_month(month=self._first_day(month))
        self.stdout.write(f"Tháng {month}: mở mới cho {made} chi bộ.")

    def _first_day(self, text):
        match = MONTH.fullmatch(text)
        try:
            return date(int(match[1]), int(match[2]), 1)
        except (TypeError, ValueError):
            raise CommandError(
                f"“{text}” không phải là tháng; hãy ghi năm-tháng, ví dụ 2026-03.", returncode=2
            ) from None
