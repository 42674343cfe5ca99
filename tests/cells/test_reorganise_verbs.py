"""Reorganisations: what each kind of line does, and what it leaves as it was."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cells.models import Appointment, AuditEvent, Membership, PartyOrg, RoleGrant, Succession
from cells.models.periods import from_day, until
from cells.reorganising.lineage import predecessors_of
from cells.tree import path_of
from tests.cells.reorganising import (
    DAY,
    EVE,
    org_of,
    reorganise,
    roll_of,
    version_on,
)
from tests.factories import make_member, make_membership, make_org

TODAY = timezone.localdate()


@pytest.fixture
def lab(world):
    """A second grassroots committee below the bloc, with one cell."""
    lab = make_org(
        parent=world.bloc, kind_code="grassroots_committee", name="Đảng bộ Viện", code="LB00"
    )
    make_org(parent=lab, name="Chi bộ Viện", code="LB01")
    return lab


def test_found_cell_stands_in_the_tree_from_the_day(world):
    reorganise(
        world,
        (
            "found",
            {
                "code": "TN09",
                "name": "Chi bộ Mới",
                "kind": "Chi bộ trực thuộc",
                "parent": "TN00",
                "locality": "phường Tân phong",
            },
        ),
    )

    new = version_on(org_of("TN09"), DAY)
    assert (new.name, new.short_name, new.parent) == ("Chi bộ Mới", "Chi bộ Mới", world.department)
    assert new.locality.name == "Phường Tân Phong"
    assert new.decision.number == "15-QĐ/TU"
    assert path_of(new.org, on=DAY) == f"{path_of(world.department, on=DAY)}{new.org_id}/"
    assert path_of(new.org, on=EVE) is None


def test_founding_under_what_the_same_file_founds(world):
    world.bloc.versions.update(code="K00")

    reorganise(
        world,
        ("found", {"code": "N01", "name": "Chi bộ N1", "kind": "cell", "parent": "N00"}),
        (
            "found",
            {"code": "N00", "name": "Đảng bộ N", "kind": "grassroots_committee", "parent": "K00"},
        ),
        ("move", {"code": "TN01", "parent": "N00"}),
    )

    assert path_of(org_of("N01"), on=DAY).startswith(path_of(org_of("N00"), on=DAY))
    assert version_on(world.tech, DAY).parent == org_of("N00")


def test_rename_keeps_the_place_and_the_past(world):
    before = path_of(world.tech, on=TODAY)

    reorganise(world, ("rename", {"code": "TN01", "name": "Chi bộ Tên Mới", "into": "TN11"}))

    assert version_on(world.tech, EVE).name == "Chi bộ Trung tâm Kỹ thuật Tài nguyên"
    assert version_on(world.tech, DAY).name == "Chi bộ Tên Mới"
    assert version_on(world.tech, DAY).code == "TN11"
    assert version_on(world.tech, DAY).locality == version_on(world.tech, EVE).locality
    assert path_of(world.tech, on=TODAY) == before
    assert world.tech.paths.count() == 1


def test_two_organisations_swap_their_codes(world):
    reorganise(
        world,
        ("rename", {"code": "TN01", "name": "A", "into": "TN02"}),
        ("rename", {"code": "TN02", "name": "B", "into": "TN01"}),
    )

    assert org_of("TN01") == world.office
    assert org_of("TN02") == world.tech


def test_change_of_kind(world):
    world.bloc.versions.update(code="K00")
    cell = make_org(parent=world.bloc, kind_code="grassroots_cell", code="CS01")
    make_member("Lò Văn Ba", cell=cell)

    reorganise(
        world,
        ("change_kind", {"code": "CS01", "kind": "cell"}),
        ("move", {"code": "CS01", "parent": "TN00"}),
    )

    assert version_on(cell, EVE).kind.code == "grassroots_cell"
    assert version_on(cell, DAY).kind.code == "cell"
    assert version_on(cell, DAY).parent == world.department
    assert len(roll_of(cell, DAY)) == 1


def test_moved_branch_takes_all_below_along(world, lab):
    world.bloc.versions.update(code="K00")
    other = make_org(parent=lab, kind_code="sub_committee", name="Đảng bộ bộ phận", code="LB10")
    cell = make_org(parent=other, code="LB11")

    reorganise(world, ("move", {"code": "LB10", "parent": "TN00"}))

    assert path_of(cell, on=EVE).startswith(path_of(lab, on=EVE))
    assert path_of(cell, on=DAY).startswith(path_of(world.department, on=DAY))
    assert cell.versions.count() == 1


def test_moved_cell_keeps_its_offices_and_roles(world, lab):
    grants = RoleGrant.objects.filter(org=world.tech).order_by("id")
    before = list(grants.values_list("id", "period"))

    reorganise(world, ("move", {"code": "TN01", "parent": "LB00"}))

    assert list(grants.values_list("id", "period")) == before
    assert Appointment.objects.on(DAY).filter(org=world.tech).count() == 2
    assert len(roll_of(world.tech, DAY)) == 5


def test_merged_cells_members_go_along(world):
    reorganise(world, ("merge", {"code": "TN01", "into": "TN02"}))

    members = {member.pk for member in world.members["tech"]}
    assert version_on(world.tech, DAY) is None
    assert path_of(world.tech, on=DAY) is None
    assert roll_of(world.tech, EVE) == members
    assert roll_of(world.tech, DAY) == set()
    assert members < roll_of(world.office, DAY)
    moved = Membership.objects.on(DAY).filter(member__in=members)
    assert {row.decision.number for row in moved} == {"15-QĐ/TU"}


def test_offices_and_roles_in_an_ended_cell_end_the_day_before(world):
    reorganise(world, ("merge", {"code": "TN01", "into": "TN02"}))

    for rows in (RoleGrant.objects, Appointment.objects):
        assert {row.last_day for row in rows.filter(org=world.tech)} == {EVE}


def test_mergers_into_what_the_same_file_founds_are_linked(world):
    done = reorganise(
        world,
        ("merge", {"code": "TN01", "into": "TN10"}),
        ("merge", {"code": "TN02", "into": "TN10"}),
        ("found", {"code": "TN10", "name": "Chi bộ Chung", "kind": "cell", "parent": "TN00"}),
    )

    common = org_of("TN10")
    assert len(roll_of(common, DAY)) == 10
    assert predecessors_of([common.pk]) == {world.tech.pk, world.office.pk}
    assert set(Succession.objects.standing().values_list("predecessor", "successor")) == {
        (world.tech.pk, common.pk),
        (world.office.pk, common.pk),
    }
    assert list(done.lines.values_list("number", "verb", "org")) == [
        (1, "merge", world.tech.pk),
        (2, "merge", world.office.pk),
        (3, "found", common.pk),
    ]


def test_children_of_a_merged_committee_go_along_unless_a_line_says_otherwise(world, lab):
    world.bloc.versions.update(code="K00")

    reorganise(
        world,
        ("merge", {"code": "TN00", "into": "LB00"}),
        ("rename", {"code": "TN02", "name": "Chi bộ Văn phòng Viện"}),
        ("found", {"code": "X00", "name": "X", "kind": "grassroots_committee", "parent": "K00"}),
        ("move", {"code": "TN01", "parent": "X00"}),
    )

    assert version_on(world.office, DAY).parent == lab
    assert version_on(world.office, DAY).name == "Chi bộ Văn phòng Viện"
    assert version_on(world.tech, DAY).parent == org_of("X00")
    assert path_of(world.office, on=DAY).startswith(path_of(lab, on=DAY))


def test_split_deals_the_members(world):
    cards = [member.card_number for member in world.members["tech"]]
    reorganise(
        world,
        ("split", {"code": "TN01", "into": "TN02", "members": tuple(cards[:2])}),
        (
            "split",
            {
                "code": "TN01",
                "into": "TN12",
                "members": (*cards[2:4], world.members["tech"][4].key),
            },
        ),
        ("found", {"code": "TN12", "name": "Chi bộ 2", "kind": "cell", "parent": "TN00"}),
    )

    assert len(roll_of(world.office, DAY)) == 7
    assert len(roll_of(org_of("TN12"), DAY)) == 3
    assert version_on(world.tech, DAY) is None
    reasons = Membership.objects.filter(cell=world.tech).values_list("end_reason", flat=True)
    assert set(reasons) == {"Chi bộ chia tách"}


def test_dissolved_committee_whose_cells_moved_away(world, lab):
    reorganise(
        world,
        ("dissolve", {"code": "TN00"}),
        ("move", {"code": "TN01", "parent": "LB00"}),
        ("move", {"code": "TN02", "parent": "LB00"}),
    )

    assert version_on(world.department, DAY) is None
    assert RoleGrant.objects.get(org=world.department).last_day == EVE


def test_temporary_member_of_a_merged_cell_goes_along_until_the_end_of_the_stay(world):
    guest = world.members["clinic"][1]
    stay = until(from_day(EVE), TODAY + timedelta(days=30))
    make_membership(guest, world.tech, is_temporary=True, period=stay)

    reorganise(world, ("merge", {"code": "TN01", "into": "TN02"}))

    new = Membership.objects.on(DAY).get(member=guest, is_temporary=True)
    assert (new.cell, new.period.upper) == (world.office, stay.upper)


@pytest.mark.parametrize(("guest_at", "home"), [("office", "tech"), ("tech", "office")])
def test_temporary_stay_ends_where_the_home_comes_to_be_the_same(world, guest_at, home):
    guest = world.members[home][1]
    make_membership(guest, getattr(world, guest_at), is_temporary=True)

    reorganise(world, ("merge", {"code": "TN01", "into": "TN02"}))

    assert not Membership.objects.on(DAY).filter(member=guest, is_temporary=True).exists()
    assert guest.pk in roll_of(world.office, DAY)


def test_member_who_joined_after_the_day_is_handed_on_as_a_whole(world):
    late = make_member("Lò Thị Muộn")
    row = make_membership(late, world.tech, period=from_day(DAY + timedelta(days=3)))

    reorganise(world, ("merge", {"code": "TN01", "into": "TN02"}))

    row.refresh_from_db()
    assert (row.cell, row.begins_on) == (world.office, DAY + timedelta(days=3))


def test_reorganisation_of_the_future_shows_nothing_today(world):
    begins_on = TODAY + timedelta(days=20)

    reorganise(world, ("merge", {"code": "TN01", "into": "TN02"}), on=begins_on)

    assert len(roll_of(world.tech, TODAY)) == 5
    assert path_of(world.tech, on=TODAY) is not None
    assert len(roll_of(world.office, begins_on)) == 10


def test_each_line_leaves_its_trail(world):
    done = reorganise(
        world,
        ("found", {"code": "TN10", "name": "Chi bộ Chung", "kind": "cell", "parent": "TN00"}),
        ("merge", {"code": "TN01", "into": "TN10"}),
    )

    events = AuditEvent.objects.order_by("id")
    assert [(event.verb, event.org, event.subject) for event in events] == [
        ("org.reorganise", world.department, "Chi bộ Chung"),
        ("org.reorganise", world.tech, "Chi bộ Trung tâm Kỹ thuật Tài nguyên"),
    ]
    assert events[1].detail == {
        "reorganisation": done.key,
        "line": 2,
        "verb": "merge",
        "effective_on": str(DAY),
        "decision": "15-QĐ/TU",
    }
    assert PartyOrg.objects.count() == 9


def test_text_that_a_verb_does_not_use_may_have_any_length(world):
    done = reorganise(world, ("merge", {"code": "TN01", "into": "TN02", "name": "x" * 300}))

    assert done.lines.get().name == "x" * 200
