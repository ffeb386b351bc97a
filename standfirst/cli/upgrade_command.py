import sys

import click

from standfirst.accounts.erasing import follow_journal
from standfirst.cli.backup_command import back_up, default_place
from standfirst.cli.check_command import report
from standfirst.cli.erasures import say_erased
from standfirst.cli.founding import make_tables
from standfirst.cli.groups import make_groups
from standfirst.cli.progress import step
from standfirst.cli.refusals import CommandRefused
from standfirst.cli.running import is_running
from standfirst.cli.state import (
    require_not_newer,
    require_settings,
    site_folder,
    waiting_migrations,
)
from standfirst.cli.static_release import collect_static, static_is_current
from standfirst.cli.words import example
from standfirst.delivery.actions import purge_whole_cdn
from standfirst.lib import clock


@click.command("upgrade", epilog=example("standfirst --site /srv/paper upgrade"))
def command() -> None:
    """Bring a site to the release that is installed: back up, migrate, check.

    Call it again if it was interrupted: what is done already is not done twice. The exit code is 1
    while something must be mended.
    """
    folder = site_folder()
    require_settings()
    if is_running(folder):
        raise CommandRefused(f"The site in {folder} is being served; stop it first.")
    require_not_newer()
    waiting = waiting_migrations()
    if waiting:
        taken = back_up(default_place("before-upgrade"))
        click.echo(f"Backed up to {taken.file}")
        with step(f"Migrating ({len(waiting)} migrations)"):
            make_tables()
    make_groups(now=clock.now())
    # What an older backup brought back that was restored before its tables were these.
    say_erased(follow_journal(now=clock.now()))
    if not static_is_current():
        with step("Preparing static files"):
            collect_static()
    purge_whole_cdn(now=clock.now())
    click.echo("Migrated." if waiting else "The database was up to date.")
    if report():
        sys.exit(1)
