"""Deciding on comments at the desk, and undoing that."""

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from standfirst.desk.queries import SUBJECT_KIND
from standfirst.desk.rules import may_undo
from standfirst.discussion.actions import (
    Judgement,
    approve_comment,
    hold_comment,
    leave_comment,
    remove_comment,
    restore_comment,
    take_back,
)
from standfirst.discussion.models import Comment
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.actions.acts import Change, note_act, note_undoing
from standfirst.moderation.actions.claims import end_claims
from standfirst.moderation.models import Decision, DeskAct, Ground, Measure
from standfirst.people.models import Person


class Verb(StrEnum):
    """What a moderator can do with a comment."""

    APPROVE = "approve"
    REMOVE = "remove"
    RESTORE = "restore"
    HOLD = "hold"
    LEAVE = "leave"


DECISIONS: Mapping[Verb, Callable[..., Comment]] = {
    Verb.APPROVE: approve_comment,
    Verb.REMOVE: remove_comment,
    Verb.RESTORE: restore_comment,
    Verb.HOLD: hold_comment,
    Verb.LEAVE: leave_comment,
}


@transaction.atomic
def decide(*, verb: Verb, judgement: Judgement, now: datetime) -> Comment:
    """Carry out a moderator's decision, and keep what it changed, so that it can be undone.

    Raises CommentRefused when another moderator was first, the author edited it since, or a
    reason is missing.
    """
    before = judgement.seen_state or _state_of(judgement.comment)
    comment = DECISIONS[verb](judgement=judgement, now=now)
    # The thread is locked: nobody has decided on this comment in between.
    note_act(decision=_latest_on(comment), change=Change(before, comment.state), now=now)
    end_claims(kind=SUBJECT_KIND, subjects=[comment.pk], now=now)
    return comment


@transaction.atomic
def undo_act(*, act: DeskAct, by: Person, now: datetime) -> Comment:
    """Undo one's own decision of the last minutes: another decision takes the comment back.

    Raises CommentRefused if it is too late, or if anything was decided on the comment since.
    """
    if not may_undo(act, by, now):
        raise CommentRefused(Refusal.DECIDED_ALREADY)
    return take_back_act(act=act, by=by, now=now)


@transaction.atomic
def take_back_act(*, act: DeskAct, by: Person, now: datetime) -> Comment:
    """Take a comment back to where an act found it, by another decision.

    Raises CommentRefused if anything was decided on the comment since.
    """
    decision = act.decision
    comment = Comment.objects.get(pk=decision.subject_id)
    back = take_back(
        judgement=_backwards(comment, act, by),
        undone=decision,
        to=Comment.State(act.state_before),
        now=now,
    )
    note_undoing(act=act, decision=_latest_on(comment), now=now)
    return back


def _backwards(comment: Comment, act: DeskAct, by: Person) -> Judgement:
    """The decision that undoes an act; a removal that comes back rests on what it rested on."""
    seen = Comment.State(act.state_after)
    was_removed = act.state_before == Comment.State.REMOVED
    earlier = _decisions_on(comment).filter(measure=Measure.REMOVED).last()
    if not was_removed or earlier is None:
        return Judgement(comment=comment, decided_by=by, seen_state=seen)
    return Judgement(
        comment=comment,
        decided_by=by,
        seen_state=seen,
        ground=Ground(earlier.ground),
        rules_version=earlier.rules_version,
        rule_number=earlier.rule_number,
        legal_ground=earlier.legal_ground,
        category=earlier.category,
        facts=earlier.facts.text if earlier.facts else "",
    )


def _state_of(comment: Comment) -> str:
    return Comment.objects.values_list("state", flat=True).get(pk=comment.pk)


def _decisions_on(comment: Comment) -> QuerySet[Decision]:
    rows = Decision.objects.filter(subject_kind=SUBJECT_KIND, subject_id=comment.pk)
    return rows.order_by("pk")


def _latest_on(comment: Comment) -> Decision:
    latest = _decisions_on(comment).last()
    assert latest is not None
    return latest
