"""Deciding on many comments at once, each by a decision of its own, and undoing that."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from standfirst.desk.actions.deciding import Verb, decide, take_back_act
from standfirst.desk.queries import SUBJECT_KIND
from standfirst.desk.rules import may_still_decide
from standfirst.discussion.actions import Judgement
from standfirst.discussion.models import Comment
from standfirst.discussion.rules import CommentRefused
from standfirst.moderation.actions.bulks import (
    Plan,
    Seen,
    confirm_bulk,
    draft_bulk,
    forget_bulk_texts,
)
from standfirst.moderation.desk_queries import claims_on
from standfirst.moderation.models import Bulk, BulkItem, BulkPart, DeskAct, Ground
from standfirst.people.models import Person

# The verb of a bulk that undoes another.
UNDO = "undo"
UNDO_BULK_FOR = timedelta(hours=1)


def plan_bulk(*, plan: Plan, comments: Sequence[Comment], now: datetime) -> Bulk:
    """Draft a bulk on comments as they were shown."""
    things = [Seen(comment.pk, comment.state, comment.current_id) for comment in comments]
    return draft_bulk(plan=plan, things=things, now=now)


@transaction.atomic
def undo_bulk(*, bulk: Bulk, by: Person, now: datetime) -> Bulk | None:
    """Undo what a bulk did, by another one that is begun at once; None if that is not to be had.

    Within an hour, by whoever made it, once. Undoing is not undone.
    """
    Bulk.objects.select_for_update().get(pk=bulk.pk)
    if not may_undo_bulk(bulk, by, now) or Bulk.objects.filter(undoes=bulk).exists():
        return None
    # What still waits is not begun any more.
    waiting = BulkItem.objects.filter(part__bulk=bulk, outcome=BulkItem.Outcome.WAITS)
    waiting.update(outcome=BulkItem.Outcome.LEFT_OUT)
    done = BulkItem.objects.filter(part__bulk=bulk, outcome=BulkItem.Outcome.DONE)
    things = [Seen(row.subject_id, row.seen_state, None) for row in done.order_by("pk")]
    plan = Plan(verb=UNDO, queue=bulk.queue, by=by, undoes=bulk)
    undoing = draft_bulk(plan=plan, things=things, now=now)
    confirm_bulk(bulk=undoing, now=now)
    return undoing


def may_undo_bulk(bulk: Bulk, by: Person, now: datetime) -> bool:
    """Say whether somebody may undo a bulk: their own, within an hour, and no undoing."""
    is_own = bulk.made_by_id == by.pk and bulk.verb != UNDO
    return is_own and bulk.confirmed_at is not None and now - bulk.confirmed_at < UNDO_BULK_FOR


def carry_out_part(part: BulkPart, *, now: datetime) -> int:
    """Decide on what waits of a part of a bulk; give how many decisions that made.

    A job's handler. Each comment is a transaction of its own with what became of it, so that a part
    that comes back goes on where it stopped. What somebody else decided on, edited, or looks at just
    now is left out; so is everything once whoever made the bulk may not moderate any more.
    """
    bulk = Bulk.objects.select_related("made_by__user", "facts", "undoes").get(pk=part.bulk_id)
    items = list(BulkItem.objects.filter(part=part, outcome=BulkItem.Outcome.WAITS).order_by("pk"))
    numbers = [item.subject_id for item in items] if may_still_decide(bulk.made_by) else []
    comments = Comment.objects.in_bulk(numbers)
    claims = claims_on(SUBJECT_KIND, comments, now)
    done = 0
    for item in items:
        claim = claims.get(item.subject_id)
        is_anothers = claim is not None and claim.claimed_by_id != bulk.made_by_id
        comment = None if is_anothers else comments.get(item.subject_id)
        done += _carry_out(bulk, item, comment, now)
    if not BulkItem.objects.filter(part__bulk=bulk, outcome=BulkItem.Outcome.WAITS).exists():
        forget_bulk_texts(bulk=bulk, now=now)
    return done


def _carry_out(bulk: Bulk, item: BulkItem, comment: Comment | None, now: datetime) -> bool:
    waits = BulkItem.objects.filter(pk=item.pk, outcome=BulkItem.Outcome.WAITS)
    try:
        with transaction.atomic():
            is_mine = comment is not None and waits.update(outcome=BulkItem.Outcome.DONE)
            if comment is not None and is_mine:
                undone_or_decided = _undone if bulk.undoes else _decided
                act = undone_or_decided(bulk, item, comment, now)
                BulkItem.objects.filter(pk=item.pk).update(act=act)
                return True
    except CommentRefused:
        pass
    waits.update(outcome=BulkItem.Outcome.LEFT_OUT)
    return False


def _decided(bulk: Bulk, item: BulkItem, comment: Comment, now: datetime) -> DeskAct:
    judgement = Judgement(
        comment=comment,
        decided_by=bulk.made_by,
        seen_state=Comment.State(item.seen_state),
        seen_revision=item.seen_revision,
        ground=Ground(bulk.ground),
        rules_version=bulk.rules_version,
        rule_number=bulk.rule_number,
        facts=bulk.facts.text if bulk.facts else "",
    )
    decide(verb=Verb(bulk.verb), judgement=judgement, now=now)
    return _act_on(comment.pk)


def _undone(bulk: Bulk, item: BulkItem, comment: Comment, now: datetime) -> DeskAct:
    found = BulkItem.objects.select_related("act__decision").get(
        part__bulk=bulk.undoes, subject_id=comment.pk
    )
    assert found.act is not None
    take_back_act(act=found.act, by=bulk.made_by, now=now)
    return found.act


def _act_on(comment: int) -> DeskAct:
    rows = DeskAct.objects.filter(decision__subject_kind=SUBJECT_KIND, decision__subject_id=comment)
    return rows.latest("pk")
