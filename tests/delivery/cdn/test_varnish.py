"""The example configuration for Varnish, run by a real Varnish before a real front."""

import http.client
import shutil
import subprocess
from pathlib import Path

import pytest
from django.db import transaction

from standfirst.delivery.actions import mark_stale, purge
from standfirst.worker.loop import Worker
from standfirst.worker.registry import JOBS
from tests.cli.processes import free_port, until
from tests.delivery.front.baked import PAGE, bake
from tests.delivery.front.fake_app import FakeApp
from tests.delivery.front.fronts import answer_of, running_front

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.any_engine]
EXAMPLE = Path(__file__).parents[3] / "docs" / "varnish.vcl.example"
GATE, NAME = "/river/gate/", "files/river/gate/index.html"
NEW = b"The gate is open again. " * 30


class Varnish:
    """Varnish before a front, whose pages the test writes."""

    def __init__(self, front, folder):
        self.front, self.port, self.log = front, free_port(), folder / "varnish.log"
        config = EXAMPLE.read_text("utf-8")
        port = '.port = "8000";'
        assert config.count(port) == 1
        config = config.replace(port, f'.port = "{front.port}";')
        (folder / "paper.vcl").write_text(config)
        words = [
            "varnishd",
            "-j",
            "none",
            "-F",
            "-a",
            f"127.0.0.1:{self.port}",
            "-n",
            str(folder / "varnish"),
        ]
        words += ["-f", str(folder / "paper.vcl"), "-s", "malloc,16m"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(words, stdout=log, stderr=log)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path=GATE, method="GET", **headers):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            link.request(method, path, headers={"Host": "paper.example", **headers})
            return answer_of(link.getresponse())
        finally:
            link.close()

    def is_up(self):
        assert self.process.poll() is None, self.log.read_text()
        try:
            return self.ask("/healthz").status == 200
        except OSError:
            return False

    def bake(self, body=PAGE, until=None):
        meta = {"hard": ["page:1"], "soft": ["latest"], "until": until}
        bake(self.front.pages, NAME, body, meta=meta)

    def end(self):
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    if shutil.which("varnishd") is None:
        pytest.skip("no Varnish is installed")
    app, folder = FakeApp(), tmp_path_factory.mktemp("varnish")
    with running_front(folder, f"127.0.0.1:{app.port}", "--cdn", "varnish") as front:
        varnish = Varnish(front, folder)
        try:
            until(varnish.is_up, what="Varnish")
            yield varnish
        finally:
            varnish.end()
    app.close()


@pytest.fixture
def varnish(started, settings, transactional_db, now):
    """Give Varnish with nothing kept, to which the worker's purges go."""
    settings.STANDFIRST_CDN = "varnish"
    settings.STANDFIRST_CDN_PURGE_URLS = (started.url,)
    work_off(purge, "paper", now=now)
    started.bake()
    return started


def work_off(action, *keys, now):
    with transaction.atomic():
        action(*keys, now=now)
    kinds = [kind for kind in JOBS if kind.name == "cdn_purge"]
    assert Worker(jobs=kinds, schedule=(), clock=lambda: now).work_until_idle() > 0


def test_a_page_is_kept_and_shown_as_the_front_showed_it(varnish):
    answer = varnish.ask()
    varnish.bake(NEW)
    assert (varnish.ask().body, varnish.front.ask(GATE).body) == (PAGE, NEW)
    assert answer.headers["cache-control"] == "no-cache"
    told = {"surrogate-control", "surrogate-key", "xkey"}
    assert not told & set(answer.headers)
    assert "surrogate-key" in varnish.front.ask(GATE).headers, "the control"
    assert varnish.ask(**{"If-None-Match": answer.headers["etag"]}).status == 304


def test_what_is_purged_is_not_shown_once_more(varnish, now):
    varnish.ask()
    varnish.bake(NEW)
    work_off(purge, "page:2", now=now)
    assert varnish.ask().body == PAGE, "the control: another page was purged"
    work_off(purge, "page:1", now=now)
    assert varnish.ask().body == NEW


def test_a_purge_is_for_those_who_show_it_softly_too(varnish, now):
    varnish.ask()
    varnish.bake(NEW)
    work_off(purge, "latest", now=now)
    assert varnish.ask().body == NEW


def test_what_is_stale_is_shown_while_a_new_copy_is_fetched(varnish, now):
    varnish.ask()
    varnish.bake(NEW)
    work_off(mark_stale, "page:1", now=now)
    assert varnish.ask().body == PAGE
    until(lambda: varnish.ask().body == NEW, seconds=10, what="the new copy")


def test_a_release_empties_it(varnish, now):
    varnish.ask()
    varnish.bake(NEW)
    work_off(purge, "paper", now=now)
    assert varnish.ask().body == NEW


def test_what_the_app_says_and_what_has_a_cookie_is_not_kept(varnish):
    varnish.ask()
    varnish.bake(NEW)
    assert varnish.ask(Cookie="sessionid=x").body == NEW
    assert varnish.ask().body == PAGE, "the control"
    for _ in range(2):
        assert varnish.ask("/account/").body == b"made by the app"
    assert varnish.ask(method="POST").status == 200


def test_a_page_that_cannot_be_purged_in_time_is_not_kept(varnish, now):
    varnish.bake(until=1.0)
    assert varnish.ask().body == PAGE
    varnish.bake(NEW)
    assert varnish.ask().body == NEW


def test_who_names_no_tags_is_told_so(varnish):
    assert varnish.ask(method="PURGE").status == 400
