"""The example configurations for nginx and Caddy in the front's place, run by the real ones."""

import gzip
import os
import shutil
import subprocess
from contextlib import contextmanager

import pytest

from benchmarks import in_its_place
from standfirst.delivery.headers import headers_for
from standfirst.delivery.live.recent import Recent
from standfirst.delivery.live.serving import Limits
from standfirst.delivery.live.wire import Told
from tests.cli.processes import free_port, until
from tests.delivery.front.baked import PAGE, bake, drop
from tests.delivery.front.fronts import RunningFront
from tests.delivery.live.conftest import Radio
from tests.delivery.live.listening import Listening

pytestmark = pytest.mark.any_engine


@pytest.fixture(scope="module", params=[in_its_place.nginx, in_its_place.caddy])
def module_front(request, module_app, tmp_path_factory):
    """Give another server where other tests have the front."""
    name = request.param.__name__
    if shutil.which(name) is None:
        pytest.skip(f"no {name} is installed")
    site, port = tmp_path_factory.mktemp("site"), free_port()
    with running(request.param(site, port, app=module_app.port), site) as process:
        front = RunningFront(port, site, site / "log", process)
        until(lambda: process.poll() is not None or answers(front), what=name)
        assert process.poll() is None, front.log.read_text()
        yield front


@contextmanager
def running(command, site):
    with (site / "log").open("wb") as log:
        # Caddy keeps things at home.
        environment = {**os.environ, "HOME": str(site)}
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def radio(front, settings):
    """Give the event streams of the site, at the socket that the examples name."""
    settings.STANDFIRST_TRUSTED_PROXIES = ["127.0.0.1/32"]
    (front.site / "run").mkdir(exist_ok=True)
    kinds = {"front": lambda pks, now: {0}}
    limits = Limits(of_one_address=2)
    radio = Radio(front.site / "run" / "live.sock", kinds, limits=limits, recent=Recent())
    yield radio
    radio.end()


def answers(front):
    try:
        return front.ask("/healthz").status == 200
    except OSError:
        return False


@pytest.fixture
def baked(front):
    bake(front.pages, "files/river/gate/index.html")
    bake(front.pages, "files/index.html", PAGE + b"home")
    bake(front.pages, "files/feeds/paper.xml", b"<feed/>" * 30)


def test_pages_are_given_without_the_app(front, app, baked):
    assert front.ask("/river/gate/").body == PAGE
    assert front.ask("/").body == PAGE + b"home"
    assert front.ask("/feeds/paper.xml").body == b"<feed/>" * 30
    packed = front.ask("/river/gate/", headers={"Accept-Encoding": "gzip", "Cookie": "sessionid=x"})
    assert gzip.decompress(packed.body) == PAGE
    known = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]}
    same = front.ask("/river/gate/", headers=known)
    assert same.status == 304
    assert app.targets() == []


def test_they_carry_what_the_front_would_send(front, baked):
    for condition in ({}, {"If-None-Match": "*"}):
        answer = front.ask("/river/gate/", headers={"Accept-Encoding": "gzip", **condition})
        for name, value in headers_for(path="/", is_secure=False).items():
            assert answer.headers[name.lower()] == value
        assert answer.headers["cache-control"] == "no-cache"
    full = front.ask("/river/gate/")
    assert full.headers["content-type"] == "text/html; charset=utf-8"
    assert full.headers["vary"] == "Accept-Encoding"


def test_a_dropped_page_is_the_apps_to_answer(front, app, baked):
    drop(front.pages, "files/river/gate/index.html")
    assert front.ask("/river/gate/").body == b"made by the app"


ODD = [
    "/river/gate",
    "/river//gate/",
    "//river/gate/",
    "/river/./gate/",
    "/river/../river/gate/",
    "/river/%2e/gate/",
    "/river%2Fgate/",
    "/river/gate/%5c",
    "/river/gate/index.html",
    "/river/gate/index.html.gz",
    "/river/gate/index.html.meta",
    "/river/gate/?x.css",
    "/river/gate/x.css",
    "/pages/files/river/gate/",
    "/pages/files/river/gate/index.html",
    "/standfirst.toml",
    "/static/../standfirst.toml",
    "/static/..%2fstandfirst.toml",
    f"/media/original_images/{'b' * 32}.webp",
]


@pytest.mark.parametrize("target", ODD)
def test_an_odd_target_is_the_apps_to_answer(front, app, baked, target):
    (front.site / "standfirst.toml").write_text("secret_key = 'x'")
    answer = front.ask_raw(f"GET {target} HTTP/1.1\r\nHost: paper.example\r\n\r\n".encode())
    assert answer.body == b"made by the app"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_other_methods_are_the_apps(front, app, baked, method):
    answer = front.ask(
        "/river/gate/",
        method=method,
        body=b"a=b",
        headers={"X-Forwarded-For": "6.6.6.6", "X-Standfirst-Front": "forged"},
    )
    assert answer.body == b"made by the app"
    (asked,) = app.asked
    assert (asked.method, asked.body) == (method, b"a=b")
    assert asked.header("x-forwarded-for") == ["127.0.0.1"]
    assert asked.header("x-standfirst-front") == []


def test_static_files_and_pictures(front, app):
    style, picture = "static/site.0123456789ab.css", f"media/images/{'a' * 32}.webp"
    for name in (style, picture):
        (front.site / name).parent.mkdir(parents=True, exist_ok=True)
        (front.site / name).write_bytes(b"body {}" * 30)
        answer = front.ask(f"/{name}")
        assert answer.body == b"body {}" * 30
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert front.ask("/static/gone.css").body == b"made by the app"
    assert app.targets() == ["/static/gone.css"]


def test_event_streams_are_handed_on_as_they_come(front, app, radio):
    client = Listening.to("127.0.0.1", front.port).ask("/live/?topic=front").opened()
    body = b'event: comment.added\ndata: {"id": 7}\n\n'
    radio.tell(Told(7, 7, 7.0, "front", "comment.added", 7, body))
    assert client.next().data["id"] == 7
    assert app.targets() == []
    client.close()


def test_streams_are_counted_by_the_readers_address(front, radio):
    """Of the two addresses one is the server's own client, the other what it claims to be."""
    forged = {"X-Forwarded-For": "6.6.6.6", "X-Standfirst-Front": "forged"}
    clients = [Listening.to("127.0.0.1", front.port) for _ in range(3)]
    statuses = [
        client.ask("/live/?topic=front", **headers).status
        for client, headers in zip(clients, ({}, {}, forged), strict=True)
    ]
    assert statuses == [200, 200, 503]
    assert [*radio.serving.streams] == ["127.0.0.1"]
    for client in clients:
        client.close()
