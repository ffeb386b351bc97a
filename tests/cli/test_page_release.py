"""What of the page folder outlives a stop, and what is begun anew."""

import os
import time

import pytest

from standfirst.cli import page_release
from standfirst.cli.page_release import prepare_pages
from standfirst.delivery.keeping import KEPT_SECONDS
from standfirst.delivery.page_folder.trail import Trail

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture
def folder(tmp_path):
    """Give a page folder that was followed until just now, with a page in it."""
    prepare_pages(tmp_path / "pages")
    (tmp_path / "pages" / "page").write_text("kept")
    Trail(tmp_path / "pages").note(7)
    return tmp_path / "pages"


def test_pages_outlive_a_stop(folder):
    prepare_pages(folder)
    assert (folder / "page").exists()
    assert Trail(folder).position() == 7


def test_another_release_begins_anew(folder, monkeypatch):
    monkeypatch.setattr(page_release, "release", lambda: "another")
    prepare_pages(folder)
    assert not (folder / "page").exists()
    assert Trail(folder).position() is None


@pytest.mark.parametrize(("seconds", "is_kept"), [(-60, True), (60, False)])
def test_pages_that_nobody_followed_for_long_begin_anew(folder, seconds, is_kept):
    long_ago = time.time() - KEPT_SECONDS - seconds
    os.utime(folder / ".followed", (long_ago, long_ago))
    prepare_pages(folder)
    assert (folder / "page").exists() == is_kept


def test_pages_that_nobody_followed_at_all_begin_anew(folder):
    (folder / ".followed").unlink()
    prepare_pages(folder)
    assert not (folder / "page").exists()
