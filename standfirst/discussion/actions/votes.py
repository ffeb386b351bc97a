from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import F

from standfirst.discussion.actions.bursts import burst_joined_by
from standfirst.discussion.actions.room import has_room
from standfirst.discussion.actions.telling import tell_of_votes
from standfirst.discussion.models import Comment, CommentRevision, Vote
from standfirst.discussion.queries import discussion_settings
from standfirst.discussion.queries.facts import voted_from_network
from standfirst.discussion.rules import (
    MOST_VOTES_FROM_NETWORK,
    CommentRefused,
    Refusal,
    is_newcomer,
    refusal_to_vote,
)
from standfirst.lib.ranking import lower_bound
from standfirst.people.actions import make_guest
from standfirst.people.models import Person
from standfirst.people.rules import is_member


@dataclass(frozen=True)
class Ballot:
    """A vote to cast: +1 or -1. ``voter`` is None for a first act: then a guest is made.

    ``seen`` is the wording that was voted on; ``network`` the block of the sender's address.
    """

    comment: Comment
    voter: Person | None
    value: int
    seen: CommentRevision | None = None
    network: str = ""


@transaction.atomic
def cast_vote(*, ballot: Ballot, now: datetime) -> Vote:
    """Give or change one's vote: one row per person and comment, however often it is sent.

    Of one network at most three guests' votes on a comment count at once; more are stored and
    wait until one of those is taken back. What belongs to a burst waits for a moderator. The vote's
    comment has the score as this left it. Raises CommentRefused where voting is not allowed.
    """
    if ballot.value not in (-1, 1):
        raise CommentRefused(Refusal.VOTE_WRONG)
    comment = _locked(ballot.comment)
    _refuse(comment, ballot.voter, now)
    seen = ballot.seen or comment.current
    vote = (
        Vote.objects.filter(comment=comment, voter=ballot.voter).first() if ballot.voter else None
    )
    if vote is None:
        vote = _first_vote(replace(ballot, comment=comment, seen=seen), now)
    elif vote.value != ballot.value:
        vote.value, vote.revision, vote.cast_at = ballot.value, seen, now
        vote.save(update_fields=["value", "revision", "cast_at"])
        if vote.is_counted:
            _count(comment, ups=ballot.value, downs=-ballot.value, now=now)
    vote.comment = comment
    if vote.is_quarantined:
        # Whoever made a burst of it took those before it out of the count.
        comment.refresh_from_db(fields=["up", "down", "score"])
    return vote


@transaction.atomic
def retract_vote(*, comment: Comment, voter: Person, now: datetime) -> None:
    """Take one's vote back; the one of the same network that waited longest counts instead."""
    comment = _locked(comment)
    _refuse(comment, voter, now)
    vote = Vote.objects.filter(comment=comment, voter=voter).first()
    if vote is None:
        return
    vote.delete()
    if not vote.is_counted:
        return
    _count(comment, ups=-int(vote.value == 1), downs=-int(vote.value == -1), now=now)
    waiting = Vote.objects.filter(
        comment=comment, network=vote.network, is_counted=False, is_quarantined=False
    )
    following = waiting.order_by("cast_at", "pk").first() if vote.network else None
    if following is not None:
        following.is_counted = True
        following.save(update_fields=["is_counted"])
        up = int(following.value == 1)
        _count(comment, ups=up, downs=1 - up, now=now)


def _first_vote(ballot: Ballot, now: datetime) -> Vote:
    is_guest = ballot.voter is None or not is_member(ballot.voter)
    network = ballot.network if is_guest else ""
    if network and voted_from_network(network, now) >= MOST_VOTES_FROM_NETWORK:
        raise CommentRefused(Refusal.NETWORK_BUSY)
    is_new = is_newcomer(ballot.voter, now)
    burst = burst_joined_by(comment=ballot.comment, network=network, now=now) if is_new else None
    vote = Vote.objects.create(
        comment=ballot.comment,
        voter=ballot.voter or make_guest(now=now),
        revision=ballot.seen,
        value=ballot.value,
        network=network,
        is_counted=burst is None and has_room(ballot.comment, network),
        cast_at=now,
        is_by_newcomer=is_new,
        burst=burst,
        is_quarantined=burst is not None,
    )
    if vote.is_counted:
        up = int(vote.value == 1)
        _count(ballot.comment, ups=up, downs=1 - up, now=now)
    return vote


def _locked(comment: Comment) -> Comment:
    """Read the comment so that no other vote on it is counted until this one is."""
    Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    return Comment.objects.select_related("thread", "current").get(pk=comment.pk)


def _refuse(comment: Comment, voter: Person | None, now: datetime) -> None:
    allowed = discussion_settings().guests_may_vote
    refusal = refusal_to_vote(comment, voter, guests_may_vote=allowed, now=now)
    if refusal is not None:
        raise CommentRefused(refusal)


def _count(comment: Comment, *, ups: int, downs: int, now: datetime) -> None:
    """Count votes on a comment that was read after it was locked."""
    comment.up += ups
    comment.down += downs
    comment.score += ups - downs
    Comment.objects.filter(pk=comment.pk).update(
        up=F("up") + ups,
        down=F("down") + downs,
        score=F("score") + ups - downs,
        merit=lower_bound(comment.up, comment.down),
    )
    tell_of_votes(comment=comment, now=now)
