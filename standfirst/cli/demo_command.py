from pathlib import Path

import click
from django.db import connection

from standfirst.cli.demo_people import keep_logins
from standfirst.cli.founding import found_site, make_folder, make_tables
from standfirst.cli.progress import bar, step
from standfirst.cli.refusals import CommandRefused
from standfirst.cli.state import SETTINGS_FILE, require_settings, site_folder, waiting_migrations
from standfirst.cli.words import example
from standfirst.demo.builder import DemoReport, build_demo
from standfirst.lib import clock
from standfirst.newsroom.models import HomePage

# Stands while the demo is being built: a site that has it is half a demo, and nothing else.
UNFINISHED = "demo-unfinished"
NAME = "The Sallowford Gauge"


@click.command(
    "demo", epilog=example("standfirst --site var/site demo", "standfirst --site var/site run")
)
@click.option("--if-missing", is_flag=True, help="Do nothing where there is a site already.")
def command(*, if_missing: bool) -> None:
    """Make a site with the demo newspaper: a fictional town's paper with a discussion and a campaign.

    Its people sign in with random passwords, which `run` shows. Such a site is served to this
    machine only.
    """
    folder = site_folder()
    if (folder / UNFINISHED).exists():
        clear_half_a_demo(folder)
    if (folder / SETTINGS_FILE).exists() and has_paper():
        if if_missing:
            return
        raise CommandRefused(f"There is a paper in {folder} already; name another with --site.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / UNFINISHED).touch()
    if make_folder(folder):
        spare_second_factor(folder)
    require_settings()
    with step("Making the tables"):
        make_tables()
    now = clock.now()
    found_site(name=NAME, now=now)
    report = build()
    keep_logins(folder, report.logins)
    (folder / UNFINISHED).unlink(missing_ok=True)
    click.echo(
        f"Made the demo in {folder}: {report.articles} articles, {report.comments} comments."
    )


def spare_second_factor(folder: Path) -> None:
    """Let the demo's staff sign in by password alone. No site at another address may do so."""
    with (folder / SETTINGS_FILE).open("a", encoding="utf-8") as file:
        file.write(
            "\n# Its staff sign in without a second step: for a demo on this machine alone.\n"
        )
        file.write("staff_second_factor = false\n")


def build() -> DemoReport:
    """Build the demo and show how far it is."""
    with bar() as progress:
        tasks = {}

        def tell(words: str, done: int, of: int) -> None:
            if words not in tasks:
                tasks[words] = progress.add_task(f"Making {words}", total=of)
            progress.update(tasks[words], completed=done + 1)

        return build_demo(now=clock.now(), tell=tell)


def has_paper() -> bool:
    """Whether the database has a front page. One that is not up to date is left to `upgrade`."""
    return bool(waiting_migrations()) is False and HomePage.objects.exists()


def clear_half_a_demo(folder: Path) -> None:
    """Remove what a demo that was interrupted has left: nothing but invented things."""
    if connection.vendor != "sqlite":
        raise CommandRefused("The demo was interrupted; empty the database and call this again.")
    connection.close()
    for file in folder.glob("db.sqlite3*"):
        file.unlink()
    (folder / UNFINISHED).unlink(missing_ok=True)
