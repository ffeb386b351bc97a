"""A provider of the tests' own, with everybody who pays through it: an independent account of what is true.

It knows nothing of the ledger. Its fees are whatever the test says, so that nobody can compute them.
"""

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from standfirst.funding.models import BookingKind, DisputeState
from standfirst.funding.providers.interface import (
    Checkout,
    IncomingEvent,
    ProviderRefused,
    ProviderUnreachable,
)
from standfirst.funding.rules.truths import (
    Booking,
    DisputeTruth,
    RefundTruth,
    RefundTruthState,
    Truth,
    TruthState,
)
from standfirst.lib.money import Money
from tests.funding.makers import NOW

KEPT = (DisputeState.OPEN, DisputeState.LOST)


@dataclass
class Sale:
    """A checkout and all that becomes of it there."""

    ref: str
    key: str
    amount: Money
    begun_at: datetime = NOW
    state: TruthState = TruthState.OPEN
    refunds: dict = field(default_factory=dict)
    disputes: dict = field(default_factory=dict)
    bookings: list = field(default_factory=list)
    unbooked: list = field(default_factory=list)
    """What is true and not in the provider's books yet: (kind, money, source)."""

    @property
    def payment_ref(self):
        return f"pay_{self.ref}"

    @property
    def is_paid(self):
        return self.state == TruthState.PAID

    @property
    def given_back(self):
        failed = RefundTruthState.FAILED
        return sum(one.amount.minor for one in self.refunds.values() if one.state != failed)

    @property
    def kept_in_disputes(self):
        return sum(one.amount.minor for one in self.disputes.values() if one.state in KEPT)

    @property
    def left(self):
        return self.amount.minor - self.given_back - self.kept_in_disputes if self.is_paid else 0


