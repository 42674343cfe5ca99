"""An import: what it would change, carrying it out, and that nothing is half done."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cells.actions import roster
from cells.actions.roster import PlanChanged, carry_out, discard_import, map_columns
from cells.models import Appointment, AuditEvent, Member, Membership, RosterImport, RosterImportRow
from cells.models.periods import from_day
from cells.roster.columns import guess
from cells.roster.plan import Outcome
from tests.cells.roster_files import HEADERS, do, finish, keep, new_row, plan_of, row_of
from tests.factories import make_appointment, make_member, make_membership, make_org

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def rows_of(world, cell, code):
    return [row_of(member, code) for member in world.members[cell]]


def outcomes(plan):
    return {outcome.value: count for outcome, count in plan.counts.items()}


def reasons(plan):
    return [(fault.number, fault.place, fault.reason) for fault in plan.faults]


def test_same_file_changes_nothing(world):
    kept = keep(
        world, *rows_of(world, "tech", "TN01"), *rows_of(world, "office", "TN02"), day=TODAY
    )

    plan = plan_of(world, kept)

    assert (outcomes(plan), plan.missing, plan.faults) == ({"same": 10}, [], [])
    assert not plan.changes_anything


def test_new_member_comes_on_the_roll_and_a_second_import_finds_nothing(world):
    do(world, keep(world, new_row(), day=TODAY))

    member = Member.objects.get(card_number="012345678901")
    assert (str(member), member.sex, member.birth_year) == ("Lường Thị Mai", "female", 1984)
    assert Membership.objects.get(member=member).period == from_day(TODAY)
    assert Membership.objects.get(member=member).cell == world.tech
    assert outcomes(plan_of(world, keep(world, new_row(), day=TODAY))) == {"same": 1}


def test_changed_facts_are_shown_one_by_one_and_blanks_erase_nothing(world):
    member = world.members["tech"][1]
    row = row_of(member, "TN01", name="Lò Thị Hường", ethnicity=None, card=member.card_number)
    kept = keep(world, row, day=TODAY)

    (entry,) = plan_of(world, kept).entries
    assert entry.changes == [("given_name", "Hương", "Hường")]
    do(world, kept)

    member.refresh_from_db()
    assert (member.given_name, member.ethnicity) == ("Hường", "Kinh")


def test_two_members_may_swap_their_cards(world):
    first, second = world.members["tech"][:2]
    kept = keep(
        world,
        row_of(first, "TN01", card=None, birth="1974"),
        row_of(second, "TN01", birth="1973"),
        day=TODAY,
    )
    plan = plan_of(world, kept)
    assert outcomes(plan) == {"new": 1, "changed": 1}
    Member.objects.filter(pk=first.pk).update(card_number=None)

    assert do(world, keep(world, row_of(first, "TN01"), day=TODAY))[Outcome.CHANGED] == 1
    assert Member.objects.get(pk=first.pk).card_number == first.card_number


def test_other_cell_is_an_official_transfer_from_the_day(world):
    member = world.members["tech"][1]
    kept = keep(world, row_of(member, "Chi bộ Văn phòng"), day=TODAY)

    do(world, kept)

    old, new = Membership.objects.filter(member=member).order_by("period")
    assert (old.cell, old.last_day) == (world.tech, YESTERDAY)
    assert (new.cell, new.period) == (world.office, from_day(TODAY))
    assert Appointment.objects.get(member=member).last_day == YESTERDAY


def test_who_left_before_comes_back(world):
    member = make_member(card_number="0990000001")
    kept = keep(world, row_of(member, "TN02"), day=TODAY)

    assert plan_of(world, kept).entries[0].outcome == Outcome.MOVED
    do(world, kept)

    assert Membership.objects.get(member=member).cell == world.office


def test_who_is_missing_or_has_left_is_told_and_stays(world):
    kept = keep(world, *rows_of(world, "tech", "TN01"), day=TODAY)

    plan = plan_of(world, kept)

    assert {known.pk for known in plan.missing} == {m.pk for m in world.members["office"]}
    assert do(world, kept)[Outcome.SAME] == 5
    assert Membership.objects.on(TODAY).filter(cell=world.office).count() == 5


def test_at_a_cell_every_line_is_its_own(world):
    kept = keep(world, new_row(org="ở đâu đó"), day=TODAY, org=world.tech)

    do(world, kept)

    assert Membership.objects.get(member__card_number="012345678901").cell == world.tech


def test_without_a_card_name_and_birth_year_within_the_cell_decide(world):
    member = world.members["tech"][0]
    Member.objects.filter(pk=member.pk).update(card_number=None)

    plan = plan_of(world, keep(world, row_of(member, "TN01"), day=TODAY))

    assert plan.entries[0].changes == [("card_number", None, member.card_number)]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([new_row(), new_row(name="Lò Văn Ba")], (3, "đã có ở dòng 2")),
        ([new_row(card=None), new_row(card=None)], (3, "Trùng họ tên và năm sinh với dòng 2")),
        ([new_row(org="")], (2, "Còn trống: không rõ")),
        ([new_row(org="Chi bộ Bệnh viện")], (2, "Không có chi bộ “Chi bộ Bệnh viện”")),
        ([new_row(admitted=f"{TOMORROW:%d/%m/%Y}", official=None)], (2, "sau ngày của danh sách")),
        ([new_row(birth="05/13/1984")], (2, "có tháng 13")),
    ],
)
def test_faults_are_told_by_line_and_nothing_is_done(world, rows, reason):
    kept = keep(world, *rows, day=TODAY)
    plan = plan_of(world, kept)

    ((number, _, sentence),) = reasons(plan)
    assert (number, reason[1] in sentence) == (reason[0], True)
    with pytest.raises(ValidationError, match="còn dòng lỗi"):
        do(world, kept)
    assert not Member.objects.filter(card_number="012345678901").exists()


def test_member_named_twice_by_card_and_by_name_is_told(world):
    member = world.members["tech"][0]
    Member.objects.filter(pk=member.pk).update(card_number=None)
    rows = [row_of(member, "TN01", card=None), row_of(member, "TN01", card=None)]

    assert "đồng chí ở dòng 2" in reasons(plan_of(world, keep(world, *rows, day=TODAY)))[0][2]


def test_card_of_somebody_else_is_told(world):
    card = world.members["tech"][0].card_number
    plan = plan_of(world, keep(world, new_row(card=card), day=TODAY))

    assert "đang thuộc đồng chí Nguyễn Hữu Bằng" in reasons(plan)[0][2]


def test_cells_of_one_name_are_told_apart_by_code(world):
    make_org(parent=world.department, name="Chi bộ Văn phòng", code="TN09")

    plan = plan_of(world, keep(world, new_row(org="Chi bộ Văn phòng"), day=TODAY))

    assert "hãy ghi mã số" in reasons(plan)[0][2]


def test_member_of_another_line_must_be_let_go_there_first(world):
    member = world.members["clinic"][1]

    plan = plan_of(world, keep(world, row_of(member, "TN01"), day=TODAY))

    assert "ngoài phạm vi" in reasons(plan)[0][2]


def test_move_on_the_day_of_arrival_or_before_a_later_change_is_told(world):
    fresh = make_member("Vũ Mới", card_number="0880000001")
    make_membership(fresh, world.tech, period=from_day(TODAY))
    officer = world.members["tech"][3]
    make_appointment(officer, world.tech, office="committee_member", period=from_day(TOMORROW))
    rows = row_of(fresh, "TN02"), row_of(officer, "TN02")

    first, second = reasons(plan_of(world, keep(world, *rows, day=TODAY)))

    assert "Mới vào chi bộ hiện nay từ" in first[2]
    assert "Đã ghi thay đổi sau ngày" in second[2]


def test_people_alike_need_a_card(world):
    for _ in range(2):
        make_member("Lò Văn Ba", cell=world.tech, card_number=None)
    row = new_row(name="Lò Văn Ba", birth="1975", card=None)

    assert "cần số thẻ" in reasons(plan_of(world, keep(world, row, day=TODAY)))[0][2]


def test_admission_after_the_stored_official_day_is_told(world):
    row = row_of(world.members["tech"][0], "TN01", admitted="01/01/2020", official=None)

    assert "chính thức đã ghi" in reasons(plan_of(world, keep(world, row, day=TODAY)))[0][2]


def test_what_changed_since_the_preview_is_not_overwritten(world):
    kept = keep(world, new_row(), day=TODAY)
    seen = plan_of(world, kept).digest()
    make_member("Lường Thị Mai", birth_year=1984, card_number="012345678901", cell=world.office)

    with pytest.raises(PlanChanged):
        finish(carry_out(by=world.org_admin, roster_import=kept, seen=seen))

    assert RosterImport.objects.get(pk=kept.pk).settled_at is None


def test_import_that_breaks_in_the_middle_leaves_nothing(world, monkeypatch):
    kept = keep(world, new_row(), row_of(world.members["tech"][1], "TN02"), day=TODAY)
    seen = plan_of(world, kept).digest()
    membership = Membership.objects.get(member=world.members["tech"][1])
    # Two homes at once: the database itself refuses.
    monkeypatch.setattr(roster, "_cut", lambda day: membership.period)

    with pytest.raises(PlanChanged):
        finish(carry_out(by=world.org_admin, roster_import=kept, seen=seen))

    assert not Member.objects.filter(card_number="012345678901").exists()


def test_carried_out_import_loses_its_rows_and_leaves_its_trail(world):
    kept = keep(world, new_row(), row_of(world.members["tech"][1], "TN02"), day=TODAY)

    do(world, kept)

    kept.refresh_from_db()
    assert (kept.is_carried_out, kept.settled_by) == (True, world.org_admin)
    assert not RosterImportRow.objects.exists()
    by_org = {event.org_id: event.detail for event in AuditEvent.objects.all()}
    assert by_org[world.department.pk]["new"] == 1
    assert by_org[world.tech.pk]["moved_out"] == by_org[world.office.pk]["moved"]
    with pytest.raises(ValidationError, match="đã xong"):
        discard_import(by=world.org_admin, roster_import=kept)


def test_discarded_import_changes_nothing(world):
    kept = keep(world, new_row(), day=TODAY)

    discard_import(by=world.org_admin, roster_import=kept)

    assert not RosterImportRow.objects.exists()
    assert not RosterImport.objects.get().is_carried_out
    assert not Member.objects.filter(card_number="012345678901").exists()


@pytest.mark.parametrize("person", ["secretary", "reviewer", "leader", "auditor"])
def test_only_the_administrator_imports(world, person):
    kept, user = keep(world, new_row(), day=TODAY), world.person(person)

    for deed in (
        lambda: keep(world, new_row(), day=TODAY, by=user),
        lambda: map_columns(by=user, roster_import=kept, mapping=guess(HEADERS)),
        lambda: discard_import(by=user, roster_import=kept),
        lambda: do(world, kept, by=user),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_list_of_a_day_before_the_organisation_knows_no_cells(world):
    plan = plan_of(world, keep(world, new_row(), day=date(2014, 1, 1)))

    assert "Không có chi bộ “TN01”" in reasons(plan)[0][2]


def test_plan_asks_as_much_for_many_lines_as_for_one(world, django_assert_max_num_queries):
    kept = keep(
        world, *(new_row(card=f"0{n:09}", name=f"Vũ {'A' * n}") for n in range(1, 30)), day=TODAY
    )

    with django_assert_max_num_queries(13):
        plan_of(world, kept)
