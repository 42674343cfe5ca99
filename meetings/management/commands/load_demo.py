"""`manage.py load_demo [--accounts]`: the demonstration world, or who may log in to it."""

import os
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from meetings.demo.accounts import accounts_table
from meetings.demo.world import is_loaded, load


class Command(BaseCommand):
    """Loads once; run again it changes nothing. Only where IS_DEMONSTRATION says so."""

    help = "Nạp dữ liệu trình diễn."

    def add_arguments(self, parser):
        parser.add_argument(
            "--accounts", action="store_true", help="chỉ in địa chỉ và các tài khoản"
        )

    def handle(self, *args, accounts, **options):
        if not getattr(settings, "IS_DEMONSTRATION", False):
            raise CommandError("Đây không phải bản trình diễn: không nạp dữ liệu mẫu.")
        password = os.environ.get("DEMO_PASSWORD") or "sochibo-demo"
        if accounts:
            self._print_accounts(password)
        elif is_loaded():
            self.stdout.write("Dữ liệu trình diễn đã có sẵn.")
        else:
            begun = time.monotonic()
            made = load(password=password)
            self.stdout.write(
                f"Đã nạp dữ liệu trình diễn: {made.orgs} tổ chức, {made.cells} chi bộ, "
                f"{made.members} đảng viên, {made.records} cuộc họp trong {made.months} tháng "
                f"({time.monotonic() - begun:.0f} giây)."
            )

    def _print_accounts(self, password):
        port = os.environ.get("PORT") or "8000"
        self.stdout.write(f"Địa chỉ: http://127.0.0.1:{port}/")
        self.stdout.write(f"Mật khẩu của mọi tài khoản: {password}")
        self.stdout.write(f"  {'Tài khoản':<12} {'Vai trò':<28} Tổ chức")
        for line in accounts_table():
            self.stdout.write(line)