class World:
    """One provider account, real, in which time passes."""

    name = "world"
    account = "acct_world"
    is_rehearsed = False
    pages = "https://pay.example"

    def __init__(self):
        self.now = NOW
        self.sales, self.others, self.events = {}, [], []
        self.calls, self.fee = [], 59
        self.loses_answers = self.refuses = self.is_away = self.forgets_keys = False
        self.numbers = 0

    # What our side calls.

    def begin(self, request, *, now):
        self.calls.append(("begin", request.key))
        self._answer()
        known = next((one for one in self.sales.values() if one.key == request.key), None)
        if known is None:
            known = self.sell(request.key, request.amount)
        self._lose()
        return Checkout(ref=known.ref, url=f"https://pay.example/{known.ref}")

    def verify_event(self, body, headers, *, now):
        told = json.loads(body)
        return IncomingEvent(told["id"], "something", told["about"], is_used=True, headers={})

    def fetch(self, ref):
        self._answer()
        sale = self.sale_of(ref)
        return self.truth_of(sale) if sale is not None else None

    def refund(self, request):
        self.calls.append(("refund", request.key))
        self._answer()
        sale = self.sale_of(request.payment_ref)
        if sale is None:
            raise ProviderRefused("no such payment")
        known = next((one for one in sale.refunds.values() if one.key == request.key), None)
        if known is None or self.forgets_keys:
            if self.refuses or request.amount.minor > sale.left:
                raise ProviderRefused("no")
            known = self.give_back(sale, request.amount.minor, key=request.key)
        self._lose()
        return known

    def list_bookings(self, *, since, until):
        self._answer()
        every = [one for sale in self.sales.values() for one in sale.bookings] + self.others
        return iter([one for one in every if since <= one.booked_at < until])

    # What happens there.

    def sell(self, key, amount):
        sale = Sale(self._name("cs"), key, amount, self.now)
        self.sales[sale.ref] = sale
        return sale

    def become(self, sale, state):
        if sale.is_paid:
            return
        sale.state = state
        if state == TruthState.PAID:
            self._books(sale, BookingKind.CHARGE, sale.amount, sale.payment_ref)
        self._tell(sale.ref)

    def give_back(self, sale, minor, *, key=""):
        amount = Money(minor, sale.amount.currency)
        made = RefundTruth(self._name("re"), key, amount, RefundTruthState.PENDING, self.now)
        sale.refunds[made.ref] = made
        self._books(sale, BookingKind.REFUND, -amount, made.ref)
        self._tell(made.ref)
        return made

    def end_refund(self, sale, ref, state):
        """Let a refund arrive, or fail: also one that was said to have arrived."""
        refund = sale.refunds[ref]
        if refund.state in (state, RefundTruthState.FAILED):
            return
        sale.refunds[ref] = replace(refund, state=state)
        if state == RefundTruthState.FAILED:
            self._books(sale, BookingKind.REFUND_FAILURE, refund.amount, ref)
        self._tell(ref)

    def dispute(self, sale, minor, state=DisputeState.OPEN):
        amount = Money(minor, sale.amount.currency)
        opened = DisputeTruth(self._name("dp"), amount, state, "fraudulent", self.now)
        sale.disputes[opened.ref] = opened
        if state in KEPT:
            self._books(sale, BookingKind.DISPUTE, -amount, opened.ref)
        self._tell(opened.ref)
        return opened

    def end_dispute(self, sale, ref, state):
        dispute = sale.disputes[ref]
        if dispute.state in (DisputeState.WON, state):
            return
        sale.disputes[ref] = replace(dispute, state=state)
        if dispute.state not in KEPT and state in KEPT:
            self._books(sale, BookingKind.DISPUTE, -dispute.amount, ref)
        if dispute.state in KEPT and state == DisputeState.WON:
            self._books(sale, BookingKind.DISPUTE_REVERSAL, dispute.amount, ref)
        self._tell(ref)

    def pay_out(self, currency):
        """Send the whole balance to the bank."""
        balance = self.balances().get(currency, 0)
        if balance > 0:
            self.book_apart(BookingKind.PAYOUT, Money(-balance, currency))

    def book_apart(self, kind, amount):
        """Book something that is about no payment."""
        zero = Money(0, amount.currency)
        line = Booking(self._name("txn"), kind, amount, zero, amount, self._name("po"), self.now)
        self.others.append(line)
        self._tell("")
        return line

    def book_all(self):
        """Let the provider's books catch up with what happened."""
        for sale in [one for one in self.sales.values() if one.unbooked]:
            for kind, gross, source in sale.unbooked:
                has_fee = kind in (BookingKind.CHARGE, BookingKind.DISPUTE)
                fee = Money(self.fee if has_fee else 0, gross.currency)
                name = self._name("txn")
                line = Booking(name, kind, gross, fee, gross - fee, source, self.now)
                sale.bookings.append(line)
                self._tell(source)
            sale.unbooked.clear()

    def balances(self):
        sums = {}
        for one in [*(one for s in self.sales.values() for one in s.bookings), *self.others]:
            sums[one.net.currency] = sums.get(one.net.currency, 0) + one.net.minor
        return sums

    def pass_time(self, **time):
        self.now += timedelta(**time)

    # What somebody sees there.

    def sale_of(self, ref):
        for sale in self.sales.values():
            if ref in (sale.ref, sale.payment_ref, *sale.refunds, *sale.disputes):
                return sale
        return None

    def truth_of(self, sale):
        return Truth(
            ref=sale.ref,
            key=sale.key,
            state=sale.state,
            amount=sale.amount,
            account=self.account,
            is_rehearsed=False,
            payment_ref=sale.payment_ref,
            changed_at=self.now,
            refunds=tuple(sale.refunds.values()),
            disputes=tuple(sale.disputes.values()),
            bookings=tuple(sale.bookings),
        )

    def event(self, about, *, name=""):
        """Write an event as it is sent: raw bytes."""
        return json.dumps({"id": name or self._name("evt"), "about": about}).encode()

    def _books(self, sale, kind, gross, source):
        sale.unbooked.append((kind, gross, source))

    def _tell(self, about):
        self.events.append(self.event(about))

    def _name(self, kind):
        self.numbers += 1
        return f"{kind}_{self.numbers}"

    def _answer(self):
        if self.is_away:
            raise ProviderUnreachable("away")

    def _lose(self):
        if self.loses_answers:
            raise ProviderUnreachable("the answer was lost")

    @contextmanager
    def losing_answers(self):
        """Accept what is asked, and let the answer get lost."""
        self.loses_answers = True
        try:
            yield
        finally:
            self.loses_answers = False
