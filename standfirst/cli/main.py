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
    "bounce": "Take a mail that came back, or a complaint.",
    "import": "Let another paper move in.",
    "export": "Write what others ask for: statements of reasons.",
    "backup": "Write the whole site into one file, while it runs.",
    "restore": "Make a site from a backup.",
    "upgrade": "Back up, migrate, check.",
    "check": "Say what is not yet right about a site.",
    "unlock": "Take away the second step of somebody who has lost it.",
    "sweep": "Run every scheduled task now.",
    "ledger": "Verify the books.",
    "rehearse": "Play a whole campaign with a pretend provider.",
    "reconcile": "Compare the books with each payment provider's.",
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
