"""What people look up in a nation's tree."""

from django.core.management.base import CommandError
from django.urls import reverse

from cells.tree import subtree_ids
from meetings.actions.months import current_month
from meetings.deadlines import month_before
from meetings.management.nation.clock import NONE, Bound, Row, repeated
from meetings.management.nation.scene import logged_in

SUBTREE, PAGE, SEARCH = Bound(15), Bound(10, each=True), Bound(30)
LONG = 500


def measure(scene, rounds):
    """The rows, one after the other; a call that takes long is repeated three times."""
    yield _row("trang rỗng, để so máy", _page(scene.nationwide, "healthz"), rounds)
    yield from _subtrees(scene, rounds)
    yield from _pages(scene, rounds)
    yield from _searches(scene, rounds)
    yield from _sums(scene, rounds)


def _row(name, call, rounds, bound=NONE):
    first = repeated(call, 1)
    return Row(
        name, first if rounds == 1 else repeated(call, 3 if first.wall > LONG else rounds), bound
    )


def _page(user, name, *args, query=""):
    """A call that gets a page, which must be there."""
    client, address = logged_in(user), reverse(name, args=args) + query

    def get():
        answer = client.get(address)
        if answer.status_code != 200:
            raise CommandError(f"{address}: trang trả lời {answer.status_code}")

    return get


def _subtrees(scene, rounds):
    province = scene.provinces[0]
    before = month_before(month_before(scene.today.replace(day=1)))
    for name, day in (("hôm nay", scene.today), ("hai tháng trước", before)):
        yield _row(
            f"{province.size} tổ chức của một tỉnh, {name}",
            lambda day=day: subtree_ids(province.org, on=day),
            rounds,
            SUBTREE,
        )


def _pages(scene, rounds):
    province = scene.provinces[0]
    committee = scene.within(province, kind__code="grassroots_committee")
    cell = scene.within(province, kind__code="cell")
    user, key = scene.provincial, province.org.key
    past = f"?on={month_before(scene.today.replace(day=1)):%Y-%m}"
    yield _row("trang một chi bộ", _page(user, "org", cell.org.key), rounds, PAGE)
    yield _row("trang một đảng bộ cơ sở", _page(user, "org", committee.org.key), rounds, PAGE)
    yield _row("trang một đảng bộ tỉnh", _page(user, "org", key), rounds, PAGE)
    yield _row(
        "trang một đảng bộ tỉnh, tháng trước", _page(user, "org", key, query=past), rounds, PAGE
    )
    user, key = scene.nationwide, scene.root.org.key
    yield _row("trang của gốc cây", _page(user, "org", key), rounds, PAGE)
    yield _row("cây mở ở gốc", _page(user, "orgs"), rounds)
    yield _row("các nhánh của gốc (htmx)", _page(user, "org_children", key), rounds)


def _searches(scene, rounds):
    cell = scene.within(scene.provinces[-1], kind__code="grassroots_cell")
    wanted = (
        ("theo tên, không dấu", "kho bac tan lap"),
        ("theo tên, có dấu", "Đảng bộ xã Phú Sơn"),
        ("theo mã số", cell.code),
        ("từ rất hay gặp “chi bo”", "chi bo"),
        ("từ không có", "khongcotochucnaoten"),
    )
    people = (("cả nước", scene.nationwide), ("một tỉnh", scene.provincial))
    for name, text in wanted:
        for whose, user in people:
            call = _page(user, "orgs", query=f"?q={text}")
            yield _row(f"tìm {name}, người của {whose}", call, rounds, SEARCH)


def _sums(scene, rounds):
    root, province = scene.root.org.key, scene.provinces[0].org.key
    month = f"{month_before(current_month()):%Y-%m}"
    yield _row(
        "tăng, giảm tổ chức của một tỉnh", _page(scene.provincial, "org_balance", province), rounds
    )
    yield _row("tăng, giảm tổ chức cả nước", _page(scene.nationwide, "org_balance", root), rounds)
    yield _row(
        "tổng quan tháng của một tỉnh", _page(scene.provincial, "overview", province, month), rounds
    )
    yield _row("tổng quan tháng cả nước", _page(scene.nationwide, "overview", root, month), rounds)
