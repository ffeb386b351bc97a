"""Our own JavaScript stays small enough to read, and to send."""

import gzip
import random

from tests.house.source import Source, files, none_of

MODULE_LINES = 150
ARTICLE_BYTES = 12_000
ELSEWHERE = ("/js/account/", "/js/desk/", "/js/embed/")


def ours():
    return [
        source
        for source in files(".js", ".mjs")
        if source.place.startswith("standfirst/") and not source.is_vendored
    ]


def long_modules(sources):
    return [
        f"{source.place}: {source.lines}" for source in sources if source.lines > MODULE_LINES + 1
    ]


def compressed(sources):
    return sum(len(gzip.compress(source.text.encode(), 9, mtime=0)) for source in sources)


def on_an_article_page(sources):
    return [source for source in sources if not any(part in source.place for part in ELSEWHERE)]


def test_no_module_is_long():
    none_of(long_modules(ours()), f"At most {MODULE_LINES} lines: make it two modules.")


def test_an_article_page_gets_little_of_it():
    size = compressed(on_an_article_page(ours()))
    assert size <= ARTICLE_BYTES, (
        f"{size} bytes compressed: at most {ARTICLE_BYTES}; do less in it."
    )


def test_planted_faults_are_found():
    assert long_modules([Source("standfirst/static/standfirst/js/x.js", "\n" * 151)])
    noise = random.Random(1).randbytes(ARTICLE_BYTES).hex()
    assert compressed([Source("standfirst/static/standfirst/js/x.js", noise)]) > ARTICLE_BYTES
    desk = Source("standfirst/static/standfirst/js/desk/x.js", "")
    assert on_an_article_page([desk]) == []
