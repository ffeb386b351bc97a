"""What somebody has begun to write is not lost: not by a reload, a refusal, or the paper's being away."""

import pytest

from standfirst.discussion.models import Comment
from tests.plugins.demo import FLAGSHIP

WORDS = "The key hung in the mill until the spring."


@pytest.fixture
def writing(paper, browser_of, supporter):
    """Give a member's page with words typed under the report, and the form."""
    comment = Comment.objects.filter(thread__page__slug=FLAGSHIP).first()
    page = browser_of(supporter)
    page.goto(comment.thread.address)
    form = page.locator("#comment-form")
    form.locator("textarea").press_sequentially(WORDS)
    return page, form


def kept(page):
    return page.evaluate("Object.keys(localStorage).length")


def test_a_draft_survives_a_reload_and_goes_when_it_is_posted(writing):
    page, form = writing
    page.reload()
    assert form.locator("textarea").input_value() == WORDS
    form.get_by_role("button", name="Post comment").click()
    page.locator("#comment-list").get_by_text(WORDS).wait_for()
    assert kept(page) == 0
    page.reload()
    assert form.locator("textarea").input_value() == ""


def test_a_draft_survives_a_post_that_nobody_answered(writing, browser_problems):
    page, form = writing
    page.route("**/comments/", lambda route: route.abort())
    form.get_by_role("button", name="Post comment").click()
    page.locator("#status:not(:empty)").wait_for()
    assert form.locator("textarea").input_value() == WORDS
    page.unroute("**/comments/")
    page.reload()
    assert form.locator("textarea").input_value() == WORDS
    browser_problems.clear()


def test_nothing_is_kept_of_whoever_typed_nothing(writing):
    page, form = writing
    form.locator("textarea").fill("")
    assert kept(page) == 0
