"""The entry point: finds the site, wakes Django, and hands over to one command's file.

A command's file may import models at its top, because it is imported only after Django is awake.
"""

import logging
import os
import sys
from importlib import import_module
from pathlib import Path

import click
import django
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from standfirst.cli.refusals import CommandRefused
from standfirst.cli.words import example

SETTINGS_MODULE = "standfirst.config.settings"

# name -> what `standfirst --help` says of it. Its file is standfirst/cli/<name>_command.py.
COMMANDS = {
    "init": "Make a site: folder, database, groups, first owner, first pages.",
    "run": "Serve the paper until Ctrl-C.",
    "demo": "Fill a site with the demo newspaper.",
    "work": "Do due jobs and scheduled tasks, without serving.",
    "import": "Let another paper move in.",
    "backup": "Write the whole site into one file, while it runs.",
    "restore": "Make a site from a backup.",
    "upgrade": "Back up, migrate, check.",
    "check": "Say what is not yet right about a site.",
    "sweep": "Run every scheduled task now.",
    "manage": "Django's own commands.",
}


SERVING = frozenset({"run", "work"})


class Commands(click.Group):
    """Commands whose files are imported only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order in which an operator meets them."""
        return list(COMMANDS)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; a second `make run` does not wait for Django to hear "nothing to do"."""
        if args == ["demo", "--if-missing"] and has_database(site_of(ctx.params.get("site"))):
            return "demo", click.Command("demo"), []
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Wake Django for this site and import the command."""
        if cmd_name not in COMMANDS:
            return None
        wake(ctx.params.get("site"))
        if cmd_name not in SERVING:
            # Who waits for a command wants its own words, and warnings.
            for logger in ("", "django", "wagtail"):
                logging.getLogger(logger).setLevel(logging.WARNING)
        command: click.Command = import_module(f"standfirst.cli.{cmd_name}_command").command
        return command


@click.group(
    cls=Commands,
    epilog=example(
        "standfirst --site /srv/paper init --email you@paper.example",
        "standfirst --site /srv/paper run",
    ),
)
@click.version_option(package_name="standfirst")
@click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="STANDFIRST_SITE",
    help="The site folder. Else this folder, if it is one; else var/site.",
)
def standfirst(site: Path | None) -> None:
    """Publishing, discussion and money of a reader-funded newspaper."""


def site_of(site: Path | None) -> Path:
    """The site folder, found as the settings find it."""
    here = Path.cwd()
    return site or (here if (here / "standfirst.toml").is_file() else here / "var" / "site")


def has_database(site: Path) -> bool:
    """Whether a site's own database is there and no demo in it was left half built."""
    is_elsewhere = "DATABASE_URL" in os.environ or "DATABASE_URL_FILE" in os.environ
    is_whole = (site / "db.sqlite3").is_file() and not (site / "demo-unfinished").exists()
    return is_whole and not is_elsewhere


def wake(site: Path | None) -> None:
    """Set Django up for this site. Raises CommandRefused for settings that make no sense."""
    if site is not None:
        os.environ["STANDFIRST_SITE"] = str(site.expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS_MODULE)
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise CommandRefused(str(error)) from error


def main() -> None:
    """Run the command that was asked for; turn what can be foreseen into one sentence."""
    try:
        standfirst(prog_name="standfirst")
    except DatabaseError as error:
        CommandRefused(f"The database does not do what was asked: {error}".strip()).show()
        sys.exit(1)


if __name__ == "__main__":
    main()
