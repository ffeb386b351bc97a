"""The desk by keyboard alone, and two moderators at it."""

import pytest
from playwright.sync_api import expect

from standfirst.discussion.models import Comment, Thread
from standfirst.lib.clock import now as clock
from standfirst.moderation.models import Decision, DeskAct
from standfirst.siteconfig.actions import Paragraph, publish_rules
from tests.desk.making import fill
from tests.plugins.demo import FLAGSHIP

pytestmark = pytest.mark.slow
HELD = "/admin/desk/held/"


@pytest.fixture
def waiting(demo):
    """Let nothing wait but what a test writes."""
    Comment.objects.filter(state="held").update(state="removed")
    thread = Thread.objects.get(page__slug=FLAGSHIP)
    return lambda number: fill(thread, clock(), number=number)


def here(page):
    return page.evaluate("document.activeElement?.closest('[data-item]')?.dataset.item ?? ''")


def another_than(page, item):
    """Wait until another comment has the focus, whether in place or on a page that was loaded."""
    page.wait_for_function(
        "item => { const here = document.activeElement?.dataset.item; return here && here !== item; }",
        arg=item,
    )


def status(page):
    return page.locator("#desk-status")


def state(item):
    return Comment.objects.get(pk=int(item)).state


def test_a_hundred_decisions_by_keyboard_alone(waiting, moderator, browser_of):
    rules = [Paragraph("Be kind", "…"), Paragraph("No advertising", "…")]
    publish_rules(introduction="", paragraphs=rules, now=clock())
    waiting(102)
    page = browser_of(moderator)
    page.goto(HELD)
    page.keyboard.press("j")
    before = Decision.objects.count()
    undone = removed = 0
    for number in range(100):
        item = here(page)
        if number % 5 == 4:
            # The letters of the reason are keys of the desk, and do nothing while one types.
            page.keyboard.press("r")
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Tab")
            page.keyboard.type("a jar, rude? u k")
            assert state(item) == "held"
            page.keyboard.press("Control+Enter")
            removed += 1
        else:
            page.keyboard.press("a")
        another_than(page, item)
        if number % 25 == 24:
            page.keyboard.press("u")
            page.wait_for_url(f"**{HELD}{item}/")
            expect(status(page)).to_have_text("Undone: the comment is as it was before.")
            assert state(item) == "held"
            page.keyboard.press("a")
            page.wait_for_url(f"**{HELD}")
            page.wait_for_function("document.activeElement?.dataset.item")
            undone, removed = undone + 1, removed - 1
    assert Decision.objects.count() - before == 100 + 2 * undone
    assert (undone, Comment.objects.filter(state="held").count()) == (4, 2)
    reasons = DeskAct.objects.filter(state_after="removed", undone_by=None)
    assert reasons.count() == removed == 16
    decision = reasons.first().decision
    assert (decision.facts.text, decision.rule_number) == ("a jar, rude? u k", 1)


def test_keys_are_shown_and_can_be_switched_off(waiting, moderator, browser_of):
    waiting(3)
    page = browser_of(moderator)
    page.goto(HELD)
    page.keyboard.press("?")
    keys = page.locator("#desk-keys")
    expect(keys).to_contain_text("undo your last decision")
    expect(keys.locator("summary")).to_be_focused()
    page.get_by_label("Use single keys").uncheck()
    page.locator("h1").click()
    page.keyboard.press("j")
    assert here(page) == ""
    page.reload()
    expect(page.get_by_label("Use single keys")).not_to_be_checked()


def test_going_through_the_list_opening_and_coming_back(waiting, moderator, browser_of):
    items = [str(comment.pk) for comment in waiting(4)]
    page = browser_of(moderator)
    page.goto(HELD)
    for key, expected in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert here(page) == items[expected]
    page.keyboard.press("e")
    page.wait_for_url(f"**{HELD}{items[1]}/")
    page.keyboard.press("r")
    expect(page.get_by_label("House rule")).to_be_focused()
    page.keyboard.press("Escape")
    assert here(page) == items[1]
    page.keyboard.press("b")
    page.wait_for_url(f"**{HELD}")


def test_what_is_not_taken_is_said_and_stays(waiting, moderator, browser_of, browser_problems):
    (comment,) = waiting(1)
    page = browser_of(moderator)
    page.goto(HELD)
    page.keyboard.press("r")
    page.keyboard.press("Control+Enter")
    expect(status(page)).to_contain_text("Please choose a house rule or write a reason")
    expect(page.locator("[data-item]")).to_have_count(1)
    assert state(comment.pk) == "held"
    browser_problems[:] = [said for said in browser_problems if "status of 409" not in said]


class TestTwoModerators:
    @pytest.fixture
    def both(self, waiting, moderator, owner, browser_of):
        comments = waiting(3)
        pages = [browser_of(person) for person in (moderator, owner)]
        for page in pages:
            page.goto(HELD)
        return [*pages, [str(comment.pk) for comment in comments]]

    def test_what_another_decides_leaves_and_the_focus_stays(self, both):
        mine, others, items = both
        for _ in range(2):
            mine.keyboard.press("j")
        others.keyboard.press("a")
        expect(others.locator("[data-item]")).to_have_count(2)
        mine.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(mine.locator(f"#item-{items[0]}")).to_have_count(0)
        expect(status(mine)).to_contain_text("Others decided on some of these comments")
        assert here(mine) == items[1]
        expect(mine.locator('[data-length="held"]')).to_have_text("2")

    def test_what_one_reads_stays_until_one_leaves_it(self, both):
        mine, others, items = both
        mine.keyboard.press("j")
        others.keyboard.press("a")
        expect(others.locator("[data-item]")).to_have_count(2)
        mine.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(status(mine)).to_have_text("Somebody else has decided this one.")
        assert here(mine) == items[0]
        expect(
            mine.locator(f"#item-{items[0]}").get_by_role("button", name="Approve")
        ).to_be_disabled()
        mine.keyboard.press("j")
        expect(mine.locator(f"#item-{items[0]}")).to_have_count(0)
        assert here(mine) == items[1]

    def test_who_opens_everything_about_one_is_seen_to(self, both):
        mine, others, items = both
        mine.goto(f"{HELD}{items[0]}/")
        expect(status(mine)).to_have_text("")
        others.wait_for_timeout(200)
        others.evaluate("window.dispatchEvent(new Event('focus'))")
        expect(others.locator(f"#item-{items[0]}")).to_contain_text("is looking at it.")


def test_all_of_it_without_javascript(waiting, moderator, new_context, client_of, live_server):
    """Plain links and forms do the same."""
    comments = waiting(2)
    context = new_context(base_url=live_server.url, java_script_enabled=False)
    for name, morsel in client_of(moderator).cookies.items():
        context.add_cookies([{"name": name, "value": morsel.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(HELD)
    expect(page.locator("#desk-keys")).to_be_hidden()
    page.locator(f"#item-{comments[0].pk}").get_by_role("link", name="Everything about it").click()
    page.get_by_role("button", name="Approve").click()
    assert state(comments[0].pk) == "visible"
    page.locator(".desk-acts-done").get_by_role("button", name="Undo").click()
    assert state(comments[0].pk) == "held"
    page.goto(HELD)
    item = page.locator(f"#item-{comments[1].pk}")
    item.get_by_text("Remove…").click()
    item.get_by_label("Reason, as the author will read it").fill("Rude.")
    item.get_by_role("button", name="Remove", exact=True).click()
    assert state(comments[1].pk) == "removed"
