"""Telling addresses of things: a line each, mailed at once or noted for a digest."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Lower

from standfirst.notify.actions.messages import Envelope, message_of, queue_message
from standfirst.notify.letters import end_path_of, laid_out, letter_of_digest, letter_of_line
from standfirst.notify.models import Digest, Line, Mailbox, Message, Rhythm
from standfirst.notify.queries import hours_of
from standfirst.notify.rules import slot_of
from standfirst.outbox.actions import finish_job
from standfirst.people.models import Person

LINE_KEPT = timedelta(days=30)
LONGEST_HEADING = 255


@dataclass(frozen=True)
class News:
    """Something that an address asked to be told of: plain values, nothing that a commenter wrote.

    ``about`` names the thing, ``wish`` what asked for it. ``words`` say in a few words what it is,
    ``sentence`` in a whole one; ``heading`` is what it belongs to. All paths are of this site.
    """

    address: str
    rhythm: Rhythm
    kind: str
    about: str
    wish: str
    heading: str
    heading_path: str
    words: str
    sentence: str
    path: str
    end_path: str
    person: Person | None = None


@transaction.atomic
def tell_all(*, news: Sequence[News], now: datetime) -> list[Line]:
    """Tell each address of its thing, once; give the lines that are new.

    Of two for the same address and thing the first counts, also when the other came long ago. In
    one transaction, and in as many queries for hundreds at once as for one.
    """
    boxes = _mailboxes(news, now)
    known = set(
        Line.objects.filter(
            mailbox__in=boxes.values(), about__in={each.about for each in news}
        ).values_list("mailbox", "about")
    )
    lines: list[Line] = []
    messages: list[Message] = []
    for each in sorted(news, key=lambda each: boxes[each.address.lower()].pk):
        mailbox = boxes[each.address.lower()]
        if (mailbox.pk, each.about) in known:
            continue
        known.add((mailbox.pk, each.about))
        line = _line(each, mailbox, now)
        slot = slot_of(each.rhythm, hours_of(mailbox), now)
        if slot is None:
            line.message = _message_of_line(line, each, mailbox, now)
            messages.append(line.message)
        else:
            line.digest = _open_digest(mailbox, slot, each.rhythm)
        lines.append(line)
    Message.objects.bulk_create(messages)
    return Line.objects.bulk_create(lines)


def take_back_thing(*, about: str, now: datetime) -> int:
    """Forget what was not mailed yet of a thing that is gone; give how many lines."""
    return Line.objects.filter(message__isnull=True, about=about).delete()[0]


def take_back_wishes(*, wishes: Collection[str], now: datetime) -> int:
    """Forget what was not mailed yet of wishes that ended; give how many lines."""
    return Line.objects.filter(message__isnull=True, wish__in=wishes).delete()[0]


@transaction.atomic
def write_digest(digest: Digest, *, now: datetime) -> Message | None:
    """Put all that was noted for a digest into one mail; none if all of it was taken back.

    A job's handler: the mail, the lines' pointing to it and the digest's end are one transaction, so
    that a worker that dies has written all of it or nothing.
    """
    held = Digest.objects.select_for_update(of=("self",)).select_related("mailbox")
    digest = held.get(pk=digest.pk)
    if digest.done_at is not None:
        return None
    lines = list(digest.lines.filter(message__isnull=True).order_by("pk"))
    message = None
    if lines:
        message = _message_of_digest(digest, lines, now)
        Line.objects.filter(pk__in=[line.pk for line in lines]).update(message=message)
    finish_job(digest, now=now)
    return message


def forget_old_lines(*, now: datetime) -> int:
    """Delete what was told more than 30 days ago, and the digests that it was in; give how many."""
    old = now - LINE_KEPT
    told = Line.objects.filter(noted_at__lt=old).exclude(message__isnull=True, digest__done_at=None)
    count = told.delete()[0]
    Digest.objects.filter(done_at__lt=old, lines__isnull=True).delete()
    return count


def _mailboxes(news: Sequence[News], now: datetime) -> dict[str, Mailbox]:
    """Find or make the mailbox of each address, by the address in lower case."""
    wanted = {each.address.lower(): each.address for each in news}
    known = _known(wanted)
    missing = [
        Mailbox(address=address, made_at=now)
        for lower, address in sorted(wanted.items())
        if lower not in known
    ]
    if not missing:
        return known
    # Somebody else may make one at the same time.
    Mailbox.objects.bulk_create(missing, ignore_conflicts=True)
    return _known(wanted)


def _known(wanted: dict[str, str]) -> dict[str, Mailbox]:
    rows = Mailbox.objects.annotate(lower=Lower("address")).filter(lower__in=list(wanted))
    return {row.address.lower(): row for row in rows}


def _line(each: News, mailbox: Mailbox, now: datetime) -> Line:
    return Line(
        mailbox=mailbox,
        kind=each.kind,
        about=each.about,
        wish=each.wish,
        heading=each.heading[:LONGEST_HEADING],
        heading_path=each.heading_path,
        words=each.words,
        path=each.path,
        end_path=each.end_path,
        noted_at=now,
    )


def _open_digest(mailbox: Mailbox, slot: datetime, rhythm: Rhythm) -> Digest:
    """Give the digest for that time, locked; the next if a worker has just written that one."""
    while True:
        made, _ = Digest.objects.get_or_create(
            mailbox=mailbox, slot_at=slot, defaults={"due_at": slot}
        )
        digest = Digest.objects.select_for_update().get(pk=made.pk)
        if digest.done_at is None:
            return digest
        # A reader who is told at once, in quiet hours: then an hour later.
        later = Rhythm.HOURLY if rhythm == Rhythm.AT_ONCE else rhythm
        next_slot = slot_of(later, hours_of(mailbox), slot)
        assert next_slot is not None
        slot = next_slot


def _message_of_line(line: Line, each: News, mailbox: Mailbox, now: datetime) -> Message:
    letter = letter_of_line(line, mailbox, each.sentence)
    text, html = laid_out(letter)
    envelope = Envelope(
        kind=each.kind,
        address=mailbox.address,
        subject=letter.subject,
        text=text,
        html=html,
        unsubscribe_path=line.end_path,
        dedupe_key=f"line:{mailbox.pk}:{line.about}",
        person=each.person,
    )
    return message_of(envelope, now)


def _message_of_digest(digest: Digest, lines: Sequence[Line], now: datetime) -> Message:
    letter = letter_of_digest(lines, digest.mailbox)
    text, html = laid_out(letter)
    envelope = Envelope(
        kind="digest",
        address=digest.mailbox.address,
        subject=letter.subject,
        text=text,
        html=html,
        unsubscribe_path=end_path_of(lines, digest.mailbox),
        dedupe_key=f"digest:{digest.pk}",
    )
    return queue_message(envelope=envelope, now=now)
