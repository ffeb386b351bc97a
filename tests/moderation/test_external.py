"""The paper's own service: asked with a signature, within a time, and believed only in what it may say."""

import base64
import hashlib
import hmac
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from standfirst.lib.outbound import Limits
from standfirst.moderation import external as module
from standfirst.moderation.drafts import AuthorFacts, Draft, Outcome, Reason
from standfirst.moderation.models import ModerationSettings
from standfirst.moderation.screening import screen
from standfirst.moderation.screens import Screen

KNOWN = AuthorFacts(is_member=True, approved_before=3)


@pytest.fixture
def service(monkeypatch):
    """Listen on a port of this machine, note what is asked, and answer as the test says."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.asked.append((dict(self.headers), body))
            server.wait.wait(server.seconds)
            self.send_response(server.status)
            self.end_headers()
            self.wfile.write(server.answer)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.status, server.seconds = [], 200, 0
    server.answer, server.wait = b'{"outcome": "pass"}', threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    reaching = Limits(ports=None, may_reach=lambda address: True, host=re.compile("127.0.0.1"))
    monkeypatch.setattr(module, "LIMITS", reaching)
    monkeypatch.setattr(module, "_rest", module._Rest())
    yield server
    server.wait.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings_row(db, service):
    url = f"http://127.0.0.1:{service.server_address[1]}/judge"
    return ModerationSettings.objects.create(external_url=url, external_milliseconds=2000)


def judged(now, text="A plain remark.", author=KNOWN, name="Ada"):
    draft = Draft("comment", text, name=name, links=1, author=author)
    return screen(draft, now=now, screens=(Screen(module.external),))


def test_it_gets_the_words_signed_and_nothing_that_names_their_author(service, settings_row, now):
    assert judged(now).outcome is Outcome.PASS
    ((headers, body),) = service.asked
    assert json.loads(body) == {
        "kind": "comment",
        "text": "A plain remark.",
        "name": "Ada",
        "links": 1,
        "author": {"is_member": True, "is_confirmed": False, "approved_before": 3},
    }
    key = base64.b64decode(settings_row.external_secret.removeprefix("whsec_"))
    sent = {name.lower(): value for name, value in headers.items()}
    signed = f"{sent['webhook-id']}.{sent['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert sent["webhook-signature"] == f"v1,{expected}"
    assert int(sent["webhook-timestamp"]) == int(now.timestamp())


@pytest.mark.parametrize("outcome", Outcome)
def test_its_word_counts(service, settings_row, now, outcome):
    said = {"outcome": outcome, "score": 0.75, "passage": "plain", "version": "2026-03"}
    service.answer = json.dumps(said).encode()
    verdict = judged(now)
    assert verdict.outcome is outcome
    (finding,) = verdict.findings
    assert (finding.reason, finding.score, finding.passage, finding.version) == (
        Reason.EXTERNAL,
        0.75,
        "plain",
        "2026-03",
    )


@pytest.mark.parametrize(
    "answer",
    [
        b"", b"pass", b"[]", b"{}", b"null", b'{"outcome": "maybe"}', b'{"outcome": ["pass"]}',
        b'{"outcome": "pass", "score": 2}', b'{"outcome": "pass", "score": true}',
        b'{"outcome": "pass", "score": NaN}', b'{"outcome": "pass", "passage": 7}',
        b'{"outcome": "pass", "version": null}', b"\xff\xfe", b"[" * 1900,
        b'{"outcome": "pass", "x": "' + b"x" * 3000 + b'"}',
    ],
)  # fmt: skip
def test_an_answer_that_is_none_holds(service, settings_row, now, answer):
    service.answer = answer
    verdict = judged(now)
    assert (verdict.outcome, verdict.decisive.reason) == (Outcome.HOLD, Reason.SCREEN_FAILED)


@pytest.mark.parametrize("status", [201, 204, 301, 400, 403, 500, 503])
def test_another_status_holds(service, settings_row, now, status):
    service.status = status
    assert judged(now).outcome is Outcome.HOLD


def test_a_late_answer_holds_and_is_not_waited_for(service, settings_row, now):
    ModerationSettings.objects.update(external_milliseconds=100)
    service.seconds = 30
    began = time.monotonic()
    assert judged(now).decisive.reason is Reason.SCREEN_FAILED
    assert time.monotonic() - began < 15


def test_one_that_nobody_answers_at_holds(service, settings_row, now):
    ModerationSettings.objects.update(external_url="http://127.0.0.1:1/judge")
    assert judged(now).outcome is Outcome.HOLD


def test_one_that_fails_is_left_alone_for_a_while(service, settings_row, now, monkeypatch):
    service.status = 500
    for _ in range(module.MOST_FAILURES + 5):
        assert judged(now).outcome is Outcome.HOLD
    assert len(service.asked) == module.MOST_FAILURES
    service.status = 200
    monkeypatch.setattr(module._rest, "until", 0.0)
    assert judged(now).outcome is Outcome.PASS


def test_the_staff_and_papers_without_a_service_ask_nobody(service, settings_row, now):
    assert judged(now, author=AuthorFacts(is_staff=True)).outcome is Outcome.PASS
    ModerationSettings.objects.update(external_url="")
    assert judged(now).outcome is Outcome.PASS
    assert service.asked == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "ftp://judge.example.org/", "https://u:p@a.test/"]
)
def test_an_address_that_nothing_is_sent_to_is_not_saved(url):
    with pytest.raises(Exception, match=r"address|host"):
        ModerationSettings(external_url=url).full_clean()
    ModerationSettings(external_url="https://judge.example.org/x").full_clean()


@pytest.mark.django_db
def test_a_private_address_behind_a_name_holds(now, monkeypatch):
    monkeypatch.setattr(module, "_rest", module._Rest())
    private = Limits(look_up=lambda host, port: ["10.0.0.7"])
    monkeypatch.setattr(module, "LIMITS", private)
    ModerationSettings.objects.create(external_url="https://judge.example.org/x")
    assert judged(now).outcome is Outcome.HOLD
