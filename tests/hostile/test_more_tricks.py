"""Tricks with links in mails, gifts, events, paths and texts: each changes nothing, or is refused."""

import json

import pytest
from django.forms.models import model_to_dict

from standfirst.discussion.models import Comment, Subscription
from standfirst.funding.models import Entry, Gift, ProviderEvent
from standfirst.funding.queries.verification import verify_ledger
from standfirst.lib.clock import now as clock
from standfirst.lib.text import normal_newlines
from standfirst.people.actions import make_guest
from standfirst.people.models import Person
from tests.funding.makers import checkout_of
from tests.hostile.conftest import guest_client

THREAD = "/river/gate/comments/"
GIFT = {"amount": "2500", "amount_free": "", "show": "anonymous"}


class TestLinksInMails:
    def test_opening_a_link_changes_nothing(self, scene, anybody):
        secret = scene.wish.secret
        before = model_to_dict(Subscription.objects.get(secret=secret))
        for path in (f"/subscriptions/{secret}/", f"/subscriptions/{secret}/end/"):
            for method in ("GET", "HEAD", "OPTIONS"):
                anybody.generic(method, path)
        assert model_to_dict(Subscription.objects.get(secret=secret)) == before

    def test_confirming_again_or_after_the_end_starts_nothing(self, scene, anybody):
        confirm = f"/subscriptions/{scene.wish.secret}/"
        assert anybody.post(confirm).status_code == 200
        first = Subscription.objects.get(pk=scene.wish.pk).confirmed_at
        assert anybody.post(f"{confirm}end/").status_code == 200
        ended = Subscription.objects.get(pk=scene.wish.pk).ended_at
        assert anybody.post(confirm).status_code == 410
        assert anybody.post(f"{confirm}end/").status_code == 200
        after = Subscription.objects.get(pk=scene.wish.pk)
        assert (after.confirmed_at, after.ended_at) == (first, ended)

    def test_an_altered_secret_leads_nowhere(self, scene, anybody):
        secret = scene.wish.secret
        for altered in (secret[:-1], secret + "a", secret.swapcase(), secret[::-1], "x" * 4000):
            for path in (f"/subscriptions/{altered}/", f"/subscriptions/{altered}/end/"):
                assert anybody.post(path).status_code == 404, altered[:40]

    def test_confirming_for_another_proves_nothing(self, scene, client_of):
        eve = make_guest(now=clock())
        guest_client(client_of, eve).post(f"/subscriptions/{scene.wish.secret}/")
        assert Person.objects.get(pk=eve.pk).email_proven_at is None


