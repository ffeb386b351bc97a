"""What a day of a newspaper has rendered again, and how much of that in vain."""

import os
from datetime import timedelta

import pytest

from standfirst.delivery.keeping import own_shelf, shelf_at
from standfirst.delivery.page_folder import files
from standfirst.lib.clock import now as clock
from standfirst.newsroom import actions as newsroom
from standfirst.newsroom.actions import NewArticle
from tests.exits.day import Clock, Day, Size
from tests.funding.makers import a_campaign

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_engine, pytest.mark.slow]
# 5,000 pages: each article has a page for its discussion too.
WHOLE = Size(2400, comments=2000, votes=5000, publications=40, gifts=100, reads=40_000)
SHORT = Size(40, comments=60, votes=120, publications=4, gifts=4, reads=450)
SIZE = WHOLE if os.environ.get("STANDFIRST_SOAK") else SHORT
MOST_IN_VAIN = 0.1


class Paper:
    """Sections, topics, contributors and a campaign that stands on every article."""

    def __init__(self, now):
        home = newsroom.found_paper(name="The Weir Courier", now=now)
        self.sections = [
            newsroom.add_section(home=home, title=f"Section {n}", slug=f"section-{n}", now=now)
            for n in range(4)
        ]
        self.topics = [
            newsroom.add_topic(home=home, title=f"Topic {n}", now=now) for n in range(12)
        ]
        self.writers = [
            newsroom.add_contributor(home=home, name=f"Writer {n}", now=now) for n in range(8)
        ]
        self.campaign = a_campaign(now=now, is_shown_everywhere=True)

    @property
    def others(self):
        fronts = ["/", *(each.url for each in self.sections)]
        lists = [*(each.url for each in self.topics), *(each.url for each in self.writers)]
        return [*fronts, "/support/river/", "/ledger/river/", "/feeds/paper.xml", *lists]

    def publish(self, dice, headline, now):
        article = NewArticle(
            headline=headline,
            story=[{"type": "paragraph", "value": "<p>The water came at night.</p>"}],
            standfirst="Nobody had closed the gate.",
            topics=dice.sample(self.topics, 2),
            bylines=[(dice.choice(self.writers), "words")],
        )
        return newsroom.publish_article(
            section=dice.choice(self.sections), article=article, now=now
        )

    def kind_of(self, address):
        first = address.strip("/").partition("/")[0]
        if address.endswith("/comments/"):
            return "thread"
        if first.startswith("section-"):
            return "article" if address.count("/") > 2 else "section"
        return first or "front"


@pytest.fixture
def day(settings, tmp_path, monkeypatch, client_of):
    settings.STANDFIRST_PAGES = tmp_path / "pages"
    monkeypatch.setattr(files, "ENCODERS", {})
    shelf = own_shelf()
    # It ends now: nothing of it lies ahead of the clock that views ask.
    now = clock() - timedelta(days=1)
    paper = Paper(now)
    days_clock = Clock(now.timestamp())
    day = Day(paper, days_clock, client_of(None), shelf, SIZE)
    for number in range(SIZE.articles):
        made = now - timedelta(hours=SIZE.articles - number)
        paper.publish(day.dice, f"News number {number}", made)
    days_clock.rule(monkeypatch)
    yield day
    shelf.index.close()
    shelf_at.cache_clear()


def test_hardly_anything_is_rendered_in_vain(day):
    day.replay()
    print(f"baked again {dict(day.rebaked)}, in vain {dict(day.in_vain)}")
    assert day.rebaked.total() > SIZE.comments, "the control: a day makes pages stale"
    assert day.share_in_vain() <= MOST_IN_VAIN
