"""A province's story replayed from one Excel file, and every day of it shown as it was."""

from collections import Counter
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from cells.models import PartyOrgPath, PartyOrgVersion, User
from cells.tree import subtree_of
from meetings.actions.months import open_month
from meetings.models import CellMonth
from tests import province
from tests.factories import kind, make_grant, make_user

MARCH_2019, JUNE_2025, JULY_2025 = date(2019, 3, 1), date(2025, 6, 1), date(2025, 7, 1)
THIS_MONTH = timezone.localdate().replace(day=1)
MONTHS = (MARCH_2019, JUNE_2025, JULY_2025, THIS_MONTH)

# Of Sơn Hà: organisations right below it, grassroots organisations, cells; on the month's 15th.
# A grassroots cell is both of the last two. 688 were founded, 30 ended in 2018, 73 until 2020;
# the 164 commune committees of 2025 became 82 of another kind.
DISTRICT_CELLS = 2 * province.COMMUNES + 1
EXPECTED = {
    MARCH_2019: (14, 658, 493 + DISTRICT_CELLS),
    JUNE_2025: (14, 615, 450 + DISTRICT_CELLS),
    JULY_2025: (82 + 5, 451 + 82, 450 + DISTRICT_CELLS),
    THIS_MONTH: (82 + 5 + 11, 451 + 82 + 20 + 10, 450 + DISTRICT_CELLS + 60),
}
GRASSROOTS = {"grassroots_committee", "grassroots_cell", "commune_committee"}


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker, tmp_path_factory):
    """The whole file brought in as its command does, once for all tests: what the command said."""
    file = tmp_path_factory.mktemp("story") / "hai-tinh.xlsx"
    file.write_bytes(province.workbook().getvalue())
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        installer()
        call_command("import_orgs", str(file), by="installer", stdout=out)
        for month in MONTHS:
            open_month(month=month)
        yield out.getvalue()
        transaction.set_rollback(True)


@pytest.fixture
def leader(story, db, login):
    """The leader of Sơn Hà, at work in the browser."""
    person = make_user("province-leader")
    make_grant(person, "leader", org("SH"))
    return login(person)


def installer():
    """The account that was made at the machine."""
    kind("cell")
    return User.objects.create_superuser("installer")


def org(code):
    return PartyOrgVersion.objects.filter(code=code).select_related("org").latest("period").org


def middle(month):
    return min(month.replace(day=15), timezone.localdate())


def names(branches):
    return [branch.version.name for branch in branches]


def kinds_below(code, day):
    return Counter(subtree_of(org(code), on=day).values_list("kind__code", flat=True))


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_tree_and_counts_of_a_month_are_as_they_were(story, db, month):
    below, grassroots, cells = EXPECTED[month]
    day = middle(month)
    kinds = kinds_below("SH", day)

    assert PartyOrgVersion.objects.on(day).filter(parent=org("SH")).count() == below
    assert sum(count for code, count in kinds.items() if code in GRASSROOTS) == grassroots
    assert kinds["cell"] + kinds["grassroots_cell"] == cells


def test_pages_show_each_month_as_it_was(leader):
    key = org("SH").key
    for month, (below, _, cells) in EXPECTED.items():
        on = "" if month == THIS_MONTH else f"?on={month:%Y-%m}"
        page = leader.get(f"/orgs/{key}/{on}")
        overview = leader.get(f"/overview/{key}/{month:%Y-%m}/")

        assert len(page.context["branches"]) == below
        assert sum(branch.cells for branch in page.context["branches"]) == cells
        assert overview.context["figures"].cells == cells
        assert len(overview.context["figures"].rows) == below


def test_a_past_month_in_the_structure_of_today(leader):
    page = leader.get(f"/overview/{org('SH').key}/2019-03/?structure=today")
    figures = page.context["figures"]

    # The neighbour's 60 are there; 25 that merged since count where they went, 18 went nowhere.
    assert figures.cells == EXPECTED[MARCH_2019][2] + 60 - province.FEWER["01/10/2020"]
    assert "Đảng bộ xã mới SH.M000" in [row.name for row in figures.rows]


def test_the_tree_page_shows_two_provinces_before_they_are_one(leader):
    june = leader.get("/orgs/?on=2025-06")
    today = leader.get("/orgs/")

    assert names(june.context["branches"]) == ["Đảng bộ tỉnh Sơn Bình", "Đảng bộ tỉnh Sơn Hà"]
    assert names(today.context["branches"]) == ["Đảng bộ tỉnh Sơn Hà"]


def test_the_tree_page_opens_districts_in_june_and_communes_in_july(leader):
    key = org("SH").key
    june = leader.get(f"/orgs/?on=2025-06&open={key}").content.decode()
    july = leader.get(f"/orgs/?on=2025-07&open={key}").content.decode()

    assert "Đảng bộ huyện Số 1" in june
    assert "Đảng bộ xã mới" not in june
    assert "Đảng bộ huyện Số 1" not in july
    assert "Đảng bộ xã mới SH.M000" in july


def test_the_file_is_reported_by_decision_and_by_line(story):
    told = story.splitlines()

    assert told[0] == "Từ 01/01/2015, Quyết định 01-QĐ/TU: Thành lập Đảng bộ tỉnh"
    assert "trực thuộc Đảng bộ tỉnh Sơn Hà." in told[2]
    assert sum(line.startswith("Đã thực hiện: ") for line in told) == 8
    assert told[-2] == "Đã thực hiện: 1 tổ chức kết thúc từ 01/03/2026."


def test_months_keep_the_path_on_which_their_cells_stood(story, db):
    for month in MONTHS:
        frozen = dict(CellMonth.objects.filter(month=month).values_list("cell", "path"))
        here = PartyOrgPath.objects.on(middle(month)).filter(org__in=frozen)

        assert frozen == dict(here.values_list("org", "path"))
    village = org("SH.01.X000.1")
    ways = [month.path.strip("/").split("/") for month in village.months.order_by("month")]
    districts = [str(org(code).pk) for code in ("SH", "SH.01", "SH.01.X000")]
    communes = [str(org(code).pk) for code in ("SH", "SH.M000")]
    assert [way[:-1] for way in ways] == [districts, districts, communes, communes]


def test_73_grassroots_organisations_fewer(leader):
    page = leader.get(f"/orgs/{org('SH').key}/balance/?from=31/12/2017&to=31/12/2020")

    assert page.context["title"] == "Giảm 73 tổ chức cơ sở đảng: từ 688 còn 615"


def test_the_night_of_the_districts_in_figures(leader):
    page = leader.get(f"/orgs/{org('SH').key}/balance/?from=30/06/2025&to=01/07/2025")
    kinds = {count.name: (count.before, count.after) for count in page.context["balance"].kinds}

    assert kinds[province.COMMUNE] == (0, 82)
    assert kinds[province.GRASSROOTS] == (165, 1)
    assert kinds[province.UPPER] == (13, 4)


def test_what_was_merged_leads_to_what_took_over(leader):
    history = leader.get(f"/orgs/{org('SH').key}/history/").content.decode()
    commune = leader.get(f"/orgs/{org('SH.M000').key}/history/").content.decode()

    assert "Đảng bộ tỉnh Sơn Bình" in history
    assert "Đảng bộ xã cũ SH.01.X000" in commune
