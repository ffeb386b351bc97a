"""Foreign data (other systems' exports, attack corpora), which is not in the repository."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def is_required(thing):
    """Whether STANDFIRST_REQUIRE_<thing>=1 makes its absence a failure."""
    return os.environ.get(f"STANDFIRST_REQUIRE_{thing}", "") == "1"


def absent(thing, reason):
    """Skip the test, or fail it where the run says that the thing must be there."""
    if is_required(thing):
        pytest.fail(f"{reason} (STANDFIRST_REQUIRE_{thing}=1)", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def test_data():
    """Give the folder of foreign data, as STANDFIRST_TEST_DATA names it (seen from the repository)."""
    named = os.environ.get("STANDFIRST_TEST_DATA", "")
    if not named:
        absent("DATA", "STANDFIRST_TEST_DATA is not set")
    folder = (ROOT / named).resolve()
    if not folder.is_dir():
        absent("DATA", "the folder that STANDFIRST_TEST_DATA names is not there")
    return folder
