"""Heated discussions are slowed, held or given a rest: announced, logged, and over by themselves."""

from datetime import datetime, timedelta

from django.db import transaction

from standfirst.delivery.actions import announce, mark_stale
from standfirst.delivery.keys import thread_key
from standfirst.discussion.actions.marks import THREAD_KIND
from standfirst.discussion.actions.placing import lock_thread
from standfirst.discussion.actions.telling import hard_keys
from standfirst.discussion.models import Thread
from standfirst.discussion.queries.heat import heat_signals
from standfirst.moderation.actions import Ruling, Subject, record_decision
from standfirst.moderation.heat import Signals, Step, is_higher, step_for
from standfirst.moderation.models import Automation, Measure, ModerationSettings, Source
from standfirst.moderation.screen_queries import moderation_settings
from standfirst.people.models import Person

# After a moderator ended a step, the discussion is left alone for so long.
LEFT_ALONE = timedelta(hours=1)
MEASURES = {
    Step.SLOW: Measure.SLOWED,
    Step.HOLD: Measure.LOOK_BEFORE,
    Step.REST: Measure.RESTED,
}


def gauge_heat(*, now: datetime) -> int:
    """Measure where something happens and do what the paper has set; give how many threads changed.

    A step that is over is looked at anew: it ends, or begins again. Run by the worker; posting a comment
    costs nothing for it.
    """
    settings = moderation_settings()
    thresholds = thresholds_of(settings)
    is_on = thresholds != Signals()
    signals = heat_signals(now) if is_on else {}
    heated = Thread.objects.exclude(heat="").values_list("pk", flat=True)
    lasts = timedelta(minutes=settings.heat_minutes)
    changed = 0
    for pk in sorted({*signals, *heated}):
        measured = signals.get(pk, Signals())
        step = step_for(measured, thresholds)
        if step or pk in heated:
            changed += _take_step(pk, step, measured, thresholds, now, lasts=lasts)
    return changed


def thresholds_of(settings: ModerationSettings) -> Signals:
    """Give what the paper has set, for comparing with what is measured."""
    return Signals(
        comments=settings.heat_comments,
        held=settings.heat_held,
        reports=settings.heat_reports,
        bursts=settings.heat_bursts,
    )


@transaction.atomic
def end_heat(*, thread: Thread, by: Person, now: datetime) -> None:
    """End what is done because a discussion is heated, and leave it alone for an hour."""
    thread = lock_thread(thread.pk)
    if not thread.heat:
        return
    cool_until = now + LEFT_ALONE
    Thread.objects.filter(pk=thread.pk).update(heat="", heat_until=None, cool_until=cool_until)
    subject = Subject(kind=THREAD_KIND, id=thread.pk)
    record_decision(ruling=Ruling(subject=subject, measure=Measure.ENDED, decided_by=by), now=now)
    mark_stale(*hard_keys(thread), now=now)


@transaction.atomic
def _take_step(
    pk: int, step: Step, measured: Signals, thresholds: Signals, now: datetime, *, lasts: timedelta
) -> bool:
    """Take a step under the thread's lock, or end one that is over; say whether anything changed."""
    thread = lock_thread(pk)
    current = thread.heat_at(now)
    if current and not is_higher(step, current):
        return False
    if step and not (thread.cool_until is not None and now < thread.cool_until):
        until = now + lasts
        Thread.objects.filter(pk=pk).update(heat=step, heat_until=until)
        _note_step(thread, step, words_of_signals(measured, thresholds), until, now)
    elif thread.heat and not current:
        Thread.objects.filter(pk=pk).update(heat="", heat_until=None)
    else:
        return False
    mark_stale(*hard_keys(thread), now=now)
    if step is Step.REST:
        announce(topic=thread_key(pk), kind="thread.closed", subject_id=pk, now=now)
    return True


def _note_step(thread: Thread, step: Step, facts: str, until: datetime, now: datetime) -> None:
    record_decision(
        ruling=Ruling(
            subject=Subject(kind=THREAD_KIND, id=thread.pk),
            measure=MEASURES[step],
            ends_at=until,
            facts=facts,
            source=Source.SCREEN,
            detection=Automation.FULLY,
            automation=Automation.FULLY,
        ),
        now=now,
    )


def words_of_signals(measured: Signals, thresholds: Signals) -> str:
    """Say for the log what was measured and what the threshold was, of whatever reached it."""
    return "; ".join(
        f"{name}: {getattr(measured, name):g} (threshold {getattr(thresholds, name):g})"
        for name, times in measured.over(thresholds).items()
        if times >= 1
    )
