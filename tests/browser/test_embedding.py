"""A discussion on another site's page, on another origin: read, written, voted, by keyboard, without cookies."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

import pytest

from standfirst.discussion.actions import NewComment, post_comment
from standfirst.discussion.models import Comment, Order, PageAlias, Thread, Vote
from standfirst.lib.clock import now as clock
from standfirst.people.models import Person
from tests.browser.kinds import ARTICLE, THREAD, comment
from tests.plugins.demo import FLAGSHIP

# As strict as a site can be that lets a script of ours in.
POLICY = "default-src 'none'; script-src {paper}; connect-src {paper}; trusted-types standfirst-embed; require-trusted-types-for 'script'"
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A blog</title>
<link rel="canonical" href="{canonical}"></head><body><main><h1>A blog</h1>{elements}</main>
<script src="{paper}/embed/discussion.js"></script></body></html>"""


class Host:
    """Another site: one page, on a port of its own."""

    def __init__(self, paper):
        self.paper, self.elements, self.canonical = paper, "", f"{paper}{ARTICLE}"
        host = self

        class Page(BaseHTTPRequestHandler):
            def do_GET(self):
                body = PAGE.format(
                    canonical=host.canonical, elements=host.elements, paper=host.paper
                ).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", POLICY.format(paper=host.paper))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def host(paper, settings):
    site = Host(paper)
    settings.STANDFIRST_BASE_URL = paper
    settings.STANDFIRST_EMBED_SITES = [site.url]
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def visitor(new_context, host):
    """Open the other site's page with some of our elements on it."""

    def go(elements="<standfirst-thread></standfirst-thread>", path="/post", **options):
        host.elements = elements
        page = new_context(**options).new_page()
        page.goto(f"{host.url}{path}")
        page.wait_for_selector("[part=heading], [part=count], .gone, article")
        return page

    return go


def test_a_discussion_stands_on_another_sites_page(visitor, host, assert_accessible):
    page = visitor()
    thread = Thread.objects.get(page__slug=FLAGSHIP)
    assert page.locator("h2").inner_text() == f"{thread.comment_count} comments"
    page.wait_for_selector("article.comment")
    first = comment()
    shown = page.locator(f"#comment-{first.pk}")
    assert shown.locator(".author").first.inner_text() == first.author.shown_name
    assert_accessible(page)
    assert page.context.cookies() == [], "reading leaves no cookie anywhere"
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_guest_writes_replies_and_votes_by_keyboard_alone(visitor, host):
    page = visitor()
    page.wait_for_selector("article.comment")
    page.get_by_label("Your comment").focus()
    page.keyboard.type("Written on a blog.")
    page.keyboard.press("Tab")
    page.keyboard.type("Blanche")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector(".told")
    written = Comment.objects.latest("pk")
    assert written.current.text == "Written on a blog."
    assert written.author.name == "Blanche"
    assert written.author.user_id is None
    focused = page.evaluate(
        "document.querySelector('standfirst-thread').shadowRoot.activeElement.id"
    )
    assert focused == f"comment-{written.pk}", "the focus is at what was written"
    assert page.context.cookies() == []

    other = comment()
    up = page.locator(f"#comment-{other.pk}").get_by_role("button", name="Vote up").first
    up.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("button[aria-pressed=true]")
    vote = Vote.objects.latest("pk")
    assert (vote.comment_id, vote.voter) == (other.pk, written.author)
    page.keyboard.press("Enter")
    page.locator("[aria-pressed=true]").wait_for(state="detached")
    assert not Vote.objects.filter(pk=vote.pk).exists()

    # The same guest after the page is loaded anew.
    Comment.objects.filter(pk=written.pk).update(created_at=clock().replace(year=2020))
    page.reload()
    page.wait_for_selector("article.comment")
    page.locator(f"#comment-{other.pk}").get_by_role("button", name="Reply").first.click()
    page.locator(f"#comment-{other.pk}").get_by_label("Your comment").fill("A reply from a blog.")
    page.locator(f"#comment-{other.pk}").get_by_role("button", name="Post comment").click()
    page.wait_for_selector(".told")
    reply = Comment.objects.latest("pk")
    assert (reply.parent_id, reply.author) == (other.pk, written.author)


