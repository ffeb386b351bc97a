"""The journal of erasures, kept where a restore cannot write over it and carried with the backups."""

from pathlib import Path

import click
from django.db import DatabaseError, connection

from standfirst.accounts.erasing import journal_place
from standfirst.cli.state import site_folder
from standfirst.people.journal import entries_known, read_journal, write_journal
from standfirst.people.models import Erasure
from standfirst.transfer.backup.restoring import SQLITE_FILE


def keep_known_erasures() -> None:
    """Write down what the database knows that is about to be replaced, if there is one that does."""
    if connection.vendor == "sqlite" and not (site_folder() / SQLITE_FILE).exists():
        # Asking would make one.
        return
    try:
        if Erasure._meta.db_table in connection.introspection.table_names():  # noqa: SLF001
            write_journal(journal_place(), entries_known())
    except DatabaseError:
        # A database that cannot be read is what people restore for.
        click.echo("The database that is replaced cannot be read; the journal is used as it is.")
    finally:
        connection.close()


def copy_journal(place: Path) -> None:
    """Carry all that is known of erasures to where a backup was written."""
    write_journal(place, [*read_journal(journal_place()), *entries_known()])


def take_journal(place: Path) -> None:
    """Take over the journal that lies beside a backup, as on a new machine."""
    write_journal(journal_place(), read_journal(place))


def say_erased(number: int) -> None:
    """Say how many were erased again, if any."""
    if number:
        click.echo(f"Erased again, as they had asked: {number}.")
