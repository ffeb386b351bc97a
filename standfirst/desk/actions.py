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
    answer_errors,
    approve_comment,
    follow_passages,
    hold_comment,
    leave_comment,
    note_story,
    recount_author_answers,
    remove_comment,
    restore_comment,
    set_thread_mode,
    set_thread_rules,
    settle_error,
    tell_followers,
)
from standfirst.discussion.models import Comment, ErrorReport, StoryNotice, Thread
from standfirst.discussion.queries import accepted_errors, reported_comments, waiting_comments
from standfirst.moderation.queries import longest_wait
from standfirst.newsroom.actions import (
    NewCorrection,
    date_corrections,
    draft_correction,
    note_authors,
)
from standfirst.newsroom.models import ArticlePage, ContributorPage, Correction, SectionPage
from standfirst.newsroom.queries.corrections import corrections_that_answer
from standfirst.notify.actions import Envelope, queue_message
from standfirst.people.models import User
from standfirst.people.rules import address_of, is_member, is_proven


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
    """Bring an article's thread in step with what the newsroom wants of it, and with its text.

    With its authors too: their answers are counted. Signals have no order among apps, so they are
    noted here as well as by the newsroom.
    """
    thread = set_thread_mode(
        page=article,
        mode=Thread.Mode(article.discussion),
        closes_at=article.discussion_closes_at,
        now=now,
    )
    section = SectionPage.objects.filter(path=article.path[: -Page.steplen]).first()
    writers, order = rules_of(article, section)
    set_thread_rules(thread=thread, writers=writers, order=order, now=now)
    follow_passages(page=article, now=now)
    note_story(page=article, now=now)
    note_authors(article=article, now=now)
    recount_author_answers(thread=thread, now=now)
    return thread


def match_authors(*, contributor: ContributorPage, now: datetime) -> None:
    """Count anew who answers as an author where somebody is named, who may have an account now."""
    articles = ArticlePage.objects.filter(bylines__contributor=contributor).distinct()
    for article in articles.defer("story"):
        note_authors(article=article, now=now)
        for thread in Thread.objects.filter(page_id=article.pk):
            recount_author_answers(thread=thread, now=now)


def match_rules_below(*, section: SectionPage, now: datetime) -> int:
    """Bring who may write, and in what order, in step in all threads of a section; give how many."""
    articles = {row.pk: row for row in ArticlePage.objects.child_of(section).defer("story")}
    mended = 0
    for thread in Thread.objects.filter(page__in=list(articles)):
        writers, order = rules_of(articles[thread.page_id], section)
        if (thread.writers, thread.default_order) != (writers, order):
            set_thread_rules(thread=thread, writers=writers, order=order, now=now)
            mended += 1
    return mended


def rules_of(article: ArticlePage, section: SectionPage | None) -> tuple[str, str]:
    """Say who may write and what stands first: by the article, else its section, else "" (the paper)."""
    writers, order = article.discussion_writers, article.discussion_order
    if section is None:
        return writers, order
    return writers or section.discussion_writers, order or section.discussion_order


def write_story(notice: StoryNotice, *, now: datetime) -> int:
    """Tell those who follow an author or a topic of a report that it appeared; give how many.

    A job's handler: the newsroom knows whose it is, the discussion who follows them.
    """
    article = ArticlePage.objects.filter(pk=notice.page_id).first()
    followed = followed_pages(article) if article is not None else set()
    return tell_followers(notice=notice, followed=followed, now=now)


def followed_pages(article: ArticlePage) -> set[int]:
    """Give the pages of a report's contributors and topics, by their numbers."""
    contributors = article.bylines.values_list("contributor", flat=True)
    topics = article.topic_links.values_list("topic", flat=True)
    return {*contributors, *topics}


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
    sections = {section.path: section for section in SectionPage.objects.all()}
    for article in public_pages(ArticlePage.objects.all(), now).iterator():
        thread = threads.get(article.pk)
        rules = rules_of(article, sections.get(article.path[: -Page.steplen]))
        if thread is not None and is_in_step(article, thread, rules, now):
            continue
        match_thread(article=article, now=now)
        mended += 1
    return mended


def is_in_step(article: ArticlePage, thread: Thread, rules: tuple[str, str], now: datetime) -> bool:
    """Say whether a thread is as its article is and wants it; one whose time is over is closed."""
    if (thread.writers, thread.default_order) != rules:
        return False
    wanted = Thread.Mode(article.discussion)
    closes_at = article.discussion_closes_at
    if wanted == Thread.Mode.OPEN and closes_at is not None and closes_at <= now:
        wanted = Thread.Mode.CLOSED
    follows = thread.anchored_on == article.live_revision_id
    return follows and thread.mode == wanted and thread.closes_at == closes_at


@transaction.atomic
def accept_error(*, report: ErrorReport, article: ArticlePage, user: User, now: datetime) -> None:
    """Accept a reported error, and put a note that answers it into the article's draft.

    Raises CommentRefused if somebody else was first.
    """
    settle_error(report=report, outcome=ErrorReport.Outcome.ACCEPTED, now=now)
    draft_correction(article=article, correction=NewCorrection(answers=report.pk), user=user)


@transaction.atomic
def answer_reporters(*, article: ArticlePage, now: datetime) -> int:
    """Tell the readers whose reports an article's public corrections answer; give how many mails.

    Each report is answered once, however often the article is published.
    """
    # Both follow from the same signal, in no order.
    date_corrections(article=article, now=now)
    if article.corrected_at is None:
        return 0
    told = 0
    for correction in corrections_that_answer(article.pk):
        assert correction.answers is not None
        assert correction.ref is not None
        answered = answer_errors(
            page=article, report=correction.answers, correction=correction.ref, now=now
        )
        for report in answered:
            if report.address:
                queue_message(envelope=_thanks(report, article, correction, now), now=now)
                told += 1
    return told


def answer_missed_reporters(*, now: datetime) -> int:
    """Answer what a lost signal left unanswered; give how many mails. Run by the worker."""
    waiting = list(accepted_errors().values_list("pk", flat=True))
    articles = ArticlePage.objects.live().filter(corrections__answers__in=waiting).distinct()
    return sum(answer_reporters(article=article, now=now) for article in articles)


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


def _thanks(
    report: ErrorReport, article: ArticlePage, correction: Correction, now: datetime
) -> Envelope:
    address = f"{settings.STANDFIRST_BASE_URL.rstrip('/')}{report.thread.address}"
    text = _(
        "Thank you. You told us of an error in “{title}”, and it is corrected:\n\n"
        "{words}\n\n{address}\n\n"
        "We had your address from your report, and write to it this once.\n"
    ).format(
        title=article.title,
        words=correction.words,
        address=f"{address}#correction-{correction.ref}",
    )
    reporter = report.reporter
    is_known = report.address == address_of(reporter) and (
        is_member(reporter) or is_proven(reporter)
    )
    # Anybody can give another's address; that has one such mail a day.
    once = f"{report.pk}" if is_known else f"{report.address.lower()}:{now:%Y-%m-%d}"
    return Envelope(
        kind="error_corrected",
        address=report.address,
        subject=_("Corrected: {title}").format(title=article.title),
        text=text,
        dedupe_key=f"corrected:{once}",
        person=reporter,
    )


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
