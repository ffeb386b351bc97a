"""Who asks, from where, and how an answer is given back: what all views of the discussion share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from wagtail.models import Page

from standfirst.delivery.addresses import client_address
from standfirst.discussion.models import Comment, CommentRevision, Thread
from standfirst.discussion.queries import access_own_comment, thread_of_page
from standfirst.discussion.rules import CommentRefused, Refusal
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
        Refusal.LOCKED,
        Refusal.PROVEN_ONLY,
        Refusal.MEMBERS_ONLY,
        Refusal.SUPPORTERS_ONLY,
        Refusal.NOT_YOURS,
        Refusal.EDIT_OVER,
        Refusal.OWN,
        Refusal.NOT_VISIBLE,
        Refusal.GUESTS_MAY_NOT_VOTE,
    }
)
TOO_MANY = frozenset({Refusal.TOO_FAST, Refusal.SLOWED, Refusal.NETWORK_BUSY})
GONE = frozenset(
    {Refusal.PARENT_GONE, Refusal.QUESTION_GONE, Refusal.PASSAGE_GONE, Refusal.LINK_WRONG}
)

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


def seen_revision(request: HttpRequest, comment: Comment) -> CommentRevision | None:
    """Find the wording that the form was sent with, if it is one of this comment's."""
    seen = request.POST.get("seen", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) <= 18):
        return None
    return _wording.first(pk=int(seen), comment=comment.pk)


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
