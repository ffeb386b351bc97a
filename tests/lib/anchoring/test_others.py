"""What other annotators test themselves by: Apache Annotator's tables, and the pages of Chrome's
polyfill for text fragments."""

import json

import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString

from standfirst.lib.anchoring import Article, Passage, passage_at

pytestmark = pytest.mark.any_engine
NAME = "story"


def table(folder, file):
    """All cases of a file, with their names."""
    groups = json.loads((folder / "anchor-apache-annotator" / file).read_text())
    return {
        f"{group}: {name}": case for group, cases in groups.items() for name, case in cases.items()
    }


def text_of(soup):
    return "".join(str(string) for string in soup.find_all(string=True))


def offset(soup, xpath, units):
    """Where in the whole text a border is that is given as `//tag/text()[n]` and UTF-16 units."""
    tag, _slash, which = xpath.removeprefix("//").partition("/text()")
    element = soup.find(tag)
    strings = [child for child in element.children if isinstance(child, NavigableString)]
    string = strings[int(which.strip("[]") or 1) - 1]
    before = 0
    for other in soup.find_all(string=True):
        if other is string:
            break
        before += len(other)
    return before + len(str(string).encode("utf-16-le")[: units * 2].decode("utf-16-le"))


def borders(soup, span):
    return (
        offset(soup, span["startContainerXPath"], span["startOffset"]),
        offset(soup, span["endContainerXPath"], span["endOffset"]),
    )


def find(text, passage):
    found = Article({NAME: text}).find(passage)
    return None if found is None else (found.start, found.end)


def test_quotes_are_found_where_annotator_finds_them(test_data):
    seen = 0
    for name, case in table(test_data, "text-quote-match-cases.json").items():
        selector = case["selector"]
        if not selector["exact"]:
            continue
        soup = BeautifulSoup(case["html"], "html.parser")
        wanted = [borders(soup, span) for span in case["expected"]]
        around = selector.get("prefix", ""), selector.get("suffix", "")
        text = text_of(soup)
        found = find(text, Passage(NAME, 0, selector["exact"], *around))
        seen += 1
        # Words that stand twice are lost or one of them; other words around them lose nothing to us.
        if len(wanted) == 1:
            assert found in {wanted[0], None}, name
            # A quote that ends within a word, and does not say so by its suffix, is no quote of ours.
            cuts = text[wanted[0][1] - 1 : wanted[0][1] + 1].isalpha() and not around[1]
            assert found or cuts or len(selector["exact"]) < 4, name
        elif wanted:
            assert found in {None, *wanted}, name
        elif not any(around):
            assert found is None, name
    assert seen > 15


def test_passages_that_annotator_describes_are_found_by_our_description(test_data):
    seen = 0
    for name, case in table(test_data, "text-quote-describe-cases.json").items():
        soup = BeautifulSoup(case["html"], "html.parser")
        text, (start, end) = text_of(soup), borders(soup, case["range"])
        passage = passage_at(NAME, text, start, end)
        assert passage.quote == case["expected"]["exact"], name
        if start == end:
            assert find(text, passage) is None, name
            continue
        seen += 1
        assert find(text, passage) == (start, end), name
        more = "An editor wrote this sentence. "
        assert find(more + text, passage) in {None, (start + len(more), end + len(more))}, name
    assert seen > 15


def test_positions_count_characters_and_not_the_units_of_javascript(test_data):
    seen = 0
    for name, case in table(test_data, "text-position-match-cases.json").items():
        soup = BeautifulSoup(case["html"], "html.parser")
        selector = case["selector"]
        assert borders(soup, case["expected"][0]) == (selector["start"], selector["end"]), name
        seen += 1
    assert seen > 5


def test_what_is_marked_on_the_pages_of_the_polyfill_is_found_again(test_data):
    seen = 0
    for page in sorted((test_data / "anchor-text-fragments").rglob("*.html")):
        soup = BeautifulSoup(page.read_text(), "html.parser")
        text = " ".join(text_of(soup).split())
        for marked in soup.find_all(id=True):
            quote = " ".join(marked.get_text().split())
            if len(quote) < 4 or quote == text:
                continue
            start = text.find(quote)
            if start < 0:
                continue
            seen += 1
            passage = passage_at(NAME, text, start, start + len(quote))
            assert find(text, passage) == (start, start + len(quote)), (page.name, quote)
    assert seen > 40


def test_a_selection_of_the_polyfill_is_the_passage_that_it_marks(test_data):
    folder = test_data / "anchor-text-fragments" / "data-driven" / "input"
    case = json.loads((folder / "test-params" / "basic_test.json").read_text())
    soup = BeautifulSoup(
        (folder / "html" / case["htmlFileName"]).with_suffix(".html").read_text(), "html.parser"
    )
    text = soup.find(id=case["startParentId"]).get_text()
    passage = passage_at(NAME, text, case["startTextOffset"], case["endTextOffset"])
    assert passage.quote == case["selectedText"]
    start, end = find(f"Before. {text}", passage)
    assert f"Before. {text}"[start:end] == case["highlightText"]
