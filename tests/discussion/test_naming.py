"""The names in a discussion, for completing a mention."""

import pytest

from standfirst.discussion import actions
from standfirst.discussion.queries import feeds
from tests.discussion.http import text_of

pytestmark = pytest.mark.django_db


def people(client, thread):
    answer = client.get(f"{thread.comments_path}people.json")
    assert answer.status_code == 200
    return answer.json()["names"]


def test_who_can_be_read_here_is_named_once_the_latest_first(
    thread, other_thread, write, reader, supporter, proven, guest, stranger
):
    write(reader, "One")
    write(proven("Ada Weir"), "Two")
    write(reader, "Three")
    write(proven(), "By a reader without a name")
    write(proven("Held Back"), "elsewhere", thread=other_thread)
    assert people(stranger, thread) == [reader.name, "Ada Weir"]


def test_who_cannot_be_read_is_not_named(
    thread, write, supporter, guest, proven, judge, stranger, now
):
    guest.name = "Canary Held"
    guest.save()
    assert write(guest, "Waiting").is_held
    gone = write(proven("Canary Removed"), "Rude")
    actions.remove_comment(judgement=judge(gone, facts="rude"), now=now)
    assert people(stranger, thread) == []


def test_no_more_than_a_few_hundred(thread, write, proven, stranger, monkeypatch):
    monkeypatch.setattr(feeds, "MOST_NAMES", 2)
    for name in ("Ada", "Bo", "Cy"):
        write(proven(name), f"by {name}")
    assert people(stranger, thread) == ["Cy", "Bo"]


def test_it_is_the_same_for_everybody(thread, write, reader, client_of, stranger):
    write(reader)
    address = f"{thread.comments_path}people.json"
    assert client_of(reader).get(address).content == stranger.get(address).content


def test_there_are_none_of_a_discussion_that_is_off(thread, write, reader, stranger):
    write(reader)
    thread.mode = "off"
    thread.save()
    assert stranger.get(f"{thread.comments_path}people.json").status_code == 404


def test_the_page_says_where_they_are(thread, stranger):
    page = text_of(stranger.get(thread.comments_path))
    assert f'data-people="{thread.comments_path}people.json"' in page
