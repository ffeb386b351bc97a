from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import validate_email

from standfirst.lib.secret import new_secret
from standfirst.lib.text import excerpt
from standfirst.notify.models import Message
from standfirst.people.models import Person

LONGEST_SUBJECT = 160
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Envelope:
    """A message to queue: plain values, no template.

    ``unsubscribe_path`` is a path of this site that a cookie-less POST ends the messages at
    (RFC 8058); ``dedupe_key`` says what it is about, empty for one that may repeat.
    """

    kind: str
    address: str
    subject: str
    text: str
    html: str = ""
    unsubscribe_path: str = ""
    dedupe_key: str = ""
    person: Person | None = None


def queue_message(*, envelope: Envelope, now: datetime) -> Message:
    """Queue a message in the transaction of whatever it tells of.

    A message with a dedupe key that is known already is not queued again; the first is returned.
    Raises ValidationError for an address that is none.
    """
    validate_email(envelope.address)
    fresh = message_of(envelope, now)
    known = Message.objects.filter(dedupe_key=fresh.dedupe_key)
    row, _ = known.get_or_create(defaults=_columns(fresh))
    return row


def message_of(envelope: Envelope, now: datetime) -> Message:
    """Make the row of a message, without storing it: who queues hundreds stores them together."""
    return Message(
        dedupe_key=envelope.dedupe_key or f"once:{new_secret()}",
        kind=envelope.kind,
        person=envelope.person,
        address=envelope.address,
        subject=one_line_subject(envelope.subject),
        text=envelope.text,
        html=envelope.html,
        unsubscribe_path=envelope.unsubscribe_path,
        # Not to be guessed: whoever reports a bounce proves by it that they had the mail.
        message_id=make_msgid(new_secret(), urlsplit(settings.STANDFIRST_BASE_URL).hostname),
        queued_at=now,
        due_at=now,
    )


def _columns(row: Message) -> dict[str, Any]:
    given = ("kind", "person", "address", "subject", "text", "html", "unsubscribe_path")
    names = (*given, "dedupe_key", "message_id", "queued_at", "due_at")
    return {name: getattr(row, name) for name in names}


def forget_old_messages(*, now: datetime) -> int:
    """Delete what was sent or given up more than 30 days ago; give how many."""
    old = Message.objects.filter(queued_at__lt=now - KEPT)
    deleted = old.count()
    old.delete()
    return deleted


def one_line_subject(subject: str) -> str:
    """Give a subject without line ends or control characters, which would forge headers."""
    return excerpt(
        "".join(char if char.isprintable() else " " for char in subject), LONGEST_SUBJECT
    )
