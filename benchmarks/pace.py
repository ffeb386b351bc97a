"""Readers who come at a steady pace, and how long each waits; asked by `wrk`."""

import re
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.contenders import found
from benchmarks.served_site import ServedSite

READERS = 30
READS_A_SECOND = 300
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

    def columns(self) -> Iterator[str]:
        """Give what stands in a row: pages a second, median, p99, and the spread of that."""
        yield f"{statistics.median(self.rates):.0f}"
        yield f"{statistics.median(self.halves):.1f}"
        yield f"{statistics.median(self.p99s):.1f}"
        yield f"{min(self.p99s):.1f} to {max(self.p99s):.1f}"


COLUMNS = ("pages/s", "median ms", "p99 ms", "spread")


def script_for(addresses: Sequence[str], folder: Path) -> Path:
    """Write what readers ask for, one after another, and at what pace."""
    (folder / "pages").write_text("".join(f"{address}\n" for address in addresses))
    pause = READERS / READS_A_SECOND * 1000
    script = folder / "pace.lua"
    script.write_text(LUA % (folder / "pages", pause * 0.6, pause * 1.4))
    return script


def read(site: ServedSite, script: Path, seconds: int) -> str:
    """Have readers come for so long; give what `wrk` said."""
    url = f"http://127.0.0.1:{site.port}/"
    command = ["wrk", "-t1", f"-c{READERS}", f"-d{seconds}s", "--latency", "-s", str(script), url]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def milliseconds(said: str, percent: int) -> float:
    """Give a percentile that `wrk` said."""
    value, unit = re.findall(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s)$", said, re.MULTILINE)[0]
    return float(value) * IN_MILLISECONDS[unit]