def test_what_is_refused_is_said_and_kept(visitor, host, browser_problems):
    page = visitor()
    page.wait_for_selector("article.comment")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_selector(".problem:not(:empty)")
    assert page.locator(".problem").first.inner_text() == "Write at least one word."
    assert page.get_by_label("Your comment").get_attribute("aria-invalid") == "true"
    assert all("status of 422" in words for words in browser_problems)
    browser_problems.clear()


def test_a_count_and_one_comment(visitor, host):
    first = comment()
    page = visitor(
        f'<p><standfirst-count page="{ARTICLE}"></standfirst-count></p>'
        f'<standfirst-comment comment="{first.pk}"></standfirst-comment>'
    )
    page.wait_for_selector("article")
    thread = Thread.objects.get(page__slug=FLAGSHIP)
    assert page.locator("[part=count]").inner_text() == f"{thread.comment_count} comments"
    assert page.locator(".author").inner_text() == first.author.shown_name
    assert page.get_by_role("button", name="Reply").count() == 0


def test_a_moved_sites_page_is_found_by_its_old_address(visitor, host):
    host.canonical = "https://old.example/news/flood"
    PageAlias.objects.create(address="https://old.example/news/*", path="/nowhere/*")
    PageAlias.objects.create(address="https://old.example/news/flood", path=ARTICLE)
    page = visitor()
    page.wait_for_selector("article.comment")


def test_a_page_of_a_site_that_is_not_listed_says_so(visitor, host):
    host.canonical = "https://evil.test/post"
    assert visitor().locator(".gone").inner_text() == "There is no discussion here."


class TestPagesThatAreNotOurs:
    """A page that stands nowhere here, on a listed site, has a discussion from its first comment on."""

    @pytest.fixture
    def post(self, host):
        """Have the other site's page name itself, with what a mail hung onto its address."""
        host.canonical = f"{host.url}/post/?utm_source=mail"
        return f"{host.url}/post/"

    def write(self, page, words, name="Blanche"):
        page.get_by_label("Your comment").fill(words)
        page.get_by_label("Name").fill(name)
        page.get_by_role("button", name="Post comment").click()
        page.wait_for_selector(".told")

    def test_the_first_comment_begins_it_and_the_next_reader_finds_it(
        self, visitor, post, assert_accessible
    ):
        threads = Thread.objects.count()
        page = visitor()
        assert page.locator("h2").inner_text() == "No comments yet"
        assert_accessible(page)
        assert Thread.objects.count() == threads, "reading begins nothing"
        self.write(page, "The first word on this blog.")
        made = Thread.objects.latest("pk")
        assert (made.title, made.address) == ("A blog", post)
        assert Comment.objects.latest("pk").thread == made
        # Nobody has seen it yet but its author: a first comment by nobody known waits.
        Comment.objects.filter(thread=made).update(state="visible", published_at=clock())
        Thread.objects.filter(pk=made.pk).update(comment_count=1)
        other = visitor(path="/elsewhere")
        other.wait_for_selector("article.comment")
        assert other.locator("h2").inner_text() == "1 comment"
        assert "The first word on this blog." in other.locator(".text").inner_text()

    def test_who_comes_again_finds_what_waits_and_how_they_voted(self, visitor, post, host):
        page = visitor()
        self.write(page, "Mine waits.")
        mine = Comment.objects.latest("pk")
        assert mine.state == "held"
        with_another = post_comment(
            new=NewComment(
                thread=mine.thread, author=Person.objects.exclude(user=None)[0], text="Another."
            ),
            now=clock(),
        )
        page.reload()
        page.wait_for_selector("article.comment")
        assert "waits for a moderator" in page.locator(f"#comment-{mine.pk}").inner_text()
        up = page.locator(f"#comment-{with_another.pk}").get_by_role("button", name="Vote up")
        up.click()
        page.wait_for_selector("button[aria-pressed=true]")
        page.reload()
        page.wait_for_selector("button[aria-pressed=true]")
        assert Vote.objects.filter(comment=with_another).count() == 1
        up.click()
        page.locator("[aria-pressed=true]").wait_for(state="detached")
        assert not Vote.objects.filter(comment=with_another).exists()
        assert page.context.cookies() == []
        assert "Mine waits." not in visitor().locator("standfirst-thread").inner_text()

    def test_where_scripts_are_off_the_link_inside_leads_to_its_page_here(
        self, host, post, new_context
    ):
        inside = f"{host.paper}/embed/?page={quote(post, safe='')}"
        host.elements = f'<standfirst-thread><a href="{inside}">Comments</a></standfirst-thread>'
        page = new_context(java_script_enabled=False).new_page()
        page.goto(host.url)
        page.get_by_role("link", name="Comments").click()
        page.get_by_label("Your comment").fill("Begun plainly.")
        page.get_by_role("button", name="Post comment").click()
        made = Thread.objects.latest("pk")
        assert page.url.startswith(f"{host.paper}{made.comments_path}")
        assert "Begun plainly." in page.locator("#comments").inner_text()
        page.goto(inside)
        assert page.url == f"{host.paper}{made.comments_path}"


