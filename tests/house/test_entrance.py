"""The ways in that people's habits depend on are there, and do what the design says."""

import os
import re

from tests.house.source import ROOT

TARGETS = {"run", "test", "check", "bench", "soak", "lock"}


def targets(makefile):
    return set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))


def test_every_promised_target_exists():
    assert targets((ROOT / "Makefile").read_text()) >= TARGETS


def test_what_decides_runs_the_checks_and_the_tests():
    script = ROOT / ".ci" / "run"
    text = script.read_text()
    assert os.access(script, os.X_OK)
    for needed in (
        "make check",
        "make test",
        "STANDFIRST_TEST_DATA=../shared/data",
        "STANDFIRST_REQUIRE_DATA=1",
        "STANDFIRST_REQUIRE_BROWSER=1",
    ):
        assert needed in text


def test_a_missing_target_is_found():
    assert TARGETS - targets("run: x\ncheck:\n\techo test:\n") == {"test", "bench", "soak", "lock"}
