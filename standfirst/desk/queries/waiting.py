"""Lists of comments that moderators work through: which, in what order, from where on.

By keyset, so that the thousandth page costs what the first does and a decision shifts nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q, QuerySet

from standfirst.discussion.models import Comment, Report
from standfirst.discussion.queries import (
    removed_comments,
    reported_comments,
    waiting_comments,
)
from standfirst.lib.keyset import decode_cursor, encode_cursor
from standfirst.lib.row_key import row_key
from standfirst.lib.text import one_line
from standfirst.moderation.models import Screening

SUBJECT_KIND = "comment"
PAGE_SIZE = 25
MOST_WORDS = 5


class Queue(StrEnum):
    """The lists of comments."""

    HELD = "held"
    REPORTED = "reported"
    REMOVED = "removed"


@dataclass(frozen=True)
class Wanted:
    """What of a list is looked at: under one page, by one person, for one reason, with words.

    ``reason`` is one of the screens', or, among reported comments, one that readers gave.
    """

    thread: int | None = None
    person: int | None = None
    reason: str = ""
    words: str = ""

    @classmethod
    def asked(cls, data: Mapping[str, str]) -> "Wanted":
        """Read it from an address or a form; what is no number is left out."""
        return cls(
            thread=row_key(data.get("thread", "")),
            person=row_key(data.get("person", "")),
            reason=one_line(data.get("reason", ""))[:60],
            words=one_line(data.get("words", ""))[:200].replace("\x00", ""),
        )

    @property
    def is_any(self) -> bool:
        """Whether anything is left out of the list."""
        return self != Wanted()

    @property
    def query(self) -> str:
        """The same as an address has it."""
        given = {"thread": self.thread, "person": self.person}
        said = {"reason": self.reason, "words": self.words}
        return urlencode({name: value for name, value in {**given, **said}.items() if value})


@dataclass(frozen=True)
class ListPage:
    """A page of a list; ``next`` is where the one behind it begins, "" at the end."""

    comments: list[Comment]
    next: str


def comments_in(queue: Queue, wanted: Wanted | None = None) -> QuerySet[Comment]:
    """The comments of a list, the one to look at first standing first."""
    rows = {
        Queue.HELD: waiting_comments,
        Queue.REPORTED: reported_comments,
        Queue.REMOVED: removed_comments,
    }[queue]()
    return rows if wanted is None else _only(rows, queue, wanted)


def list_page(queue: Queue, wanted: Wanted, after: str) -> ListPage:
    """Give a page of a list from a cursor on; from the beginning for what is no cursor."""
    rows = _behind(comments_in(queue, wanted), queue, after)
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    is_more = len(found) > PAGE_SIZE
    return ListPage(shown, next=_cursor_of(queue, shown[-1]) if is_more else "")


def still_in(queue: Queue, ids: list[int]) -> set[int]:
    """Which of these comments are still in a list."""
    rows = comments_in(queue).filter(pk__in=ids).select_related(None).order_by()
    return set(rows.values_list("pk", flat=True))


def _only(rows: QuerySet[Comment], queue: Queue, wanted: Wanted) -> QuerySet[Comment]:
    if wanted.thread is not None:
        rows = rows.filter(thread=wanted.thread)
    if wanted.person is not None:
        rows = rows.filter(author=wanted.person)
    if wanted.reason and queue is Queue.REPORTED:
        given = Report.objects.filter(
            comment=OuterRef("pk"), reason=wanted.reason, settled_at__isnull=True
        )
        rows = rows.filter(Exists(given))
    elif wanted.reason:
        found = Screening.objects.filter(subject_kind=SUBJECT_KIND, subject_id=OuterRef("pk"))
        rows = rows.filter(Exists(found.filter(reason=wanted.reason)))
    for word in wanted.words.split()[:MOST_WORDS]:
        rows = rows.filter(current__text__icontains=word)
    return rows


def _behind(rows: QuerySet[Comment], queue: Queue, after: str) -> QuerySet[Comment]:
    match queue, decode_cursor(after):
        case Queue.HELD, (str() as text, int() as pk) if at := cursor_time(text):
            same = Q(state_changed_at=at, pk__gt=pk)
            # The first condition alone is what an index can begin at.
            rows = rows.filter(state_changed_at__gte=at)
            return rows.filter(Q(state_changed_at__gt=at) | same)
        case Queue.REMOVED, (str() as text, int() as pk) if at := cursor_time(text):
            same = Q(state_changed_at=at, pk__lt=pk)
            rows = rows.filter(state_changed_at__lte=at)
            return rows.filter(Q(state_changed_at__lt=at) | same)
        case Queue.REPORTED, (int() as number, str() as text, int() as pk) if at := cursor_time(
            text
        ):
            later = Q(first_reported_at__gt=at) | Q(first_reported_at=at, pk__gt=pk)
            return rows.filter(Q(open_reports__lt=number) | Q(open_reports=number) & later)
        case _:
            return rows


def _cursor_of(queue: Queue, comment: Comment) -> str:
    if queue is Queue.REPORTED:
        reports: int = getattr(comment, "open_reports")  # noqa: B009 -- annotated
        first: datetime = getattr(comment, "first_reported_at")  # noqa: B009
        return encode_cursor(reports, first.isoformat(), comment.pk)
    return encode_cursor(comment.state_changed_at.isoformat(), comment.pk)


def cursor_time(text: str) -> datetime | None:
    """Read a moment back from a cursor; None for what is none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
