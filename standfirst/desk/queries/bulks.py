"""Which comments somebody wants to decide on at once, and how far that is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from rapidfuzz import fuzz, process

from standfirst.desk.queries.waiting import Queue, Wanted, comments_in
from standfirst.discussion.models import Comment
from standfirst.lib.text import fold, one_line
from standfirst.moderation.models import Bulk, BulkItem

# Of what is longer, the rest is for another time.
MOST_AT_ONCE = 10_000
# In percent of what would have to be changed to make one text of the other (Indel).
ALIKE = 90


@dataclass(frozen=True)
class Progress:
    """Of so many things so many were decided on, and so many left out."""

    total: int
    done: int
    left_out: int

    @property
    def waits(self) -> int:
        """How many are still to come."""
        return self.total - self.done - self.left_out


def comments_by_author_of(queue: Queue, comment: Comment) -> list[Comment]:
    """What of a list the author of a comment wrote."""
    return list(comments_in(queue, Wanted(person=comment.author_id))[:MOST_AT_ONCE])


def comments_like(queue: Queue, comment: Comment) -> list[Comment]:
    """What of a list says nearly the same as a comment, and that itself if it is there.

    Case, accents and spaces aside.
    """
    text = comment.current.text if comment.current else ""
    rows = comments_in(queue).filter(current__isnull=False).select_related(None).order_by("-pk")
    texts = dict(rows.values_list("pk", "current__text")[:MOST_AT_ONCE])
    alike = process.extract(
        text, texts, scorer=fuzz.ratio, processor=_plain, score_cutoff=ALIKE, limit=None
    )
    return _in_order(queue, [pk for _, _, pk in alike])


def comments_picked(queue: Queue, ids: Iterable[int]) -> list[Comment]:
    """What of a list was picked by number."""
    return _in_order(queue, ids)


def progress_of(bulk: Bulk) -> Progress:
    """How far a bulk is, in one query."""
    rows = BulkItem.objects.filter(part__bulk=bulk).order_by().values_list("outcome")
    numbers = dict(rows.annotate(number=Count("pk")))
    done = numbers.get(BulkItem.Outcome.DONE.value, 0)
    left_out = numbers.get(BulkItem.Outcome.LEFT_OUT.value, 0)
    return Progress(sum(numbers.values()), done, left_out)


def _in_order(queue: Queue, ids: Iterable[int]) -> list[Comment]:
    return list(comments_in(queue).filter(pk__in=list(ids))[:MOST_AT_ONCE])


def _plain(text: str) -> str:
    return one_line(fold(text))
