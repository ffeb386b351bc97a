"""What state a site is in, asked before a command touches it."""

from pathlib import Path

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from standfirst.cli.refusals import CommandRefused

SETTINGS_FILE = "standfirst.toml"


def site_folder() -> Path:
    """The site that this process works on."""
    folder: Path = settings.STANDFIRST_SITE
    return folder


def waiting_migrations() -> list[str]:
    """Names of the migrations that this release has and the database has not."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def unknown_migrations() -> list[str]:
    """Names of the migrations that the database has and this release does not: it is newer."""
    loader = MigrationExecutor(connection).loader
    ours = {label for label, _ in loader.disk_migrations}
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in ours and (app, name) not in loader.disk_migrations
    )


def require_settings() -> None:
    """Raise CommandRefused with the first sentence of what forbids a start."""
    found = checks.run_checks(tags=["standfirst"], include_deployment_checks=True)
    for message in found:
        if message.is_serious():
            raise CommandRefused(message.msg)


def start_notices() -> list[str]:
    """What is not wrong but is said once at each start."""
    found = checks.run_checks(tags=["standfirst"], include_deployment_checks=True)
    return [message.msg for message in found if not message.is_serious()]


def require_site() -> None:
    """Raise CommandRefused unless there is a site whose settings and database are right."""
    if not (site_folder() / SETTINGS_FILE).is_file() and not settings.SITE.origins:
        raise CommandRefused(
            f"There is no site in {site_folder()}; make one with `standfirst init`, "
            "or name another with --site."
        )
    require_settings()
    require_migrated()


def require_migrated() -> None:
    """Raise CommandRefused for a database that is away, behind this release, or ahead of it."""
    require_not_newer()
    if waiting := waiting_migrations():
        raise CommandRefused(
            f"The database is not up to date ({len(waiting)} migrations wait); "
            "run `standfirst upgrade`."
        )


def require_not_newer() -> None:
    """Raise CommandRefused for a database that is away, or that a newer release has changed."""
    try:
        unknown = unknown_migrations()
    except DatabaseError as error:
        raise CommandRefused(f"The database cannot be opened: {one_line(error)}") from error
    if unknown:
        raise CommandRefused(
            f"The database was made by a newer release ({unknown[0]}); install that one."
        )


def one_line(error: Exception) -> str:
    """The first line of what a database says."""
    return str(error).strip().split("\n", 1)[0]
