"""Showing an import from WordPress: its progress, its account, and what stands in its way."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import click
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from standfirst.cli.progress import bar
from standfirst.cli.refusals import CommandRefused
from standfirst.cli.state import require_site, site_folder
from standfirst.lib import clock
from standfirst.newsroom.models import HomePage
from standfirst.transfer.actions import begin_run, finish_run
from standfirst.transfer.wordpress.account import (
    Line,
    entries,
    lines_of,
    notes_of,
    remarks,
    tally,
    write_report,
)
from standfirst.transfer.wordpress.first_pass import Facts, read_into
from standfirst.transfer.wordpress.move import Move
from standfirst.transfer.wordpress.moving import settle_all, waiting_count
from standfirst.transfer.wordpress.spool import Spool
from standfirst.transfer.wordpress.things import WxrRefused
from standfirst.transfer.wordpress.uploads import Uploads

_LONGEST_LIST = 20


@dataclass(frozen=True)
class Wish:
    """What the operator asked for."""

    file: Path
    is_rehearsal: bool
    media: Path | None
    report: Path | None
    is_listed: bool


def move_in(wish: Wish) -> None:
    """Read the file, take it over (or rehearse it), and give the account."""
    require_site()
    home = HomePage.objects.order_by("path").first()
    if home is None:
        raise CommandRefused("There is no front page yet; call `standfirst init` first.")
    with closing(Spool(site_folder())) as spool:
        move = Move(
            spool=spool,
            facts=_read(wish.file, spool),
            home=home,
            zone=timezone.get_default_timezone(),
            now=clock.now(),
            uploads=Uploads(wish.media) if wish.media else None,
        )
        if not wish.is_rehearsal:
            move.run = begin_run(
                source=move.facts.source, file_digest=move.facts.digest, now=move.now
            )
        try:
            _settle(move)
        except KeyboardInterrupt as error:
            raise CommandRefused("Broken off. Call the same command again to go on.") from error
        if move.run is not None:
            finish_run(run=move.run, now=clock.now())
        _show(move, wish)


def _read(file: Path, spool: Spool) -> Facts:
    try:
        with file.open("rb") as stream, bar() as progress:
            task = progress.add_task("Reading", total=file.stat().st_size)
            return read_into(spool, stream, lambda size: progress.advance(task, size))
    except WxrRefused as refused:
        sentence = f"{file.name}, line {refused.line}: {refused.cause}. Nothing was written."
        raise CommandRefused(sentence) from refused
    except OSError as error:
        raise CommandRefused(f"{file} cannot be read: {error}. Nothing was written.") from error


def _settle(move: Move) -> None:
    with bar() as progress:
        words = "Rehearsing" if move.is_rehearsal else "Taking over"
        task = progress.add_task(words, total=waiting_count(move))
        for _ in settle_all(move):
            progress.advance(task)


def _show(move: Move, wish: Wish) -> None:
    console = Console()
    if wish.is_listed:
        for entry in entries(move.spool):
            said = "; ".join(filter(None, (entry.why, *entry.notes)))
            click.echo(
                f"line {entry.line}: {entry.kind} {entry.number} “{entry.name}”: {entry.outcome}"
                + (f" ({said})" if said else "")
            )
    lines = lines_of(move.spool)
    console.print(_table(lines))
    for line in lines:
        for reason, count in line.left.items():
            click.echo(f"Left: {count} × {line.label}: {reason}")
    _show_reasons(move, None if wish.is_listed else _LONGEST_LIST)
    if wish.report is not None:
        with wish.report.open("w", encoding="utf-8", newline="") as file:
            click.echo(f"Wrote {write_report(move.spool, file)} things to {wish.report}.")
    if move.is_rehearsal:
        click.echo("This was a rehearsal: nothing was written.")
    else:
        click.echo("Imported comments passed no screen, and nobody was told of them.")


def _table(lines: list[Line]) -> Table:
    table = Table(title="What became of the file", title_justify="left")
    table.add_column("")
    for heading in ("in the file", "taken", "taken before", "left"):
        table.add_column(heading, justify="right")
    for line in lines:
        numbers = (line.in_file, line.taken, line.before, line.left_count)
        table.add_row(line.label, *(str(number) for number in numbers))
    return table


def _show_reasons(move: Move, longest: int | None) -> None:
    for sentence in remarks(move):
        click.echo(sentence)
    _show_counts("Kept as HTML, because no block could take it", move.kept.most_common(), longest)
    _show_counts("Simplified or left out of stories", move.simplified.most_common(), longest)
    _show_counts("Changed on the way", notes_of(move.spool), longest)
    _show_counts("Files missing", tally(move.spool, "missing files"), longest)
    _show_counts(
        "Files that stories show and that are missing",
        tally(move.spool, "missing in stories"),
        longest,
    )


def _show_counts(heading: str, counts: list[tuple[str, int]], longest: int | None) -> None:
    if not counts:
        return
    click.echo(f"{heading}: {sum(count for _, count in counts)}")
    for name, count in counts[:longest]:
        click.echo(f"  {count} × {name}")
    if longest is not None and len(counts) > longest:
        click.echo(f"  and {len(counts) - longest} more; --list shows them all")
