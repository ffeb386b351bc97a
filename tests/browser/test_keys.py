"""A form is stored once, however often it is sent: each has a key of its own, which a script gives it."""

from urllib.parse import parse_qs

import pytest

from standfirst.discussion.models import Comment
from tests.browser.kinds import THREAD

pytestmark = pytest.mark.slow
FORM = "#comment-form"


def keys_sent(page):
    """Note the key of each comment that the page sends."""
    keys = []

    def note(request):
        if request.method == "POST" and request.url.endswith("/comments/"):
            keys.extend(parse_qs(request.post_data).get("key", [""]))

    page.on("request", note)
    return keys


def test_an_answer_that_was_lost_stores_nothing_twice(
    paper, browser_of, supporter, browser_problems
):
    page = browser_of(supporter)
    page.goto(THREAD)
    keys = keys_sent(page)
    before = Comment.objects.count()
    with page.expect_response("**/keys*.js"):
        page.fill(f"{FORM} textarea", "The chain was cut.")
    lost = []
    page.route("**/comments/", lambda route: (route.fetch(), route.abort(), lost.append(route)))
    page.get_by_role("button", name="Post comment").click()
    # Until the answer is lost, not only until the comment is there: a route is handled by one of us.
    while not lost:
        page.wait_for_timeout(50)
    assert Comment.objects.count() == before + 1
    page.unroute("**/comments/")
    page.fill(f"{FORM} textarea", "The chain  was cut. ")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_selector(".comment-posted")
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert len(keys[0]) == 32
    assert Comment.objects.count() == before + 1
    browser_problems.clear()


def test_the_form_that_comes_back_has_another_key(paper, browser_of, supporter):
    page = browser_of(supporter)
    page.goto(THREAD)
    keys = keys_sent(page)
    with page.expect_response("**/keys*.js"):
        page.fill(f"{FORM} textarea", "One.")
    page.get_by_role("button", name="Preview").click()
    page.wait_for_selector(".comment-preview")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_selector(".comment-posted")
    assert len(set(keys)) == len(keys) == 2


def test_a_page_from_the_history_has_another_key(paper, browser_of, supporter):
    page = browser_of(supporter)
    page.goto(THREAD)
    with page.expect_response("**/keys*.js"):
        page.fill(f"{FORM} textarea", "One.")
    page.evaluate(
        """() => {
            const field = document.createElement("input");
            field.name = "key";
            field.value = "used";
            document.querySelector("#comment-form").append(field);
            dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        }"""
    )
    assert page.locator(f"{FORM} input[name=key]").count() == 0
