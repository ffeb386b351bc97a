import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.newsroom.markup import (
    clean_kept,
    data_block,
    kept_html,
    paragraph_html,
    with_opening,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "<p onclick=alert(1) style='position:fixed'>x</p>",
    "<iframe src='https://evil.test'></iframe>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<form action='https://evil.test'><input name=password></form>",
    "<base href='https://evil.test/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.test'>",
    "<div hx-get='/account/' hx-trigger=load>x</div>",
    "<img src='//evil.test/pixel.gif'><img src='https://evil.test/x.png'><img src='/\\evil.test/x'>",
    "<p id=main name=body class=skip>x</p>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
]
FORBIDDEN = [
    "<script",
    "onerror",
    "onclick",
    "script:",
    "style=",
    "<iframe",
    "<svg",
    "<form",
    "<input",
]
FORBIDDEN += ["<base", "<meta", "hx-", "evil.test", " id=", " class=", "<style"]


def faults(html):
    return [word for word in FORBIDDEN if word in html.lower()]


@pytest.mark.parametrize("source", HOSTILE)
@pytest.mark.django_db
def test_nothing_that_runs_or_calls_elsewhere_is_shown(source):
    assert not faults(paragraph_html(source))
    assert not faults(kept_html(source))


def test_the_list_of_faults_finds_each_of_them():
    assert all(faults(source) for source in HOSTILE)


@given(st.text(alphabet="<>/='\" ascriptonmglyh&;:#!-x\n", max_size=80))
@pytest.mark.any_engine
def test_cleaning_what_is_clean_changes_nothing(source):
    once = clean_kept(source)
    assert clean_kept(once) == once


@pytest.mark.django_db
def test_what_an_editor_writes_stays():
    source = (
        '<p>A <b>bold</b> <i>word</i>, a <a href="https://example.org/?a=1&amp;b=2">link</a>.</p>'
    )
    assert paragraph_html(source) == source


def test_what_an_importer_keeps_stays():
    table = '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>'
    assert kept_html(table) == table
    assert "/media/images/a.webp" in kept_html('<img src="/media/images/a.webp" alt="x">')


def test_a_dateline_opens_the_first_paragraph():
    html = paragraph_html("<p>One.</p><p>Two.</p>")
    opened = with_opening(html, "WEIRTON, 9 May –")
    assert opened == '<p><span class="dateline">WEIRTON, 9 May –</span> One.</p><p>Two.</p>'


def test_a_dateline_before_a_list_has_a_paragraph_of_its_own():
    opened = with_opening(paragraph_html("<ul><li>One</li></ul>"), "WEIRTON –")
    assert opened.startswith('<p><span class="dateline">WEIRTON –</span> </p><ul>')


def test_a_dateline_is_text():
    assert "<b>" not in with_opening(paragraph_html("<p>x</p>"), "<b>WEIRTON</b>")


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--", "]]>", "&quot;", "\u2028", "😀"]
)
def test_no_text_ends_a_data_block(text):
    block = data_block({"headline": text})
    inside = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set("<>&\u2028") & set(inside)
    assert json.loads(inside) == {"headline": text}
