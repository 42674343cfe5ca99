"""Accounts and roles."""

from itertools import count

from django.contrib.auth.hashers import make_password

from cells.models import RoleGrant, User
from cells.models.periods import from_day
from tests.factories.orgs import LONG_AGO

PASSWORD = "sochibo-demo"
numbers = count(1)


def make_user(username=None, **values):
    """An account that may do nothing yet; logs in with `PASSWORD`."""
    username = username or f"user{next(numbers)}"
    return User.objects.create(
        username=username, password=make_password(PASSWORD), **({"name": username} | values)
    )


def make_grant(user, role, org, *, period=None, **values):
    return RoleGrant.objects.create(
        user=user, role=role, org=org, period=period or from_day(LONG_AGO), **values
    )
