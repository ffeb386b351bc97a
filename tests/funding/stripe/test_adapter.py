"""What the adapter asks Stripe over HTTP, and what it makes of the answers."""

import json
import socket
from datetime import timedelta

import pytest

from standfirst.funding.models import BookingKind, DisputeState, Gift, GiftState
from standfirst.funding.providers.interface import (
    CheckoutRequest,
    EventRefused,
    ProviderRefused,
    ProviderUnreachable,
    RefundRequest,
)
from standfirst.funding.providers.pretend.api import nested
from standfirst.funding.providers.registry import online_provider_for
from standfirst.funding.providers.stripe.client import API_VERSION
from standfirst.funding.providers.stripe.shapes import booking, dispute_truth, refund_truth
from standfirst.funding.rules.truths import RefundTruthState, TruthState
from standfirst.lib.clock import now as clock
from standfirst.lib.money import Money
from tests.funding.makers import NOW, a_campaign, a_draft, a_promise
from tests.funding.stripe.pretend import PretendStripe, served
from tests.funding.stripe.scene import a_provider, packed, signed, told, use


def a_request(**changed):
    said = {
        "key": "gift1",
        "amount": Money(2500, "USD"),
        "description": "The river fund",
        "return_path": "/support/gift/secret/status/",
        "begun_at": NOW,
    }
    return CheckoutRequest(**(said | changed))


@pytest.fixture
def session(provider):
    return provider.begin(a_request(), now=NOW).ref


class TestBegin:
    def test_it_asks_for_what_was_promised_and_no_more(self, provider, pretend):
        checkout = provider.begin(a_request(), now=NOW)
        method, path, params, headers = pretend.requests[-1]
        assert (method, path) == ("POST", "/v1/checkout/sessions")
        asked = nested(params)
        assert asked["line_items"]["0"]["price_data"] == {
            "currency": "usd",
            "unit_amount": "2500",
            "product_data": {"name": "The river fund"},
        }
        assert asked["client_reference_id"] == asked["metadata"]["standfirst_gift"] == "gift1"
        assert asked["success_url"] == "https://paper.test/support/gift/secret/status/"
        assert asked["mode"] == "payment"
        assert int(asked["expires_at"]) == int((NOW + timedelta(hours=23)).timestamp())
        assert headers["Stripe-Version"] == API_VERSION
        assert headers["Idempotency-Key"] == "standfirst-checkout-gift1"
        assert "X-Stripe-Client-Telemetry" not in headers
        assert checkout.url == f"https://checkout.stripe.com/c/pay/{checkout.ref}"

    def test_asking_again_later_is_the_same_checkout(self, provider, pretend):
        first = provider.begin(a_request(), now=NOW)
        assert provider.begin(a_request(), now=NOW + timedelta(hours=2)) == first
        assert (
            len([one for one in pretend.objects.values() if one["object"] == "checkout.session"])
            == 1
        )

    def test_the_same_key_for_another_amount_is_refused(self, provider):
        provider.begin(a_request(), now=NOW)
        with pytest.raises(ProviderRefused, match="IdempotencyError"):
            provider.begin(a_request(amount=Money(100, "USD")), now=NOW)

    def test_yen_are_asked_for_as_yen(self, provider, pretend):
        provider.begin(a_request(amount=Money(2500, "JPY")), now=NOW)
        price = nested(pretend.requests[-1][2])["line_items"]["0"]["price_data"]
        assert (price["unit_amount"], price["currency"]) == ("2500", "jpy")

    def test_half_a_forint_is_not_asked_for(self, provider, pretend):
        with pytest.raises(ProviderRefused):
            provider.begin(a_request(amount=Money(250_050, "HUF")), now=NOW)
        assert not pretend.requests

    @pytest.mark.parametrize("wait", [0, 1])
    def test_an_error_after_accepting_doubles_nothing(self, provider, pretend, wait):
        """Stripe took it and answered with an error; the library asks again, or the next press does."""
        pretend.trouble = [{"status": 500, "kind": "api_error", "after": True}] * (1 + wait)
        if wait:
            with pytest.raises(ProviderUnreachable):
                provider.begin(a_request(), now=NOW)
        provider.begin(a_request(), now=NOW)
        assert (
            len([one for one in pretend.objects.values() if one["object"] == "checkout.session"])
            == 1
        )


