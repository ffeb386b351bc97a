"""Two readers on one page: what one does, the other sees, and nothing moves under their eyes.

A small front of the test's own passes `/live/` to a real live process and everything else to the
test's server, as the real front does.
"""

import re
import socket
import threading

import pytest
from django.db import transaction
from playwright.sync_api import expect

from standfirst.discussion.actions import Judgement, NewComment, post_comment, remove_comment
from standfirst.discussion.models import Comment, Thread
from standfirst.funding.actions.payments import tell_meter
from standfirst.funding.models import Campaign
from standfirst.lib import clock
from standfirst.moderation.models import Ground
from tests.cli.processes import free_port
from tests.delivery.live.test_process import Process
from tests.funding.makers import cash
from tests.plugins.demo import FLAGSHIP

pytestmark = pytest.mark.slow


class SmallFront:
    """One request for each connection, taken to one of two places by its path."""

    def __init__(self, app, live):
        self.app, self.live = app, live
        self.listener = socket.create_server(("127.0.0.1", free_port()))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.links = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                link, _ = self.listener.accept()
            except OSError:
                return
            self.links.append(link)
            threading.Thread(target=self.serve, args=(link,), daemon=True).start()

    def serve(self, link):
        try:
            head = b""
            while b"\r\n\r\n" not in head:
                if not (piece := link.recv(65536)):
                    return
                head += piece
            place = self.live if head.startswith(b"GET /live/") else self.app
            with socket.create_connection(place) as behind:
                self.links.append(behind)
                first = re.sub(rb"(?i)\r\nconnection:[^\r]*", b"", head, count=1)
                behind.sendall(first.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
                threading.Thread(target=pour, args=(link, behind), daemon=True).start()
                pour(behind, link)
        except OSError:
            pass
        finally:
            link.close()

    def end(self):
        self.listener.close()
        for link in self.links:
            link.close()


def pour(one, other):
    try:
        while piece := one.recv(65536):
            other.sendall(piece)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        pass


@pytest.fixture
def live(demo, live_server, tmp_path):
    process = Process(tmp_path / "live.log")
    yield process
    if process.running.poll() is None:
        process.running.kill()
        process.running.wait()


@pytest.fixture
def front(live, live_server):
    made = SmallFront((live_server.thread.host, live_server.thread.port), ("127.0.0.1", live.port))
    yield made
    made.end()


@pytest.fixture
def thread(demo):
    return Thread.objects.get(page__slug=FLAGSHIP)


@pytest.fixture
def open_page(front, thread, new_context):
    def enter(path=None):
        page = new_context(base_url=front.url).new_page()
        with page.expect_request("**/live/**"):
            page.goto(path or thread.comments_path.removesuffix("comments/"))
        return page

    return enter


def write(thread, author, text):
    new = NewComment(thread=thread, author=author, text=text)
    return post_comment(new=new, now=clock.now())


def test_what_one_does_the_other_sees(open_page, thread, reader, supporter, moderator):
    page = open_page()
    button = page.locator("#fresh button")
    assert not button.is_visible()
    top = page.locator("#comment-list > article").first
    before = top.get_attribute("id")

    first = write(thread, reader, "I was at the weir that night.")
    button.get_by_text("1 new comment").wait_for()
    second = write(thread, supporter, "So was I, with a lamp.")
    page.get_by_role("button", name="2 new comments").wait_for()
    assert top.get_attribute("id") == before, "nothing comes before it is asked for"
    page.locator("#status", has_text="new comment").wait_for()

    button.click()
    page.locator(f"#comment-{first.pk}").wait_for()
    assert page.locator(f"#comment-{second.pk}").is_visible()
    assert page.evaluate("document.activeElement.id") == f"comment-{second.pk}"
    assert not button.is_visible()

    judgement = Judgement(
        comment=Comment.objects.get(pk=first.pk),
        decided_by=moderator,
        ground=Ground.RULE,
        facts="Not so.",
    )
    remove_comment(judgement=judgement, now=clock.now())
    page.get_by_text("I was at the weir that night.").wait_for(state="detached")
    page.locator(f"#comment-{first.pk}").get_by_text("Removed by a moderator").wait_for()
    assert page.locator(f"#comment-{second.pk}").get_by_text("So was I").is_visible()
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_gift_moves_the_meter(open_page, now):
    campaign = Campaign.objects.get()
    page = open_page()
    amounts = page.locator(".meter-amount strong")
    assert set(amounts.all_inner_texts()) == {"$3,250"}
    width = page.locator(".meter-settled").first.get_attribute("width")
    cash(campaign, 25_000, now=clock.now())
    with transaction.atomic():
        tell_meter(campaign=campaign, now=clock.now())
    page.locator(".meter-amount", has_text="$3,500").first.wait_for()
    assert set(amounts.all_inner_texts()) == {"$3,500"}
    assert "70 %" in page.locator(".meter-amount").first.inner_text()
    assert page.locator(".meter-settled").first.get_attribute("width") != width
    # The words that a reload shows are the same.
    shown = [page.locator(".meter-amount").all_inner_texts()]
    page.reload()
    shown.append(page.locator(".meter-amount").all_inner_texts())
    assert shown[0] == shown[1]


def test_what_the_newsroom_changes_is_said_and_not_done(open_page, front, thread):
    article = thread.page.specific
    page, home = open_page(), open_page("/")
    for opened in (page, home):
        expect(opened.locator(".changed a")).to_be_hidden()
    before = page.locator("h1").inner_text()

    article.title = "Somebody opened the gate"
    article.save_revision().publish()

    link = page.locator(".changed").get_by_role("link", name="This report was changed.")
    expect(link).to_be_visible()
    assert page.locator("h1").inner_text() == before, "nothing moves under the reader's eyes"
    page.locator(".changed").get_by_role("button", name="Close").click()
    expect(link).to_be_hidden()
    home.locator(".changed").get_by_role("link", name="There is something new.").click()
    expect(home.locator("main")).to_contain_text("Somebody opened the gate")
    expect(home.locator(".changed a")).to_be_hidden()


def test_a_break_is_caught_up_with(open_page, live, thread, reader, supporter, browser_problems):
    page = open_page()
    write(thread, reader, "Everybody hears this at once.")
    page.locator("#fresh button", has_text="1 new comment").wait_for()
    with page.expect_request("**/live/**", timeout=60_000):
        live.stop()
        missed = write(thread, supporter, "Nobody heard this at once.")
        live.start()
    page.locator("#fresh button", has_text="2 new comments").wait_for(timeout=60_000)
    page.locator("#fresh button").click()
    page.locator(f"#comment-{missed.pk}").wait_for()
    browser_problems.clear()


def test_without_the_live_process_all_is_as_it_was(
    live, front, thread, reader, browser_of, browser_problems
):
    live.stop()
    page = browser_of(reader)
    page.goto(front.url + thread.comments_path)
    page.locator("#comment-form").get_by_label("Your comment").fill("It works all the same.")
    page.get_by_role("button", name="Post comment").click()
    page.locator("#mine").get_by_text("It works all the same.").wait_for()
    assert not page.locator("#fresh").is_visible()
    browser_problems.clear()


def test_where_nobody_serves_live_events_nothing_is_said(paper, thread, browser_of):
    """The app's own answer is empty, so the console stays clean, which this test is held to."""
    page = browser_of(None)
    with page.expect_response("**/live/**") as answer:
        page.goto(thread.comments_path)
    assert answer.value.status == 204
