from pathlib import Path

import click

from standfirst.cli import import_wordpress
from standfirst.cli.words import example


@click.group(
    "import", epilog=example("standfirst --site /srv/paper import wordpress export.xml --dry-run")
)
def command() -> None:
    """Let another paper move in, from a file that its system wrote."""


@command.command(
    "wordpress",
    epilog=example(
        "standfirst --site /srv/paper import wordpress export.xml --dry-run",
        "standfirst --site /srv/paper import wordpress export.xml --media ./wp-content/uploads",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--dry-run", is_flag=True, help="Only say what would be done; write nothing.")
@click.option(
    "--media",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="A copy of wp-content/uploads. Without it pictures are listed as missing.",
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Write every single thing, with what became of it, as CSV.",
)
@click.option("--list", "is_listed", is_flag=True, help="Show every single thing as well.")
def wordpress(
    *, file: Path, dry_run: bool, media: Path | None, report: Path | None, is_listed: bool
) -> None:
    """Take over a WordPress export (Tools > Export, WXR 1.0 to 1.2).

    The whole file is read before anything is written. An import that was broken off goes on when it
    is called again; one that is through adds nothing. Imported comments pass no screen and nobody
    is told of them.
    """
    import_wordpress.move_in(
        import_wordpress.Wish(
            file=file, is_rehearsal=dry_run, media=media, report=report, is_listed=is_listed
        )
    )
