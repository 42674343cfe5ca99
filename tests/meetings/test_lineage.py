"""A cell's past is read through those that took over from it, and by nobody else."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cells.models import Decision, OrgLineage, User
from cells.reorganising.lines import Line, LineVerb
from cells.roles import Permission
from meetings.actions import reorganise
from meetings.actions.months import open_month
from meetings.actions.records import plan_meeting
from meetings.models import CellMonth, Meeting
from tests.cells.reorganising import org_of
from tests.factories import make_grant, make_org, make_user
from tests.meetings.conftest import OCTOBER, filled, save

DAY = date(2026, 11, 1)
MARCH = date(2026, 3, 1)


def line(number, verb, code, **values):
    return Line(number=number, verb=LineVerb(verb), code=code, **values)


def found(number, code, parent="TN00", kind="cell"):
    name = f"Chi bộ {code}" if kind == "cell" else f"Đảng bộ {code}"
    return line(number, "found", code, name=name, kind=kind, parent=parent)


def carry_out(world, *lines, on=DAY):
    decision = Decision(number="15-QĐ", issued_on=on, issuer=world.bloc, subject="Sắp xếp")
    return reorganise.carry_out(
        lines=lines, effective_on=on, decision=decision, by=again(world.org_admin)
    )[0]


def again(user):
    """The account as a new request finds it."""
    return User.objects.get(pk=user.pk)


def secretary_of(org):
    user = make_user()
    make_grant(user, "secretary", org)
    return user


def reads(user, cell, permission=Permission.READ):
    return CellMonth.objects.visible_to(again(user), permission).filter(cell=cell).exists()


@pytest.fixture
def health_admin(world):
    """The administrator of the tree manages the whole province, with a committee elsewhere."""
    make_grant(world.org_admin, "org_admin", world.province)
    world.health_leader = make_user("health_leader")
    make_grant(world.health_leader, "leader", world.health)
    return world


@pytest.fixture
def written(world, ward_sheet):
    """October of the office, with a record; the secretary of the office reads it."""
    open_month(month=OCTOBER)
    world.clerk = secretary_of(world.office)
    month = CellMonth.objects.get(cell=world.office, month=OCTOBER)
    meeting = plan_meeting(cell_month=month, kind="regular", by=world.clerk)
    save(meeting, filled(world, meeting), by=world.clerk)
    return Meeting.objects.get(pk=meeting.pk)


@pytest.fixture
def merged(world, written):
    """The office went into the technical centre."""
    carry_out(world, line(1, "merge", "TN02", into="TN01"))
    return world


def pages_of(written):
    cell, month = written.cell_month.cell, "2026-10"
    return [
        reverse("cell", args=[cell.key]),
        reverse("cell_month", args=[cell.key, month]),
        reverse("meeting", args=[written.key]),
        reverse("meeting_sheet", args=[written.key]),
    ]


def statuses(client, addresses):
    return [client.get(address).status_code for address in addresses]


def test_secretary_of_the_successor_reads_the_predecessor(merged, written, login):
    assert statuses(login(merged.secretary), pages_of(written)) == [200] * 4


def test_nothing_of_the_predecessor_can_be_changed(merged, written, login):
    client = login(merged.secretary)
    key, month = written.cell_month.cell.key, "2026-10"

    text = "".join(client.get(address).text for address in pages_of(written))
    answers = [
        client.get(reverse("meeting_edit", args=[written.key])),
        client.post(reverse("meeting_submit", args=[written.key])),
        client.post(reverse("meeting_supplement", args=[written.key])),
        client.post(reverse("cell_month_plan", args=[key, month]), {"kind": "thematic"}),
        client.post(reverse("cell_month_not_held", args=[key, month]), {"reason": "Lũ"}),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert 'method="post" action="/cells/' not in text
    assert f"{written.key}/edit/" not in text


@pytest.mark.parametrize("permission", ["write", "submit", "verify", "decide"])
def test_lineage_gives_no_other_permission(merged, permission):
    leader = make_user("leader_of_tech")
    for role in ("secretary", "leader"):
        make_grant(leader, role, merged.tech)

    assert reads(leader, merged.office)
    assert not reads(leader, merged.office, Permission(permission))


@pytest.mark.parametrize("person", ["outsider", "org_admin", "operator", "clerk"])
def test_outsiders_do_not_find_the_predecessor(merged, written, login, person):
    """The clerk's role ended with the cell."""
    assert statuses(login(again(getattr(merged, person))), pages_of(written)) == [404] * 4


def test_undoing_takes_the_reading_away(world, written):
    CellMonth.objects.filter(cell=world.office).exclude(month=OCTOBER).delete()
    done = carry_out(world, line(1, "merge", "TN02", into="TN01"))
    assert reads(world.secretary, world.office)

    reorganise.undo(reorganisation=done, by=again(world.org_admin))

    assert not reads(world.secretary, world.office)
    assert not OrgLineage.objects.exists()


def test_a_day_to_come_gives_nothing_yet(world, written):
    later = timezone.localdate() + timedelta(days=9)
    carry_out(world, line(1, "merge", "TN02", into="TN01"), on=later)

    assert OrgLineage.objects.get().since == later
    assert not reads(world.secretary, world.office)


def test_parts_of_a_split_all_read_it_and_the_first_counts_it(world, written):
    keys = [member.key for member in world.members["office"]]
    parts = {"TN07": keys[:2], "TN08": keys[2:]}
    lines = [found(number, code) for number, code in enumerate(parts, 1)]
    for number, (code, members) in enumerate(parts.items(), 3):
        lines.append(line(number, "split", "TN02", into=code, members=tuple(members)))
    carry_out(world, *lines)

    for code in parts:
        assert reads(secretary_of(org_of(code, DAY)), world.office)
    rows = OrgLineage.objects.order_by("later").values_list("is_whole", "counts__startswith")
    assert list(rows) == [(False, DAY), (False, None)]


def chain(world):
    """Office → TN07 in June → technical centre in November."""
    june = date(2026, 6, 1)
    carry_out(world, found(1, "TN07"), line(2, "merge", "TN02", into="TN07"), on=june)
    world.middle = org_of("TN07", june)
    carry_out(world, line(1, "merge", "TN07", into="TN01"))
    return june


def test_chain_of_two_is_read_to_its_beginning(world, login):
    open_month(month=MARCH)
    june = chain(world)

    assert reads(world.secretary, world.office)
    rows = OrgLineage.objects.filter(earlier=world.office).order_by("since")
    assert [(row.later, row.since) for row in rows] == [(world.middle, june), (world.tech, DAY)]
    assert [(row.counts.lower, row.counts.upper) for row in rows] == [(june, DAY), (DAY, None)]
    client = login(world.secretary)
    page = client.get(reverse("cell", args=[world.middle.key]))
    assert "Trước ngày 01/06/2026" in page.text
    assert reverse("cell", args=[world.office.key]) in page.text


def test_undoing_the_last_step_leaves_the_first(world):
    open_month(month=MARCH)
    chain(world)
    last = OrgLineage.objects.get(earlier=world.middle)
    done = last.earlier.successors.get().reorganisation

    reorganise.undo(reorganisation=done, by=again(world.org_admin))

    assert not reads(world.secretary, world.office)
    assert reads(secretary_of(world.middle), world.office)
    assert OrgLineage.objects.get().counts.upper is None


def test_committee_of_the_successor_reads_what_stood_elsewhere(health_admin, written, login):
    assert not reads(health_admin.health_leader, health_admin.office)
    carry_out(health_admin, line(1, "merge", "TN02", into="YT01"))

    client = login(again(health_admin.health_leader))
    assert statuses(client, pages_of(written)) == [200] * 4
    # Whoever read it before goes on reading it, and the successor's neighbours do not.
    assert reads(health_admin.reviewer, health_admin.office)
    assert not reads(secretary_of(make_org(parent=health_admin.health)), health_admin.office)


@pytest.fixture
def survey(world):
    """A cell of the department that ended in March, without a successor."""
    world.survey = make_org(parent=world.department, name="Chi bộ Đo đạc", code="TN09")
    open_month(month=MARCH)
    carry_out(world, line(1, "dissolve", "TN09"), on=date(2026, 4, 1))
    return world


def test_committee_that_was_merged_whole_leaves_the_past_of_its_ended_cells(survey, health_admin):
    assert not reads(health_admin.health_leader, survey.survey)

    carry_out(health_admin, line(1, "merge", "TN00", into="YT00"))

    assert reads(health_admin.health_leader, survey.survey)


def test_committee_that_was_moved_keeps_the_past_of_its_ended_cells(survey, health_admin, login):
    province = make_user("province_auditor")
    make_grant(province, "auditor", survey.health)
    carry_out(health_admin, line(1, "move", "TN00", parent=province_code(survey)))

    assert reads(survey.supervisor, survey.survey)
    assert not reads(province, survey.survey)
    client = login(again(survey.supervisor))
    assert client.get(reverse("cell", args=[survey.survey.key])).status_code == 200


def province_code(world):
    return world.province.versions.get().code


def test_the_book_goes_on_with_the_predecessors_months(merged, login):
    page = login(merged.secretary).get(reverse("cell", args=[merged.tech.key]))

    before = page.context["forebears"][0]
    assert "Trước ngày 01/11/2026" in page.text
    assert "Sáp nhập theo Quyết định 15-QĐ. Đã họp 1 trên 1 tháng." in page.text
    assert [row["slug"] for row in before["rows"]] == ["2026-10"]
    assert reverse("cell_month", args=[merged.office.key, "2026-10"]) in page.text


def test_the_predecessors_book_leads_to_the_successor(merged, login):
    page = login(merged.secretary).get(reverse("cell", args=[merged.office.key]))

    assert "Từ ngày 01/11/2026 là" in page.text
    assert f'href="{reverse("cell", args=[merged.tech.key])}"' in page.text
    assert reverse("annual_org", args=[merged.office.key]) not in page.text
    assert reverse("org_history", args=[merged.office.key]) in page.text


def test_history_of_the_predecessor_opens_for_the_successor_only(merged, login):
    address = reverse("org_history", args=[merged.office.key])

    page = login(merged.secretary).get(address)

    assert "Đã kết thúc hoạt động, ngày cuối cùng 31/10/2026" in page.text
    assert reverse("cell", args=[merged.office.key]) in page.text
    here = reverse("org", args=[merged.office.key])
    absent = login(merged.secretary).get(here)
    assert "Từ ngày 01/11/2026 là" in absent.text
    # What it leads to opens.
    assert f"{here}?on=2026-10-31" in absent.text
    assert login(merged.secretary).get(here, {"on": "2026-10-31"}).status_code == 200
    assert login(merged.outsider).get(address).status_code == 404


def test_books_ask_the_same_for_any_number_of_predecessors(world, login, ward_sheet):
    codes = ["TN21", "TN22", "TN23"]
    for code in codes:
        make_org(parent=world.department, code=code)
    for month in (MARCH, OCTOBER):
        open_month(month=month)
    client, counts = login(world.secretary), []
    for gone in (codes[:1], codes[1:]):
        lines = [line(number, "merge", code, into="TN01") for number, code in enumerate(gone, 1)]
        carry_out(world, *lines)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("cell", args=[world.tech.key]))
        counts.append(len(queries))

    assert len(page.context["forebears"]) == 3
    assert counts[0] == counts[1] == 6
