"""Showing that long work goes on, without filling a log when nobody watches."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

console = Console(stderr=True)


@contextmanager
def step(words: str) -> Iterator[None]:
    """A spinner on a terminal, one plain line elsewhere."""
    if not sys.stderr.isatty():
        click.echo(f"{words} …", err=True)
        yield
        return
    with console.status(f"{words} …"):
        yield
    console.print(f"{words}: done", highlight=False)


def bar() -> Progress:
    """A progress bar for work whose size is known."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
        console=console,
        disable=not sys.stderr.isatty(),
    )
