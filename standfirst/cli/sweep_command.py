import sys

import click

from standfirst.cli.state import require_site
from standfirst.cli.words import example
from standfirst.lib import clock
from standfirst.worker.loop import described
from standfirst.worker.registry import SCHEDULE


@click.command("sweep", epilog=example("standfirst --site /srv/paper sweep"))
def command() -> None:
    """Run every scheduled task now: compare with the truth, mend, tidy.

    The worker does this by itself; call it after a restore, or to see that all of it works.
    """
    require_site()
    has_failed = False
    for task in SCHEDULE:
        try:
            result = task.run(now=clock.now())
        except Exception as error:  # noqa: BLE001 (one broken sweep must not keep the others from being seen)
            has_failed = True
            click.echo(f"{task.name}: failed: {described(error)}")
        else:
            click.echo(f"{task.name}: {result if isinstance(result, int) else 'done'}")
    if has_failed:
        sys.exit(1)
