"""Requests go to whichever worker of the app is free."""

import asyncio
import os
import socket
import subprocess
import sys
from contextlib import contextmanager
from functools import partial

from standfirst.delivery.front.settings import FrontSettings
from standfirst.delivery.front.upstream import Question, Upstream
from tests.cli.processes import until
from tests.loops import run

SERVE = """
import sys
from pathlib import Path
from standfirst.cli import app_server
app_server.TARGET = "tests.cli.patient_app:application"
app_server.serve(Path(sys.argv[1]), 2)
"""
READERS = 30


@contextmanager
def served(folder):
    """Serve the patient app by two workers of the real server."""
    path = folder / "app.sock"
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(path)],
        env={**os.environ, "RELEASE": str(folder / "release")},
    )
    try:
        until(partial(is_heard, path), what="an app that listens")
        yield path
    finally:
        process.terminate()
        process.wait()


def is_heard(path):
    with socket.socket(socket.AF_UNIX) as link:
        return link.connect_ex(str(path)) == 0


def test_nobody_waits_at_a_busy_worker_while_another_is_free(tmp_path):
    """But for the one request that a busy worker reads meanwhile."""

    async def answered(upstream, path):
        async with upstream.answer(Question("GET", path, [("host", "app")])) as answer:
            await answer.read()

    async def ask(path):
        paths = {"pages": tmp_path, "static": tmp_path, "media": tmp_path}
        upstream = Upstream(FrontSettings(**paths, app=f"unix:{path}", host="app", token="t"))
        # Whoever keeps connections has some to both workers now.
        await asyncio.gather(*(answered(upstream, "/") for _ in range(READERS)))
        slow = asyncio.create_task(answered(upstream, "/slow"))
        await asyncio.to_thread(until, (tmp_path / "entered").exists)
        quick = [asyncio.create_task(answered(upstream, "/")) for _ in range(READERS)]
        done, left = set(), set(quick)
        while len(left) > 1:
            now, left = await asyncio.wait(left, timeout=20, return_when=asyncio.FIRST_COMPLETED)
            done |= now
            if not now:
                break
        (tmp_path / "release").touch()
        await asyncio.gather(slow, *quick)
        await upstream.close()
        return len(done)

    with served(tmp_path) as path:
        assert run(ask(path)) >= READERS - 1
