from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from standfirst.discussion.actions.merging import move_rows
from standfirst.discussion.models import Subscription, Thread
from standfirst.discussion.queries.facts import asked_from_network, was_mailed_lately
from standfirst.discussion.rules import (
    LONGEST_ADDRESS,
    MOST_WISHES_FROM_NETWORK,
    CommentRefused,
    Refusal,
    is_reached_at,
)
from standfirst.notify.actions import Envelope, queue_message, take_back_wishes
from standfirst.notify.letters import Letter, Point, laid_out
from standfirst.notify.models import Rhythm
from standfirst.notify.places import absolute, address_digest
from standfirst.people.actions import make_guest, prove_address, set_address
from standfirst.people.models import PageRole, Person
from standfirst.people.queries import merged_person
from standfirst.people.rules import is_member


@dataclass(frozen=True)
class Wish:
    """Somebody's wish to be told. ``person`` is None for a first act: then a guest is made.

    ``thread`` is where it is asked for; ``page`` an author's or a topic's, whom ``kind`` follows.
    """

    thread: Thread | None
    person: Person | None
    kind: Subscription.Kind
    address: str
    network: str = ""
    page: Page | None = None
    rhythm: Rhythm = Rhythm.AT_ONCE


@transaction.atomic
def subscribe(*, wish: Wish, now: datetime) -> Subscription:
    """Keep a wish to be told; asking twice is asking once.

    A member, or whoever has proven this address, is told from now on. Anybody else gets one mail
    that asks for confirmation, at most one per address and day whoever asks; a wish that came
    while the address rests is confirmed together with the earlier one. The answer does not tell
    whether an address is known. Raises CommentRefused for an address that is none.
    """
    address = _address_of(wish)
    _refuse_unfit(wish, address, now)
    person = wish.person or make_guest(now=now)
    if not is_member(person) and not person.email:
        person = set_address(person=person, address=address, now=now)
    subscription = _kept(wish, person, address, now)
    if is_reached_at(person, address):
        subscription.confirmed_at = subscription.confirmed_at or now
        subscription.rhythm = wish.rhythm
        subscription.save(update_fields=["confirmed_at", "rhythm"])
    elif subscription.confirmed_at is None and not was_mailed_lately(address, now):
        _ask_for_confirmation(subscription, now)
    return subscription


def welcome_authors(*, page: Page, now: datetime) -> int:
    """Tell the authors of a page from now on of questions and answers under their own; give how many.

    Once for each: who ended it is not asked again.
    """
    asked = Subscription.Kind.ASKED
    authors = Person.objects.filter(
        page_roles__page=page.pk, page_roles__role=PageRole.Role.AUTHOR, user__is_active=True
    )
    known = Subscription.objects.filter(kind=asked).values("person")
    welcomed = list(authors.exclude(pk__in=known).select_related("user").distinct())
    for author in welcomed:
        subscribe(wish=Wish(None, author, asked, ""), now=now)
    return len(welcomed)


def _kept(wish: Wish, person: Person, address: str, now: datetime) -> Subscription:
    page = wish.page
    row, _made = Subscription.objects.get_or_create(
        thread=wish.thread if wish.kind in Subscription.OF_THREADS else None,
        page=page,
        person=person,
        address__iexact=address,
        kind=wish.kind,
        ended_at=None,
        defaults={
            "address": address,
            "rhythm": wish.rhythm,
            "title": page.title if page is not None else "",
            "path": (page.get_url() or "") if page is not None else "",
            "asked_at": now,
            "network": "" if is_member(person) else wish.network,
        },
    )
    return row


@transaction.atomic
def confirm_subscription(
    *, subscription: Subscription, presser: Person | None, now: datetime
) -> Subscription:
    """Record that whoever reads the mail of this address wants to be told.

    Confirms what the same person wished for this address besides. If the one who presses the
    button is the one who asked (``presser``), the address is proven theirs; from another browser
    nothing is proven, since anybody can ask in another's name. Raises CommentRefused for a wish
    that has ended.
    """
    if subscription.ended_at is not None:
        raise CommentRefused(Refusal.LINK_WRONG)
    asked = merged_person(subscription.person)
    Subscription.objects.filter(
        person=subscription.person_id,
        address__iexact=subscription.address,
        confirmed_at__isnull=True,
        ended_at__isnull=True,
    ).update(confirmed_at=now)
    if presser is not None and presser.pk == asked.pk and not is_member(presser):
        keeper = prove_address(person=presser, address=subscription.address, now=now)
        for merged in Person.objects.filter(merged_into=keeper):
            move_rows(person=merged, into=keeper, now=now)
    return Subscription.objects.select_related("thread").get(pk=subscription.pk)


def end_subscription(*, secret: str, now: datetime) -> Subscription | None:
    """End what the secret of a mail names (RFC 8058); again is the same. None for a wrong secret."""
    subscription = Subscription.objects.select_related("thread").filter(secret=secret).first()
    if subscription is not None and subscription.ended_at is None:
        end_wishes(wishes=[subscription], now=now)
        subscription.refresh_from_db()
    return subscription


@transaction.atomic
def end_wishes(*, wishes: Collection[Subscription], now: datetime) -> None:
    """End wishes, and take back what waits in a digest by them."""
    ended = [wish.pk for wish in wishes]
    Subscription.objects.filter(pk__in=ended, ended_at__isnull=True).update(ended_at=now)
    take_back_wishes(wishes=[wish.line_key for wish in wishes], now=now)


def _address_of(wish: Wish) -> str:
    """A member is told at the address of the account, whatever the form says."""
    if wish.person is not None and wish.person.user is not None and is_member(wish.person):
        return wish.person.user.email
    return wish.address.strip()


def _refuse_unfit(wish: Wish, address: str, now: datetime) -> None:
    if wish.thread is not None and not wish.thread.is_open(now):
        # Whoever is promised mails would wait for ever.
        raise CommentRefused(Refusal.OFF if wish.thread.is_off else Refusal.CLOSED)
    try:
        validate_email(address)
    except ValidationError as error:
        raise CommentRefused(Refusal.ADDRESS_WRONG) from error
    if len(address) > LONGEST_ADDRESS:
        raise CommentRefused(Refusal.ADDRESS_WRONG)
    is_guest = wish.person is None or not is_member(wish.person)
    sent = asked_from_network(wish.network, now) if is_guest and wish.network else 0
    if sent >= MOST_WISHES_FROM_NETWORK:
        raise CommentRefused(Refusal.NETWORK_BUSY)


def _ask_for_confirmation(subscription: Subscription, now: datetime) -> None:
    path = reverse("discussion:confirm_subscription", args=[subscription.secret])
    what = str(Subscription.Kind(subscription.kind).label)
    if subscription.subject:
        what = _("{what}, “{title}”").format(what=what, title=subscription.subject)
    letter = Letter(
        subject=_("Please confirm: {what}").format(what=what),
        lede=_("Somebody, probably you, asked us to mail to this address: {what}.").format(
            what=what
        ),
        button=Point(_("If it was you, open this page and press the button"), absolute(path)),
        foot=_("If not, do nothing. You will get no other mail about this."),
    )
    text, html = laid_out(letter)
    # The day in the key holds the limit also when two ask for the same address at once.
    queue_message(
        envelope=Envelope(
            kind="discussion.confirm",
            address=subscription.address,
            subject=letter.subject,
            text=text,
            html=html,
            dedupe_key=f"confirm:{address_digest(subscription.address)}:{now:%Y-%m-%d}",
            person=subscription.person,
        ),
        now=now,
    )
    Subscription.objects.filter(pk=subscription.pk).update(mailed_at=now)
