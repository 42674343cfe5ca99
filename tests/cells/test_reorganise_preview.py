"""The preview of a reorganisation: who and what moves, in which numbers, and what is in the way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cells.models.periods import from_day
from cells.reorganising.counting import Counts
from cells.reorganising.lines import LineVerb
from cells.reorganising.preview import OrgText, preview
from tests.cells.reorganising import DAY, dump, lines, reorganise
from tests.factories import make_member, make_membership, make_org

TODAY = timezone.localdate()


@pytest.fixture
def tree(world):
    """The world with a code for the bloc and a second committee, with one cell, below it."""
    world.bloc.versions.update(code="K00")
    lab = make_org(parent=world.bloc, kind_code="grassroots_committee", name="Viện", code="LB00")
    make_org(parent=lab, name="Chi bộ Viện", code="LB01")
    return world


def shown(world, *values, by=None, on=DAY):
    return preview(lines(*values), effective_on=on, by=by or world.org_admin)


def figures(seen):
    return {branch.name: (branch.before, branch.after) for branch in seen.branches}


def test_preview_of_a_merger_names_members_offices_and_roles(tree):
    before = dump()

    seen = shown(tree, ("merge", {"code": "TN01", "into": "TN02"}))

    assert seen.is_possible
    assert dump() == before
    [movement] = seen.movements
    assert (movement.target, movement.members, movement.temporary) == ("Chi bộ Văn phòng", 5, 0)
    assert seen.members_moved == 5
    assert sorted((ending.table, ending.who, ending.what) for ending in seen.endings) == [
        ("appointment", "đồng chí Lò Thị Hương", "Phó bí thư"),
        ("appointment", "đồng chí Nguyễn Hữu Bằng", "Bí thư"),
        ("grant", "tài khoản Lò Thị Hương", "Bí thư, phó bí thư"),
        ("grant", "tài khoản Nguyễn Hữu Bằng", "Bí thư, phó bí thư"),
        ("grant", "tài khoản Vàng A Lử", "Thư ký cuộc họp"),
    ]


def test_preview_counts_each_branch_before_and_after(tree):
    seen = shown(
        tree,
        ("merge", {"code": "TN01", "into": "N01"}),
        ("found", {"code": "N01", "name": "Mới", "kind": "cell", "parent": "LB00"}),
    )

    assert figures(seen) == {
        "Đảng bộ Sở Tài nguyên và Môi trường": (Counts(3, 2, 10), Counts(2, 1, 5)),
        "Chi bộ Trung tâm Kỹ thuật Tài nguyên": (Counts(1, 1, 5), None),
        "Viện": (Counts(2, 1, 0), Counts(3, 2, 5)),
        "Mới": (None, Counts(1, 1, 5)),
    }


def test_preview_says_before_and_after_of_each_line(tree):
    seen = shown(
        tree,
        ("move", {"code": "TN01", "parent": "LB00"}),
        ("found", {"code": "N01", "name": "Mới", "kind": "cell", "parent": "LB00"}),
        ("merge", {"code": "TN02", "into": "N01"}),
    )

    moved, founded, merged = seen.effects
    kind = "Chi bộ trực thuộc"
    name = "Chi bộ Trung tâm Kỹ thuật Tài nguyên"
    department = "Đảng bộ Sở Tài nguyên và Môi trường"
    assert (moved.verb, moved.org_key, moved.along) == (
        LineVerb.MOVE,
        tree.tech.key,
        Counts(1, 1, 5),
    )
    assert moved.before == OrgText(name, "TN01", kind, department)
    assert moved.after == OrgText(name, "TN01", kind, "Viện")
    assert (founded.before, founded.after) == (None, OrgText("Mới", "N01", kind, "Viện"))
    assert (merged.after, merged.into, merged.into_key) == (None, "Mới", "")


def test_preview_names_children_that_follow_their_committee(tree):
    seen = shown(
        tree,
        ("merge", {"code": "TN00", "into": "LB00"}),
        ("rename", {"code": "TN01", "name": "Tên Mới"}),
    )

    assert [(row.number, row.name, row.into) for row in seen.followers] == [
        (1, "Tên Mới", "Viện"),
        (1, "Chi bộ Văn phòng", "Viện"),
    ]
    assert figures(seen)["Viện"] == (Counts(2, 1, 0), Counts(4, 3, 10))


def test_preview_of_a_changed_kind_counts_cells(tree):
    make_org(parent=tree.bloc, kind_code="grassroots_cell", name="Chi bộ Lẻ", code="CS01")

    seen = shown(tree, ("change_kind", {"code": "CS01", "kind": "grassroots_committee"}))

    assert figures(seen)["Chi bộ Lẻ"] == (Counts(1, 1, 0), Counts(1, 0, 0))
    before, after = figures(seen)["Đảng bộ Khối Các cơ quan và Doanh nghiệp"]
    assert before - after == Counts(0, 1, 0)


def test_preview_at_the_root_has_no_parent(tree):
    tree.province.versions.update(code="T00")
    tree.org_admin.grants.update(org=tree.province)

    seen = shown(tree, ("rename", {"code": "T00", "name": "Đảng bộ tỉnh mới"}))

    assert seen.effects[0].after.parent == ""
    assert figures(seen)["Đảng bộ tỉnh mới"] == (Counts(10, 4, 15), Counts(10, 4, 15))


def test_preview_of_bad_lines_lists_faults_and_no_figures(tree):
    seen = shown(tree, ("merge", {"code": "TN01", "into": "TN99"}))

    assert not seen.is_possible
    assert [(fault.number, fault.field) for fault in seen.faults] == [(1, "into")]
    assert (seen.effects, seen.branches, seen.movements) == ((), (), ())


def test_preview_shows_nothing_to_who_may_manage_nothing(tree):
    seen = shown(tree, ("rename", {"code": "TN01", "name": "A"}), by=tree.reviewer)

    assert "Không có tổ chức nào trong phạm vi" in seen.faults[0].reason


def test_preview_warns_of_what_else_is_decided(tree):
    later = TODAY + timedelta(days=30)
    reorganise(tree, ("rename", {"code": "TN02", "name": "Tên Sau"}), on=later)
    make_membership(make_member("Lò Thị Muộn"), tree.tech, period=from_day(TODAY))
    make_membership(tree.members["office"][0], tree.tech, is_temporary=True)

    seen = shown(tree, ("merge", {"code": "TN01", "into": "TN02"}))

    assert len(seen.warnings) == 3
    assert f"{later:%d/%m/%Y}" in seen.warnings[0]
    assert "1 lượt đảng viên" in seen.warnings[1]
    assert "1 lượt sinh hoạt tạm thời" in seen.warnings[2]


@pytest.mark.parametrize("pairs", [1, 3])
def test_preview_asks_as_much_for_many_lines_as_for_one(tree, pairs, django_assert_num_queries):
    merges = []
    for number in range(pairs):
        source, target = (
            make_org(parent=tree.department, code=f"Z{number}{place}") for place in "ab"
        )
        make_member(cell=source)
        merges.append(("merge", {"code": f"Z{number}a", "into": f"Z{number}b"}))

    with django_assert_num_queries(18):
        seen = shown(tree, *merges)

    assert seen.members_moved == pairs
