"""Run every measurement, or those that are named: `python -m benchmarks starting reading`."""

import sys
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from benchmarks import (
    books,
    crowded,
    freshness,
    front,
    meter,
    posting,
    reading,
    rendering,
    starting,
    streams,
)
from benchmarks.served_site import ServedSite

MEASUREMENTS: dict[str, Callable[[ServedSite], Table]] = {
    "starting": starting.measure,
    "reading": reading.measure,
    "front": front.measure,
    "streams": streams.measure,
    # Last: these fill the demo's books and threads.
    "books": books.measure,
    "rendering": rendering.measure,
    "crowded": crowded.measure,
    "freshness": freshness.measure,
    "posting": posting.measure,
    "meter": meter.measure,
}


def main(names: Sequence[str]) -> int:
    """Measure on one demo site and print the tables; exit code 2 for a name that is none."""
    unknown = [name for name in names if name not in MEASUREMENTS]
    if unknown:
        print(f"No such measurement: {', '.join(unknown)}. There are: {', '.join(MEASUREMENTS)}.")
        return 2
    # Told to a file, it would have 80 columns, which breaks the words of every table.
    console = Console(width=None if sys.stdout.isatty() else 120)
    with ServedSite.with_demo() as site:
        for name in names or MEASUREMENTS:
            console.print(MEASUREMENTS[name](site))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
