"""Telling those who asked, however many they are: what notices of all kinds have in common."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from standfirst.discussion.models import Subscription
from standfirst.notify.actions import News, tell_all
from standfirst.notify.models import Rhythm

AT_ONCE = 200
_BY_RHYTHM = tuple(Rhythm)


def in_order_of_urgency(
    wishes: Iterable[Subscription], kinds: Sequence[Subscription.Kind]
) -> list[Subscription]:
    """Order wishes so that the first of an address is how it is told: soonest, then by these kinds."""
    return sorted(
        wishes,
        key=lambda wish: (
            _BY_RHYTHM.index(Rhythm(wish.rhythm)),
            kinds.index(Subscription.Kind(wish.kind)),
            wish.pk,
        ),
    )


def tell_by_wishes(
    *, wishes: Sequence[Subscription], news: Callable[[Subscription], News], now: datetime
) -> int:
    """Tell the address of each wish, some hundreds in a transaction; give how many were told."""
    told = 0
    for start in range(0, len(wishes), AT_ONCE):
        told += len(
            tell_all(news=[news(wish) for wish in wishes[start : start + AT_ONCE]], now=now)
        )
    return told
