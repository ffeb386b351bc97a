"""Who is thanked on a campaign's pages: those who chose it, whose words were cleared, whose gift stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from standfirst.delivery.keys import campaign_key
from standfirst.delivery.recording import declare
from standfirst.funding.models import Campaign, Dispute, Gift, GiftState, Payment, Refund
from standfirst.funding.queries.books import words_key
from standfirst.funding.queries.settlement import KEPT, UNCLAIMED
from standfirst.lib.keyset import decode_cursor, encode_cursor
from standfirst.lib.money import Money

FIRST_LENGTH = 8
PAGE_LENGTH = 60


@dataclass(frozen=True)
class Thanked:
    """One giver as they chose to be shown; what they did not choose is empty."""

    name: str
    message: str
    dedication: str
    dedicated_to: str
    amount: Money | None


@dataclass(frozen=True)
class Wall:
    """Some givers, newest first, and the cursor of those before."""

    givers: Sequence[Thanked]
    next_cursor: str


def wall_of(campaign: Campaign, *, after: str = "", length: int = PAGE_LENGTH) -> Wall:
    """Give a page of those who are thanked; a cursor that is not ours starts at the newest."""
    declare(campaign_key(campaign.pk), words_key(campaign.pk))
    gifts = _shown(campaign)
    cursor = decode_cursor(after)
    if cursor and isinstance(cursor[0], int):
        gifts = gifts.filter(pk__lt=cursor[0])
    rows = list(gifts.order_by("-pk")[: length + 1])
    shown = rows[:length]
    more = encode_cursor(shown[-1].pk) if len(rows) > length else ""
    return Wall([_thanked(gift) for gift in shown], more)


def _shown(campaign: Campaign) -> QuerySet[Gift]:
    wished = Q(words__shows_name=True) | Q(words__shows_message=True)
    rows = Gift.objects.filter(
        wished, campaign=campaign, state=GiftState.PAID, words__cleared_at__isnull=False
    )
    return rows.filter(Exists(_standing(OuterRef("pk")))).select_related("words")


def _standing(gift: OuterRef) -> QuerySet[Payment]:
    """Payments of a gift of which something is left."""
    refunds = Refund.objects.exclude(state__in=UNCLAIMED)
    disputes = Dispute.objects.filter(state__in=KEPT)
    payments = Payment.objects.filter(gift=gift, entry__reversed_by__isnull=True)
    return payments.annotate(back=_sum_of(refunds) + _sum_of(disputes)).filter(
        amount__gt=Coalesce("back", 0)
    )


def _sum_of(claims: "QuerySet[Refund] | QuerySet[Dispute]") -> Coalesce:
    of_payment = claims.filter(payment=OuterRef("pk")).order_by().values("payment")
    return Coalesce(Subquery(of_payment.annotate(sum=Sum("amount")).values("sum")), 0)


def _thanked(gift: Gift) -> Thanked:
    words = gift.words
    return Thanked(
        name=words.name if words.shows_name else "",
        message=words.message if words.shows_message else "",
        dedication=words.dedication if words.shows_message and words.dedicated_to else "",
        dedicated_to=words.dedicated_to if words.shows_message else "",
        amount=gift.money if words.shows_amount else None,
    )
