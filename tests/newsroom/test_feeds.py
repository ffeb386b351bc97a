import json
from xml.etree import ElementTree as ET

import pytest

from standfirst.newsroom import actions
from standfirst.newsroom.models import ArticlePage
from tests.newsroom.conftest import text_at

CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


def items_of(text):
    return ET.fromstring(text).findall("channel/item")


def test_an_item_has_what_a_feed_reader_shows(publish, ada, nobody, now):
    publish(
        "Gate & <weir>", standfirst="Six offices.", bylines=[(ada, "words")], first_published_at=now
    )
    [item] = items_of(text_at(nobody, "/feeds/paper.xml"))
    told = {part.tag: part.text for part in item}
    assert told["title"] == "Gate & <weir>"
    assert told["link"] == "http://127.0.0.1:8000/river/gate-weir/"
    assert told["description"] == "Six offices."
    assert told["pubDate"] == "Sat, 14 Mar 2026 09:26:53 +0000"
    assert told["category"] == "River"
    assert told[CREATOR] == "Ada Winter"


def test_json_feed_says_the_same(publish, ada, nobody, now):
    publish(
        "Gate & <weir>", standfirst="Six offices.", bylines=[(ada, "words")], first_published_at=now
    )
    answer = nobody.get("/feeds/paper.json")
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(answer.content)
    assert feed["title"] == "The Weir Courier"
    assert feed["feed_url"] == "http://127.0.0.1:8000/feeds/paper.json"
    assert feed["items"] == [
        {
            "id": "http://127.0.0.1:8000/river/gate-weir/",
            "url": "http://127.0.0.1:8000/river/gate-weir/",
            "title": "Gate & <weir>",
            "content_html": "Six offices.",
            "date_published": "2026-03-14T09:26:53+00:00",
            "authors": [{"name": "Ada Winter"}],
            "tags": ["River"],
        }
    ]


def test_every_feed_has_its_own(publish, flood, ada, town, nobody):
    publish("River one", topics=[flood])
    publish("Town one", section=town, bylines=[(ada, "words")])
    heads = {
        "/feeds/paper.xml": {"River one", "Town one"},
        "/feeds/sections/river.xml": {"River one"},
        "/feeds/sections/town-hall.xml": {"Town one"},
        "/feeds/topics/flood.xml": {"River one"},
        "/feeds/authors/ada-winter.xml": {"Town one"},
    }
    for path, expected in heads.items():
        assert {item.findtext("title") for item in items_of(text_at(nobody, path))} == expected, (
            path
        )


def test_a_feed_says_what_it_is(publish, nobody):
    publish()
    answer = nobody.get("/feeds/sections/river.xml")
    assert answer["Content-Type"].startswith("application/rss+xml")
    channel = ET.fromstring(answer.content).find("channel")
    assert channel.findtext("title") == "River · The Weir Courier"
    assert channel.findtext("link") == "http://127.0.0.1:8000/river/"


def test_what_xml_cannot_carry_is_left_out(publish, nobody):
    page = publish("Gate")
    ArticlePage.objects.filter(pk=page.pk).update(title="Ga\x0bte", standfirst="\x1b[31mred￾")
    [item] = items_of(text_at(nobody, "/feeds/paper.xml"))
    assert item.findtext("title") == "Gate"
    assert item.findtext("description") == "[31mred"


@pytest.mark.parametrize("kind", ["sections", "topics", "authors"])
def test_a_feed_of_nothing_is_not_there(home, nobody, kind):
    assert nobody.get(f"/feeds/{kind}/nothing.xml").status_code == 404


def test_a_slug_of_any_script_has_a_feed(home, nobody, now):
    actions.add_section(home=home, title="Новости", now=now)
    assert nobody.get("/feeds/sections/новости.xml").status_code == 200


def test_pages_name_their_feed(river, flood, nobody):
    assert 'href="/feeds/paper.xml"' in text_at(nobody, "/")
    assert 'href="/feeds/sections/river.xml"' in text_at(nobody, "/river/")
    assert 'href="/feeds/topics/flood.xml"' in text_at(nobody, "/topics/flood/")
    assert 'href="/feeds/sections/river.xml"' in text_at(nobody, "/feeds/")
