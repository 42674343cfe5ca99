"""Who may do what."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from cells import policies
from cells.tree import path_of
from tests.factories import make_grant

TODAY = timezone.localdate()

MAY = {
    policies.can_see_roster: {"secretary", "deputy", "minute_taker", "supervisor", "reviewer"}
    | {"leader", "org_admin", "auditor"},
    policies.can_manage_orgs: {"org_admin"},
    policies.can_manage_people: {"org_admin"},
    policies.can_manage_accounts: {"org_admin"},
    policies.can_see_audit: {"auditor"},
}


@pytest.mark.parametrize("policy", MAY, ids=lambda policy: policy.__name__)
def test_who_may(world, policy):
    path = path_of(world.tech, on=TODAY)
    people = {*MAY[policies.can_see_roster], "coordinator", "outsider", "operator"}

    assert {name for name in people if policy(world.person(name), path)} == MAY[policy]


def test_nobody_may_where_there_is_no_place(world):
    assert not policies.can_manage_orgs(world.org_admin, None)
    assert not policies.can_see(world.org_admin, None, None)


def test_grant_reaches_downwards_only(world):
    above = path_of(world.bloc, on=TODAY)

    assert not policies.can_see_roster(world.supervisor, above)
    assert policies.can_see_roster(world.reviewer, above)


def test_coordinator_sees_by_locality(world):
    path = path_of(world.tech, on=TODAY)
    here = world.tech.versions.get().locality_id

    assert policies.can_see(world.coordinator, path, here)
    assert policies.can_read(world.coordinator, path, here)
    assert not policies.can_see(world.coordinator, path, None)
    assert not policies.can_see_roster(world.coordinator, path)


def test_coordinator_of_a_committee_without_locality_sees_nothing(world):
    make_grant(world.operator, "coordinator", world.health)

    assert not policies.can_see(world.operator, path_of(world.clinic, on=TODAY), None)


def test_roles_of_a_record_are_given_on_cells_only():
    on_cells = {role.code for role in policies.grantable_roles(is_cell=True)}
    on_committees = {role.code for role in policies.grantable_roles(is_cell=False)}

    assert on_cells - on_committees == {"secretary", "minute_taker"}
    assert "operator" not in on_cells | on_committees


def test_can_grant_to_others_only(world):
    path = path_of(world.tech, on=TODAY)

    assert policies.can_grant(world.org_admin, world.outsider, "secretary", path, is_cell=True)
    assert not policies.can_grant(world.org_admin, world.org_admin, "leader", path, is_cell=True)
    assert not policies.can_grant(world.org_admin, world.outsider, "operator", path, is_cell=True)
    assert not policies.can_grant(world.leader, world.outsider, "secretary", path, is_cell=True)


def test_require():
    policies.require(True)
    with pytest.raises(PermissionDenied):
        policies.require(False)
