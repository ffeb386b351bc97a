"""Rows as what comes out of the API."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404
from django.urls import reverse

from standfirst.discussion.models import Comment, DiscussionSettings, Order, Subscription, Thread
from standfirst.discussion.queries import Shown, access_own_comment
from standfirst.discussion.queries.facts import discussion_settings
from standfirst.discussion.rules import is_reached_at
from standfirst.discussion.views.asking import readable_or_404
from standfirst.lib.clock import now as clock
from standfirst.notify.places import absolute
from standfirst.people.models import Person

AT = "/api/v1"
VOTES = {0: "", 1: "up", -1: "down"}


def thread_or_404(pk: int) -> Thread:
    """Find a discussion that anybody may read."""
    return readable_or_404(pk, clock())


def comment_or_404(pk: int, person: Person | None) -> Comment:
    """Find a comment that anybody may read, or this person alone."""
    try:
        return access_own_comment(pk, person=person, now=clock())
    except Comment.DoesNotExist as error:
        raise Http404 from error


def thread_out(thread: Thread, settings: DiscussionSettings | None = None) -> dict[str, Any]:
    """Give a discussion."""
    settings = settings or discussion_settings()
    return {
        "id": thread.pk,
        "title": thread.title,
        "page": thread.address,
        "address": absolute(thread.comments_path),
        "comment_count": thread.comment_count,
        "is_open": thread.is_open(clock()),
        "closes_at": thread.closes_at,
        "writers": thread.writers or settings.writers,
        "order": thread.default_order or settings.default_order,
        "orders": [order.value for order in orders_of(thread)],
    }


def orders_of(thread: Thread) -> list[Order]:
    """Give the orders that a discussion has: under a page elsewhere no author of ours answers."""
    return [order for order in Order if order is not Order.ANSWERED or not thread.is_elsewhere]


def comments_out(items: Iterable[Shown]) -> list[dict[str, Any]]:
    """Give comments in reading order, whatever hangs below which."""
    return [comment_out(item) for item in _in_order(items)]


def comment_out(item: Shown) -> dict[str, Any]:
    """Give one comment: of what nobody may read, that it was there."""
    row = item.comment
    words = item.has_words
    return {
        "id": row.pk,
        "parent": row.parent_id,
        "root": row.root_id,
        "level": item.level,
        "address": absolute(reverse("discussion:comment", args=[row.pk])),
        "state": row.state,
        "author": {"name": row.author_name, "badge": item.badge} if words else None,
        "html": str(item.html) if words else "",
        "wording": row.current_id if words else None,
        "created_at": row.created_at,
        "edited_at": row.edited_at if words else None,
        "score": row.score,
        "my_vote": VOTES[item.my_vote],
        "reply_count": row.reply_count,
        "is_pinned": words and row.pinned_at is not None,
        "is_featured": words and row.featured_at is not None,
        "question_state": item.question_state if words else "",
        "answers_question": str(row.question) if row.question is not None else None,
        "passage": _passage_out(item) if words else None,
        "broken_rule": item.broken_rule,
        "may_reply": item.may_reply,
        "more_replies": _more_replies(item),
    }


def subscription_out(wish: Subscription, person: Person) -> dict[str, Any]:
    """Give a wish to be told, as whoever asked may know of it."""
    return {
        "id": wish.pk,
        "kind": wish.kind,
        "rhythm": wish.rhythm,
        "thread": wish.thread_id,
        "subject": wish.subject,
        "is_told": wish.is_live and is_reached_at(person, wish.address),
    }


def address(path: str, **query: str | int) -> str:
    """Give the address of a part of the API, without what is unsaid."""
    said = "&".join(f"{name}={value}" for name, value in query.items() if value != "")
    return absolute(f"{AT}{path}{'?' if said else ''}{said}")


def _in_order(items: Iterable[Shown]) -> Iterator[Shown]:
    for item in items:
        yield item
        yield from _in_order(item.children)


def _more_replies(item: Shown) -> str | None:
    if item.more_after:
        return address(f"/comments/{item.comment.pk}/replies", after=item.more_after)
    if item.goes_on or item.is_excerpt:
        return address(f"/comments/{item.comment.pk}/replies")
    return None


def _passage_out(item: Shown) -> dict[str, Any] | None:
    row = item.comment
    if row.passage_quote is None:
        return None
    return {
        "block": str(row.passage_block),
        "quote": row.passage_quote,
        "reads": row.passage_reads or "",
        "is_lost": row.passage_lost_at is not None,
    }
