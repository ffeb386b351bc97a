"""Fixtures for every test. What they are made of stands in tests/plugins, the people in tests/cast.py."""

import os
from datetime import UTC, datetime

import pytest

pytest_plugins = ["tests.plugins.counts", "tests.plugins.data", "tests.plugins.browser"]
if "DJANGO_SETTINGS_MODULE" in os.environ:
    pytest_plugins += [
        # The next one imports it.
        "tests.plugins.remembering",
        "tests.plugins.database",
        "tests.plugins.demo",
        "tests.plugins.speed",
        "tests.plugins.tripwire",
        "tests.plugins.turns",
        "tests.cast",
    ]


@pytest.fixture
def now():
    """Give the time at which every test happens: a Saturday morning in spring."""
    return datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)


def pytest_collection_modifyitems(items):
    """Leave what is marked `soak` to `make soak`, counted among the skipped."""
    if os.environ.get("STANDFIRST_SOAK") == "1":
        return
    for item in items:
        if item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.skip(reason="a long version: make soak"))
