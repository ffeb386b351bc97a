"""The whole appeal: a comment goes after a notice, its author appeals, another moderator brings it back."""

import pytest
from playwright.sync_api import expect

from standfirst.discussion.actions import Ballot, NewComment, cast_vote, post_comment
from standfirst.discussion.models import Comment, Thread
from standfirst.lib.clock import now as clock
from standfirst.moderation.models import Appeal, Notice, Statement
from standfirst.notify.models import Message
from tests.browser.kinds import THREAD, comment
from tests.plugins.demo import FLAGSHIP

pytestmark = pytest.mark.slow


@pytest.fixture
def second_moderator(enrol, groups):
    return enrol("Ann Other", groups=["moderator"], is_staff=True)


def write(author):
    """Write a comment that somebody votes for."""
    thread = Thread.objects.get(page__slug=FLAGSHIP)
    new = NewComment(thread=thread, author=author, text="She took the key.")
    written = post_comment(new=new, now=clock())
    voter = comment().author
    cast_vote(ballot=Ballot(comment=written, voter=voter, value=1), now=clock())
    written.refresh_from_db()
    return written


def tell(page, place, number):
    """Give notice of a comment, from the comment on; give the address of the receipt."""
    page.goto(place)
    page.locator(f"#comment-{number}").get_by_role("link", name="Report").first.click()
    page.get_by_role("link", name="Give notice of illegal content").click()
    page.get_by_label("What is it?").select_option("slander")
    page.get_by_label("Why is it illegal?").fill("It says that I took the key.")
    page.get_by_label("Your name").fill("Nora Notifier")
    page.get_by_label("E-mail").fill("nora@mail.test")
    page.get_by_label("I believe in good faith").check()
    page.get_by_role("button", name="Send the notice").click()
    expect(page.get_by_role("heading", name="We have your notice")).to_be_visible()
    return page.url


def remove(desk):
    """Decide on the notice: what it names goes."""
    desk.goto("/admin/desk/notices/")
    item = desk.locator(".desk-item", has_text="It says that I took the key.")
    item.get_by_label("Reason, as").fill("The court said otherwise.")
    item.get_by_label("Law", exact=True).fill("Sec. 186")
    item.get_by_role("button", name="Remove").click()
    expect(desk.get_by_text("Removed. Its author and the notifier are told.")).to_be_visible()


def complain(page, secret):
    """Appeal from the statement of reasons; give the address of the appeal."""
    page.goto(f"/statement/{secret}/")
    page.get_by_role("link", name="Ask us to look again").click()
    page.get_by_label("Why are we wrong?").fill("The second court took that back.")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="We look at it again")).to_be_visible()
    return page.url


def uphold(desk):
    """Decide on the appeal: the comment comes back."""
    desk.goto("/admin/desk/appeals/")
    item = desk.locator(".desk-item", has_text="The second court took that back.")
    item.get_by_label("Reason, as").fill("So it did.")
    item.get_by_role("button", name="They are right: undo it").click()
    expect(desk.get_by_text("Undone. All sides are told.")).to_be_visible()


def test_the_whole_journey(paper, browser_of, reader, moderator, second_moderator, work):
    written = write(reader)
    place = f"{THREAD}?at={written.pk}"
    outsider, first, author = browser_of(None), browser_of(moderator), browser_of(None)
    receipt = tell(outsider, place, written.pk)
    remove(first)
    assert Comment.objects.get(pk=written.pk).state == "removed"
    outsider.goto(receipt)
    expect(outsider.get_by_text("The court said otherwise.")).to_be_visible()

    appeal = complain(author, Statement.objects.latest("pk").secret)
    first.goto("/admin/desk/appeals/")
    expect(first.get_by_text("another moderator has to look at it")).to_be_visible()
    uphold(browser_of(second_moderator))
    author.goto(appeal)
    expect(author.get_by_role("heading", name="You were right")).to_be_visible()
    expect(author.get_by_text("So it did.")).to_be_visible()

    outsider.goto(place)
    shown = outsider.locator(f"#comment-{written.pk}")
    expect(shown.get_by_text("She took the key.").first).to_be_visible()
    back = Comment.objects.get(pk=written.pk)
    assert (back.score, back.path) == (1, written.path)
    assert back.published_at == written.published_at
    work()
    told = set(Message.objects.filter(kind="appeal_answer").values_list("address", flat=True))
    assert reader.email in told
    assert Notice.objects.get().decided_at <= Appeal.objects.get().decided_at <= clock()
