"""The providers' door: forgeries and mismatches change nothing, each is logged, nothing acts twice."""

from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from standfirst.funding.actions.events import digest_event, receive_event
from standfirst.funding.actions.payments import PaymentFact, apply_truth, record_payment
from standfirst.funding.models import (
    AccountKind,
    CheckoutState,
    Entry,
    Finding,
    Gift,
    GiftState,
    Payment,
    ProviderEvent,
    RehearsalCheckout,
)
from standfirst.funding.providers import registry
from standfirst.funding.providers.interface import EventRefused, ProviderUnreachable
from standfirst.funding.providers.rehearsal import (
    SIGNATURE,
    RehearsalProvider,
    signing_secrets,
)
from standfirst.funding.queries.verification import verify_ledger
from standfirst.lib.money import Money
from standfirst.notify.models import Message
from standfirst.people.models import Standing
from tests.funding.door import digest_all, packed, sent, signed, told
from tests.funding.makers import (
    NOW,
    a_campaign,
    a_draft,
    cash,
    checkout_of,
    choose,
    give,
    work,
)

pytestmark = pytest.mark.django_db


def test_a_replay_is_stored_and_acts_once(client, gift, paid_checkout):
    body = packed(told(paid_checkout))
    signature = signed(body)
    for _ in range(3):
        assert sent(client, body, signature).status_code == 200
        digest_all()
    assert ProviderEvent.objects.count() == 1
    assert Payment.objects.count() == 1


def test_the_same_fact_under_another_id_moves_no_money_again(client, gift, paid_checkout):
    for name in ("evt_1", "evt_2", "evt_3"):
        body = packed(told(paid_checkout, id=name))
        sent(client, body, signed(body))
        digest_all()
    findings = sorted(ProviderEvent.objects.values_list("finding", flat=True))
    assert findings == ["known already", "known already", "recorded"]
    assert (Payment.objects.count(), Entry.objects.count()) == (1, 2)


def test_an_old_secret_is_good_while_it_is_replaced(client, gift, paid_checkout, settings):
    body = packed(told(paid_checkout))
    old = signing_secrets()[0]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-for-this-test-only-0000000000000000000"
    assert sent(client, body, signed(body, secret=old)).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert sent(client, body, signed(body, secret=old)).status_code == 400


def test_an_unknown_kind_is_stored_without_effect(client, gift, paid_checkout):
    body = packed(told(paid_checkout, kind="balance.available"))
    assert sent(client, body, signed(body)).status_code == 200
    event = ProviderEvent.objects.get()
    assert (event.finding, event.due_at) == (Finding.NOT_OURS, None)
    assert event.done_at is not None


def test_an_unknown_object_is_a_mismatch(client, gift, paid_checkout):
    body = packed(told(paid_checkout, checkout="nobody"))
    with capture_logs() as logs:
        sent(client, body, signed(body))
        digest_all()
    assert ProviderEvent.objects.get().finding == Finding.UNKNOWN_OBJECT
    assert [line for line in logs if line["event"] == "event_mismatch"]
    assert not Payment.objects.exists()


def test_an_event_is_believed_in_nothing(client, gift):
    """It says "paid"; the provider, asked, says that the checkout is open."""
    body = packed(told(checkout_of(gift)))
    sent(client, body, signed(body))
    digest_all()
    gift.refresh_from_db()
    assert gift.state == GiftState.PROMISED
    assert ProviderEvent.objects.get().finding == Finding.KNOWN_ALREADY


class Lying(RehearsalProvider):
    """A provider whose truth was changed on the way."""

    def __init__(self, **changed):
        self.changed = changed

    def fetch(self, ref):
        truth = super().fetch(ref)
        return truth.__class__(**(truth.__dict__ | self.changed))


