"""Streams over real sockets: who gets one, who is refused, and who is dropped."""

import json
import threading

import pytest
from django.db import OperationalError

from standfirst.delivery.headers import PUBLIC_POLICY
from standfirst.delivery.live import streams
from standfirst.delivery.live.wire import Told
from tests.cli.processes import until
from tests.delivery.live.conftest import TOKEN

GET = "GET /live/?topic=thread:1 HTTP/1.1\r\nHost: here\r\n"


def event(number, topic="thread:1", padding=0):
    data = json.dumps({"topic": topic, "id": number, "padding": "x" * padding})
    body = f"event: comment.added\ndata: {data}\n\n".encode()
    return Told(number, number, float(number), topic, "comment.added", number, body)


def numbers(heard):
    return [one.data["id"] for one in heard if "id" in one.data]


def from_address(address):
    return {"X_Forwarded_For": address, "X_Standfirst_Front": TOKEN}


def test_a_stream_opens_with_all_headers_and_hears(radio):
    paper = radio()
    client = paper.listen()
    assert client.status == 200
    assert client.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert client.headers["cache-control"] == "no-store"
    assert client.headers["content-security-policy"] == PUBLIC_POLICY
    assert client.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in client.headers
    assert client.next().kind == "hello"
    paper.tell(event(5), event(6, topic="front"), event(7))
    assert numbers([client.next(), client.next()]) == [5, 7]


class TestRefusals:
    @pytest.mark.parametrize(
        ("target", "status"),
        [
            ("/live/", 400),
            ("/live/?topic=held:1", 400),
            ("/live/?topic=thread:1&after=x", 400),
            ("/live?topic=thread:1", 404),
            ("/other/?topic=thread:1", 404),
        ],
    )
    def test_what_cannot_be_answered_is_refused_with_a_sentence(self, radio, target, status):
        client = radio().connect().ask(target)
        assert client.status == status
        assert client.headers["cache-control"] == "no-store"
        assert client.body().endswith(".\n")

    def test_what_is_not_public_and_what_is_not_there_are_answered_the_same(self, radio):
        private, there = {3}, {1, 2, 3}
        paper = radio({"thread": lambda pks, now: (set(pks) & there) - private})
        assert paper.listen("topic=thread:1").status == 200
        answers = []
        for ident in (3, 4):
            client = paper.listen(f"topic=thread:{ident}")
            answers.append((client.status, client.headers, client.body()))
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
        both = paper.listen("topic=thread:1&topic=thread:3")
        assert both.status == 404, "with one that is public neither"

    @pytest.mark.parametrize(
        ("text", "status"),
        [
            (GET.replace("GET", "POST", 1) + "\r\n", 405),
            (GET.replace("GET", "HEAD", 1) + "\r\n", 405),
            (GET + "Content-Length: 5\r\n\r\n", 405),
            (GET + "Sec-Fetch-Site: cross-site\r\n\r\n", 403),
            (GET + "Sec-Fetch-Site: same-origin\r\n\r\n", 200),
            (GET + "\r\nGET /live/ HTTP/1.1\r\n\r\n", 400),
            ("\r\n\r\n", 400),
            ("GET " + "x" * 20_000, 400),
        ],
    )
    def test_only_our_own_pages_plain_reading_has_an_answer(self, radio, text, status):
        assert radio().connect().say(text).status == status

    def test_before_the_feed_has_begun_clients_are_asked_to_come_back(self, radio):
        paper = radio()
        paper.is_ready = False
        client = paper.listen()
        assert (client.status, client.headers["retry-after"]) == (503, "10")
        paper.is_ready = True
        assert paper.listen().status == 200

    def test_so_are_they_while_the_database_is_away(self, radio):
        def broken(pks, now):
            raise OperationalError("away")

        assert radio({"thread": broken}).listen().status == 503

    def test_whoever_goes_on_talking_is_cut_off(self, radio):
        client = radio().listen().opened()
        client.say("more")
        assert client.is_cut()

    def test_whoever_asks_for_nothing_is_cut_off(self, radio, monkeypatch):
        monkeypatch.setattr(streams, "HEAD_WITHIN_SECONDS", 0.05)
        paper = radio()
        assert paper.connect().say("GET /live/").is_cut()
        asked = paper.listen().opened()
        paper.tell(event(5))
        assert asked.next().data["id"] == 5, "the control: not one that has asked"


class TestCaps:
    def test_one_address_has_so_many_streams_and_gets_them_back(self, radio):
        paper = radio(of_one_address=2)
        first, _second = (paper.listen(**from_address("192.0.2.1")).opened() for _ in range(2))
        refused = paper.listen(**from_address("192.0.2.1"))
        assert (refused.status, refused.headers["retry-after"]) == (503, "10")
        paper.listen(**from_address("192.0.2.2")).opened()
        first.close()
        until(lambda: paper.serving.streams["192.0.2.1"] == 1, what="the end of a stream")
        paper.listen(**from_address("192.0.2.1")).opened()

    def test_an_address_is_believed_from_our_own_front_alone(self, radio):
        paper = radio(of_one_address=1)
        paper.listen(X_Forwarded_For="192.0.2.1").opened()
        pretended = paper.listen(X_Forwarded_For="192.0.2.2", X_Standfirst_Front="guessed")
        assert pretended.status == 503
        paper.listen(**from_address("192.0.2.2")).opened()
        assert paper.listen(**from_address("192.0.2.2")).status == 503

    def test_there_are_so_many_streams_in_all(self, radio):
        paper = radio(streams=2)
        for number in range(2):
            paper.listen(**from_address(f"192.0.2.{number}")).opened()
        assert paper.listen(**from_address("192.0.2.9")).status == 503

    def test_a_refused_stream_counts_nowhere(self, radio):
        paper = radio({"thread": lambda pks, now: set()}, of_one_address=1)
        for _ in range(3):
            client = paper.listen()
            assert client.status == 404
            client.close()
            until(lambda: not paper.serving.connections, what="the end of the connection")
        assert paper.serving.streams.total() == 0

    def test_connections_that_ask_for_nothing_are_bounded_too(self, radio):
        paper = radio(connections=1)
        paper.listen().opened()
        assert paper.connect().is_cut()


