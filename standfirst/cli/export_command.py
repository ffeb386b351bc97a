from datetime import UTC, datetime

import click

from standfirst.cli.refusals import CommandRefused
from standfirst.cli.state import require_site
from standfirst.cli.words import example
from standfirst.moderation.eu_export import as_csv, as_json, rows_since
from standfirst.moderation.eu_rules import faults_in


@click.group(
    "export", epilog=example("standfirst --site /srv/paper export statements > statements.json")
)
def command() -> None:
    """Write what others ask for, to the standard output."""


@command.command(
    "statements",
    epilog=example(
        "standfirst --site /srv/paper export statements --since 2026-01-01 > statements.json",
        "standfirst --site /srv/paper export statements --csv > statements.csv",
    ),
)
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), help="Only those made on this day (UTC) or later."
)
@click.option("--csv", "is_table", is_flag=True, help="As a table; else as JSON.")
def statements(since: datetime | None, *, is_table: bool) -> None:
    """Write all statements of reasons as the EU's Transparency Database takes them (DSA, Art. 24 (5)).

    Each is checked by the database's rules first; nothing is written while one of them breaks one.
    """
    require_site()
    rows = list(rows_since(since.replace(tzinfo=UTC) if since is not None else None))
    faults = faults_in(rows)
    if faults:
        raise CommandRefused(
            f"{len(faults)} things keep the database from taking this; the first: {faults[0]}."
        )
    click.echo(as_csv(rows) if is_table else as_json(rows), nl=False)
