import sys

import click

from standfirst.cli.refusals import CommandRefused
from standfirst.cli.state import require_site
from standfirst.cli.words import example
from standfirst.funding.actions.reconciling import reconcile_all
from standfirst.funding.providers.interface import ProviderUnreachable
from standfirst.lib import clock


@click.command("reconcile", epilog=example("standfirst --site /srv/paper reconcile"))
def command() -> None:
    """Compare the last thirty days of each payment provider's books with ours, both ways.

    What no event told of is entered. Ends with 1 if anything differed. The worker does this once a day.
    """
    require_site()
    try:
        runs = reconcile_all(now=clock.now())
    except ProviderUnreachable as error:
        raise CommandRefused(f"The provider did not answer: {error}") from error
    for run in runs:
        for finding in run.findings:
            click.echo(f"{run.provider} {finding}")
        click.echo(f"{run.provider}: {run.compared} lines compared, {run.differences} differ.")
    if any(run.differences for run in runs):
        sys.exit(1)
