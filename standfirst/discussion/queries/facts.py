from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from wagtail.fields import StreamField
from wagtail.models import Page

from standfirst.delivery.keys import key, thread_key
from standfirst.delivery.recording import declare, declare_soft
from standfirst.discussion.models import (
    Comment,
    DiscussionSettings,
    Report,
    Subscription,
    Thread,
    Vote,
)
from standfirst.discussion.rules import ADDRESS_REST, NETWORK_WINDOW, SAME_POST_WINDOW
from standfirst.people.models import Person
from standfirst.prepared import Prepared

# What the paper decided about its discussions: shown where there is one, not on every page.
SETTINGS_KEY = "discussions"

_settings = Prepared(lambda: DiscussionSettings.objects.order_by("pk")[:1])
_thread_of_page = Prepared(lambda page: Thread.objects.filter(page_id=page))


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


def same_post(
    *,
    author: Person,
    thread: Thread,
    parent: Comment | None,
    question: UUID | None,
    text: str,
    now: datetime,
) -> Comment | None:
    """The comment that this one would be again: same author, place and text, ten minutes young.

    "Yes." to one question and "Yes." to the next are two answers.
    """
    return (
        Comment.objects.filter(
            author=author,
            thread=thread,
            parent=parent,
            question=question,
            created_at__gt=now - SAME_POST_WINDOW,
            revisions__number=1,
            revisions__text=text,
        )
        .exclude(state=Comment.State.WITHDRAWN)
        .select_related("thread")
        .order_by("pk")
        .first()
    )


def latest_comment_of(author: Person | None) -> int | None:
    """The id of the newest comment that somebody wrote, or None."""
    if author is None:
        return None
    newest: int | None = Comment.objects.filter(author=author).aggregate(newest=Max("pk"))["newest"]
    return newest


def written_from_network(network: str, now: datetime) -> int:
    """How many comments by guests came from this network in the last minutes."""
    return Comment.objects.filter(network=network, created_at__gt=now - NETWORK_WINDOW).count()


def voted_from_network(network: str, now: datetime) -> int:
    """How many votes by guests came from this network in the last minutes."""
    return Vote.objects.filter(network=network, cast_at__gt=now - NETWORK_WINDOW).count()


def reported_from_network(network: str, now: datetime) -> int:
    """How many reports by guests came from this network in the last minutes."""
    return Report.objects.filter(network=network, reported_at__gt=now - NETWORK_WINDOW).count()


def asked_from_network(network: str, now: datetime) -> int:
    """How many wishes to be told came by guests of this network in the last minutes."""
    return Subscription.objects.filter(network=network, asked_at__gt=now - NETWORK_WINDOW).count()


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
