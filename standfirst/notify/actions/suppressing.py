"""Keeping mail from addresses where it does harm, and lifting that again."""

from datetime import datetime

from django.db import transaction

from standfirst.lib.mail_reports import MailReport
from standfirst.lib.text import one_line
from standfirst.notify.models import Message, Suppression

LONGEST_SAID = 300


@transaction.atomic
def suppress_address(
    *, address: str, reason: Suppression.Reason, said: str, now: datetime
) -> Suppression:
    """Keep all mail from an address; twice is once, and the first reason stands."""
    row, _ = Suppression.objects.get_or_create(
        address__iexact=address,
        lifted_at=None,
        defaults={
            "address": address,
            "reason": reason,
            "said": one_line(said)[:LONGEST_SAID],
            "suppressed_at": now,
        },
    )
    return row


def lift_suppression(*, suppression: Suppression, now: datetime) -> None:
    """Let mail go to an address again."""
    Suppression.objects.filter(pk=suppression.pk, lifted_at__isnull=True).update(lifted_at=now)


def take_report(*, report: MailReport, now: datetime) -> Suppression | None:
    """Act on a report that came as a mail: suppress the address if the report is about a mail of ours.

    Anybody can send us a mail that looks like a report. Only who had the mail knows its Message-ID, and
    only a bounce that names the address we sent it to is about that address (RFC 3464, 2.3.2). Gives
    None for a report that changes nothing: a soft bounce, one that is forged, or of another's mail.
    """
    if not report.is_final:
        return None
    message = Message.objects.filter(message_id=report.message_id).first()
    if message is None:
        return None
    if report.recipient and report.recipient.casefold() != message.address.casefold():
        return None
    if not report.is_complaint and not report.recipient:
        return None
    reason = Suppression.Reason.COMPLAINT if report.is_complaint else Suppression.Reason.BOUNCE
    return suppress_address(address=message.address, reason=reason, said=report.said, now=now)
