"""The list of attacks.md, requests that we send for others: nothing private is ever reached.

Listeners wait on loopback at the ports that the addresses name; none of them may be spoken to. The
control: with the guard off, they are.
"""

import contextlib
import re
import socket
import threading
from dataclasses import replace

import pytest

from standfirst.lib import outbound
from standfirst.lib.network import parse_address
from standfirst.lib.outbound import Limits, OutboundRefused, is_public, send, target_of

PUBLIC = "93.184.216.34"
# Written in every way that some resolver takes for a private address.
HOSTS = [
    *("127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "127.1", "0", "0.0.0.0"),
    *("localhost", "localhost.", "LOCALHOST", "app.localhost", "127.0.0.1.", "[::1]", "[::]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[2002:7f00:1::]", "[64:ff9b::7f00:1]"),
    *("[2001:0:7f00:1::]", "[fd00::1]", "[fe80::1%25lo]", "[fe80::1]", "[::127.0.0.1]"),
    *("10.0.0.1", "172.16.0.1", "192.168.0.1", "100.64.0.1", "169.254.169.254", "198.18.0.1"),
    *("224.0.0.1", "255.255.255.255", "127.0.0.1\u3002", "１２７.0.0.1", "①②⑦.⓪.⓪.①"),
    *("user@127.0.0.1", "example.org@127.0.0.1", "127.0.0.1#@example.org", "%31%32%37.0.0.1"),
    *("example.org\\@127.0.0.1", "127.0.0.1\\.example.org", "127.0.0.1%00.example.org"),
    *("bücher.example", "127.0.0.1 .example.org", "", ".", "-.example.org", "a" * 64 + ".org"),
]
ADDRESSES = [
    *("127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.31.255.255", "192.168.1.1"),
    *("100.64.0.1", "169.254.169.254", "198.18.0.1", "198.19.255.255", "224.0.0.1", "240.0.0.1"),
    *("255.255.255.255", "192.0.2.1", "::1", "::", "fc00::1", "fd12::1", "fe80::1", "fec0::1"),
    *("ff02::1", "2002:7f00:1::1", "2002:a00:1::1", "2001:0:7f00:1::", "64:ff9b::7f00:1"),
    *("64:ff9b:1::a00:1", "::ffff:10.0.0.1", "::127.0.0.1", "2001:db8::1", "100::1"),
]
SCHEMES = ["file", "gopher", "ftp", "dict", "ldap", "data", "unix", "ws", "javascript", ""]


class Ear:
    """A listener that answers as it is told, and counts who came."""

    def __init__(self, answer=b"HTTP/1.1 204 No Content\r\n\r\n", family=socket.AF_INET):
        self.answer, self.came, self.heard = answer, 0, b""
        self.socket = socket.socket(family)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen(20)
        self.port = self.socket.getsockname()[1]
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self):
        while True:
            try:
                link, _peer = self.socket.accept()
            except OSError:
                return
            self.came += 1
            with contextlib.suppress(OSError), link:
                link.settimeout(5)
                self.heard = link.recv(65536)
                parts = [self.answer] if isinstance(self.answer, bytes) else self.answer(self)
                for part in parts:
                    link.sendall(part)

    def close(self):
        self.stopping.set()
        # Wakes the thread that waits for somebody to come.
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


@pytest.fixture
def ear():
    made = []

    def make(answer=b"HTTP/1.1 204 No Content\r\n\r\n"):
        made.append(Ear(answer))
        return made[-1]

    yield make
    for each in made:
        each.close()


def guarded(port, **others):
    """The guard as it is, but for the port of the listener."""
    return replace(Limits(), ports=frozenset({port}), seconds=3.0, **others)


def open_wide(**others):
    """The guard switched off: what a test of the rest needs, and the control."""
    return Limits(
        ports=None,
        may_reach=lambda address: True,
        host=re.compile(r".+"),
        **{"seconds": 3.0, **others},
    )


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_private_address_is_reached_however_it_is_written(ear, host, scheme):
    listener = ear()
    with pytest.raises(OutboundRefused):
        send(f"{scheme}://{host}:{listener.port}/x", b"{}", {}, limits=guarded(listener.port))
    assert listener.came == 0


def test_the_control_with_the_guard_off_they_are_reached(ear):
    listener = ear()
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1"):
        answer = send(f"http://{host}:{listener.port}/x", b"{}", {}, limits=open_wide())
        assert answer.status == 204
    assert listener.came == 4
    assert listener.heard.startswith(b"POST /x HTTP/1.1\r\n")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_name_that_leads_to_a_private_address_is_refused(ear, address):
    """A chain of names ends in the same place: in the addresses that the system gives."""
    assert not is_public(parse_address(address))
    listener = ear()
    limits = guarded(listener.port, look_up=lambda host, port: [address])
    with pytest.raises(OutboundRefused, match="not on the public network"):
        send(f"http://hooks.example.org:{listener.port}/", b"", {}, limits=limits)
    assert listener.came == 0


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_public_addresses_are_public(address):
    assert is_public(parse_address(address))


