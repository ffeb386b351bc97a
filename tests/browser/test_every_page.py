"""Every kind of page in a browser: accessible, steady, light, narrow enough, and silent about readers.

`make test` takes each kind of page once, in one of the twelve looks (width, scheme, direction), in
turn; `make soak` takes each in all of them.
"""

import os
from datetime import timedelta

import pytest

from standfirst.discussion.actions import NewComment, post_comment
from standfirst.discussion.models import Thread
from standfirst.lib.clock import now as clock
from standfirst.newsroom.actions import NewArticle, add_section, found_paper, publish_article
from tests.browser.kinds import ARTICLE, KINDS, THREAD, comment
from tests.browser.looking import MOST_CODE, MOST_FONTS, MOST_PRELOADS, Visit, too_heavy
from tests.plugins.demo import FLAGSHIP

IS_SOAK = bool(os.environ.get("STANDFIRST_SOAK"))
WIDTHS = (320, 768, 1280)
SCHEMES = ("light", "dark")
LANGUAGES = {"ltr": "en", "rtl": "ar"}
LOOKS = [
    (direction, width, scheme) for width in WIDTHS for scheme in SCHEMES for direction in LANGUAGES
]
# Five and twelve have no divisor in common: neighbours among the kinds differ in everything.
STEP = 5
DEEPEST = 12
ERRORS_OF_ITS_OWN = "Failed to load resource: the server responded with a status of"


def looks_of(number):
    """Give the looks in which a kind of page is taken: direction -> (width, scheme)."""
    taken = LOOKS if IS_SOAK else [LOOKS[number * STEP % len(LOOKS)]]
    return [
        (direction, [(width, scheme) for each, width, scheme in taken if each == direction])
        for direction in LANGUAGES
        if any(each == direction for each, *_ in taken)
    ]


CASES = [
    pytest.param(kind, direction, looks, id=f"{kind}-{direction}")
    for number, kind in enumerate(KINDS)
    for direction, looks in looks_of(number)
]


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
            response = visit.send(kind.sends, kind.fills)
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


def faults_of_a_look(visit):
    return visit.overflow() + visit.focus() + visit.motion() + visit.large_text()


@pytest.mark.parametrize(("kind", "direction", "looks"), CASES)
def test_a_page_is_what_it_promises(
    stage,
    visit_of,
    live_server,
    settings,
    assert_accessible,
    browser_problems,
    kind,
    direction,
    looks,
):
    stage(kind)
    settings.LANGUAGE_CODE = LANGUAGES[direction]
    visit = visit_of(kind, *looks[0])
    assert visit.page.evaluate("document.documentElement.dir") == direction
    faults = visit.shifts() + visit.strangers(live_server.url)
    if kind.is_readers:
        faults += visit.stored()
    if not kind.is_empty and kind.status == 200:
        faults += visit.weight()
    for width, scheme in looks:
        visit.look(width, scheme)
        faults += [f"{width} px, {scheme}: {fault}" for fault in faults_of_a_look(visit)]
        assert_accessible(visit.page)
    if kind.status >= 400:
        browser_problems[:] = [
            problem for problem in browser_problems if not problem.startswith(ERRORS_OF_ITS_OWN)
        ]
    assert faults == []


@pytest.mark.parametrize("address", ["/", ARTICLE])
@pytest.mark.parametrize("width", [360, 412])
def test_what_is_read_most_stands_still_on_a_phone(paper, browser_of, address, width):
    visit = Visit(browser_of(None, viewport={"width": width, "height": 800}))
    visit.open(address)
    assert visit.shifts() == []


def test_a_thread_twelve_deep_fits_a_narrow_window(paper, moderator, browser_of, assert_accessible):
    parent = comment()
    for step in range(DEEPEST):
        new = NewComment(
            thread=parent.thread,
            author=moderator,
            text=f"Answer {step}, with an address: https://example.test/{'a-long-path/' * 9}",
            parent=parent,
        )
        parent = post_comment(new=new, now=clock() + timedelta(minutes=step))
    assert parent.depth >= DEEPEST
    visit = Visit(browser_of(None, viewport={"width": 320, "height": 800}))
    visit.open(f"{THREAD}?at={parent.pk}")
    assert visit.page.get_by_text(f"Answer {DEEPEST - 1},").is_visible()
    assert visit.shifts() + faults_of_a_look(visit) == []
    assert_accessible(visit.page)


