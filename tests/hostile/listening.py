"""Listening in a browser for anything that runs, loads or opens because of somebody's words."""

from dataclasses import dataclass, field

PATIENCE = 90_000  # milliseconds; a page of hundreds of odd comments, on a busy machine
# Before any script of the page: whatever a hostile string would call is noted instead.
LISTENERS = """
(() => {
  window.ranHere = [];
  const note = (name) => function (...said) {
    window.ranHere.push(name + ": " + String(said[0]).slice(0, 80));
  };
  for (const name of ["alert", "confirm", "prompt", "print", "canary", "open"]) {
    Object.defineProperty(window, name, {value: note(name), writable: false, configurable: false});
  }
})();
"""
# What a reader's hand would do: every element is touched in every way, and nothing is followed.
TOUCH = """
() => {
  const kinds = ["mouseover", "mouseenter", "mousemove", "mousedown", "mouseup", "click", "dblclick",
    "contextmenu", "focus", "focusin", "blur", "keydown", "keyup", "keypress", "input", "change",
    "animationstart", "animationend", "transitionend", "pointerover", "pointerenter", "pointerdown",
    "touchstart", "touchend", "wheel", "drag", "dragstart", "drop", "copy", "cut", "paste", "toggle",
    "load", "error", "scroll", "select", "submit", "beforetoggle", "pointerrawupdate"];
  // Not our own buttons, which would do their work.
  const ours = "body *:not(form):not(form *):not(a):not(summary):not(.comment-actions *), " +
    ".comment-text *, .desk-words *, .sample *";
  const stop = (event) => event.preventDefault();
  for (const kind of ["click", "submit"]) document.addEventListener(kind, stop, true);
  for (const element of document.querySelectorAll(ours)) {
    for (const kind of kinds) element.dispatchEvent(new Event(kind, {cancelable: true}));
  }
}
"""
# What may not even be there, whether it ran or not: (what, where) for all of it.
FOUND = """
() => {
  const words = ".comment-text, .comment-author, .sample, .desk-words, .desk-facts, .ledger-table td";
  const tags = new Set(["P", "BR", "EM", "STRONG", "A", "BLOCKQUOTE", "UL", "OL", "LI", "CODE", "PRE",
    "B", "I", "DEL", "BDI", "SPAN", "MARK", "TIME"]);
  const found = [];
  // By the prototype: a form's fields can take the names of its own properties.
  const all = Object.getOwnPropertyDescriptor(Element.prototype, "attributes").get;
  const read = Element.prototype.getAttribute;
  for (const place of document.querySelectorAll(words)) {
    for (const element of place.querySelectorAll("*")) {
      if (!tags.has(element.tagName)) found.push("<" + element.tagName + ">");
      for (const {name, value} of all.call(element)) {
        if (/^(data-)?hx-|^on|^style$|^id$|^name$|^srcdoc$|^form|^target$/.test(name)
            && !/^c\\d+-/.test(value)) found.push(name + "=" + value.slice(0, 60));
      }
      if (element.tagName === "A" && element.hasAttribute("href")
          && !/^https?:$/.test(element.protocol)) found.push("href " + element.href.slice(0, 60));
    }
  }
  for (const element of document.querySelectorAll("*")) {
    for (const {name, value} of all.call(element)) {
      if (/^on/i.test(name)) found.push(name + "=" + value.slice(0, 60));
    }
    if (/^javascript:|^data:text|^vbscript:/i.test(read.call(element, "href") || "")) {
      found.push("href " + read.call(element, "href").slice(0, 60));
    }
  }
  return found;
}
"""


@dataclass
class Ear:
    """A visitor's browser window and everything in it that should not be."""

    page: object
    own: str
    heard: list = field(default_factory=list)

    def visit(self, address):
        """Open an address of the site, touch everything, and note what ran, loaded or stood there."""
        answer = self.go(address)
        title = self.page.title()
        self.touch(address)
        if self.page.title() != title:
            self.heard.append(f"{address}: the title changed to {self.page.title()[:60]}")
        return answer

    def open(self, address):
        """Open an address and touch nothing: note what ran or stood there by itself."""
        answer = self.go(address)
        self.look(address)
        self.listen(address)
        return answer

    def go(self, address):
        answer = self.page.goto(self.own + address)
        assert answer.status in {200, 404, 422}, (address, answer.status)
        return answer

    def touch(self, what):
        """Touch everything on the page as it stands, and note what stood there and what ran."""
        self.look(what)
        self.page.evaluate(TOUCH)
        self.listen(what)

    def look(self, what):
        self.heard += [f"{what}: {thing}" for thing in self.page.evaluate(FOUND)]

    def listen(self, what):
        self.page.wait_for_timeout(50)
        self.heard += [f"{what}: ran {call}" for call in self.page.evaluate("window.ranHere")]


def listen(new_context, own, *, bypass_csp=False, client=None):
    """Open a window whose every request to another site is stopped and noted."""
    context = new_context(bypass_csp=bypass_csp)
    context.add_init_script(LISTENERS)
    if client is not None:
        context.add_cookies(
            [
                {"name": name, "value": morsel.value, "url": own}
                for name, morsel in client.cookies.items()
            ]
        )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    ear = Ear(page, own)

    def look(route):
        url = route.request.url
        if url.startswith((own + "/", "data:image/", "about:")):
            route.continue_()
            return
        ear.heard.append(f"asked for {url[:120]}")
        route.abort()

    context.route("**/*", look)
    context.on("page", lambda opened: ear.heard.append(f"opened {opened.url}"))
    page.on("dialog", lambda dialog: (ear.heard.append("a dialog"), dialog.dismiss()))
    page.on("download", lambda download: ear.heard.append(f"downloaded {download.url[:80]}"))
    return ear
