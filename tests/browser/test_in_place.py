"""What readers do with JavaScript: nothing loads the page anew, and nobody loses their place in it."""

import pytest

from standfirst.discussion.models import Comment
from standfirst.newsroom.actions import NewArticle, publish_article
from standfirst.newsroom.models import SectionPage
from standfirst.pictures.models import Image
from tests.browser.doing import has_stayed, mend, post_comment, reply_to, stay
from tests.plugins.demo import FLAGSHIP

pytestmark = pytest.mark.slow

WORDS = "The key hung in the mill untill the spring."
MENDED = "The key hung in the mill until the spring."
REPLY = "It hung there in April still; I saw it."


@pytest.fixture
def article(paper, now):
    """Give a report with a credited map and a question, which an editor has just published."""
    figure = {"kind": "map", "image": Image.objects.get(title="map.webp").pk, "alt": "A map"}
    figure |= {"caption": "Where the gate stands.", "credit": "Harbour office"}
    figure |= {"credit_url": "https://harbour.example/maps", "licence": "CC BY 4.0"}
    story = [
        {"type": "paragraph", "value": "<p>The water came at night.</p>"},
        {"type": "figure", "value": figure},
        {"type": "question", "value": {"question": "Who had the key?"}},
    ]
    new = NewArticle(headline="Who owns the key?", story=story)
    return publish_article(section=SectionPage.objects.first(), article=new, now=now)


@pytest.fixture
def address(paper, article):
    return article.get_url()


def has_focus(page):
    return page.evaluate("document.activeElement !== document.body && !!document.activeElement")


@pytest.fixture
def guest(address, browser_of):
    """Give the page of a guest who has just written a comment under the report, which is held."""
    page = browser_of(None)
    page.goto(address)
    post_comment(page, WORDS, name="Jo of the mill", email="jo@mail.test")
    return page


class TestTheFocus:
    """Whoever cannot see where they are is never thrown back to the head of the page."""

    def test_stays_after_posting(self, guest):
        assert has_focus(guest)

    def test_stays_after_mending(self, guest):
        mend(guest, MENDED)
        assert has_focus(guest)

    def test_stays_after_withdrawing(self, guest):
        own = guest.locator("#mine article.comment")
        own.get_by_role("link", name="Withdraw").click()
        own.get_by_role("button", name="Withdraw it").click()
        own.get_by_text("Withdrawn by its author").or_(
            guest.locator("#status", has_text="withdrawn")
        ).first.wait_for()
        assert has_focus(guest)

    def test_goes_to_what_is_wrong(self, address, browser_of, browser_problems):
        page = browser_of(None)
        page.goto(address)
        page.get_by_role("button", name="Post comment").click()
        page.locator("#comment-form-errors").wait_for()
        assert page.evaluate("document.activeElement.id") == "comment-form-errors"
        browser_problems.clear()

    def test_stays_after_replying_reporting_and_cancelling(self, paper, browser_of, supporter):
        comment = Comment.objects.filter(thread__page__slug=FLAGSHIP, state="visible").first()
        page = browser_of(supporter)
        page.goto(comment.thread.comments_path)
        slot = page.locator(f"#c{comment.pk}-slot")
        opener = page.locator(f"#c{comment.pk}-reply")
        opener.click()
        slot.locator("textarea:focus").wait_for()
        slot.get_by_role("link", name="Cancel").click()
        assert opener.evaluate("link => link === document.activeElement")
        reply_to(page, comment, REPLY)
        assert has_focus(page)
        page.locator(f"#comment-{comment.pk} > .comment-actions").get_by_role(
            "link", name="Report"
        ).click()
        slot.get_by_label("Something else").or_(slot.get_by_role("radio").last).first.check()
        slot.get_by_role("button", name="Report it").click()
        slot.get_by_text("with the moderators").wait_for()
        assert has_focus(page)

    def test_stays_after_asking_to_be_told(self, address, browser_of, supporter):
        page = browser_of(supporter)
        page.goto(address)
        page.get_by_text("Notify of…").first.click()
        page.get_by_role("button", name="Notify me").click()
        page.get_by_text("from now on").first.wait_for()
        assert has_focus(page)


def test_a_figure_opens_in_a_dialog_and_gives_the_focus_back(address, browser_of):
    page = browser_of(None)
    page.goto(address)
    opener = page.locator("a[data-figure]").first
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    assert dialog.get_attribute("aria-label") == "A map"
    assert "Harbour office" in dialog.inner_text()
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert opener.evaluate("link => link === document.activeElement")
    opener.click()
    page.get_by_role("button", name="Close").click()
    page.locator("dialog").wait_for(state="detached")
    assert opener.evaluate("link => link === document.activeElement")


def test_a_question_is_answered_in_its_bubble(address, browser_of, supporter):
    page = browser_of(supporter)
    page.goto(address)
    stay(page)
    bubble = page.locator("[data-question]")
    assert not bubble.locator("textarea").is_visible()
    bubble.locator("summary").click()
    bubble.get_by_label("Your comment").fill("The miller had it.")
    bubble.get_by_role("button", name="Post answer").click()
    bubble.locator("article.comment", has_text="The miller had it.").wait_for()
    assert has_stayed(page)


def test_a_story_is_read_answered_and_voted_on_by_keyboard_alone(paper, browser_of, supporter):
    comment = Comment.objects.filter(
        thread__page__slug=FLAGSHIP, parent=None, state=Comment.State.VISIBLE
    ).first()
    page = browser_of(supporter)
    page.goto(comment.thread.comments_path)
    stay(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#main", "the first stop skips the head"
    page.keyboard.press("Enter")

    tab_to(page, f"#c{comment.pk}-up")
    page.keyboard.press("Enter")
    page.locator(f'#c{comment.pk}-up[aria-pressed="true"]').wait_for()
    tab_to(page, f"#c{comment.pk}-reply")
    page.keyboard.press("Enter")
    page.locator(f"#c{comment.pk}-slot textarea").wait_for()
    tab_to(page, f"#c{comment.pk}-slot textarea")
    page.keyboard.type("Read, and answered by hand.")
    tab_to(page, f"#c{comment.pk}-slot button")
    page.keyboard.press("Enter")
    page.locator(f"#c{comment.pk}-branch").get_by_text("answered by hand").wait_for()
    assert has_focus(page)
    assert has_stayed(page)


def tab_to(page, selector, *, most=400):
    """Press Tab until an element has the focus; each stop on the way can be seen."""
    for _ in range(most):
        at = page.evaluate(
            """selector => {
              const here = document.activeElement;
              const box = here.getBoundingClientRect();
              return { is: here.matches(selector), seen: here === document.body || box.height > 0 };
            }""",
            selector,
        )
        assert at["seen"]
        if at["is"]:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")
