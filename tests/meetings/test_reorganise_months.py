"""Months follow the tree when it is reorganised, and back when that is undone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cells.models import AuditEvent, Decision, PartyOrgVersion
from cells.reorganising.lines import Line, LinesRefused, LineVerb
from cells.reorganising.preview import preview
from cells.tree import path_of
from meetings.actions import reorganise
from meetings.actions.months import open_month, report_not_held
from meetings.actions.records import plan_meeting
from meetings.models import CellMonth
from meetings.reports.reorganising import months_touched
from tests.factories import make_grant, make_org
from tests.meetings.conftest import OCTOBER, filled, save

NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def months(world):
    """October and November, opened for all cells."""
    for month in (OCTOBER, NOVEMBER):
        open_month(month=month)


def merge(number, code, into):
    return Line(number=number, verb=LineVerb.MERGE, code=code, into=into)


def found(number, code):
    return Line(
        number=number,
        verb=LineVerb.FOUND,
        code=code,
        name=f"Chi bộ {code}",
        kind="cell",
        parent="TN00",
    )


def carry_out(world, *lines, on):
    decision = Decision(number="9-QĐ", issued_on=OCTOBER, issuer=world.bloc, subject="Sắp xếp")
    return reorganise.carry_out(lines=lines, effective_on=on, decision=decision, by=world.org_admin)


def rows_of(cell):
    rows = CellMonth.objects.filter(cell=cell).order_by("month")
    return {row.month: row.path for row in rows}


def everything():
    return sorted(CellMonth.objects.values_list("cell", "month", "path", "state"))


@pytest.fixture
def elsewhere(world):
    """Another grassroots committee of the bloc."""
    return make_org(
        parent=world.bloc, kind_code="grassroots_committee", name="Đảng bộ Sở Nội vụ", code="NV00"
    )


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2026, 10, 1), [OCTOBER, NOVEMBER]),
        (date(2026, 10, 16), [OCTOBER, NOVEMBER]),
        (date(2026, 10, 17), [NOVEMBER]),
        (date(2026, 11, 16), [NOVEMBER]),
        (date(2026, 11, 17), []),
    ],
    ids=str,
)
def test_a_month_is_counted_where_the_cell_stood_on_most_of_its_days(
    world, months, elsewhere, day, moved
):
    """31 days: 16 of them decide; of 30 days halved the later place counts."""
    old = path_of(world.office, on=OCTOBER)

    _, changes = carry_out(
        world, Line(number=1, verb=LineVerb.MOVE, code="TN02", parent="NV00"), on=day
    )

    new = path_of(world.office, on=date(2026, 12, 1))
    assert rows_of(world.office) == {
        month: new if month in moved else old for month in (OCTOBER, NOVEMBER)
    }
    assert (changes.moved, changes.months) == (len(moved), tuple(moved))
    assert changes.committees == ({world.department.pk, elsewhere.pk} if moved else set())


def test_a_whole_committees_cells_move_with_it(world, months):
    lines = [Line(number=1, verb=LineVerb.MOVE, code="TN00", parent=province_code(world))]

    _, changes = carry_out(world_of_province(world), *lines, on=NOVEMBER)

    assert changes.moved == 2
    for cell in (world.tech, world.office):
        assert rows_of(cell)[NOVEMBER] == path_of(cell, on=NOVEMBER)
        assert f"/{world.bloc.pk}/" not in rows_of(cell)[NOVEMBER]


def province_code(world):
    return PartyOrgVersion.objects.get(org=world.province).code


def world_of_province(world):
    """The same world, its administrator granted the province too."""
    make_grant(world.org_admin, "org_admin", world.province)
    world.org_admin.__dict__.pop("reaches", None)
    return world


def test_empty_months_of_an_ended_cell_are_taken_away_and_come_back(world, months):
    before = everything()

    done, changes = carry_out(world, merge(1, "TN02", "TN01"), on=NOVEMBER)
    assert list(rows_of(world.office)) == [OCTOBER]
    assert (changes.removed, changes.months) == (1, (NOVEMBER,))

    undone = reorganise.undo(reorganisation=done, by=world.org_admin)
    assert everything() == before
    assert undone.opened == 1


def test_a_month_with_a_record_stays(world, months):
    planned = plan_meeting(
        cell_month=CellMonth.objects.get(cell=world.tech, month=NOVEMBER),
        kind="regular",
        by=world.secretary,
    )

    carry_out(world, merge(1, "TN01", "TN02"), on=NOVEMBER)

    assert list(rows_of(world.tech)) == [OCTOBER, NOVEMBER]
    planned.refresh_from_db()
    assert planned.cell_month.cell == world.tech


def test_a_month_reported_as_not_held_stays(world, months):
    month = CellMonth.objects.get(cell=world.tech, month=NOVEMBER)
    report_not_held(cell_month=month, reason="Lũ quét", by=world.secretary)

    carry_out(world, merge(1, "TN01", "TN02"), on=NOVEMBER)

    assert NOVEMBER in rows_of(world.tech)


def test_months_of_a_new_cell_are_opened_when_it_owes_them(world, months):
    _, changes = carry_out(world, found(1, "TN07"), merge(2, "TN02", "TN07"), on=date(2026, 10, 20))

    new = PartyOrgVersion.objects.get(code="TN07").org
    assert list(rows_of(new)) == [NOVEMBER]
    # Until the 19th is 19 days: October is still owed by the old one.
    assert list(rows_of(world.office)) == [OCTOBER]
    assert (changes.opened, changes.removed) == (1, 1)


def test_undoing_takes_the_months_of_what_was_founded_away(world, months):
    before = everything()
    done, _ = carry_out(world, found(1, "TN07"), merge(2, "TN02", "TN07"), on=OCTOBER)

    reorganise.undo(reorganisation=done, by=world.org_admin)

    assert everything() == before


def test_a_day_to_come_touches_no_opened_month(world, months):
    before = everything()

    _, changes = carry_out(world, merge(1, "TN02", "TN01"), on=date(2027, 1, 1))

    assert everything() == before
    assert changes.months == ()
    assert not AuditEvent.objects.filter(verb="months.follow_tree").exists()


def test_what_happens_to_months_stands_in_the_trail(world, months):
    carry_out(world, merge(1, "TN02", "TN01"), on=NOVEMBER)

    event = AuditEvent.objects.get(verb="months.follow_tree")
    assert (event.org, event.subject, event.by) == (world.bloc, "9-QĐ", world.org_admin)
    assert event.detail == {"opened": 0, "removed": 1, "moved": 0, "months": ["2026-11"]}


def test_a_refused_line_changes_no_month(world, months):
    before = everything()

    with pytest.raises(LinesRefused):
        carry_out(world, merge(1, "TN02", "XX"), on=NOVEMBER)

    assert everything() == before


def test_undoing_is_refused_once_the_new_roll_was_used(world, months, ward_sheet):
    done, _ = carry_out(world, merge(1, "TN02", "TN01"), on=NOVEMBER)
    month = CellMonth.objects.get(cell=world.tech, month=NOVEMBER)
    meeting = plan_meeting(cell_month=month, kind="regular", by=world.secretary)

    with pytest.raises(ValidationError) as refused:
        reorganise.undo(reorganisation=done, by=world.org_admin)

    told = "Chi bộ Trung tâm Kỹ thuật Tài nguyên đã ghi sổ sinh hoạt tháng 11/2026 sau khi sắp xếp."
    assert refused.value.messages == [told]
    assert meeting.cell_month_id == month.pk


@pytest.mark.parametrize("day", [date(2026, 10, day) for day in (1, 15, 16, 17)], ids=str)
@pytest.mark.parametrize("verb", [LineVerb.MOVE, LineVerb.MERGE], ids=str)
def test_the_preview_tells_the_months_that_change(world, months, elsewhere, day, verb):
    line = Line(number=1, verb=verb, code="TN02", parent="NV00", into="TN01")
    shown = preview([line], effective_on=day, by=world.org_admin)

    told = months_touched(shown)

    _, changes = carry_out(world, line, on=day)
    assert (told.moved, told.removed) == (changes.moved, changes.removed)
    assert tuple(month for month, _, _ in told.months) == changes.months


def test_the_preview_names_records_in_work(world, months, ward_sheet):
    for month in (OCTOBER, NOVEMBER):
        row = CellMonth.objects.get(cell=world.tech, month=month)
        meeting = plan_meeting(cell_month=row, kind="regular", by=world.secretary)
    save(meeting, filled(world, meeting), by=world.secretary)

    told = months_touched(
        preview([merge(1, "TN01", "TN02")], effective_on=OCTOBER, by=world.org_admin)
    )

    assert (told.months, told.in_work_count) == ((), 2)
    assert [(row.month, row.state) for row in told.in_work] == [
        (OCTOBER, "Đã có lịch"),
        (NOVEMBER, "Đã họp, chưa nộp"),
    ]


def test_the_preview_of_a_new_name_touches_no_month(world, months):
    lines = [Line(number=1, verb=LineVerb.RENAME, code="TN01", name="Chi bộ Mới")]

    told = months_touched(preview(lines, effective_on=OCTOBER, by=world.org_admin))

    assert (told.months, told.in_work_count) == ((), 0)
