from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import make_msgid
from smtplib import SMTPException
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from standfirst.lib.secret import new_secret
from standfirst.lib.text import excerpt
from standfirst.notify.models import Message
from standfirst.outbox.actions import finish_job, postpone_job
from standfirst.people.models import Person

LONGEST_SUBJECT = 160
KEPT = timedelta(days=30)

log = structlog.get_logger(__name__)


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
    row, _ = Message.objects.get_or_create(
        dedupe_key=envelope.dedupe_key or f"once:{new_secret()}",
        defaults={
            "kind": envelope.kind,
            "person": envelope.person,
            "address": envelope.address,
            "subject": one_line_subject(envelope.subject),
            "text": envelope.text,
            "html": envelope.html,
            "unsubscribe_path": envelope.unsubscribe_path,
            "message_id": make_msgid(domain=urlsplit(settings.STANDFIRST_BASE_URL).hostname),
            "queued_at": now,
            "due_at": now,
        },
    )
    return row


def send_message(message: Message, *, now: datetime) -> None:
    """Hand one queued message to the mail server and mark it done.

    Raises what the mail server's client raises; the worker then puts the message off.
    """
    mail_of(message).send()
    finish_job(message, now=now)


def send_now(*, envelope: Envelope, now: datetime) -> None:
    """Send at once, because a person is waiting: a sign-in code, nothing else.

    If the mail server does not take it, the row stays and the worker tries again.
    """
    message = queue_message(envelope=envelope, now=now)
    # The worker must not take it while this process is handing it over.
    Message.objects.filter(pk=message.pk).update(due_at=now + timedelta(minutes=2))
    try:
        send_message(message, now=now)
    except (OSError, SMTPException) as error:
        log.warning("mail_put_off", message=message.pk, error=str(error))
        postpone_job(message, error=str(error), now=now)


def forget_old_messages(*, now: datetime) -> int:
    """Delete what was sent or given up more than 30 days ago; give how many."""
    old = Message.objects.filter(queued_at__lt=now - KEPT)
    deleted, _ = old.delete()
    return deleted


def mail_of(message: Message) -> EmailMultiAlternatives:
    """Make the mail: text, HTML if there is any, and the headers that end a subscription."""
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if message.unsubscribe_path:
        address = settings.STANDFIRST_BASE_URL.rstrip("/") + message.unsubscribe_path
        headers["List-Unsubscribe"] = f"<{address}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=message.subject, body=message.text, to=[message.address], headers=headers
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def one_line_subject(subject: str) -> str:
    """Give a subject without line ends or control characters, which would forge headers."""
    return excerpt(
        "".join(char if char.isprintable() else " " for char in subject), LONGEST_SUBJECT
    )
