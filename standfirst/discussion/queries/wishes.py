"""What somebody asked to be told of in a thread, as they see it themselves."""

from dataclasses import dataclass

from django.urls import reverse

from standfirst.discussion.models import Subscription, Thread
from standfirst.discussion.rules import is_reached_at
from standfirst.people.models import Person


@dataclass(frozen=True)
class OwnWish:
    """One wish. ``end_address`` leads to the button that ends it.

    It is empty where the address is not known to be the asker's: anybody can ask in another's name,
    and the secret of the mail is for whoever reads that mailbox. Nor is it said whether they confirmed.
    """

    is_of_all: bool
    end_address: str


def own_wishes(thread: Thread, person: Person | None) -> list[OwnWish]:
    """What the person is to be told of here, all new comments first."""
    if person is None:
        return []
    rows = Subscription.objects.filter(thread=thread, person=person, ended_at__isnull=True)
    return [_own(wish, person) for wish in rows.order_by("kind", "pk")]


def _own(wish: Subscription, person: Person) -> OwnWish:
    is_told = wish.is_live and is_reached_at(person, wish.address)
    return OwnWish(
        is_of_all=wish.kind == Subscription.Kind.ALL,
        end_address=reverse("discussion:end_subscription", args=[wish.secret]) if is_told else "",
    )
