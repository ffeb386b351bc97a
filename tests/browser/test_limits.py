"""A limit on a person, from a comment to its end, by plain forms on a narrow screen."""

import pytest
from playwright.sync_api import expect

from standfirst.discussion.models import Comment, Thread
from standfirst.lib.clock import now as clock
from standfirst.moderation.models import Sanction
from tests.desk.making import fill
from tests.plugins.demo import FLAGSHIP

pytestmark = pytest.mark.slow
NETWORK = "192.0.2.0/24"


@pytest.fixture
def comment(demo):
    thread = Thread.objects.get(page__slug=FLAGSHIP)
    (made,) = fill(thread, clock(), number=1)
    Comment.objects.filter(pk=made.pk).update(network=NETWORK)
    return made


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_suspension_from_the_comment_to_its_end(comment, moderator, browser_of):
    page = browser_of(moderator, viewport={"width": 320, "height": 700})
    page.goto(f"/admin/desk/held/{comment.pk}/")
    page.locator(".desk-person").get_by_role("link", name="Limit this person…").click()
    assert fits(page)
    page.get_by_label("Let them write nothing for some time").check()
    page.get_by_label("7 days", exact=True).check()
    page.get_by_label("Reason, as the author will read it").fill("Three insults.\n\nOn one day.")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("A statement with these reasons goes to them")).to_be_visible()
    assert fits(page)
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_label("Reason, as the author will read it")).to_have_value(
        "Three insults.\n\nOn one day."
    )
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Do it").click()
    expect(page.locator(".desk-person")).to_contain_text("In force")
    limit = Sanction.objects.latest("pk")
    assert (limit.kind, limit.decision.facts.text) == (
        "suspension",
        "Three insults.\n\nOn one day.",
    )
    page.locator(".desk-person").get_by_role("link", name="End it").click()
    page.get_by_label("Why it ends").fill("They said sorry.")
    assert fits(page)
    page.get_by_role("button", name="End it").click()
    expect(page.locator(".desk-person")).not_to_contain_text("In force")
    assert not Sanction.objects.in_force(clock()).exists()
