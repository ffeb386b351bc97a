"""Every kind of page in a browser: accessible, steady, light, narrow enough, and silent about readers."""

import os

import pytest

from standfirst.discussion.actions import NewComment, post_comment
from standfirst.discussion.models import Thread
from standfirst.lib.clock import now as clock
from standfirst.newsroom.actions import NewArticle, add_section, found_paper, publish_article
from tests.browser.kinds import ARTICLE, KINDS
from tests.browser.looking import Visit, too_heavy
from tests.plugins.demo import FLAGSHIP

# Minutes long, and some of its findings are not mended yet.
pytestmark = pytest.mark.soak

IS_SOAK = bool(os.environ.get("STANDFIRST_SOAK"))
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
GRID = [(width, scheme) for width in WIDTHS for scheme in SCHEMES]
# A page is opened narrow; the other looks are taken at the same page, resized.
LOOKS = [
    [(320, "light"), (1280, "dark")],
    [(320, "dark"), (768, "light")],
    [(320, "light"), (768, "dark")],
    [(320, "dark"), (1280, "light")],
]
ERRORS_OF_ITS_OWN = "Failed to load resource: the server responded with a status of"


@pytest.fixture
def visit_of(browser_of, request, live_server, settings):
    """Give a visit of a kind of page, opened in a width and a scheme."""

    def go(kind, width, scheme):
        person = request.getfixturevalue(kind.who) if kind.who else None
        if kind.who:
            write_as(person)
        if kind.status == 500:
            settings.ROOT_URLCONF = "tests.exits.leaks"
        size = {"width": width, "height": 800}
        visit = Visit(browser_of(person, viewport=size, color_scheme=scheme))
        address = kind.address()
        response = visit.open(address)
        if kind.sends:
            with visit.page.expect_response(lambda answer: answer.request.method == "POST") as sent:
                visit.page.eval_on_selector(kind.sends, "form => form.submit()")
            response = sent.value
            visit.page.wait_for_load_state()
        assert response.status == kind.status, address
        return visit

    return go


def write_as(person):
    """Have somebody write under the full picture, so that there is something of their own."""
    thread = Thread.objects.get(page__slug=FLAGSHIP)
    new = NewComment(thread=thread, author=person, text="A word of one's own.")
    post_comment(new=new, now=clock())


@pytest.fixture
def stage(request):
    """Make the paper that a kind of page stands in: the demo, or one that has just been founded."""

    def make(kind):
        if not kind.is_empty:
            return request.getfixturevalue("demo")
        request.getfixturevalue("transactional_db")
        home = found_paper(name="The Weir Courier", now=clock())
        section = add_section(home=home, title="River", now=clock())
        if "first-report" in kind.place:
            article = NewArticle(headline="A first report")
            publish_article(section=section, article=article, now=clock())
        return home

    return make


@pytest.mark.parametrize(
    ("number", "kind"), list(enumerate(KINDS)), ids=[str(kind) for kind in KINDS]
)
def test_a_page_is_what_it_promises(
    stage, visit_of, live_server, assert_accessible, browser_problems, number, kind
):
    stage(kind)
    looks = GRID if IS_SOAK else LOOKS[number % len(LOOKS)]
    visit = visit_of(kind, *looks[0])
    faults = visit.shifts() + visit.strangers(live_server.url)
    if kind.is_readers:
        faults += visit.stored()
    if not kind.is_empty and kind.status == 200:
        faults += visit.weight()
    for width, scheme in looks:
        visit.page.set_viewport_size({"width": width, "height": 800})
        visit.page.emulate_media(color_scheme=scheme)
        faults += visit.overflow()
        assert_accessible(visit.page)
    if kind.status >= 400:
        browser_problems[:] = [
            problem for problem in browser_problems if not problem.startswith(ERRORS_OF_ITS_OWN)
        ]
    assert faults == []


@pytest.mark.parametrize("address", ["/", ARTICLE, f"{ARTICLE}comments/", "/support/", "/search/"])
def test_a_page_from_right_to_left_is_no_wider(paper, settings, browser_of, address):
    settings.LANGUAGE_CODE = "ar"
    page = browser_of(None, viewport={"width": 320, "height": 800})
    visit = Visit(page)
    visit.open(address)
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert visit.overflow() + visit.shifts() == []
    page.set_viewport_size({"width": 1280, "height": 800})
    assert visit.overflow() == []


class TestPlantedFaults:
    """The controls: each check finds what is planted into a page that has passed it."""

    @pytest.fixture
    def visit(self, paper, new_context):
        # The policy would not let the faults in.
        visit = Visit(new_context(base_url=paper, bypass_csp=True).new_page())
        visit.open("/about/")
        return visit

    def test_a_picture_without_words_is_found(self, visit, assert_accessible):
        assert_accessible(visit.page)
        visit.page.evaluate("document.querySelector('main').append(document.createElement('img'))")
        with pytest.raises(AssertionError, match="image-alt"):
            assert_accessible(visit.page)

    def test_something_too_wide_is_found(self, visit):
        assert visit.overflow() == []
        visit.page.evaluate(
            "{ const bar = document.createElement('div'); bar.style.width = '3000px';"
            "bar.textContent = 'wide'; document.querySelector('main').append(bar); }"
        )
        assert visit.overflow()

    def test_what_moves_is_found(self, visit):
        assert visit.shifts() == []
        visit.page.evaluate(
            "{ const bar = document.createElement('div'); bar.style.height = '400px';"
            "document.body.prepend(bar); }"
        )
        visit.page.wait_for_function("window.shifted > 0.01")
        assert visit.shifts()

    @pytest.mark.parametrize(
        "keep",
        [
            "document.cookie = 'seen=1'",
            "localStorage.setItem('seen', '1')",
            "sessionStorage.setItem('seen', '1')",
            "new Promise(done => { indexedDB.open('seen').onsuccess = done; })",
        ],
    )
    def test_what_is_kept_of_a_reader_is_found(self, visit, keep):
        assert visit.stored() == []
        visit.page.evaluate(f"async () => {{ await ({keep}); }}")
        assert visit.stored()

    def test_a_question_to_a_third_party_is_found(self, visit, paper, browser_problems):
        assert visit.strangers(paper) == []
        visit.page.evaluate("fetch('http://127.0.0.1:1/count.gif').catch(() => 0)")
        assert visit.strangers(paper) == ["asked http://127.0.0.1:1/count.gif"]
        browser_problems.clear()

    def test_a_heavy_page_is_found(self):
        assert too_heavy(60_000, 110_000) == []
        assert len(too_heavy(60_001, 110_001)) == 2

    def test_a_breach_of_the_policy_is_found(self, paper, browser_of, browser_problems):
        page = browser_of(None)
        page.goto("/about/")
        page.evaluate(
            "{ const script = document.createElement('div');"
            "script.setAttribute('style', 'color: red'); document.body.append(script); }"
        )
        page.wait_for_function("true")
        assert any("Content Security Policy" in problem for problem in browser_problems)
        browser_problems.clear()
