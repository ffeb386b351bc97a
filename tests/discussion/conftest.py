"""An article with an open thread, and short ways to write, vote and read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.text import slugify
from wagtail.models import Page, Site

from standfirst.discussion import actions
from standfirst.discussion.actions import Ballot, Judgement, NewComment
from standfirst.discussion.models import Comment, Thread
from standfirst.lib.clock import now as clock
from standfirst.newsroom import actions as newsroom
from standfirst.newsroom.actions import NewArticle
from standfirst.people.actions import make_guest, prove_address
from tests.plugins.remembering import remembered

QUESTION = "0b6f9a7e-51c5-4a6b-9a8e-2f3d1c0e4b7a"
NETWORK = "192.0.2.0/24"


@pytest.fixture
@remembered
def section(db):
    """Give a page for pages with discussions; the discussion knows no page types."""
    root = Site.objects.get().root_page
    return root.add_child(instance=Page(title="River", slug="river"))


@pytest.fixture
def make_page(section, now):
    """Publish a page with an open discussion."""

    def make(title="Who owns the gate?"):
        page = section.add_child(instance=Page(title=title, slug=slugify(title)))
        actions.set_thread_mode(page=page, mode=Thread.Mode.OPEN, closes_at=None, now=now)
        return page

    return make


@pytest.fixture
@remembered
def page(make_page):
    return make_page()


@pytest.fixture
def thread(page):
    return Thread.objects.get(page_id=page.pk)


@pytest.fixture
def other_thread(make_page):
    return Thread.objects.get(page_id=make_page("Another story").pk)


@pytest.fixture
@remembered
def article(db, now):
    """Publish a real article with a question in its story; publishing makes its thread."""
    home = newsroom.found_paper(name="The Weir Courier", now=now)
    story = [
        {"type": "paragraph", "value": "<p>Nobody knows.</p>"},
        {"type": "question", "id": QUESTION, "value": {"question": "Who told you?"}},
    ]
    new = NewArticle(headline="Who owns the gate?", story=story, first_published_at=now)
    section = newsroom.add_section(home=home, title="Town", now=now)
    return newsroom.publish_article(section=section, article=new, now=now)


@pytest.fixture
def write(thread, now):
    """Write a comment, a minute after the one before, so that nobody is too fast."""
    minutes = iter(range(10_000))

    def make(author, text="The miller told me.", *, at=None, **values):
        at = at or now + timedelta(minutes=next(minutes))
        new = NewComment(thread=values.pop("thread", thread), author=author, text=text)
        return actions.post_comment(new=replace(new, **values), now=at)

    return make


@pytest.fixture
def proven(db, now):
    """Make guests whose address is proven: what they write is visible at once."""
    numbers = iter(range(10_000))

    def make(name=""):
        number = next(numbers)
        person = make_guest(now=now)
        if name:
            person.name = name
            person.save()
        return prove_address(person=person, address=f"guest{number}@mail.test", now=now)

    return make


@pytest.fixture
def judge(moderator):
    def make(comment, **values):
        return Judgement(comment=Comment.objects.get(pk=comment.pk), decided_by=moderator, **values)

    return make


@pytest.fixture
def vote(now):
    def cast(comment, voter, value=1, **values):
        ballot = Ballot(comment=comment, voter=voter, value=value, **values)
        return actions.cast_vote(ballot=ballot, now=now)

    return cast


def fresh(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def stranger(client_of):
    return client_of(None)


@pytest.fixture
def visible(write, reader):
    return write(reader, "What I know.", at=clock())
