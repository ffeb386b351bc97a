"""Ten thousand open streams of live events through the front: memory, one event to all, and waiting."""

import asyncio
import contextlib
import os
import re
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path

from rich.table import Table

from benchmarks.pace import Waits, read, script_for
from benchmarks.processes import memory, processor_seconds
from benchmarks.served_site import PATIENCE_SECONDS, PROGRAM, ServedSite
from standfirst.cli.live_server import allow_files

STREAMS = int(os.environ.get("STANDFIRST_BENCH_STREAMS", "10000"))
AT_A_TIME = 100
EVENTS = 5
IDLE_SECONDS = 30
ROUNDS = 5
READING_SECONDS = 4
# Prints when it has committed, on the clock that the listeners use too.
ANNOUNCE = (
    "import time; from django.db import transaction; from django.utils import timezone; "
    "from standfirst.delivery.actions import announce\n"
    f"for number in range({EVENTS}):\n"
    "  time.sleep(1.5)\n"
    "  with transaction.atomic():\n"
    "    announce(topic='front', kind='bench', subject_id=number, now=timezone.now())\n"
    "  print('committed', time.monotonic(), flush=True)\n"
)


class Listener(asyncio.Protocol):
    """One stream, which notes when it heard each event."""

    __slots__ = ("heard", "opened")

    def __init__(self, opened: "asyncio.Future[None]") -> None:
        self.opened = opened
        self.heard: list[float] = []

    def data_received(self, data: bytes) -> None:
        """Note the beginning, then the events."""
        if not self.opened.done() and b"event: hello" in data:
            self.opened.set_result(None)
        self.heard += [time.monotonic()] * data.count(b"event: bench")

    def connection_lost(self, error: Exception | None) -> None:
        """Fail the measurement if it comes before the beginning."""
        if not self.opened.done():
            self.opened.set_exception(error or ConnectionResetError())


def measure(site: ServedSite) -> Table:
    """Show what so many streams cost."""
    allow_files()
    table = Table(title=f"Live events, {STREAMS} streams", title_justify="left")
    table.add_column("measured")
    table.add_column("value", justify="right")
    for name, value in asyncio.run(figures(site)):
        table.add_row(name, value)
    return table


async def figures(site: ServedSite) -> list[tuple[str, str]]:
    """Open the streams, wait, and tell them a few events."""
    alone = await asyncio.to_thread(waits_of_readers, site)
    (await opened(site.port, 0)).close()
    before, idle_before = memory(site.server.pid), await idle_share(site)
    started = time.monotonic()
    listeners = [one async for one in streams(site.port)]
    opening = time.monotonic() - started
    await asyncio.sleep(2)
    grown = memory(site.server.pid) - before
    used = processor_seconds(site.server.pid)
    idle = await idle_share(site)
    delays = await tell(site, [listener for listener, _ in listeners])
    crowded = await asyncio.to_thread(waits_of_readers, site)
    spent = processor_seconds(site.server.pid) - used
    for _, transport in listeners:
        transport.close()
    return [
        ("opened, streams a second", f"{STREAMS / opening:.0f}"),
        ("all processes alone, MB", f"{before / 1e6:.1f}"),
        ("each stream, kB, in all processes", f"{grown / STREAMS / 1000:.1f}"),
        ("idle CPU without them, %", f"{idle_before * 100:.2f}"),
        ("idle CPU with them, %", f"{idle * 100:.2f}"),
        ("one event to the last of all, s", " ".join(f"{delay:.2f}" for delay in sorted(delays))),
        ("CPU of all of it, s", f"{spent:.1f}"),
        ("readers' p99 without streams, ms", spread(alone.p99s)),
        ("readers' p99 beside them, ms", spread(crowded.p99s)),
    ]


async def idle_share(site: ServedSite) -> float:
    """Give which part of one processor the paper takes while nobody asks for anything."""
    used = processor_seconds(site.server.pid)
    await asyncio.sleep(IDLE_SECONDS)
    return (processor_seconds(site.server.pid) - used) / IDLE_SECONDS


def spread(figures: Sequence[float]) -> str:
    """Give the median and the ends of some figures."""
    return f"{statistics.median(figures):.1f} ({min(figures):.1f} to {max(figures):.1f})"


def waits_of_readers(site: ServedSite) -> Waits:
    """Measure how long readers of finished pages wait, in rounds."""
    waits = Waits()
    with tempfile.TemporaryDirectory(prefix="standfirst-bench-") as folder:
        script = script_for(["/"], Path(folder))
        for _ in range(ROUNDS):
            waits.note(read(site, script, READING_SECONDS))
    return waits


async def streams(port: int) -> AsyncIterator[tuple[Listener, asyncio.BaseTransport]]:
    """Open all streams, some at a time, each from an address of its own."""
    for start in range(0, STREAMS, AT_A_TIME):
        numbers = range(start, min(start + AT_A_TIME, STREAMS))
        some = [await asked(port, number) for number in numbers]
        await asyncio.gather(*(listener.opened for listener, _ in some))
        for one in some:
            yield one


async def asked(port: int, number: int) -> tuple[Listener, asyncio.Transport]:
    """Connect and ask for a stream."""
    loop = asyncio.get_running_loop()
    listener = Listener(loop.create_future())
    transport, _ = await loop.create_connection(partial(returned, listener), "127.0.0.1", port)
    transport.write(question(number))
    return listener, transport


def returned(listener: Listener) -> Listener:
    """The listener itself, as what makes one."""
    return listener


async def opened(port: int, number: int) -> asyncio.BaseTransport:
    """Open one stream as soon as the process lets it. Raises TimeoutError if it never does."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            listener, transport = await asked(port, number)
            await listener.opened
            return transport
        await asyncio.sleep(0.1)
    raise TimeoutError("The event streams did not start.")


def question(number: int) -> bytes:
    """The request of one client, as a web server passes it on."""
    address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    return (
        f"GET /live/?topic=front HTTP/1.1\r\nHost: here\r\nX-Forwarded-For: {address}\r\n\r\n"
    ).encode()


async def tell(site: ServedSite, listeners: list[Listener]) -> list[float]:
    """Commit events, and give for each how long it took until the last listener heard it."""
    writer = await asyncio.create_subprocess_exec(
        *(str(PROGRAM), "--site", str(site.folder), "manage", "shell", "-v", "0", "-c", ANNOUNCE),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await writer.communicate()
    committed = [float(at) for at in re.findall(rb"committed ([0-9.]+)", said)]
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if all(len(listener.heard) >= EVENTS for listener in listeners):
            break
        await asyncio.sleep(0.1)
    return [
        max(listener.heard[number] for listener in listeners) - at
        for number, at in enumerate(committed)
    ]
