"""Scheduled work that Django and Wagtail bring with them and that needs only to be called."""

from datetime import datetime
from io import StringIO

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command


def publish_scheduled_pages(*, now: datetime) -> None:
    """Publish what has reached its go-live time and end what has expired.

    Wagtail's own command asks the clock; it is the same work as an editor's click, so its signals
    reach newsroom's receivers.
    """
    call_command("publish_scheduled", stdout=StringIO())


def drop_old_sessions(*, now: datetime) -> int:
    """Delete sessions that have expired or ended, and what their owners were shown of them."""
    deleted, _ = Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return deleted
