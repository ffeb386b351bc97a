"""Reads of notices: what waits, what was given lately, and by whom."""

from datetime import datetime

from django.db.models import Case, Count, IntegerField, Prefetch, Q, QuerySet, Value, When

from standfirst.moderation.models import Decision, Notice, NoticedThing
from standfirst.moderation.notice_rules import (
    COUNTED_FOR,
    DAY,
    HOUR,
    MOST_UNFOUNDED,
    MOST_UNFOUNDED_FROM_NETWORK,
    NewNotice,
    is_known_at,
    suspended_until,
)
from standfirst.people.owners import Export, Owner, told
from standfirst.people.rules import is_member

_GRAVITY = Case(
    *(
        When(category=category, then=Value(place))
        for place, category in enumerate(Notice.Category.values)
    ),
    output_field=IntegerField(),
)
_THINGS = NoticedThing.objects.select_related("decision", "decision__facts").order_by("pk")


def waiting_notices() -> QuerySet[Notice]:
    """Notices that somebody has to decide on: the gravest first, of these the oldest."""
    rows = Notice.objects.filter(decided_at__isnull=True).annotate(gravity=_GRAVITY)
    things = Prefetch("things", queryset=_THINGS)
    return rows.order_by("gravity", "given_at", "pk").prefetch_related(things)


def settled_notices() -> QuerySet[Notice]:
    """Notices that were decided, the latest first."""
    rows = Notice.objects.filter(decided_at__isnull=False)
    return rows.order_by("-decided_at", "-pk").prefetch_related(
        Prefetch("things", queryset=_THINGS)
    )


def number_of_notices() -> int:
    """How many notices wait for a decision."""
    return Notice.objects.filter(decided_at__isnull=True).count()


def notice_of_secret(secret: str) -> Notice | None:
    """The notice whose page this is, with what it is about, or None."""
    rows = Notice.objects.filter(secret=secret).prefetch_related(
        Prefetch("things", queryset=_THINGS)
    )
    return rows.first()


def by_same_sender(new: NewNotice) -> Q:
    """What the same person gave, or whoever without an account gave the same address there.

    Anybody can type any address: from elsewhere that must not keep its owner, whom we do not know
    yet, from giving notices.
    """
    if new.notifier is None:
        found = Q(pk__in=())
    else:
        found = Q(notifier=new.notifier)
        if is_member(new.notifier) or is_known_at(new.notifier, new.address):
            return found
    if new.address:
        found |= Q(address__iexact=new.address, network=new.network)
    return found


def given_lately(new: NewNotice, now: datetime) -> list[tuple[str, datetime]]:
    """What the same sender gave within a day, and when; newest first."""
    rows = Notice.objects.filter(by_same_sender(new), given_at__gt=now - DAY)
    return list(rows.order_by("-given_at").values_list("words", "given_at"))


def given_from_network(network: str, now: datetime) -> int:
    """How many notices guests of a network gave within the last hour."""
    return Notice.objects.filter(network=network, given_at__gt=now - HOUR).count()


def refused_until(new: NewNotice, now: datetime) -> datetime | None:
    """Until when nothing is taken from this sender, who often gave unfounded ones; None if it is."""
    unfounded = Notice.objects.filter(is_unfounded=True, decided_at__gt=now - COUNTED_FOR)
    own = [
        at
        for at in unfounded.filter(by_same_sender(new)).values_list("decided_at", flat=True)
        if at
    ]
    until = suspended_until(own, MOST_UNFOUNDED, now)
    if until is not None or not new.network:
        return until
    near = [
        at
        for at in unfounded.filter(network=new.network).values_list("decided_at", flat=True)
        if at
    ]
    return suspended_until(near, MOST_UNFOUNDED_FROM_NETWORK, now)


def notices_of(owner: Owner) -> Export:
    """Give the notices that a person gave, and what they are about; not the secrets of their pages."""
    mine = Notice.objects.filter(owner.holds(person="notifier", address="address"))
    things = NoticedThing.objects.filter(notice__in=mine)
    return {
        "notices of illegal content": told(mine, without=("secret",)),
        "things that your notices are about": told(things),
    }


def unfounded_by(notices: list[Notice]) -> dict[int, int]:
    """How many unfounded notices the same persons gave before, by person, in one query."""
    people = {notice.notifier_id for notice in notices if notice.notifier_id is not None}
    rows = Notice.objects.filter(notifier__in=people, is_unfounded=True)
    counted = rows.order_by().values("notifier").annotate(n=Count("pk"))
    return {row["notifier"]: row["n"] for row in counted}


def last_decision(kind: str, subject: int) -> Decision | None:
    """The newest decision on a thing, to be asked under its owner's lock."""
    rows = Decision.objects.filter(subject_kind=kind, subject_id=subject)
    return rows.order_by("-pk").first()
