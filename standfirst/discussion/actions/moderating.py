"""What moderators decide about a comment: the state and the decision in one transaction.

Each takes what the moderator saw. When the comment is in another state by then, or reads
otherwise, nothing is done and the moderator is told.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from standfirst.discussion.actions.fates import note_fate
from standfirst.discussion.actions.judging import SUBJECT_KIND
from standfirst.discussion.actions.notices import note_addition
from standfirst.discussion.actions.placing import change_state, lock_thread
from standfirst.discussion.actions.reports import settle_reports
from standfirst.discussion.actions.telling import tell_of_addition, tell_of_loss
from standfirst.discussion.models import Comment
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.actions import Ruling, Subject, record_decision
from standfirst.moderation.models import Ground, Measure, Source
from standfirst.people.models import Person

State = Comment.State


@dataclass(frozen=True)
class Judgement:
    """A moderator's decision on what they saw.

    ``seen_state`` and ``seen_revision`` (an id) are as the desk showed them; left out, they are
    not compared. ``facts`` is what the author will read; ``rules_version`` and ``rule_number``
    name the house rule.
    """

    comment: Comment
    decided_by: Person
    seen_state: Comment.State | None = None
    seen_revision: int | None = None
    ground: Ground = Ground.NONE
    rules_version: int | None = None
    rule_number: int | None = None
    facts: str = ""
    source: Source = Source.OWN


@dataclass(frozen=True)
class Step:
    """One way from state to state that staff may take, and the name of the measure."""

    expected: tuple[Comment.State, ...]
    to: Comment.State
    measure: Measure


APPROVAL = Step((State.HELD,), State.VISIBLE, Measure.APPROVED)
REMOVAL = Step((State.VISIBLE, State.HELD), State.REMOVED, Measure.REMOVED)
RESTORING = Step((State.REMOVED,), State.VISIBLE, Measure.RESTORED)
HOLDING = Step((State.VISIBLE,), State.HELD, Measure.HELD)


def approve_comment(*, judgement: Judgement, now: datetime) -> Comment:
    """Let a held comment be read. Raises CommentRefused if somebody was first."""
    return _decide(judgement, APPROVAL, now)


def remove_comment(*, judgement: Judgement, now: datetime) -> Comment:
    """Take a visible or held comment away, for a reason (Digital Services Act, Art. 17).

    Raises CommentRefused without a reason, or if somebody was first.
    """
    if judgement.ground == Ground.NONE and not judgement.facts.strip():
        raise CommentRefused(Refusal.REASON_MISSING)
    return _decide(judgement, REMOVAL, now)


def restore_comment(*, judgement: Judgement, now: datetime) -> Comment:
    """Bring a removed comment back to its place, with its votes and replies."""
    return _decide(judgement, RESTORING, now)


def hold_comment(*, judgement: Judgement, now: datetime) -> Comment:
    """Take a visible comment off the page until somebody has decided."""
    return _decide(judgement, HOLDING, now)


@transaction.atomic
def leave_comment(*, judgement: Judgement, now: datetime) -> Comment:
    """Settle the reports on a comment that stays as it is."""
    comment = _as_seen(judgement)
    if not settle_reports(comment, now=now):
        raise CommentRefused(Refusal.DECIDED_ALREADY)
    record_decision(ruling=_ruling(judgement, comment, Measure.LEFT), now=now)
    return comment


@transaction.atomic
def _decide(judgement: Judgement, step: Step, now: datetime) -> Comment:
    before = _as_seen(judgement)
    expected: Collection[Comment.State] = step.expected
    if judgement.seen_state is not None:
        expected = (judgement.seen_state,) if judgement.seen_state in expected else ()
    comment = change_state(comment=before, expected=expected, to=step.to, now=now)
    decision = record_decision(ruling=_ruling(judgement, before, step.measure), now=now)
    note_fate(comment=comment, decision=decision, now=now)
    settle_reports(comment, now=now)
    if comment.is_visible:
        tell_of_addition(comment, now=now)
        if before.published_at is None:
            note_addition(comment, now=now)
    elif before.is_visible:
        tell_of_loss(comment, now=now)
    return comment


def _as_seen(judgement: Judgement) -> Comment:
    """Read the comment under its thread's lock; refuse if it reads otherwise than it was seen."""
    lock_thread(judgement.comment.thread_id)
    comment = Comment.objects.select_related("thread").get(pk=judgement.comment.pk)
    if judgement.seen_revision not in (None, comment.current_id):
        raise CommentRefused(Refusal.EDITED_SINCE)
    return comment


def _ruling(judgement: Judgement, comment: Comment, measure: Measure) -> Ruling:
    return Ruling(
        subject=Subject(kind=SUBJECT_KIND, id=comment.pk, revision=comment.current_id),
        measure=measure,
        about=comment.author,
        decided_by=judgement.decided_by,
        ground=judgement.ground,
        rules_version=judgement.rules_version,
        rule_number=judgement.rule_number,
        facts=judgement.facts,
        source=judgement.source,
    )
