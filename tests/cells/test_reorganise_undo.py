"""Reorganisations undone as a whole: every row as it was, unless something was built on it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cells.actions.reorganise import undo
from cells.models import AuditEvent, Membership, Succession, Term
from cells.models.periods import from_day, until
from cells.reorganising.lineage import predecessors_of
from tests.cells.reorganising import DAY, EVE, dump, org_of, reorganise
from tests.factories import (
    kind,
    make_appointment,
    make_grant,
    make_member,
    make_membership,
    make_org,
)
from tests.factories.orgs import LONG_AGO

TODAY = timezone.localdate()
FOUND = ("found", {"code": "TN10", "name": "Chi bộ Chung", "kind": "cell", "parent": "TN00"})
MERGE = ("merge", {"code": "TN01", "into": "TN10"})


@pytest.fixture
def tree(world):
    """The world with a code for the bloc and a second committee, with one cell, below it."""
    world.bloc.versions.update(code="K00")
    lab = make_org(parent=world.bloc, kind_code="grassroots_committee", name="Viện", code="LB00")
    make_org(parent=lab, name="Chi bộ Viện", code="LB01")
    return world


def undone(done, by):
    return undo(reorganisation=done, by=by)


def refusal(tree, done):
    before = dump()
    with pytest.raises(ValidationError) as refused:
        undone(done, tree.org_admin)
    assert dump() == before
    done.refresh_from_db()
    assert done.undone_at is None
    return refused.value.message


@pytest.mark.parametrize(
    "lines",
    [
        [FOUND],
        [FOUND, MERGE, ("merge", {"code": "TN02", "into": "TN10"})],
        [("merge", {"code": "TN01", "into": "TN02"})],
        [("rename", {"code": "TN00", "name": "A"}), ("move", {"code": "TN01", "parent": "LB00"})],
        [("merge", {"code": "TN00", "into": "LB00"})],
        [
            ("move", {"code": "LB01", "parent": "TN00"}),
            ("change_kind", {"code": "LB00", "kind": "grassroots_cell"}),
        ],
    ],
)
def test_undo_restores_every_row(tree, lines):
    before = dump()
    done = reorganise(tree, *lines)
    assert dump() != before

    undone(done, tree.org_admin)

    assert dump() == before
    done.refresh_from_db()
    assert done.undone_by == tree.org_admin


def test_undo_restores_members_who_stay_for_a_time_and_who_came_later(tree):
    guest, late = tree.members["clinic"][1], make_member("Lò Thị Muộn")
    make_membership(guest, tree.tech, is_temporary=True, period=until(from_day(EVE), TODAY))
    make_membership(late, tree.tech, period=from_day(TODAY))
    make_membership(tree.members["office"][1], tree.tech, is_temporary=True)
    Membership.objects.filter(member=guest, is_temporary=True).update(end_reason="Hết hạn")
    before = dump()
    done = reorganise(tree, ("merge", {"code": "TN01", "into": "TN02"}))
    assert Membership.objects.get(member=late).cell == tree.office

    undone(done, tree.org_admin)

    assert dump() == before


@pytest.fixture
def term(tree):
    """The running term of the cell that is merged."""
    return Term.objects.create(org=tree.tech, name="2015–2030", period=from_day(LONG_AGO))


def test_term_ends_with_its_organisation_and_undo_restores_it(tree, term):
    before = dump()
    done = reorganise(tree, ("merge", {"code": "TN01", "into": "TN02"}))
    term.refresh_from_db()
    assert term.last_day == EVE

    undone(done, tree.org_admin)

    assert dump() == before


def test_undo_stops_at_a_term_that_was_changed_or_followed(tree, term):
    done = reorganise(tree, ("merge", {"code": "TN01", "into": "TN02"}))
    later = Term.objects.create(org=tree.tech, name="2026–2031", period=from_day(TODAY))
    assert "nhiệm kỳ 2015–2030" in refusal(tree, done)

    later.delete()
    Term.objects.update(period=until(from_day(LONG_AGO), EVE - timedelta(days=5)))
    assert "nhiệm kỳ 2015–2030" in refusal(tree, done)


def test_term_that_was_to_begin_later_is_no_obstacle(tree):
    Term.objects.create(org=tree.tech, name="2027–2032", period=from_day(TODAY))
    reorganise(tree, ("merge", {"code": "TN01", "into": "TN02"}))
    assert Term.objects.get().begins_on == TODAY


def test_undone_reorganisation_links_nobody_and_leaves_its_trail(tree):
    done = reorganise(tree, FOUND, MERGE)
    common = org_of("TN10")

    undone(done, tree.org_admin)

    assert predecessors_of([common.pk]) == set()
    assert not Succession.objects.standing().exists()
    event = AuditEvent.objects.order_by("-id").first()
    assert (event.verb, event.org) == ("org.undo", tree.tech)


def test_undone_twice_is_refused(tree):
    done = reorganise(tree, FOUND)
    undone(done, tree.org_admin)

    with pytest.raises(ValidationError, match="đã được hoàn tác"):
        undone(done, tree.org_admin)


def test_undo_wants_the_right_on_every_organisation(tree):
    done = reorganise(tree, ("rename", {"code": "K00", "name": "Khối Mới"}))

    with pytest.raises(PermissionDenied):
        undone(done, tree.reviewer)


def test_carried_out_again_after_an_undo(tree):
    undone(reorganise(tree, FOUND, MERGE), tree.org_admin)

    reorganise(tree, FOUND, MERGE)

    assert predecessors_of([org_of("TN10").pk]) == {tree.tech.pk}


def test_later_change_of_a_moved_organisation_is_named(tree):
    done = reorganise(tree, ("move", {"code": "TN01", "parent": "LB00"}))
    reorganise(tree, ("rename", {"code": "TN01", "name": "Chi bộ Sau"}), on=TODAY)

    assert "đã có thay đổi khác: Chi bộ Trung tâm" in refusal(tree, done)


def test_later_transfer_of_a_member_is_named(tree):
    done = reorganise(tree, FOUND, MERGE)
    row = Membership.objects.on(DAY).get(member=tree.members["tech"][0])
    Membership.objects.filter(pk=row.pk).update(period=until(row.period, TODAY))

    assert "đồng chí Nguyễn Hữu Bằng" in refusal(tree, done)


def build_member(tree, org):
    make_membership(make_member("Vừ A Dơ"), org, period=from_day(TODAY))


def build_office(tree, org):
    make_appointment(tree.members["clinic"][1], org, period=from_day(TODAY))


def build_grant(tree, org):
    make_grant(tree.reviewer, "secretary", org, period=from_day(TODAY))


def build_child(tree, org):
    make_org(parent=org, name="Tổ chức Con", period=from_day(TODAY))


def build_term(tree, org):
    org.terms.create(name="2025-2030", period=from_day(TODAY))


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (build_member, "đồng chí Vừ A Dơ"),
        (build_office, "đã giao chức vụ"),
        (build_grant, "đã cấp quyền: tài khoản reviewer"),
        (build_child, "Tổ chức Con"),
        (build_term, "2025-2030"),
    ],
)
def test_what_was_put_into_the_founded_is_named(tree, build, words):
    done = reorganise(tree, FOUND, MERGE)
    build(tree, org_of("TN10"))

    assert words in refusal(tree, done)


def test_role_given_again_since_is_named(tree):
    done = reorganise(tree, ("merge", {"code": "TN01", "into": "TN02"}))
    make_grant(tree.secretary, "secretary", tree.tech, period=from_day(TODAY))

    assert "trùng ngày: tài khoản Nguyễn Hữu Bằng" in refusal(tree, done)


def test_former_parent_that_ended_since_is_named(tree):
    done = reorganise(tree, ("move", {"code": "LB01", "parent": "TN00"}))
    reorganise(tree, ("dissolve", {"code": "LB00"}), on=TODAY)

    assert "cấp trên cũ đã kết thúc: Viện" in refusal(tree, done)


def test_former_code_that_was_given_away_is_named(tree):
    done = reorganise(tree, ("rename", {"code": "TN01", "name": "A", "into": "TN31"}))
    make_org(parent=tree.department, code="TN01", period=from_day(TODAY))

    assert "mã số cũ đã thuộc tổ chức khác: TN01" in refusal(tree, done)


def test_former_kind_that_no_longer_fits_what_came_below_is_named(tree):
    empty = make_org(parent=tree.bloc, kind_code="grassroots_cell", code="CS01")
    done = reorganise(tree, ("change_kind", {"code": "CS01", "kind": "grassroots_committee"}))
    make_org(parent=empty, name="Chi bộ Con", period=from_day(TODAY))

    assert "loại hình không còn phù hợp" in refusal(tree, done)


def test_members_who_came_into_a_former_committee_are_named(tree):
    empty = make_org(parent=tree.bloc, kind_code="grassroots_committee", code="CS01")
    done = reorganise(tree, ("change_kind", {"code": "CS01", "kind": "grassroots_cell"}))
    make_membership(make_member("Vừ A Dơ"), empty, period=from_day(TODAY))

    assert "đồng chí Vừ A Dơ" in refusal(tree, done)


def test_undo_below_what_was_moved_since_would_make_a_circle(tree):
    """LB00 left TN00, then TN00 went below LB00: putting LB00 back would close the circle."""
    grassroots = kind("grassroots_committee")
    grassroots.may_contain.add(grassroots)
    inner = make_org(parent=tree.department, kind_code="grassroots_committee", code="IN00")
    done = reorganise(tree, ("move", {"code": "IN00", "parent": "K00"}))
    reorganise(tree, ("move", {"code": "TN00", "parent": "IN00"}), on=TODAY)

    assert "sẽ tạo thành vòng" in refusal(tree, done)
    assert inner.versions.count() == 2


def test_future_reorganisation_is_undone_before_it_came(tree):
    before = dump()
    done = reorganise(tree, FOUND, MERGE, on=TODAY + timedelta(days=20))

    undone(done, tree.org_admin)

    assert dump() == before
