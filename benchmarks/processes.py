"""What processes use, read from Linux's /proc."""

import os
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
KIBIBYTE = 1024


def processor_seconds(pid: int) -> float:
    """Give what a process and all below it have used so far."""
    return sum(seconds for _, seconds in family(pid))


def memory(pid: int) -> int:
    """Give the bytes that a process and all below it take, what they share counted once (PSS)."""
    return sum(own_memory(each) for each, _ in family(pid))


def own_memory(pid: int) -> int:
    """Give the bytes that one process takes, with its share of what it shares (PSS)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * KIBIBYTE
    return 0


def family(pid: int) -> Iterator[tuple[int, float]]:
    """Give a process and all below it, each with the processor's time that it has used (seconds)."""
    below: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        number = int(file.parent.name)
        below.setdefault(int(fields[1]), []).append(number)
        used[number] = (int(fields[11]) + int(fields[12])) / TICKS
    members = [pid]
    for member in members:
        members += below.get(member, [])
        yield member, used[member]
