from django.db.models import QuerySet

from standfirst.discussion.models import Mute, ReplyFeed
from standfirst.people.models import Person


def muted_by(person: Person | None) -> frozenset[int]:
    """Give the numbers of the people whom somebody does not want to read."""
    if person is None:
        return frozenset()
    return frozenset(Mute.objects.filter(person=person).values_list("muted", flat=True))


def mutes_of(person: Person | None) -> QuerySet[Mute]:
    """Give whom somebody muted, the newest first."""
    rows = Mute.objects.filter(person=person) if person is not None else Mute.objects.none()
    return rows.select_related("muted").order_by("-muted_at", "-pk")


def own_feed_of(person: Person | None) -> ReplyFeed | None:
    """Give somebody's feed of replies, if they have one."""
    return ReplyFeed.objects.filter(person=person).first() if person is not None else None


def feed_at(secret: str) -> ReplyFeed | None:
    """Find a feed of replies by its secret address."""
    rows = ReplyFeed.objects.select_related("person").filter(secret=secret)
    return rows.filter(person__merged_into__isnull=True, person__erased_at__isnull=True).first()
