"""The 55 exports of the data: all move in, but three that are broken."""

import os
from pathlib import Path

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from standfirst.discussion.models import Comment
from standfirst.transfer.models import ImportedThing, ImportRun
from standfirst.transfer.wordpress.things import WxrRefused
from tests.plugins.data import ROOT

REFUSED = {
    "malformed.xml": (90, "<notachanneltag> of line 27 is not closed before this"),
    "malformed-simple.xml": (14, "<item> of line 9 is never closed"),
    "crazy-cdata.xml": (18, "a CDATA section was closed before its end"),
}
COUNT = 55
NOT_ITEMS = {"author", "category", "post_tag", "comment", "pingback", "trackback"}


def exports():
    """List the files where the tests are collected, so that each is a test with its name."""
    folder = Path(ROOT, os.environ.get("STANDFIRST_TEST_DATA", "") or "nowhere").resolve()
    found = sorted(folder.glob("wxr-*/**/*.xml"))
    return [file.relative_to(folder).as_posix() for file in found] or ["(no data)"]


def is_item(entry):
    return entry.kind not in NOT_ITEMS and not entry.kind.startswith("term:")


def written():
    return [table.objects.count() for table in (Page, Redirect, Comment, ImportedThing, ImportRun)]


def test_all_the_files_are_there(test_data):
    assert len(exports()) == COUNT
    assert {name.rpartition("/")[2] for name in exports()} >= set(REFUSED)


@pytest.mark.parametrize("name", exports())
def test_an_export_moves_in_or_is_refused(test_data, move_in, home, client, name):
    file = test_data / name
    before = written()
    expected = REFUSED.get(file.name)
    if expected is not None:
        with pytest.raises(WxrRefused) as refused:
            move_in(file)
        assert refused.value.line == expected[0]
        assert expected[1] in refused.value.cause
        assert "\n" not in refused.value.cause
        assert written() == before
        return
    account = move_in(file)
    text = file.read_text(encoding="utf-8")
    items = [each for each in account.entries if is_item(each)]
    assert len(items) == text.count("<item>") + text.count("<item ")
    assert all(line.in_file == line.taken + line.left_count for line in account.lines.values())
    assert "not reached" not in {each.why for each in account.entries}
    pages = Page.objects.filter(live=True, depth__gt=1)
    answers = {
        page.url_path: client.get(page.get_url_parts()[2]).status_code for page in pages[:12]
    }
    assert set(answers.values()) == {200}, answers
    after = written()
    again = move_in(file)
    assert all(line.taken == 0 for line in again.lines.values())
    assert written()[:-1] == after[:-1]
