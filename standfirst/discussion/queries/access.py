from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from wagtail.models import Page

from standfirst.delivery.public import is_public, public_pages
from standfirst.discussion.models import Comment, CommentQuerySet, Thread
from standfirst.people.models import Person
from standfirst.prepared import Prepared

_to_open = Prepared(
    lambda pk: (
        Comment.objects.with_words()
        .select_related("thread", "thread__page", "parent", "parent__author")
        .filter(pk=pk)
    )
)


def visible_comments(thread: Thread) -> CommentQuerySet:
    """The comments of a thread whose words anybody may read."""
    return Comment.objects.filter(thread=thread).shown()


def comments_for(thread: Thread, person: Person | None) -> CommentQuerySet:
    """What has a place in the thread, and what this person wrote there that is held."""
    rows = Comment.objects.filter(thread=thread)
    return rows.filter(seen_by(person))


def seen_by(person: Person | None) -> Q:
    """The condition of a comment having a place for this person (None: for anybody)."""
    placed = Q(published_at__isnull=False)
    if person is None:
        return placed
    return placed | Q(author=person, state=Comment.State.HELD)


def access_comment(pk: int, *, now: datetime) -> Comment:
    """A comment that has a public place, in a thread that anybody may read now.

    Raises Comment.DoesNotExist for every other: held and never published, of a page that is not
    public, or not there at all; the three look the same.
    """
    comment = _under_public_page(pk, now)
    if comment.published_at is None:
        raise Comment.DoesNotExist
    return comment


def access_own_comment(pk: int, *, person: Person | None, now: datetime) -> Comment:
    """A comment that this person may open: placed, or their own and held.

    Raises Comment.DoesNotExist for every other.
    """
    comment = _under_public_page(pk, now)
    is_own_held = person is not None and comment.is_held and comment.author_id == person.pk
    if comment.published_at is None and not is_own_held:
        raise Comment.DoesNotExist
    return comment


def access_thread(pk: int, *, now: datetime) -> Thread:
    """A thread that anybody may read (`is_read_by_anybody`).

    Raises Thread.DoesNotExist for every other.
    """
    thread = Thread.objects.select_related("page").get(pk=pk)
    if not is_read_by_anybody(thread, now):
        raise Thread.DoesNotExist
    return thread


def public_threads(pks: Collection[int], now: datetime) -> set[int]:
    """Of some threads, those that anybody may read."""
    threads = Thread.objects.filter(read_by_anybody(now), pk__in=pks)
    return set(threads.values_list("pk", flat=True))


def is_read_by_anybody(thread: Thread, now: datetime) -> bool:
    """Say whether anybody may read a thread: not off, and of a page that is public, or elsewhere."""
    if thread.is_off:
        return False
    return thread.is_elsewhere or (thread.page is not None and is_public(thread.page, now))


def read_by_anybody(now: datetime, *, thread: str = "") -> Q:
    """The same as a condition; ``thread`` is the way from the rows to it, like "thread__"."""
    pages = public_pages(Page.objects.all(), now).order_by().values("pk")
    is_public_or_elsewhere = Q(**{f"{thread}page__in": pages}) | ~Q(**{f"{thread}place": ""})
    return is_public_or_elsewhere & ~Q(**{f"{thread}mode": Thread.Mode.OFF})


def _under_public_page(pk: int, now: datetime) -> Comment:
    comment = _to_open.first(pk=pk)
    if comment is None:
        raise Comment.DoesNotExist
    if not is_read_by_anybody(comment.thread, now):
        raise Comment.DoesNotExist
    return comment
