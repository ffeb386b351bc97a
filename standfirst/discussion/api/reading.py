"""Reading discussions, without a key."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from pydantic import Field

from standfirst.discussion.api.router import router
from standfirst.discussion.api.schemas import (
    BY_ANYBODY,
    NO_NUL,
    After,
    CommentOut,
    CommentsOut,
    Id,
    ThreadOut,
    ThreadsOut,
)
from standfirst.discussion.api.shaping import (
    address,
    comment_or_404,
    comment_out,
    comments_out,
    thread_or_404,
    thread_out,
)
from standfirst.discussion.models import Filter
from standfirst.discussion.queries import (
    discussion_settings,
    more_replies,
    newest_threads,
    shown_alone,
    thread_page,
)
from standfirst.discussion.queries.aliases import page_meant
from standfirst.discussion.queries.elsewhere import is_begun_at
from standfirst.discussion.views.asking import thread_meant
from standfirst.discussion.views.showing import order_of, viewer_of
from standfirst.lib.clock import now as clock
from standfirst.lib.keyset import decode_cursor
from standfirst.people.models import Person, Scope
from standfirst.people.tokens import TokenRefusal, TokenRefused, reader_of

TAGS = ["Reading"]
Orders = Literal["", "newest", "oldest", "voted", "best", "discussed", "answered"]
Filters = Literal["", "passages", "answers", "questions", "featured"]


@router.get(
    "/threads", response=ThreadsOut, summary="Discussions of public pages, newest first", tags=TAGS
)
def threads(
    request: HttpRequest,
    after: After = "",
    page: Annotated[
        str, Field(max_length=2000, pattern=NO_NUL, description="That of this page alone.")
    ] = "",
) -> dict[str, Any]:
    """With `page`, its path or any address it is known by: its discussion alone, or none."""
    settings = discussion_settings()
    if page:
        return _discussion_of(request, page)
    found, behind = newest_threads(after=_cursor(after), now=clock())
    return {
        "threads": [thread_out(thread, settings) for thread in found],
        "next": address("/threads", after=behind) if behind else None,
    }


@router.get("/threads/{pk}", response=ThreadOut, summary="A discussion", tags=TAGS)
def thread(request: HttpRequest, pk: Id) -> dict[str, Any]:
    """Give what is known of one discussion; what is said there has an address of its own."""
    return thread_out(thread_or_404(pk))


@router.get(
    "/threads/{pk}/comments",
    response=CommentsOut,
    summary="Comments of a discussion",
    openapi_extra=BY_ANYBODY,
    tags=TAGS,
)
def comments(
    request: HttpRequest, pk: Id, order: Orders = "", only: Filters = "", after: After = ""
) -> dict[str, Any]:
    """Conversations in an order, each with its first replies; by keyset, so that nothing shifts.

    Whoever is known finds what they wrote that waits for a moderator, and their votes.
    """
    now = clock()
    found = thread_or_404(pk)
    _cursor(after)
    listing = thread_page(
        found,
        order=order_of(found, discussion_settings(), order),
        viewer=viewer_of(found, now=now, person=_reader(request, now)),
        after=after,
        only=Filter(only) if only else None,
    )
    behind = listing.next_after
    again = {"order": listing.order.value, "only": only, "after": behind}
    return {
        "thread": found.pk,
        "comments": comments_out(listing.conversations),
        "next": address(f"/threads/{pk}/comments", **again) if behind else None,
    }


@router.get(
    "/comments/{pk}",
    response=CommentOut,
    summary="One comment by its key",
    openapi_extra=BY_ANYBODY,
    tags=TAGS,
)
def comment(request: HttpRequest, pk: Id) -> dict[str, Any]:
    """Give one comment; one that waits for a moderator to its author alone."""
    now = clock()
    person = reader_of(request, scope=Scope.COMMENTS, now=now)
    found = comment_or_404(pk, person)
    return comment_out(shown_alone(pk, viewer=viewer_of(found.thread, now=now, person=person)))


@router.get(
    "/comments/{pk}/replies",
    response=CommentsOut,
    summary="What stands below one",
    openapi_extra=BY_ANYBODY,
    tags=TAGS,
)
def replies(request: HttpRequest, pk: Id, after: After = "") -> dict[str, Any]:
    """All that stands below a comment, in reading order, twelve levels deep."""
    now = clock()
    person = _reader(request, now)
    found = comment_or_404(pk, person)
    _cursor(after)
    viewer = viewer_of(found.thread, now=now, person=person)
    subject = more_replies(found, viewer=viewer, after=after).subject
    behind = subject.more_after
    return {
        "thread": found.thread_id,
        "comments": comments_out(subject.children),
        "next": address(f"/comments/{pk}/replies", after=behind) if behind else None,
    }


def _reader(request: HttpRequest, now: datetime) -> Person | None:
    """Find who reads; a token that is not for comments reads as anybody does."""
    try:
        return reader_of(request, scope=Scope.COMMENTS, now=now)
    except TokenRefused as refused:
        if refused.refusal is not TokenRefusal.SCOPE_MISSING:
            raise
        return None


def _cursor(after: str) -> tuple[int | str, ...] | None:
    """Read where a page begins. Raises Http404 for what none of our answers gave."""
    cursor = decode_cursor(after)
    if after and cursor is None:
        raise Http404
    return cursor


def _discussion_of(request: HttpRequest, page: str) -> dict[str, Any]:
    """Give the discussion of a page by its address, or say that it can be begun there."""
    meant = page_meant(page)
    try:
        found = thread_meant(request, meant)
    except Http404:
        return {"threads": [], "next": None}
    begins = meant if found is None and is_begun_at(meant) else None
    shown = [] if found is None or found.is_off else [thread_out(found)]
    return {"threads": shown, "next": None, "begins": begins}
