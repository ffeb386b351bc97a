"""Our own JavaScript stays small enough to read, and to send."""

import gzip
import random
import re

from tests.house.source import Source, files, none_of

MODULE_LINES = 150
ARTICLE_BYTES = 12_000
ELSEWHERE = ("/js/account/", "/js/desk/", "/js/embed/", "/js/later/", "/js/thread/")
# `import … from` and `import "…"` are fetched with a page; `import(…)` is when it is called.
AT_ONCE = re.compile(
    r"""^(?:import\b(?!\s*\()|\} from\b).*?["'](?P<what>[^"'\n]*)["']""", re.MULTILINE
)


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


def fetched_at_once(sources, part):
    """Name the modules that fetch a folder's modules as soon as they are there themselves."""
    others = [source for source in sources if part not in source.place]
    return [
        source.place
        for source in others
        if any(part[3:] in match["what"] for match in AT_ONCE.finditer(source.text))
    ]


def test_what_is_fetched_when_it_is_needed_is_not_fetched_before():
    templates = [source for source in files(".html") if source.place.startswith("standfirst/")]
    assert loading(templates, "/js/later/") == []
    none_of(fetched_at_once(ours(), "/js/later/"), "Call `import(…)` where it is needed.")
    planted = 'import { say } from "./say.js";\nimport { x } from "./later/x.js";\n'
    folded = 'import {\n  x,\n} from "./later/x.js";\n'
    lazy = 'import("./later/x.js");\n  import("./later/x.js");\n'
    place = "standfirst/static/standfirst/js/x.js"
    for text in (planted, folded):
        assert fetched_at_once([Source(place, text)], "/js/later/") == [place]
    assert fetched_at_once([Source(place, lazy)], "/js/later/") == []


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
