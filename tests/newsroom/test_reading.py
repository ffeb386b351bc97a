from datetime import date, timedelta

import pytest
from django.test import RequestFactory

from standfirst.newsroom import actions
from standfirst.newsroom.models import Byline
from standfirst.newsroom.queries.reading import reading_of
from tests.newsroom.conftest import text_at, words


@pytest.fixture
def read(now):
    request = RequestFactory().get("/", headers={"host": "127.0.0.1:8000"})
    return lambda article: reading_of(article, request, now)


def test_bylines_stand_in_their_order_by_role(publish, home, ada, now, read):
    bo = actions.add_contributor(home=home, name="Bo Reel", now=now)
    page = publish(
        bylines=[(bo, Byline.Role.WORDS), (ada, Byline.Role.PHOTOS), (ada, Byline.Role.WORDS)]
    )
    named = [(credit.role, [name.title for name in credit.names]) for credit in read(page).credits]
    assert named == [("By", ["Bo Reel", "Ada Winter"]), ("Photographs", ["Ada Winter"])]


def test_a_contributor_who_has_no_public_page_is_named_without_a_link(publish, ada, read, nobody):
    page = publish(bylines=[(ada, Byline.Role.WORDS)])
    assert read(page).credits[0].names[0].url == "/authors/ada-winter/"
    ada.unpublish()
    assert read(page).credits[0].names[0].url == ""
    assert "Ada Winter" in text_at(nobody, page.get_url())


def test_only_public_topics_are_named(publish, flood, read):
    page = publish(topics=[flood])
    assert [link.title for link in read(page).topics] == ["Flood"]
    flood.unpublish()
    assert read(page).topics == []


def test_the_dateline_is_of_the_day_it_appeared_unless_said(publish, read, now):
    assert read(publish(first_published_at=now)).dateline_date == date(2026, 3, 14)
    assert read(publish(dateline_date=date(2026, 3, 10))).dateline_date == date(2026, 3, 10)


def test_an_update_is_said(publish, nobody, now):
    page = publish(first_published_at=now - timedelta(days=2), changed_at=now)
    html = text_at(nobody, page.get_url())
    assert "12 March 2026, 09:26" in html
    assert 'updated <time datetime="2026-03-14T09:26:53+00:00">14 March 2026, 09:26</time>' in html


def test_a_link_to_a_page_is_its_address_while_it_is_public(publish, nobody):
    other = publish("Other")
    source = f'<a linktype="page" id="{other.pk}">there</a>'
    page = publish("Page", story=[words(source)])
    assert '<a href="/river/other/">there</a>' in text_at(nobody, page.get_url())
    other.unpublish()
    assert "<a>there</a>" in text_at(nobody, page.get_url())


def test_a_link_to_a_page_that_is_gone_is_words(publish, nobody):
    page = publish(
        story=[words('<a linktype="page" id="99999">there</a> <a linktype="page">here</a>')]
    )
    assert "<a>there</a> <a>here</a>" in text_at(nobody, page.get_url())
