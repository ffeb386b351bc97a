"""What screens and their states are called on the desk."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from standfirst.moderation.drafts import State

SCREEN_WORDS: Mapping[str, Promise] = {
    "thread_state": _("Closed discussions"),
    "opening_hours": _("Hours of duty"),
    "sanctions": _("Sanctions"),
    "rate": _("Pace"),
    "length": _("Length"),
    "repeats": _("Repeated texts"),
    "banned_words": _("Banned words"),
    "suspect_words": _("Suspect words"),
    "links": _("Links"),
    "spam_model": _("Model of advertising"),
    "toxicity_model": _("Model of insults"),
    "history": _("The person’s history"),
    "new_person": _("New people"),
    "external": _("Your own service"),
    "heat": _("Heated discussions"),
    "mode": _("Reading before publication"),
}
STATE_WORDS: Mapping[State, Promise] = {
    State.ON: _("on"),
    State.SHADOW: _("on trial"),
    State.OFF: _("off"),
}
