"""What is new since the last visit: marked on the finished page, and gone through by button and key."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from standfirst.discussion import actions
from standfirst.discussion.actions import NewComment
from standfirst.discussion.models import Thread, Visit
from standfirst.lib.clock import now as clock
from tests.browser.kinds import THREAD
from tests.plugins.demo import FLAGSHIP

pytestmark = pytest.mark.slow
SIZE = {"width": 320, "height": 700}


@pytest.fixture
def came_back(demo, reader, supporter, moderator, browser_of, live_server):
    """Open the thread's page as somebody who was there two hours ago; give it and what is new."""
    thread = Thread.objects.get(page__slug=FLAGSHIP)
    now = clock()
    actions.note_visit(thread=thread, person=reader, now=now - timedelta(hours=2))
    rows = [
        actions.post_comment(
            new=NewComment(thread=thread, author=person, text=f"New of {person.name}."),
            now=now - timedelta(minutes=minutes),
        )
        for person, minutes in ((supporter, 20), (moderator, 10))
    ]
    page = browser_of(reader, viewport=SIZE)
    page.goto(live_server.url + THREAD)
    # The newest stands first on the page.
    return page, thread, [page.locator(f"#comment-{row.pk}") for row in reversed(rows)]


def test_new_comments_are_marked_and_gone_through(came_back, reader):
    page, thread, (first, second) = came_back
    expect(page.locator(".news")).to_contain_text("2 comments are new since your last visit")
    for comment in (first, second):
        expect(comment.locator(".comment-mark")).to_have_text("New")
    page.keyboard.press("n")
    expect(first).to_be_focused()
    page.keyboard.press("n")
    expect(second).to_be_focused()
    page.keyboard.press("n")
    expect(first).to_be_focused()
    page.get_by_role("link", name="Next new").click()
    expect(first).to_be_focused()
    expect(page.locator(".comment-new")).to_have_count(2)
    # Said once by the script, within this visit.
    page.wait_for_function(
        "performance.getEntriesByType('resource').some(e => e.name.endsWith('/visit/'))"
    )
    page.reload()
    expect(page.locator(".comment-new")).to_have_count(2)
    visit = Visit.objects.get(person=reader, thread=thread)
    assert clock() - visit.visited_at < timedelta(minutes=5)
    assert visit.new_after_at < clock() - timedelta(hours=1)


def test_the_key_is_a_letter_while_somebody_types_and_can_be_switched_off(came_back):
    page, _thread, (first, _second) = came_back
    expect(page.locator(".comment-new")).to_have_count(2)
    field = page.locator("#comment-form").get_by_label("Your comment")
    field.focus()
    page.keyboard.press("n")
    expect(field).to_have_value("n")
    expect(field).to_be_focused()
    page.get_by_label("The key n goes to the next one").uncheck()
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("n")
    expect(first).not_to_be_focused()
    page.get_by_label("The key n goes to the next one").check()
    page.locator("body").evaluate("() => document.activeElement.blur()")
    page.keyboard.press("n")
    expect(first).to_be_focused()


def test_i_have_read_them(came_back):
    page, _thread, _comments = came_back
    page.get_by_role("button", name="I have read them").click()
    expect(page).to_have_url(re.compile(r"[?]mine$"))
    expect(page.locator(".news")).to_be_hidden()
    expect(page.locator(".comment-new")).to_have_count(0)
