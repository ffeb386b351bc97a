import logging
import sys
from datetime import timedelta

import click

from standfirst.cli.founding import found_site, make_folder, make_tables
from standfirst.cli.progress import step
from standfirst.cli.refusals import CommandRefused
from standfirst.cli.state import require_settings, site_folder, waiting_migrations
from standfirst.cli.words import example
from standfirst.funding.models import Entry
from standfirst.funding.rehearsing.report import (
    GIVING_DAYS,
    LAST_DAYS,
    PlayReport,
    RehearsalRefused,
    Script,
    play_campaign,
)
from standfirst.lib import clock
from standfirst.lib.money import MoneyError, exponent_of, format_money

# It ends before today, so that the site it leaves has no books of the future.
PLAYED = timedelta(days=GIVING_DAYS + LAST_DAYS + 2)


@click.command(
    "rehearse",
    epilog=example(
        "standfirst --site var/rehearsal rehearse",
        "standfirst --site var/another rehearse --chaos --gifts 200 --currency JPY",
    ),
)
@click.option("--gifts", default=64, show_default=True, type=click.IntRange(1, 5000))
@click.option("--currency", default="USD", show_default=True)
@click.option("--seed", default=1, show_default=True, help="The same seed is the same play.")
@click.option("--chaos", is_flag=True, help="Lose, double, delay, reorder and corrupt events.")
def command(*, gifts: int, currency: str, seed: int, chaos: bool) -> None:
    """Play a whole campaign with a pretend payment provider, and say whether the books closed right.

    In a site of its own, which is made for it and must hold no entries: nothing of yours is touched.
    Ends with 1 if the books did not close right. The site stays, to be looked at with `run`.
    """
    try:
        exponent_of(currency)
    except MoneyError as error:
        raise CommandRefused(str(error)) from error
    make_empty_site()
    # The trouble is planted: it is counted, not warned of.
    logging.getLogger("standfirst").setLevel(logging.CRITICAL)
    script = Script(gifts=gifts, currency=currency, seed=seed, is_chaotic=chaos)
    try:
        with step("Playing"):
            report = play_campaign(script=script, now=clock.now() - PLAYED)
    except RehearsalRefused as refused:
        raise CommandRefused(str(refused)) from refused
    tell(report)
    if not report.is_right:
        sys.exit(1)


def make_empty_site() -> None:
    """Make the site, or take one without entries."""
    folder = site_folder()
    make_folder(folder)
    require_settings()
    with step("Making the tables"):
        make_tables()
    if waiting_migrations() or Entry.objects.exists():
        raise CommandRefused(f"There are books in {folder} already; name another with --site.")
    found_site(name="A rehearsal", now=clock.now())


def tell(report: PlayReport) -> None:
    """Say what was planted, what went wrong on the way, and what came out."""
    for heading, counts in (("Planted", report.planted), ("On the way", report.trouble)):
        if counts:
            said = ", ".join(f"{what} {number}" for what, number in sorted(counts.items()))
            click.echo(f"{heading}: {said}.")
    click.echo(f"Settled: {format_money(report.settled)}.")
    for fault in report.faults:
        click.echo(f"WRONG: {fault}")
    click.echo("The books closed right." if report.is_right else "The books did not close right.")
