from pathlib import Path

import click

from standfirst.accounts.erasing import follow_journal
from standfirst.cli.backup_words import in_words
from standfirst.cli.erasures import keep_known_erasures, say_erased, take_journal
from standfirst.cli.page_release import PAGES, forget_pages
from standfirst.cli.progress import bar
from standfirst.cli.refusals import CommandRefused
from standfirst.cli.running import is_running
from standfirst.cli.state import site_folder, waiting_migrations
from standfirst.cli.words import example
from standfirst.lib import clock
from standfirst.people.journal import JOURNAL
from standfirst.transfer.backup.refusals import BackupRefused
from standfirst.transfer.backup.restoring import Restored, restore_backup


@click.command("restore", epilog=example("standfirst --site /srv/copy restore /mnt/safe/paper.zip"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Put it in the place of the site that is there.")
@click.option("--even-running", is_flag=True, help="Also while that site is being served.")
def command(*, file: Path, replace: bool, even_running: bool) -> None:
    """Make a site from a backup. The backup is checked whole before anything is touched.

    What a replaced site had is kept beside it, in `before-restore-…`. Settings that the folder has
    already stay. Whoever was erased since is erased again, by the journals (`erasures.jsonl`) of the
    site and beside the backup.
    """
    folder = site_folder()
    was_running = is_running(folder)
    if was_running and not even_running:
        raise CommandRefused(
            f"The site in {folder} is being served; stop it first, or add --even-running."
        )
    keep_known_erasures()
    restored = restore(file, folder, may_replace=replace)
    take_journal(file.parent / JOURNAL)
    files = len(restored.manifest.files)
    click.echo(f"Restored {files} files of {restored.manifest.made_at} to {folder}.")
    # A database of an older release is erased in by `upgrade`: its tables are not ours yet.
    if not waiting_migrations():
        say_erased(follow_journal(now=clock.now()))
    forget_pages(folder / PAGES)
    if restored.kept is not None:
        click.echo(f"What was there is kept in {restored.kept}; remove it when all is well.")
    if was_running:
        click.echo("Restart the paper now: until then it writes into what was replaced.")
    if waiting_migrations():
        click.echo("The backup is of an older release: run `standfirst upgrade`.")


def restore(file: Path, folder: Path, *, may_replace: bool) -> Restored:
    """Restore and show how far it is."""
    try:
        with bar() as progress:
            task = progress.add_task("Restoring", total=file.stat().st_size)
            return restore_backup(
                source=file,
                site=folder,
                may_replace=may_replace,
                now=clock.now(),
                watch=lambda size: progress.advance(task, size),
            )
    except BackupRefused as refused:
        raise in_words(refused) from refused
    except OSError as error:
        raise CommandRefused(f"The site cannot be written: {error}.") from error
