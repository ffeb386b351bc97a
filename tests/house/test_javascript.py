"""Our own JavaScript stays small enough to read, and to send."""

import gzip
import random

from tests.house.source import Source, files, none_of

MODULE_LINES = 150
ARTICLE_BYTES = 12_000
ELSEWHERE = ("/js/account/", "/js/desk/", "/js/embed/", "/js/thread/")


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


def loading(templates, part):
    """Name the templates that load a script of a folder."""
    return [source.place for source in templates if f"standfirst{part}" in source.text]


def test_what_only_the_threads_own_page_needs_is_loaded_there_alone():
    templates = [source for source in files(".html") if source.place.startswith("standfirst/")]
    assert loading(templates, "/js/thread/") == ["standfirst/templates/pages/thread.html"]
    planted = Source(
        "standfirst/templates/pages/article.html", "{% static 'standfirst/js/thread/x.js' %}"
    )
    assert loading([planted], "/js/thread/")


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
