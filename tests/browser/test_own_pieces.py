"""A person's own on pages that are the same for everybody: fetched by a script, or on a page without one."""

import re

import pytest
from playwright.sync_api import expect

from standfirst.discussion import actions
from standfirst.discussion.models import Comment, Subscription, Thread
from standfirst.lib.clock import now as clock
from standfirst.newsroom.models import ArticlePage
from tests.plugins.demo import FLAGSHIP

pytestmark = pytest.mark.slow
TOLD = "You are told of all new comments here."


@pytest.fixture
def thread(demo):
    return Thread.objects.get(page__slug=FLAGSHIP)


@pytest.fixture
def voted(thread):
    return Comment.objects.filter(thread=thread, state="visible", parent=None).first()


@pytest.fixture
def involve(thread, voted):
    """Have somebody vote, write what is held, and ask to be told; give them."""

    def act(person):
        now = clock()
        actions.cast_vote(ballot=actions.Ballot(comment=voted, voter=person, value=1), now=now)
        new = actions.NewComment(thread=thread, author=person, text="The canary waits.")
        comment = actions.post_comment(new=new, now=now)
        Comment.objects.filter(pk=comment.pk).update(state=Comment.State.HELD, published_at=None)
        wish = actions.Wish(
            thread=thread, person=person, kind=Subscription.Kind.ALL, address=person.user.email
        )
        actions.subscribe(wish=wish, now=now)
        return person

    return act


def personal_requests(page):
    """Note what a page asks for that is one person's."""
    asked = []
    own = re.compile(r"\?mine|/account/here/")
    page.on("request", lambda request: own.search(request.url) and asked.append(request.url))
    return asked


def everything_is_there(page, voted, name):
    expect(page.locator("#mine, #comment-list").get_by_text("The canary waits.")).to_be_visible()
    expect(page.locator(f'#c{voted.pk}-up[aria-pressed="true"]').first).to_be_visible()
    expect(page.locator("#wishes")).to_contain_text(TOLD)
    expect(page.locator("#comment-form-who")).to_contain_text(f"You write as {name}")
    expect(page.locator("#masthead-account")).to_have_text("Your account")


def test_a_members_own_comes_in_one_fragment(paper, browser_of, involve, reader, voted):
    page = browser_of(involve(reader))
    asked = personal_requests(page)
    page.goto(voted.thread.comments_path)

    everything_is_there(page, voted, reader.name)
    assert len(asked) == 1


def test_without_javascript_the_unbaked_page_has_it(paper, browser_of, involve, reader, voted):
    page = browser_of(involve(reader), java_script_enabled=False)
    asked = personal_requests(page)
    page.goto(f"{voted.thread.comments_path}?mine")

    everything_is_there(page, voted, reader.name)
    assert len(asked) == 1, "the page itself"


@pytest.mark.parametrize("width", [360, 1280])
def test_an_editor_comes_from_any_page_to_its_editor(paper, browser_of, editor, width):
    article = ArticlePage.objects.get(slug=FLAGSHIP)
    page = browser_of(editor, viewport={"width": width, "height": 800})
    asked = personal_requests(page)
    for place in (article, article.get_parent(), article.get_parent().get_parent()):
        asked.clear()
        page.goto(place.get_url())
        if width < 1000:
            page.get_by_text("Menu", exact=True).click()
        link = page.locator("header.masthead").get_by_role("link", name="Edit page").first
        expect(link.locator("visible=true")).to_have_attribute(
            "href", f"/admin/pages/{place.pk}/edit/"
        )
        assert len(asked) == 1


def test_a_reader_causes_no_request(paper, browser_of, thread):
    page = browser_of(None)
    asked = personal_requests(page)
    for address in ("/", thread.address, thread.comments_path):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        expect(page.locator("#masthead-account")).to_have_text("Sign in")
    assert asked == []
