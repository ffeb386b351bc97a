"""Whatever readers, providers, treasurers and failing processes do in whatever order, the books hold.

Hypothesis plays; beside the program runs an independent account of what is true (``World``).
"""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from django.db import connection, transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
)

from standfirst.funding.actions import ledger
from standfirst.funding.actions.events import digest_event, receive_event
from standfirst.funding.actions.gifts import begin_gift
from standfirst.funding.actions.ledger import recount_ledger
from standfirst.funding.actions.match_pledges import MatchTerms, promise_match, release_old_matches
from standfirst.funding.actions.payments import apply_truth
from standfirst.funding.actions.reconciling import reconcile
from standfirst.funding.actions.refunds import (
    RefundWish,
    ask_refund,
    confirm_refund,
    decline_refund,
    send_refund,
)
from standfirst.funding.actions.sweeps import ask_about_promises
from standfirst.funding.models import (
    BalanceTransaction,
    DisputeState,
    Entry,
    Finding,
    Gift,
    LedgerHead,
    Payment,
    ProviderEvent,
    Refund,
    RefundState,
)
from standfirst.funding.providers import registry
from standfirst.funding.providers.interface import ProviderUnreachable
from standfirst.funding.queries.meters import meters_of
from standfirst.funding.queries.settlement import left_of
from standfirst.funding.queries.verification import verify_ledger
from standfirst.funding.rules.refunds import RefundRefused
from standfirst.funding.rules.truths import RefundTruth, RefundTruthState, TruthState
from standfirst.lib.money import Money
from standfirst.lib.secret import new_secret
from tests.funding.books import held
from tests.funding.doubling import Doubling
from tests.funding.makers import NOW, a_campaign, a_draft, play
from tests.funding.world import World

MINORS = st.integers(100, 50_000)
GIVERS = st.sampled_from(["", "ada@example.org", "bea@example.org"])
ENDS = st.sampled_from([DisputeState.OPEN, DisputeState.WON, DisputeState.LOST])


class ProcessDied(Exception):
    """Stands for a process that dies: what it had not committed is gone."""


