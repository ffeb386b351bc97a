"""A kept page is true, or known to be stale: after every kind of change, every page is compared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keeping import own_shelf, shelf_at
from standfirst.delivery.page_folder import files
from standfirst.desk.actions import match_thread
from standfirst.discussion.actions import NewComment, post_comment, telling
from standfirst.discussion.models import Thread
from standfirst.discussion.queries import facts
from standfirst.funding.models import Campaign
from standfirst.newsroom.models import ArticlePage, SectionPage
from tests.exits.changes import Change, World
from tests.exits.changes.money import MONEY
from tests.exits.changes.newsroom import NEWSROOM, flagship, publish
from tests.exits.changes.talk import TALK
from tests.exits.kept import KeptPaper

pytestmark = [pytest.mark.any_engine, pytest.mark.slow]
PEOPLE = ("reader", "supporter", "editor", "moderator", "treasurer", "guest")


@pytest.fixture
def shelf(settings, tmp_path, monkeypatch):
    """Give the shelf of a page folder of this test's own, without the compressed copies."""
    settings.STANDFIRST_PAGES = tmp_path / "pages"
    monkeypatch.setattr(files, "ENCODERS", {})
    yield own_shelf()
    own_shelf().index.close()
    shelf_at.cache_clear()


@pytest.fixture
def world(demo, request, thread):
    """Give those who change things, and what they change."""
    world = World(**{name: request.getfixturevalue(name) for name in PEOPLE})
    world.home, world.thread, world.campaign = demo, thread, Campaign.objects.get()

    def say(under, text, *, by, name="", **place):
        new = NewComment(thread=under, author=by, text=text, name=name, **place)
        return post_comment(new=new, now=world.now())

    world.say = say
    world.thread_of = lambda page: Thread.objects.get(page_id=page.pk)
    world.open_again = lambda thread: match_thread(article=thread.page.specific, now=world.now())
    return world


@pytest.fixture
def paper(client_of, shelf, world):
    """Give the paper with all its pages kept."""
    # The article that people talk about, and one of another section, where a campaign will stand.
    other = ArticlePage.objects.child_of(SectionPage.objects.get(slug="town-hall")).first()
    seeds = (flagship().url, world.thread.comments_path, "/town-hall/", other.url)
    return KeptPaper(client_of(None, raise_request_exception=False), shelf, seeds=seeds)


# The shares of pages that go hard stale in vain, so that they do not grow unseen. They are those of one
# change of each kind, not of a day: what editors do rarely is here as often as what readers do.
@pytest.mark.parametrize(("changes", "most_in_vain"), [(TALK, 0.2), (MONEY, 0.3), (NEWSROOM, 0.7)])
def test_every_page_that_a_change_alters_goes_stale(paper, world, changes, most_in_vain):
    faults = []
    for change in changes.made:
        faults += paper.faults_after(change, world)
    assert faults == []
    assert paper.tally.share_in_vain("hard") <= most_in_vain


def test_what_has_an_end_is_kept_until_then_wherever_it_is_named(paper, world):
    end = timezone.now() + timedelta(hours=1)
    publish(flagship(), title="A canary for an hour", expire_at=end)
    named = set()
    for address in paper.addresses:
        body = paper.rendered_anew(address)
        if b"A canary for an hour" in body:
            named.add(address)
            assert paper.shelf.folder.find(address).bake.until == end.timestamp(), address
    assert {"/", "/feeds/paper.xml", flagship().url, world.thread.comments_path} <= named


class TestControls:
    def test_nothing_is_stale_where_nothing_changed(self, paper, world):
        assert paper.faults_after(Change("nothing happens", lambda world: None), world) == []
        assert paper.tally.counts.total() == 0

    def test_a_forgotten_key_is_found(self, monkeypatch, paper, world):
        monkeypatch.setattr(facts, "declare", lambda *keys: None)
        paper.render_all()
        faults = paper.faults_after(TALK.named("only members may write"), world)
        assert any("/comments/ is shown as it was" in fault for fault in faults)

    def test_a_forgotten_purge_is_found(self, monkeypatch, paper, world):
        monkeypatch.setattr(telling, "purge", mark_stale)
        assert paper.faults_after(TALK.named("a member comments"), world) == []
        faults = paper.faults_after(TALK.named("a comment is held"), world)
        assert any("still has 'A word under the gate'" in fault for fault in faults)
