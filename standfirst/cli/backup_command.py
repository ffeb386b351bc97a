from pathlib import Path

import click

from standfirst.cli.backup_words import in_words
from standfirst.cli.erasures import copy_journal
from standfirst.cli.progress import bar
from standfirst.cli.refusals import CommandRefused
from standfirst.cli.state import require_site, site_folder
from standfirst.cli.words import example
from standfirst.lib import clock
from standfirst.outbox.actions import note_run
from standfirst.people.journal import JOURNAL
from standfirst.transfer.backup.refusals import BackupRefused
from standfirst.transfer.backup.taking import Taken, size_of, take_backup
from standfirst.worker.alarms import BACKUP


@click.command("backup", epilog=example("standfirst --site /srv/paper backup /mnt/safe/paper.zip"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--replace", is_flag=True, help="Write over a file that is there.")
def command(*, file: Path | None, replace: bool) -> None:
    """Write the whole site (database, media, settings) into one file, while it runs.

    Without FILE it goes into the site folder's `backups`. The file holds the site's secret key and
    all that people told the paper: keep it where only you can read it. Beside it `erasures.jsonl` says
    who was erased up to now, naming nobody: `restore` reads it, so keep it with your backups.
    """
    require_site()
    target = (file or default_place("backup")).absolute()
    if target.exists() and not replace:
        raise CommandRefused(f"{target} exists; name another file, or add --replace.")
    taken = back_up(target)
    copy_journal(target.parent / JOURNAL)
    note_run(BACKUP, now=clock.now())
    size = target.stat().st_size
    click.echo(f"Wrote {target}: {len(taken.manifest.files)} files, {size / 1e6:.1f} MB.")


def default_place(kind: str) -> Path:
    """Where a backup goes that nobody named a place for."""
    return site_folder() / "backups" / f"{kind}-{clock.now():%Y%m%dT%H%M%SZ}.zip"


def back_up(target: Path) -> Taken:
    """Take a backup and show how far it is."""
    try:
        with bar() as progress:
            task = progress.add_task("Backing up", total=size_of(site_folder()))
            return take_backup(
                site=site_folder(),
                target=target,
                now=clock.now(),
                watch=lambda size: progress.advance(task, size),
            )
    except BackupRefused as refused:
        raise in_words(refused) from refused
    except OSError as error:
        raise CommandRefused(f"The backup cannot be written: {error}.") from error
