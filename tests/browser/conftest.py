"""A real Chromium on a phone's or a desk's screen, against a live server with the small world."""

import os
import shutil

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

from meetings.actions.criteria import import_set
from meetings.actions.months import current_month, open_month
from tests.browser.phone import Phone
from tests.meetings.conftest import CRITERIA
from tests.world import make_world

# Playwright's loop runs in this thread; the database is asked from the server's own threads.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


# A request that a closing browser broke off leaves its session open, and the database in use.
END_SESSIONS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def chromium(django_db_setup, django_db_blocker):
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: `make test` installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(END_SESSIONS)


@pytest.fixture
def town(transactional_db):
    """The small world for a live server: committed, this month opened, criteria issued."""
    world = make_world()
    text = (CRITERIA / "ward-sheet.yaml").read_text()
    import_set(text=text, issuer=world.bloc, by=world.org_admin)
    open_month(month=current_month())
    return world


@pytest.fixture
def open_phone(chromium, live_server):
    """`open_phone(scripts=True, screen=PHONE)`: a fresh browser window; its console stays clean."""
    opened = []

    def opener(*, scripts=True, screen=None):
        context = chromium.new_context(
            viewport=screen or PHONE, locale="vi-VN", java_script_enabled=scripts
        )
        phone = Phone(context, live_server.url, scripts=scripts)
        opened.append(phone)
        return phone

    yield opener
    for phone in opened:
        phone.context.close()
        assert phone.complaints == []
