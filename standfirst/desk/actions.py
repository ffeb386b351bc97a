from collections.abc import Callable, Mapping
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from standfirst.delivery.public import public_pages
from standfirst.discussion.actions import (
    Judgement,
    approve_comment,
    follow_passages,
    hold_comment,
    leave_comment,
    remove_comment,
    restore_comment,
    set_thread_mode,
)
from standfirst.discussion.models import Comment, Thread
from standfirst.discussion.queries import reported_comments, waiting_comments
from standfirst.moderation.queries import longest_wait
from standfirst.newsroom.models import ArticlePage
from standfirst.notify.actions import Envelope, queue_message
from standfirst.people.models import User


class Verb(StrEnum):
    """What a moderator can do with a comment."""

    APPROVE = "approve"
    REMOVE = "remove"
    RESTORE = "restore"
    HOLD = "hold"
    LEAVE = "leave"


DECISIONS: Mapping[Verb, Callable[..., Comment]] = {
    Verb.APPROVE: approve_comment,
    Verb.REMOVE: remove_comment,
    Verb.RESTORE: restore_comment,
    Verb.HOLD: hold_comment,
    Verb.LEAVE: leave_comment,
}


def decide(*, verb: Verb, judgement: Judgement, now: datetime) -> Comment:
    """Carry out a moderator's decision.

    Raises CommentRefused when another moderator was first, the author edited it since, or a
    reason is missing.
    """
    return DECISIONS[verb](judgement=judgement, now=now)


@transaction.atomic
def match_thread(*, article: ArticlePage, now: datetime) -> Thread:
    """Bring an article's thread in step with what the newsroom wants of it, and with its text."""
    thread = set_thread_mode(
        page=article,
        mode=Thread.Mode(article.discussion),
        closes_at=article.discussion_closes_at,
        now=now,
    )
    follow_passages(page=article, now=now)
    return thread


def match_threads_below(*, page: Page, now: datetime) -> int:
    """Bring the threads of all articles of and below a page in step; give how many."""
    articles = ArticlePage.objects.descendant_of(page, inclusive=True)
    for article in articles.filter(live=True).iterator():
        match_thread(article=article, now=now)
    return int(articles.count())


def match_threads(*, now: datetime) -> int:
    """Compare all public articles with their threads and mend what a lost signal left behind.

    Gives how many were made or changed. Run by the worker: events are for speed, sweeps for truth.
    """
    mended = 0
    threads = {thread.page_id: thread for thread in Thread.objects.filter(page__isnull=False)}
    for article in public_pages(ArticlePage.objects.all(), now).iterator():
        thread = threads.get(article.pk)
        if thread is not None and is_in_step(article, thread, now):
            continue
        match_thread(article=article, now=now)
        mended += 1
    return mended


def is_in_step(article: ArticlePage, thread: Thread, now: datetime) -> bool:
    """Say whether a thread is as its article is and wants it; one whose time is over is closed."""
    wanted = Thread.Mode(article.discussion)
    closes_at = article.discussion_closes_at
    if wanted == Thread.Mode.OPEN and closes_at is not None and closes_at <= now:
        wanted = Thread.Mode.CLOSED
    follows = thread.anchored_on == article.live_revision_id
    return follows and thread.mode == wanted and thread.closes_at == closes_at


def remind_moderators(*, now: datetime) -> int:
    """Mail whoever moderates when something has waited too long; at most one mail an hour each.

    Gives how many mails were queued.
    """
    since = now - longest_wait()
    overdue = (
        waiting_comments().filter(state_changed_at__lte=since).count()
        + reported_comments(until=since).count()
    )
    if not overdue:
        return 0
    people = list(moderators())
    for user in people:
        queue_message(envelope=_reminder(user, overdue, now), now=now)
    return len(people)


def moderators() -> list[User]:
    """The people who may decide on comments and can sign in; owners only where nobody else can."""
    may = Permission.objects.filter(
        content_type__app_label="discussion", codename="moderate_comments"
    )
    active = User.objects.filter(is_active=True).distinct()
    named = active.filter(Q(groups__permissions__in=may) | Q(user_permissions__in=may))
    return list(named) or list(active.filter(is_superuser=True))


def _reminder(user: User, overdue: int, now: datetime) -> Envelope:
    desk = settings.STANDFIRST_BASE_URL.rstrip("/") + reverse("desk_queue", args=["held"])
    waits = ngettext(
        "One comment waits for a decision.", "{count} comments wait for a decision.", overdue
    ).format(count=overdue)
    return Envelope(
        kind="moderators_reminder",
        address=user.email,
        subject=waits,
        text=_("{waits}\n\nThe desk: {desk}\n").format(waits=waits, desk=desk),
        dedupe_key=f"reminder:{user.pk}:{now:%Y-%m-%dT%H}",
    )
