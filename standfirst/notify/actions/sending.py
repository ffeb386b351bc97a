"""Handing mails over. What a worker does twice because it died must not be two notices.

A notice is marked right before its first byte goes out, in a commit of its own. From there on it is
never handed over again, unless the server itself answered that it does not take it: between two
evils a notice is rather lost, and said to be in doubt, than sent twice. All other mail (a code, an
invitation, thanks) is tried again, with the same Message-ID.
"""

from datetime import datetime, timedelta
from functools import partial
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

import structlog
from django.core.mail import EmailMultiAlternatives, get_connection

from standfirst.lib.mail_reports import says_no_mailbox
from standfirst.notify.actions.erasing import FAREWELL, blank_messages
from standfirst.notify.actions.messages import Envelope, queue_message
from standfirst.notify.actions.suppressing import suppress_address
from standfirst.notify.models import Message, Suppression
from standfirst.notify.places import absolute
from standfirst.notify.queries import is_suppressed
from standfirst.notify.smtp import AnswerMissing, Backend
from standfirst.outbox.actions import postpone_job

Outcome = Message.Outcome

log = structlog.get_logger(__name__)


class LeaseLost(Exception):
    """Somebody else has taken the message meanwhile, so this worker must not send it."""


def send_message(message: Message, *, now: datetime) -> None:
    """Hand one queued message to the mail server, and note what became of it.

    Raises what the mail server's client raises where it is worth trying again; the worker then puts
    the message off.
    """
    if is_suppressed(message.address):
        _finish(message, Outcome.SUPPRESSED, now)
    elif message.is_notice and message.handed_at is not None:
        _finish(message, Outcome.IN_DOUBT, now, "The worker died while it sent this.")
    else:
        _hand_over(message, now)


def send_now(*, envelope: Envelope, now: datetime) -> None:
    """Send at once, because a person is waiting: a sign-in code, nothing else.

    If the mail server does not take it, the row stays and the worker tries again. A suppressed
    address gets it too: whoever asks for a code and has a mailbox again must not be locked out.
    """
    message = queue_message(envelope=envelope, now=now)
    # The worker must not take it while this process is handing it over.
    Message.objects.filter(pk=message.pk).update(due_at=now + timedelta(minutes=2))
    try:
        _hand_over(message, now)
    except (OSError, SMTPException) as error:
        log.warning("mail_put_off", message=message.pk, error=str(error))
        postpone_job(message, error=str(error), now=now)


def _hand_over(message: Message, now: datetime) -> None:
    mail = mail_of(message)
    mail.connection = get_connection()
    if message.is_notice:
        mark = partial(_mark, message, now)
        if isinstance(mail.connection, Backend):
            mail.connection.before_words = mark
        else:
            mark()
    try:
        mail.send()
    except AnswerMissing as error:
        if not message.is_notice:
            raise
        _finish(message, Outcome.IN_DOUBT, now, str(error))
    except LeaseLost:
        raise
    except Exception as error:
        # Whatever else was raised, the server did not take it.
        Message.objects.filter(pk=message.pk, done_at__isnull=True).update(handed_at=None)
        refusal = final_refusal(error)
        if refusal is None:
            raise
        if isinstance(error, SMTPRecipientsRefused) and says_no_mailbox(refusal):
            suppress_address(
                address=message.address, reason=Suppression.Reason.BOUNCE, said=refusal, now=now
            )
        _finish(message, Outcome.REFUSED, now, refusal)
    else:
        _finish(message, Outcome.SENT, now)


def _mark(message: Message, now: datetime) -> None:
    """Note that the message goes out now, if it is still this worker's.

    Who took it later has another lease: a server that answers a byte a minute outlasts any.
    """
    mine = Message.objects.filter(pk=message.pk, due_at=message.due_at, done_at__isnull=True)
    if not mine.update(handed_at=now):
        raise LeaseLost


def _finish(message: Message, outcome: Message.Outcome, now: datetime, said: str = "") -> None:
    rows = Message.objects.filter(pk=message.pk)
    rows.update(outcome=outcome, done_at=now, due_at=None, last_error=said[:2000])
    if message.kind == FAREWELL:
        blank_messages(rows=rows, now=now)


def final_refusal(error: Exception) -> str | None:
    """Give what a server said that will not take this mail, ever; None if trying again may help.

    A refused sender or password is our own fault, which staff mend: that is tried again.
    """
    if isinstance(error, SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _if_final(code, said)
    if isinstance(error, SMTPDataError):
        return _if_final(error.smtp_code, error.smtp_error)
    return None


def _if_final(code: int, said: bytes | str) -> str | None:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    return f"{code} {words}" if code >= 500 else None


def mail_of(message: Message) -> EmailMultiAlternatives:
    """Make the mail: text, HTML if there is any, and the headers that end a subscription."""
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if message.unsubscribe_path:
        headers["List-Unsubscribe"] = f"<{absolute(message.unsubscribe_path)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        subject=message.subject, body=message.text, to=[message.address], headers=headers
    )
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail
