from django.conf import settings
from django.db.models import QuerySet

from standfirst.notify.models import Digest, Line, Mailbox, Message, Suppression
from standfirst.notify.places import secret_in
from standfirst.notify.rules import Hours, zone_named
from standfirst.people.owners import Export, Owner, told


def mailbox_at(address: str) -> Mailbox | None:
    """The mailbox of an address, whatever its case, or None if nothing was ever told there."""
    return Mailbox.objects.filter(address__iexact=address).first()


def mailbox_of_token(token: str) -> Mailbox | None:
    """The mailbox that a mail's link names, or None for a link that is not whole."""
    secret = secret_in(token)
    return Mailbox.objects.filter(secret=secret).first() if secret is not None else None


def hours_of(mailbox: Mailbox) -> Hours:
    """The clock and the quiet hours of a mailbox."""
    zone = zone_named(mailbox.time_zone, settings.TIME_ZONE)
    return Hours(zone, mailbox.quiet_from, mailbox.quiet_until)


def is_suppressed(address: str) -> bool:
    """Whether mail is kept from an address."""
    return Suppression.objects.filter(address__iexact=address, lifted_at__isnull=True).exists()


def suppressed_addresses() -> QuerySet[Suppression]:
    """What mail is kept from now, the newest first."""
    return Suppression.objects.filter(lifted_at__isnull=True).order_by("-suppressed_at", "-pk")


def mails_gone_wrong() -> QuerySet[Message]:
    """Mails that nobody got, as far as we know, of the 30 days that mails are kept; newest first."""
    lost = (Message.Outcome.REFUSED, Message.Outcome.IN_DOUBT)
    wrong = Message.objects.filter(outcome__in=lost) | Message.objects.given_up()
    return wrong.order_by("-queued_at", "-pk")


def export_of(owner: Owner) -> Export:
    """Give what is kept of a person here; not the secrets that open pages without signing in."""
    boxes = Mailbox.objects.filter(owner.holds(address="address"))
    mails = Message.objects.filter(owner.holds(person="person", address="address"))
    return {
        "mailboxes": told(boxes, without=("secret",)),
        "lines of notices": told(Line.objects.filter(mailbox__in=boxes), without=("end_path",)),
        "digests": told(Digest.objects.filter(mailbox__in=boxes)),
        "mails": told(mails, without=("unsubscribe_path", "message_id", "dedupe_key")),
        "mail kept from you": told(Suppression.objects.filter(owner.holds(address="address"))),
    }
