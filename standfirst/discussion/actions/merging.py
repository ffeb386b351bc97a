from datetime import datetime

from django.db import transaction
from django.db.models import Q

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import thread_key
from standfirst.discussion.actions.answering import recount_answers
from standfirst.discussion.actions.counting import recount_votes
from standfirst.discussion.actions.placing import lock_thread
from standfirst.discussion.actions.room import count_waiting_votes
from standfirst.discussion.models import (
    Comment,
    ErrorReport,
    Mute,
    ReplyFeed,
    Report,
    Subscription,
    Visit,
    Vote,
    VoteBurst,
)
from standfirst.discussion.queries.facts import votes_key
from standfirst.people.models import Person
from standfirst.people.queries import merged_person
from standfirst.people.rules import is_member


def adopt_merged(*, now: datetime) -> int:
    """Move what belongs to guests who were merged into somebody; give how many guests had rows.

    Safe to run again, and after a run that died half-way: each guest is one transaction.
    """
    moved = 0
    for person in Person.objects.filter(merged_into__isnull=False).iterator():
        if _owns_rows(person):
            move_rows(person=person, into=merged_person(person), now=now)
            moved += 1
    return moved


@transaction.atomic
def move_rows(*, person: Person, into: Person, now: datetime) -> None:
    """Make everything of one person another's. Of two votes on one comment the newer stays."""
    written = Comment.objects.filter(author=person)
    # Before any comment is locked for its votes, as everywhere.
    threads = [lock_thread(pk) for pk in sorted(set(written.values_list("thread_id", flat=True)))]
    written.update(author=into)
    VoteBurst.objects.filter(author=person).update(author=into)
    for thread in threads:
        recount_answers(thread)
    for vote in Vote.objects.filter(voter=person).select_related("comment"):
        _move_vote(vote, into, now)
    _move_reports(person, into)
    _move_errors(person, into)
    _move_wishes(person, into, now)
    _move_visits(person, into)
    _move_mutes(person, into)
    # The name beside the comments is another now.
    mark_stale(*(thread_key(thread.pk) for thread in threads), now=now)


def _move_vote(vote: Vote, into: Person, now: datetime) -> None:
    other = Vote.objects.filter(comment=vote.comment, voter=into).first()
    if vote.comment.author_id == into.pk or (other is not None and vote.cast_at < other.cast_at):
        # Nobody votes on their own, and now it is their own; or they voted again since.
        vote.delete()
    else:
        if other is not None:
            other.delete()
        # A member's vote counts whatever the network, so it waits for none of it; what is in
        # quarantine still waits for a moderator.
        counts = {"network": "", "is_counted": not vote.is_quarantined} if is_member(into) else {}
        Vote.objects.filter(pk=vote.pk).update(voter=into, **counts)
    for gone in (vote, other):
        if gone is not None:
            count_waiting_votes(comment=vote.comment, network=gone.network)
    if recount_votes(vote.comment):
        mark_stale(votes_key(vote.comment.thread_id), now=now)


def _move_reports(person: Person, into: Person) -> None:
    has_open = Report.objects.filter(reporter=into, settled_at__isnull=True).values("comment")
    mine = Report.objects.filter(reporter=person)
    mine.filter(settled_at__isnull=True, comment__in=has_open).delete()
    mine.update(reporter=into)


def _move_errors(person: Person, into: Person) -> None:
    for report in ErrorReport.objects.filter(reporter=person):
        same = ErrorReport.objects.filter(
            thread=report.thread_id,
            reporter=into,
            block=report.block,
            quote=report.quote,
            settled_at__isnull=True,
        )
        if report.settled_at is None and same.exists():
            report.delete()
        else:
            ErrorReport.objects.filter(pk=report.pk).update(reporter=into)


def _move_visits(person: Person, into: Person) -> None:
    """Keep when the one they are was there, or else when the guest was."""
    known = Visit.objects.filter(person=into).values("thread")
    Visit.objects.filter(person=person, thread__in=known).delete()
    Visit.objects.filter(person=person).update(person=into)


def _move_mutes(person: Person, into: Person) -> None:
    """Mute for the one they are whom the guest muted, and them for whoever muted the guest."""
    for name, other in (("person", "muted"), ("muted", "person")):
        known = Mute.objects.filter(**{name: into}).values(other)
        rows = Mute.objects.filter(**{name: person})
        rows.filter(Q(**{f"{other}__in": known}) | Q(**{other: into})).delete()
        rows.update(**{name: into})
    if not ReplyFeed.objects.filter(person=into).exists():
        ReplyFeed.objects.filter(person=person).update(person=into)
    ReplyFeed.objects.filter(person=person).delete()


def _move_wishes(person: Person, into: Person, now: datetime) -> None:
    for wish in Subscription.objects.filter(person=person):
        same = Subscription.objects.filter(
            thread=wish.thread_id,
            page=wish.page_id,
            person=into,
            address__iexact=wish.address,
            kind=wish.kind,
            ended_at__isnull=True,
        )
        if wish.ended_at is None and same.exists():
            Subscription.objects.filter(pk=wish.pk).update(ended_at=now)
        Subscription.objects.filter(pk=wish.pk).update(person=into)


def _owns_rows(person: Person) -> bool:
    return any(
        rows.exists()
        for rows in (
            Comment.objects.filter(author=person),
            Vote.objects.filter(voter=person),
            Report.objects.filter(reporter=person),
            ErrorReport.objects.filter(reporter=person),
            Subscription.objects.filter(person=person),
            Visit.objects.filter(person=person),
            VoteBurst.objects.filter(author=person),
            Mute.objects.filter(Q(person=person) | Q(muted=person)),
            ReplyFeed.objects.filter(person=person),
        )
    )
