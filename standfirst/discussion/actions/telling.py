"""What delivery and readers are told of a change, in its transaction, and what they are told no more."""

from datetime import datetime

from standfirst.delivery.actions import announce, mark_stale, purge
from standfirst.delivery.keys import COMMENTS, person_key, talked_key, thread_key
from standfirst.discussion.actions.notices import forget_notices
from standfirst.discussion.models import Comment, Thread
from standfirst.discussion.queries.facts import talk_key, votes_key
from standfirst.people.models import Person
from standfirst.prepared import PreparedRows

_count = PreparedRows(lambda pk: Thread.objects.filter(pk=pk).values_list("comment_count"))


def tell_of_addition(comment: Comment, *, now: datetime) -> None:
    """Say that a comment became visible, which its thread has counted already."""
    count = _count.first(pk=comment.thread_id)[0]
    mark_stale(thread_key(comment.thread_id), talked_key(count), COMMENTS, now=now)
    announce(
        topic=thread_key(comment.thread_id), kind="comment.added", subject_id=comment.pk, now=now
    )


def tell_of_change(comment: Comment, *, now: datetime) -> None:
    """Say that a visible comment reads otherwise than before."""
    mark_stale(thread_key(comment.thread_id), now=now)
    announce(
        topic=thread_key(comment.thread_id), kind="comment.changed", subject_id=comment.pk, now=now
    )


def tell_of_loss(comment: Comment, *, now: datetime) -> None:
    """Say that words which anybody could read are to be read no more: no page may keep them."""
    thread = comment.thread
    purge(*hard_keys(thread), now=now)
    announce(topic=thread_key(thread.pk), kind="comment.gone", subject_id=comment.pk, now=now)
    forget_notices(comment, now=now)


def tell_of_votes(*, comment: Comment, now: datetime) -> None:
    """Say that a score changed, to what the comment carries."""
    mark_stale(votes_key(comment.thread_id), now=now)
    announce(
        topic=thread_key(comment.thread_id),
        kind="comment.voted",
        subject_id=comment.pk,
        payload=str(comment.score),
        now=now,
    )


def tell_of_name(person: Person, *, now: datetime) -> None:
    """Say that another name stands beside everything that somebody wrote and everybody reads."""
    written = Comment.objects.filter(author=person, published_at__isnull=False)
    threads = written.order_by("thread").values_list("thread", flat=True).distinct()
    # A guest has no page.
    own = [person_key(person.pk)] if person.user_id is not None else []
    mark_stale(*own, *(thread_key(thread) for thread in threads), now=now)


def hard_keys(thread: Thread) -> tuple[str, ...]:
    """Give the keys of the thread and of its place under a page."""
    keys = [thread_key(thread.pk)]
    if thread.page_id is not None:
        keys.append(talk_key(thread.page_id))
    return tuple(keys)
