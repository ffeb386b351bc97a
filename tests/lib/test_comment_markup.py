"""What comes out of a comment's text: only listed tags, the same again, in linear time."""

import gc
import html
import json
import re
import time
from html.parser import HTMLParser

import pytest

from standfirst.lib.comment_markup import (
    ATTRIBUTES,
    IMPORT_TAGS,
    LINK_REL,
    TAGS,
    clean_html,
    count_links,
    finished_html,
    finished_import,
    is_allowed_address,
)

pytestmark = pytest.mark.any_engine


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "<p>plain</p>"),
        ("two\nlines", "<p>two<br>\nlines</p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
        ("`x < y`", "<p><code>x &lt; y</code></p>"),
        ("```html\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        (r"\*not\*", "<p>*not*</p>"),
    ],
)
def test_the_subset_of_markdown(text, expected):
    assert finished_html(text).strip() == expected


@pytest.mark.parametrize(
    "text",
    ["# a heading", "***", "| a | b | |---|---|", "<b>raw</b>", "&amp; &lt;", "    four spaces in"],
)
def test_what_is_not_in_the_subset_is_shown_as_typed(text):
    shown = re.sub(r"<br>\n|</?p>", "", finished_html(text)).strip()
    assert html.unescape(shown).split() == text.split()


def test_a_picture_becomes_a_link_at_most():
    html = finished_html("![a map](https://example.org/map.png)")
    assert "<img" not in html
    assert 'href="https://example.org/map.png"' in html


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("[a](https://example.org/x)", "https://example.org/x"),
        ('[a](https://example.org/x "title")', "https://example.org/x"),
        ("<https://example.org/x>", "https://example.org/x"),
        ("see https://example.org/x.", "https://example.org/x"),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)"),
        ("https://example.org/?a=1&b=2", "https://example.org/?a=1&amp;b=2"),
    ],
)
def test_links_lead_there_and_speak_not_for_us(text, address):
    html = finished_html(text)
    assert f'<a href="{address}" rel="{LINK_REL}">' in html
    assert count_links(html) == 1
    assert "title" not in html.replace("title&quot;", "")


@pytest.mark.parametrize(
    "address",
    [
        "http://own.test@evil.test/",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.test/",
        "/admin/logout/",
        "mailto:a@b.test",
        "http:///evil",
        "https://\\evil",
        "x" * 3000,
    ],
)
def test_no_link_leads_elsewhere(address):
    assert not is_allowed_address(address)
    assert "<a" not in finished_html(f"[a]({address})")
    assert "href" not in clean_html(f'<a href="{address}">a</a>')


def test_a_link_inside_a_link_is_none():
    assert count_links(finished_html("[see https://one.test](https://two.test)")) == 1


def test_an_import_keeps_its_few_tags_and_its_lines():
    html = finished_import('one\ntwo <b title="x">bold</b> <img src=x onerror=y>\n\n<i>three</i>')
    assert html == "<p>one<br>two <b>bold</b> </p><p><i>three</i></p>"


def test_an_import_loses_scripts_with_their_words():
    assert finished_import("a<script>alert(1)</script><style>b{}</style>c") == "<p>ac</p>"


class Reader(HTMLParser):
    """Notes every tag and attribute that a browser would see."""

    def __init__(self, html):
        super().__init__()
        self.faults = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS | IMPORT_TAGS:
            self.faults.append(tag)
        for name, value in attrs:
            allowed = name in ATTRIBUTES.get(tag, set()) or (tag == "a" and name == "rel")
            if not allowed or (name == "href" and not is_allowed_address(value)):
                self.faults.append((tag, name, value))


def faults(html):
    return Reader(html).faults


def test_the_reader_of_faults_finds_planted_ones():
    for tag in ("<img>", "<p onclick=x>", '<a href="javascript:x">', '<p class="x">'):
        assert faults(tag), tag


def hostile(folder):
    """Give every line and string of the corpora."""
    yield from json.loads((folder / "blns/blns.json").read_text())
    yield from json.loads((folder / "xss-owasp/vectors.json").read_text())
    for file in sorted(folder.glob("xss-*/**/*")):
        if file.is_file() and file.suffix in {".txt", ".test", ".md", ".html"}:
            yield from file.read_text(errors="replace").splitlines()


def test_corpora_of_hostile_strings_leave_nothing_but_the_subset(test_data):
    seen = 0
    for text in set(hostile(test_data)):
        for finish in (finished_html, finished_import):
            html = finish(text)
            assert not faults(html), text
            assert clean_html(html) == html, text
        seen += 1
    assert seen > 2000


def test_the_cleaner_alone_would_find_what_markdown_let_through(test_data):
    """The control: without either guard the corpora do bring forbidden tags."""
    assert any(faults(text) for text in hostile(test_data))


def test_commonmark_examples_are_fixpoints(test_data):
    for example in json.loads((test_data / "markdown-commonmark/spec.json").read_text()):
        html = finished_html(example["markdown"])
        assert not faults(html), example
        assert clean_html(html) == html, example


PIECES = [
    "*", "_", "**a ", "*a_", "`", "`a ", "[", "]", "[a](", "![", "[[]]", "> ", "- ", "- a\n", "1. ",
    "<http:", "https://a", "https://a.test ", "https://a.test/(", "http://http://", "\\", "\n", " ",
    "```\n", "<", "&", "> a\nb\n", "* a\n  * b\n", '[a](http://a "',
]  # fmt: skip


def seconds(finish, text):
    """Give the best of three, in seconds of this process, without the collector of garbage."""
    best = float("inf")
    gc.collect()
    gc.disable()
    for _ in range(3):
        start = time.process_time()
        finish(text)
        best = min(best, time.process_time() - start)
    gc.enable()
    return best


# Three doublings, at 2.5 each: a single one is lost in the noise of a busy machine.
MOST_GROWTH = 2.5**3


def growth(finish, piece):
    """Give how many times longer a text of eight times the length takes.

    Too much is believed only if it is so again and again: others work on the same machine.
    """
    short, long = (piece * (length // len(piece)) for length in (1_000, 8_000))
    least = float("inf")
    for _ in range(4):
        least = min(least, seconds(finish, long) / max(seconds(finish, short), 0.001))
        if least < MOST_GROWTH:
            break
    return least


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_length_and_not_faster(piece):
    assert growth(finished_html, piece) < MOST_GROWTH


@pytest.mark.parametrize("piece", ["<", "&", "<b>", "<p>", "</p>", "<a href=", "\n\n", "<script>"])
def test_so_does_the_time_of_an_import(piece):
    assert growth(finished_import, piece) < MOST_GROWTH


def test_the_measure_of_time_finds_a_quadratic_one():
    def quadratic(text):
        # Several times, so that the short text takes longer than the least that is measured.
        return sum(text.count("a", start) for _ in range(5) for start in range(len(text)))

    assert growth(quadratic, "a") > MOST_GROWTH
