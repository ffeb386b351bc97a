"""The script for other sites: one file at an address that never changes, the same for everybody."""

import json
import re

from standfirst.discussion.models import Order
from standfirst.discussion.views.embed import NUMBERS, PARTS, STATIC

AT = "/embed/discussion.js"


def known_in(response):
    found = re.search(r"^const KNOWN = (\{.*\});$", response.content.decode(), re.MULTILINE)
    return json.loads(found[1])


def test_it_is_one_plain_script_for_everybody(client_of, reader):
    response = client_of(None).get(AT)
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert not response.cookies
    assert client_of(reader).get(AT).content == response.content
    text = response.content.decode()
    for name in PARTS:
        assert (STATIC / "js" / "embed" / name).read_text() in text
    assert "import " not in text
    assert "</" not in known_in_text(text), "nothing ends a script where it is put inline"


def known_in_text(text):
    return re.search(r"^const KNOWN = .*$", text, re.MULTILINE)[0]


def test_it_has_the_papers_words_in_its_language(client_of, db, settings):
    assert known_in(client_of(None).get(AT))["direction"] == "ltr"
    settings.LANGUAGE_CODE = "ar"
    known = known_in(client_of(None).get(AT))
    assert (known["language"], known["direction"]) == ("ar", "rtl")


def test_every_word_that_it_says_is_there(client_of, db):
    response = client_of(None).get(AT)
    text = response.content.decode()
    asked = set(re.findall(r'said\("(\w+)"', text))
    words = known_in(response)["words"]
    assert len(asked) > 15
    assert asked <= words.keys()
    said_otherwise = {"up", "down", *Order.values}
    said_otherwise |= {f"count_{kind}" for kind in NUMBERS}
    gone = {"removed", "withdrawn", "held", "posted", "own_held"}
    assert words.keys() - asked <= said_otherwise | gone


def test_numbers_are_said_as_each_language_says_them(client_of, db, settings):
    def said(language):
        settings.LANGUAGE_CODE = language
        words = known_in(client_of(None).get(AT))["words"]
        return [words[f"count_{kind}"] for kind in NUMBERS]

    assert said("en") == ["{n} comments", "{n} comment", *["{n} comments"] * 4]
    assert len(set(said("ar"))) == 6
