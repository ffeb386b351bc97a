import sys

import click

from standfirst.cli.state import require_site
from standfirst.cli.words import example
from standfirst.funding.queries.verification import verify_ledger


@click.group("ledger", epilog=example("standfirst --site /srv/paper ledger verify"))
def command() -> None:
    """Look after the books."""


@command.command("verify", epilog=example("standfirst --site /srv/paper ledger verify"))
def verify() -> None:
    """Read all entries again, as an auditor would, and change nothing.

    Checks the chain, that every entry sums to zero, every stored sum, that gifts and payments agree
    with their entries, and the guards in the database. Ends with 1 if anything is wrong.
    """
    require_site()
    report = verify_ledger()
    for finding in report.findings:
        click.echo(str(finding))
    click.echo(f"Entries read: {report.entries}. Wrong: {len(report.findings)}.")
    if not report.is_sound:
        sys.exit(1)
