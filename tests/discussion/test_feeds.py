"""Feeds of comments: what anybody may read, as RSS and as JSON Feed."""

import json
from xml.etree import ElementTree as ET

import pytest

from standfirst.discussion.actions import Judgement, NewComment, hold_comment, post_comment
from standfirst.discussion.models import Comment, Thread
from standfirst.newsroom.models import ArticlePage
from tests.discussion.passages import publish_report

PAPERS = "/feeds/comments"


@pytest.fixture
def report(db, now):
    return publish_report(now)


@pytest.fixture
def nobody(client_of):
    return client_of(None)


@pytest.fixture
def say(report):
    def said(author, text, **values):
        new = NewComment(thread=report.thread, author=author, text=text, **values)
        return post_comment(new=new, now=report.later())

    return said


@pytest.fixture
def addresses(report):
    return (PAPERS, f"{report.article.get_url()}comments/feed")


def items_of(client, address):
    answer = client.get(f"{address}.xml")
    assert answer.status_code == 200
    return ET.fromstring(answer.content).findall("channel/item")


def test_both_have_the_comments_the_newest_first(report, say, reader, supporter, nobody, addresses):
    first = say(reader, "I *saw* it.")
    answer = say(supporter, "So did I.", parent=first)
    for address in addresses:
        items = items_of(nobody, address)
        assert [item.findtext("link") for item in items] == [
            f"http://127.0.0.1:8000/comments/{pk}/" for pk in (answer.pk, first.pk)
        ]
        title = f"{supporter.name} to {reader.name} on “Who owns the gate?”"
        assert items[0].findtext("title") == title
        assert "<em>saw</em>" in items[1].findtext("description")


def test_json_says_the_same(report, say, reader, nobody, addresses):
    said = say(reader, "I saw “it” & more.")
    for address in addresses:
        answer = nobody.get(f"{address}.json")
        assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
        feed = json.loads(answer.content)
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["feed_url"].endswith(f"{address}.json")
        [item] = feed["items"]
        assert item["url"] == item["id"] == f"http://127.0.0.1:8000/comments/{said.pk}/"
        assert item["authors"] == [{"name": reader.name}]
        assert "I saw “it” &amp; more." in item["content_html"]


def test_what_is_held_is_in_neither(report, say, reader, moderator, nobody, addresses):
    kept, held = say(reader, "Kept."), say(reader, "Held.")
    hold_comment(judgement=Judgement(comment=held, decided_by=moderator), now=report.later())
    for address in addresses:
        assert [
            item.findtext("link")[-len(f"/{kept.pk}/") :] for item in items_of(nobody, address)
        ] == [f"/{kept.pk}/"]


def test_a_reply_to_words_that_are_gone_does_not_name_their_author(
    report, say, reader, supporter, moderator, nobody
):
    first = say(reader, "Gone soon.")
    say(supporter, "An answer.", parent=first)
    hold_comment(
        judgement=Judgement(comment=Comment.objects.get(pk=first.pk), decided_by=moderator),
        now=report.later(),
    )
    [item] = items_of(nobody, PAPERS)
    assert reader.name not in ET.tostring(item, encoding="unicode")


@pytest.mark.parametrize("hide", ["unpublish", "off"])
def test_a_page_that_nobody_may_read_has_no_comments_in_a_feed(
    report, say, reader, nobody, addresses, hide
):
    say(reader, "I saw it.")
    if hide == "off":
        Thread.objects.update(mode=Thread.Mode.OFF)
    else:
        ArticlePage.objects.get().unpublish()
    papers, threads = addresses
    assert items_of(nobody, papers) == []
    assert nobody.get(f"{threads}.xml").status_code == 404


def test_words_that_xml_cannot_carry_are_left_out(report, say, reader, nobody):
    say(reader, "I saw it.")
    Thread.objects.update(title="Ga\x0bte")
    [item] = items_of(nobody, PAPERS)
    assert "“Gate”" in item.findtext("title")


@pytest.mark.parametrize("count", [1, 4])
def test_the_number_of_queries_does_not_grow(
    report, say, reader, nobody, count, addresses, django_assert_max_num_queries
):
    for number in range(count):
        say(reader, f"Word {number}.")
    for address in addresses:
        nobody.get("/feeds/paper.xml")
        with django_assert_max_num_queries(9):
            assert len(items_of(nobody, address)) == count


def test_they_are_named_where_readers_look(report, say, reader, nobody):
    say(reader, "I saw it.")
    assert f"{PAPERS}.xml" in nobody.get("/feeds/").content.decode()
    thread = f"{report.article.get_url()}comments/"
    assert f"{thread}feed.xml" in nobody.get(thread).content.decode()
    assert nobody.get(f"{thread}feed.txt").status_code == 404
