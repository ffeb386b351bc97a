"""Discussions of pages of other sites: found by their number here, or by the page's address."""

from django.db.models import CharField, Count, Func, Max, Q, QuerySet

from standfirst.delivery.keys import thread_key
from standfirst.delivery.origin import is_listed_host
from standfirst.delivery.recording import declare_soft
from standfirst.discussion.models import Comment, Thread
from standfirst.lib.canonical import place_of
from standfirst.prepared import Prepared

# Written into the SQL as it stands in the condition of the index by place (see `facts`).
_NOWHERE = Func(template="''", output_field=CharField())
_by_number = Prepared(lambda pk: Thread.objects.filter(pk=pk).exclude(place=_NOWHERE))
_by_place = Prepared(lambda place: Thread.objects.filter(place=place).exclude(place=_NOWHERE))


def thread_elsewhere(pk: int) -> Thread | None:
    """The discussion of a page elsewhere by its number; None where there is none, or of our own pages.

    Soft but for losses, as every discussion.
    """
    declare_soft(thread_key(pk))
    return _by_number.first(pk=pk)


def thread_elsewhere_at(address: str) -> Thread | None:
    """The discussion of a page elsewhere by any address of it; None where nobody has written yet."""
    place = place_of(address)
    return _by_place.first(place=place) if place else None


def is_begun_at(address: str) -> bool:
    """Say whether a first comment makes a discussion at an address: that of a page on a listed site."""
    return is_listed_host(place_of(address).partition("/")[0])


def threads_elsewhere(words: str = "") -> "QuerySet[Thread]":
    """All of them for the staff, the latest written to first, with ``waiting`` and ``latest``.

    Those only in whose title or address the words are.
    """
    rows = Thread.objects.exclude(place="")
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(address__icontains=words))
    held = Count("comments", filter=Q(comments__state=Comment.State.HELD))
    return rows.annotate(waiting=held, latest=Max("comments__created_at")).order_by(
        "-latest", "-pk"
    )