class TestGifts:
    def test_a_secret_cannot_be_guessed_or_bent(self, scene, anybody):
        secret = scene.draft.secret
        assert len(secret) >= 22
        assert scene.draft.secret != scene.draft.reference
        for bent in (
            secret[:-1],
            secret.swapcase(),
            scene.draft.reference,
            str(scene.draft.pk),
            secret + "%20",
            "%25",
            "_" * len(secret),
        ):
            assert anybody.get(f"/support/gift/{bent}/").status_code == 404, bent

    def test_pressing_fifty_times_makes_one_gift(self, scene, anybody):
        count = Gift.objects.count()
        places = {
            anybody.post(f"/support/gift/{scene.draft.secret}/")["Location"] for _ in range(50)
        }
        assert Gift.objects.count() == count
        assert len({place for place in places if "rehearsal" in place}) == 1

    @pytest.mark.parametrize(
        "typed",
        [
            "-5",
            "0",
            "0.00",
            "1e9",
            "NaN",
            "Infinity",
            "99999999999999999999",
            "0x10",
            "+5",
            "5,00,0",
            "٥",
            "5\u200b",
            "1\0",
            "5 000 000 000",
            "²",
            "½",
            "5;5",
            "$",
            " ",
        ],
    )
    def test_an_amount_that_is_none_makes_no_gift(self, scene, anybody, typed):
        count = Gift.objects.count()
        answer = anybody.post("/support/river/", GIFT | {"amount": "", "amount_free": typed})
        if answer.status_code == 303:
            gift = Gift.objects.order_by("-pk")[0]
            assert typed == "٥", "figures of another script are figures"
            assert gift.amount == 500
        else:
            assert answer.status_code == 422
            assert Gift.objects.count() == count

    @pytest.mark.parametrize("amount", ["1", "-2500", "2501", "2500.0", "1e9", "0", "999999999999"])
    def test_an_amount_that_was_not_offered_is_refused(self, scene, anybody, amount):
        answer = anybody.post("/support/river/", GIFT | {"amount": amount})
        assert answer.status_code == 422

    def test_a_forged_event_changes_nothing(self, scene, anybody):
        checkout = checkout_of(scene.promise)
        entries = Entry.objects.count()
        body = json.dumps({"id": "evt_1", "type": "paid", "ref": checkout.ref, "amount": 2500})
        deep = "[" * 100_000
        signatures = (
            "",
            "x",
            "t=1,v1=x",
            "t=,v1=",
            "v1=abc",
            "t=99999999999999999999,v1=x",
            "\xff",
        )
        for sent in (
            body,
            body.encode("utf-16"),
            b"\xff\xfe",
            "",
            deep,
            '{"id":"\\ud800"}',
            "null",
        ):
            for signature in signatures:
                headers = {"Standfirst-Signature": signature, "X-Signature": signature}
                answer = anybody.post(
                    "/support/events/rehearsal/",
                    data=sent,
                    content_type="application/json",
                    headers=headers,
                )
                assert answer.status_code in {400, 415}, (sent[:20], signature)
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
            answer = anybody.generic("POST", "/support/events/rehearsal/", body, content_type=kind)
            assert answer.status_code in {400, 415}
        big = anybody.post(
            "/support/events/rehearsal/", "x" * 300_000, content_type="application/json"
        )
        assert big.status_code == 413
        assert anybody.post("/support/events/nobody/", {}).status_code == 404
        assert anybody.get("/support/events/rehearsal/").status_code == 405
        assert Entry.objects.count() == entries
        assert not ProviderEvent.objects.exists()
        assert verify_ledger().is_sound


class TestPaths:
    @pytest.mark.parametrize(
        "path",
        [
            *(
                "/media/",
                "/media/images/",
                "/media/original_images/x.jpg",
                "/media/documents/x.pdf",
            ),
            *("/media/../standfirst.toml", "/media/images/../../standfirst.toml"),
            *("/media/images/..%2f..%2fstandfirst.toml", "/media/images/%2e%2e/%2e%2e/db.sqlite3"),
            *(
                "/media/images//etc/passwd",
                "/media//etc/passwd",
                "/media/images/..\\..\\db.sqlite3",
            ),
            *("/media/images/%00.jpg", "/media/images/" + "x" * 5000, "/media/images/./x"),
            *(
                "/static/../standfirst.toml",
                "/static/..%2f..%2fstandfirst.toml",
                "/static//etc/passwd",
            ),
            *(
                "/static/%2e%2e/settings.py",
                "/documents/1/../../db.sqlite3",
                "/db.sqlite3",
                "/.git/HEAD",
            ),
        ],
    )
    def test_no_path_leads_out_of_its_folder(self, scene, anybody, path):
        answer = anybody.get(path)
        assert answer.status_code in {301, 302, 400, 404}, getattr(answer, "exc_info", None)
        if answer.status_code < 400:
            assert not answer["Location"].startswith(("//", "http"))


class TestText:
    @pytest.mark.parametrize(
        "text",
        [
            "\n" * 4000,
            "a" + "\r\n" * 1999,
            "\u200b" * 100,
            "\u202eecilA\u202c says \u2066x\u2069",
            "a" * 4000,
            "a" + "\u0301" * 3999,
            "\ufdfa" * 4000,
            "👩‍👩‍👧‍👦" * 500,
            "> " * 2000,
            "\ufeffwords",
            "a\u0085b\u2028c\u2029d",
        ],
        ids=lambda text: ascii(text[:12]),
    )
    def test_a_strange_text_is_kept_or_refused_with_words(self, scene, client_of, text):
        count = Comment.objects.count()
        answer = guest_client(client_of, None).post(THREAD, {"text": text})
        if answer.status_code == 303:
            made = Comment.objects.select_related("current").order_by("-pk")[0]
            assert made.current.text == normal_newlines(text)
        else:
            assert answer.status_code == 422
            assert 'class="message message-error"' in answer.content.decode()
            assert Comment.objects.count() == count
