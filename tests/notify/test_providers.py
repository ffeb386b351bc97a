"""Webhooks of mail providers: believed if they prove whose they are, and only about missing mailboxes."""

import hashlib
import hmac
import json
from base64 import b64encode

import pytest

from standfirst.config.site_folder import MAIL_PROVIDERS
from standfirst.notify.models import Suppression
from standfirst.notify.providers import HOOKS

pytestmark = pytest.mark.django_db
ADDRESS = "/subscriptions/events/"
KEY, PAIR = "signing-key", "hook:a long secret"


@pytest.fixture
def provider(settings):
    def use(name):
        settings.STANDFIRST_MAIL_PROVIDER = name
        settings.ANYMAIL = {
            "WEBHOOK_SECRET": [] if name == "mailgun" else PAIR,
            "MAILGUN_WEBHOOK_SIGNING_KEY": KEY,
        }

    return use


@pytest.fixture
def hook(client_of):
    """Give what a provider is: no cookie, no origin."""
    client = client_of(None)
    client.defaults.pop("HTTP_SEC_FETCH_SITE", None)

    def post(body, pair=PAIR):
        headers = {"authorization": f"Basic {b64encode(pair.encode()).decode()}"} if pair else {}
        text = body if isinstance(body, str) else json.dumps(body)
        return client.post(ADDRESS, text, content_type="application/json", headers=headers)

    return post


def signed(event, key=KEY):
    token, at = "t" * 50, "1773480413"
    signature = hmac.new(key.encode(), f"{at}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": at, "token": token, "signature": signature},
        "event-data": event,
    }


def failed(code="5.1.1", severity="permanent", **values):
    return {
        "event": "failed",
        "severity": severity,
        "reason": "bounce",
        "timestamp": 1773480413.5,
        "id": "x",
        "recipient": "ada@mail.test",
        "message": {"headers": {"message-id": "y@paper.test"}},
        "delivery-status": {"code": 550, "description": f"{code} No such user", "message": ""},
        **values,
    }


def bounced(kind="HardBounce", said="smtp;550 5.1.1 No such user", **values):
    return {
        "RecordType": "Bounce",
        "Type": kind,
        "Email": "ada@mail.test",
        "MessageID": "y",
        "BouncedAt": "2026-03-14T09:26:53Z",
        "Description": "It came back.",
        "Details": said,
        **values,
    }


def kept():
    return list(Suppression.objects.values_list("address", "reason"))


def test_each_provider_that_can_be_set_has_a_hook():
    assert set(MAIL_PROVIDERS) == {"", *HOOKS}


def test_a_signed_bounce_suppresses_and_again_is_the_same(provider, hook):
    provider("mailgun")
    for _ in range(2):
        assert hook(signed(failed()), pair="").status_code == 200
    assert kept() == [("ada@mail.test", "bounce")]


@pytest.mark.parametrize(
    "body",
    [
        signed(failed(), key="another"),
        {"event-data": failed()},
        {**signed(failed()), "signature": {}},
        "",
        "{",
        "[]",
        "null",
        '"x"',
        {"signature": []},
        signed("x"),
        signed({}),
    ],
    ids=range(11),
)
def test_what_is_not_signed_or_cannot_be_read_changes_nothing(body, provider, hook):
    provider("mailgun")
    assert hook(body, pair="").status_code in {200, 400}
    assert kept() == []


def test_a_forged_signature_is_refused(provider, hook):
    provider("mailgun")
    assert hook(signed(failed(), key="another"), pair="").status_code == 400


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (failed(severity="temporary"), []),
        (failed(code="5.2.2"), []),
        (failed(code="5.7.1"), []),
        ({**failed(), "event": "delivered"}, []),
        ({**failed(), "event": "opened"}, []),
        ({**failed(), "event": "complained"}, [("ada@mail.test", "complaint")]),
    ],
)
def test_only_a_missing_mailbox_or_a_complaint_counts(event, expected, provider, hook):
    provider("mailgun")
    assert hook(signed(event), pair="").status_code == 200
    assert kept() == expected


@pytest.mark.parametrize("pair", ["", "hook:wrong", "hook", ":", f"{PAIR}x"])
def test_without_the_secret_nothing_is_believed(pair, provider, hook):
    provider("postmark")
    assert hook(bounced(), pair=pair).status_code == 400
    assert kept() == []


def test_with_the_secret_it_is(provider, hook):
    provider("postmark")
    assert hook(bounced("SoftBounce", "smtp;452 4.2.2 Full")).status_code == 200
    assert kept() == []
    assert hook(bounced()).status_code == 200
    assert kept() == [("ada@mail.test", "bounce")]


def test_a_paper_without_a_provider_has_no_such_address(hook, client_of):
    assert hook(signed(failed())).status_code == 404
    assert client_of(None).get(ADDRESS).status_code == 405
    assert kept() == []


def test_who_asks_whether_anybody_is_there_is_answered(provider, client_of):
    provider("mailgun")
    assert client_of(None).head(ADDRESS).status_code == 200