def test_all_orders_are_there(visitor):
    page = visitor()
    page.wait_for_selector("article.comment")
    orders = page.get_by_label("Order").locator("option")
    assert orders.all_inner_texts() == [str(order.label) for order in Order]
    page.get_by_label("Order").select_option("best")
    page.wait_for_selector("article.comment")


def test_a_site_that_is_not_listed_shows_words_and_the_link_inside(
    visitor, host, settings, browser_problems
):
    settings.STANDFIRST_EMBED_SITES = ["https://blog.example"]
    page = visitor(
        f'<standfirst-thread><a href="{host.paper}{THREAD}">Read it</a></standfirst-thread>'
    )
    assert page.locator(".gone").inner_text() == "The discussion cannot be shown on this site."
    assert page.get_by_role("link", name="Read it").is_visible()
    assert browser_problems
    assert all("CORS" in words or "Failed to load" in words for words in browser_problems)
    browser_problems.clear()


def test_where_the_browser_keeps_nothing_it_says_so_and_works(visitor, host, new_context):
    host.elements = "<standfirst-thread></standfirst-thread>"
    page = new_context().new_page()
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    page.goto(host.url)
    page.wait_for_selector("article.comment")
    assert "Your browser keeps nothing for this page" in page.locator(".about").inner_text()
    page.get_by_label("Your comment").fill("Kept nowhere.")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_selector(".told")
    assert Comment.objects.latest("pk").current.text == "Kept nowhere."


@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_where_it_stands_and_takes_the_sites_colours(visitor, host, width):
    page = visitor(viewport={"width": width, "height": 800})
    page.wait_for_selector("article.comment")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    element = page.locator("standfirst-thread")
    assert element.evaluate("node => node.offsetHeight") > 500, "as tall as what is in it"
    element.evaluate("node => node.style.setProperty('--standfirst-ink', 'rgb(1, 2, 3)')")
    colour = page.locator("h2").evaluate("node => getComputedStyle(node).color")
    assert colour == "rgb(1, 2, 3)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_its_pages_here_are_readable_by_everybody(
    host, new_context, assert_accessible, width, scheme
):
    context = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{host.paper}/embed/?page={quote(f'{host.url}/post', safe='')}")
    assert page.locator("h1").inner_text().startswith("Discussion of a page on")
    look_at(page, width, assert_accessible)
    page.get_by_label("Your comment").fill("Begun plainly.")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_url("**/comments/?mine**")
    Comment.objects.filter(pk=Comment.objects.latest("pk").pk).update(
        state="visible", published_at=clock()
    )
    page.goto(f"{host.paper}{Thread.objects.latest('pk').comments_path}")
    assert page.get_by_role("link", name="To the page on").is_visible()
    look_at(page, width, assert_accessible)


def look_at(page, width, assert_accessible):
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
