"""The sweep over finished pages: it finds what is wrong, says so, mends it, and leaves the rest alone."""

import gzip
import os
from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from structlog.testing import capture_logs

from standfirst.cli.page_follower import tidy_once
from standfirst.delivery import comparing
from standfirst.delivery.actions import mark_stale
from standfirst.delivery.comparing import (
    Comparison,
    Finding,
    compare_all_pages,
    compare_pages,
    finding_of,
)
from standfirst.delivery.keeping import own_shelf, shelf_at
from standfirst.delivery.keys import page_key
from standfirst.lib.clock import now as clock
from standfirst.newsroom.models import ArticlePage
from tests.exits.walking import walked
from tests.plugins.demo import FLAGSHIP

pytestmark = [pytest.mark.any_engine, pytest.mark.slow]


@pytest.fixture
def shelf(demo, settings, tmp_path):
    settings.STANDFIRST_PAGES = tmp_path / "pages"
    yield own_shelf()
    own_shelf().index.close()
    shelf_at.cache_clear()


@pytest.fixture
def article(demo):
    return ArticlePage.objects.get(slug=FLAGSHIP)


@pytest.fixture
def kept(shelf, client_of, article):
    """Have the pages of an article, its discussion and its section kept; give their addresses."""
    addresses = [article.url, f"{article.url}comments/", article.get_parent().url]
    for address in addresses:
        client_of(None).get(address)
    assert all(shelf.folder.find(address) for address in addresses)
    return sorted(addresses)


def plant(shelf, address, words=b"planted", *, ending=""):
    """Write other words over a file of a page, at the same time as the others to the nanosecond."""
    body = shelf.folder.place(address)
    file = body.with_name(body.name + ending)
    before = body.stat()
    file.write_bytes(words)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_nothing_is_wrong_with_any_page_of_the_paper(shelf, client_of):
    """Every kind of page is rendered in another process than the app's just as there."""
    walked(client_of(None))
    kept = [page.bake.address for page in shelf.folder.pages()]
    assert len(kept) >= 30

    found = compare_all_pages(now=clock())

    assert found.counts == Counter({Finding.RIGHT: len(kept)}), found
    assert sorted(page.bake.address for page in shelf.folder.pages()) == sorted(kept)


def test_a_wrong_page_is_found_said_and_mended(shelf, kept, article, client_of):
    before = {address: shelf.folder.find(address) for address in kept}
    plant(shelf, article.url)

    with capture_logs() as logs:
        found = compare_all_pages(now=clock())

    assert str(found) == (
        "3 finished pages compared; 2 right; 1 wrong, and made anew when asked for: " + article.url
    )
    assert found.mended == 1
    assert [line["address"] for line in logs if line["event"] == "page_was_wrong"] == [article.url]
    assert shelf.folder.find(article.url) is None
    assert b"planted" not in client_of(None).get(article.url).content
    for address in set(kept) - {article.url}:
        assert shelf.folder.find(address) == before[address], "a right page is left alone"


@pytest.mark.parametrize("words", [gzip.compress(b"planted"), b"torn"], ids=["planted", "torn"])
def test_a_wrong_compressed_copy_is_too(shelf, kept, article, words):
    """It is what readers get."""
    plant(shelf, article.url, words, ending=".gz")
    assert finding_of(shelf, article.url, clock()) == Finding.WRONG
    assert shelf.folder.find(article.url) is None


def test_a_change_that_marked_no_key_is_found(shelf, kept, article):
    ArticlePage.objects.filter(pk=article.pk).update(title="Another headline")
    found = compare_all_pages(now=clock())
    assert article.url in found.named


def test_a_page_that_nobody_may_read_any_more_is_dropped(shelf, kept, article):
    ArticlePage.objects.filter(pk=article.pk).update(live=False)
    found = compare_all_pages(now=clock())
    assert found.counts[Finding.GONE] == 2, "the article and its discussion"
    assert shelf.folder.find(article.url) is None


def test_one_behind_a_password_is_no_page_though_it_answers(shelf, kept, article, client_of):
    assert comparing.fresh_body(article.url)
    article.get_parent().view_restrictions.create(restriction_type="password", password="x")
    assert client_of(None).get(article.url).status_code == 200, "the form for the password"
    assert comparing.fresh_body(article.url) is None


