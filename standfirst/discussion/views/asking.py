"""Who asks, from where, and how an answer is given back: what all views of the discussion share."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from wagtail.models import Page

from standfirst.delivery.addresses import client_address
from standfirst.delivery.public import page_at, page_named_at
from standfirst.discussion.models import Comment, CommentRevision, Thread
from standfirst.discussion.queries import (
    access_own_comment,
    access_thread,
    thread_elsewhere,
    thread_elsewhere_at,
    thread_in_feed,
    thread_of_page,
)
from standfirst.discussion.queries.aliases import is_elsewhere
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.lib.clock import now as clock
from standfirst.lib.network import network_of
from standfirst.people.actions import person_of_user
from standfirst.people.cookies import remember_guest
from standfirst.people.models import Person, User
from standfirst.people.queries import person_of
from standfirst.prepared import Prepared

FORBIDDEN = frozenset(
    {
        Refusal.OFF,
        Refusal.CLOSED,
        Refusal.HOURS,
        Refusal.IS_STAFF,
        Refusal.LOCKED,
        Refusal.QUESTION_CLOSED,
        Refusal.PROVEN_ONLY,
        Refusal.MEMBERS_ONLY,
        Refusal.SUPPORTERS_ONLY,
        Refusal.SUSPENDED,
        Refusal.BANNED,
        Refusal.NOT_YOURS,
        Refusal.EDIT_OVER,
        Refusal.OWN,
        Refusal.NOT_VISIBLE,
        Refusal.GUESTS_MAY_NOT_VOTE,
        Refusal.SIGNED_OUT,
    }
)
TOO_MANY = frozenset({Refusal.TOO_FAST, Refusal.SLOWED, Refusal.NETWORK_BUSY})
GONE = frozenset(
    {Refusal.PARENT_GONE, Refusal.QUESTION_GONE, Refusal.PASSAGE_GONE, Refusal.LINK_WRONG}
)

# Below which path here the discussion of a page elsewhere stands (`Thread.comments_path`).
ELSEWHERE = re.compile(r"embed/([1-9][0-9]{0,17})")

MODERATE = "discussion.moderate_comments"

_wording = Prepared(lambda pk, comment: CommentRevision.objects.filter(pk=pk, comment=comment))


def acting_person(request: HttpRequest, now: datetime) -> Person | None:
    """Find who acts. A member's first act makes their row, reading makes nothing.

    None for a reader, and for a first act without an account: the action makes the guest.
    """
    person = person_of(request)
    if person is None and request.method == "POST" and isinstance(request.user, User):
        return person_of_user(user=request.user, now=now)
    return person


def may_moderate(request: HttpRequest) -> bool:
    """Say whether whoever asks may decide about comments. Asks nothing where nobody is signed in."""
    return request.user.is_authenticated and request.user.has_perm(MODERATE)


def network(request: HttpRequest) -> str:
    """Give the block of the client's address."""
    return network_of(client_address(request))


def is_htmx(request: HttpRequest) -> bool:
    """Say whether a fragment is wanted."""
    return request.headers.get("HX-Request") == "true"


def status_of(refused: CommentRefused) -> int:
    """Give the status of a refusal (RFC 9110): 403, 409, 410, 422 or 429."""
    if refused.refusal in FORBIDDEN:
        return 403
    if refused.refusal in TOO_MANY:
        return 429
    if refused.refusal in GONE:
        return 410
    return 409 if refused.refusal == Refusal.DECIDED_ALREADY else 422


def own_or_placed(pk: int, person: Person | None, now: datetime) -> Comment:
    """Find a comment that this person may open. Raises Http404 for every other."""
    try:
        return access_own_comment(pk, person=person, now=now)
    except Comment.DoesNotExist as error:
        raise Http404 from error


def thread_or_404(page: Page) -> Thread:
    """Find the thread that a public page shows. Raises Http404 if it shows none."""
    thread = thread_of_page(page)
    if thread is None or thread.is_off:
        raise Http404
    return thread


def thread_at(request: HttpRequest, path: str, now: datetime) -> Thread:
    """Find the thread whose page here is below a path: of a page of ours, or of one elsewhere.

    Raises Http404 where there is none that anybody may read.
    """
    if (number := _number_of_elsewhere(path)) is None:
        page = page_at(request, path, now)
        found = thread_or_404(page)
        found.page = page
        return found
    return _elsewhere_or_404(number)


def fed_thread_at(request: HttpRequest, path: str, now: datetime) -> Thread:
    """Find the same for what shows hardly more than a thread's name: softly declared."""
    if (number := _number_of_elsewhere(path)) is not None:
        return _elsewhere_or_404(number)
    found = thread_in_feed(page_named_at(request, path, now))
    if found is None:
        raise Http404
    return found


def thread_meant(request: HttpRequest, meant: str) -> Thread | None:
    """Find the thread of what `page_meant` gave, on or off; None for a page without one.

    Raises Http404 for an address that leads to no page that is public.
    """
    if is_elsewhere(meant):
        return thread_elsewhere_at(meant)
    # "" is no address of the front page.
    return thread_of_page(page_named_at(request, meant or "//", clock()))


def readable_or_404(pk: int, now: datetime) -> Thread:
    """Find a thread by its number. Raises Http404 for one that not everybody may read."""
    try:
        return access_thread(pk, now=now)
    except Thread.DoesNotExist as error:
        raise Http404 from error


def _number_of_elsewhere(path: str) -> int | None:
    named = ELSEWHERE.fullmatch(path)
    return int(named[1]) if named is not None else None


def _elsewhere_or_404(number: int) -> Thread:
    found = thread_elsewhere(number)
    if found is None or found.is_off:
        raise Http404
    return found


def seen_revision(request: HttpRequest, comment: Comment) -> CommentRevision | None:
    """Find the wording that the form was sent with, if it is one of this comment's."""
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) <= 18):
        return None
    return wording_of(comment, int(seen))


def wording_of(comment: Comment, pk: int) -> CommentRevision | None:
    """Find a wording by its key, if it is one of this comment's."""
    return _wording.first(pk=pk, comment=comment.pk)


def remembering(response: HttpResponseBase, person: Person) -> HttpResponseBase:
    """Let a guest's browser act as this guest from now on; a member's has its session."""
    if person.user_id is None:
        remember_guest(response, person)
    return response


def answer(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page or fragment; too many is told with when to come back (RFC 6585).

    On a page that is the same for everybody, nobody is signed in (`delivery.baking.public_request`).
    """
    known = {"is_signed_in": request.user.is_authenticated, **context}
    response = render(request, template, known, status=status)
    if status == 429:
        response["Retry-After"] = "10"
    return response