class Books(RuleBasedStateMachine):
    """Two campaigns in two currencies, a provider, two treasurers."""

    gifts, sales = Bundle("gifts"), Bundle("sales")
    treasurers = ()

    def __init__(self):
        super().__init__()
        self.world = World()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.providers, registry.PROVIDERS = registry.PROVIDERS, {"world": self.world}
        self.verified = None
        self.campaigns = [
            a_campaign("river", is_rehearsed=False),
            a_campaign("mill", is_rehearsed=False, goal=Money(900_000, "JPY")),
        ]

    def teardown(self):
        try:
            self.everything_is_told()
        finally:
            registry.PROVIDERS = self.providers
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    @initialize(
        target=sales,
        minors=st.tuples(MINORS, MINORS),
        cap=st.integers(500, 90_000),
        each=st.none() | st.integers(100, 60_000),
    )
    def somebody_has_given(self, minors, cap, each):
        """Begin with a paid gift to each campaign, so that there is something to give back.

        Somebody doubles what the first one is given, for the first days.
        """
        self._promise(cap, each)
        for campaign, minor in zip(self.campaigns, minors, strict=True):
            gift = a_draft(campaign, minor, now=self.world.now)
            begin_gift(gift=gift, person=None, return_path="/", now=self.world.now)
        for sale in self.world.sales.values():
            self.world.become(sale, TruthState.PAID)
        play(self.world)
        return multiple(*self.world.sales.values())

    def _promise(self, cap, each):
        campaign, until = self.campaigns[0], NOW + timedelta(days=12)
        terms = MatchTerms(
            name="The Weir Foundation",
            cap=Money(cap, campaign.currency),
            cap_per_giver=Money(each, campaign.currency) if each is not None else None,
            since_at=NOW,
            until_at=until,
            key="match",
        )
        promise_match(campaign=campaign, terms=terms, entered_by=None, now=NOW)
        self.doubling = Doubling(campaign, self.world, cap, each, until)

    # Readers.

    @rule(target=gifts, number=st.integers(0, 1), minor=MINORS, giver=GIVERS)
    def draft(self, number, minor, giver):
        gift = a_draft(self.campaigns[number], minor, now=self.world.now, email=giver)
        self.doubling.givers[gift.reference] = giver
        return gift

    @rule(target=sales, gift=consumes(gifts), presses=st.integers(1, 3), is_lost=st.booleans())
    def press(self, gift, presses, is_lost):
        self.world.loses_answers = is_lost
        for _ in range(presses):
            with suppress(ProviderUnreachable):
                begin_gift(gift=gift, person=None, return_path="/", now=self.world.now)
        self.world.loses_answers = False
        mine = [one for one in self.world.sales.values() if one.key == gift.reference]
        assert len(mine) == 1
        return mine[0]

    @rule(sale=sales, state=st.sampled_from([one for one in TruthState if one != TruthState.OPEN]))
    def pay(self, sale, state):
        self.world.become(sale, state)

    @rule(sale=sales, currency=st.sampled_from(["EUR", "GBP"]))
    def what_comes_in_another_currency_is_nothing(self, sale, currency):
        self._lie(
            sale,
            Finding.OTHER_CURRENCY,
            state=TruthState.PAID,
            amount=Money(sale.amount.minor, currency),
        )

    @precondition(lambda self: Payment.objects.exists())
    @rule(data=st.data())
    def what_is_given_back_beyond_the_payment_is_nothing(self, data):
        payment = data.draw(st.sampled_from(list(Payment.objects.order_by("pk"))))
        sale = self.world.sale_of(payment.provider_ref)
        amount = left_of(payment) + Money(1, payment.currency)
        made = RefundTruth("re_lie", "", amount, RefundTruthState.DONE, self.world.now)
        self._lie(sale, Finding.OVER_CAPTURED, refunds=(made,))

    def _lie(self, sale, finding, **parts):
        lie = replace(self.world.truth_of(sale), **{"disputes": (), "bookings": (), **parts})
        before = Entry.objects.count()
        assert apply_truth(provider=self.world, truth=lie, now=self.world.now) == finding
        assert Entry.objects.count() == before

    # The provider, banks.

    @rule(sale=sales, part=st.floats(0.01, 1))
    def give_back_there(self, sale, part):
        if minor := int(sale.left * part):
            self.world.give_back(sale, minor)

    @rule(sale=sales, state=st.sampled_from([RefundTruthState.DONE, RefundTruthState.FAILED]))
    def end_refunds(self, sale, state):
        for ref in list(sale.refunds):
            self.world.end_refund(sale, ref, state)

    @rule(sale=sales, state=st.sampled_from([DisputeState.INQUIRY, DisputeState.OPEN]))
    def dispute(self, sale, state):
        if sale.left and not sale.disputes:
            self.world.dispute(sale, sale.left, state)

    @rule(sale=sales, state=ENDS)
    def end_disputes(self, sale, state):
        for ref, dispute in list(sale.disputes.items()):
            is_kept = dispute.state != DisputeState.INQUIRY
            if is_kept or state == DisputeState.WON or dispute.amount.minor <= sale.left:
                self.world.end_dispute(sale, ref, state)

    @rule(fee=st.integers(0, 90))
    def book(self, fee):
        self.world.fee = fee
        self.world.book_all()

    @rule(currency=st.sampled_from(["USD", "JPY"]))
    def pay_out(self, currency):
        self.world.pay_out(currency)

    # Events, in whatever order and number.

    @precondition(lambda self: self.world.events)
    @rule(data=st.data(), times=st.integers(0, 2), is_renamed=st.booleans())
    def an_event_comes(self, data, times, is_renamed):
        body = self.world.events.pop(data.draw(st.integers(0, len(self.world.events) - 1)))
        for _ in range(times):
            receive_event(provider=self.world, body=body, headers={}, now=self.world.now)
            if is_renamed:
                body = body.replace(b'"evt_', b'"again_evt_')

    @rule()
    def all_is_heard(self):
        play(self.world)

    @rule(dies_after=st.integers(0, 4))
    def work(self, dies_after):
        """Digest what has come; the process may die between two entries, and starts again."""
        for event in ProviderEvent.objects.filter(done_at__isnull=True).order_by("pk"):
            if dies_after:
                self._die_within(event, dies_after)
            digest_event(event, self.world.now)
            ProviderEvent.objects.filter(pk=event.pk).update(done_at=self.world.now)

    def _die_within(self, event, after):
        posted = []

        def dying(name):
            posted.append(name)
            if len(posted) >= after:
                raise ProcessDied
            return head()

        head = ledger._locked_head
        ledger._locked_head = lambda: dying(event.pk)
        try:
            with suppress(ProcessDied), transaction.atomic():
                digest_event(event, self.world.now)
        finally:
            ledger._locked_head = head

    @rule(hours=st.integers(1, 90))
    def time_passes(self, hours):
        self.world.pass_time(hours=hours)

    @rule()
    def sweep(self):
        ask_about_promises(now=self.world.now)

    @rule()
    def give_up_the_rest(self):
        release_old_matches(now=self.world.now)
        self.doubling.give_up()

    @rule()
    def recount(self):
        assert recount_ledger(now=self.world.now).differences == 0

    @rule()
    def compare(self):
        self._reconcile()

    # Treasurers.

    @rule(sale=sales, part=st.floats(0.01, 1.2))
    def refund(self, sale, part):
        payment = Payment.objects.filter(provider_ref=sale.payment_ref).first()
        if payment is not None:
            amount = Money(max(1, int(payment.amount * part)), payment.currency)
            is_too_much = amount > left_of(payment)
            wish = RefundWish(amount, new_secret())
            try:
                ask_refund(
                    payment=payment, wish=wish, asked_by=self.treasurers[0], now=self.world.now
                )
            except RefundRefused:
                assert is_too_much

    @rule(agrees=st.booleans())
    def decide(self, agrees):
        for refund in Refund.objects.filter(state=RefundState.PROPOSED):
            if agrees:
                confirm_refund(refund=refund, confirmed_by=self.treasurers[1], now=self.world.now)
            else:
                decline_refund(refund=refund, declined_by=self.treasurers[1], now=self.world.now)

    @rule(is_lost=st.booleans())
    def ask_for_refunds(self, is_lost):
        self.world.loses_answers = is_lost
        for refund in Refund.objects.filter(state=RefundState.ASKED, done_at__isnull=True):
            with suppress(ProviderUnreachable):
                send_refund(refund, self.world.now)
        self.world.loses_answers = False

    # What holds after every step.

    @invariant()
    def entries_sum_to_zero(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT l.entry_id FROM funding_leg l JOIN funding_account a ON a.id = l.account_id"
                " GROUP BY l.entry_id, a.currency HAVING SUM(l.amount) <> 0"
            )
            assert cursor.fetchall() == []

    @invariant()
    def the_books_verify(self):
        """Read all of it again, unless nothing was written since."""
        head = LedgerHead.objects.values_list("sequence", flat=True).first()
        if head != self.verified:
            assert verify_ledger().findings == ()
            self.matches_are_what_was_promised()
            self.verified = head

    @invariant()
    def meters_are_sums(self):
        for meter in meters_of(self.campaigns).values():
            kinds = ("campaign", "refunded", "charged back", "disputed")
            currency = meter.campaign.currency
            counted = -sum(held(kind, currency, meter.campaign) for kind in kinds)
            assert meter.settled == Money(counted, currency)

    def matches_are_what_was_promised(self):
        self.doubling.catch_up()
        assert self.doubling.used <= self.doubling.cap
        assert held("matched", "USD") == -self.doubling.used
        left = 0 if self.doubling.is_released else self.doubling.cap - self.doubling.used
        assert held("matched pledges", "USD") == -left

    @invariant()
    def payments_agree_with_sales(self):
        for payment in Payment.objects.select_related("gift"):
            sale = self.world.sale_of(payment.provider_ref)
            assert (payment.money, payment.gift.money) == (sale.amount, sale.amount)
            assert left_of(payment).minor >= 0

    @invariant()
    def bookings_are_what_the_provider_says(self):
        for row in BalanceTransaction.objects.all():
            assert row.gross == row.net + row.fee

    def _reconcile(self):
        until = self.world.now + timedelta(minutes=1)
        reconcile(provider=self.world, since=NOW, until=until, now=self.world.now)

    def everything_is_told(self):
        """In the end, with all heard and asked again, the ledger is what the provider says."""
        self.world.book_all()
        self.decide(agrees=False)
        for _ in range(2):
            play(self.world)
            self.world.book_all()
        Gift.objects.filter(look_again_at__isnull=False).update(look_again_at=self.world.now)
        ask_about_promises(now=self.world.now)
        self._reconcile()
        for campaign in self.campaigns:
            assert meters_of([campaign])[campaign.pk].settled.minor == self._true_sum(campaign)
            currency = campaign.currency
            assert held("clearing", currency) == self.world.balances().get(currency, 0)
            owed = [held(kind, currency) for kind in ("due", "refunds payable", "disputes")]
            assert owed == [0, 0, 0]
        self.matches_are_what_was_promised()
        assert verify_ledger().is_sound

    def _true_sum(self, campaign):
        ours = set(Gift.objects.filter(campaign=campaign).values_list("reference", flat=True))
        sold = [one for one in self.world.sales.values() if one.key in ours and one.is_paid]
        return sum(one.left for one in sold)