LIES = {
    "more": ({"amount": Money(2501, "USD")}, Finding.OTHER_AMOUNT),
    "less": ({"amount": Money(2499, "USD")}, Finding.OTHER_AMOUNT),
    "nothing": ({"amount": Money(0, "USD")}, Finding.OTHER_AMOUNT),
    "negative": ({"amount": Money(-2500, "USD")}, Finding.OTHER_AMOUNT),
    "hundredfold": ({"amount": Money(250_000, "USD")}, Finding.OTHER_AMOUNT),
    "other currency": ({"amount": Money(2500, "EUR")}, Finding.OTHER_CURRENCY),
    "other account": ({"account": "acct_other"}, Finding.OTHER_ACCOUNT),
    "real money for a rehearsed gift": ({"is_rehearsed": False}, Finding.OTHER_MODE),
    "other reference": ({"key": "somebody else's"}, Finding.OTHER_CHECKOUT),
    "other checkout": ({"ref": "cs_other"}, Finding.UNKNOWN_GIFT),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_does_not_fit_the_gift_moves_nothing(gift, paid_checkout, lie, monkeypatch):
    changed, finding = LIES[lie]
    monkeypatch.setattr(registry, "PROVIDERS", {"rehearsal": Lying(**changed)})
    work(NOW)
    event = ProviderEvent.objects.get()
    assert event.finding == finding
    gift.refresh_from_db()
    assert gift.state == GiftState.PROMISED
    assert not Entry.objects.exists()


def test_without_the_lie_it_would_have_been_paid(gift, paid_checkout, monkeypatch):
    monkeypatch.setattr(registry, "PROVIDERS", {"rehearsal": Lying()})
    work(NOW)
    assert ProviderEvent.objects.get().finding == Finding.RECORDED


def test_a_rehearsed_event_pays_no_real_gift(paid_checkout):
    """Somebody made a real gift point to a pretended checkout."""
    campaign = a_campaign("mill", is_rehearsed=False)
    real = Gift.objects.create(
        campaign=campaign,
        amount=2500,
        currency="USD",
        state=GiftState.PROMISED,
        secret="s",
        reference="r",
        provider="rehearsal",
        drafted_at=NOW,
        promised_at=NOW,
    )
    RehearsalCheckout.objects.filter(pk=paid_checkout.pk).update(key="r")
    Gift.objects.exclude(pk=real.pk).update(provider_ref="")
    work(NOW)
    assert ProviderEvent.objects.get().finding == Finding.OTHER_MODE
    assert not Entry.objects.exists()


def test_a_draft_is_nobodys_to_pay():
    draft = a_draft(a_campaign())
    Gift.objects.filter(pk=draft.pk).update(provider="rehearsal", provider_ref="x")
    truth = RehearsalProvider()
    RehearsalCheckout.objects.create(
        ref="x",
        key=draft.reference,
        payment_ref="p",
        description="d",
        amount=2500,
        currency="USD",
        return_path="/",
        state=CheckoutState.PAID,
        begun_at=NOW,
        changed_at=NOW,
    )
    assert apply_truth(provider=truth, truth=truth.fetch("x"), now=NOW) == Finding.UNKNOWN_GIFT
    assert not Entry.objects.exists()


def test_a_gift_that_is_final_is_not_paid_again(gift, monkeypatch):
    choose(gift, "paid")
    work(NOW)
    provider = Lying(payment_ref="another payment")
    finding = apply_truth(provider=provider, truth=provider.fetch(checkout_of(gift).ref), now=NOW)
    assert finding == Finding.SECOND_PAYMENT
    assert (Payment.objects.count(), Entry.objects.count()) == (1, 2)


def test_an_unreachable_provider_leaves_the_event_due(gift, paid_checkout, monkeypatch):
    class Away(RehearsalProvider):
        def fetch(self, ref):
            raise ProviderUnreachable("away")

    body = packed(told(paid_checkout))
    provider = RehearsalProvider()
    event = receive_event(
        provider=provider, body=body, headers={SIGNATURE: signed(body, at=NOW)}, now=NOW
    )
    monkeypatch.setattr(registry, "PROVIDERS", {"rehearsal": Away()})
    with pytest.raises(ProviderUnreachable):
        digest_event(event, NOW)
    event.refresh_from_db()
    assert event.finding == Finding.WAITING
    monkeypatch.undo()
    digest_event(event, NOW)
    event.refresh_from_db()
    assert event.finding == Finding.RECORDED


@pytest.mark.parametrize("order", [("PROCESSING", "PAID"), ("PAID", "PROCESSING")])
def test_events_in_any_order_end_in_the_same_books(gift, order):
    """The truth is asked when an event is digested, so a late one finds what is true by then."""
    checkout = checkout_of(gift)
    checkout.state = CheckoutState.PAID
    checkout.save()
    for number, kind in enumerate(order):
        body = packed(told(checkout, id=f"evt_{number}", kind=f"checkout.{kind.lower()}"))
        event = receive_event(
            provider=RehearsalProvider(),
            body=body,
            headers={SIGNATURE: signed(body, at=NOW)},
            now=NOW,
        )
        digest_event(event, NOW)
    gift.refresh_from_db()
    assert gift.state == GiftState.PAID
    assert [entry.kind for entry in Entry.objects.all()] == ["gift", "booking"]


@pytest.mark.parametrize("first", ["refused", "abandoned"])
def test_money_that_came_late_is_a_fact(first):
    gift = give(a_campaign(), outcome=first)
    RehearsalCheckout.objects.update(state=CheckoutState.PAID)
    provider = RehearsalProvider()
    finding = apply_truth(provider=provider, truth=provider.fetch(gift.provider_ref), now=NOW)
    gift.refresh_from_db()
    assert (finding, gift.state) == (Finding.RECORDED, GiftState.PAID)


def test_a_pledge_that_fails_is_taken_back():
    gift = give(a_campaign(), outcome="delayed")
    RehearsalCheckout.objects.update(state=CheckoutState.REFUSED)
    provider = RehearsalProvider()
    apply_truth(provider=provider, truth=provider.fetch(gift.provider_ref), now=NOW)
    gift.refresh_from_db()
    assert gift.state == GiftState.FAILED
    assert [entry.kind for entry in Entry.objects.order_by("pk")] == ["pledge", "reversal"]
    assert verify_ledger().is_sound


def test_a_pledge_may_be_made_again_after_it_failed():
    """Refused, in progress again, arrived: each pledge is its own entry, taken back once."""
    gift = give(a_campaign(), outcome="delayed")
    provider = RehearsalProvider()
    for state in (CheckoutState.REFUSED, CheckoutState.PROCESSING, CheckoutState.PAID):
        RehearsalCheckout.objects.update(state=state)
        apply_truth(provider=provider, truth=provider.fetch(gift.provider_ref), now=NOW)
    kinds = [entry.kind for entry in Entry.objects.order_by("pk")]
    assert kinds == ["pledge", "reversal", "pledge", "reversal", "gift", "booking"]
    assert verify_ledger().is_sound


def test_events_are_refused_where_a_live_key_is_set(gift, paid_checkout, settings):
    settings.STANDFIRST_LIVE_PAYMENT_KEY = "live"
    body = packed(told(paid_checkout))
    with pytest.raises(EventRefused):
        receive_event(
            provider=RehearsalProvider(),
            body=body,
            headers={SIGNATURE: signed(body, at=NOW)},
            now=NOW,
        )


def test_real_gifts_give_standing_and_thanks(enrol, now):
    person = enrol("Gina Giver")
    real, rehearsed = a_campaign("mill", is_rehearsed=False), a_campaign()
    for campaign in (rehearsed, real):
        gift = Gift.objects.create(
            campaign=campaign,
            person=person,
            amount=100,
            currency="USD",
            state=GiftState.PROMISED,
            secret=campaign.slug,
            reference=campaign.slug,
            drafted_at=now,
            promised_at=now,
        )
        fact = PaymentFact(
            provider="bank transfer",
            provider_ref=campaign.slug,
            provider_account="bank",
            amount=Money(100, "USD"),
            into=AccountKind.BANK,
            paid_at=now,
        )
        assert not Standing.objects.exists()
        record_payment(gift=gift, fact=fact, now=now)
    assert Standing.objects.get(person=person).until == now + timedelta(days=365)


def test_thanks_go_once_a_day_to_an_address():
    campaign = a_campaign()
    for address in ("ada@paper.test", "ADA@paper.test", "bo@paper.test"):
        give(campaign, email=address)
    assert sorted(Message.objects.values_list("address", flat=True)) == [
        "ada@paper.test",
        "bo@paper.test",
    ]
    message = Message.objects.get(address="bo@paper.test")
    assert message.subject.startswith("Rehearsal:")
    assert "no money moved" in message.text
    assert "$25" in message.text
    cash(campaign, 100)
