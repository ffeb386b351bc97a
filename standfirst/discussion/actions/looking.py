"""When moderators look at what is written in one thread, or by one person: their own choice."""

from datetime import datetime

from django.db import transaction

from standfirst.delivery.actions import mark_stale
from standfirst.discussion.actions.judging import SUBJECT_KIND
from standfirst.discussion.actions.marks import THREAD_KIND
from standfirst.discussion.actions.placing import lock_thread
from standfirst.discussion.actions.telling import hard_keys
from standfirst.discussion.models import Comment, Moderation, Thread
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.actions import Ruling, Subject, record_decision
from standfirst.moderation.models import Measure
from standfirst.people.actions import look_at
from standfirst.people.models import Person
from standfirst.people.rules import is_staff_person

MEASURES = {
    "": Measure.LOOK_AS_USUAL,
    Moderation.BEFORE: Measure.LOOK_BEFORE,
    Moderation.AFTER: Measure.LOOK_AFTER,
    Moderation.REACTIVE: Measure.LOOK_REACTIVE,
}


@transaction.atomic
def look_at_thread(*, thread: Thread, mode: str, by: Person, now: datetime) -> None:
    """Choose when moderators look at what is written in a thread; "" as its page or the paper says."""
    thread = lock_thread(thread.pk)
    if thread.moderation_by_desk == mode:
        return
    Thread.objects.filter(pk=thread.pk).update(moderation_by_desk=mode)
    subject = Subject(kind=THREAD_KIND, id=thread.pk)
    record_decision(ruling=Ruling(subject=subject, measure=MEASURES[mode], decided_by=by), now=now)
    mark_stale(*hard_keys(thread), now=now)


@transaction.atomic
def trust_author(*, comment: Comment, by: Person, now: datetime) -> None:
    """Publish at once what a comment's author writes from now on, wherever others wait.

    The comment is what gave reason to it. Who is to be looked at first is limited by a sanction.
    Raises CommentRefused for one of the staff.
    """
    _look_at(comment, Moderation.AFTER, by, now)


@transaction.atomic
def trust_no_more(*, comment: Comment, by: Person, now: datetime) -> None:
    """Look at what a comment's author writes as at everybody's."""
    _look_at(comment, "", by, now)


def _look_at(comment: Comment, mode: str, by: Person, now: datetime) -> None:
    author = Person.objects.select_for_update(of=("self",)).get(pk=comment.author_id)
    if is_staff_person(author):
        raise CommentRefused(Refusal.IS_STAFF)
    if author.moderation == mode:
        return
    look_at(person=author, mode=mode, now=now)
    subject = Subject(kind=SUBJECT_KIND, id=comment.pk, revision=comment.current_id)
    record_decision(
        ruling=Ruling(
            subject=subject, measure=MEASURES[mode], about=author, decided_by=by, scope="person"
        ),
        now=now,
    )
