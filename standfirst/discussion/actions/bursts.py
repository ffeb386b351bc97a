"""Bursts of votes: kept apart, shown to moderators, counted or dropped by a decision.

Whoever votes under the lock of one comment never waits for another's: votes on other comments of
the same author are gathered where nobody is voting just now, and by the votes that follow.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from standfirst.discussion.actions.counting import recount_votes
from standfirst.discussion.actions.room import count_waiting_votes_on
from standfirst.discussion.actions.telling import tell_of_votes
from standfirst.discussion.models import Comment, Vote, VoteBurst
from standfirst.discussion.queries.bursts import (
    Rush,
    loose_votes,
    newcomers_votes,
    rush_on,
    was_trusted,
)
from standfirst.discussion.rules import (
    BURST_OF_NETWORK,
    BURST_ON_COMMENT,
    BURST_ON_PERSON,
    CommentRefused,
    Refusal,
    is_burst,
)
from standfirst.moderation.actions import Ruling, Subject, record_decision
from standfirst.moderation.models import Measure
from standfirst.people.models import Person

SUBJECT_KIND = "vote_burst"


def burst_joined_by(*, comment: Comment, network: str, now: datetime) -> VoteBurst | None:
    """Give the burst that one more newcomer's vote belongs to, with the comment locked.

    The vote that makes it one opens it, and takes those before it out of the count.
    """
    rush = rush_on(comment, network, now)
    if rush.burst is not None:
        joined = VoteBurst.objects.get(pk=rush.burst)
        if joined.comment_id is None:
            _gather(joined, comment, now)
        return joined
    begun = _beginning(rush, comment, network, now)
    if begun is None or was_trusted(comment.author_id, now):
        return None
    begun.save()
    _gather(begun, comment, now)
    return begun


@transaction.atomic
def count_burst(*, burst: VoteBurst, by: Person, now: datetime) -> None:
    """Count the votes of a burst: they are honest. Of one network no more than always.

    Raises CommentRefused if somebody else decided on it meanwhile.
    """
    comments = _locked(burst)
    _settle(burst, before="", outcome=VoteBurst.Outcome.COUNTED, now=now)
    votes = Vote.objects.filter(burst=burst)
    votes.update(is_quarantined=False)
    votes.filter(network="").update(is_counted=True)
    count_waiting_votes_on(set(votes.exclude(network="").values_list("comment", "network")))
    _recount(comments, now)
    _note(burst, Measure.VOTES_COUNTED, by, now)


@transaction.atomic
def drop_burst(*, burst: VoteBurst, by: Person, now: datetime) -> None:
    """Never count the votes of a burst. Raises CommentRefused if somebody else decided on it."""
    _settle(burst, before="", outcome=VoteBurst.Outcome.DROPPED, now=now)
    _note(burst, Measure.VOTES_DROPPED, by, now)


@transaction.atomic
def reopen_burst(*, burst: VoteBurst, by: Person, now: datetime) -> None:
    """Undo what was decided on a burst: its votes wait again, and are not counted.

    Raises CommentRefused if it waits already, or another burst on the same comment does.
    """
    comments = _locked(burst)
    held = VoteBurst.objects.filter(comment=burst.comment_id, outcome="")
    if burst.is_open or (burst.comment_id is not None and held.exists()):
        raise CommentRefused(Refusal.DECIDED_ALREADY)
    _settle(burst, before=burst.outcome, outcome=None, now=now)
    _quarantine(Vote.objects.filter(burst=burst), burst)
    _recount(comments, now)
    _note(burst, Measure.VOTES_WAIT, by, now)


def _beginning(rush: Rush, comment: Comment, network: str, now: datetime) -> VoteBurst | None:
    """Make the burst that one more vote begins, not stored yet. Asks more only if many were cast."""
    author = comment.author_id
    elsewhere = rush.on_person - rush.near
    if network and is_burst(rush.near + 1, BURST_OF_NETWORK, elsewhere):
        return VoteBurst(author_id=author, network=network, began_at=now)
    if rush.on_comment + 1 >= BURST_ON_COMMENT:
        others = newcomers_votes(now, comment.thread_id) - rush.on_comment
        if is_burst(rush.on_comment + 1, BURST_ON_COMMENT, others):
            return VoteBurst(comment=comment, began_at=now)
    if rush.on_person + 1 >= BURST_ON_PERSON:
        others = newcomers_votes(now) - rush.on_person
        if is_burst(rush.on_person + 1, BURST_ON_PERSON, others):
            return VoteBurst(author_id=author, began_at=now)
    return None


def _gather(burst: VoteBurst, comment: Comment, now: datetime) -> None:
    """Take the votes that fit a burst out of the count, where nobody is voting just now."""
    loose = loose_votes(burst, now)
    wanted = set(loose.values_list("comment", flat=True))
    free = Comment.objects.filter(pk__in=wanted - {comment.pk}).order_by("pk")
    got = list(free.select_for_update(of=("self",), no_key=True, skip_locked=True))
    mine = [comment] if comment.pk in wanted else []
    _quarantine(loose.filter(comment__in=[row.pk for row in (*mine, *got)]), burst)
    _recount([*mine, *got], now)


def _quarantine(votes: QuerySet[Vote], burst: VoteBurst) -> None:
    """Take votes out of the count; of their networks others count now that waited for room."""
    pairs = set(votes.exclude(network="").values_list("comment", "network"))
    Vote.objects.filter(pk__in=list(votes.values_list("pk", flat=True))).update(
        burst=burst, is_quarantined=True, is_counted=False
    )
    count_waiting_votes_on(pairs)


def _locked(burst: VoteBurst) -> list[Comment]:
    """Lock the comments that a burst voted on, in order."""
    voted = Vote.objects.filter(burst=burst).values("comment")
    rows = Comment.objects.filter(pk__in=voted).order_by("pk")
    return list(rows.select_for_update(of=("self",), no_key=True))


def _settle(
    burst: VoteBurst, *, before: str, outcome: VoteBurst.Outcome | None, now: datetime
) -> None:
    settled_at = now if outcome is not None else None
    rows = VoteBurst.objects.filter(pk=burst.pk, outcome=before)
    if not rows.update(outcome=outcome or "", settled_at=settled_at):
        raise CommentRefused(Refusal.DECIDED_ALREADY)


def _recount(comments: list[Comment], now: datetime) -> None:
    """Count the votes on locked comments anew, and say so where a score is another now."""
    for comment in comments:
        if recount_votes(comment):
            comment.refresh_from_db(fields=["up", "down", "score", "merit"])
            tell_of_votes(comment=comment, now=now)


def _note(burst: VoteBurst, measure: Measure, by: Person, now: datetime) -> None:
    subject = Subject(kind=SUBJECT_KIND, id=burst.pk)
    record_decision(ruling=Ruling(subject=subject, measure=measure, decided_by=by), now=now)
