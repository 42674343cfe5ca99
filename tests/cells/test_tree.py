"""The tree on a day, its paths, and who may see what of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cells.models import PartyOrgPath, PartyOrgVersion
from cells.models.periods import from_day, until
from cells.tree import (
    ancestors_by_path,
    ancestors_of,
    cells_below,
    org_ids,
    path_of,
    rebuild_paths,
    subtree_of,
)
from tests.factories import kind, make_org

TODAY = timezone.localdate()
MOVE = date(2020, 7, 1)


def names(versions):
    return [version.name for version in versions]


def test_path_leads_from_the_root(world):
    path = path_of(world.tech, on=TODAY)

    assert org_ids(path) == [
        world.province.pk,
        world.bloc.pk,
        world.department.pk,
        world.tech.pk,
    ]


def test_subtree_holds_the_organisation_and_all_below(world):
    assert set(subtree_of(world.department, on=TODAY).values_list("org", flat=True)) == {
        world.department.pk,
        world.tech.pk,
        world.office.pk,
    }


def test_subtree_of_an_id_that_begins_alike_is_not_mixed_up(db):
    """`/1/` is no prefix of `/12/`: paths end with a slash."""
    province = make_org(kind_code="province_committee", name="Đảng bộ tỉnh")
    orgs = [make_org(parent=province, kind_code="grassroots_cell") for _ in range(12)]

    assert {subtree_of(org, on=TODAY).count() for org in orgs} == {1}


def test_ancestors_come_from_the_root_down(world):
    assert names(ancestors_of(world.tech, on=TODAY)) == [
        "Đảng bộ tỉnh",
        "Đảng bộ Khối Các cơ quan và Doanh nghiệp",
        "Đảng bộ Sở Tài nguyên và Môi trường",
    ]


def test_ancestors_by_path_asks_once(world, django_assert_num_queries):
    paths = [path_of(org, on=TODAY) for org in (world.tech, world.clinic)]

    with django_assert_num_queries(1):
        above = ancestors_by_path(paths, on=TODAY)

    assert names(above[paths[1]]) == ["Đảng bộ tỉnh", "Đảng bộ Sở Y tế"]


def test_before_its_first_day_an_organisation_has_no_place(world):
    day = date(2014, 12, 31)

    assert path_of(world.tech, on=day) is None
    assert ancestors_of(world.tech, on=day) == []
    assert not subtree_of(world.tech, on=day).exists()


def test_organisation_of_the_future_is_there_from_its_day(world):
    begins_on = TODAY + timedelta(days=10)
    new = make_org(parent=world.department, period=from_day(begins_on))

    assert path_of(new, on=TODAY) is None
    assert path_of(new, on=begins_on).startswith(path_of(world.department, on=TODAY))


def test_moved_branch_has_its_old_path_before_the_move_and_the_new_one_after(world):
    version = PartyOrgVersion.objects.get(org=world.department)
    version.period = until(version.period, MOVE - timedelta(days=1))
    version.save()
    version.pk, version.parent, version.period = None, world.ward, from_day(MOVE)
    version.save(force_insert=True)

    rebuild_paths(world.department)

    assert org_ids(path_of(world.tech, on=MOVE - timedelta(days=1)))[1] == world.bloc.pk
    assert org_ids(path_of(world.tech, on=MOVE))[1] == world.ward.pk
    assert names(ancestors_of(world.tech, on=date(2019, 1, 1)))[1].startswith("Đảng bộ Khối")


def test_rename_does_not_split_the_path(world):
    version = PartyOrgVersion.objects.get(org=world.tech)
    version.period = until(version.period, MOVE - timedelta(days=1))
    version.save()
    version.pk, version.name, version.period = None, "Chi bộ mới", from_day(MOVE)
    version.save(force_insert=True)

    rebuild_paths(world.tech)

    assert PartyOrgPath.objects.filter(org=world.tech).count() == 1


def test_child_has_no_path_while_its_parent_does_not_exist(world):
    late = make_org(
        parent=world.bloc, kind_code="grassroots_committee", period=from_day(date(2022, 1, 1))
    )
    child = make_org(parent=late, period=from_day(date(2021, 1, 1)))

    assert path_of(child, on=date(2021, 6, 1)) is None
    assert path_of(child, on=date(2022, 6, 1)) is not None


def test_cells_below_counts_cells_only(world):
    paths = {org: path_of(org, on=TODAY) for org in (world.bloc, world.tech, world.ward)}

    counts = cells_below(paths.values(), on=TODAY)

    assert counts == {paths[world.bloc]: 2, paths[world.tech]: 1}


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("secretary", {"tech"}),
        ("outsider", {"clinic"}),
        ("supervisor", {"department", "tech", "office"}),
        ("reviewer", {"bloc", "department", "tech", "office"}),
        ("coordinator", {"ward", "tech"}),
        ("operator", set()),
    ],
)
def test_visible_to(world, person, seen):
    versions = PartyOrgVersion.objects.on(TODAY).visible_to(world.person(person))

    assert set(versions.values_list("org", flat=True)) == {getattr(world, org).pk for org in seen}


def test_search_folds_diacritics_and_finds_codes(world):
    versions = PartyOrgVersion.objects.on(TODAY)

    assert names(versions.matching("so tai NGUYEN")) == ["Đảng bộ Sở Tài nguyên và Môi trường"]
    assert names(versions.matching("yt01")) == ["Chi bộ Bệnh viện"]
    assert names(versions.matching("benh chi")) == ["Chi bộ Bệnh viện"]
    assert names(versions.matching("100%")) == []


def test_kinds_say_what_may_stand_below_them(db):
    assert set(kind("sub_committee").may_contain.values_list("code", flat=True)) == {"cell"}
    assert not kind("cell").may_contain.exists()


def test_kinds_of_2026_stand_beside_the_older_ones(db):
    assert kind("party_cell").is_cell
    assert set(kind("commune_committee").may_contain.values_list("code", flat=True)) == {
        "subordinate_committee",
        "party_cell",
        "sub_committee",
        "cell",
    }
    assert kind("commune_committee").may_stand_under.get().code == "province_committee"
    assert kind("grassroots_committee").may_contain.filter(code="cell").exists()
