"""Holds that are measures: those of a visible comment, and those that last.

A wait that is told of when a comment is sent is none. It becomes one when nobody has decided within 48
hours, or when the comment is removed.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from standfirst.delivery.actions import mark_stale
from standfirst.discussion.actions.judging import SUBJECT_KIND, matter_of
from standfirst.discussion.actions.placing import lock_thread
from standfirst.discussion.models import Comment
from standfirst.discussion.queries import long_holds, moderated_key
from standfirst.moderation.actions import Ruling, Subject, record_decision
from standfirst.moderation.models import Automation, Decision, Measure, Source
from standfirst.moderation.queries import screenings_of

LONGEST_WAIT = timedelta(hours=48)


def record_hold(*, comment: Comment, now: datetime) -> Decision:
    """Record that a screen keeps a comment from being read, with what it found. Its author is told.

    In the transaction of whatever held it, or under the thread's lock.
    """
    found = screenings_of(SUBJECT_KIND, [comment.pk]).get(comment.pk, [])
    decisive = [row for row in found if row.is_decisive]
    matter = matter_of(comment)
    with override(matter.language or settings.LANGUAGE_CODE):
        facts = decisive[-1].reason_words if decisive else ""
    ruling = Ruling(
        subject=Subject(SUBJECT_KIND, comment.pk, comment.current_id),
        measure=Measure.HELD,
        about=comment.author,
        matter=matter,
        facts=facts,
        source=Source.SCREEN,
        detection=Automation.FULLY,
        automation=Automation.FULLY,
    )
    mark_stale(moderated_key(comment.thread_id), now=now)
    return record_decision(ruling=ruling, now=now)


def record_long_holds(*, now: datetime) -> int:
    """Record the holds that nobody decided on within 48 hours; give how many. Each once.

    Not those that came with an import: who wrote there was told by the other system.
    """
    noted = 0
    for pk in long_holds(now - LONGEST_WAIT).values_list("pk", flat=True):
        noted += _record_long_hold(pk, now)
    return noted


@transaction.atomic
def _record_long_hold(pk: int, now: datetime) -> int:
    """Record one, if nobody was first: another worker, or a moderator."""
    thread_id = Comment.objects.values_list("thread_id", flat=True).get(pk=pk)
    lock_thread(thread_id)
    comment = (
        long_holds(now - LONGEST_WAIT)
        .select_related("thread__page__locale", "author")
        .filter(pk=pk)
        .first()
    )
    if comment is None:
        return 0
    record_hold(comment=comment, now=now)
    return 1
