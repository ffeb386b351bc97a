"""One meter on a hundred thousand finished pages: what gifts cost readers, givers and the machine."""

import os
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from rich.table import Table

from benchmarks.contenders import missing_programs
from benchmarks.pace import COLUMNS, Waits, read, script_for
from benchmarks.posting import told
from benchmarks.processes import processor_seconds
from benchmarks.served_site import ServedSite

PAGES = int(os.environ.get("STANDFIRST_BENCH_PAGES", "100000"))
ROUNDS = 5
SECONDS = 20
DRAWS = 50_000
WATCHED = 50
LOOK_EVERY_SECONDS = 0.2
MINUTE = 60.0


def measure(site: ServedSite) -> Table:
    """Show readers' waits in rounds in turn: no gift, and one a second."""
    title = f"One meter on {PAGES:,} finished pages, {ROUNDS} rounds in turn"
    table = Table(title=title, title_justify="left")
    for name in ("meanwhile", *COLUMNS, "site, % of a core"):
        table.add_column(name, justify="left" if name == "meanwhile" else "right")
    if missing := missing_programs():
        table.add_row(f"not measured: {' and '.join(missing)} missing")
        return table
    made = told(site.folder, "archive", str(PAGES))
    addresses = [f"{made['beginning']}{n}/" for n in range(PAGES)]
    waits = {"no gift": Waits(), "a gift a second": Waits()}
    spent: dict[str, list[float]] = {name: [] for name in waits}
    given: list[dict[str, list[float]]] = []
    with (
        tempfile.TemporaryDirectory(prefix="standfirst-bench-") as name,
        watched(site.folder, addresses[:WATCHED]) as changes,
        ThreadPoolExecutor(1) as thread,
    ):
        script = script_for(drawn(addresses), Path(name))
        for kind in list(waits) * ROUNDS:
            before = processor_seconds(site.server.pid)
            giving = thread.submit(gifts, site, kind)
            waits[kind].note(read(site, script, SECONDS))
            given += giving.result()
            spent[kind].append(processor_seconds(site.server.pid) - before)
    for kind, waited in waits.items():
        share = statistics.median(spent[kind]) / SECONDS * 100
        table.add_row(kind, *waited.columns(), f"{share:.0f}")
    for part, words in (("commits", "a gift's commit, ms"), ("whole", "a gift, all of it, ms")):
        times = sorted(one for some in given for one in some[part])
        spread = f"{times[0]:.1f} to {times[-1]:.1f}"
        table.add_row(words, "", f"{statistics.median(times):.1f}", "", spread, "")
    most = max((most_in_a_minute(at) for at in changes.values()), default=0)
    table.add_row("renders of one page in a minute, most", "", str(most), "", "", "")
    return table


def gifts(site: ServedSite, kind: str) -> list[dict[str, list[float]]]:
    """Give one a second, unless it is a round without; give what they took."""
    return [] if kind == "no gift" else [told(site.folder, "gifts", str(SECONDS - 5))]


def drawn(addresses: Sequence[str]) -> list[str]:
    """Give what readers ask for: the first page most, each next one less (Zipf)."""
    weights = [1 / rank for rank in range(1, len(addresses) + 1)]
    return random.Random(7).choices(addresses, weights, k=DRAWS)


@contextmanager
def watched(folder: Path, addresses: Sequence[str]) -> Iterator[dict[Path, list[float]]]:
    """Note when each of some pages is kept anew."""
    files = [
        folder / "pages" / "files" / f"{address.strip('/')}/index.html" for address in addresses
    ]
    known = {file: file.stat().st_mtime_ns for file in files}
    changes: dict[Path, list[float]] = {file: [] for file in files}
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(LOOK_EVERY_SECONDS):
            for file in files:
                at = file.stat().st_mtime_ns
                if at != known[file]:
                    known[file] = at
                    changes[file].append(time.monotonic())

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield changes
    finally:
        ended.set()
        thread.join()


def most_in_a_minute(moments: Sequence[float]) -> int:
    """Give how many of some moments lie within one minute, at most."""
    return max((sum(0 <= at - first < MINUTE for at in moments) for first in moments), default=0)
