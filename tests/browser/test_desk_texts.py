"""The desk's list of names and texts: by keyboard, without JavaScript, on a phone."""

import pytest
from playwright.sync_api import expect

from standfirst.lib.clock import now as clock
from standfirst.moderation.models import Decision, HeldText
from standfirst.people.models import Person
from tests.desk.making import let_texts_wait

pytestmark = pytest.mark.slow
LIST = "/admin/desk/texts/"


@pytest.fixture
def waiting(demo):
    """Let three names and texts wait, and nothing else."""
    HeldText.objects.all().delete()
    let_texts_wait(["Miracle Max", "I cure for money.", "Doctor Cure"], clock())
    return list(HeldText.objects.order_by("pk"))


def test_deciding_by_keyboard_alone(waiting, moderator, browser_of):
    page = browser_of(moderator)
    page.goto(LIST)
    page.keyboard.press("j")
    with page.expect_navigation():
        # Twice, as an impatient hand does: it is one decision.
        page.keyboard.press("a")
        page.keyboard.press("a")
    expect(page.get_by_text("Approved: it is shown from now on.")).to_be_visible()
    assert Person.objects.get(pk=waiting[0].person_id).name == "Miracle Max"
    page.keyboard.press("r")
    page.keyboard.press("Tab")
    page.keyboard.type("a jar for sale")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator(".desk-item")).to_have_count(1)
    refused = Decision.objects.latest("pk")
    assert (refused.measure, refused.facts.text) == ("removed", "a jar for sale")
    assert HeldText.objects.filter(settled_at__isnull=False).count() == 2


def test_all_of_it_without_javascript(waiting, moderator, browser_of):
    page = browser_of(moderator, java_script_enabled=False)
    page.goto(LIST)
    first = page.locator(".desk-item").first
    first.locator("summary").click()
    first.get_by_label("Reason, as the author will read it").fill("Advertising.")
    first.get_by_role("button", name="Refuse").click()
    expect(page.get_by_text("Refused: what stood before stays")).to_be_visible()
    page.locator(".desk-item").first.get_by_role("button", name="Approve").click()
    expect(page.locator(".desk-item")).to_have_count(1)


def test_nothing_stands_out_of_a_narrow_page(waiting, moderator, browser_of, assert_accessible):
    page = browser_of(moderator, viewport={"width": 320, "height": 800})
    page.goto(LIST)
    page.get_by_text("Refuse…").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert_accessible(page, context=".desk-item")
