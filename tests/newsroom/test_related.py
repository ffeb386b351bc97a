import pytest
from django.test import RequestFactory

from standfirst.newsroom import actions
from standfirst.newsroom.models import ArticlePage
from standfirst.newsroom.queries.related import RELATED, related_to
from tests.newsroom.conftest import text_at


@pytest.fixture
def related(now):
    request = RequestFactory().get("/", headers={"host": "127.0.0.1:8000"})

    def headlines(article):
        return [card.headline for card in related_to(article, request, now)]

    return headlines


def test_chosen_first_then_shared_topics_then_the_newest(publish, flood, home, now, related):
    dam = actions.add_topic(home=home, title="Dam", now=now)
    publish("Newest")
    publish("One topic", topics=[flood])
    publish("Both topics", topics=[flood, dam])
    publish("Older, one topic", topics=[dam])
    chosen = publish("Chosen")
    page = publish("Page", topics=[flood, dam], related=[chosen])
    assert related(page) == ["Chosen", "Both topics", "One topic", "Older, one topic", "Newest"]


def test_chosen_ones_keep_their_order_and_stand_once(publish, flood, related):
    first, second = publish("First", topics=[flood]), publish("Second", topics=[flood])
    page = publish("Page", topics=[flood], related=[second, first])
    assert related(page) == ["Second", "First"]


def test_never_the_article_itself(publish, related):
    assert related(publish()) == []


def test_never_more_than_fit(publish, related):
    for number in range(RELATED + 3):
        publish(f"Story {number}")
    assert len(related(publish("Page"))) == RELATED


def test_only_what_is_public(publish, flood, river, make_private, town, now, related):
    draft = actions.draft_article(
        section=river, article=actions.NewArticle(headline="Draft", topics=[flood]), now=now
    )
    hidden = publish("Behind a door", section=town, topics=[flood])
    page = publish("Page", topics=[flood], related=[draft, hidden])
    assert related(page) == ["Behind a door"], "the control: it is related while it is public"
    make_private(town)
    assert related(page) == []


def test_an_article_that_was_never_saved_has_some(publish, flood, related):
    publish("Other")
    assert related(ArticlePage(title="New")) == ["Other"]


def test_it_stands_under_the_article(publish, nobody):
    publish("Other")
    html = text_at(nobody, publish("Page").get_url())
    assert "More on this topic" in html
    assert 'href="/river/other/"' in html
