from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol, TypeVar, runtime_checkable
from uuid import UUID

from django.db.models import CharField, Count, Func, Model, Q, QuerySet
from wagtail.fields import StreamField
from wagtail.models import Page

from standfirst.delivery.keys import key, thread_key
from standfirst.delivery.recording import declare, declare_soft
from standfirst.discussion.models import (
    Comment,
    DiscussionSettings,
    ErrorReport,
    Report,
    Subscription,
    Thread,
    Vote,
)
from standfirst.discussion.rules import (
    ADDRESS_REST,
    NETWORK_WINDOW,
    SAME_POST_WINDOW,
    Lock,
    stands_in,
)
from standfirst.lib.secret import digest_of
from standfirst.people.models import Person
from standfirst.prepared import Prepared, PreparedRows

Network = TypeVar("Network", bound=Model)

# What the paper decided about its discussions: shown where there is one, not on every page.
SETTINGS_KEY = "discussions"
# Whether a moderator is there, and until when: soft on every page with a form.
HOURS_KEY = "duty"

# More is not asked for of one person's texts.
MOST_TEXTS = 50
# For how long a removal speaks against what its author writes next.
REMEMBERED = timedelta(days=90)

_settings = Prepared(lambda: DiscussionSettings.objects.order_by("pk")[:1])
_thread_of_page = Prepared(lambda page: Thread.objects.filter(page_id=page))
_newest_of = PreparedRows(
    lambda author: Comment.objects.filter(author=author).order_by("-pk").values_list("pk")[:1]
)
_latest_in_thread = PreparedRows(
    lambda author, thread: (
        Comment.objects.filter(author=author, thread=thread)
        .order_by("-created_at")
        .values_list("created_at")[:1]
    )
)
_locks_in = PreparedRows(
    lambda thread: (
        Comment.objects.filter(thread=thread, mark__locked_at__isnull=False)
        .order_by("pk")
        .values_list("pk", "branch", "path")
    )
)
_texts_of = PreparedRows(
    lambda author, since: (
        Comment.objects.filter(author=author, created_at__gt=since, imported_from="")
        .order_by("-created_at")
        .values_list("current__text", "created_at")[:MOST_TEXTS]
    )
)
_record_of = PreparedRows(
    lambda author, since: (
        Comment.objects.filter(author=author)
        .order_by()
        .values("author")
        .annotate(
            visible=Count("pk", filter=Q(state=Comment.State.VISIBLE)),
            removed=Count("pk", filter=Q(state=Comment.State.REMOVED, state_changed_at__gt=since)),
        )
        .values_list("visible", "removed")
    )
)
_written = PreparedRows(
    lambda network, since: _counted(
        _by_network(Comment.objects.filter(created_at__gt=since), network), "network"
    )
)
# Written into the SQL as it stands in the condition of the indexes by network: SQLite does not see
# that a value still to come fulfils that, and would read the whole table.
_NO_NETWORK = Func(template="''", output_field=CharField())


def _by_network(rows: "QuerySet[Network]", network: Any) -> "QuerySet[Network]":
    return rows.filter(network=network).exclude(network=_NO_NETWORK)


def _counted(rows: "QuerySet[Comment]", alike: str) -> Any:
    """Count rows that are alike in one column: one row with their number, or none."""
    return rows.order_by().values(alike).annotate(number=Count("pk")).values_list("number")


# The same of the index of keys.
_sent_as = Prepared(
    lambda digest, thread, since: (
        Comment.objects.select_related("thread", "author", "author__user", "current")
        .filter(sent_as=digest, thread=thread, created_at__gt=since)
        .exclude(sent_as=_NO_NETWORK)
    )
)


def talk_key(page_id: int) -> str:
    """Name whether and how a page is discussed: hard on the page itself, on no list that names it."""
    return key("talk", page_id)


def votes_key(thread_id: int) -> str:
    """Name the scores in a thread: soft on every page, since a vote must not cost a render."""
    return key("votes", thread_id)


def discussion_settings() -> DiscussionSettings:
    """What the paper decided about its discussions; the defaults until somebody says."""
    declare(SETTINGS_KEY)
    return _settings.first() or DiscussionSettings()


def thread_of_page(page: Page) -> Thread | None:
    """The thread of a page, or None: it has none, or is not saved yet.

    Soft but for opening, closing and losses.
    """
    if page.pk is None:
        return None
    declare(talk_key(page.pk))
    thread = _thread_of_page.first(page=page.pk)
    if thread is not None:
        declare_soft(thread_key(thread.pk))
    return thread


def thread_counted_of(page: Page) -> Thread | None:
    """The thread of a page of which no more than numbers are told: none, or one that is off, is None.

    Soft in every way: opening and closing change no number.
    """
    declare_soft(talk_key(page.pk))
    thread = _thread_of_page.first(page=page.pk)
    return None if thread is None or thread.is_off else thread


@dataclass(frozen=True)
class Spot:
    """What a comment is said to: another comment, a question, the words of a passage, or the page."""

    parent: int | None = None
    question: UUID | None = None
    quote: str | None = None


def same_post(
    *, author: Person, thread: Thread, spot: Spot, text: str, now: datetime
) -> Comment | None:
    """The comment that this one would be again: same author, spot and text, ten minutes young.

    "Yes." to one question and "Yes." to the next are two answers.
    """
    known = {name: value for name, value in asdict(spot).items() if value is not None}
    asked = _same_posts(tuple(known))
    since = now - SAME_POST_WINDOW
    return asked.first(author=author.pk, thread=thread.pk, text=text, since=since, **known)


def sent_before(
    *, key: str, author: Person | None, thread: Thread, text: str, now: datetime
) -> Comment | None:
    """The comment that a form with this key was stored as, within ten minutes and there, or None.

    White space may differ: a browser that sends again may have written it otherwise. Whoever is not
    known (``author`` None) gets a guest's: only the browser that made the key has it.
    """
    found = _sent_as.first(digest=digest_of(key), thread=thread.pk, since=now - SAME_POST_WINDOW)
    if found is None or found.current is None or found.state == Comment.State.WITHDRAWN:
        return None
    is_theirs = found.author_id == author.pk if author else found.author.user_id is None
    return found if is_theirs and found.current.text.split() == text.split() else None


# What a spot is in the table of comments.
_SPOTS = {"parent": "parent", "question": "question", "quote": "anchor__quote"}


@lru_cache(maxsize=8)
def _same_posts(known: tuple[str, ...]) -> Prepared[Comment]:
    """The same post, at a spot of which this is known; what is not known is NULL."""

    def build(**slots: Any) -> Any:
        place = {_SPOTS[name]: slots[name] for name in known}
        nothing = {f"{_SPOTS[name]}__isnull": True for name in set(_SPOTS) - set(known)}
        rows = Comment.objects.filter(
            author=slots["author"],
            thread=slots["thread"],
            created_at__gt=slots["since"],
            revisions__number=1,
            revisions__text=slots["text"],
            **place,
            **nothing,
        )
        standing = rows.exclude(state=Comment.State.WITHDRAWN)
        return standing.select_related("thread").order_by("pk")[:1]

    return Prepared(build, names=("author", "thread", "since", "text", *known))


def latest_comment_of(author: Person | None) -> int | None:
    """The id of the newest comment that somebody wrote, or None."""
    if author is None:
        return None
    newest = _newest_of.first(author=author.pk)
    return newest[0] if newest is not None else None


def latest_in_thread(author: Person, thread: Thread) -> datetime | None:
    """When somebody wrote in a thread last, or None."""
    latest = _latest_in_thread.first(author=author.pk, thread=thread.pk)
    return latest[0] if latest is not None else None


