"""The newest events in memory, and when they are not enough."""

from standfirst.delivery.live.recent import Recent
from standfirst.delivery.live.wire import Cursor, Told


def event(number, *, order=None, topic="thread:1", at=0.0):
    return Told(number, order or number, at, topic, "comment.added", number, b"")


def numbers(events):
    return [event.number for event in events]


def test_each_event_is_taken_once():
    recent = Recent()
    assert numbers(recent.add([event(1), event(2)])) == [1, 2]
    assert numbers(recent.add([event(2), event(3)])) == [3]


def test_what_came_after_a_place_is_found_by_topic():
    recent = Recent()
    recent.add([event(1), event(2, topic="thread:2"), event(3)])
    assert numbers(recent.after(Cursor(2, 1), {"thread:1"})) == [3]
    assert numbers(recent.after(Cursor(2, 1), {"thread:1", "thread:2"})) == [2, 3]


def test_an_event_that_became_visible_late_is_after_the_place_of_a_higher_one():
    """On PostgreSQL: number 6 was committed, and sent, before number 5 was."""
    recent = Recent()
    recent.add([event(6, order=101)])
    place = Cursor(100, 6)  # transaction 100 was open still
    recent.add([event(5, order=100)])
    assert 5 in numbers(recent.after(place, {"thread:1"}))
    assert 5 not in [number for number in numbers(recent.events) if number > place.number], (
        "the control: going by numbers would have missed it"
    )


def test_what_was_lost_from_memory_is_known_to_be():
    recent = Recent(size=2)
    recent.add([event(1, at=10.0), event(2, at=20.0), event(3, at=30.0)])
    assert numbers(recent.events) == [2, 3]
    assert recent.covers(Cursor(2, 1))
    assert not recent.covers(Cursor(1, 0))
    assert recent.covers_since(10.5)
    assert not recent.covers_since(10.0)


def test_a_number_from_the_future_is_not_believed():
    recent = Recent()
    recent.add([event(3)])
    assert recent.covers(Cursor(4, 3))
    assert not recent.covers(Cursor(5, 4))


def test_what_happened_since_a_time_is_found():
    recent = Recent()
    recent.add([event(1, at=10.0), event(2, at=20.0), event(3, at=30.0, topic="front")])
    assert numbers(recent.since(20.0, {"thread:1"})) == [2]
