"""What somebody asked to be told of, as they see it themselves."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from standfirst.discussion.models import Subscription, Thread
from standfirst.discussion.rules import is_reached_at
from standfirst.people.models import Person
from standfirst.people.rules import address_of

Kind = Subscription.Kind


@dataclass(frozen=True)
class OwnWish:
    """One wish, in words. ``end_address`` leads to the button that ends it.

    It is empty where the address is not known to be the asker's: anybody can ask in another's name,
    and the secret of the mail is for whoever reads that mailbox. Nor is it said whether they confirmed.
    """

    words: str
    end_address: str


def own_wishes(thread: Thread, person: Person | None) -> list[OwnWish]:
    """What the person is to be told of here, all new comments first."""
    if person is None:
        return []
    rows = Subscription.objects.filter(thread=thread, person=person, ended_at__isnull=True)
    return [_own(wish, person) for wish in rows.order_by("kind", "pk")]


def wishes_of(person: Person) -> QuerySet[Subscription]:
    """All that a person asked for and has not ended, wherever it is."""
    rows = Subscription.objects.filter(person=person, ended_at__isnull=True)
    return rows.select_related("thread").order_by("pk")


def wishes_at(address: str) -> QuerySet[Subscription]:
    """All that an address is told of now, by whomever it was asked for; threads first."""
    rows = Subscription.objects.filter(
        address__iexact=address, confirmed_at__isnull=False, ended_at__isnull=True
    )
    return rows.select_related("thread", "person").order_by("thread__title", "title", "kind", "pk")


def person_reached_at(address: str) -> Person | None:
    """Who an address is known to reach: an account's, else whoever proved it; None for nobody."""
    rows = Person.objects.unmerged().select_related("user").filter(erased_at__isnull=True)
    member = rows.filter(user__email__iexact=address, user__is_active=True).first()
    if member is not None:
        return member
    return (
        rows.filter(user=None, email__iexact=address, email_proven_at__isnull=False)
        .order_by("pk")
        .first()
    )


def known_address_of(person: Person) -> str:
    """Where a person is known to be reached; "" where that is not known."""
    address = address_of(person)
    return address if is_reached_at(person, address) else ""


def _own(wish: Subscription, person: Person) -> OwnWish:
    is_told = wish.is_live and is_reached_at(person, wish.address)
    return OwnWish(
        words=_words(Kind(wish.kind), is_told=is_told),
        end_address=reverse("discussion:end_subscription", args=[wish.secret]) if is_told else "",
    )


def _words(kind: Kind, *, is_told: bool) -> str:
    if kind is Kind.ALL:
        told, asked = (
            _("You are told of all new comments here."),
            _("You asked to be told of all new comments here."),
        )
    elif kind is Kind.REPLIES:
        told, asked = (
            _("You are told of replies to your comments here."),
            _("You asked to be told of replies to your comments here."),
        )
    else:
        told, asked = (
            _("You are told of answers by the author here."),
            _("You asked to be told of answers by the author here."),
        )
    return told if is_told else asked
