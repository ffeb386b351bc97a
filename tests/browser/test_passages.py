"""Passages with JavaScript: selected, written to, and opened, without loading the page anew."""

import pytest
from playwright.sync_api import expect

from standfirst.discussion.models import Comment, ErrorReport
from tests.browser.doing import has_stayed, status, stay
from tests.browser.kinds import ARTICLE, report_with_passages

pytestmark = pytest.mark.slow

WORDS = "The chains were heard in Kiln Bank."
# A paragraph that nobody wrote to yet, and the text in it.
PLAIN = ".story > p:not(:has(.passage)):nth-of-type(4)"
SELECT = """([first, last]) => {
  const paragraph = document.querySelector(".story > p:not(:has(.passage)):nth-of-type(4)");
  const range = document.createRange();
  range.setStart(paragraph.firstChild, first);
  range.setEnd(paragraph.firstChild, last);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return getSelection().toString();
}"""


@pytest.fixture
def member(paper, browser_of, reader):
    page = browser_of(reader)
    page.goto(ARTICLE)
    stay(page)
    return page


def offer(page):
    return page.locator("#passage-offer")


def write(page, words):
    offer(page).get_by_role("link", name="Write to what you selected").click()
    page.locator(".passage-form > form textarea").fill(words)
    page.locator(".passage-form").get_by_role("button", name="Post comment").click()
    page.locator(".passage-slot .comment").get_by_text(words).wait_for()


def test_what_is_selected_is_written_to_in_its_place(member, browser_of):
    expect(offer(member)).to_be_hidden()
    chosen = member.evaluate(SELECT, [0, 40]).strip()
    expect(offer(member)).to_be_visible()
    expect(status(member)).to_contain_text("write to what you selected")
    offer(member).get_by_role("link").click()
    expect(member.locator(".passage-quote")).to_contain_text(chosen)
    expect(member.locator(".passage-form > form textarea")).to_be_focused()
    member.locator(".passage-form > form textarea").fill(WORDS)
    member.locator(".passage-form").get_by_role("button", name="Post comment").click()
    expect(member.locator(".passage-slot:not(:empty)")).to_contain_text(WORDS)
    expect(status(member)).to_contain_text("published")
    assert has_stayed(member)

    other = browser_of(None)
    other.goto(ARTICLE)
    expect(other.locator(".story .passage").first).to_contain_text(chosen[:20])
    other.locator(".passage-bubble").first.click()
    expect(other.locator(".passage-comments").first).to_contain_text(WORDS)


def test_the_keyboard_selects_opens_and_writes(member):
    """A word is widened by keys, and the offer is the next thing that Tab reaches."""
    member.locator(PLAIN).dblclick(position={"x": 60, "y": 12})
    for _time in range(25):
        member.keyboard.press("Shift+ArrowRight")
    expect(offer(member)).to_be_visible()
    member.keyboard.press("Tab")
    expect(offer(member).get_by_role("link")).to_be_focused()
    member.keyboard.press("Enter")
    expect(member.locator(".passage-form > form textarea")).to_be_focused()
    member.keyboard.type(WORDS)
    member.locator(".passage-form").get_by_role("button", name="Post comment").press("Enter")
    expect(member.locator(".passage-slot:not(:empty)")).to_contain_text(WORDS)
    assert Comment.objects.latest("pk").anchor.quote


def test_an_error_is_reported_in_its_place(member):
    member.evaluate(SELECT, [0, 40])
    offer(member).get_by_role("link").click()
    member.get_by_text("Is something wrong in it?").click()
    form = member.locator(".passage-error form")
    form.locator("textarea").fill("It was Tuesday.")
    form.get_by_role("button", name="Report the error").click()
    expect(member.locator(".passage-error")).to_contain_text("The newsroom looks at it.")
    assert has_stayed(member)
    assert ErrorReport.objects.get(settled_at=None).words == "It was Tuesday."


def test_a_mouse_drags_over_words(member):
    box = member.locator(PLAIN).bounding_box()
    member.locator(PLAIN).scroll_into_view_if_needed()
    box = member.locator(PLAIN).bounding_box()
    member.mouse.move(box["x"] + 5, box["y"] + 12)
    member.mouse.down()
    member.mouse.move(box["x"] + 220, box["y"] + 12, steps=6)
    member.mouse.up()
    expect(offer(member)).to_be_visible()
    write(member, WORDS)


def test_a_long_touch_selects_on_a_small_screen(paper, browser_of, reader):
    page = browser_of(
        reader, has_touch=True, is_mobile=True, viewport={"width": 320, "height": 640}
    )
    page.goto(ARTICLE)
    page.evaluate(SELECT, [0, 30])
    link = offer(page).get_by_role("link")
    expect(link).to_be_visible()
    link.tap()
    expect(page.locator(".passage-form > form textarea")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_what_is_selected_elsewhere_is_offered_nothing(member):
    member.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    member.wait_for_timeout(500)
    expect(offer(member)).to_be_hidden()


def test_a_passage_that_an_editor_took_away_meanwhile_is_said(member, browser_problems):
    member.evaluate(SELECT, [0, 40])
    expect(offer(member)).to_be_visible()
    link = offer(member).get_by_role("link")
    link.evaluate(
        "link => link.setAttribute('hx-get', link.pathname + '?block=x&quote=gone+with+the+water')"
    )
    link.click()
    expect(member.locator(".passage-slot:not(:empty)")).to_contain_text(
        "not in the report any more"
    )
    browser_problems.clear()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_bubble_opens_what_was_written(paper, browser_of, has_scripts):
    report_with_passages()
    page = browser_of(None, java_script_enabled=has_scripts)
    page.goto(ARTICLE)
    bubble = page.locator(".passage-bubble").first
    expect(bubble).to_have_text("2 comments on this passage2")
    expect(page.get_by_text("I know better, 0.")).to_be_hidden()
    bubble.click()
    expect(page.get_by_text("I know better, 0.")).to_be_visible()
    expect(page.locator(".passage-comments").first).to_contain_text("View all comments")