def locks_in(thread: Thread) -> tuple[Lock, ...]:
    """The comments of a thread that take no replies. No query in a thread that has none."""
    if not thread.lock_count:
        return ()
    return tuple(Lock(*row) for row in _locks_in.rows(thread=thread.pk))


def is_locked(comment: Comment, thread: Thread) -> bool:
    """Whether a comment takes no replies, because of itself or of anything that it answers."""
    locks = locks_in(thread)
    at: Comment | None = comment
    while locks and at is not None:
        if any(stands_in(at, lock) for lock in locks):
            return True
        at = at.branch
    return False


def texts_since(author: Person, since: datetime) -> list[tuple[str, datetime]]:
    """What somebody wrote here since then, as it reads now, and when; newest first."""
    rows = _texts_of.rows(author=author.pk, since=since)
    return [(text or "", at) for text, at in rows]


def record_of(author: Person, now: datetime) -> tuple[int, int]:
    """How many comments of somebody's anybody may read, and how many were removed in 90 days."""
    row = _record_of.first(author=author.pk, since=now - REMEMBERED)
    return (row[0], row[1]) if row is not None else (0, 0)


def written_from_network(network: str, now: datetime) -> int:
    """How many comments by guests came from this network in the last minutes."""
    return _count(_written.first(network=network, since=now - NETWORK_WINDOW))


def _count(row: tuple[int] | None) -> int:
    return row[0] if row is not None else 0


def voted_from_network(network: str, now: datetime) -> int:
    """How many votes by guests came from this network in the last minutes."""
    rows = Vote.objects.filter(cast_at__gt=now - NETWORK_WINDOW)
    return _by_network(rows, network).count()


def reported_from_network(network: str, now: datetime) -> int:
    """How many reports by guests came from this network in the last minutes."""
    rows = Report.objects.filter(reported_at__gt=now - NETWORK_WINDOW)
    return _by_network(rows, network).count()


def errors_from_network(network: str, now: datetime) -> int:
    """How many reports of errors by guests came from this network in the last minutes."""
    rows = ErrorReport.objects.filter(reported_at__gt=now - NETWORK_WINDOW)
    return _by_network(rows, network).count()


def asked_from_network(network: str, now: datetime) -> int:
    """How many wishes to be told came by guests of this network in the last minutes."""
    rows = Subscription.objects.filter(asked_at__gt=now - NETWORK_WINDOW)
    return _by_network(rows, network).count()


def was_mailed_lately(address: str, now: datetime) -> bool:
    """Whether an address was asked for confirmation within the last day, by whomever."""
    since = now - ADDRESS_REST
    return Subscription.objects.filter(address__iexact=address, mailed_at__gt=since).exists()


def block_stands_in_page(thread: Thread, block: UUID) -> bool:
    """Whether a block of this id stands in any story of the thread's page, whatever its type."""
    if thread.page is None:
        return False
    page = thread.page.specific
    fields = page._meta.fields  # noqa: SLF001 -- Django documents it
    stories = (getattr(page, field.name) for field in fields if isinstance(field, StreamField))
    wanted = str(block)
    return any(wanted in _block_ids(story.raw_data) for story in stories)


@runtime_checkable
class WithQuestions(Protocol):
    """A page whose editors ask readers something, and close that."""

    def closed_questions(self) -> set[str]:
        """Give the ids of the blocks whose question takes no answers any more."""
        ...


def is_question_closed(thread: Thread, block: UUID) -> bool:
    """Whether the editors' question of the thread's page takes no answers any more."""
    page = thread.page.specific if thread.page is not None else None
    return isinstance(page, WithQuestions) and str(block) in page.closed_questions()


def _block_ids(data: Iterable[Any]) -> set[str]:
    """Ids of all blocks in a stream's stored form, however deep."""
    found: set[str] = set()
    waiting: list[Any] = list(data)
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            if "id" in item and "type" in item:
                found.add(str(item["id"]))
            waiting.extend(item.values())
        elif isinstance(item, list):
            waiting.extend(item)
    return found
