"""What is measured of discussions to say how heated they are: four queries, whatever their number."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TypeVar

from standfirst.discussion.models import Comment, Report, VoteBurst
from standfirst.moderation.drafts import ANNOUNCED, Kind
from standfirst.moderation.heat import Signals
from standfirst.moderation.screen_queries import held_by_screens

# Over these times; a thread with fewer comments in a window has no share that would say anything.
MINUTES = 5
WINDOW = timedelta(minutes=15)
LEAST_FOR_SHARE = 10
# Of more comments in a window not each is counted: then it is heated in any case.
MOST_LOOKED_AT = 5_000
# Of one person, or of the guests of one network, no more is heat: else one could close a discussion.
MOST_OF_ONE = 3

Row = TypeVar("Row", bound=Hashable)


def heat_signals(now: datetime) -> dict[int, Signals]:
    """Measure each thread in which something happened lately, by its number."""
    since = now - WINDOW
    newest = Comment.objects.order_by("-pk").values_list(
        "pk", "thread_id", "created_at", "author_id", "network"
    )
    recent = [row for row in newest[:MOST_LOOKED_AT] if row[2] > since]
    rows = list(
        _few_of_one(
            ((thread, network or author), (pk, thread, at))
            for pk, thread, at, author, network in recent
        )
    )
    thread_of = {pk: thread for pk, thread, _at in rows}
    all_of = Counter(thread_of.values())
    fast = Counter(thread for _pk, thread, at in rows if at > now - timedelta(minutes=MINUTES))
    held = Counter(
        thread_of[pk]
        for pk in held_by_screens(Kind.COMMENT)
        .filter(subject_id__in=list(thread_of))
        .exclude(reason__in=ANNOUNCED)
        .values_list("subject_id", flat=True)
        .distinct()
    )
    reports = _reports(since)
    bursts = Counter(
        VoteBurst.objects.filter(outcome="", began_at__gt=since, comment__isnull=False).values_list(
            "comment__thread_id", flat=True
        )
    )
    return {
        thread: Signals(
            comments=fast[thread] / MINUTES,
            held=100 * held[thread] / all_of[thread] if all_of[thread] >= LEAST_FOR_SHARE else 0,
            reports=reports[thread],
            bursts=bursts[thread],
        )
        for thread in {*all_of, *reports, *bursts}
    }


def _reports(since: datetime) -> Counter[int]:
    """Count by thread who has reported what is not settled: each once, however much it is."""
    reporters = (
        Report.objects.filter(settled_at__isnull=True, reported_at__gt=since)
        .order_by()
        .values_list("comment__thread_id", "reporter_id", "network")
        .distinct()
    )
    whose = (((thread, network or person), thread) for thread, person, network in reporters)
    return Counter(_few_of_one(whose))


def _few_of_one(rows: Iterable[tuple[Hashable, Row]]) -> Iterator[Row]:
    """Give rows, each of which says whose it is, without those of somebody that are too many."""
    seen = Counter[Hashable]()
    for whose, row in rows:
        seen[whose] += 1
        if seen[whose] <= MOST_OF_ONE:
            yield row
