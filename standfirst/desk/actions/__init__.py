"""Every write of the desk: what joins writes of several apps, and what a moderator decides."""

from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page

from standfirst.delivery.public import public_pages
from standfirst.desk.actions.deciding import Verb, decide, undo_act
from standfirst.discussion.actions import (
    ThreadRules,
    answer_errors,
    follow_passages,
    note_story,
    recount_author_answers,
    set_thread_mode,
    set_thread_rules,
    settle_error,
    tell_followers,
    welcome_authors,
)
from standfirst.discussion.models import ErrorReport, StoryNotice, Thread
from standfirst.discussion.queries import accepted_errors
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

__all__ = [
    "Verb",
    "accept_error",
    "answer_missed_reporters",
    "answer_reporters",
    "decide",
    "followed_pages",
    "is_in_step",
    "match_authors",
    "match_rules_below",
    "match_thread",
    "match_threads",
    "match_threads_below",
    "moderators",
    "rules_of",
    "undo_act",
    "write_story",
]


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
    set_thread_rules(thread=thread, **asdict(rules_of(article, section)), now=now)
    follow_passages(page=article, now=now)
    note_story(page=article, now=now)
    note_authors(article=article, now=now)
    welcome_authors(page=article, now=now)
    recount_author_answers(thread=thread, now=now)
    return thread


def match_authors(*, contributor: ContributorPage, now: datetime) -> None:
    """Count anew who answers as an author where somebody is named, who may have an account now."""
    articles = ArticlePage.objects.filter(bylines__contributor=contributor).distinct()
    for article in articles.defer("story"):
        note_authors(article=article, now=now)
        welcome_authors(page=article, now=now)
        for thread in Thread.objects.filter(page_id=article.pk):
            recount_author_answers(thread=thread, now=now)


def match_rules_below(*, section: SectionPage, now: datetime) -> int:
    """Bring who may write, and in what order, in step in all threads of a section; give how many."""
    articles = {row.pk: row for row in ArticlePage.objects.child_of(section).defer("story")}
    mended = 0
    for thread in Thread.objects.filter(page__in=list(articles)):
        rules = rules_of(articles[thread.page_id], section)
        if ThreadRules.of(thread) != rules:
            set_thread_rules(thread=thread, **asdict(rules), now=now)
            mended += 1
    return mended


def rules_of(article: ArticlePage, section: SectionPage | None) -> ThreadRules:
    """Say how an article is discussed: by the article, else its section, else "" (the paper)."""

    def said(name: str) -> str:
        return str(getattr(article, name) or (getattr(section, name) if section else ""))

    return ThreadRules(
        said("discussion_writers"), said("discussion_order"), said("discussion_moderation")
    )


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


def is_in_step(article: ArticlePage, thread: Thread, rules: ThreadRules, now: datetime) -> bool:
    """Say whether a thread is as its article is and wants it; one whose time is over is closed."""
    if ThreadRules.of(thread) != rules:
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
                # An editor who publishes may read the admin in a language of their own.
                with override(settings.LANGUAGE_CODE):
                    letter = _thanks(report, article, correction, now)
                queue_message(envelope=letter, now=now)
                told += 1
    return told


def answer_missed_reporters(*, now: datetime) -> int:
    """Answer what a lost signal left unanswered; give how many mails. Run by the worker."""
    waiting = list(accepted_errors().values_list("pk", flat=True))
    articles = ArticlePage.objects.live().filter(corrections__answers__in=waiting).distinct()
    return sum(answer_reporters(article=article, now=now) for article in articles)


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
