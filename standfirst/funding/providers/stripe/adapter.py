"""Stripe as a provider: what `interface` asks for, in Stripe's words."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cached_property

import stripe

from standfirst.funding.providers.interface import (
    Checkout,
    CheckoutRequest,
    IncomingEvent,
    ProviderRefused,
    RefundRequest,
)
from standfirst.funding.providers.stripe.client import asking, connect
from standfirst.funding.providers.stripe.events import Door, read_event
from standfirst.funding.providers.stripe.keys import PAGES, StripeKeys
from standfirst.funding.providers.stripe.money import from_provider, to_provider
from standfirst.funding.providers.stripe.questions import Case, balance_lines, find_case, plain
from standfirst.funding.providers.stripe.shapes import (
    GIFT_KEY,
    REFUND_KEY,
    Shape,
    booking,
    bookings_of,
    dispute_truth,
    refund_truth,
    state_of,
    time_of,
)
from standfirst.funding.rules.truths import Booking, RefundTruth, Truth, TruthState

LIVE, TEST = "stripe", "stripe-test"
# Stripe forgets a key after a day at the earliest and takes no longer end: never two are open.
CHECKOUT_LASTS = timedelta(hours=23)


class StripeProvider:
    """One account at Stripe, in one mode. A test key serves rehearsed campaigns, a live one real ones."""

    pages = PAGES

    def __init__(self, keys: StripeKeys, *, site: str) -> None:
        self.keys = keys
        self.site = site
        self.account = keys.account
        self.is_rehearsed = not keys.is_live
        self.name = LIVE if keys.is_live else TEST

    @cached_property
    def client(self) -> stripe.StripeClient:
        """The connection, made when it is first needed."""
        return connect(self.keys)

    @cached_property
    def own_account(self) -> str:
        """The account that the key belongs to, asked once: the configured one may be another."""
        return self.client.v1.accounts.retrieve_current().id

    def begin(self, request: CheckoutRequest, *, now: datetime) -> Checkout:
        """Open a Checkout Session and give its page.

        Raises ProviderUnreachable, and ProviderRefused for what Stripe does not take.
        """
        back = f"{self.site}{request.return_path}"
        metadata = {GIFT_KEY: request.key}
        with asking():
            session = self.client.v1.checkout.sessions.create(
                {
                    "mode": "payment",
                    "client_reference_id": request.key,
                    "metadata": metadata,
                    "payment_intent_data": {"metadata": metadata},
                    "line_items": [
                        {
                            "quantity": 1,
                            "price_data": {
                                "currency": request.amount.currency.lower(),
                                "unit_amount": to_provider(request.amount),
                                "product_data": {"name": request.description},
                            },
                        }
                    ],
                    # What was promised is what is paid, in that currency.
                    "adaptive_pricing": {"enabled": False},
                    "success_url": back,
                    "cancel_url": back,
                    "expires_at": int((request.begun_at + CHECKOUT_LASTS).timestamp()),
                },
                {"idempotency_key": f"standfirst-checkout-{request.key}"},
            )
        if not session.url:
            raise ProviderRefused("The checkout has no page.")
        return Checkout(ref=session.id, url=session.url)

    def verify_event(
        self, body: bytes, headers: Mapping[str, str], *, now: datetime
    ) -> IncomingEvent:
        """Read an event that one of the endpoint's secrets signed."""
        door = Door(
            secrets=tuple(secret.encode() for secret in self.keys.webhook_secrets),
            account=self.account,
            is_live=self.keys.is_live,
        )
        return read_event(body, headers, door=door, now=now)

    def fetch(self, ref: str) -> Truth | None:
        """Ask for the whole of a payment by any name in it. Raises ProviderUnreachable, -Refused."""
        with asking():
            case = find_case(self.client, ref)
            return self._truth(case) if case is not None else None

    def refund(self, request: RefundRequest) -> RefundTruth:
        """Ask for a refund of a payment, or of a part."""
        with asking():
            refund = self.client.v1.refunds.create(
                {
                    "payment_intent": request.payment_ref,
                    "amount": to_provider(request.amount),
                    "metadata": {REFUND_KEY: request.key},
                },
                {"idempotency_key": f"standfirst-refund-{request.key}"},
            )
            return refund_truth(plain(refund))

    def list_bookings(self, *, since: datetime, until: datetime) -> Iterator[Booking]:
        """Give every balance transaction made from ``since`` on and before ``until``."""
        with asking():
            for line in balance_lines(self.client, since=since, until=until):
                source = line.get("source")
                yield booking(line, source if isinstance(source, dict) else None)

    def _truth(self, case: Case) -> Truth:
        session, payment, charge = case.session, case.payment, case.charge
        state = state_of(session, payment)
        is_paid = state == TruthState.PAID and payment is not None
        told: Shape = payment if is_paid and payment is not None else session
        amount = told["amount_received"] if is_paid else told["amount_total"]
        return Truth(
            ref=session["id"],
            key=session["client_reference_id"] or "",
            state=state,
            amount=from_provider(amount, told["currency"]),
            account=self.own_account,
            is_rehearsed=not session["livemode"],
            payment_ref=payment["id"] if payment is not None else "",
            changed_at=time_of((charge or session)["created"]),
            refunds=tuple(refund_truth(one) for one in case.refunds),
            disputes=tuple(dispute_truth(one) for one in case.disputes),
            bookings=tuple(
                bookings_of([*([charge] if charge else []), *case.refunds, *case.disputes])
            ),
        )
