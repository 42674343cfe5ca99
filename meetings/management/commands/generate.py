"""Makes a synthetic province or nation in an empty database, for measuring."""

import time

from django.core.management.base import BaseCommand, CommandError

from cells.models import PartyOrg
from meetings.generating.world import generate

MOST_CELLS, MOST_MONTHS = 400_000, 120


class Command(BaseCommand):
    help = "Sinh một tỉnh hoặc cả nước giả định vào cơ sở dữ liệu trống, để đo."

    def add_arguments(self, parser):
        parser.add_argument("--cells", type=int, required=True, help="số chi bộ")
        parser.add_argument("--months", type=int, default=0, help="số tháng gần đây có số liệu")
        parser.add_argument("--seed", type=int, default=1, help="cùng số thì sinh ra như nhau")

    def handle(self, *args, cells, months, seed, **options):
        if not 1 <= cells <= MOST_CELLS:
            raise CommandError(f"--cells phải từ 1 đến {MOST_CELLS}.")
        if not 0 <= months <= MOST_MONTHS:
            raise CommandError(f"--months phải từ 0 đến {MOST_MONTHS}.")
        if PartyOrg.objects.exists():
            raise CommandError("Cơ sở dữ liệu đã có tổ chức. Hãy dùng một cơ sở dữ liệu trống.")
        began = time.perf_counter()
        made = generate(cells=cells, months=months, seed=seed, tell=self.stdout.write)
        self.stdout.write(
            f"Đã sinh {made.organisations} tổ chức, {made.cells} chi bộ, {made.members} đảng viên, "
            f"{made.months} dòng tháng ({time.perf_counter() - began:.0f} giây)."
        )
