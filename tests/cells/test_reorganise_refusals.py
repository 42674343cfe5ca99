"""Reorganisations: what is refused, at which line and field, and in which words."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from cells.actions.reorganise import carry_out
from cells.models import Reorganisation
from cells.models.periods import from_day, until
from cells.reorganising.lines import LinesRefused
from tests.cells.reorganising import DAY, EVE, faults, lines, new_decision, places, reorganise
from tests.factories import make_appointment, make_grant, make_org

TODAY = timezone.localdate()
FOUND = ("found", {"code": "TN10", "name": "Chi bộ Chung", "kind": "cell", "parent": "TN00"})


@pytest.fixture
def tree(world):
    """The world with a code for the bloc and a second committee, with one cell, below it."""
    world.bloc.versions.update(code="K00")
    lab = make_org(parent=world.bloc, kind_code="grassroots_committee", name="Viện", code="LB00")
    make_org(parent=lab, name="Chi bộ Viện", code="LB01")
    return world


@pytest.mark.parametrize(
    ("line", "field", "words"),
    [
        (("found", FOUND[1] | {"code": ""}), "code", "Hãy điền mã số"),
        (("found", FOUND[1] | {"code": "TN01"}), "code", "đang thuộc một tổ chức khác"),
        (("found", FOUND[1] | {"code": "9" * 41}), "code", "dài quá 40"),
        (("found", FOUND[1] | {"name": ""}), "name", "Hãy điền tên"),
        (("found", FOUND[1] | {"name": "a" * 201}), "name", "dài quá 200"),
        (("found", FOUND[1] | {"name": "a" * 101}), "short_name", "Hãy điền tên gọn"),
        (("found", FOUND[1] | {"kind": ""}), "kind", "Hãy điền loại hình"),
        (("found", FOUND[1] | {"kind": "Tổ đảng"}), "kind", "Không có loại hình “Tổ đảng”"),
        (("found", FOUND[1] | {"parent": ""}), "parent", "cấp trên"),
        (("found", FOUND[1] | {"locality": "Mường"}), "locality", "chưa có “Mường”"),
        (("found", FOUND[1] | {"sector": "Khác"}), "sector", "chưa có “Khác”"),
        (("rename", {"code": "", "name": "A"}), "code", "Hãy điền mã số"),
        (("rename", {"code": "TN77", "name": "A"}), "code", "Không có tổ chức nào"),
        (("rename", {"code": "TN01", "name": "A", "into": "TN02"}), "into", "tổ chức khác"),
        (("rename", {"code": "TN01", "name": "A", "into": "9" * 41}), "into", "dài quá 40"),
        (("move", {"code": "TN01", "parent": "TN00"}), "code", "vốn đã như vậy"),
        (("move", {"code": "TN01", "parent": "TN01"}), "parent", "chính mình"),
        (("move", {"code": "TN01", "parent": "TN02"}), "parent", "không thể trực thuộc"),
        (("move", {"code": "TN01", "parent": "K00"}), "parent", "không thể trực thuộc"),
        (("change_kind", {"code": "TN01", "kind": "grassroots_cell"}), "kind", "trực thuộc"),
        (("change_kind", {"code": "TN00", "kind": "grassroots_cell"}), "kind", "trực thuộc"),
        (("merge", {"code": "TN01", "into": "LB00"}), "into", "cùng là chi bộ"),
        (("merge", {"code": "TN00", "into": "LB01"}), "into", "cùng là chi bộ"),
        (("merge", {"code": "TN01", "into": ""}), "into", "tổ chức nhận"),
        (("dissolve", {"code": "TN00"}), "code", "Còn tổ chức trực thuộc"),
        (("dissolve", {"code": "TN01"}), "code", "Còn đảng viên"),
        (("split", {"code": "TN01", "into": "TN02"}), "members", "và 2 trường hợp khác"),
        (("split", {"code": "TN00", "into": "LB00"}), "code", "Còn tổ chức trực thuộc"),
    ],
)
def test_one_line_is_refused_at_its_field(tree, line, field, words):
    found = faults(tree, line)

    assert any(fault[:2] == (1, field) and words in fault[2] for fault in found), found


def test_kind_with_members_cannot_become_a_committee(tree):
    found = faults(
        tree,
        ("change_kind", {"code": "TN01", "kind": "sub_committee"}),
    )

    assert places(found) == [(1, "kind")]
    assert "Còn đảng viên" in found[0][2]


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        (("rename", {"name": "A"}), ("rename", {"name": "B"}), "code"),
        (("move", {"parent": "LB00"}), ("move", {"parent": "LB00"}), "code"),
        (("merge", {"into": "TN02"}), ("merge", {"into": "LB01"}), "code"),
        (("merge", {"into": "TN02"}), ("move", {"parent": "LB00"}), "code"),
        (("rename", {"name": "A"}), ("merge", {"into": "TN02"}), "code"),
        (("dissolve", {}), ("split", {"into": "TN02"}), "code"),
    ],
)
def test_lines_that_contradict_each_other_are_refused_at_the_second(tree, first, second, field):
    found = faults(tree, *((verb, {"code": "TN01"} | fields) for verb, fields in (first, second)))

    assert places(found) == [(2, field)]
    assert "Trái với dòng 1" in found[0][2]


def test_merging_into_what_ends_is_refused_at_the_later_line(tree):
    one = ("merge", {"code": "TN01", "into": "TN02"})
    two = ("merge", {"code": "TN02", "into": "LB01"})

    assert places(faults(tree, one, two)) == [(2, "code")]
    assert places(faults(tree, two, one)) == [(2, "into")]


def test_founding_twice_with_one_code_is_refused_at_the_second(tree):
    assert places(faults(tree, FOUND, FOUND)) == [(2, "code")]


def test_changing_what_the_same_file_founds_is_refused(tree):
    found = faults(tree, FOUND, ("rename", {"code": "TN10", "name": "B"}))

    assert places(found) == [(2, "code")]
    assert "lập ở dòng 1" in found[0][2]


def test_two_renames_to_one_code_are_refused(tree):
    found = faults(
        tree,
        ("rename", {"code": "TN01", "name": "A", "into": "TN30"}),
        ("rename", {"code": "TN02", "name": "B", "into": "TN30"}),
    )

    assert places(found) == [(2, "into")]


def test_cycle_of_two_moves_is_refused_at_the_second(tree):
    for code in ("sub_committee", "grassroots_committee"):
        tree.department.versions.get().kind.may_contain.add(
            *tree.bloc.versions.get().kind.may_contain.filter(code=code)
        )
    found = faults(
        tree,
        ("move", {"code": "TN00", "parent": "LB00"}),
        ("move", {"code": "LB00", "parent": "TN00"}),
    )

    assert (2, "parent") in places(found)
    assert any("Tạo thành vòng" in reason for _, _, reason in found)


def test_moving_below_oneself_is_refused(tree):
    found = faults(tree, ("move", {"code": "K00", "parent": "TN00"}))

    assert places(found) == [(1, "parent"), (1, "parent")]
    assert "Tạo thành vòng" in found[0][2]


def test_kind_of_the_root_that_may_not_hold_what_stands_below_is_refused(tree):
    tree.province.versions.update(code="T00")
    tree.org_admin.grants.update(org=tree.province)

    found = faults(tree, ("change_kind", {"code": "T00", "kind": "upper_committee"}))

    assert places(found) == [(1, "kind")] * 2
    assert "không thể trực thuộc" in found[0][2]


@pytest.mark.parametrize("days", [0, 1])
def test_day_on_or_before_the_last_change_is_refused(tree, days):
    reorganise(tree, ("rename", {"code": "TN01", "name": "Tên Hai"}))

    found = faults(
        tree,
        ("rename", {"code": "TN01", "name": "Tên Ba"}),
        on=DAY - timedelta(days=days),
    )

    assert places(found) == [(1, "code")]
    assert "trước lần thay đổi gần nhất" in found[0][2]


def test_change_of_what_ends_later_is_refused(tree):
    later = TODAY + timedelta(days=40)
    reorganise(tree, ("merge", {"code": "TN01", "into": "TN02"}), on=later)

    found = faults(
        tree,
        ("rename", {"code": "TN01", "name": "Tên Ba"}),
        ("merge", {"code": "LB01", "into": "TN01"}),
    )

    assert places(found) == [(1, "code"), (2, "into")]
    assert "đã được quyết định kết thúc" in found[0][2]


def test_ending_above_an_organisation_that_comes_later_is_refused(tree):
    make_org(parent=tree.department, period=from_day(TODAY + timedelta(days=9)), name="Chi bộ Sau")

    found = faults(tree, ("merge", {"code": "TN00", "into": "LB00"}))

    assert places(found) == [(1, "code")]
    assert "Chi bộ Sau" in found[0][2]


def test_office_and_role_that_begin_later_stop_an_ending(tree):
    make_appointment(
        tree.members["tech"][1],
        tree.tech,
        office="committee_member",
        period=from_day(DAY),
    )
    make_grant(tree.reviewer, "secretary", tree.tech, period=from_day(TODAY))

    found = faults(tree, ("merge", {"code": "TN01", "into": "TN02"}))

    assert places(found) == [(1, "code"), (1, "code")]


def test_split_names_whom_it_does_not_know_and_whom_it_deals_twice(tree):
    card = tree.members["tech"][0].card_number
    found = faults(
        tree,
        ("split", {"code": "TN01", "into": "TN02", "members": (card, "0000")}),
        ("split", {"code": "TN01", "into": "LB01", "members": (card,)}),
    )

    assert places(found) == [(1, "members"), (2, "members"), (2, "members")]


def test_code_of_two_living_organisations_is_refused(tree):
    make_org(parent=tree.department, code="TN01")

    found = faults(tree, ("rename", {"code": "TN01", "name": "A"}))

    assert "hai tổ chức" in found[0][2]


def test_two_lines_of_one_number_are_refused(tree):
    twice = lines(("rename", {"code": "TN01", "name": "A"})) * 2

    with pytest.raises(LinesRefused) as refused:
        carry_out(
            lines=twice,
            effective_on=DAY,
            decision=new_decision(tree.province),
            by=tree.org_admin,
        )

    assert [fault.field for fault in refused.value.faults] == ["number"]


def test_organisation_out_of_reach_is_as_if_it_were_not_there(tree):
    found = faults(tree, ("merge", {"code": "TN01", "into": "YT01"}))
    unknown = faults(tree, ("merge", {"code": "TN01", "into": "YT99"}))

    assert found[0][:2] == (1, "into")
    assert found[0][2].replace("YT01", "YT99") == unknown[0][2]


@pytest.mark.parametrize("person", ["secretary", "reviewer", "leader", "auditor", "operator"])
def test_others_may_not_reorganise(tree, person):
    with pytest.raises(PermissionDenied):
        reorganise(tree, ("merge", {"code": "TN01", "into": "TN02"}), by=tree.person(person))


def test_nothing_to_do_is_refused(tree):
    with pytest.raises(ValidationError, match="Chưa có dòng nào"):
        reorganise(tree)


def test_day_before_an_organisation_existed_knows_it_not(tree):
    young = make_org(parent=tree.department, code="TN50", period=from_day(TODAY))

    assert places(faults(tree, ("rename", {"code": "TN50", "name": "A"}))) == [(1, "code")]
    assert young.versions.count() == 1


def test_second_administrator_is_told(tree):
    reorganise(tree, ("merge", {"code": "TN01", "into": "TN02"}))

    found = faults(tree, ("merge", {"code": "TN01", "into": "LB01"}))

    assert "Không có tổ chức nào" in found[0][2]
    assert Reorganisation.objects.count() == 1


def test_ended_parent_is_refused_as_target(tree):
    tree.department.versions.update(period=until(from_day(EVE - timedelta(days=9)), TODAY))

    found = faults(tree, ("move", {"code": "LB01", "parent": "TN00"}))

    assert places(found) == [(1, "parent")]
