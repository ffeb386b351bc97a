"""Counts are for speed; these compare them with the rows, repair what differs, and say so."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import TALKED
from standfirst.discussion.actions.answering import recount_answers
from standfirst.discussion.actions.marks import recount_marks
from standfirst.discussion.actions.placing import lock_thread
from standfirst.discussion.actions.telling import hard_keys
from standfirst.discussion.models import Comment, Thread, Vote
from standfirst.lib.ranking import lower_bound

HAS_PLACE = Q(published_at__isnull=False)


@transaction.atomic
def recount_thread(*, thread: Thread, now: datetime) -> int:
    """Count a thread anew: its comments, replies and votes. Give how many counts were wrong."""
    thread = lock_thread(thread.pk)
    comments = Comment.objects.filter(thread=thread)
    wrong = _recount_replies(comments) + recount_answers(thread) + recount_marks(thread)
    wrong += sum(recount_votes(row) for row in _miscounted(comments))
    visible = comments.shown().count()
    if thread.comment_count != visible:
        Thread.objects.filter(pk=thread.pk).update(comment_count=visible)
        wrong += 1
    if wrong:
        mark_stale(*hard_keys(thread), TALKED, now=now)
    return wrong


def recount_threads(*, now: datetime) -> int:
    """Count every thread anew, one transaction each; give how many counts were wrong."""
    return sum(recount_thread(thread=thread, now=now) for thread in Thread.objects.iterator())


@transaction.atomic
def recount_author_answers(*, thread: Thread, now: datetime) -> int:
    """Count anew where the page's author answered, after it was given authors; give what was wrong."""
    wrong = recount_answers(lock_thread(thread.pk))
    if wrong:
        mark_stale(*hard_keys(thread), now=now)
    return wrong


@transaction.atomic
def recount_votes(comment: Comment) -> int:
    """Count the votes on a comment anew; give 1 if the stored counts were wrong, else 0."""
    Comment.objects.select_for_update(of=("self",), no_key=True).get(pk=comment.pk)
    votes = Vote.objects.filter(comment=comment, is_counted=True).aggregate(
        up=Count("pk", filter=Q(value=1)), down=Count("pk", filter=Q(value=-1))
    )
    up, down = votes["up"], votes["down"]
    right = {"up": up, "down": down, "score": up - down, "merit": lower_bound(up, down)}
    return Comment.objects.filter(pk=comment.pk).exclude(**right).update(**right)


def _recount_replies(comments: QuerySet[Comment]) -> int:
    wrong = 0
    for field, relation in (("reply_count", "parent"), ("conversation_count", "root")):
        below: Any = Comment.objects.filter(HAS_PLACE, **{relation: OuterRef("pk")})
        counted = below.order_by().values(relation).annotate(n=Count("pk")).values("n")
        rows = comments.annotate(real=Coalesce(Subquery(counted), 0)).exclude(real=F(field))
        for pk, real in list(rows.values_list("pk", "real")):
            Comment.objects.filter(pk=pk).update(**{field: real})
            wrong += 1
    return wrong


def _miscounted(comments: QuerySet[Comment]) -> list[Comment]:
    counted = Q(votes__is_counted=True)
    rows = comments.annotate(
        real_up=Count("votes", filter=counted & Q(votes__value=1)),
        real_down=Count("votes", filter=counted & Q(votes__value=-1)),
    )
    wrong = set(rows.exclude(up=F("real_up"), down=F("real_down")).values_list("pk", flat=True))
    counts = comments.exclude(up=0, down=0, merit=0).values_list("pk", "up", "down", "merit")
    wrong |= {pk for pk, up, down, merit in counts if merit != lower_bound(up, down)}
    return list(Comment.objects.filter(pk__in=wrong).order_by("pk"))
