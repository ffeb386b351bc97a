"""Event streams through the front: many clients, one connection to the process that holds them."""

import socket

import pytest

from standfirst.delivery.live import trunks
from standfirst.delivery.live.recent import Recent
from standfirst.delivery.live.serving import Limits
from standfirst.delivery.live.wire import Told
from standfirst.delivery.trunk import UPGRADE
from tests.cli.processes import until
from tests.delivery.front.fronts import TOKEN, running_front
from tests.delivery.live.conftest import Radio
from tests.delivery.live.listening import Listening

pytestmark = pytest.mark.any_engine

FRONT = "/live/?topic=front"


@pytest.fixture(scope="module")
def paper(tmp_path_factory):
    """Give a front that hands streams on, to a socket at which nobody listens yet."""
    site = tmp_path_factory.mktemp("site")
    with running_front(site, "127.0.0.1:1", "--live", f"unix:{site / 'live.sock'}") as front:
        yield front


@pytest.fixture
def begin(paper, settings):
    settings.STANDFIRST_FRONT_TOKEN = TOKEN
    running = []

    def start():
        (paper.site / "live.sock").unlink(missing_ok=True)
        kinds = {"front": lambda pks, now: {0}}
        limits = Limits(of_one_address=5)
        radio = Radio(paper.site / "live.sock", kinds, limits=limits, recent=Recent())
        running.append(radio)
        return radio

    yield start
    for radio in running:
        if radio.thread.is_alive():
            radio.end()


@pytest.fixture
def radio(begin):
    return begin()


@pytest.fixture
def listen(paper):
    clients = []

    def ask(target=FRONT, **headers):
        clients.append(Listening.to("127.0.0.1", paper.port))
        # So that the end of a stream is the connection's, as this client reads it.
        return clients[-1].ask(target, Connection="close", **headers)

    yield ask
    for client in clients:
        client.close()


def event(number, body=b""):
    said = b'event: comment.added\ndata: {"id": %d}\n\n' % number
    return Told(number, number, float(number), "front", "comment.added", number, body or said)


def test_events_come_as_they_are_told(radio, listen):
    clients = [listen().opened() for _ in range(3)]
    assert clients[0].headers["content-type"] == "text/event-stream; charset=utf-8"
    assert clients[0].headers["cache-control"] == "no-store"
    assert clients[0].headers["x-content-type-options"] == "nosniff"
    for number in (7, 8):
        radio.tell(event(number))
        assert [client.next().data["id"] for client in clients] == [number] * 3


def test_all_of_a_worker_share_one_connection(radio, listen):
    for _ in range(3):
        listen().opened()
    assert len(radio.serving.trunks) == 1
    assert radio.serving.streams == {"127.0.0.1": 3}


def test_who_has_gone_is_counted_no_more(radio, listen):
    client = listen().opened()
    client.close()
    until(lambda: not radio.serving.streams, what="a client to be missed")
    assert not radio.serving.connections


def test_one_address_gets_so_many_and_no_more_whatever_it_says_of_itself(radio, listen):
    forged = {"X-Forwarded-For": "6.6.6.6", "X-Standfirst-Front": "forged"}
    statuses = [listen(**forged).status for _ in range(6)]
    assert statuses == [200] * 5 + [503]
    assert [*radio.serving.streams] == ["127.0.0.1"]


def test_behind_a_web_server_each_reader_is_counted_alone(tmp_path, settings):
    settings.STANDFIRST_FRONT_TOKEN = TOKEN
    settings.STANDFIRST_TRUSTED_PROXIES = ["127.0.0.1/32"]
    where = tmp_path / "live.sock"
    limits = Limits(of_one_address=1)
    radio = Radio(where, {"front": lambda pks, now: {0}}, limits=limits, recent=Recent())
    options = ("--live", f"unix:{where}", "--trusted-proxy", "127.0.0.1/32")
    clients = []
    with running_front(tmp_path, "127.0.0.1:1", *options) as front:
        for address in ("198.51.100.7", "198.51.100.8"):
            clients.append(Listening.to("127.0.0.1", front.port))
            clients[-1].ask(FRONT, X_Forwarded_For=address).opened()
        assert radio.serving.streams == {"198.51.100.7": 1, "198.51.100.8": 1}
        for client in clients:
            client.close()
    radio.end()


WRONG = [
    ("/live/?topic=nobody", {}, 400),
    (f"/live/?topic=front&x={'y' * 20_000}", {}, 400),
    (FRONT, {"Sec-Fetch-Site": "cross-site"}, 403),
    (FRONT, {"Content-Length": "0"}, 200),
]


@pytest.mark.parametrize(("target", "headers", "status"), WRONG)
def test_refusals_come_as_they_are_and_harm_nobody_else(radio, listen, target, headers, status):
    other = listen().opened()
    assert listen(target, **headers).status == status
    radio.tell(event(9))
    assert other.next().data["id"] == 9
    assert len(radio.serving.trunks) == 1


@pytest.mark.parametrize(
    "request_",
    [
        b"POST /live/?topic=front HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\na=b",
        b"GET /live/?topic=front HTTP/1.1\r\nHost: here\r\nContent-Length: 3\r\n\r\na=b",
        b"HEAD /live/?topic=front HTTP/1.1\r\nHost: here\r\n\r\n",
    ],
)
def test_events_are_only_ever_read_by_get(paper, radio, request_):
    answer = paper.ask_raw(request_, method=request_[:4].decode().strip())
    assert answer.status == 405
    assert answer.headers["allow"] == "GET"


def test_enough_is_enough_and_the_client_goes_on_where_it_was(radio, listen, monkeypatch):
    """The server keeps what a client does not take, so no stream is endless."""
    monkeypatch.setattr(trunks, "MOST_SENT", 1000)
    client = listen().opened()
    long = b'event: comment.added\ndata: {"id": 1, "x": "%s"}\n\n' % (b"y" * 600)
    heard = []
    for number in range(1, 3):
        radio.tell(event(number, long))
        heard.append((client.next(), client.number))
    assert [number for _, number in heard] == ["1", "2"]
    assert client.next() is None
    radio.tell(event(3, long))
    assert not radio.serving.streams
    again = listen(last_event_id=client.last_id).opened()
    assert again.next().data["id"] == 1
    assert again.number == "3"


def test_a_break_ends_the_streams_and_the_next_ask_finds_the_way_again(paper, begin, listen):
    first = begin()
    client = listen().opened()
    first.end()
    assert client.next() is None
    (paper.site / "live.sock").unlink(missing_ok=True)
    assert listen().status == 502
    begin()
    listen().opened()


def test_only_the_front_may_hand_on(radio):
    """Whoever else asks for a connection of many streams is one client with one stream."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(20)
        link.connect(radio.path)
        client = Listening(link)
        client.ask(FRONT, Upgrade=UPGRADE, X_Standfirst_Front="forged").opened()
        assert not radio.serving.trunks
        assert len(radio.serving.connections) == 1


def test_the_front_may(radio):
    """The control of the test above."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(20)
        link.connect(radio.path)
        client = Listening(link)
        assert client.ask(FRONT, Upgrade=UPGRADE, X_Standfirst_Front=TOKEN).status == 101
        assert len(radio.serving.trunks) == 1