@pytest.mark.parametrize(
    "found", [[PUBLIC, "127.0.0.1"], ["127.0.0.1", PUBLIC], ["fe80::1", PUBLIC]]
)
def test_a_name_with_a_private_address_among_others_is_refused(ear, found):
    listener = ear()
    limits = guarded(listener.port, look_up=lambda host, port: found)
    with pytest.raises(OutboundRefused):
        send(f"http://hooks.example.org:{listener.port}/", b"", {}, limits=limits)
    assert listener.came == 0


def test_a_name_that_says_something_else_the_second_time_gains_nothing(ear, monkeypatch):
    listener = ear()
    asked, reached = [], []

    def look_up(host, port):
        asked.append(host)
        return [PUBLIC] if len(asked) == 1 else ["127.0.0.1"]

    def connect(address, *args):
        reached.append(address)
        raise TimeoutError

    monkeypatch.setattr(outbound.socket, "create_connection", connect)
    with pytest.raises(OutboundRefused):
        send(
            f"http://hooks.example.org:{listener.port}/",
            b"",
            {},
            limits=guarded(listener.port, look_up=look_up),
        )
    assert asked == ["hooks.example.org"]
    assert reached == [(PUBLIC, listener.port)], "the address that was looked at, not the name"


@pytest.mark.parametrize("port", ["0", "22", "25", "6379", "65536", "-1", "x", "443x"])
def test_no_other_port(port):
    with pytest.raises(OutboundRefused):
        target_of(f"https://hooks.example.org:{port}/")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_other_scheme(scheme):
    with pytest.raises(OutboundRefused):
        target_of(f"{scheme}://hooks.example.org/")


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.org/\r\nX: y",
        "https://hooks.example.org/ x",
        "https://hooks.example.org/\x00",
        "https://hooks.example.org/\u2028",
        "https://hooks.example.org/" + "x" * 500,
        "hooks.example.org",
        "//hooks.example.org/",
        "",
    ],
)
def test_no_address_that_is_none(url):
    with pytest.raises(OutboundRefused):
        target_of(url)


def test_what_is_fine_is_read():
    target = target_of("https://hooks.example.org/in?key=1#part")
    assert (target.host, target.port, target.path) == ("hooks.example.org", 443, "/in?key=1")
    assert target_of("http://HOOKS.example.org").path == "/"
    assert target_of("https://xn--bcher-kva.example:8443/").port == 8443


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(ear, status):
    inner = ear()
    said = f"HTTP/1.1 {status} X\r\nLocation: http://127.0.0.1:{inner.port}/\r\n\r\n".encode()
    outer = ear(said)
    answer = send(f"http://127.0.0.1:{outer.port}/", b"", {}, limits=open_wide())
    assert answer.status == status
    assert (outer.came, inner.came) == (1, 0)


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\nRefresh: 0; url=http://127.0.0.1:{inner}/\r\n\r\n",
        b'HTTP/1.1 200 OK\r\n\r\n<meta http-equiv="refresh" content="0; url=http://127.0.0.1:{inner}/">',
    ],
)
def test_nothing_in_an_answer_leads_anywhere(ear, said):
    inner = ear()
    outer = ear(said.replace(b"{inner}", str(inner.port).encode()))
    assert send(f"http://127.0.0.1:{outer.port}/", b"", {}, limits=open_wide()).status == 200
    assert inner.came == 0


def slowly(head):
    def speak(ear):
        yield head
        while not ear.stopping.wait(0.1):
            yield b"x"

    return speak


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
    ],
    ids=["status", "headers", "body"],
)
def test_a_byte_now_and_then_is_not_waited_for(ear, head):
    listener = ear(slowly(head))
    with contextlib.suppress(OutboundRefused):
        answer = send(f"http://127.0.0.1:{listener.port}/", b"", {}, limits=open_wide(seconds=0.5))
        assert len(answer.body) < 100
    listener.close()
    assert listener.came == 1


def test_of_an_endless_answer_only_the_beginning_is_read(ear):
    def speak(ear):
        yield b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"
        while not ear.stopping.is_set():
            yield b"\x1f\x8b" + b"x" * 65536

    listener = ear(speak)
    answer = send(f"http://127.0.0.1:{listener.port}/", b"", {}, limits=open_wide())
    assert len(answer.body) == outbound.READ_BYTES


@pytest.mark.parametrize(
    "said",
    [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 200\r\nContent-Length: x\r\n\r\n", b"\x00" * 100],
)
def test_what_is_no_answer_is_none(ear, said):
    listener = ear(said)
    with contextlib.suppress(OutboundRefused):
        assert send(f"http://127.0.0.1:{listener.port}/", b"", {}, limits=open_wide()).status == 200
    assert listener.came == 1


def test_tls_to_what_speaks_none_is_refused(ear):
    listener = ear(b"HTTP/1.1 200 OK\r\n\r\n")
    with pytest.raises(OutboundRefused):
        send(f"https://127.0.0.1:{listener.port}/", b"secret", {}, limits=open_wide())
    assert b"secret" not in listener.heard
