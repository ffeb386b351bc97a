"""Sweeps over very many like cases take turns: each commit takes a quarter of them, the soak all.

`make test` names the turn by the commit, so that the same commit takes the same; without a turn all run.
On PostgreSQL, where everything runs a second time, so do all tests but those for which the engine matters
most: money, several processes and nodes, races; and of sweeps a commit takes a sixteenth. SQLite has taken
the others.
"""

import os
import zlib

import pytest
from django.db import connection

TURNS = 4
# Of sweeps where they run a second time.
TURNS_ON_POSTGRES = 16
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
    turns = turns_on_postgres if connection.vendor == "postgresql" else turns_on_sqlite
    left = [item for item in items if not is_at_its_turn(item, int(turn), turns(item))]
    config.hook.pytest_deselected(items=left)
    gone = set(map(id, left))
    items[:] = [item for item in items if id(item) not in gone]


def is_at_its_turn(item, turn, turns):
    return zlib.crc32(item.nodeid.encode()) % turns == turn % turns


def turns_on_sqlite(item):
    return TURNS if item.nodeid.startswith(SWEEPS) else 1


def turns_on_postgres(item):
    if item.get_closest_marker("postgres_only") or "races" in item.nodeid:
        return 1
    if item.nodeid.startswith(SWEEPS):
        return TURNS_ON_POSTGRES
    return 1 if item.nodeid.startswith(ALWAYS_ON_POSTGRES) else TURNS
