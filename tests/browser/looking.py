"""What is measured on a page as it stands in a browser. Each check gives the faults that it finds."""

import gzip
from urllib.parse import urlsplit

from standfirst.config.static_files import shortened
from tests.browser import scripts

# Bytes, compressed, as the reliability of the face promises them.
MOST_CODE = 60_000
MOST_FONTS = 110_000
MOST_PRELOADS = 2
MOST_SHIFT = 0.01
# Arabic letters have a stand-in that was measured for one local font only; where Latin stands among
# them, two fonts arrive one after the other.
MOST_SHIFT_RTL = 0.02
CODE = {"stylesheet", "script"}
# What a file of ours weighs, by its path: it is the same on every page.
WEIGHTS = {}


class Visit:
    """One visit of one page: what was asked for while it loaded, and how it stands now.

    Fonts come after the page has been painted without them, as on a slow line.
    """

    def __init__(self, page):
        self.page = page
        self.responses = []
        self.asked = []
        self.held = []
        self.is_holding = True
        page.add_init_script(scripts.WATCH_SHIFTS)
        page.route("**/*.woff2", lambda route: self.hold(route))  # noqa: PLW0108 -- Playwright counts its arguments
        page.on("response", lambda response: self.responses.append(response))  # noqa: PLW0108 -- Playwright marks it
        page.on("request", lambda request: self.asked.append(request.url))

    def open(self, address):
        return self.come(lambda: self.page.goto(address, wait_until="commit"))

    def send(self, form, fills):
        """Send a form with these words in these fields, and what stands in it already."""
        for name, words in fills.items():
            self.page.fill(f'{form} [name="{name}"]', words)
        return self.come(lambda: self.page.eval_on_selector(form, "form => form.submit()"))

    def come(self, go):
        self.responses.clear()
        self.is_holding = True
        with self.page.expect_navigation(wait_until="domcontentloaded") as come:
            go()
        self.page.evaluate(scripts.PAINTED)
        self.release()
        self.page.wait_for_load_state("load")
        self.read_through()
        return come.value

    def hold(self, route):
        if self.is_holding:
            self.held.append(route)
        else:
            route.continue_()

    def release(self):
        self.is_holding = False
        while self.held:
            self.held.pop().continue_()

    def read_through(self):
        """Go down the page and up again, as somebody who reads it: what is lazy loads."""
        self.page.evaluate("async () => { await document.fonts.ready; }")
        self.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("scrollTo(0, 0)")
        self.page.evaluate(scripts.PAINTED)

    def look(self, width, scheme):
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme=scheme, reduced_motion="no-preference")

    def shifts(self):
        shifted = self.page.evaluate("window.shifted")
        is_rtl = self.page.evaluate("document.documentElement.dir === 'rtl'")
        if shifted <= (MOST_SHIFT_RTL if is_rtl else MOST_SHIFT):
            return []
        return [f"layout shift {shifted:.3f}: {self.page.evaluate('window.shifts')}"]

    def overflow(self):
        return self.page.evaluate(scripts.TOO_WIDE)

    def large_text(self):
        """Give what does not fit when letters are twice as large as a window of 640 px expects."""
        before = self.page.viewport_size
        self.page.set_viewport_size({"width": 640, "height": 800})
        faults = self.page.evaluate(scripts.WITH_LARGE_TEXT)
        self.page.set_viewport_size(before)
        return [f"at 200 %: {fault}" for fault in faults]

    def focus(self):
        """Give the stops of the keyboard whose focus cannot be seen."""
        # One press tells the browser that this is somebody with a keyboard.
        self.page.keyboard.press("Tab")
        return self.page.evaluate(scripts.FOCUS)

    def motion(self):
        """Give what moves slowly, moves more than its own look, or moves for who wants no motion."""
        faults = self.page.evaluate(scripts.MOTION, 0.2)
        self.page.emulate_media(reduced_motion="reduce")
        still = self.page.evaluate(scripts.MOTION, 0)
        self.page.emulate_media(reduced_motion="no-preference")
        return faults + [f"reduced motion: {fault}" for fault in still]

    def stored(self):
        cookies = [f"cookie {cookie['name']}" for cookie in self.page.context.cookies()]
        return cookies + self.page.evaluate(scripts.STORED)

    def strangers(self, home):
        own = (f"{home}/", "data:", "blob:", "about:")
        return [f"asked {url}" for url in self.asked if not url.startswith(own)]

    def weight(self):
        """Weigh what the page was made of, as it is sent: compressed, each once."""
        code = len(gzip.compress(self.page.content().encode()))
        fonts = 0
        for url, kind in {
            each.url: each.request.resource_type for each in self.responses if each.status == 200
        }.items():
            if kind in CODE:
                code += self.weigh(url)[1]
            elif kind == "font":
                fonts += self.weigh(url)[0]
        preloads = self.page.locator('link[rel="preload"][as="font"]').count()
        return too_heavy(code, fonts, preloads)

    def weigh(self, url):
        """Give the bytes of a file of ours, as it is and compressed."""
        path = urlsplit(url).path
        if path not in WEIGHTS:
            # Asked for again: the browser forgets bodies that it has used.
            body = self.page.request.get(url).body()
            if path.endswith(".css"):
                # A test's server has not collected them.
                body = shortened(body.decode()).encode()
            WEIGHTS[path] = len(body), len(gzip.compress(body))
        return WEIGHTS[path]


def too_heavy(code, fonts, preloads):
    return [
        f"{count} {of}, at most {most}"
        for count, of, most in (
            (code, "bytes of HTML, CSS and JavaScript", MOST_CODE),
            (fonts, "bytes of fonts", MOST_FONTS),
            (preloads, "fonts preloaded", MOST_PRELOADS),
        )
        if count > most
    ]
