"""An account of the tests' own of what is matched: the facts in the order of the ledger, and plain sums."""

from dataclasses import dataclass, field

from standfirst.funding.models import Entry
from standfirst.funding.rules.matching import LATE_MONEY

FACTS = ("gift", "refund", "dispute lost", "reversal")


@dataclass
class Doubled:
    """A payment in a promise's time: what is kept of it, what was matched at first, and is now."""

    giver: str
    kept: int
    first: int = 0
    has: int = 0


@dataclass
class Doubling:
    """One promise, told of each fact; knows nothing of how the program reckons."""

    campaign: object
    world: object
    cap: int
    each: int | None
    until: object
    givers: dict = field(default_factory=dict)
    """Who gives, by a gift's reference: an address, or nobody's."""
    payments: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    heard: int = 0
    is_released: bool = False

    @property
    def used(self):
        return sum(one.has for one in self.payments.values())

    def catch_up(self):
        """Hear of what was booked since."""
        rows = Entry.objects.filter(sequence__gt=self.heard, kind__in=FACTS, campaign=self.campaign)
        ties = ("payment__gift", "refund", "lost_dispute")
        for entry in rows.select_related(*ties).order_by("sequence"):
            self.heard = entry.sequence
            self._hear(entry)

    def give_up(self):
        """Give up what is left, a month after its end."""
        self.is_released |= self.world.now >= self.until + LATE_MONEY

    def _hear(self, entry):
        if entry.kind == "gift":
            self._begin(entry)
        elif entry.kind == "reversal":
            if entry.reverses_id in self.facts:
                payment, amount = self.facts.pop(entry.reverses_id)
                self._keep(payment, amount)
        else:
            about = entry.refund if entry.kind == "refund" else entry.lost_dispute
            self.facts[entry.sequence] = (about.payment_id, about.amount)
            self._keep(about.payment_id, -about.amount)

    def _begin(self, entry):
        gift = entry.payment.gift
        sale = next(one for one in self.world.sales.values() if one.key == gift.reference)
        if sale.begun_at >= self.until:
            return
        giver = self.givers.get(gift.reference) or gift.reference
        payment = Doubled(giver, entry.payment.amount)
        self.payments[entry.payment.pk] = payment
        payment.first = payment.has = max(0, min(payment.kept, self._room(payment)))

    def _keep(self, pk, amount):
        payment = self.payments.get(pk)
        if payment is None:
            return
        payment.kept += amount
        room = payment.has + max(0, self._room(payment))
        payment.has = min(payment.first, payment.kept, room)

    def _room(self, payment):
        if self.is_released:
            return 0
        theirs = sum(one.has for one in self.payments.values() if one.giver == payment.giver)
        left = self.cap - self.used
        return left if self.each is None else min(left, self.each - theirs)
