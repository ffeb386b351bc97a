import signal
from types import FrameType

import click

from standfirst.cli.state import require_site
from standfirst.cli.words import example
from standfirst.lib import clock
from standfirst.worker.lifeline import end_with_parent
from standfirst.worker.loop import Worker
from standfirst.worker.registry import JOBS, SCHEDULE


@click.command(
    "work",
    epilog=example(
        "standfirst --site /srv/paper work --until-idle",
    ),
)
@click.option("--until-idle", is_flag=True, help="Stop as soon as nothing is due.")
@click.option("--supervised", is_flag=True, hidden=True, help="End when the parent ends.")
def command(*, until_idle: bool, supervised: bool) -> None:
    """Do due jobs and scheduled tasks. `standfirst run` starts this by itself."""
    if supervised:
        end_with_parent()
    require_site()
    worker = Worker(jobs=JOBS, schedule=SCHEDULE, clock=clock.now)

    def stop(number: int, frame: FrameType | None) -> None:
        worker.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if until_idle:
        click.echo(f"Done: {worker.work_until_idle()}")
    else:
        worker.run()
