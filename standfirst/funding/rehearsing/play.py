"""The story of one campaign: who gives and how it ends, told to a pretend provider day by day."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from standfirst.funding.actions.events import digest_event
from standfirst.funding.actions.gifts import begin_gift, draft_gift
from standfirst.funding.actions.sweeps import ask_about_promises
from standfirst.funding.actions.words import Words
from standfirst.funding.models import Campaign, Gift, ProviderEvent
from standfirst.funding.providers.interface import ProviderUnreachable
from standfirst.funding.providers.pretend import acts
from standfirst.funding.providers.pretend.acts import Desk
from standfirst.funding.providers.pretend.post import note_event
from standfirst.funding.providers.pretend.shelf import Shelf, Thing, found
from standfirst.funding.rehearsing.chaos import Post
from standfirst.lib.money import Money
from standfirst.outbox.actions import claim_job, finish_job, postpone_job

DAY = timedelta(days=1)
LEASE = timedelta(minutes=5)
# A press whose provider did not answer is pressed again after its lease.
NEXT_PRESS = timedelta(seconds=31)
MOST_PRESSES = 20
# In minor units, whole hundreds, so that every currency can be played.
AMOUNTS = (500, 1000, 2500, 4000, 10_000)
OUTCOMES = ("paid", "paid", "paid", "paid", "refused", "delayed", "bounced", "abandoned")
FATES = ("kept", "kept", "part", "whole", "failed", "won", "lost", "asked")
SESSION = "checkout.session"
Later = Callable[[], None]


@dataclass
class Play:
    """A campaign while it is played. ``expected`` is what must be settled, by what was planted."""

    campaign: Campaign
    shelf: Shelf
    post: Post
    random: Random
    now: datetime
    expected: int = 0
    planted: Counter[str] = field(default_factory=Counter)
    later: list[tuple[datetime, Later]] = field(default_factory=list)

    @property
    def desk(self) -> Desk:
        """The provider's side, now."""
        return Desk(self.shelf, now=int(self.now.timestamp()))

    def give(self, number: int) -> None:
        """Play one gift as far as the payer decides it; what comes later is put down for its day."""
        amount = Money(self.random.choice(AMOUNTS), self.campaign.currency)
        gift = draft_gift(
            campaign=self.campaign, amount=amount, words=Words(), person=None, now=self.now
        )
        session = found(self.shelf, self._pressed(gift))
        outcome = OUTCOMES[number % len(OUTCOMES)]
        self.planted[outcome] += 1
        if outcome == "paid":
            self._pay(session, "completed")
        elif outcome in {"delayed", "bounced"}:
            acts.complete(self.desk, session)
            self.tell("checkout.session.completed", session)
            self._after(3, lambda: self._arrive(session, is_good=outcome == "delayed"))
        else:
            self._after(1, lambda: self._expire(session))

    def tell(self, kind: str, about: Thing) -> None:
        """Send an event."""
        self.post.hand_over(note_event(self.desk, kind, about))

    def pass_day(self, *, is_last: bool = False) -> None:
        """Let a day go by: what is due there, then the post, then our worker."""
        self.now += DAY
        due = [act for at, act in self.later if at <= self.now]
        self.later = [(at, act) for at, act in self.later if at > self.now]
        for act in due:
            act()
        self.post.deliver(now=self.now, is_last=is_last)
        self.work()

    def work(self) -> None:
        """Do what the worker does."""
        while (event := claim_job(ProviderEvent, now=self.now, lease=LEASE)) is not None:
            try:
                digest_event(event, self.now)
            except ProviderUnreachable as error:
                postpone_job(event, error=str(error), now=self.now)
            else:
                finish_job(event, now=self.now)
        ask_about_promises(now=self.now)

    def pay_out(self) -> None:
        """Send what lies there to the bank."""
        currency = self.campaign.currency.lower()
        lies = acts.balance(self.desk, currency)
        if lies > 0:
            self.planted["payouts"] += 1
            self.tell("payout.paid", acts.pay_out(self.desk, lies, currency))

    def _pressed(self, gift: Gift) -> str:
        for press in range(MOST_PRESSES):
            at = self.now + press * NEXT_PRESS
            current = Gift.objects.select_related("campaign", "words", "person").get(pk=gift.pk)
            try:
                begin_gift(gift=current, person=None, return_path="/support/", now=at)
            except ProviderUnreachable:
                continue
            return Gift.objects.get(pk=gift.pk).provider_ref
        raise ProviderUnreachable("The pretend provider never answered.")

    def _pay(self, session: Thing, kind: str) -> None:
        charge = acts.pay(self.desk, session)
        self.expected += charge["amount"]
        self.tell(f"{SESSION}.{kind}", session)
        self.planted["payments"] += 1
        fate = FATES[self.planted["payments"] % len(FATES)]
        self._after(2, lambda: self._meet(charge, fate))

    def _arrive(self, session: Thing, *, is_good: bool) -> None:
        if is_good:
            self._pay(session, "async_payment_succeeded")
        else:
            acts.refuse(self.desk, session)
            self.tell(f"{SESSION}.async_payment_failed", session)

    def _expire(self, session: Thing) -> None:
        self.tell(f"{SESSION}.expired", acts.expire(self.desk, session))

    def _meet(self, charge: Thing, fate: str) -> None:
        """Let a payment meet its fate, some days after it was made."""
        if fate == "kept":
            return
        self.planted[f"fate: {fate}"] += 1
        if fate in {"won", "lost", "asked"}:
            self._dispute(charge, fate)
            return
        amount = charge["amount"] // 2 if fate == "part" else charge["amount"]
        refund = acts.refund(self.desk, charge, amount)
        self.expected -= amount
        self.tell("charge.refunded", charge)
        if fate == "failed":
            self._after(4, lambda: self._send_back(refund))

    def _dispute(self, charge: Thing, fate: str) -> None:
        status = "warning_needs_response" if fate == "asked" else "needs_response"
        dispute = acts.dispute(self.desk, charge, status=status)
        self.tell("charge.dispute.created", dispute)
        if fate != "asked":
            self.expected -= charge["amount"]
            self._after(5, lambda: self._decide(dispute, is_won=fate == "won"))

    def _decide(self, dispute: Thing, *, is_won: bool) -> None:
        acts.close_dispute(self.desk, dispute, is_won=is_won)
        self.expected += dispute["amount"] if is_won else 0
        self.tell("charge.dispute.closed", dispute)

    def _send_back(self, refund: Thing) -> None:
        acts.fail_refund(self.desk, refund)
        self.expected += refund["amount"]
        self.tell("refund.failed", refund)

    def _after(self, days: int, act: Later) -> None:
        self.later.append((self.now + days * DAY, act))
