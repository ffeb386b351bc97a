"""Votes and reports."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Status

from standfirst.discussion.actions import (
    Ballot,
    Complaint,
    cast_vote,
    report_comment,
    retract_vote,
)
from standfirst.discussion.api.router import router
from standfirst.discussion.api.schemas import (
    BY_ANYBODY,
    BY_SOMEBODY,
    Id,
    ReportIn,
    ReportOut,
    VoteIn,
    VoteOut,
)
from standfirst.discussion.api.shaping import comment_or_404
from standfirst.discussion.api.writing import seen
from standfirst.discussion.views.asking import network
from standfirst.lib.clock import now as clock
from standfirst.people.models import Scope
from standfirst.people.tokens import actor_of, known_actor, remember

TAGS = ["Votes and reports"]
VALUES = {"up": 1, "down": -1}


@router.put(
    "/comments/{pk}/vote", response=VoteOut, summary="Vote", openapi_extra=BY_ANYBODY, tags=TAGS
)
def vote(request: HttpRequest, response: HttpResponse, pk: Id, sent: VoteIn) -> Any:
    """One vote of a person on a comment, however often it is sent."""
    now = clock()
    voter = actor_of(request, scope=Scope.VOTES, now=now)
    comment = comment_or_404(pk, voter)
    ballot = Ballot(
        comment=comment,
        voter=voter,
        value=VALUES[sent.value],
        seen=seen(comment, sent.seen),
        network=network(request),
    )
    cast = cast_vote(ballot=ballot, now=now)
    remember(request, response, cast.voter)
    return {"value": sent.value, "is_counted": cast.is_counted, "score": cast.comment.score}


@router.delete(
    "/comments/{pk}/vote",
    response={204: None},
    summary="Undo a vote",
    openapi_extra=BY_SOMEBODY,
    tags=TAGS,
)
def unvote(request: HttpRequest, pk: Id) -> Any:
    """Take it back; where there was none, nothing happens."""
    now = clock()
    voter = known_actor(request, scope=Scope.VOTES, now=now)
    retract_vote(comment=comment_or_404(pk, voter), voter=voter, now=now)
    return Status(204, None)


@router.post(
    "/comments/{pk}/reports",
    response={201: ReportOut},
    summary="Tell the moderators what is wrong",
    openapi_extra=BY_ANYBODY,
    tags=TAGS,
)
def report(request: HttpRequest, response: HttpResponse, pk: Id, sent: ReportIn) -> Any:
    """Put a comment before the moderators; a second report by the same person is the first again."""
    now = clock()
    reporter = actor_of(request, scope=Scope.REPORTS, now=now)
    comment = comment_or_404(pk, reporter)
    complaint = Complaint(
        comment=comment,
        reporter=reporter,
        reason=sent.reason,
        words=sent.words,
        seen=seen(comment, sent.seen),
        network=network(request),
    )
    reported = report_comment(complaint=complaint, now=now)
    remember(request, response, reported.reporter)
    return Status(201, {"comment": pk, "reported_at": reported.reported_at})
