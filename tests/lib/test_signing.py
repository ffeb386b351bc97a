"""Signatures as Standard Webhooks 1.0 has them."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from standfirst.lib.secret import new_hook_secret
from standfirst.lib.signing import signed_headers

AT = datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC)


def test_a_receiver_that_follows_the_standard_knows_it_as_ours():
    secret = new_hook_secret()
    body = b'{"type":"comment.added"}'
    headers = signed_headers(ident="call_1_2", body=body, secret=secret, now=AT)
    key = base64.b64decode(secret.partition("_")[2])
    signed = b".".join([b"call_1_2", str(int(AT.timestamp())).encode(), body])
    expected = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers == {
        "webhook-id": "call_1_2",
        "webhook-timestamp": str(int(AT.timestamp())),
        "webhook-signature": f"v1,{expected}",
    }


def test_the_example_of_the_standard():
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    at = datetime.fromtimestamp(1614265330, UTC)
    headers = signed_headers(
        ident="msg_p5jXN8AQM9LWM0D4loKWxJek", body=b'{"test": 2432232314}', secret=secret, now=at
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_secrets_differ_and_are_long_enough():
    first, second = new_hook_secret(), new_hook_secret()
    assert first != second
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32
