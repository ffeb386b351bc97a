"""Authentic events whose truth does not fit a gift: nothing moves, and each is logged."""

import pytest
from structlog.testing import capture_logs

from standfirst.funding.actions.events import digest_event
from standfirst.funding.models import Entry, Finding, Gift, GiftState, Payment, ProviderEvent
from standfirst.funding.providers.interface import ProviderUnreachable
from tests.funding.makers import NOW, a_campaign, a_draft, a_promise
from tests.funding.stripe.pretend import PretendStripe, served
from tests.funding.stripe.scene import (
    a_provider,
    assert_nothing_moved,
    digest_all,
    packed,
    send,
    sent,
    signed,
    told,
    use,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "ref"),
    [
        ("checkout.session.completed", "cs_test_nobody"),
        ("charge.dispute.created", "dp_nobody"),
        ("charge.refunded", "ch_nobody"),
        ("refund.created", "re_nobody"),
        ("refund.created", "trr_of_a_kind_that_we_never_ask_about"),
    ],
)
def test_an_object_that_stripe_does_not_know_moves_nothing(client, gift, paid, kind, ref):
    with capture_logs() as logs:
        event = send(client, ref, type=kind)
        digest_all()
    event.refresh_from_db()
    assert event.finding == Finding.UNKNOWN_OBJECT
    assert [line for line in logs if line["event"] == "event_mismatch"]
    assert_nothing_moved(gift)


def test_an_event_is_believed_in_nothing(client, gift):
    """It says "completed"; Stripe, asked, says that the checkout is open."""
    event = send(
        client,
        gift.provider_ref,
        data={"object": {"id": gift.provider_ref, "payment_status": "paid"}},
    )
    digest_all()
    event.refresh_from_db()
    assert event.finding == Finding.KNOWN_ALREADY
    assert_nothing_moved(gift)


def test_an_unreachable_stripe_leaves_the_event_due(client, gift, paid, pretend):
    event = send(client, paid)
    pretend.trouble = [{"status": 503, "kind": "api_error"}] * 2
    with pytest.raises(ProviderUnreachable):
        digest_event(event, NOW)
    event.refresh_from_db()
    assert event.finding == Finding.WAITING
    digest_event(event, NOW)
    event.refresh_from_db()
    assert event.finding == Finding.RECORDED


# What Stripe says, asked, against what the gift says.
SAYING = {
    "more": ({"amount_received": 2501}, Finding.OTHER_AMOUNT),
    "less": ({"amount_received": 2499}, Finding.OTHER_AMOUNT),
    "nothing": ({"amount_received": 0}, Finding.OTHER_AMOUNT),
    "negative": ({"amount_received": -2500}, Finding.OTHER_AMOUNT),
    "hundredfold": ({"amount_received": 250_000}, Finding.OTHER_AMOUNT),
    "other currency": ({"currency": "eur"}, Finding.OTHER_CURRENCY),
    "yen": ({"currency": "jpy"}, Finding.OTHER_CURRENCY),
}


@pytest.mark.parametrize("said", SAYING)
def test_a_payment_that_does_not_fit_moves_nothing(client, gift, paid, pretend, said):
    changed, finding = SAYING[said]
    pretend.objects[pretend.objects[paid]["payment_intent"]] |= changed
    with capture_logs() as logs:
        event = send(client, paid)
        digest_all()
    event.refresh_from_db()
    assert event.finding == finding
    assert [line for line in logs if line["event"] == "event_mismatch"]
    assert_nothing_moved(gift)


@pytest.mark.parametrize(
    ("changed", "finding"),
    [
        ({"client_reference_id": "somebody else's"}, Finding.OTHER_CHECKOUT),
        ({"client_reference_id": None}, Finding.OTHER_CHECKOUT),
        ({"livemode": True}, Finding.OTHER_MODE),
    ],
)
def test_a_checkout_that_does_not_fit_moves_nothing(client, gift, paid, pretend, changed, finding):
    pretend.objects[paid] |= changed
    event = send(client, paid)
    digest_all()
    event.refresh_from_db()
    assert event.finding == finding
    assert_nothing_moved(gift)


@pytest.mark.parametrize("amount", [25.5, "2500", None, True])
def test_an_amount_that_is_no_whole_number_moves_nothing(client, gift, paid, pretend, amount):
    pretend.objects[pretend.objects[paid]["payment_intent"]]["amount_received"] = amount
    event = send(client, paid)
    with pytest.raises(Exception, match="whole number"):
        digest_event(event, NOW)
    assert_nothing_moved(gift)


