"""A list costs the same number of queries with one item and with three."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.discussion.actions import Judgement, remove_comment
from standfirst.discussion.models import Comment
from standfirst.lib.clock import now as clock
from standfirst.newsroom import actions
from standfirst.newsroom.models import ArticlePage
from tests.newsroom.conftest import text_at
from tests.plugins.demo import FLAGSHIP

LISTS = (
    *(
        "/",
        "/river/",
        "/river/page/",
        "/topics/",
        "/topics/flood/",
        "/authors/",
        "/authors/ada-winter/",
    ),
    *("/search/?q=story", "/feeds/", "/feeds/paper.xml", "/feeds/sections/river.xml"),
    *("/feeds/corrections.xml", "/feeds/paper.json"),
    *("/feeds/topics/flood.xml", "/feeds/authors/ada-winter.xml", "/sitemap-pages.xml"),
)


@pytest.fixture
def add_everything(publish, flood, ada, lead, picture, home, now):
    """Add one more of everything that a list may show."""
    count = iter(range(100))

    def add():
        number = next(count)
        topic = actions.add_topic(home=home, title=f"Topic {number}", now=now)
        bo = actions.add_contributor(home=home, name=f"Bo {number}", now=now)
        section = actions.add_section(home=home, title=f"Section {number}", now=now)
        values = {"topics": [flood, topic], "bylines": [(ada, "words"), (bo, "photos")]}
        publish(f"Story {number}", lead=lead(width=400, height=300), **values)
        publish(
            f"Other story {number}", section=section, lead=lead(width=400, height=300), **values
        )

    return add


def cost(browser, path):
    text_at(browser, path)  # makes the pictures that are missing
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        text_at(browser, path)
    return [query["sql"] for query in queries]


def test_lists_cost_the_same_with_one_and_with_three(
    add_everything, publish, nobody, flood, ada, lead
):
    add_everything()
    for number in range(5):
        publish(
            f"Story of before {number}", lead=lead(width=400, height=300), bylines=[(ada, "words")]
        )
    publish("Page", slug="page", topics=[flood])
    one = {path: cost(nobody, path) for path in LISTS}
    add_everything()
    add_everything()
    three = {path: cost(nobody, path) for path in LISTS}
    dearer = {
        path: (len(one[path]), len(three[path]))
        for path in LISTS
        if len(three[path]) > len(one[path])
    }
    assert dearer == {}


def test_a_story_costs_the_same_with_one_figure_and_with_three(publish, picture, nobody):
    def figure():
        return {"type": "figure", "value": {"image": picture(width=400, height=300).pk, "alt": "x"}}

    one = publish("One", story=[figure()])
    three = publish("Three", story=[figure(), figure(), figure()])
    gallery = {
        "type": "gallery",
        "value": {"title": "", "figures": [figure()["value"], figure()["value"]]},
    }
    more = publish("More", story=[figure(), gallery])
    costs = [len(cost(nobody, page.get_url())) for page in (one, three)]
    assert costs[0] == costs[1]
    assert len(cost(nobody, more.get_url())) == costs[0], "of whatever kind of block"


@pytest.mark.any_engine
def test_an_article_takes_at_most_25_however_rich_it_is(demo, nobody, moderator):
    """With 200 comments as with these: a page of a discussion costs the same however long it is."""
    costs = {article.url: len(cost(nobody, article.url)) for article in ArticlePage.objects.all()}
    richest = max(costs, key=costs.__getitem__)
    assert costs[richest] > 20, "the control: it is the rich ones that are counted"

    comment = Comment.objects.filter(thread__page__slug=FLAGSHIP, parent=None, state="visible")
    judgement = Judgement(comment=comment.first(), decided_by=moderator, facts="Rude.")
    remove_comment(judgement=judgement, now=clock())

    assert max(len(cost(nobody, url)) for url in costs) <= 25
