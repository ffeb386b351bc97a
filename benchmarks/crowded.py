"""How long readers wait for finished pages while others write, and while slow pages are rendered."""

import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rich.table import Table

from benchmarks.contenders import found, missing_programs
from benchmarks.crowd import Crowd
from benchmarks.posting import gather, told
from benchmarks.reading import paths
from benchmarks.served_site import Connection, ServedSite

ROUNDS = 5
SECONDS = 8
READERS = 30
READS_A_SECOND = 300
POSTS_A_SECOND = 50
SLOW_A_SECOND = 6
SLOW_PAGE = "/admin/pages/"
IN_MILLISECONDS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
# Each reader waits about as long as the others, but not in step with them.
LUA = """
local targets, at = {}, 0
init = function(args)
  for line in io.lines("%s") do
    targets[#targets + 1] = wrk.format("GET", line, {["Accept-Encoding"] = "gzip"})
  end
end
request = function() at = at %% #targets + 1; return targets[at] end
delay = function() return math.random(%d, %d) end
"""


@dataclass
class Waits:
    """What readers waited in each round (milliseconds), and how many pages a second they had."""

    halves: list[float] = field(default_factory=list)
    p99s: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def note(self, said: str) -> None:
        """Take what `wrk` said of a round. Raises RuntimeError if not all had their page."""
        if "Non-2xx" in said or "Socket errors" in said:
            raise RuntimeError(said)
        self.halves.append(milliseconds(said, 50))
        self.p99s.append(milliseconds(said, 99))
        self.rates.append(float(found(r"Requests/sec:\s+([\d.]+)", said)))


def measure(site: ServedSite) -> Table:
    """Show it through the default `standfirst run`, in rounds in turn."""
    table = Table(
        title=f"Readers while others write, {ROUNDS} rounds in turn", title_justify="left"
    )
    for name in ("meanwhile", "pages/s", "median ms", "p99 ms", "spread"):
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
        script = script_for(site, crowd, Path(folder))
        for _ in range(ROUNDS):
            for name, others in kinds.items():
                waits[name].note(read(site, script, others))
    for name, waited in waits.items():
        table.add_row(name, *columns(waited))
    table.add_row("a render alone", "", f"{statistics.median(slow.alone) * 1000:.0f}", "", "")
    return table


def columns(waited: Waits) -> Iterator[str]:
    """Give what stands in a row."""
    yield f"{statistics.median(waited.rates):.0f}"
    yield f"{statistics.median(waited.halves):.1f}"
    yield f"{statistics.median(waited.p99s):.1f}"
    yield f"{min(waited.p99s):.1f} to {max(waited.p99s):.1f}"


def script_for(site: ServedSite, crowd: Crowd, folder: Path) -> Path:
    """Write what readers ask for, at what pace: pages of every kind, and those that are written to."""
    connection = site.connect()
    there = [path for path in paths(connection) if connection.get(path).status == 200]
    pages = [*(path for path in there if path != "/healthz"), crowd.place.article]
    (folder / "pages").write_text("".join(f"{page}\n" for page in [*pages, crowd.place.comments]))
    pause = READERS / READS_A_SECOND * 1000
    script = folder / "pace.lua"
    script.write_text(LUA % (folder / "pages", pause * 0.6, pause * 1.4))
    return script


def read(site: ServedSite, script: Path, others: list[Callable[[], None]]) -> str:
    """Have readers come for some seconds while others do what they do; give what `wrk` said."""
    url = f"http://127.0.0.1:{site.port}/"
    command = ["wrk", "-t1", f"-c{READERS}", f"-d{SECONDS}s", "--latency", "-s", str(script), url]
    with ThreadPoolExecutor(len(others) + 1) as threads:
        busy = [threads.submit(other) for other in others]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        for one in busy:
            one.result()
    return done.stdout


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


def milliseconds(said: str, percent: int) -> float:
    """Give a percentile that `wrk` said."""
    value, unit = re.findall(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s)$", said, re.MULTILINE)[0]
    return float(value) * IN_MILLISECONDS[unit]
