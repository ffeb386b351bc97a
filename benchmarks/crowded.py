"""How long readers wait for finished pages while others write, and while slow pages are rendered."""

import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rich.table import Table

from benchmarks.contenders import missing_programs
from benchmarks.crowd import Crowd
from benchmarks.pace import COLUMNS, Waits, read, script_for
from benchmarks.posting import gather, told
from benchmarks.reading import paths
from benchmarks.served_site import Connection, ServedSite

ROUNDS = 5
SECONDS = 8
POSTS_A_SECOND = 50
SLOW_A_SECOND = 6
SLOW_PAGE = "/admin/pages/"


def measure(site: ServedSite) -> Table:
    """Show it through the default `standfirst run`, in rounds in turn."""
    table = Table(
        title=f"Readers while others write, {ROUNDS} rounds in turn", title_justify="left"
    )
    for name in ("meanwhile", *COLUMNS):
        table.add_column(name, justify="left" if name == "meanwhile" else "right")
    if missing := missing_programs():
        table.add_row(f"not measured: {' and '.join(missing)} missing")
        return table
    crowd = gather(site, (ROUNDS + 1) * 2 * SECONDS)
    crowd.a_second = POSTS_A_SECOND
    slow = Slow(site)
    kinds: dict[str, list[Callable[[], None]]] = {
        "nothing": [],
        f"{POSTS_A_SECOND} posts/s": [lambda: crowd.write(SECONDS)],
        f"the same and {SLOW_A_SECOND} renders/s": [lambda: crowd.write(SECONDS), slow.ask],
    }
    waits = {name: Waits() for name in kinds}
    with tempfile.TemporaryDirectory(prefix="standfirst-bench-") as folder:
        script = script_for(pages_of(site, crowd), Path(folder))
        for _ in range(ROUNDS):
            for name, others in kinds.items():
                waits[name].note(reading(site, script, others))
    for name, waited in waits.items():
        table.add_row(name, *waited.columns())
    table.add_row("a render alone", "", f"{statistics.median(slow.alone) * 1000:.0f}", "", "")
    return table


def pages_of(site: ServedSite, crowd: Crowd) -> list[str]:
    """Give what readers ask for: pages of every kind, and those that are written to."""
    connection = site.connect()
    there = [path for path in paths(connection) if connection.get(path).status == 200]
    return [
        *(path for path in there if path != "/healthz"),
        crowd.place.article,
        crowd.place.comments,
    ]


def reading(site: ServedSite, script: Path, others: list[Callable[[], None]]) -> str:
    """Have readers come while others do what they do; give what `wrk` said."""
    with ThreadPoolExecutor(len(others) + 1) as threads:
        busy = [threads.submit(other) for other in others]
        said = read(site, script, SECONDS)
        for one in busy:
            one.result()
    return said


class Slow:
    """An editor who looks at pages of the admin: nothing takes longer to render."""

    def __init__(self, site: ServedSite) -> None:
        self.site = site
        self.headers = {"Cookie": told(site.folder, "owner")["cookie"]}
        # The first ones load what the others have.
        self.alone = [self.seconds(site.connect()) for _ in range(4 * ROUNDS)][ROUNDS:]

    def seconds(self, connection: Connection) -> float:
        """Give how long a page took. Raises RuntimeError if it was another one."""
        answer = connection.get(SLOW_PAGE, self.headers)
        if answer.status != 200:
            raise RuntimeError(f"{SLOW_PAGE} answered {answer.status}.")
        return answer.seconds

    def ask(self) -> None:
        """Ask for so long."""
        connection, begun = self.site.connect(), time.monotonic()
        for number in range(SECONDS * SLOW_A_SECOND):
            time.sleep(max(0.0, begun + number / SLOW_A_SECOND - time.monotonic()))
            self.seconds(connection)
