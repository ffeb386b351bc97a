"""Writing comments, the whole way: through HTTP, screens, limits, wording, notice, keys and event."""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.crowd import MOST_EACH, STRANGERS, Crowd, Place
from benchmarks.processes import processor_seconds
from benchmarks.served_site import ServedSite

SECONDS = int(os.environ.get("STANDFIRST_BENCH_SECONDS", "25"))
STRETCH = 5
# As many as there could be.
MOST_A_SECOND = 400
EXPECTED = ("200", "303", "503")


def measure(site: ServedSite) -> Table:
    """Show how many comments a second a paper takes from 32 people, and that all are there."""
    table = Table(title=f"Comments by 32 people for {SECONDS} s", title_justify="left")
    table.add_column("measured")
    table.add_column("value", justify="right")
    crowd = gather(site, SECONDS)
    before = processor_seconds(site.server.pid)
    crowd.write(SECONDS)
    spent = processor_seconds(site.server.pid) - before
    rates = list(crowd.rates(STRETCH))
    waited = sorted(crowd.waited)
    table.add_row("taken a second", f"{statistics.median(rates):.0f}")
    table.add_row("spread", f"{min(rates):.0f} to {max(rates):.0f}")
    table.add_row("processor ms each, all processes", f"{spent / crowd.taken * 1000:.1f}")
    table.add_row("median ms", f"{statistics.median(waited) * 1000:.0f}")
    table.add_row("p99 ms", f"{waited[int(len(waited) * 0.99) - 1] * 1000:.0f}")
    table.add_row("answers", ", ".join(f"{n} of {s}" for s, n in crowd.answers.items()))
    table.add_row("what is wrong afterwards", "; ".join(audit(site.folder, crowd)) or "nothing")
    return table


def gather(site: ServedSite, seconds: int) -> Crowd:
    """Make a crowd large enough for so many seconds, with a thread to write in."""
    made = told(site.folder, "people", str(number_for(seconds)))
    return Crowd(site.port, Place(**made["place"]), made["cookies"])


def number_for(seconds: int) -> int:
    """Say how many people it takes who are known, since each keeps the limits."""
    known = MOST_A_SECOND * seconds * (STRANGERS - 1) // STRANGERS // MOST_EACH
    return max(known, MOST_A_SECOND * 12)


def audit(folder: Path, crowd: Crowd) -> list[str]:
    """Say what is not as the crowd was told: comments lost or doubled, counts that are wrong.

    Whoever was told to come back later (503) was told the truth.
    """
    found = told(folder, "audit", str(crowd.place.thread))
    said = []
    if found["stored"] != crowd.taken:
        said.append(f"{crowd.taken} acknowledged, {found['stored']} stored")
    if found["miscounted"]:
        said.append(f"{found['miscounted']} counts are wrong")
    strange = {status: n for status, n in crowd.answers.items() if status not in EXPECTED}
    return [*said, f"answers: {strange}"] if strange else said


def told(folder: Path, *arguments: str) -> dict[str, Any]:
    """Ask the site itself, in a process that loads it."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.from_inside", *arguments],
        env={**os.environ, "STANDFIRST_SITE": str(folder)},
        check=True,
        capture_output=True,
        text=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer
