"""Counts are for speed; these compare them with the rows, repair what differs, and say so."""

from collections.abc import Collection
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
from standfirst.discussion.models import Comment, Thread, Vote, VoteBurst
from standfirst.lib.ranking import lower_bound

HAS_PLACE = Q(published_at__isnull=False)


@transaction.atomic
def recount_thread(*, thread: Thread, now: datetime) -> int:
    """Count a thread anew: its comments, replies and votes. Give how many counts were wrong."""
    thread = lock_thread(thread.pk)
    comments = Comment.objects.filter(thread=thread)
    wrong = _recount_replies(comments) + recount_answers(thread) + recount_marks(thread)
    wrong += _mend_quarantine(thread)
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
    return recount_votes_on([comment.pk])


@transaction.atomic
def recount_votes_on(comments: Collection[int]) -> int:
    """Count the votes on many comments anew: three queries for all; give how many were wrong."""
    rows = Comment.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=comments)
    locked = list(rows.only("pk", "up", "down", "score", "merit").order_by("pk"))
    votes = Vote.objects.filter(comment__in=comments, is_counted=True).order_by()
    counted = votes.values("comment").annotate(
        ups=Count("pk", filter=Q(value=1)), downs=Count("pk", filter=Q(value=-1))
    )
    right = {pk: (ups, downs) for pk, ups, downs in counted.values_list("comment", "ups", "downs")}
    wrong = []
    for row in locked:
        up, down = right.get(row.pk, (0, 0))
        is_right = (row.up, row.down, row.merit) == (up, down, lower_bound(up, down))
        if not is_right:
            row.up, row.down, row.score, row.merit = up, down, up - down, lower_bound(up, down)
            wrong.append(row)
    if wrong:
        Comment.objects.bulk_update(wrong, ["up", "down", "score", "merit"])
    return len(wrong)


def _mend_quarantine(thread: Thread) -> int:
    """Have just the votes in quarantine whose burst no moderator has counted; give how many were not."""
    votes = Vote.objects.filter(comment__thread=thread)
    counted = VoteBurst.Outcome.COUNTED
    astray = votes.filter(burst__isnull=False, is_quarantined=False).exclude(burst__outcome=counted)
    freed = votes.filter(is_quarantined=True).filter(
        Q(burst__isnull=True) | Q(burst__outcome=counted)
    )
    wrong = 0
    for rows, change in (
        (astray, {"is_quarantined": True, "is_counted": False}),
        (freed.filter(network=""), {"is_quarantined": False, "is_counted": True}),
        # They count when their network has room for them.
        (freed, {"is_quarantined": False}),
    ):
        wrong += Vote.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
            **change
        )
    return wrong


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
