"""All that an address is told of, changed from one page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from standfirst.discussion.actions.subscriptions import Wish, end_wishes, subscribe
from standfirst.discussion.models import Subscription
from standfirst.discussion.queries.wishes import wishes_at
from standfirst.notify.actions import QuietHours, keep_quiet
from standfirst.notify.models import Mailbox, Rhythm
from standfirst.people.models import Person


@dataclass(frozen=True)
class Choices:
    """What a reader chose: a rhythm for each wish, by its number, None to end it.

    ``asked`` is what they want to be told about themselves besides.
    """

    rhythms: Mapping[int, Rhythm | None]
    asked: Mapping[Subscription.Kind, Rhythm]
    quiet: QuietHours


@transaction.atomic
def settle_wishes(
    *, mailbox: Mailbox, person: Person | None, choices: Choices, now: datetime
) -> None:
    """Change what a mailbox is told of, how often, and its quiet hours.

    Only of what this address is told now; ``person`` is whom it is known to reach, if anybody.
    """
    live = list(wishes_at(mailbox.address))
    end_wishes(
        wishes=[wish for wish in live if choices.rhythms.get(wish.pk, wish.rhythm) is None], now=now
    )
    for wish in live:
        rhythm = choices.rhythms.get(wish.pk)
        if rhythm is not None and rhythm != wish.rhythm:
            Subscription.objects.filter(pk=wish.pk).update(rhythm=rhythm)
    if person is not None:
        for kind, rhythm in choices.asked.items():
            asked = Wish(None, person, kind, mailbox.address, rhythm=rhythm)
            subscribe(wish=asked, now=now)
    keep_quiet(mailbox=mailbox, hours=choices.quiet, now=now)


def end_all_wishes(*, mailbox: Mailbox, now: datetime) -> None:
    """End everything that a mailbox is told of (RFC 8058); again is the same."""
    end_wishes(wishes=list(wishes_at(mailbox.address)), now=now)