TROUBLE = {
    "overload": ({"status": 503, "kind": "api_error"}, ProviderUnreachable),
    "too many requests": ({"status": 429, "kind": "rate_limit_error"}, ProviderUnreachable),
    "a lock": (
        {"status": 429, "kind": "invalid_request_error", "code": "lock_timeout"},
        ProviderUnreachable,
    ),
    "the same in progress": ({"status": 409, "kind": "idempotency_error"}, ProviderUnreachable),
    "a bad request": ({"status": 400, "kind": "invalid_request_error"}, ProviderRefused),
    "a bad key": ({"status": 401, "kind": "authentication_error"}, ProviderRefused),
    "no permission": ({"status": 403, "kind": "invalid_request_error"}, ProviderRefused),
    "a refused card": ({"status": 402, "kind": "card_error"}, ProviderRefused),
}


@pytest.mark.parametrize("trouble", TROUBLE)
def test_trouble_is_told_apart_in_words_fit_for_a_log(provider, pretend, trouble):
    said, error = TROUBLE[trouble]
    pretend.trouble = [said | {"message": "No such thing: sk_test_pretended"}] * 2
    with pytest.raises(error) as raised:
        provider.begin(a_request(), now=NOW)
    assert "sk_test" not in str(raised.value)
    assert "req_pretended" in str(raised.value)


