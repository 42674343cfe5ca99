"""Sums of branches: counted each time, or kept for a while where the branch is large."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from cells import headcount, tree
from cells.headcount import cells_at, people_below
from cells.models import PartyOrgVersion
from cells.reorganising import preview as previewing
from cells.tree import path_of, subtree_ids, vast_branches
from tests.cells.reorganising import lines
from tests.factories import make_member, make_org

TODAY = timezone.localdate()


@pytest.fixture
def small_is_large(monkeypatch, settings):
    """A cache that keeps, and two cells or five members enough to be kept in it."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "headcount"}
    settings.CACHES = {"default": memory}
    monkeypatch.setattr(headcount, "MANY_CELLS", 2)
    monkeypatch.setattr(headcount, "MANY_MEMBERS", 5)
    yield
    caches["default"].clear()


def test_people_of_a_small_branch_are_counted_each_time(world):
    path = path_of(world.tech, on=TODAY)
    before = people_below(path, on=TODAY)["members"]

    make_member(cell=world.tech)

    people = people_below(path, on=TODAY)
    assert people["members"] == before + 1
    assert people["counted_at"] is None


def test_people_of_a_large_branch_are_kept_and_the_page_says_since_when(
    world, login, small_is_large
):
    path = path_of(world.bloc, on=TODAY)
    first = people_below(path, on=TODAY)

    make_member(cell=world.tech)

    assert people_below(path, on=TODAY) == first
    assert people_below(path, on=TODAY - timedelta(days=1))["counted_at"] != first["counted_at"]
    page = login(world.reviewer).get(reverse("org", args=[world.bloc.key])).text
    counted_at = timezone.localtime(first["counted_at"])
    assert f"Số đảng viên đếm lúc {counted_at:%H:%M}" in page


def test_cells_are_kept_where_they_are_very_many(world, small_is_large):
    large, small = (path_of(org, on=TODAY) for org in (world.bloc, world.tech))
    before = cells_at([large], on=TODAY), cells_at([small], on=TODAY)

    make_org(parent=world.department)

    assert before == ({large: 2}, {small: 1})
    assert cells_at([large, small], on=TODAY) == {large: 2, small: 1}
    assert cells_at([large], on=TODAY - timedelta(days=1)) == {large: 3}


def test_kept_sums_are_not_asked_again(world, small_is_large, django_assert_num_queries):
    paths = [path_of(world.bloc, on=TODAY)]
    cells_at(paths, on=TODAY)
    people_below(paths[0], on=TODAY)

    with django_assert_num_queries(0):
        cells_at(paths, on=TODAY)
        people_below(paths[0], on=TODAY)


def test_ids_of_a_subtree_are_those_of_its_versions(world):
    versions = tree.subtree_of(world.bloc, on=TODAY).values_list("org", flat=True)

    assert sorted(subtree_ids(world.bloc, on=TODAY)) == sorted(versions)
    assert subtree_ids(world.bloc, on=TODAY.replace(year=1990)) == []


def test_vast_branch_that_only_holds_what_changes_is_not_counted(world, monkeypatch):
    made = [make_org(parent=world.department, code=f"V{number}") for number in range(2)]
    merge = lines(("merge", {"code": "V0", "into": "V1"}))
    department = PartyOrgVersion.objects.get(org=world.department)

    counted = previewing.preview(merge, effective_on=TODAY, by=world.org_admin)
    assert department.name in {branch.name for branch in counted.branches}
    assert made[1].key in {branch.org_key for branch in counted.branches}

    monkeypatch.setattr(tree, "VAST", 3)
    paths = [path_of(org, on=TODAY) for org in (world.department, made[0])]
    assert vast_branches(paths, on=TODAY) == {paths[0]}
    counted = previewing.preview(merge, effective_on=TODAY, by=world.org_admin)
    assert department.name not in {branch.name for branch in counted.branches}
    assert made[1].key in {branch.org_key for branch in counted.branches}


@pytest.mark.parametrize("more", [0, 70])
def test_search_shows_the_very_name_first_however_many_match(world, login, more):
    for number in range(more):
        make_org(parent=world.department, name=f"Chi bộ Kho bạc {number}")
    exact = make_org(parent=world.department, name="Chi bộ Kho bạc")
    make_org(parent=world.department, name="Đảng viên của Chi bộ Kho bạc")

    response = login(world.reviewer).get(reverse("orgs"), {"q": "chi bo kho bac"})

    results = [version.org for version, _ in response.context["results"]]
    assert results[0] == exact
    assert response.context["is_cut"] == (more > 0)


def test_search_finds_a_code_before_names_that_begin_so(world, login):
    coded = make_org(parent=world.department, name="Chi bộ Xa", code="KB1")
    make_org(parent=world.department, name="KB1 là tên")

    response = login(world.reviewer).get(reverse("orgs"), {"q": "kb1"})

    assert response.context["results"][0][0].org == coded
