"""Where the database is: DATABASE_URL, or else the embedded PostgreSQL."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import embedded

SCHEMES = {"postgres", "postgresql"}
FORM = "postgres://tài-khoản:mật-khẩu@máy-chủ:5432/tên-cơ-sở-dữ-liệu"


def database_settings(var_dir: Path, environ: Mapping[str, str]) -> dict[str, object]:
    """Return Django's DATABASES["default"]; without DATABASE_URL the embedded server is started.

    Raises ImproperlyConfigured for an address that cannot be used and EmbeddedError when the
    embedded server does not start. Neither message shows the address: it holds a password.
    """
    url = environ.get("DATABASE_URL", "").strip()
    place = _parse(url) if url else _embedded(var_dir, environ)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        **place,
    }


def _embedded(var_dir: Path, environ: Mapping[str, str]) -> dict[str, object]:
    socket_dir = embedded.acquire(var_dir, fast=environ.get("SOCHIBO_PG_FAST") == "1")
    return {
        "NAME": embedded.DATABASE,
        "USER": embedded.ROLE,
        "PASSWORD": "",
        "HOST": str(socket_dir),
        "PORT": str(embedded.PORT),
        "OPTIONS": {},
    }


def _parse(url: str) -> dict[str, object]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(
            f"DATABASE_URL không đọc được (máy chủ hoặc cổng sai); hãy viết theo mẫu {FORM}."
        ) from None
    if parts.scheme not in SCHEMES:
        raise ImproperlyConfigured(
            f"DATABASE_URL phải chỉ tới PostgreSQL, không phải “{parts.scheme or 'không rõ loại'}”;"
            f" hãy viết theo mẫu {FORM}."
        )
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise ImproperlyConfigured(
            f"DATABASE_URL thiếu tên cơ sở dữ liệu sau dấu “/”; hãy viết theo mẫu {FORM}."
        )
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    # libpq's own addresses give the folder of a unix socket as ?host=/run/postgresql.
    host = options.pop("host", None) or _host(parts)
    return {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": options.pop("port", None) or str(port or ""),
        "OPTIONS": options,
    }


def _host(parts: SplitResult) -> str:
    # SplitResult.hostname is in lower case, which is wrong for the folder of a socket (%2Frun%2F…).
    after_user = parts.netloc.rpartition("@")[2]
    if "%2f" in after_user.lower():
        return unquote(after_user.partition(":")[0])
    return parts.hostname or ""
