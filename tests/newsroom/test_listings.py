from datetime import UTC, datetime

import pytest
from django.test import RequestFactory

from standfirst.lib.keyset import encode_cursor
from standfirst.newsroom import actions
from standfirst.newsroom.models import Byline
from standfirst.newsroom.queries import listings
from standfirst.newsroom.queries.listings import (
    articles_of_contributor,
    articles_of_section,
    articles_of_topic,
    listing_of,
    read_before,
)
from tests.newsroom.conftest import text_at


@pytest.fixture
def request_of():
    return RequestFactory().get("/", headers={"host": "127.0.0.1:8000"})


@pytest.fixture
def short_pages(monkeypatch):
    """Let a page hold three articles."""
    monkeypatch.setattr(listings, "ON_A_PAGE", 3)


def test_a_list_goes_on_until_its_end_without_gap_or_double(
    river, publish, request_of, now, short_pages
):
    for number in range(8):
        publish(
            f"Story {number}", first_published_at=datetime(2026, 1, 1 + number // 3, tzinfo=UTC)
        )
    seen, before, pages = [], None, 0
    while True:
        page = listing_of(articles_of_section(river, now), request_of, before)
        seen += [card.headline for card in page.cards]
        pages += 1
        if not page.older:
            break
        before = read_before(page.older)
    assert pages == 3
    assert sorted(seen) == [f"Story {number}" for number in range(8)]
    assert seen[:2] == ["Story 7", "Story 6"]


def test_an_article_that_appears_meanwhile_moves_no_page(
    river, publish, request_of, now, short_pages
):
    for number in range(6):
        publish(f"Story {number}", first_published_at=datetime(2026, 1, 10 - number, tzinfo=UTC))
    first = listing_of(articles_of_section(river, now), request_of)
    publish("Just now", first_published_at=now)
    second = listing_of(articles_of_section(river, now), request_of, read_before(first.older))
    assert [card.headline for card in second.cards] == ["Story 3", "Story 4", "Story 5"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1",
        encode_cursor("yesterday", 1),
        encode_cursor(1, 2),
        encode_cursor("2026-01-01T00:00:00", 1),
        encode_cursor("2026-01-01T00:00:00+00:00"),
        encode_cursor("2026-01-01T00:00:00+00:00", "1"),
    ],
)
@pytest.mark.any_engine
def test_only_our_own_cursors_are_read(text):
    assert read_before(text) is None


@pytest.mark.any_engine
def test_our_own_cursor_is_read_back():
    at = datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC)
    assert read_before(encode_cursor(at.isoformat(), 7)) == (at, 7)


def test_a_cursor_that_no_page_links_is_no_page(river, publish, nobody):
    page = publish()
    assert nobody.get("/river/?before=garbage").status_code == 404
    assert nobody.get("/?before=garbage").status_code == 404
    good = encode_cursor("2027-01-01T00:00:00+00:00", 1)
    assert nobody.get(f"/river/?before={good}").status_code == 200
    assert nobody.get(f"{page.get_url()}?before={good}").status_code == 404


def test_the_browser_finds_the_older_articles(river, publish, nobody, short_pages):
    for number in range(9):
        publish(f"Story {number}")
    html = text_at(nobody, "/river/")
    older = html.partition('href="/river/?before=')[2].partition('"')[0]
    html = text_at(nobody, f"/river/?before={older}")
    assert "Story 7" in html
    assert "Newest stories" in html
    assert 'content="noindex, follow"' in html
    assert 'class="front-top"' not in html


def test_a_topic_lists_its_articles_of_all_sections(flood, town, publish, nobody):
    publish("Wet", topics=[flood])
    publish("Wetter", topics=[flood], section=town)
    publish("Dry")
    html = text_at(nobody, "/topics/flood/")
    assert "Wet" in html
    assert "Wetter" in html
    assert "Dry" not in html


def test_a_contributor_lists_each_article_once_whatever_they_did(ada, publish, request_of, now):
    publish("Both", bylines=[(ada, Byline.Role.WORDS), (ada, Byline.Role.PHOTOS)])
    publish("Pictures", bylines=[(ada, Byline.Role.PHOTOS)])
    publish("Neither")
    listing = listing_of(articles_of_contributor(ada, now), request_of)
    assert [card.headline for card in listing.cards] == ["Both", "Pictures"]


def test_a_topic_of_a_draft_lists_nothing(flood, river, request_of, now):
    article = actions.NewArticle(headline="Secret", topics=[flood])
    actions.draft_article(section=river, article=article, now=now)
    assert listing_of(articles_of_topic(flood, now), request_of).cards == []


def test_topics_and_contributors_say_how_much_they_have(flood, ada, publish, nobody):
    publish("One", topics=[flood], bylines=[(ada, "words"), (ada, "photos")])
    publish("Two", topics=[flood], bylines=[(ada, "words")])
    assert "2 articles" in text_at(nobody, "/topics/")
    assert "2 articles" in text_at(nobody, "/authors/")


def test_empty_lists_have_words(home, flood, nobody):
    assert "Nothing has appeared here yet." in text_at(nobody, "/topics/flood/")
    assert "Nobody is listed yet." in text_at(nobody, "/authors/")
