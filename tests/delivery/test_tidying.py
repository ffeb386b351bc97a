"""The page folder stays within its quota, and who is read stays in it."""

import pytest

from standfirst.delivery import tidying
from standfirst.delivery.page_folder.files import size_of
from standfirst.delivery.tidying import keep_within
from tests.delivery.conftest import asked

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_engine]
ADDRESSES = [f"/river/{number}/" for number in range(40)]


@pytest.fixture
def full(shelf, paper, monkeypatch):
    """Keep forty pages, the first of which was read an hour ago and each next one a minute later."""
    monkeypatch.setattr(tidying, "AT_ONCE", 7)
    paper.words = "Who owns the gate?" * 1000
    for number, address in enumerate(ADDRESSES):
        paper.get(address)
        asked(shelf, address, seconds_ago=3600 - 60 * number)
    return shelf


def kept(shelf):
    return [address for address in ADDRESSES if shelf.folder.find(address)]


def test_what_was_not_read_for_longest_goes_first(full):
    one = full.index.size() // len(ADDRESSES)

    dropped = keep_within(full, 30 * one)

    assert kept(full) == ADDRESSES[-27:], "nine tenths of the quota are left"
    assert dropped == 13
    assert full.index.size() == 27 * one
    assert full.index.showing(["page:1"], is_hard=True) == set(ADDRESSES[-27:])


def test_who_is_read_stays_however_old(full):
    asked(full, ADDRESSES[0], seconds_ago=0)

    keep_within(full, full.index.size() // 2)

    assert ADDRESSES[0] in kept(full)
    assert ADDRESSES[1] not in kept(full), "the control"


def test_within_the_quota_nothing_is_dropped(full):
    assert keep_within(full, full.index.size()) == 0
    assert kept(full) == ADDRESSES


def test_the_size_is_that_of_the_files(full):
    files = [file for file in (full.folder.root / "files").rglob("*") if file.is_file()]
    assert len(files) == 5 * len(ADDRESSES)
    assert full.index.size() == sum(file.stat().st_blocks * 512 for file in files)
    assert size_of(full.folder.place("/nowhere/")) == 0


def test_pages_whose_files_somebody_removed_go_first_and_are_no_fault(full):
    full.folder.drop(ADDRESSES[-1])
    keep_within(full, full.index.size() - 1)
    assert ADDRESSES[-1] not in full.index.showing(["page:1"], is_hard=True)