PLANTS = {
    "something too wide": (
        (
            "main.append(Object.assign(document.createElement('div'), { textContent: 'wide' }));"
            "main.lastChild.style.width = '3000px'"
        ),
        Visit.overflow,
    ),
    "words that are cut off when they are large": (
        (
            "main.append(Object.assign(document.createElement('div'), { textContent: 'cut off '.repeat(9) }));"
            "Object.assign(main.lastChild.style, { width: '600px', height: '30px', overflow: 'hidden' })"
        ),
        Visit.large_text,
    ),
    "a ring that is taken away": (
        "document.querySelector('footer a').style.outline = 'none'",
        Visit.focus,
    ),
    "something over a link": (
        (
            "main.append(document.createElement('div'));"
            "Object.assign(main.lastChild.style, { position: 'fixed', inset: '0', zIndex: 9 })"
        ),
        Visit.focus,
    ),
    "a stop out of its order": (
        "document.querySelector('footer a').tabIndex = 1",
        Visit.focus,
    ),
    "a slow movement": (
        "main.style.transition = 'opacity 300ms'",
        Visit.motion,
    ),
    "a movement that pushes": (
        "main.style.transition = 'height 100ms'",
        Visit.motion,
    ),
    "a movement for who wants none": (
        "main.style.transition = 'opacity 100ms'",
        Visit.motion,
    ),
    "a cookie": ("document.cookie = 'seen=1'", Visit.stored),
    "something in storage": ("localStorage.setItem('seen', '1')", Visit.stored),
    "something kept for the session": ("sessionStorage.setItem('seen', '1')", Visit.stored),
    "a database": (
        "await new Promise((done) => { indexedDB.open('seen').onsuccess = done; })",
        Visit.stored,
    ),
    "a third font that is preloaded": (
        (
            "for (const n of [1, 2, 3]) document.head.append(Object.assign("
            "document.createElement('link'), { rel: 'preload', as: 'font' }))"
        ),
        Visit.weight,
    ),
}


class TestPlantedFaults:
    """The controls: each check finds what is planted into a page that has passed it."""

    @pytest.fixture
    def visit(self, paper, new_context):
        # The policy would not let the faults in.
        visit = Visit(new_context(base_url=paper, bypass_csp=True).new_page())
        visit.open("/about/")
        return visit

    def test_each_plant_is_found(self, visit):
        missed = []
        for check in {check for _, check in PLANTS.values()}:
            assert check(visit) == [], check
        for name, (plant, check) in PLANTS.items():
            visit.open("/about/")
            visit.page.evaluate(
                f"async () => {{ const main = document.querySelector('main'); {plant} }}"
            )
            if not check(visit):
                missed.append(name)
            visit.page.evaluate("localStorage.clear(); sessionStorage.clear()")
            visit.page.evaluate("indexedDB.deleteDatabase('seen')")
            visit.page.context.clear_cookies()
        assert missed == []

    @pytest.mark.parametrize(
        ("rule", "plant"),
        [
            ("image-alt", "main.append(document.createElement('img'))"),
            (
                "target-size",
                (
                    "for (const n of [1, 2]) { const small = document.createElement('button');"
                    "small.textContent = n; main.append(small); Object.assign(small.style,"
                    "{ inlineSize: '12px', blockSize: '12px', padding: 0, border: 0, fontSize: '9px' }) }"
                ),
            ),
        ],
    )
    def test_axe_finds_a_picture_without_words_and_a_small_target(
        self, visit, assert_accessible, rule, plant
    ):
        assert_accessible(visit.page)
        visit.page.evaluate(f"const main = document.querySelector('main'); {plant}")
        with pytest.raises(AssertionError, match=rule):
            assert_accessible(visit.page)

    def test_what_moves_is_found(self, visit):
        assert visit.shifts() == []
        visit.page.evaluate(
            "{ const bar = document.createElement('div'); bar.style.height = '400px';"
            "document.body.prepend(bar); }"
        )
        visit.page.wait_for_function("window.shifted > 0.01")
        assert visit.shifts()

    def test_a_stand_in_of_another_width_is_found(self, visit):
        visit.page.route("**/tokens*.css", lambda route: route.fulfill(body=wide_stand_ins(route)))
        visit.open("/about/")
        assert visit.shifts()

    def test_a_question_to_a_third_party_is_found(self, visit, paper, browser_problems):
        assert visit.strangers(paper) == []
        visit.page.evaluate("fetch('http://127.0.0.1:1/count.gif').catch(() => 0)")
        assert visit.strangers(paper) == ["asked http://127.0.0.1:1/count.gif"]
        browser_problems.clear()

    def test_a_heavy_page_is_found(self):
        assert too_heavy(MOST_CODE, MOST_FONTS, MOST_PRELOADS) == []
        assert len(too_heavy(MOST_CODE + 1, MOST_FONTS + 1, MOST_PRELOADS + 1)) == 3

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


def wide_stand_ins(route):
    """Give our style sheet of tokens with a stand-in that nobody measured."""
    text = route.fetch().text()
    assert '"Newsreader as Times"' in text
    return text.replace('"Newsreader as Times"', "monospace").replace(
        '"Sans as Arial"', "monospace"
    )
