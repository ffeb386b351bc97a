"""What was acknowledged survives `kill -9`. A real paper, real processes, real writing people."""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.cli.processes import call, descendants, is_alive, until, words_of
from tests.cli.sites import is_ready, served
from tests.crash.clients import STRANGERS, Crowd

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
AUDIT = (Path(__file__).with_name("audit.py")).read_text()
KILLS = 50 if os.environ.get("STANDFIRST_SOAK") else 3
# Time is moved: what a killed worker had in its hands is due again at once, not in five minutes.
LEASES_RUN_OUT = """
from django.utils import timezone
from standfirst.worker.registry import JOBS
for kind in JOBS:
    waiting = kind.model.objects.filter(done_at__isnull=True, due_at__isnull=False)
    waiting.update(due_at=timezone.now())
"""
KINDS = ("comment", "vote", "gift", "payment")
# In turn, so that three kills are one of each.
VICTIMS = ("app", "worker", "supervisor")


def audit(site):
    done = call("manage", "shell", "-v0", "-c", AUDIT, site=site)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def differences(crowd, found):
    """What the crowd was told and the site does not hold, and what it holds twice."""
    said = list(found["findings"])
    for kind, held in found["held"].items():
        lost = crowd.acknowledged[kind] - set(held)
        strange = set(held) - crowd.tried[kind]
        doubled = {mark for mark, number in held.items() if number > 1}
        said += [f"{kind} lost: {mark}" for mark in lost]
        said += [f"{kind} doubled: {mark}" for mark in doubled]
        said += [f"{kind} from nowhere: {mark}" for mark in strange]
    if not len(crowd.acknowledged["vote"]) <= found["votes"] <= len(crowd.tried["vote"]):
        said.append(f"votes: {len(crowd.acknowledged['vote'])} told, {found['votes']} held")
    return said


def has_written(crowd, more):
    """Wait until so many more comments were acknowledged."""
    before = len(crowd.acknowledged["comment"])
    until(lambda: len(crowd.acknowledged["comment"]) >= before + more, seconds=120, what="comments")


def kill(victim, supervisor):
    """Kill one process and everything that ends with it; give whether a new start is needed."""
    everybody = descendants(supervisor.pid)
    if victim == "supervisor":
        supervisor.kill()
        supervisor.wait()
        until(lambda: not any(map(is_alive, everybody)), seconds=2, what="the end of all children")
        return True
    named = [pid for pid in everybody if any(word.endswith(victim) for word in words_of(pid))]
    os.kill(named[0], signal.SIGKILL)
    return False


def kill_in_turn(crowd, supervisor, kills, recoveries):
    """Kill until enough were killed, or until the supervisor itself was; give how many were."""
    dice = random.Random(kills)
    while kills < KILLS:
        has_written(crowd, 5 + dice.randrange(10))
        time.sleep(dice.random() / 10)  # a random moment, not a wait for anything
        killed_at = time.monotonic()
        kills += 1
        if kill(VICTIMS[(kills - 1) % len(VICTIMS)], supervisor):
            return kills
        until(lambda: is_ready(crowd.port), what="a paper that is ready again")
        recoveries.append(round(time.monotonic() - killed_at, 2))
    return kills


def test_what_was_acknowledged_survives_kill_9(paper, own_site, tmp_path):
    recoveries, kills = [], 0
    with Crowd(**paper) as crowd:
        while kills < KILLS:
            with served(own_site, tmp_path / f"log-{kills}", **STRANGERS) as (port, supervisor):
                crowd.port = port
                kills = kill_in_turn(crowd, supervisor, kills, recoveries)
        with served(own_site, tmp_path / "log-last", **STRANGERS) as (port, _):
            crowd.port = port
            has_written(crowd, 5)
            crowd.stop()
    assert call("manage", "shell", "-v0", "-c", LEASES_RUN_OUT, site=own_site).returncode == 0
    call("work", "--until-idle", site=own_site)
    found = audit(own_site)
    counts = {kind: len(crowd.acknowledged[kind]) for kind in KINDS}
    print(f"{kills} kills, acknowledged {counts}, ready again after {recoveries} s")

    assert differences(crowd, found) == []
    assert all(counts.values()), crowd.refused[:5]
    controls(crowd, found)


def controls(crowd, found):
    """The comparison finds one planted loss and one planted double of each kind."""
    for kind in found["held"]:
        mark = min(crowd.acknowledged[kind])
        for planted, word in ((0, "lost"), (2, "doubled")):
            held = {**found["held"][kind], mark: planted}
            if not planted:
                del held[mark]
            spoilt = {**found, "held": {**found["held"], kind: held}}
            assert differences(crowd, spoilt) == [f"{kind} {word}: {mark}"]
    assert differences(crowd, {**found, "votes": 0})[0].startswith("votes:")