def test_a_currency_in_capitals_moves_nothing(client, gift, paid, pretend):
    pretend.objects[pretend.objects[paid]["payment_intent"]]["currency"] = "USD"
    event = send(client, paid)
    with pytest.raises(Exception, match="small letters"):
        digest_event(event, NOW)
    assert_nothing_moved(gift)


def test_a_key_of_another_account_moves_nothing(client, gift, paid, address, monkeypatch):
    use(monkeypatch, a_provider(address, account="acct_configured"))
    event = send(client, paid)
    digest_all()
    event.refresh_from_db()
    assert event.finding == Finding.OTHER_ACCOUNT
    assert_nothing_moved(gift)


def test_somebody_elses_gift_is_not_paid(client, gift, paid, pretend):
    """Their checkout names this gift; this gift has a checkout of its own."""
    other = a_promise(a_campaign("mill"))
    pretend.objects[paid]["client_reference_id"] = other.reference
    send(client, paid)
    digest_all()
    assert_nothing_moved(gift)
    assert_nothing_moved(other)


def test_a_draft_is_nobodys_to_pay(client, gift, paid, pretend):
    draft = a_draft(gift.campaign)
    Gift.objects.filter(pk=gift.pk).update(provider_ref="")
    pretend.objects[paid]["client_reference_id"] = draft.reference
    event = send(client, paid)
    digest_all()
    event.refresh_from_db()
    assert event.finding == Finding.UNKNOWN_GIFT
    assert not Entry.objects.exists()


def test_a_final_gift_is_paid_once(client, gift, paid):
    send(client, paid)
    digest_all()
    event = send(client, paid, id="evt_2", type="checkout.session.async_payment_succeeded")
    digest_all()
    event.refresh_from_db()
    assert event.finding == Finding.KNOWN_ALREADY
    assert Payment.objects.count() == 1


def test_a_gift_that_was_given_up_is_not_revived_by_an_open_checkout(client, gift):
    Gift.objects.filter(pk=gift.pk).update(state=GiftState.EXPIRED)
    send(client, gift.provider_ref)
    digest_all()
    gift.refresh_from_db()
    assert gift.state == GiftState.EXPIRED
    assert not Entry.objects.exists()


def test_a_rehearsed_event_pays_no_real_gift(client, pretend, provider):
    real = a_campaign("mill", is_rehearsed=False)
    mine = Gift.objects.create(
        campaign=real,
        amount=2500,
        currency="USD",
        state=GiftState.PROMISED,
        secret="s",
        reference="r",
        provider=provider.name,
        drafted_at=NOW,
        promised_at=NOW,
    )
    session = a_promise(a_campaign()).provider_ref
    Gift.objects.exclude(pk=mine.pk).update(provider_ref="")
    pretend.objects[session]["client_reference_id"] = "r"
    pretend.pay(session)
    event = send(client, session)
    digest_all()
    event.refresh_from_db()
    assert event.finding == Finding.OTHER_MODE
    assert not Entry.objects.exists()


def test_a_real_event_pays_no_rehearsed_gift(client, monkeypatch):
    """A live key, a live event, and a gift from the days when the site rehearsed."""
    stripe = PretendStripe(now=NOW, live=True, key="sk_live_pretended")
    with served(stripe) as address:
        provider = use(monkeypatch, a_provider(address, key="sk_live_pretended"))
        mine = Gift.objects.create(
            campaign=a_campaign(),
            amount=2500,
            currency="USD",
            state=GiftState.PROMISED,
            secret="s",
            reference="r",
            provider=provider.name,
            drafted_at=NOW,
            promised_at=NOW,
        )
        session = stripe.put(
            "checkout.session",
            amount_total=2500,
            currency="usd",
            client_reference_id="r",
            metadata={},
            status="open",
            payment_status="unpaid",
            payment_intent=None,
        )
        stripe.pay(session["id"])
        body = packed(told(session["id"], livemode=True))
        assert sent(client, body, signed(body), door="/support/events/stripe/").status_code == 200
        event = ProviderEvent.objects.get()
        digest_event(event, NOW)
    event.refresh_from_db()
    assert event.finding == Finding.OTHER_MODE
    assert_nothing_moved(mine)