class TestSlowClients:
    def test_one_that_does_not_read_is_dropped_and_nobody_waits_for_it(self, radio):
        paper = radio()
        slow = paper.connect(holds=4096).ask("/live/?topic=thread:1")
        quick = paper.listen().opened()
        until(lambda: paper.serving.streams.total() == 2, what="both streams")
        for number in range(1, 200):
            paper.tell(event(number, padding=2000))
            assert quick.next().data["id"] == number
        until(lambda: paper.serving.streams.total() == 1, what="the slow one's end")
        paper.tell(event(200))
        assert quick.next().data["id"] == 200
        assert slow.is_cut()

    def test_without_that_guard_it_would_be_kept_with_all_that_it_does_not_take(
        self, radio, monkeypatch
    ):
        monkeypatch.setattr(streams, "MOST_WAITING", 10**9)
        paper = radio()
        paper.connect(holds=4096).ask("/live/?topic=thread:1")
        quick = paper.listen().opened()
        until(lambda: paper.serving.streams.total() == 2, what="both streams")
        for number in range(1, 200):
            paper.tell(event(number, padding=2000))
            assert quick.next().data["id"] == number
        assert paper.serving.streams.total() == 2
        assert max(map(waiting, paper.serving.connections)) > 100_000

    def test_one_that_took_nothing_between_two_signs_of_life_is_dropped(self, radio, monkeypatch):
        paper = radio()
        paper.connect(holds=4096).ask("/live/?topic=thread:1")
        quick = paper.listen().opened()
        until(lambda: paper.serving.streams.total() == 2, what="both streams")
        number = 0
        while not any(map(waiting, paper.serving.connections)):
            number += 1
            paper.tell(event(number, padding=2000))
            assert quick.next().data["id"] == number
        paper.await_(paper.hub.beat_once())
        assert paper.serving.streams.total() == 2
        paper.await_(paper.hub.beat_once())
        until(lambda: paper.serving.streams.total() == 1, what="the slow one's end")
        assert quick.file.readline() == b": still here\n"


def waiting(stream):
    return stream.transport.get_write_buffer_size()


class TestReplay:
    def test_whoever_comes_back_hears_what_was_missed_once_and_in_order(self, radio):
        paper = radio()
        first = paper.listen().opened()
        paper.tell(event(1), event(2), event(3, topic="front"))
        assert numbers([first.next(), first.next()]) == [1, 2]
        first.close()
        paper.tell(event(4), event(5))
        again = paper.listen(Last_Event_ID=first.last_id).opened()
        assert numbers([again.next(), again.next()]) == [4, 5]
        paper.tell(event(6))
        assert again.next().data["id"] == 6

    def test_the_place_may_stand_in_the_address(self, radio):
        paper = radio()
        paper.tell(event(1), event(2))
        assert paper.listen("topic=thread:1&after=2-1").opened().next().data["id"] == 2

    def test_a_break_amid_several_loses_none_of_them(self, radio):
        """Only the last of what is sent together says that one may go on after all of it."""
        paper = radio()
        client = paper.listen().opened()
        paper.tell(event(1), event(2), event(3))
        assert client.next().data["id"] == 1
        again = paper.listen(Last_Event_ID=client.last_id).opened()
        assert {2, 3} <= set(numbers([again.next() for _ in range(3)]))

    def test_a_page_hears_what_happened_since_it_was_made(self, radio):
        paper = radio()
        paper.tell(event(100), event(110), event(111))
        client = paper.listen("topic=thread:1&since=112").opened()
        assert numbers([client.next(), client.next()]) == [110, 111]

    def test_too_much_is_told_as_one_reload(self, radio):
        paper = radio()
        paper.tell(*(event(number) for number in range(1, 203)))
        assert paper.listen("topic=thread:1&after=1-0").opened().next().kind == "reload"
        client = paper.listen("topic=thread:1&after=3-2").opened()
        assert client.next().data["id"] == 3, "200 are told"


class TestWhatIsPublic:
    def test_a_topic_that_is_heard_is_not_asked_about_again(self, radio):
        questions = []

        def asked(pks, now):
            questions.append(pks)
            return set(pks)

        paper = radio({"thread": asked})
        for _ in range(3):
            paper.listen().opened()
        assert len(questions) == 1

    def test_a_purge_while_a_stream_opens_has_it_ask_again(self, radio):
        """The answer was true when it was given, and is not when it arrives."""
        is_asked, may_answer = threading.Event(), threading.Event()
        public = {1}

        def slowly(pks, now):
            answer = set(pks) & public
            is_asked.set()
            assert may_answer.wait(20)
            return answer

        paper = radio({"thread": slowly})
        client = paper.listen()
        assert is_asked.wait(20)
        public.clear()
        assert paper.do(paper.hub.begin_check) == set(), "the control: a check does not see it yet"
        may_answer.set()
        assert client.status == 404

    def test_the_end_of_a_topic_is_told_and_is_the_end(self, radio):
        paper = radio()
        client = paper.listen().opened()
        other = paper.listen("topic=front").opened()
        paper.do(paper.hub.end, {"thread:1"})
        assert client.next().kind == "gone"
        assert client.next() is None
        paper.tell(event(9, topic="front"))
        assert other.next().data["id"] == 9
