"""Fixtures and guards: what no page may do, whatever its test looks at."""

import pytest
from django.db import connection
from django.template.base import FilterExpression
from django.test.client import ClientHandler

from tests.world import make_world

WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "ALTER", "DROP", "CREATE")


@pytest.fixture
def world(db):
    """The organisations and people of `tests/world.py`."""
    return make_world()


@pytest.fixture
def login(client):
    """A client that is logged in as somebody: `login(world.secretary).get(…)`."""

    def as_user(user):
        client.force_login(user)
        return client

    return as_user


@pytest.fixture(autouse=True)
def get_writes_nothing(monkeypatch):
    """A GET that changes the database fails, the session's own row excepted."""
    answer = ClientHandler.get_response

    def guarded(handler, request):
        if request.method not in {"GET", "HEAD"}:
            return answer(handler, request)
        with connection.execute_wrapper(_refuse_writes):
            return answer(handler, request)

    monkeypatch.setattr(ClientHandler, "get_response", guarded)


def _refuse_writes(execute, sql, params, many, context):
    verb = sql.lstrip(" (\n").split(" ", 1)[0].upper()
    if verb in WRITES and '"django_session"' not in sql:
        raise AssertionError(f"a GET writes to the database: {sql[:200]}")
    return execute(sql, params, many, context)


@pytest.fixture(autouse=True)
def undefined_variables_fail(monkeypatch):
    """A variable of our own templates that its context does not hold fails, in tests and filters.

    Only the first name is looked at: `a.b` may lack `b`, as for an object that is None.
    """
    resolve = FilterExpression.resolve

    def strict(expression, context, ignore_failures=False):
        lookups = getattr(expression.var, "lookups", None)
        if lookups and lookups[0] not in context and _is_ours(context):
            raise AssertionError(f"undefined template variable: {expression.token}")
        return resolve(expression, context, ignore_failures)

    monkeypatch.setattr(FilterExpression, "resolve", strict)


def _is_ours(context):
    template = getattr(context, "template", None)
    return template is not None and "site-packages" not in str(template.origin.name)
