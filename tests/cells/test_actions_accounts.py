"""Accounts, roles and the audit trail."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cells.actions import accounts, audit
from cells.actions.audit import Verb, record
from cells.models import AuditEvent, RoleGrant, User
from tests.factories import make_grant, make_user

TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


def grant(world, *, by=None, account=None, role="reviewer", org=None, last_day=None):
    return accounts.grant_role(
        by=by or world.org_admin,
        account=account or make_user(),
        role=role,
        org=org or world.department,
        begins_on=TODAY,
        last_day=last_day,
        decision=None,
    )


def test_opened_account_logs_in_with_the_password_that_is_kept_nowhere(world):
    member = world.members["tech"][4]

    account, password = accounts.open_account(
        by=world.org_admin, org=world.tech, username="tam", name="", member=member
    )

    assert account.check_password(password)
    assert (account.name, account.member) == ("Hoàng Thị Tâm", member)
    assert password not in str(AuditEvent.objects.values())


def test_password_is_easy_to_copy_and_never_the_same():
    passwords = {accounts.new_password() for _ in range(50)}

    assert len(passwords) == 50
    assert all(len(password) == 14 and password.count("-") == 2 for password in passwords)


def test_account_needs_a_free_name_and_a_member_without_one(world):
    with pytest.raises(ValidationError, match="đã có người dùng"):
        accounts.open_account(
            by=world.org_admin, org=world.tech, username="SECRETARY", name="A", member=None
        )
    with pytest.raises(ValidationError) as refusal:
        accounts.open_account(
            by=world.org_admin,
            org=world.tech,
            username="bang",
            name="",
            member=world.members["tech"][0],
        )
    assert "member" in refusal.value.message_dict


def test_granted_role_reaches_from_its_day(world):
    account = make_user()

    grant(world, account=account)

    reaches = User.objects.get(pk=account.pk).reaches
    assert [(reach.role.code, reach.org_key) for reach in reaches] == [
        ("reviewer", world.department.key)
    ]
    assert AuditEvent.objects.get().detail["role"] == "reviewer"


def test_ended_role_reaches_until_its_last_day(world):
    role = RoleGrant.objects.get(user=world.supervisor)
    accounts.end_grant(by=world.org_admin, grant=role, last_day=YESTERDAY)

    assert User.objects.get(pk=world.supervisor.pk).reaches == []
    assert AuditEvent.objects.get().verb == "grant.end"


@pytest.mark.parametrize("person", ["secretary", "reviewer", "leader", "auditor", "outsider"])
def test_roles_are_the_administrators(world, person):
    user, role = world.person(person), RoleGrant.objects.get(user=world.supervisor)

    for deed in (
        lambda: grant(world, by=user),
        lambda: accounts.end_grant(by=user, grant=role, last_day=TODAY),
        lambda: accounts.open_account(
            by=user, org=world.tech, username="moi", name="Mới", member=None
        ),
        lambda: accounts.renew_password(by=user, org=world.tech, account=world.supervisor),
    ):
        with pytest.raises(PermissionDenied):
            deed()


def test_nobody_gives_or_ends_a_role_of_their_own(world):
    with pytest.raises(ValidationError, match="tự cấp quyền"):
        grant(world, account=world.org_admin)
    own = RoleGrant.objects.get(user=world.org_admin)
    with pytest.raises(PermissionDenied):
        accounts.end_grant(by=world.org_admin, grant=own, last_day=TODAY)


@pytest.mark.parametrize("role", ["operator", "secretary"])
def test_role_that_does_not_fit_a_committee_is_refused(world, role):
    with pytest.raises(PermissionDenied):
        grant(world, role=role)


def test_coordinator_needs_a_committee_with_a_locality(world):
    with pytest.raises(ValidationError) as refusal:
        grant(world, role="coordinator")

    assert "role" in refusal.value.message_dict


def test_same_role_twice_is_refused_by_the_database(world):
    with pytest.raises(ValidationError, match="đang có vai trò đó"):
        grant(world, account=world.supervisor, role="supervisor")


def test_renewed_password_replaces_the_old_one(world):
    password = accounts.renew_password(by=world.org_admin, org=world.tech, account=world.secretary)

    account = User.objects.get(pk=world.secretary.pk)
    assert account.check_password(password)
    assert not account.check_password("sochibo-demo")


@pytest.mark.parametrize("who", ["org_admin", "outsider"])
def test_password_of_oneself_or_of_somebody_out_of_reach_is_not_renewed(world, who):
    with pytest.raises(PermissionDenied):
        accounts.renew_password(by=world.org_admin, org=world.tech, account=world.person(who))


def test_password_of_somebody_who_also_works_elsewhere_is_not_renewed(world):
    make_grant(world.secretary, "reviewer", world.health)

    with pytest.raises(PermissionDenied):
        accounts.renew_password(by=world.org_admin, org=world.tech, account=world.secretary)


def test_audit_rows_cannot_be_changed_or_deleted(world):
    event = record(by=world.leader, verb=Verb.APPOINT, org=world.tech, subject="A" * 300, x=1)

    assert len(event.subject) == 200
    for statement in ("UPDATE cells_auditevent SET verb = 'x'", "DELETE FROM cells_auditevent"):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_other_apps_name_their_verbs(monkeypatch):
    monkeypatch.setattr(audit, "VERB_NAMES", dict(audit.VERB_NAMES))

    audit.name_verbs({"record.submit": "Nộp biên bản"})

    assert audit.VERB_NAMES["record.submit"] == "Nộp biên bản"
