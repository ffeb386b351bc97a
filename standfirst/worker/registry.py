"""All later work of the program, in two lists."""

from datetime import timedelta

from standfirst.notify.actions import forget_old_messages, send_message
from standfirst.notify.models import Message
from standfirst.worker.housekeeping import drop_old_sessions, publish_scheduled_pages
from standfirst.worker.kinds import JobKind, ScheduledTask

JOBS: tuple[JobKind, ...] = (JobKind("message", Message, send_message),)

SCHEDULE: tuple[ScheduledTask, ...] = (
    ScheduledTask("publish_scheduled_pages", timedelta(seconds=20), publish_scheduled_pages),
    ScheduledTask("forget_old_messages", timedelta(hours=6), forget_old_messages),
    ScheduledTask("drop_old_sessions", timedelta(days=1), drop_old_sessions),
)
