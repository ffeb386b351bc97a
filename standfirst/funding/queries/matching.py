"""Promises to match gifts: which one holds, what of it is left, and what belongs to a payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Lower

from standfirst.delivery.recording import declare_until
from standfirst.funding.models import (
    Campaign,
    Entry,
    Gift,
    GiftWords,
    MatchBooking,
    MatchPart,
    MatchPledge,
    Payment,
)
from standfirst.lib.money import Money
from standfirst.people.models import Person
from standfirst.people.owners import rows_of
from standfirst.people.queries import merged_person
from standfirst.people.rules import proven_address_of


@dataclass(frozen=True)
class Matching:
    """A promise, and where it is at a time: matched and left of the cap, paid and due of what is owed."""

    pledge: MatchPledge
    now: datetime
    promised: Money
    matched: Money
    came: Money

    @property
    def left(self) -> Money:
        """What may still be matched."""
        return self.promised - self.matched

    @property
    def due(self) -> Money:
        """What whoever promised owes by now; below nothing if they are to get something back."""
        return self.matched - self.came

    @property
    def name(self) -> str:
        """Who promised, if that may be shown."""
        return self.pledge.name if self.pledge.shows_name else ""

    @property
    def is_open(self) -> bool:
        """Whether gifts of now are in its time."""
        return self.pledge.since_at <= self.now < self.pledge.over_at

    @property
    def is_to_come(self) -> bool:
        """Whether its time is still to come."""
        return self.now < self.pledge.since_at < self.pledge.over_at

    @property
    def is_over(self) -> bool:
        """Whether its time is over."""
        return self.now >= self.pledge.over_at


def pledge_in_time(campaign_id: int, at: datetime) -> MatchPledge | None:
    """Find the promise in whose time a gift of then is, unless its rest was given up."""
    rows = MatchPledge.objects.filter(
        campaign=campaign_id, since_at__lte=at, until_at__gt=at, released_at__isnull=True
    )
    return rows.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at)).first()


def standing(part: MatchPart) -> QuerySet[MatchBooking]:
    """Entries of promises of one kind that no entry takes back."""
    return MatchBooking.objects.filter(part=part, entry__reversed_by__isnull=True)


def standing_sum(pledge: MatchPledge, part: MatchPart) -> int:
    """Sum what stands of a promise, in minor units."""
    return int(standing(part).filter(pledge=pledge).aggregate(sum=Sum("amount"))["sum"] or 0)


def room_for(pledge: MatchPledge, gift: Gift) -> int:
    """Give what may still be matched for a gift, in minor units: of the cap, and of its giver's."""
    if pledge.released_at is not None:
        return 0
    left = pledge.cap - standing_sum(pledge, MatchPart.MATCH)
    if pledge.cap_per_giver is None:
        return left
    theirs = standing(MatchPart.MATCH).filter(pledge=pledge, payment__gift__in=gifts_of_giver(gift))
    used = theirs.aggregate(sum=Sum("amount"))["sum"] or 0
    return min(left, pledge.cap_per_giver - int(used))


def gifts_of_giver(gift: Gift) -> set[int]:
    """Give the gifts that count as one giver's: those of one person, and those with one address.

    A proven person is one with all who were merged into them, and with their address. Whoever gave without
    a name and an address is known by this gift alone.
    """
    people = [merged_person(gift.person)] if gift.person is not None else []
    typed = gift.words.email if hasattr(gift, "words") else ""
    addresses = {typed.lower(), *(proven_address_of(one).lower() for one in people)} - {""}
    for address in addresses:
        people += _proven(address)
    found = {gift.pk}
    rows = {pk for person in people for pk in rows_of(person)}
    found.update(Gift.objects.filter(person__in=rows).values_list("pk", flat=True))
    for address in addresses:
        words = GiftWords.objects.alias(folded=Lower("email")).filter(folded=address)
        found.update(words.values_list("gift_id", flat=True))
    return found


def _proven(address: str) -> list[Person]:
    """Find whose proven address this is."""
    rows = Person.objects.unmerged().select_related("user")
    held = rows.alias(folded=Lower("email")).filter(folded=address)
    named = rows.filter(user__email__iexact=address)
    return [one for one in (*held, *named) if proven_address_of(one).lower() == address]


def kept_of(payment: Payment) -> int:
    """Give what the paper keeps of a payment, in minor units: not given back, taken back or lost.

    What is only disputed is kept: a promise to match it stays until the dispute is lost.
    """
    if Entry.objects.filter(reverses=payment.entry_id).exists():
        return 0
    refunds = payment.refunds.filter(entry__isnull=False, entry__reversed_by__isnull=True)
    lost = payment.disputes.filter(lost_entry__isnull=False, lost_entry__reversed_by__isnull=True)
    sums = (rows.aggregate(sum=Sum("amount"))["sum"] or 0 for rows in (refunds, lost))
    return payment.amount - sum(sums)


def matching_of(campaign: Campaign, now: datetime) -> Matching | None:
    """Give the promise that a campaign's page tells of: the one of now, else the next to come.

    Declares until when that is true.
    """
    rows = MatchPledge.objects.filter(campaign=campaign, until_at__gt=now, ended_at__isnull=True)
    pledge = rows.order_by("since_at").first()
    if pledge is None:
        return None
    declare_until(pledge.since_at if now < pledge.since_at else pledge.until_at)
    return matching_at(pledge, now)


def all_matchings(now: datetime) -> Sequence[Matching]:
    """Give all promises, newest first, each with where it is."""
    rows = MatchPledge.objects.select_related("campaign", "entered_by")
    sums = _sums(MatchBooking.objects.all())
    return [_matching_with(pledge, now, sums) for pledge in rows]


def payments_of_matchers() -> QuerySet[MatchBooking]:
    """What came from those who match and stands, newest first."""
    rows = standing(MatchPart.CAME).select_related("pledge__campaign", "entry", "entered_by")
    return rows.order_by("-entry")


def matching_at(pledge: MatchPledge, now: datetime) -> Matching:
    """Give where one promise is."""
    return _matching_with(pledge, now, _sums(pledge.bookings.all()))


def to_be_released(until: datetime) -> QuerySet[MatchPledge]:
    """Promises that were over by then, and whose rest is still kept."""
    over = Q(until_at__lte=until) | Q(ended_at__lte=until)
    return MatchPledge.objects.filter(over, released_at__isnull=True).select_related("campaign")


def _sums(bookings: QuerySet[MatchBooking]) -> dict[tuple[int, str], int]:
    rows = bookings.filter(entry__reversed_by__isnull=True).order_by().values_list("pledge", "part")
    return {(pledge, part): amount for pledge, part, amount in rows.annotate(sum=Sum("amount"))}


def _matching_with(
    pledge: MatchPledge, now: datetime, sums: dict[tuple[int, str], int]
) -> Matching:
    def of(part: MatchPart) -> Money:
        return Money(int(sums.get((pledge.pk, part), 0)), pledge.currency)

    return Matching(pledge, now, of(MatchPart.PROMISE), of(MatchPart.MATCH), of(MatchPart.CAME))
