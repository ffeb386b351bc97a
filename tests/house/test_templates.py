"""Templates: no inline script or style, and a plain way beside every htmx way."""

import re
from html.parser import HTMLParser

from tests.house.source import Source, none_of, templates

GETS = {"hx-get", "data-hx-get"}
WRITES = {
    f"{prefix}hx-{verb}" for prefix in ("", "data-") for verb in ("post", "put", "patch", "delete")
}
DATA_SCRIPTS = {"application/ld+json", "application/json"}
# Mail has no other way to be styled.
MAIL = "/templates/notify/"


class Faults(HTMLParser):
    """Reads a template's HTML, whatever its template tags stand for."""

    def __init__(self, source):
        super().__init__(convert_charrefs=True)
        self.source = source
        self.found = []
        self.forms = []
        self.feed(without_template_code(source.text))

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        names = set(given)
        if tag == "form":
            self.forms.append(given)
        if tag == "style":
            self.report("a <style> element; put it into a stylesheet")
        if tag == "script" and "src" not in names and given.get("type") not in DATA_SCRIPTS:
            self.report("an inline <script>; put it into a module")
        if "style" in names:
            self.report(f'style="…" on <{tag}>; give it a class')
        for name in names:
            if name.startswith("on"):
                self.report(f"{name} on <{tag}>; listen for it in a module")
        if names & GETS and not self.has_plain_get(tag, names):
            self.report(f"hx-get on <{tag}> without an href; a link works without JavaScript")
        if names & WRITES and not self.has_plain_post(tag, given):
            self.report(
                f"hx-post on <{tag}> outside a form with an action; forms work without JavaScript"
            )

    def handle_endtag(self, tag):
        if tag == "form" and self.forms:
            self.forms.pop()

    def has_plain_get(self, tag, names):
        return (
            "href" in names or (tag == "form" and "action" in names) or self.in_a_form_with_action()
        )

    def has_plain_post(self, tag, given):
        return self.in_a_form_with_action() or (tag == "button" and "formaction" in given)

    def in_a_form_with_action(self):
        return bool(self.forms) and "action" in self.forms[-1]

    def report(self, what):
        self.found.append(f"{self.source.place}:{self.getpos()[0]}: {what}")


def without_template_code(text):
    """Blank out comments and tags and stand a word in for variables, keeping the lines."""
    text = re.sub(r"{#.*?#}", "", text)
    text = re.sub(
        r"{% comment %}.*?{% endcomment %}",
        lambda found: "\n" * found[0].count("\n"),
        text,
        flags=re.DOTALL,
    )
    text = re.sub(r"{{.*?}}", "value", text)
    return re.sub(
        r"{%.*?%}", lambda found: " " + "\n" * found[0].count("\n"), text, flags=re.DOTALL
    )


def faults(source):
    return Faults(source).found if source.place.endswith(".html") else []


def test_templates_have_no_inline_code_and_work_without_javascript():
    found = [
        fault for source in templates() if MAIL not in source.place for fault in faults(source)
    ]
    none_of(found, "Templates run under a strict policy, and without JavaScript:")


def planted(html):
    return faults(Source("standfirst/templates/pages/x.html", html))


def test_planted_faults_are_found():
    for fault in (
        "<script>alert(1)</script>",
        "<style>a {}</style>",
        '<p style="color: red">',
        '<p {% if x %}onclick="x()"{% endif %}>',
        '<button hx-get="/x/">',
        '<button hx-post="/x/">',
        '<form><button hx-post="/x/"></form>',
        '<form action="/x/"></form><button data-hx-post="/x/">',
    ):
        assert planted(fault), fault


def test_the_plain_ways_are_fine():
    for fine in (
        '<a hx-get="/x/" href="/x/">',
        '<form hx-post="{% url "x" %}" action="{% url "x" %}" method="post">',
        '<form action="/x/"><button hx-post="/x/"></form>',
        '<form action="/x/"><button formaction="/y/" hx-post="/y/"></form>',
        '<script type="module" src="{% static "x.js" %}"></script>',
        '<script type="application/ld+json">{{ x }}</script>',
        "{# <script>no</script> #}",
    ):
        assert not planted(fine), fine
