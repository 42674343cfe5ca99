"""Merging and moving across the tree: what the forms offer, find and keep."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cells.models import PartyOrgVersion, Reorganisation
from meetings.models import ReorganisationDraft
from tests.factories import make_org
from tests.meetings.test_reorganise_pages import confirm, paper, text_of


@pytest.fixture
def admin(world, login):
    return login(world.org_admin)


@pytest.fixture
def finance(world):
    """Another committee of the bloc, with a cell."""
    committee = make_org(
        parent=world.bloc, kind_code="grassroots_committee", name="Đảng bộ Sở Tài chính", code="TC"
    )
    make_org(parent=committee, name="Chi bộ Ngân sách", code="TC01")
    return committee


def ask(client, world, org, verb, **typed):
    return client.post(f"/orgs/{org.key}/reorganise/{verb}/", paper(world, **typed))


def offered(answer, name):
    return [value for value, _ in answer.context["form"].fields[name].choices]


def test_only_what_stands_near_is_offered_at_first(world, admin, finance):
    answer = admin.get(f"/orgs/{world.tech.key}/reorganise/merge/")
    assert offered(answer, "ending") == ["TN02"]


@pytest.mark.parametrize("words", ["ngan sach", "Ngân  sách", "tc01", "TC01"])
def test_a_search_finds_by_name_or_code_and_keeps_all_that_was_typed(world, admin, finance, words):
    typed = {"q": words, "find": "1", "ending": ["TN02"], "into": "new", "new_name": "Chi bộ Chung"}
    answer = ask(admin, world, world.tech, "merge", **typed, effective_on="31/02/2026")

    assert answer.status_code == 200
    assert offered(answer, "ending") == ["TN02", "TC01"]
    shown = text_of(answer)
    assert "Chi bộ Ngân sách (TC01), thuộc Đảng bộ Sở Tài chính" in shown
    assert 'value="TN02" checked' in shown or "checked" in shown.split('value="TN02"')[1][:80]
    assert 'value="Chi bộ Chung"' in shown
    assert 'value="31/02/2026"' in shown
    # It was a search, so nothing is called wrong yet.
    assert "⚠" not in shown
    assert not ReorganisationDraft.objects.exists()


def test_the_enter_key_searches_too(world, admin, finance):
    answer = ask(admin, world, world.tech, "merge", q="ngan sach", asked="", into="this")
    assert answer.status_code == 200
    assert "TC01" in offered(answer, "ending")


def test_what_was_found_first_stays_chosen_after_a_second_search(world, admin, finance):
    typed = {"q": "khong co", "asked": "ngan sach", "ending": ["TC01"]}
    answer = ask(admin, world, world.tech, "merge", **typed)

    assert offered(answer, "ending") == ["TC01", "TN02"]
    assert "Không có tổ chức nào hợp với “khong co”" in text_of(answer)


def test_merging_across_committees(world, admin, finance):
    typed = {"q": "ngan sach", "asked": "ngan sach", "ending": ["TC01", "TN02"], "into": "this"}
    assert ask(admin, world, world.tech, "merge", **typed).status_code == 302

    confirm(admin, ReorganisationDraft.objects.get())

    done = Reorganisation.objects.get()
    assert {row.successor for row in done.successions.all()} == {world.tech}
    assert done.successions.count() == 2


@pytest.mark.parametrize("code", ["YT01", "TN00", "TN01", "\x00", "x" * 300])
def test_what_is_out_of_reach_is_neither_found_nor_taken(world, admin, code):
    """Another branch, a committee among cells, the cell itself, nonsense."""
    found = ask(admin, world, world.tech, "merge", q=code, find="1")
    assert offered(found, "ending") == ["TN02"]

    taken = ask(admin, world, world.tech, "merge", ending=[code], into="this")
    assert taken.status_code == 422
    assert "không thuộc phạm vi của đồng chí" in text_of(taken)


def test_many_siblings_are_cut_and_said_so(world, admin):
    for number in range(40):
        make_org(parent=world.department, name=f"Chi bộ số {number}")

    answer = admin.get(f"/orgs/{world.tech.key}/reorganise/merge/")

    assert len(offered(answer, "ending")) == 30
    assert "chỉ có một phần" in text_of(answer)
    assert len(answer.content) < 30_000


def test_a_move_offers_what_is_found_but_never_what_stands_below(world, admin, finance):
    sub = make_org(parent=world.department, kind_code="sub_committee", name="Bộ phận", code="TN30")
    answer = admin.get(f"/orgs/{world.tech.key}/reorganise/move/")
    assert offered(answer, "parent") == ["TN30", "TC"]

    PartyOrgVersion.objects.filter(org=finance).update(kind=kind_of(world.bloc))
    answer = ask(admin, world, world.department, "move", q="bo phan", find="1")
    assert offered(answer, "parent") == ["TC"]
    assert sub.pk


def kind_of(org):
    return PartyOrgVersion.objects.get(org=org).kind


def test_a_move_among_many_committees_offers_those_beside(world, admin):
    for number in range(40):
        make_org(parent=world.bloc, kind_code="grassroots_committee", code=f"C{number:02}")

    answer = admin.get(f"/orgs/{world.tech.key}/reorganise/move/")

    assert len(offered(answer, "parent")) == 12
    found = ask(admin, world, world.tech, "move", q="C39", find="1")
    assert offered(found, "parent")[0] == "C39"


@pytest.mark.parametrize("verb", ["merge", "move"])
def test_the_form_asks_as_often_for_three_as_for_one(world, admin, verb):
    counts = []
    for number in range(3):
        parent = make_org(parent=world.bloc, kind_code="grassroots_committee", code=f"C{number}")
        make_org(parent=parent, name=f"Chi bộ Xa {number}", code=f"X{number}")
        if number in (0, 2):
            with CaptureQueriesContext(connection) as asked:
                ask(admin, world, world.tech, verb, q="xa" if verb == "merge" else "C", find="1")
            counts.append(len(asked))
    assert counts[0] == counts[1]
