"""The DATABASES entry: the site folder's SQLite file, or PostgreSQL by DATABASE_URL."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from standfirst.config import sqlite
from standfirst.config.site_folder import SettingRefused

SQLITE_FILE_NAME = "db.sqlite3"
POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})


def database_of(folder: Path, url: str) -> dict[str, Any]:
    """The entry for this site. Raises SettingRefused for an address that is not PostgreSQL's."""
    if not url:
        return sqlite.database(folder / SQLITE_FILE_NAME, sqlite.library_version())
    return postgres(url)


def postgres(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?sslmode=require`; `host` may be a socket folder."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingRefused(f"DATABASE_URL is no address ({error}).") from error
    if parts.scheme not in POSTGRES_SCHEMES:
        raise SettingRefused("DATABASE_URL must begin with postgresql://; SQLite needs none.")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingRefused("DATABASE_URL names no database; end it with /name.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or options.pop("port", "")),
        # A connection per thread for life: posting is four times faster than with one a request.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
