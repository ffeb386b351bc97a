"""What is measured on a page as it stands in a browser. Each check gives the faults that it finds."""

import gzip

# Bytes, compressed, as the reliability of the face promises them.
MOST_CODE = 60_000
MOST_FONTS = 110_000
MOST_SHIFT = 0.01
CODE = {"document", "stylesheet", "script"}

WATCH_SHIFTS = """
window.shifted = 0; window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    window.shifted += entry.value;
    for (const source of entry.sources ?? []) {
      window.shifts.push(source.node?.outerHTML?.slice(0, 80) ?? "?");
    }
  }
}).observe({ type: "layout-shift", buffered: true });
"""

STORED = """async () => {
  const kept = [];
  if (document.cookie) kept.push(`cookie ${document.cookie}`);
  for (const store of [localStorage, sessionStorage]) {
    for (const key of Object.keys(store)) kept.push(`storage ${key}`);
  }
  for (const { name } of await indexedDB.databases()) kept.push(`indexedDB ${name}`);
  for (const name of await caches.keys()) kept.push(`cache ${name}`);
  return kept;
}"""

TOO_WIDE = """() => {
  const room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= room) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((node) => {
    const box = node.getBoundingClientRect();
    return box.width && (box.right > room + 1 || box.left < -1);
  });
  return [`${document.documentElement.scrollWidth} px in ${room}`,
    ...wide.slice(0, 4).map((node) => node.outerHTML.slice(0, 120))];
}"""


class Visit:
    """One visit of one page: what was asked for while it loaded, and how it stands now."""

    def __init__(self, page):
        self.page = page
        self.responses = []
        self.asked = []
        page.add_init_script(WATCH_SHIFTS)
        page.on("response", lambda response: self.responses.append(response))  # noqa: PLW0108 -- Playwright marks it
        page.on("request", lambda request: self.asked.append(request.url))

    def open(self, address):
        self.responses.clear()
        response = self.page.goto(address, wait_until="load")
        self.read_through()
        return response

    def read_through(self):
        """Go down the page and up again, as somebody who reads it: what is lazy loads."""
        self.page.evaluate("document.fonts.ready")
        self.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        self.page.wait_for_load_state("networkidle")
        self.page.evaluate("scrollTo(0, 0)")

    def shifts(self):
        shifted = self.page.evaluate("window.shifted")
        if shifted < MOST_SHIFT:
            return []
        return [f"layout shift {shifted:.3f}: {self.page.evaluate('window.shifts')}"]

    def overflow(self):
        return self.page.evaluate(TOO_WIDE)

    def stored(self):
        cookies = [f"cookie {cookie['name']}" for cookie in self.page.context.cookies()]
        return cookies + self.page.evaluate(STORED)

    def strangers(self, home):
        own = (f"{home}/", "data:", "blob:", "about:")
        return [f"asked {url}" for url in self.asked if not url.startswith(own)]

    def weight(self):
        """Weigh what the page was made of, as it is sent: compressed, each once."""
        code = fonts = 0
        for url, kind in {
            each.url: each.request.resource_type for each in self.responses if each.status == 200
        }.items():
            # Asked for again: the browser forgets bodies that it has used.
            if kind in CODE:
                code += len(gzip.compress(self.page.request.get(url).body()))
            elif kind == "font":
                fonts += len(self.page.request.get(url).body())
        return too_heavy(code, fonts)


def too_heavy(code, fonts):
    faults = [f"{code} bytes of HTML, CSS and JavaScript"] if code > MOST_CODE else []
    return faults + ([f"{fonts} bytes of fonts"] if fonts > MOST_FONTS else [])
