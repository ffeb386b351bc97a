import sys
from pathlib import Path

import click
from django.conf import settings

from standfirst.cli.page_release import PAGES, is_of_this_release
from standfirst.cli.state import require_site, site_folder
from standfirst.cli.words import example
from standfirst.delivery.comparing import Comparison
from standfirst.lib import clock
from standfirst.worker.loop import described
from standfirst.worker.registry import SCHEDULE


@click.command("sweep", epilog=example("standfirst --site /srv/paper sweep"))
def command() -> None:
    """Run every scheduled task now: compare with the truth, mend, tidy.

    The worker does this by itself; call it after a restore, or to see that all of it works.
    """
    require_site()
    take_pages(site_folder() / PAGES)
    has_failed = False
    for task in SCHEDULE:
        try:
            result = (task.in_full or task.run)(now=clock.now())
        except Exception as error:  # noqa: BLE001 (one broken sweep must not keep the others from being seen)
            has_failed = True
            click.echo(f"{task.name}: failed: {described(error)}")
        else:
            says = isinstance(result, int | Comparison)
            click.echo(f"{task.name}: {result if says else 'done'}")
    if has_failed:
        sys.exit(1)


def take_pages(folder: Path) -> None:
    """Have finished pages compared that lie here, if this release with these settings made them."""
    if is_of_this_release(folder):
        settings.STANDFIRST_PAGES = folder
    elif folder.exists():
        click.echo(
            "The finished pages here were made by another release or with other settings "
            "(`run --port` is another address, too): they are not compared."
        )
