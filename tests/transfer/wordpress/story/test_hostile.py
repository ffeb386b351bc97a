"""What people tried elsewhere: nothing of it may run here, in any block."""

import json
import re
from html.parser import HTMLParser

import pytest

from standfirst.newsroom.markup import kept_html, paragraph_html
from standfirst.transfer.wordpress.story.converting import story_of

RUNS = {
    "script",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "style",
    "link",
    "meta",
    "base",
    "form",
    "input",
}
RUNS |= {"audio", "video", "frame", "applet", "template"}
CODE = re.compile(r"[\s\x00-\x20]*(javascript|vbscript|data)\s*:", re.IGNORECASE)
PLAIN_WEB = re.compile(r"(https?://|mailto:|tel:|$)")


class Finder(HTMLParser):
    """Lists what would run, fetch or style if a browser met it."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag in RUNS:
            self.found.append(tag)
        for name, value in attrs:
            is_code = name in {"href", "src", "action", "cite"} and CODE.match(value or "")
            if name.startswith("on") or name in {"style", "srcdoc", "formaction"} or is_code:
                self.found.append(f"{tag} {name}={value}")

    handle_startendtag = handle_starttag


def what_runs(html):
    finder = Finder()
    finder.feed(html)
    finder.close()
    return finder.found


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def dangers(story):
    found = []
    for block in story.blocks:
        kind, value = block["type"], block["value"]
        if kind in {"paragraph", "kept_html", "table"}:
            for html in strings(value):
                found += what_runs(html)
        if kind == "paragraph":
            found += what_runs(paragraph_html(value))
        if kind == "kept_html":
            found += what_runs(kept_html(value))
        if kind == "embed" and not value["url"].startswith(("http://", "https://")):
            found.append(value["url"])
        if kind == "quote" and not PLAIN_WEB.match(value["source_url"]):
            found.append(value["source_url"])
    return found


PLACES = (
    "{}",
    '<p>Before {} after</p>[caption id="attachment_1"]<img src="x">{}[/caption]<pre>{}</pre>',
    "<!-- wp:x --><blockquote>{}</blockquote><ul><li>{}</li></ul><table><tr><td>{}</td></tr></table>",
)


def corpus(test_data):
    files = [*test_data.glob("xss-*/**/*.txt"), *test_data.glob("xss-*/*.test")]
    files += [*test_data.glob("xss-*/**/*.md")]
    for file in sorted(files):
        yield from (line for line in file.read_text(errors="replace").splitlines() if line.strip())
    yield from (
        str(each) for each in json.loads((test_data / "xss-owasp/vectors.json").read_text())
    )


@pytest.mark.any_engine
@pytest.mark.parametrize("place", PLACES)
def test_nothing_of_the_corpora_runs(test_data, place):
    lines = list(dict.fromkeys(corpus(test_data)))
    assert len(lines) > 4000
    for line in lines:
        story = story_of(place.replace("{}", line))
        assert dangers(story) == [], line


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<svg onload="alert(1)">',
        '<iframe src="javascript:alert(1)"></iframe>',
        '<a href="&#106;avascript:alert(1)">x</a>',
        '<b style="background:url(javascript:alert(1))">x</b>',
    ],
)
def test_the_finder_finds_what_would_run(html):
    assert what_runs(html) or CODE.search(html) or "&#106;" in html
    assert dangers(story_of(html)) == []


def test_what_was_taken_away_is_counted():
    story = story_of('<script>a()</script><p onclick="b()">x</p><form><input></form>')
    assert dict(story.left) == {"<script>": 1, "event handlers": 1, "<form>": 1, "<input>": 1}


def test_no_other_site_is_asked_for_anything():
    html = '<dl><dd><img src="https://spy.example/a.gif"></dd></dl><video poster="https://spy.example/b.jpg">'
    for block in story_of(html).blocks:
        if block["type"] in {"kept_html", "paragraph"}:
            assert "spy.example" not in block["value"]
