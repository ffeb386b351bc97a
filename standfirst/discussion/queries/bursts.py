"""Votes by newcomers in the last minutes, and the bursts that were made of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Count, F, Func, Max, Min, Q, QuerySet

from standfirst.discussion.models import Comment, Vote, VoteBurst
from standfirst.discussion.rules import BURST_WINDOW, TRUSTED_FOR
from standfirst.prepared import PreparedRows

# Written so that the database begins with the few votes of the last minutes, and not with all
# that somebody ever wrote.
_WRITER = Func(F("comment__author"), template="(+%(expressions)s)", output_field=BigIntegerField())

# What only waits for room in its network moves no score.
_COUNTS_OR_WOULD = Q(is_counted=True) | Q(is_quarantined=True)
_COLUMNS = (
    *("burst", "burst__outcome", "burst__comment", "burst__network"),
    *("total", "here", "near"),
)
_recent = PreparedRows(
    lambda author, comment, network, since: (
        Vote.objects.filter(_COUNTS_OR_WOULD, cast_at__gt=since, is_by_newcomer=True)
        .alias(writer=_WRITER)
        .filter(writer=author)
        .order_by()
        .values("burst", "burst__outcome", "burst__comment", "burst__network")
        .annotate(
            total=Count("pk"),
            here=Count("pk", filter=Q(comment=comment)),
            near=Count("pk", filter=Q(network=network)),
        )
        .values_list(*_COLUMNS)
    )
)


@dataclass(frozen=True)
class Rush:
    """What newcomers voted in the window: on one comment, on its author, from one network.

    ``burst`` is the open one that another vote there belongs to.
    """

    on_comment: int
    on_person: int
    near: int
    burst: int | None


def rush_on(comment: Comment, network: str, now: datetime) -> Rush:
    """Add up what newcomers voted in the last minutes, in one query."""
    values = {"author": comment.author_id, "comment": comment.pk, "network": network}
    rows = _recent.rows(**values, since=now - BURST_WINDOW)
    joined = (
        burst
        for burst, outcome, on, of_network, *_ in rows
        if outcome == "" and (on == comment.pk or (on is None and of_network in ("", network)))
    )
    total, here, near = (sum(row[place] for row in rows) for place in (4, 5, 6))
    return Rush(here, total, near, burst=next(joined, None))


def newcomers_votes(now: datetime, thread: int | None = None) -> int:
    """How many votes newcomers cast in the last minutes, on the whole paper or in one thread."""
    since = now - BURST_WINDOW
    rows = Vote.objects.filter(_COUNTS_OR_WOULD, cast_at__gt=since, is_by_newcomer=True)
    return (rows.filter(comment__thread=thread) if thread is not None else rows).count()


def loose_votes(burst: VoteBurst, now: datetime) -> QuerySet[Vote]:
    """The newcomers' votes of the last minutes that fit a burst and belong to none."""
    rows = Vote.objects.filter(
        cast_at__gt=now - BURST_WINDOW, is_by_newcomer=True, burst__isnull=True
    )
    if burst.comment_id is not None:
        return rows.filter(comment=burst.comment_id)
    of_person = rows.filter(comment__author=burst.author_id)
    return of_person.filter(network=burst.network) if burst.network else of_person


def was_trusted(author: int, now: datetime) -> bool:
    """Whether a moderator counted a burst on what somebody wrote, of late."""
    rows = VoteBurst.objects.filter(
        outcome=VoteBurst.Outcome.COUNTED, settled_at__gt=now - TRUSTED_FOR
    )
    return rows.filter(Q(author=author) | Q(comment__author=author)).exists()


def open_bursts() -> QuerySet[VoteBurst]:
    """Bursts that nobody has decided on, the one that waits longest first."""
    return _as_shown(VoteBurst.objects.filter(outcome="")).order_by("began_at", "pk")


def settled_bursts() -> QuerySet[VoteBurst]:
    """Bursts that were decided on, the latest first."""
    rows = VoteBurst.objects.exclude(outcome="")
    return _as_shown(rows).order_by("-settled_at", "-pk")


def _as_shown(rows: QuerySet[VoteBurst]) -> QuerySet[VoteBurst]:
    """With how many votes and from how many networks, from when to when: what a moderator needs."""
    return rows.select_related(
        "comment__author__user", "comment__current", "comment__thread", "author__user"
    ).annotate(
        ups=Count("votes", filter=Q(votes__value=1)),
        downs=Count("votes", filter=Q(votes__value=-1)),
        networks=Count("votes__network", filter=~Q(votes__network=""), distinct=True),
        comments=Count("votes__comment", distinct=True),
        first_at=Min("votes__cast_at"),
        last_at=Max("votes__cast_at"),
    )
