"""Two administrators at once: the second waits for the first, and is told what has changed."""

from threading import Event, Thread

import pytest
from django.db import connection, transaction

from cells.actions.orgs import found_org
from cells.models import PartyOrgVersion, Reorganisation
from cells.reorganising.lines import LinesRefused
from cells.tree import path_of
from tests.cells.reorganising import DAY, new_decision, reorganise
from tests.factories import kind, make_org
from tests.world import make_world


@pytest.fixture
def tree(transactional_db):
    """The world, seen by several connections, and a second committee below the bloc."""
    world = make_world()
    make_org(parent=world.bloc, kind_code="grassroots_committee", name="Viện", code="LB00")
    return world


def meanwhile(first, second):
    """Run `second` on a connection of its own while `first` is not yet committed."""
    started, outcome = Event(), []

    def run():
        started.set()
        try:
            outcome.append(second())
        except LinesRefused as refused:
            outcome.append(refused)
        finally:
            connection.close()

    thread = Thread(target=run)
    with transaction.atomic():
        first()
        thread.start()
        started.wait(10)
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(20)
    return outcome[0]


def test_second_of_two_who_move_one_cell_is_told(tree):
    refused = meanwhile(
        lambda: reorganise(tree, ("merge", {"code": "TN01", "into": "TN02"})),
        lambda: reorganise(tree, ("move", {"code": "TN01", "parent": "LB00"})),
    )

    assert [(fault.number, fault.field) for fault in refused.faults] == [(1, "code")]
    assert Reorganisation.objects.count() == 1


def test_founding_below_a_branch_that_is_being_moved_waits_for_its_new_path(tree):
    tree.org_admin.grants.update(org=tree.province)
    tree.ward.versions.update(code="W00")
    version = PartyOrgVersion(
        kind=kind("cell"), name="Chi bộ Mới", short_name="Chi bộ Mới", code="TN40"
    )

    founded = meanwhile(
        lambda: reorganise(tree, ("move", {"code": "TN00", "parent": "W00"})),
        lambda: found_org(
            by=tree.org_admin,
            parent=tree.department,
            version=version,
            begins_on=DAY,
            decision=new_decision(tree.province),
        ),
    )

    assert path_of(founded.org, on=DAY).startswith(path_of(tree.ward, on=DAY))