def test_what_is_known_to_be_stale_is_left_to_who_follows_the_log_but_not_for_ever(
    shelf, kept, article
):
    now = clock()
    with transaction.atomic():
        mark_stale(page_key(article.pk), now=now)
    ArticlePage.objects.filter(pk=article.pk).update(title="Another headline")

    assert finding_of(shelf, article.url, now) == Finding.WAITING
    assert shelf.folder.find(article.url)
    assert finding_of(shelf, article.url, now + timedelta(minutes=2)) == Finding.WRONG
    assert shelf.folder.find(article.url) is None


def test_what_is_rendered_anew_meanwhile_is_not_held_against_it(
    shelf, kept, article, monkeypatch, client_of
):
    def fresh_body(address):
        shelf.drop([address])
        client_of(None).get(address)
        return b"what was true a moment ago"

    monkeypatch.setattr(comparing, "fresh_body", fresh_body)
    assert finding_of(shelf, article.url, clock()) == Finding.WAITING
    assert shelf.folder.find(article.url)


def test_one_that_cannot_be_rendered_keeps_no_other_from_being_seen(
    shelf, kept, article, monkeypatch
):
    plant(shelf, kept[-1])
    rendered = comparing.fresh_body

    def fails_once(address):
        if address == kept[0]:
            raise ValueError("planted")
        return rendered(address)

    monkeypatch.setattr(comparing, "fresh_body", fails_once)
    found = compare_all_pages(now=clock())
    assert (found.counts[Finding.FAILED], found.mended) == (1, 1)
    assert shelf.folder.find(kept[0]), "nobody knows better"


def test_comparing_is_not_asking(shelf, kept, article):
    """When a page was read last says whether it is baked anew, and what goes when the disk is full."""
    body = shelf.folder.place(article.url)
    long_ago = body.stat().st_mtime_ns - 7200 * 10**9
    os.utime(body, ns=(long_ago, body.stat().st_mtime_ns))

    assert finding_of(shelf, article.url, clock()) == Finding.RIGHT

    assert body.stat().st_atime_ns == long_ago
    body.read_bytes()
    assert body.stat().st_atime_ns != long_ago, "the control: reading it does"


def test_the_hourly_one_goes_on_where_it_stopped(shelf, kept, monkeypatch):
    monkeypatch.setattr(comparing, "SECONDS_AN_HOUR", -1.0)
    seen = []

    def finding(shelf, address, now):
        seen.append(address)
        return Finding.RIGHT

    monkeypatch.setattr(comparing, "finding_of", finding)
    for _ in range(5):
        assert compare_pages(now=clock()).counts.total() <= 1
    assert seen == [*kept, kept[0]], "and begins again after an empty look behind the last"


def test_it_holds_a_few_addresses_at_a_time(shelf, monkeypatch):
    monkeypatch.setattr(comparing, "AT_ONCE", 3)
    asked = []

    def addresses(after, most):
        asked.append((after, most))
        return [f"/{number}/" for number in range(10) if f"/{number}/" > after][:most]

    monkeypatch.setattr(shelf.index, "addresses", addresses)
    assert len(list(comparing.addresses_from(shelf, ""))) == 10
    assert asked == [("", 3), ("/2/", 3), ("/5/", 3), ("/8/", 3), ("/9/", 3)]
    found = Comparison()
    for number in range(1000):
        found.note(Finding.WRONG, f"/{number}/")
    assert len(found.named) == comparing.MOST_NAMED
    assert found.mended == 1000


def test_where_no_pages_are_kept_nothing_is_compared(demo):
    assert str(compare_pages(now=clock())) == "no finished pages are kept here"
    assert str(compare_all_pages(now=clock())) == "no finished pages are kept here"


def test_a_node_whose_pages_no_worker_compares_does_it_itself(shelf, kept, article):
    plant(shelf, article.url)
    tidy_once(shelf)
    assert shelf.folder.find(article.url), "it has its time from now on"

    last = shelf.folder.root / comparing.PLACE
    moment = last.stat().st_mtime
    os.utime(last, (moment, moment - comparing.OVERDUE_SECONDS + 60))
    tidy_once(shelf)
    assert shelf.folder.find(article.url), "a worker has been here lately"

    os.utime(last, (moment, moment - comparing.OVERDUE_SECONDS - 60))
    tidy_once(shelf)
    assert shelf.folder.find(article.url) is None
    assert not comparing.is_overdue(shelf, now=clock())
