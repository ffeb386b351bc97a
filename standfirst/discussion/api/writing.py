"""Writing: as a member by session or token, or as a guest, who is held to what guests are."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Status

from standfirst.discussion.actions import (
    NewComment,
    PageElsewhere,
    edit_comment,
    post_and_follow,
    post_comment,
    thread_for,
    withdraw_comment,
)
from standfirst.discussion.api.router import router
from standfirst.discussion.api.schemas import (
    BY_ANYBODY,
    BY_SOMEBODY,
    BeginningIn,
    CommentIn,
    CommentOut,
    Id,
    PostedOut,
    WordingIn,
)
from standfirst.discussion.api.shaping import comment_or_404, comment_out, thread_or_404
from standfirst.discussion.forms import words_for
from standfirst.discussion.models import Comment, CommentRevision, Thread
from standfirst.discussion.queries import passage_in, shown_alone
from standfirst.discussion.queries.aliases import is_elsewhere, page_meant
from standfirst.discussion.rules import CommentRefused, Refusal, refusal_of_passage
from standfirst.discussion.views.asking import network, thread_meant, wording_of
from standfirst.discussion.views.showing import viewer_of
from standfirst.lib.anchoring import Passage
from standfirst.lib.clock import now as clock
from standfirst.people.models import Person, Scope
from standfirst.people.tokens import actor_of, known_actor, remember

TAGS = ["Writing"]


@router.post(
    "/threads/{pk}/comments",
    response={201: PostedOut},
    summary="Post to a discussion",
    openapi_extra=BY_ANYBODY,
    tags=TAGS,
)
def write(request: HttpRequest, response: HttpResponse, pk: Id, sent: CommentIn) -> Any:
    """Write to the page, to a comment, to a question in the story or to a passage.

    The same words sent again within ten minutes are the first comment again.
    """
    author = actor_of(request, scope=Scope.COMMENTS, now=clock())
    new = _new_comment(thread_or_404(pk), author, sent, network(request))
    return _posted(request, response, new, is_told=sent.notify)


@router.post(
    "/threads",
    response={201: PostedOut},
    summary="Post to the discussion of a page, by its address",
    openapi_extra=BY_ANYBODY,
    tags=TAGS,
)
def begin(request: HttpRequest, response: HttpResponse, sent: BeginningIn) -> Any:
    """A page of a listed site gets its discussion by its first comment, and not before.

    Its title is what the sender says it is called, if that can be printed; else its address.
    """
    now = clock()
    author = actor_of(request, scope=Scope.COMMENTS, now=now)
    meant = page_meant(sent.page)
    if is_elsewhere(meant):
        thread: Thread | None = thread_for(page=PageElsewhere(meant, sent.title), now=now)
    else:
        thread = thread_meant(request, meant)
    if thread is None or thread.is_off:
        raise CommentRefused(Refusal.OFF)
    new = NewComment(
        thread=thread,
        author=author,
        text=sent.text,
        name=sent.name,
        address=sent.email.strip(),
        network=network(request),
    )
    return _posted(request, response, new, is_told=sent.notify)


@router.patch(
    "/comments/{pk}",
    response=CommentOut,
    summary="Change one's own words",
    openapi_extra=BY_SOMEBODY,
    tags=TAGS,
)
def edit(request: HttpRequest, pk: Id, sent: WordingIn) -> Any:
    """For 15 minutes; the older wordings are kept, and the new one is screened again."""
    now = clock()
    editor = known_actor(request, scope=Scope.COMMENTS, now=now)
    comment = comment_or_404(pk, editor)
    return _as_seen(edit_comment(comment=comment, editor=editor, text=sent.text, now=now), editor)


@router.delete(
    "/comments/{pk}",
    response={204: None},
    summary="Withdraw what one wrote",
    openapi_extra=BY_SOMEBODY,
    tags=TAGS,
)
def withdraw(request: HttpRequest, pk: Id) -> Any:
    """Take the words back; the place and the replies stay."""
    now = clock()
    author = known_actor(request, scope=Scope.COMMENTS, now=now)
    withdraw_comment(comment=comment_or_404(pk, author), author=author, now=now)
    return Status(204, None)


def _posted(request: HttpRequest, response: HttpResponse, new: NewComment, *, is_told: bool) -> Any:
    now = clock()
    if is_told:
        followed = post_and_follow(new=new, now=now)
        comment, refused = followed.comment, followed.refused
    else:
        comment, refused = post_comment(new=new, now=now), None
    remember(request, response, comment.author)
    return Status(
        201,
        {
            "comment": _as_seen(comment, comment.author),
            "thread": comment.thread_id,
            "not_notified": words_for(refused) if refused is not None else None,
        },
    )


def _new_comment(
    thread: Thread, author: Person | None, sent: CommentIn, network: str
) -> NewComment:
    parent = _parent(thread, author, sent)
    return NewComment(
        thread=thread,
        author=author,
        text=sent.text,
        parent=parent,
        seen=seen(parent, sent.seen),
        question=UUID(sent.answers_question) if sent.answers_question else None,
        passage=_passage(thread, sent),
        asks=sent.asks_author,
        name=sent.name,
        address=sent.email.strip(),
        network=network,
    )


def _parent(thread: Thread, author: Person | None, sent: CommentIn) -> Comment | None:
    if sent.parent is None:
        return None
    parent = comment_or_404(sent.parent, author)
    if parent.thread_id != thread.pk:
        raise CommentRefused(Refusal.PARENT_GONE)
    return parent


def _passage(thread: Thread, sent: CommentIn) -> Passage | None:
    if sent.passage is None or thread.page is None:
        return None
    found = passage_in(thread.page.specific, Passage(**sent.passage.dict()))
    refusal = refusal_of_passage(found)
    if refusal is not None:
        raise CommentRefused(refusal)
    return found


def seen(comment: Comment | None, wording: int | None) -> CommentRevision | None:
    """Find the wording that somebody read, if it is one of this comment's."""
    if comment is None or wording is None:
        return None
    return wording_of(comment, wording)


def _as_seen(comment: Comment, person: Person) -> dict[str, Any]:
    viewer = viewer_of(comment.thread, now=clock(), person=person)
    return comment_out(shown_alone(comment.pk, viewer=viewer))
