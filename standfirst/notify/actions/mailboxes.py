from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from standfirst.notify.models import Digest, Mailbox
from standfirst.notify.queries import hours_of, mailbox_at
from standfirst.notify.rules import after_quiet, known_zones


@dataclass(frozen=True)
class QuietHours:
    """When a reader wants no mail, on which clock. No zone means the paper's; no times, never."""

    zone: str = ""
    begin: time | None = None
    end: time | None = None


def open_mailbox(*, address: str, now: datetime) -> Mailbox:
    """Find or make the mailbox of an address; two at once make one."""
    known = mailbox_at(address)
    if known is not None:
        return known
    made = Mailbox(address=address, made_at=now)
    Mailbox.objects.bulk_create([made], ignore_conflicts=True)
    return Mailbox.objects.get(address__iexact=address)


@transaction.atomic
def keep_quiet(*, mailbox: Mailbox, hours: QuietHours, now: datetime) -> Mailbox:
    """Note a reader's clock and quiet hours; what waits already is put off by them, too."""
    has_both = hours.begin is not None and hours.end is not None and hours.begin != hours.end
    mailbox.time_zone = hours.zone if hours.zone in known_zones() else ""
    mailbox.quiet_from = hours.begin if has_both else None
    mailbox.quiet_until = hours.end if has_both else None
    mailbox.save(update_fields=["time_zone", "quiet_from", "quiet_until"])
    for digest in Digest.objects.filter(mailbox=mailbox, done_at=None, attempts=0):
        due_at = after_quiet(hours_of(mailbox), digest.slot_at)
        Digest.objects.filter(pk=digest.pk, done_at=None, attempts=0).update(due_at=due_at)
    return mailbox
