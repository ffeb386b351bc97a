"""Gifts by their secret address, by their provider's name, and those that need looking after."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from standfirst.funding.models import (
    BankLine,
    BankStatement,
    Gift,
    GiftState,
    GiftWords,
    ManualRecord,
    MatchBooking,
    MatchPledge,
    Payment,
    Receipt,
    ReceiptAddress,
    RehearsalCheckout,
)
from standfirst.funding.rules.giving import NETWORK_WINDOW
from standfirst.moderation.drafts import AuthorFacts
from standfirst.moderation.queries import found_in, limits_on
from standfirst.people.models import Person, User
from standfirst.people.owners import Export, Owner, told
from standfirst.people.rules import is_member, is_proven, is_staff_person

DRAFTS_LAST = timedelta(days=1)
PROMISES_LAST = timedelta(days=3)


def gift_at(secret: str) -> Gift | None:
    """Find a gift by its secret address: whoever knows it may see and press its button."""
    return Gift.objects.filter(secret=secret).select_related("campaign", "words", "person").first()


def waiting_words() -> QuerySet[GiftWords]:
    """Names and messages that givers of paid gifts wish to have shown, and nobody has looked at.

    For moderators, who do not learn what was given: no amount is read. Longest waiting first.
    """
    wished = Q(shows_name=True) | Q(shows_message=True)
    rows = GiftWords.objects.filter(wished, gift__state=GiftState.PAID, cleared_at__isnull=True)
    shown = ("gift", "name", "message", "dedication", "dedicated_to", "shows_name", "shows_message")
    return rows.only(*shown).order_by("gift__promised_at", "pk")


def gift_with_words(pk: int) -> Gift | None:
    """Find a paid gift whose words somebody decides on, without its amount."""
    return Gift.objects.filter(pk=pk, state=GiftState.PAID).only("campaign").first()


def drafted_from_network(network: str, now: datetime) -> int:
    """How many forms for a gift came from this network in the last minutes."""
    return Gift.objects.filter(network=network, drafted_at__gt=now - NETWORK_WINDOW).count()


def promised_from_network(network: str, now: datetime) -> int:
    """How many gifts were promised from this network in the last minutes."""
    return Gift.objects.filter(network=network, promised_at__gt=now - NETWORK_WINDOW).count()


def rehearsed_checkout(ref: str) -> RehearsalCheckout | None:
    """Find a checkout of the pretend provider, for its own page."""
    return RehearsalCheckout.objects.filter(ref=ref).first()


def locked_gift(*, provider: str, ref: str, key: str) -> Gift | None:
    """Lock the gift that a provider speaks of, by its own name or else by our reference.

    Belongs inside a transaction. Our reference finds a gift whose provider answered after we had
    stopped listening, so that its name never reached us.
    """
    rows = Gift.objects.select_for_update(of=("self",)).select_related("campaign")
    named = rows.filter(provider=provider, provider_ref=ref).first()
    return named or rows.filter(provider=provider, reference=key, provider_ref="").first()


def old_drafts(now: datetime) -> QuerySet[Gift]:
    """Drafts whose button nobody pressed for a day."""
    return Gift.objects.filter(state=GiftState.DRAFT, drafted_at__lt=now - DRAFTS_LAST)


def open_promises(now: datetime) -> QuerySet[Gift]:
    """Promises whose provider should be asked again by now."""
    return Gift.objects.filter(
        state__in=(GiftState.PROMISED, GiftState.PENDING), look_again_at__lte=now
    ).order_by("look_again_at", "pk")


def facts_of_giver(person: Person, *, address: str = "", now: datetime) -> AuthorFacts:
    """Say what the screens may know of whoever gives; ``address`` is the one that they give now."""
    approved = GiftWords.objects.filter(
        gift__person=person, gift__state=GiftState.PAID, cleared_at__isnull=False
    )
    return AuthorFacts(
        is_staff=is_staff_person(person),
        is_member=is_member(person),
        is_proven=is_proven(person),
        approved_before=approved.count(),
        limits=limits_on(person=person, address="" if is_member(person) else address, now=now),
    )


def export_of(owner: Owner) -> Export:
    """Give somebody's gifts, what they said with them and what was paid; not the secret addresses."""
    gifts = Gift.objects.filter(owner.holds(person="person", address="words__email"))
    words = GiftWords.objects.filter(owner.holds(person="gift__person", address="email"))
    numbers = list(gifts.values_list("pk", flat=True))
    return {
        "gifts": told(gifts, without=("secret", "checkout_url")),
        "words with gifts": told(words),
        "payments": told(Payment.objects.filter(gift__in=numbers)),
        "receipts": told(Receipt.objects.filter(payment__gift__in=numbers)),
        "addresses of receipts": told(ReceiptAddress.objects.filter(gift__in=numbers)),
        "what the bank says of them": told(
            BankLine.objects.filter(gift__in=numbers), without=("decided_by", "statement", "note")
        ),
        **found_in("gift", numbers),
    }


def has_records_by(user: User) -> bool:
    """Whether somebody entered or confirmed money by hand: the books must say who for ten years."""
    hands = Q(entered_by=user) | Q(confirmed_by=user) | Q(ended_by=user)
    return (
        ManualRecord.objects.filter(hands).exists()
        or MatchPledge.objects.filter(entered_by=user).exists()
        or MatchBooking.objects.filter(entered_by=user).exists()
        or BankStatement.objects.filter(taken_by=user).exists()
        or BankLine.objects.filter(decided_by=user).exists()
    )
