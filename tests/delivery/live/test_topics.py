"""What a client may ask for, and what is refused with a sentence."""

import pytest

from standfirst.delivery.live.topics import (
    Asked,
    AskedWrongly,
    public_topics,
    read_question,
    split_topic,
)
from standfirst.delivery.live.wire import Cursor

KINDS = ("front", "thread", "campaign")


def ask(query, header=""):
    return read_question(query, header, KINDS)


def test_topics_are_read_each_once_and_in_order():
    assert ask("topic=thread:12&topic=campaign:3&topic=thread:12&topic=front") == Asked(
        ("campaign:3", "front", "thread:12")
    )


def test_where_to_go_on_from_is_read_from_the_address_and_the_header_wins():
    assert ask("topic=front&after=7-9").after == Cursor(7, 9)
    assert ask("topic=front&after=7-9", "8-10").after == Cursor(8, 10)
    assert ask("topic=front&since=1700000000").since == 1_700_000_000.0
    assert ask("topic=front&after=&since=") == Asked(("front",))


def test_twenty_topics_are_heard_and_one_more_is_not():
    twenty = "&".join(f"topic=thread:{number}" for number in range(1, 21))
    assert len(ask(twenty).topics) == 20
    with pytest.raises(AskedWrongly, match="20"):
        ask(f"{twenty}&topic=front")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "topic=",
        "topic=thread",
        "topic=thread:",
        "topic=thread:0",
        "topic=thread:-1",
        "topic=thread:01",
        "topic=thread:1%0a",
        "topic=thread:١",
        "topic=thread:1234567890123456789",
        "topic=thread:1,2",
        "topic=front:1",
        "topic=held:1",
        "topic=THREAD:1",
        "topic=thread:1&topic=nothing:2",
        "topic=front&after=7",
        "topic=front&after=-7-9",
        "topic=front&since=now",
        "topic=front&since=-1",
        "&".join(["topic=front"] * 41),
    ],
)
def test_what_is_no_topic_or_no_place_is_refused(query):
    with pytest.raises(AskedWrongly):
        ask(query)


def test_a_refusal_does_not_say_what_was_typed():
    with pytest.raises(AskedWrongly) as refused:
        ask("topic=<script>:1")
    assert "script" not in str(refused.value)


def test_a_topic_is_a_kind_and_an_id():
    assert split_topic("thread:12") == ("thread", 12)
    assert split_topic("front") == ("front", 0)
    assert split_topic("thread") == ("", 0)


def test_what_is_public_is_asked_once_for_each_kind(now):
    questions = []

    def even(pks, at):
        questions.append((sorted(pks), at))
        return {pk for pk in pks if pk % 2 == 0} | {1000}

    kinds = {"thread": even, "front": lambda pks, at: set(pks)}
    asked = ["thread:2", "thread:3", "thread:4", "front", "other:2"]
    assert public_topics(asked, kinds, now) == {"thread:2", "thread:4", "front"}
    assert questions == [([2, 3, 4], now)]
