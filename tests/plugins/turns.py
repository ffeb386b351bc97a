"""Sweeps over very many like cases take turns: each commit takes a quarter of them, the soak all.

`make test` names the turn by the commit, so that the same commit takes the same; without a turn all run.
On PostgreSQL, where everything runs a second time, so do all tests but those for which the engine matters
most: money, several processes and nodes, races. SQLite has taken the others.
"""

import os
import zlib

import pytest
from django.db import connection

TURNS = 4
SWEEPS = (
    "tests/browser/test_every_page.py",
    "tests/discussion/test_stencils.py::test_a_decision_that_is_left_out_is_found",
    "tests/exits/",
    "tests/funding/test_machine.py::test_planted_faults_are_found",
    "tests/hostile/",
    "tests/languages/test_every_page.py",
    "tests/pages/test_lists.py",
    "tests/transfer/wordpress/",
    "tests/worker/test_killed_at_each_point.py::test_every_notice",
)
ALWAYS_ON_POSTGRES = (
    *("tests/delivery/", "tests/funding/", "tests/load/", "tests/nodes/", "tests/outbox/"),
    *("tests/people/", "tests/prepared/", "tests/replica/", "tests/worker/"),
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    turn = os.environ.get("STANDFIRST_TURN", "all")
    if turn == "all":
        return
    takes_turns = on_postgres if connection.vendor == "postgresql" else is_of_a_sweep
    left = [item for item in items if takes_turns(item) and turn_of(item.nodeid) != int(turn)]
    config.hook.pytest_deselected(items=left)
    gone = set(map(id, left))
    items[:] = [item for item in items if id(item) not in gone]


def turn_of(name):
    return zlib.crc32(name.encode()) % TURNS


def is_of_a_sweep(item):
    return item.nodeid.startswith(SWEEPS)


def on_postgres(item):
    if item.get_closest_marker("postgres_only") or "races" in item.nodeid:
        return False
    return is_of_a_sweep(item) or not item.nodeid.startswith(ALWAYS_ON_POSTGRES)
