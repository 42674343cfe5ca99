"""Years, rules and boards as the database gives them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from cells.models import PartyOrgPath
from meetings.actions.criteria import import_set
from meetings.annual.evidence import Evidence, Measure
from meetings.annual.ranks import AnnualRank
from meetings.annual.rules import DEFAULT, CapBase
from meetings.models import AnnualRequirement, AnnualRules, CellMonth, Task, TaskReview
from meetings.rankings import DEFAULT_SOURCE, board_of, paths_in, rules_for
from meetings.years import (
    cells_in,
    code_of,
    last_month_over,
    members_in,
    notes_of,
    quarter_codes,
    read_years,
    sets_note,
    year_bounds,
)
from tests.meetings.annual.conftest import MONTHS, YEAR, hold, hold_year
from tests.meetings.conftest import CRITERIA

BOUNDS = year_bounds(YEAR)


def path_of(org):
    return org.paths.get().path


def year_of_cell(cell):
    found = cells_in(paths_in(cell.pk, YEAR), BOUNDS, only=cell.pk)
    return read_years(found, BOUNDS)[0]


def test_year_of_twelve_good_months(world, opened):
    meetings = hold_year(world.tech, 97, by=world.secretary, sheet=opened)
    Task.objects.create(
        meeting=meetings[0],
        cell=world.tech,
        what="Rà soát",
        assignee=world.members["tech"][0],
        done_at=meetings[1],
    )
    year = year_of_cell(world.tech)
    assert year.months == ("0 97",) * 12
    assert year.evidence == Evidence(
        owed=12,
        held=12,
        scored=12,
        best=12,
        worst_level=0,
        year_level=0,
        average=Decimal("97.00"),
        thematic=12,
        tasks_given=1,
        tasks_due=1,
        tasks_done=1,
        expected=120,
        present=120,
    )


def test_months_are_coded_by_what_became_of_them(world, opened):
    hold(world.tech, MONTHS[0], "89.5", by=world.secretary, sheet=opened, state="closed")
    hold(world.tech, MONTHS[1], by=world.secretary, sheet=opened, state="submitted")
    CellMonth.objects.filter(cell=world.tech, month=MONTHS[2]).update(
        state="not_held", not_held_reason="Lũ"
    )
    CellMonth.objects.filter(cell=world.tech, month=MONTHS[11]).delete()
    year = year_of_cell(world.tech)
    assert year.months == ("1 90", "w", *["o"] * 9, "")
    assert (year.evidence.owed, year.evidence.held, year.evidence.not_held) == (11, 2, 9)


def test_running_month_counts_for_nobody(world, ward_sheet):
    today = date(2026, 3, 4)
    CellMonth.objects.all().delete()
    bounds = year_bounds(2026, today)
    for number in (1, 2, 3):
        CellMonth.objects.create(
            cell=world.tech, month=date(2026, number, 1), path=path_of(world.tech)
        )
    found = cells_in([path_of(world.tech)], bounds)
    year = read_years(found, bounds)[0]
    assert year.months[:3] == ("o", "", "")
    assert (year.evidence.owed, year.evidence.held) == (1, 0)


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 3, 5), date(2026, 1, 1)),
        (date(2026, 3, 6), date(2026, 2, 1)),
        (date(2026, 1, 5), date(2025, 11, 1)),
    ],
)
def test_month_is_over_when_its_record_is_overdue(today, month):
    assert last_month_over(today) == month


def test_gates_and_returned_records_are_counted_and_told(world, opened):
    lowered = {"gates": ["Có đảng viên vắng không lý do"], "round": 3}
    meeting = hold(world.tech, MONTHS[4], by=world.secretary, sheet=opened, **lowered)
    meeting.transitions.create(
        from_state="submitted", to_state="returned", by=world.reviewer, reason="Thiếu chữ ký"
    )
    year = year_of_cell(world.tech)
    assert (year.evidence.gates, year.evidence.returned, year.evidence.worst_level) == (1, 2, 1)
    notes = notes_of([year.cell], BOUNDS)[world.tech.pk]
    assert "Tháng 5: bị hạ bậc (Có đảng viên vắng không lý do)" in notes
    assert "Tháng 5: bản ghi bị trả lại (Thiếu chữ ký)" in notes
    assert "Tháng 6: không họp (chưa báo lý do)" in notes
    assert len(notes) == 13


def test_tasks_are_due_when_judged_or_when_their_day_has_passed(world, opened):
    first, second = hold_year(world.tech, by=world.secretary, sheet=opened, months=MONTHS[:2])
    given = {"meeting": first, "cell": world.tech, "assignee": world.members["tech"][0]}
    Task.objects.create(what="chưa đến hạn", due_on=date(2100, 1, 1), **given)
    Task.objects.create(what="quá hạn", due_on=date(2025, 2, 1), **given)
    judged = Task.objects.create(what="đã xem", **given)
    TaskReview.objects.create(task=judged, meeting=second, outcome="not_done")
    evidence = year_of_cell(world.tech).evidence
    assert (evidence.tasks_given, evidence.tasks_due, evidence.tasks_done) == (3, 2, 0)


def test_cell_without_any_meeting_has_no_average(world, opened):
    year = year_of_cell(world.office)
    assert (year.evidence.average, year.evidence.year_level) == (None, None)
    assert (quarter_codes(year.year, fourth_in_year=False), sets_note(year.year)) == ([""] * 4, "")


def test_quarters_are_coded_and_the_fourth_may_be_the_years(world, opened):
    hold_year(world.tech, 80, by=world.secretary, sheet=opened)
    year = year_of_cell(world.tech).year
    assert quarter_codes(year, fourth_in_year=True) == ["1 80 Khá"] * 3 + ["y"]
    assert quarter_codes(year, fourth_in_year=False)[3] == "1 80 Khá"
    unranked = replace(year.whole, level=None, title="")
    assert code_of(unranked) == "- 80"


def test_sets_that_followed_each_other_are_told(world, opened):
    text = (CRITERIA / "ward-sheet.yaml").read_text()
    text = text.replace("rollup:\n  year:\n    kind: average\n", "")
    newer = import_set(
        text=text.replace("code: ", "code: MOI-", 1), issuer=world.department, by=None
    )
    hold(world.tech, MONTHS[0], by=world.secretary, sheet=opened)
    hold(world.tech, MONTHS[6], by=world.secretary, sheet=newer)
    note = sets_note(year_of_cell(world.tech).year)
    assert note == (
        f"Xếp loại cả năm theo bộ tiêu chí {newer.code} ({newer.document}); kết quả theo "
        f"{opened.code} được quy đổi sang thang 100 điểm; bộ tiêu chí không quy định xếp loại năm "
        "nên lấy điểm bình quân."
    )


def test_cell_that_moved_is_ranked_once_with_all_its_months(world, opened):
    hold_year(world.tech, by=world.secretary, sheet=opened)
    below_health = f"{path_of(world.health)}{world.tech.pk}/"
    CellMonth.objects.filter(cell=world.tech, month__gte=MONTHS[6]).update(path=below_health)
    assert [cell.id for cell in cells_in(paths_in(world.bloc.pk, YEAR), BOUNDS)] == [
        world.office.pk
    ]
    cells = cells_in(paths_in(world.health.pk, YEAR), BOUNDS)
    assert [(cell.name, cell.parent_name) for cell in cells] == [
        ("Chi bộ Bệnh viện", "Đảng bộ Sở Y tế"),
        ("Chi bộ Trung tâm Kỹ thuật Tài nguyên", "Đảng bộ Sở Y tế"),
    ]
    assert len([code for code in read_years(cells, BOUNDS)[1].months if code]) == 12


def test_committee_that_moved_still_finds_its_cells(world, opened):
    PartyOrgPath.objects.create(
        org=world.department,
        path="/999/",
        depth=1,
        period=(date(2010, 1, 1), date(2011, 1, 1)),
    )
    assert paths_in(world.department.pk, YEAR) == [
        PartyOrgPath.objects.on(timezone.localdate()).get(org=world.department).path
    ]


def lay_down(org, year, by, **values):
    rules = AnnualRules.objects.create(
        org=org, year=year, saved_by=by, base=values.pop("base", "all"), **values
    )
    AnnualRequirement.objects.create(rules=rules, rank="good", measure="late", bound=2)
    return rules


def test_rules_are_the_own_ones_else_the_nearest_above_else_of_a_year_before(world):
    path = path_of(world.department)

    def found():
        return rules_for(world.department.pk, path, YEAR)

    assert (found().source, found().rules) == (DEFAULT_SOURCE, DEFAULT)
    lay_down(world.department, YEAR + 1, world.leader)
    lay_down(world.department, YEAR - 3, world.leader, cap_percent=5)
    assert found().source == "quy tắc năm 2022 của cấp ủy này"
    lay_down(world.province, YEAR - 1, world.leader, cap_percent=6)
    assert found().rules.cap_percent == 6
    lay_down(world.bloc, YEAR, world.leader, cap_percent=7, document="12-HD/ĐU")
    assert found().source == (
        "quy tắc năm 2025 của Đảng bộ Khối Các cơ quan và Doanh nghiệp (12-HD/ĐU)"
    )
    assert not found().is_own
    lay_down(world.department, YEAR, world.leader, cap_percent=8)
    assert (found().rules.cap_percent, found().is_own) == (8, True)
    assert found().rules.base is CapBase.ALL
    asked = found().rules.of(AnnualRank.GOOD)
    assert [(each.measure, each.bound) for each in asked] == [(Measure.LATE, 2)]


def test_board_proposes_for_each_cell_below(world, good_years):
    CellMonth.objects.filter(cell=world.office).update(days_late=3)
    board = board_of(world.bloc, YEAR, None, path=path_of(world.bloc))
    ranks = {line.year.cell.name: line.rank for line in board.lines}
    assert ranks == {
        "Chi bộ Trung tâm Kỹ thuật Tài nguyên": AnnualRank.EXCELLENT,
        "Chi bộ Văn phòng": AnnualRank.COMPLETED,
    }
    meter = board.meter()
    assert (meter.excellent, meter.base_count, meter.allowed, meter.over) == (1, 1, 0, 1)


@pytest.mark.parametrize("cells", [["tech"], ["tech", "office", "clinic"]])
def test_board_asks_the_same_number_of_questions(
    world, good_years, cells, django_assert_num_queries
):
    ids = [getattr(world, name).pk for name in cells]
    CellMonth.objects.exclude(cell__in=ids).update(path="/0/")
    path = path_of(world.province)
    with django_assert_num_queries(6):
        board = board_of(world.province, YEAR, None, path=path)
        board.meter()
    assert len(board.lines) == len(cells)


def test_members_are_counted_in_the_order_of_the_roll(world, opened):
    meeting = hold(world.tech, MONTHS[0], by=world.secretary, sheet=opened)
    other = hold(world.tech, MONTHS[1], by=world.secretary, sheet=opened)
    people = world.members["tech"]
    for member, status in zip(people, ["present", "excused", "unexcused"], strict=False):
        meeting.attendances.create(member=member, status=status, is_official=True)
        other.attendances.create(member=member, status="present", is_official=True)
    meeting.attendances.create(member=people[4], status="exempt", is_official=True)
    Task.objects.create(
        meeting=meeting, cell=world.tech, what="Việc", assignee=people[3], done_at=other
    )
    people[3].memberships.all().delete()
    rows = {row.given_name: row for row in members_in(world.tech.pk, BOUNDS)}
    assert [(name, row.present, row.expected) for name, row in rows.items()] == [
        ("Bằng", 2, 2),
        ("Hương", 1, 2),
        ("Lử", 1, 2),
        ("Mỷ", 0, 0),
        ("Tâm", 0, 0),
    ]
    assert (rows["Hương"].excused, rows["Lử"].unexcused, rows["Tâm"].aside) == (1, 1, 1)
    assert (rows["Mỷ"].tasks_given, rows["Mỷ"].tasks_done, rows["Mỷ"].is_on_roll) == (1, 1, False)
