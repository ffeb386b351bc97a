"""Real `standfirst` processes for tests: started on the test's own site, always ended."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 60


def command(*arguments):
    return [sys.executable, "-m", "standfirst.cli.main", *arguments]


def call(*arguments, site, **environment):
    """Run a command to its end and give what it said."""
    return subprocess.run(
        command(*arguments),
        env=environment_for(site, **environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        stdin=subprocess.DEVNULL,
    )


@contextmanager
def running(*arguments, site, log, **environment):
    """Have a command run for a while; it is killed at the end if it still lives."""
    with log.open("wb") as handle:
        process = subprocess.Popen(
            command(*arguments),
            env=environment_for(site, **environment),
            stdout=handle,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()


# What the browser's tests set for their own process.
NOT_PASSED_ON = ("STANDFIRST_", "DJANGO_ALLOW_ASYNC_UNSAFE")


def environment_for(site, **extra):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_PASSED_ON)}
    return {**kept, "STANDFIRST_SITE": str(site), "PYTHONWARNINGS": "default", **extra}


def until(condition, *, seconds=PATIENCE_SECONDS, what="it"):
    """Wait on a condition, never on a time; give what it gave."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come about within {seconds} s")


def is_alive(pid):
    """Whether a process runs (one that is dead and not yet collected does not)."""
    return (found := state_and_parent(pid)) is not None and found[0] != "Z"


def descendants(pid):
    """All processes below one, by number."""
    below = {}
    for folder in Path("/proc").glob("[0-9]*"):
        if found := state_and_parent(folder.name):
            below.setdefault(found[1], []).append(int(folder.name))
    found, waiting = [], [pid]
    while waiting:
        children = below.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def words_of(pid):
    """What a process was started as."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    except OSError:
        return []


def state_and_parent(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return fields[0], int(fields[1])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
