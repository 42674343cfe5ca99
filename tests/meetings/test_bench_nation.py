"""Measuring a nation: it runs on a small one, says how far within bounds, and changes nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cells.models import AuditEvent, Membership, PartyOrgPath, PartyOrgVersion, User
from meetings.generating import shape
from meetings.generating.world import generate
from meetings.management.nation.clock import Bound, Row, Spent
from meetings.models import CellMonth

pytestmark = pytest.mark.django_db
TABLES = (PartyOrgVersion, PartyOrgPath, Membership, CellMonth, AuditEvent, User)


@pytest.fixture
def nation(monkeypatch):
    """Four provinces of some twenty cells in two districts each."""
    monkeypatch.setattr(shape, "CELLS_OF_A_PROVINCE", 20)
    monkeypatch.setattr(shape, "CELLS_OF_A_DISTRICT", 10)
    generate(cells=80, months=2, seed=3)


def rows():
    return [list(table.objects.order_by("pk").values_list()) for table in TABLES]


def bench(**options):
    out = StringIO()
    call_command("bench_nation", any_size=True, rounds=1, changes=1, stdout=out, **options)
    return out.getvalue()


def test_bench_runs_every_part_and_leaves_the_rows_as_they_were(nation):
    before = rows()

    said = bench(lines=40)

    assert rows() == before
    for name in ("của một tỉnh, hôm nay", "tìm theo mã số", "nhập vào tỉnh khác: thực hiện"):
        assert name in said
    assert "cặp chi bộ: hoàn tác" in said
    assert "nhập 40 đảng viên từ Excel: cả ba bước" in said
    assert "bộ nhớ cao nhất" in said


def test_bench_of_one_part_runs_that_alone(nation):
    said = bench(only="roster", lines=12)

    assert "nhập 12 đảng viên" in said
    assert "trang rỗng" not in said


def test_small_database_is_refused(nation):
    with pytest.raises(CommandError, match="hãy sinh cả nước"):
        call_command("bench_nation")


@pytest.mark.parametrize(
    ("bound", "judged"),
    [
        (Bound(25), "đạt"),
        (Bound(20), "VƯỢT"),
        (Bound(13, each=True), "đạt"),
        (Bound(11, each=True), "VƯỢT"),
        (Bound(90, by_wall=True), "VƯỢT"),
    ],
)
def test_figure_is_judged_by_its_own_kind_of_time(bound, judged):
    assert judged in str(Row("một phép đo", Spent(wall=100, python=12, postgres=10), bound))
