"""The databases of a site: its folder's SQLite file, or PostgreSQL by DATABASE_URL and a replica's."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from standfirst.config import sqlite
from standfirst.config.site_folder import SettingRefused

SQLITE_FILE_NAME = "db.sqlite3"
POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})
# A search takes no longer than this for a replica that is away; the primary is asked then. The
# network says after `tcp_user_timeout` (milliseconds) that nobody is there any more.
REPLICA_OPTIONS = {"connect_timeout": "2", "tcp_user_timeout": "3000"}
REPLICA_SESSION = "-c default_transaction_read_only=on -c statement_timeout=5000"


def database_of(folder: Path, url: str) -> dict[str, Any]:
    """The entry for this site. Raises SettingRefused for an address that is not PostgreSQL's."""
    if not url:
        return sqlite.database(folder / SQLITE_FILE_NAME, sqlite.library_version())
    return postgres(url)


def replica_of(url: str, replica_url: str) -> dict[str, Any] | None:
    """A hot standby's entry, or None where there is none. Raises SettingRefused."""
    if not replica_url:
        return None
    if not url:
        raise SettingRefused(
            "DATABASE_REPLICA_URL is set, but no DATABASE_URL; SQLite has no replica: set both or neither."
        )
    entry = postgres(replica_url, variable="DATABASE_REPLICA_URL")
    own = entry["OPTIONS"]
    session = f"{own.get('options', '')} {REPLICA_SESSION}".strip()
    entry["OPTIONS"] = {**REPLICA_OPTIONS, **own, "options": session}
    return entry


def postgres(url: str, *, variable: str = "DATABASE_URL") -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?sslmode=require`; `host` may be a socket folder."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise SettingRefused(f"{variable} is no address ({error}).") from error
    if parts.scheme not in POSTGRES_SCHEMES:
        raise SettingRefused(f"{variable} must begin with postgresql://; SQLite needs none.")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingRefused(f"{variable} names no database; end it with /name.")
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
