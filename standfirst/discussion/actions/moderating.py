"""What moderators decide about a comment: the state and the decision in one transaction.

Each takes what the moderator saw. When the comment is in another state by then, or reads
otherwise, nothing is done and the moderator is told.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from standfirst.delivery.actions import mark_stale
from standfirst.discussion.actions.fates import note_fate
from standfirst.discussion.actions.judging import SUBJECT_KIND, matter_of
from standfirst.discussion.actions.notices import note_addition
from standfirst.discussion.actions.placing import change_state, lock_thread
from standfirst.discussion.actions.reports import reopen_reports, settle_reports
from standfirst.discussion.actions.telling import tell_of_addition, tell_of_loss
from standfirst.discussion.models import Comment
from standfirst.discussion.queries import moderated_key, waiting_since
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.actions import Ruling, Subject, record_decision
from standfirst.moderation.models import Automation, Decision, Ground, Measure, Source
from standfirst.people.models import Person

State = Comment.State


@dataclass(frozen=True)
class Judgement:
    """A moderator's decision on what they saw.

    ``seen_state`` and ``seen_revision`` (an id) are as the desk showed them; left out, they are
    not compared. ``facts`` is what the author will read; ``rules_version`` and ``rule_number``
    name the house rule, ``legal_ground`` the law. What else the record says is derived from these.
    """

    comment: Comment
    decided_by: Person
    seen_state: Comment.State | None = None
    seen_revision: int | None = None
    ground: Ground = Ground.NONE
    rules_version: int | None = None
    rule_number: int | None = None
    legal_ground: str = ""
    is_also_illegal: bool = False
    category: str = ""
    facts: str = ""
    source: Source = Source.OWN
    source_identity: str = ""
    detection: Automation = Automation.NONE
    is_bulk_spam: bool = False
    noticed_at: datetime | None = None


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
# What undoes a decision that led here from there.
BACKWARDS = {
    (Measure.APPROVED, State.HELD): HOLDING,
    (Measure.REMOVED, State.HELD): Step((State.REMOVED,), State.HELD, Measure.HELD),
    (Measure.REMOVED, State.VISIBLE): RESTORING,
    (Measure.RESTORED, State.REMOVED): Step((State.VISIBLE,), State.REMOVED, Measure.REMOVED),
    (Measure.HELD, State.VISIBLE): APPROVAL,
}
# Whatever decides what becomes of a comment, or of reports on it.
SETTLING = (
    *(Measure.APPROVED, Measure.REMOVED, Measure.RESTORED, Measure.HELD),
    *(Measure.LEFT, Measure.REPORTS_WAIT),
)


def approve_comment(*, judgement: Judgement, now: datetime) -> Comment:
    """Let a held comment be read. Raises CommentRefused if somebody was first."""
    return _decide(judgement, APPROVAL, now)


def remove_comment(*, judgement: Judgement, now: datetime) -> Comment:
    """Take a visible or held comment away, for a reason (Digital Services Act, Art. 17).

    Raises CommentRefused without a reason (a law with its category), or if somebody was first.
    """
    is_lawful = bool(judgement.legal_ground.strip() and judgement.category)
    is_ruled = judgement.ground == Ground.RULE or bool(judgement.facts.strip())
    if not (is_lawful if judgement.ground == Ground.LAW else is_ruled):
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
def take_back(
    *, judgement: Judgement, undone: Decision, to: Comment.State, now: datetime
) -> Comment:
    """Undo a decision: bring a comment back to where that found it, by another decision.

    Reports that it settled wait again. Raises CommentRefused if anything was decided since.
    """
    lock_thread(judgement.comment.thread_id)
    later = Decision.objects.filter(
        subject_kind=SUBJECT_KIND,
        subject_id=judgement.comment.pk,
        measure__in=SETTLING,
        pk__gt=undone.pk,
    )
    if later.exists():
        raise CommentRefused(Refusal.DECIDED_ALREADY)
    if undone.measure == Measure.LEFT:
        comment = _as_seen(judgement)
        ruling = _ruling(judgement, comment, Measure.REPORTS_WAIT)
        record_decision(ruling=ruling, now=now)
    else:
        comment = _decide(judgement, BACKWARDS[Measure(undone.measure), to], now)
    reopen_reports(comment, settled_at=undone.decided_at)
    return comment


@transaction.atomic
def _decide(judgement: Judgement, step: Step, now: datetime) -> Comment:
    before = _as_seen(judgement)
    expected: Collection[Comment.State] = step.expected
    if judgement.seen_state is not None:
        expected = (judgement.seen_state,) if judgement.seen_state in expected else ()
    comment = change_state(comment=before, expected=expected, to=step.to, now=now)
    decision = record_decision(ruling=_ruling(judgement, before, step.measure), now=now)
    mark_stale(moderated_key(comment.thread_id), now=now)
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
    rows = Comment.objects.select_related("thread__page__locale", "author")
    comment = rows.get(pk=judgement.comment.pk)
    if judgement.seen_revision not in (None, comment.current_id):
        raise CommentRefused(Refusal.EDITED_SINCE)
    return comment


def _ruling(judgement: Judgement, comment: Comment, measure: Measure) -> Ruling:
    return Ruling(
        subject=Subject(kind=SUBJECT_KIND, id=comment.pk, revision=comment.current_id),
        measure=measure,
        about=comment.author,
        matter=matter_of(comment),
        decided_by=judgement.decided_by,
        ground=judgement.ground,
        rules_version=judgement.rules_version,
        rule_number=judgement.rule_number,
        legal_ground=judgement.legal_ground,
        is_also_illegal=judgement.is_also_illegal,
        category=judgement.category,
        is_bulk_spam=judgement.is_bulk_spam,
        facts=judgement.facts,
        source=judgement.source,
        source_identity=judgement.source_identity,
        detection=judgement.detection,
        noticed_at=judgement.noticed_at or waiting_since(comment),
    )
