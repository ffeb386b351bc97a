"""Pages that say until when a moderator is there say so anew when that changes."""

from datetime import datetime

from django.db import transaction

from standfirst.delivery.actions import mark_stale
from standfirst.discussion.queries.facts import HOURS_KEY
from standfirst.moderation.models import ModerationSettings
from standfirst.moderation.screen_queries import duty_now, moderation_settings


@transaction.atomic
def note_hours(*, now: datetime) -> bool:
    """Make the pages stale once at each beginning and end of the hours of duty. Run by the worker.

    Not a render a minute: what they say names the time at which it changes.
    """
    settings = moderation_settings()
    duty = duty_now(settings, now)
    if duty is None or (settings.duty_noted_until is not None and now < settings.duty_noted_until):
        return False
    if settings.duty_noted_until is None and duty.until is None:
        return False
    # By an update, since the row itself did not change for anybody who set it.
    ModerationSettings.objects.filter(pk=settings.pk).update(duty_noted_until=duty.until)
    mark_stale(HOURS_KEY, now=now)
    return True


@transaction.atomic
def note_changed_hours(*, now: datetime) -> None:
    """Make the pages stale because somebody changed the hours, or what they mean."""
    ModerationSettings.objects.update(duty_noted_until=None)
    mark_stale(HOURS_KEY, now=now)
