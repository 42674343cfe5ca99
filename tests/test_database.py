"""DATABASE_URL as Django's settings."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.database import database_settings

NOWHERE = Path("/nonexistent")


def parse(url: str) -> dict[str, object]:
    return database_settings(NOWHERE, {"DATABASE_URL": url})


def test_url_with_everything():
    assert parse("postgres://so%40cb:m%2Ft@db.example:5433/s%E1%BB%95?sslmode=require") == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "sổ",
        "USER": "so@cb",
        "PASSWORD": "m/t",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgresql://db/so", "db", ""),
        ("postgres:///so", "", ""),
        ("postgres://[::1]:5433/so", "::1", "5433"),
        ("postgres:///so?host=/run/postgresql&port=5433", "/run/postgresql", "5433"),
        ("postgres://ai@%2Frun%2FPostgreSQL/so", "/run/PostgreSQL", ""),
        ("postgres://ai@%2Frun%2FPostgreSQL:5433/so", "/run/PostgreSQL", "5433"),
    ],
)
def test_hosts(url, host, port):
    settings = parse(url)
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == (host, port, "so")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://u:secret@db/so", "phải chỉ tới PostgreSQL"),
        ("sqlite:///secret.db", "phải chỉ tới PostgreSQL"),
        ("secret", "phải chỉ tới PostgreSQL"),
        ("postgres://u:secret@db:port/so", "không đọc được"),
        ("postgres://u:secret@[::1/so", "không đọc được"),
        ("postgres://u:secret@db", "thiếu tên cơ sở dữ liệu"),
        ("postgres://u:secret@db/a/b", "thiếu tên cơ sở dữ liệu"),
    ],
)
def test_unusable_url_is_refused_without_showing_it(url, message):
    with pytest.raises(ImproperlyConfigured, match=message) as refusal:
        parse(url)
    assert "secret" not in str(refusal.value)
