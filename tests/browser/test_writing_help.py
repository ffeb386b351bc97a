"""Mentioning, quoting and looking at one's words before they are sent, with JavaScript."""

import pytest
from playwright.sync_api import expect

from standfirst.discussion.models import Comment
from tests.browser.doing import has_stayed, status, stay
from tests.browser.kinds import ARTICLE, THREAD, comment

pytestmark = pytest.mark.slow

SELECT = """([id, first, last]) => {
  const walker = document.createTreeWalker(document.querySelector(`#comment-${id} > .comment-text`), NodeFilter.SHOW_TEXT);
  const node = walker.nextNode();
  const range = document.createRange();
  range.setStart(node, first);
  range.setEnd(node, last);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return String(getSelection());
}"""


@pytest.fixture(params=[ARTICLE, THREAD])
def member(request, paper, browser_of, reader):
    """Give a member's page with a form, on the report and on the thread's own page."""
    page = browser_of(reader)
    page.goto(request.param)
    stay(page)
    return page


@pytest.fixture
def name(paper):
    """Give a name of two words that somebody who wrote here has."""
    names = Comment.objects.filter(
        thread=comment().thread, state="visible", author__name__contains=" "
    )
    return names.values_list("author__name", flat=True).first()


def field(page):
    return page.locator("#comment-form textarea")


def offered(page):
    return page.get_by_role("listbox").get_by_role("option")


def test_a_mention_is_completed_by_keys(member, name):
    field(member).press_sequentially(f"Thanks, @{name[:2]}")
    expect(offered(member).filter(has_text=name)).to_be_visible()
    assert member.get_by_role("listbox").get_attribute("aria-label") == "People in this discussion"
    expect(member.get_by_role("status").last).to_contain_text("People in this discussion: ")
    expect(status(member)).to_be_empty()
    assert field(member).get_attribute("aria-controls") == "comment-form-text-names"
    assert field(member).get_attribute("aria-activedescendant") is None
    names = offered(member).all_inner_texts()
    for _each in range(names.index(name) + 1):
        field(member).press("ArrowDown")
    chosen = member.get_by_role("listbox").get_by_role("option", selected=True)
    expect(chosen).to_have_text(name)
    assert field(member).get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    field(member).press("Enter")
    expect(field(member)).to_have_value(f"Thanks, @{name} ")
    expect(field(member)).to_be_focused()
    expect(offered(member)).to_have_count(0)
    assert field(member).get_attribute("aria-controls") is None
    field(member).press_sequentially("for that.")
    assert has_stayed(member)


def test_a_mention_is_completed_by_a_press(member, name):
    field(member).press_sequentially(f"@{name[:2]}")
    offered(member).filter(has_text=name).first.click()
    expect(field(member)).to_have_value(f"@{name} ")
    expect(field(member)).to_be_focused()


def test_typing_goes_on_as_ever(member, name):
    field(member).press_sequentially(f"@{name[:2]}")
    expect(offered(member).first).to_be_visible()
    field(member).press("Enter")
    expect(field(member)).to_have_value(f"@{name[:2]}\n")
    expect(offered(member)).to_have_count(0)
    field(member).press_sequentially(f"@{name[:2]}")
    expect(offered(member).first).to_be_visible()
    field(member).press("Escape")
    expect(offered(member)).to_have_count(0)
    field(member).press_sequentially(" me@example.test @nobodyiscalledthis")
    expect(offered(member)).to_have_count(0)


def test_a_reader_who_writes_nothing_is_sent_none_of_it(paper, browser_of):
    page = browser_of(None)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(ARTICLE)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/later/" in url or "people.json" in url]
    with page.expect_request(lambda request: "/later/" in request.url):
        field(page).press_sequentially("x")


def test_words_that_are_selected_are_quoted_in_the_reply(member):
    pk = comment().pk
    words = member.evaluate(SELECT, [pk, 0, 25]).strip()
    member.wait_for_load_state("networkidle")
    member.locator(f"#c{pk}-reply").click()
    area = member.locator(f"#reply-{pk} textarea")
    expect(area).to_have_value(f"> {words}\n\n")
    expect(area).to_be_focused()
    area.press_sequentially("So it is.")
    more = member.evaluate(SELECT, [pk, 3, 12]).strip()
    member.locator(f"#c{pk}-reply").click()
    expect(area).to_have_value(f"> {words}\n\nSo it is.\n\n> {more}\n\n")
    assert has_stayed(member)


def test_a_reply_without_a_selection_quotes_nothing_until_it_is_asked_to(member):
    pk = comment().pk
    member.evaluate(SELECT, [pk, 0, 25])
    member.wait_for_load_state("networkidle")
    member.locator("#discussion-heading").click()
    member.locator(f"#c{pk}-reply").click()
    area = member.locator(f"#reply-{pk} textarea")
    expect(area).to_have_value("")
    area.fill("So it is.")
    member.get_by_role("button", name="Quote the comment").click()
    expect(area).not_to_have_value("So it is.")
    assert area.input_value().startswith("> ")
    assert area.input_value().endswith("\n\nSo it is.")
    assert has_stayed(member)


def test_a_preview_stands_in_the_form_and_the_words_stay(member):
    number = Comment.objects.count()
    field(member).press_sequentially("My *first* words.")
    form = member.locator("#comment-form")
    form.get_by_role("button", name="Preview").click()
    expect(form.locator(".comment-preview em")).to_have_text("first")
    expect(field(member)).to_have_value("My *first* words.")
    expect(form.get_by_text("It is not sent yet.")).to_be_focused()
    assert Comment.objects.count() == number
    form.get_by_role("button", name="Post comment").click()
    expect(member.locator("#comment-list .comment em").first).to_have_text("first")
    expect(member.locator(".comment-preview")).to_have_count(0)
    assert has_stayed(member)
