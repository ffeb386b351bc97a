"""Gifts by their secret address, by their provider's name, and those that need looking after."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from standfirst.funding.models import Gift, GiftState, GiftWords, RehearsalCheckout
from standfirst.funding.rules.giving import NETWORK_WINDOW
from standfirst.moderation.drafts import AuthorFacts
from standfirst.people.models import Person
from standfirst.people.rules import is_member, is_proven, is_staff_person

DRAFTS_LAST = timedelta(days=1)
PROMISES_LAST = timedelta(days=3)


def gift_at(secret: str) -> Gift | None:
    """Find a gift by its secret address: whoever knows it may see and press its button."""
    return Gift.objects.filter(secret=secret).select_related("campaign", "words", "person").first()


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


def facts_of_giver(person: Person) -> AuthorFacts:
    """Say what the screens may know of whoever gives."""
    approved = GiftWords.objects.filter(
        gift__person=person, gift__state=GiftState.PAID, cleared_at__isnull=False
    )
    return AuthorFacts(
        is_staff=is_staff_person(person),
        is_member=is_member(person),
        is_proven=is_proven(person),
        approved_before=approved.count(),
    )
