"""What the staff does to a comment in its place, or to a thread, for every reader to see.

Each act and what undoes it is a decision, in the same transaction. Done twice, the second does
nothing and leaves no decision: whoever sends a form again has what they wanted.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from standfirst.delivery.actions import announce, mark_stale
from standfirst.delivery.keys import thread_key
from standfirst.discussion.actions.judging import SUBJECT_KIND
from standfirst.discussion.actions.placing import lock_thread
from standfirst.discussion.actions.telling import hard_keys
from standfirst.discussion.models import Comment, Mark, Thread
from standfirst.discussion.rules import MOST_PINS, PACES, CommentRefused, Refusal
from standfirst.moderation.actions import Ruling, Subject, record_decision
from standfirst.moderation.models import Measure
from standfirst.people.models import Person

THREAD_KIND = "thread"


@dataclass(frozen=True)
class Sign:
    """One thing that staff may set on a comment: its column, what it is called, and what undoes it."""

    column: str
    done: Measure
    undone: Measure
    # The column of the thread that counts them, so that a thread without any asks nothing.
    counted_in: str = ""


PIN = Sign("pinned_at", Measure.PINNED, Measure.UNPINNED, counted_in="pin_count")
FEATURE = Sign("featured_at", Measure.FEATURED, Measure.UNFEATURED)
ANSWER = Sign("answered_at", Measure.ANSWERED, Measure.UNANSWERED)
LOCK = Sign("locked_at", Measure.LOCKED, Measure.UNLOCKED, counted_in="lock_count")


def pin_comment(*, comment: Comment, by: Person, now: datetime) -> None:
    """Let a conversation stand above the rest in every order. Raises CommentRefused if too many do."""
    _set(PIN, comment, by, now)


def unpin_comment(*, comment: Comment, by: Person, now: datetime) -> None:
    """Let a conversation stand where its order puts it again."""
    _unset(PIN, comment, by, now)


def feature_comment(*, comment: Comment, by: Person, now: datetime) -> None:
    """Say that a comment is worth reading."""
    _set(FEATURE, comment, by, now)


def unfeature_comment(*, comment: Comment, by: Person, now: datetime) -> None:
    """Say so no more."""
    _unset(FEATURE, comment, by, now)


def mark_answered(*, comment: Comment, by: Person, now: datetime) -> None:
    """Say that the author has answered a question, though not by a reply below it."""
    _set(ANSWER, comment, by, now)


def mark_unanswered(*, comment: Comment, by: Person, now: datetime) -> None:
    """Say so no more."""
    _unset(ANSWER, comment, by, now)


def lock_branch(*, comment: Comment, by: Person, now: datetime) -> None:
    """Take no more replies to a comment and to whatever stands below it, from nobody."""
    _set(LOCK, comment, by, now)


def unlock_branch(*, comment: Comment, by: Person, now: datetime) -> None:
    """Take replies there again."""
    _unset(LOCK, comment, by, now)


@transaction.atomic
def close_thread(*, thread: Thread, by: Person, now: datetime) -> None:
    """Take no comments and votes, whatever the newsroom wants, until it is opened again."""
    thread = lock_thread(thread.pk)
    if thread.stopped_at is None:
        Thread.objects.filter(pk=thread.pk).update(stopped_at=now)
        _note_thread(thread, Measure.CLOSED, by, now)
        announce(topic=thread_key(thread.pk), kind="thread.closed", subject_id=thread.pk, now=now)


@transaction.atomic
def reopen_thread(*, thread: Thread, by: Person, now: datetime) -> None:
    """Leave it to the newsroom again whether the thread takes comments."""
    thread = lock_thread(thread.pk)
    if thread.stopped_at is not None:
        Thread.objects.filter(pk=thread.pk).update(stopped_at=None)
        _note_thread(thread, Measure.REOPENED, by, now)


@transaction.atomic
def slow_thread(*, thread: Thread, seconds: int, by: Person, now: datetime) -> None:
    """Put so many seconds between two comments of one person; 0 for the usual pace.

    Raises CommentRefused for a pace that is none of `PACES`.
    """
    if seconds not in PACES:
        raise CommentRefused(Refusal.PACE_WRONG)
    thread = lock_thread(thread.pk)
    if thread.slow_seconds != seconds:
        Thread.objects.filter(pk=thread.pk).update(slow_seconds=seconds)
        _note_thread(thread, Measure.SLOWED if seconds else Measure.HASTENED, by, now)


def recount_marks(thread: Thread) -> int:
    """Count a thread's pins and locks anew, with the thread locked; give how many were wrong."""
    wrong = 0
    for sign in (PIN, LOCK):
        marks = Mark.objects.filter(comment__thread=thread, **{f"{sign.column}__isnull": False})
        counted = marks.count()
        rows = Thread.objects.filter(pk=thread.pk).exclude(**{sign.counted_in: counted})
        wrong += rows.update(**{sign.counted_in: counted})
    return wrong


@transaction.atomic
def _set(sign: Sign, comment: Comment, by: Person, now: datetime) -> None:
    thread, comment = _locked(comment)
    if not comment.is_visible:
        raise CommentRefused(Refusal.NOT_VISIBLE)
    mark, _ = Mark.objects.get_or_create(comment=comment)
    if getattr(mark, sign.column) is not None:
        return
    if sign is PIN:
        _refuse_pin(thread, comment)
    if sign is ANSWER and not comment.is_question:
        raise CommentRefused(Refusal.ASKS_NOTHING)
    _write(sign, mark, thread, now, step=1)
    _note_comment(comment, sign.done, by, now)


@transaction.atomic
def _unset(sign: Sign, comment: Comment, by: Person, now: datetime) -> None:
    thread, comment = _locked(comment)
    mark = Mark.objects.filter(comment=comment).first()
    if mark is None or getattr(mark, sign.column) is None:
        return
    _write(sign, mark, thread, None, step=-1)
    _note_comment(comment, sign.undone, by, now)


def _locked(comment: Comment) -> tuple[Thread, Comment]:
    thread = lock_thread(comment.thread_id)
    return thread, Comment.objects.select_related("thread").get(pk=comment.pk)


def _refuse_pin(thread: Thread, comment: Comment) -> None:
    if comment.parent_id is not None:
        raise CommentRefused(Refusal.ONLY_FIRST_PINNED)
    if thread.pin_count >= MOST_PINS:
        raise CommentRefused(Refusal.TOO_MANY_PINS)


def _write(sign: Sign, mark: Mark, thread: Thread, value: datetime | None, *, step: int) -> None:
    setattr(mark, sign.column, value)
    mark.save(update_fields=[sign.column])
    if sign.counted_in:
        change = {sign.counted_in: F(sign.counted_in) + step}
        Thread.objects.filter(pk=thread.pk).update(**change)


def _note_comment(comment: Comment, measure: Measure, by: Person, now: datetime) -> None:
    subject = Subject(kind=SUBJECT_KIND, id=comment.pk, revision=comment.current_id)
    record_decision(
        ruling=Ruling(subject=subject, measure=measure, about=comment.author, decided_by=by),
        now=now,
    )
    mark_stale(*hard_keys(comment.thread), now=now)


def _note_thread(thread: Thread, measure: Measure, by: Person, now: datetime) -> None:
    subject = Subject(kind=THREAD_KIND, id=thread.pk)
    record_decision(ruling=Ruling(subject=subject, measure=measure, decided_by=by), now=now)
    mark_stale(*hard_keys(thread), now=now)