def test_nobody_at_home_is_unreachable():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        provider = a_provider(f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(ProviderUnreachable):
            provider.begin(a_request(), now=NOW)


class TestFetch:
    def test_open_paid_and_given_up(self, provider, pretend, session):
        assert provider.fetch(session).state == TruthState.OPEN
        charge = pretend.pay(session)
        truth = provider.fetch(session)
        assert (truth.state, truth.amount, truth.key) == (
            TruthState.PAID,
            Money(2500, "USD"),
            "gift1",
        )
        assert (truth.payment_ref, truth.is_rehearsed) == (charge["payment_intent"], True)
        (line,) = truth.bookings
        assert (line.kind, line.source_ref) == (BookingKind.CHARGE, truth.payment_ref)
        assert [one.minor for one in (line.gross, line.fee, line.net)] == [2500, 102, 2398]
        other = provider.begin(a_request(key="gift2"), now=NOW).ref
        pretend.expire(other)
        assert provider.fetch(other).state == TruthState.ABANDONED

    @pytest.mark.parametrize(
        ("status", "state"),
        [
            ("processing", TruthState.PROCESSING),
            ("requires_action", TruthState.PROCESSING),
            ("requires_payment_method", TruthState.REFUSED),
            ("canceled", TruthState.REFUSED),
            ("succeeded", TruthState.PAID),
        ],
    )
    def test_a_delayed_method_is_on_its_way_until_it_is_not(
        self, provider, pretend, session, status, state
    ):
        payment = pretend.complete(session, status)
        payment["amount_received"] = 2500
        assert provider.fetch(session).state == state

    def test_a_payment_may_be_booked_after_it(self, provider, pretend, session):
        charge = pretend.pay(session, is_booked=False)
        assert provider.fetch(session).bookings == ()
        pretend.book_charge(charge)
        assert len(provider.fetch(session).bookings) == 1

    def test_every_name_leads_to_the_whole(self, provider, pretend, session):
        charge = pretend.pay(session)
        refund = pretend.refund_outside(charge, 500)
        dispute = pretend.dispute(charge)
        whole = provider.fetch(session)
        for ref in (charge["payment_intent"], charge["id"], refund["id"], dispute["id"]):
            assert provider.fetch(ref) == whole

    @pytest.mark.parametrize(
        "ref", ["cs_x", "pi_x", "ch_x", "re_x", "pyr_x", "dp_x", "du_x", "", "tr_1", "x"]
    )
    def test_an_unknown_name_is_none(self, provider, ref):
        assert provider.fetch(ref) is None

    def test_refunds_and_disputes_and_all_their_lines(self, provider, pretend, session):
        charge = pretend.pay(session)
        failed = pretend.refund_outside(charge, 300)
        pretend.fail_refund(failed)
        pretend.refund_outside(charge, 200, metadata={"standfirst_refund": "ours"})
        won = pretend.dispute(charge)
        pretend.close(won, status="won")
        truth = provider.fetch(session)
        assert {(one.amount.minor, one.state, one.key) for one in truth.refunds} == {
            (300, RefundTruthState.FAILED, ""),
            (200, RefundTruthState.DONE, "ours"),
        }
        (dispute,) = truth.disputes
        assert (dispute.state, dispute.reason) == (DisputeState.WON, "fraudulent")
        assert dispute.answer_by == NOW.replace(microsecond=0) + timedelta(days=10)
        assert sorted((one.kind.value, one.net.minor) for one in truth.bookings) == [
            ("charge", 2398),
            ("dispute", -4000),
            ("dispute reversal", 2500),
            ("refund", -300),
            ("refund", -200),
            ("refund failure", 300),
        ]

    @pytest.mark.parametrize(
        ("status", "state"),
        [
            ("warning_needs_response", DisputeState.INQUIRY),
            ("warning_closed", DisputeState.WON),
            ("under_review", DisputeState.OPEN),
            ("lost", DisputeState.LOST),
        ],
    )
    def test_a_dispute_is_where_it_is(self, provider, pretend, session, status, state):
        pretend.dispute(pretend.pay(session), status=status)
        assert provider.fetch(session).disputes[0].state == state

    def test_more_refunds_than_a_page_holds(self, provider, pretend, session):
        pretend.page = 2
        charge = pretend.pay(session)
        for _ in range(5):
            pretend.refund_outside(charge, 100)
        truth = provider.fetch(session)
        assert len({one.ref for one in truth.refunds}) == 5
        assert len(truth.bookings) == 6

    def test_books_kept_in_another_currency(self):
        stripe = PretendStripe(now=NOW, books="eur")
        with served(stripe) as address:
            provider = a_provider(address)
            session = provider.begin(a_request(), now=NOW).ref
            charge = stripe.pay(session)
            stripe.refund_outside(charge, 500)
            paid, back = sorted(provider.fetch(session).bookings, key=lambda one: -one.gross.minor)
        assert (paid.gross, paid.original) == (Money(2250, "EUR"), Money(2500, "USD"))
        assert (back.gross, back.original) == (Money(-450, "EUR"), Money(-500, "USD"))


class TestRefund:
    def test_a_part_is_given_back_once(self, provider, pretend, session):
        payment_ref = pretend.pay(session)["payment_intent"]
        request = RefundRequest(key="refund1", payment_ref=payment_ref, amount=Money(700, "USD"))
        first = provider.refund(request)
        assert provider.refund(request) == first
        assert (first.key, first.amount, first.state) == (
            "refund1",
            Money(700, "USD"),
            RefundTruthState.DONE,
        )
        assert len(provider.fetch(session).refunds) == 1

    def test_more_than_came_is_refused(self, provider, pretend, session):
        payment_ref = pretend.pay(session)["payment_intent"]
        with pytest.raises(ProviderRefused, match="charge_already_refunded"):
            provider.refund(
                RefundRequest(key="r", payment_ref=payment_ref, amount=Money(2501, "USD"))
            )


class TestBooks:
    def test_every_line_of_a_time_in_pages(self, provider, pretend, session):
        pretend.page = 2
        charge = pretend.pay(session)
        pretend.refund_outside(charge, 100)
        pretend.dispute(charge)
        pretend.pay_out(1000)
        pretend.book("climate_order_purchase", pretend.put("payout", currency="usd", amount=5), -5)
        pretend.now += 60
        pretend.pay_out(1)
        lines = list(
            provider.list_bookings(
                since=NOW.replace(microsecond=0), until=NOW + timedelta(seconds=60)
            )
        )
        kinds = sorted(one.kind.value for one in lines)
        assert kinds == ["charge", "dispute", "other", "payout", "refund"]
        whole = {one.ref: one for one in provider.fetch(session).bookings}
        assert all(whole[one.ref] == one for one in lines if one.ref in whole)
        assert len(whole) == 3

    def test_a_line_that_does_not_add_up_is_refused(self, provider, pretend, session):
        pretend.objects[pretend.pay(session)["balance_transaction"]]["fee"] += 1
        with pytest.raises(ProviderRefused):
            list(
                provider.list_bookings(
                    since=NOW - timedelta(hours=1), until=NOW + timedelta(hours=1)
                )
            )


class TestEvents:
    @pytest.mark.parametrize(("seconds", "is_good"), [(300, True), (301, False)])
    def test_five_minutes_are_the_limit(self, provider, seconds, is_good):
        body = packed(told("cs_1"))
        for at in (NOW - timedelta(seconds=seconds), NOW + timedelta(seconds=seconds)):
            headers = {"Stripe-Signature": signed(body, at=at)}
            now = NOW.replace(microsecond=0)
            if is_good:
                assert provider.verify_event(body, headers, now=now).object_ref == "cs_1"
            else:
                with pytest.raises(EventRefused):
                    provider.verify_event(body, headers, now=now)

    def test_a_payout_is_about_the_balance(self, provider):
        body = packed(told("po_1", type="payout.paid"))
        event = provider.verify_event(body, {"Stripe-Signature": signed(body, at=NOW)}, now=NOW)
        assert (event.object_ref, event.is_used) == ("", True)


@pytest.mark.django_db
class TestSite:
    def test_a_rehearsed_campaign_goes_to_the_test_mode_and_a_real_one_nowhere(self, provider):
        assert online_provider_for(a_campaign()).name == "stripe-test"
        assert online_provider_for(a_campaign("mill", is_rehearsed=False)) is None

    def test_a_real_campaign_goes_to_the_live_mode_and_a_rehearsed_one_nowhere(
        self, monkeypatch, settings
    ):
        settings.STANDFIRST_LIVE_PAYMENT_KEY = "sk_live_1"
        live = use(monkeypatch, a_provider("http://127.0.0.1:9", key="sk_live_1"))
        assert online_provider_for(a_campaign("mill", is_rehearsed=False)) is live
        assert online_provider_for(a_campaign()) is None

    def test_the_button_leads_to_stripe_and_the_page_lets_it(self, client, provider, pretend):
        pretend.now = int(clock().timestamp())
        gift = a_draft(a_campaign(), now=clock())
        page = client.get(f"/support/gift/{gift.secret}/")
        assert "form-action 'self' https://checkout.stripe.com;" in page["Content-Security-Policy"]
        sent = client.post(page.request["PATH_INFO"], headers={"sec-fetch-site": "same-origin"})
        assert sent.status_code == 303
        assert sent["Location"].startswith("https://checkout.stripe.com/c/pay/cs_test_")
        assert "form-action 'self';" in client.get("/support/")["Content-Security-Policy"]

    def test_what_stripe_refuses_is_told_as_not_now(self, client, provider, pretend):
        pretend.trouble = [{"status": 400, "kind": "invalid_request_error"}]
        with pytest.raises(ProviderUnreachable):
            a_promise(a_campaign())
        assert Gift.objects.get().state == GiftState.PROMISED


@pytest.fixture
def fixtures(test_data):
    path = test_data / "stripe-openapi-fixtures" / "fixtures3.json"
    return json.loads(path.read_text())["resources"]


class TestShapes:
    """Stripe's own published examples, whole: what is read is there, and called so."""

    def test_they_are_read(self, fixtures):
        assert refund_truth(fixtures["refund"]).amount == Money(100, "USD")
        assert dispute_truth(fixtures["dispute"]).state == DisputeState.INQUIRY
        line = booking(fixtures["balance_transaction"], fixtures["charge"])
        assert (line.kind, line.net) == (BookingKind.CHARGE, Money(100, "USD"))

    def test_what_is_pretended_has_their_names(self, fixtures, provider, pretend, session):
        charge = pretend.pay(session)
        pretend.refund_outside(charge, 1)
        pretend.dispute(charge)
        pretend.pay_out(1)
        for thing in pretend.objects.values():
            assert set(thing) <= set(fixtures[thing["object"]]), thing["object"]
