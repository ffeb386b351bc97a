import signal
from types import FrameType

import click

from standfirst.cli.state import require_site
from standfirst.cli.words import example
from standfirst.lib import clock
from standfirst.outbox.actions import retry_given_up
from standfirst.worker.loop import Worker
from standfirst.worker.registry import JOBS, SCHEDULE


@click.command(
    "work",
    epilog=example(
        "standfirst --site /srv/paper work --until-idle",
    ),
)
@click.option("--until-idle", is_flag=True, help="Stop as soon as nothing is due.")
@click.option("--again", is_flag=True, help="First make due again what was given up.")
def command(*, until_idle: bool, again: bool) -> None:
    """Do due jobs and scheduled tasks. `standfirst run` starts this by itself."""
    require_site()
    if again:
        retried = sum(retry_given_up(kind.model, now=clock.now()) for kind in JOBS)
        click.echo(f"Due again: {retried}")
    if until_idle:
        click.echo(f"Done: {worker().work_until_idle()}")
    else:
        work()


def worker() -> Worker:
    """A worker that does all there is to do."""
    return Worker(jobs=JOBS, schedule=SCHEDULE, clock=clock.now)


def work() -> None:
    """Work until SIGTERM or Ctrl-C."""
    working = worker()

    def stop(number: int, frame: FrameType | None) -> None:
        working.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    working.run()
