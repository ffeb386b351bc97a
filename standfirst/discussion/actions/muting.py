"""What somebody wants to read or not, for themselves alone."""

from datetime import datetime

from django.db import transaction

from standfirst.discussion.models import Comment, Mute, ReplyFeed
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.people.actions import make_guest
from standfirst.people.models import Person


@transaction.atomic
def mute_author(*, comment: Comment, person: Person | None, now: datetime) -> Mute:
    """Fold what the author of a comment writes for one person; twice is once.

    ``person`` is None for a first act: then a guest is made. Raises CommentRefused for oneself.
    """
    if person is not None and person.pk == comment.author_id:
        raise CommentRefused(Refusal.OWN)
    mute, _ = Mute.objects.get_or_create(
        person=person or make_guest(now=now), muted=comment.author, defaults={"muted_at": now}
    )
    return mute


def unmute(*, person: Person, muted: int, now: datetime) -> None:
    """Let one person read another again."""
    Mute.objects.filter(person=person, muted=muted).delete()


@transaction.atomic
def renew_feed(*, person: Person, now: datetime) -> ReplyFeed:
    """Give somebody a feed of the replies to them; the address that they had leads nowhere any more."""
    ReplyFeed.objects.filter(person=person).delete()
    return ReplyFeed.objects.create(person=person, made_at=now)


def end_feed(*, person: Person, now: datetime) -> None:
    """End somebody's feed of replies."""
    ReplyFeed.objects.filter(person=person).delete()
