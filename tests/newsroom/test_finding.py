from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.newsroom.queries import finding
from tests.newsroom.conftest import text_at, words


def headlines(html):
    return [
        part.partition("</a>")[0].partition(">")[2]
        for part in html.split('class="teaser-headline"><a ')[1:]
    ]


def test_it_finds_by_headline_standfirst_story_place_and_name(publish, ada, nobody):
    publish("Gatekeeper")
    publish("Two", standfirst="The gatekeeper is ill.")
    publish("Three", story=[words("A gatekeeper, at last.")])
    publish("Four", place="Gatekeeper")
    publish("Five", bylines=[(ada, "words")])
    found = headlines(text_at(nobody, "/search/?q=gatekeeper"))
    assert sorted(found) == ["Four", "Gatekeeper", "Three", "Two"]
    assert headlines(text_at(nobody, "/search/?q=winter")) == ["Five"]


def test_it_finds_topics_people_and_pages_too(publish, flood, ada, nobody):
    assert 'href="/topics/flood/"' in text_at(nobody, "/search/?q=flood").partition("Also:")[2]
    assert (
        'href="/authors/ada-winter/"' in text_at(nobody, "/search/?q=winter").partition("Also:")[2]
    )
    assert 'href="/imprint/"' in text_at(nobody, "/search/?q=imprint").partition("Also:")[2]


def test_it_goes_page_by_page(publish, nobody, monkeypatch):
    monkeypatch.setattr(finding, "ON_A_PAGE", 2)
    for number in range(5):
        publish(f"Gate {number}")
    pages = [headlines(text_at(nobody, f"/search/?q=gate&page={number}")) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({headline for page in pages for headline in page}) == 5
    assert "More matches" not in text_at(nobody, "/search/?q=gate&page=3")


def test_nothing_found_has_words(home, nobody):
    assert "Nothing has “zzz” in it." in text_at(nobody, "/search/?q=zzz")


def test_nothing_asked_is_a_form(home, nobody):
    html = text_at(nobody, "/search/")
    assert 'name="q"' in html
    assert "articles" not in html.partition("<main")[2]


ODD = [
    "'",
    '"',
    "(",
    ")",
    "*",
    "a*",
    '"a',
    "NOT",
    "AND OR",
    "a AND",
    "near(a b)",
    "title:x",
    "-a",
    "^",
    "%",
    "_",
]
ODD += [
    "\x00",
    "a\x00b",
    "\\",
    "<script>alert(1)</script>",
    "; DROP TABLE x",
    "😀",
    "ا",
    "\u202e",
    "a" * 5000,
    "  ",
]


def test_no_words_break_it(publish, nobody):
    publish("A gate")
    for query in ODD:
        answer = nobody.get("/search/", {"q": query})
        assert answer.status_code == 200, query
        assert "<script>alert" not in answer.content.decode()


def test_an_odd_page_number_is_an_answer(publish, nobody):
    publish("A gate")
    for page in ("0", "-1", "x", "99999999999999999999", "", "1.5", "٣"):
        assert nobody.get("/search/", {"q": "gate", "page": page}).status_code == 200, page


def test_searching_writes_nothing(publish, nobody):
    publish("A gate")
    with CaptureQueriesContext(connection) as queries:
        text_at(nobody, "/search/?q=gate")
    verbs = {query["sql"].split()[0].upper() for query in queries}
    assert verbs <= {"SELECT", "WITH"}, verbs


def test_what_is_found_is_kept_by_nobody_and_by_no_index(home, nobody):
    answer = nobody.get("/search/?q=x")
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
