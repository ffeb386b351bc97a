"""Text of HTML, and marks in it."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from standfirst.lib.passage_html import Mark, marked, text_of

pytestmark = pytest.mark.any_engine

OPEN, CLOSE = '<span class="passage">', "</span>"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Boats wait.</p>", "Boats wait."),
        (
            "<p>Boats <b>wa</b>it &amp; see.</p>\n<p>Then&nbsp;go.</p>",
            "Boats wait & see.\nThen go.",
        ),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("one<br>two", "one\ntwo"),
        ('<a href="/?a>b">three</a>', "three"),
        ("  \n ", ""),
        ("5 < 6 & 7", "5 < 6 & 7"),
    ],
)
def test_the_text_is_what_a_reader_reads(html, text):
    assert text_of(html) == text


def test_a_passage_is_marked_where_its_words_stand():
    html = "<p>The council <em>closed the</em> gate.</p>"
    start = text_of(html).index("closed the gate")
    assert marked(html, [Mark(start, start + 15, "closed the gate", "<i>2</i>")]) == (
        f"<p>The council <em>{OPEN}closed the{CLOSE}</em> {OPEN}gate{CLOSE}<i>2</i>.</p>"
    )


def test_what_stands_behind_a_mark_is_put_out_of_a_link():
    html = '<p>See <a href="/x">the whole report</a> there.</p>'
    assert marked(html, [Mark(4, 13, "the whole", "<a>1</a>")]) == (
        f'<p>See <a href="/x">{OPEN}the whole{CLOSE} report</a><a>1</a> there.</p>'
    )


def test_passages_that_overlap_are_marked_once_and_followed_by_each_bubble():
    assert marked(
        "<p>one two three</p>", [Mark(0, 7, "one two", "A"), Mark(4, 13, "two three", "B")]
    ) == (f"<p>{OPEN}one two{CLOSE}A {OPEN}three{CLOSE}B</p>")


def test_an_entity_is_one_character():
    assert marked("<p>a &amp; b</p>", [Mark(2, 3, "&")]) == f"<p>a {OPEN}&amp;{CLOSE} b</p>"


def test_a_passage_that_reads_otherwise_is_not_marked():
    assert marked("<p>one two</p>", [Mark(0, 3, "uno", "A")]) == "<p>one two</p>"


WORDS = st.text("ab &<>é😃\n", max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["p", "em", "a", "li"]), WORDS), max_size=6), st.data())
def test_marking_changes_no_word_and_nests_as_before(parts, data):
    soup = BeautifulSoup("", "html.parser")
    for name, words in parts:
        tag = soup.new_tag(name)
        tag.string = words
        soup.append(tag)
    html = str(soup)
    text = text_of(html)
    assert text == text_of(f"<div>{html}</div>")
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    done = marked(html, [Mark(start, end, text[start:end])])
    assert text_of(done) == text
    assert re.sub(r'<span class="passage">|</span>', "", done) == html
    inside = "".join(
        piece.get_text() for piece in BeautifulSoup(done, "html.parser").select(".passage")
    )
    assert "".join(inside.split()) == "".join(text[start:end].split())
