"""Switching screens and lists on, to trial or off: each with its date in the log of decisions."""

from datetime import datetime

from django.db import transaction

from standfirst.moderation.actions.decisions import Ruling, record_decision
from standfirst.moderation.actions.screenings import note_screens
from standfirst.moderation.drafts import State
from standfirst.moderation.models import Measure, ModerationSettings, WordList
from standfirst.moderation.subjects import Subject
from standfirst.moderation.trials import state_of, state_of_list
from standfirst.people.models import Person

SCREEN_KIND = "screen"
LIST_KIND = "word_list"
MEASURES = {
    State.ON: Measure.SWITCHED_ON,
    State.SHADOW: Measure.TRIED_OUT,
    State.OFF: Measure.SWITCHED_OFF,
}


@transaction.atomic
def set_screen_state(*, name: str, state: State, by: Person, now: datetime) -> None:
    """Have a screen decide, only take notes, or not be asked. Done twice, the second does nothing."""
    settings = ModerationSettings.objects.select_for_update().first()
    if settings is None:
        settings = ModerationSettings.objects.create()
    if state_of(name, settings) is state:
        return
    settings.screen_states = {**settings.screen_states, name: state.value}
    settings.save(update_fields=["screen_states"])
    _note(Subject(SCREEN_KIND, settings.pk), name, state, by, now)


@transaction.atomic
def set_list_state(*, word_list: WordList, state: State, by: Person, now: datetime) -> None:
    """Have a list decide, only take notes, or not be looked for."""
    row = WordList.objects.select_for_update().get(pk=word_list.pk)
    if state_of_list(row) is state:
        return
    row.is_active, row.is_shadow = state is not State.OFF, state is State.SHADOW
    row.save(update_fields=["is_active", "is_shadow"])
    _note(Subject(LIST_KIND, row.pk), row.name, state, by, now)


def _note(subject: Subject, name: str, state: State, by: Person, now: datetime) -> None:
    ruling = Ruling(subject, MEASURES[state], decided_by=by, scope=name[:40])
    record_decision(ruling=ruling, now=now)
    note_screens(now=now)
