"""Events as bytes."""

import json

import pytest

from standfirst.delivery.live.wire import Cursor, frames, hello, told
from standfirst.delivery.models import LONGEST_PAYLOAD, Event


def event(number=5, *, now, transaction=None, **fields):
    fields = {"topic": "thread:12", "kind": "comment.added", "subject_id": 34, **fields}
    return Event(pk=number, transaction=transaction, at=now, **fields)


def data_of(ready):
    return json.loads(ready.body.decode().split("data: ")[1])


def test_an_event_says_its_kind_its_topic_and_its_subject(now):
    assert told(event(now=now)).body == (
        b'event: comment.added\ndata: {"topic":"thread:12","id":34}\n\n'
    )


@pytest.mark.parametrize(
    ("payload", "added"),
    [
        ('{"settled":5,"pledged":0}', {"settled": 5, "pledged": 0}),
        ("-3", {"value": -3}),
        ("words", {"value": "words"}),
        ("two\nlines\n\nevent: gone", {"value": "two\nlines\n\nevent: gone"}),
    ],
)
def test_what_it_carries_stands_beside(now, payload, added):
    ready = told(event(now=now, payload=payload))
    assert data_of(ready) == {"topic": "thread:12", "id": 34, **added}
    assert ready.body.count(b"\n") == 3, "no payload can begin another line"


def test_an_event_is_small(now):
    payload = json.dumps({"a": "b" * (LONGEST_PAYLOAD - 10)}, separators=(",", ":"))
    assert len(told(event(now=now, payload=payload)).body) <= 300


def test_the_order_is_the_id_or_the_transaction_where_there_is_one(now):
    assert told(event(5, now=now)).order == 5
    assert told(event(5, now=now, transaction=700)).order == 700


def test_only_the_last_of_several_says_that_all_were_had(now):
    both = [told(event(number, now=now)) for number in (5, 6)]
    ids = [line for line in frames(both, before=4, after=9).split(b"\n") if line[:3] == b"id:"]
    assert ids == [b"id: 4-5", b"id: 9-6"]
    assert frames([], before=4, after=9) == b""


def test_a_place_is_read_as_it_was_written():
    assert Cursor.read(Cursor(7, 9).line()[4:].decode().strip()) == Cursor(7, 9)
    for text in ("", "7", "7-", "-9", "7-9-1", "7-9\n", "٧-٩", "1" * 19 + "-1"):
        assert Cursor.read(text) is None


def test_a_stream_begins_with_its_place():
    assert hello(Cursor(7, 9)) == b"retry: 3000\nid: 7-9\nevent: hello\ndata: {}\n\n"
