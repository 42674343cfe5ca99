"""The badges of this month that the tree of organisations asks for."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.actions.months import current_month, open_month
from meetings.models import CellMonth
from meetings.reports.branch_status import BranchStatus
from meetings.views.orgs_status import badge
from tests.factories import make_org


def ask(client, *orgs):
    keys = ",".join(org.key for org in orgs)
    return client.get(reverse("orgs_status"), {"keys": keys}).json()


def test_branches_and_cells_say_what_is_missing(world, login):
    open_month(month=current_month())
    CellMonth.objects.filter(cell=world.tech).update(state="submitted")

    badges = ask(login(world.reviewer), world.bloc, world.tech, world.office)

    assert badges == {
        world.bloc.key: {"label": "1 chưa họp", "tone": "due"},
        world.tech.key: {"label": "đã họp", "tone": "good"},
        world.office.key: {"label": "chưa họp", "tone": "due"},
    }


def test_nothing_is_said_of_what_one_may_not_read(world, login):
    open_month(month=current_month())

    assert ask(login(world.reviewer), world.clinic, world.health, world.province) == {}
    assert ask(login(world.org_admin), world.bloc) == {}
    assert ask(login(world.coordinator), world.ward, world.office) == {}
    assert set(ask(login(world.coordinator), world.tech)) == {world.tech.key}


def test_a_month_not_opened_has_no_badges(world, login):
    assert ask(login(world.reviewer), world.bloc) == {}


def test_keys_that_are_none_are_passed_over(world, login):
    response = login(world.reviewer).get(reverse("orgs_status"), {"keys": "a\x00b,,../..,'"})

    assert response.json() == {}


def test_many_branches_ask_as_much_as_one(world, login):
    open_month(month=current_month())
    client, orgs, counts = login(world.reviewer), [world.tech], []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            ask(client, *orgs)
        counts.append(len(queries))
        orgs += [make_org(parent=world.department) for _ in range(3)]

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("status", "is_cell", "label"),
    [
        (BranchStatus(5, 2, 1), False, "2 chưa họp"),
        (BranchStatus(5, 4, 1), False, "1 không họp"),
        (BranchStatus(5, 5, 0), False, "đã họp đủ"),
        (BranchStatus(1, 0, 1), True, "không họp"),
        (BranchStatus(1, 1, 0), True, "đã họp"),
    ],
)
def test_badge_in_words(status, is_cell, label):
    assert badge(status, is_cell=is_cell)["label"] == label
