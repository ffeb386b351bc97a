"""Errors that readers find in a passage, for the newsroom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from wagtail.models import Page

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import page_key
from standfirst.discussion.actions.judging import judge_report
from standfirst.discussion.actions.passages import find_standing
from standfirst.discussion.actions.placing import lock_thread
from standfirst.discussion.models import ErrorReport, Thread
from standfirst.discussion.queries.facts import errors_from_network
from standfirst.discussion.queries.queues import accepted_errors
from standfirst.discussion.rules import (
    LONGEST_REPORT,
    MOST_REPORTS_FROM_NETWORK,
    CommentRefused,
    Refusal,
    is_blank,
    refusal_of_address,
    refusal_of_name,
)
from standfirst.lib.anchoring import Passage
from standfirst.lib.text import normal_newlines, text_refusal
from standfirst.moderation.actions import Subject, record_screening
from standfirst.moderation.drafts import Kind
from standfirst.moderation.screen_queries import held_by_screens
from standfirst.people.actions import make_guest
from standfirst.people.models import Person
from standfirst.people.rules import is_member


@dataclass(frozen=True)
class FoundError:
    """What a reader says is wrong, and where. ``reporter`` is None for a first act: then a guest.

    ``credit`` is the name to thank in public, ``address`` where to tell what came of it; either may
    be empty.
    """

    thread: Thread
    reporter: Person | None
    passage: Passage
    words: str
    network: str = ""
    credit: str = ""
    address: str = ""


def report_error(*, error: FoundError, now: datetime) -> ErrorReport:
    """Put an error before the newsroom. A second report of the passage by the same person is the first.

    A closed discussion takes them too. Raises CommentRefused for words that cannot be kept, or a
    passage that the page has not.
    """
    words = normal_newlines(error.words)
    _refuse_unfit(error, words, now)
    verdict = judge_report(
        kind=Kind.ERROR, words=words, name=error.credit, reporter=error.reporter, now=now
    )
    with transaction.atomic():
        report, is_new = _stored(error, words, now)
        if is_new:
            record_screening(subject=Subject(Kind.ERROR, report.pk), verdict=verdict, now=now)
        return report


def _stored(error: FoundError, words: str, now: datetime) -> tuple[ErrorReport, bool]:
    # A passage is too long for an index, so that the thread's lock keeps two from being one.
    thread = lock_thread(error.thread.pk)
    passage = find_standing(thread=thread, passage=error.passage)
    reporter = error.reporter or make_guest(now=now)
    return ErrorReport.objects.get_or_create(
        thread=thread,
        reporter=reporter,
        block=passage.block,
        quote=passage.quote,
        settled_at=None,
        defaults={
            "words": words,
            "credit": error.credit,
            "address": error.address,
            "made_on": thread.anchored_on,
            "network": "" if is_member(reporter) else error.network,
            "reported_at": now,
        },
    )


@transaction.atomic
def settle_error(*, report: ErrorReport, outcome: ErrorReport.Outcome, now: datetime) -> None:
    """Take a reported error off the list. Raises CommentRefused if somebody else was first."""
    rows = ErrorReport.objects.filter(pk=report.pk, settled_at__isnull=True)
    if not rows.update(outcome=outcome, settled_at=now):
        raise CommentRefused(Refusal.DECIDED_ALREADY)


@transaction.atomic
def finish_error(*, report: ErrorReport, now: datetime) -> None:
    """Take an accepted error off the list for which no public note is to be written.

    Raises CommentRefused if somebody else was first.
    """
    rows = accepted_errors().filter(pk=report.pk)
    if not rows.update(corrected_at=now):
        raise CommentRefused(Refusal.DECIDED_ALREADY)


@transaction.atomic
def answer_errors(*, page: Page, report: int, correction: UUID, now: datetime) -> list[ErrorReport]:
    """Note that a public correction answers a report, and whoever reported the same passage.

    Gives the reports that were answered now: none for one that was answered before, was not
    accepted, or is of another page. A name that a screen held is thanked only where an editor took
    that very report up: of the others nobody has read it.
    """
    first = accepted_errors().filter(pk=report, thread__page=page).first()
    if first is None:
        return []
    same = ErrorReport.objects.filter(
        thread=first.thread_id, block=first.block, quote=first.quote, corrected_at__isnull=True
    ).exclude(outcome=ErrorReport.Outcome.DECLINED)
    unread = same.filter(
        settled_at__isnull=True, pk__in=held_by_screens(Kind.ERROR).values("subject_id")
    )
    unread.exclude(credit="").update(credit="")
    answered = list(same.select_for_update().order_by("pk"))
    accepted = ErrorReport.Outcome.ACCEPTED
    same.filter(settled_at__isnull=True).update(outcome=accepted, settled_at=now)
    same.update(corrected_at=now, correction=correction)
    if any(each.credit for each in answered):
        mark_stale(page_key(page.pk), now=now)
    return answered


def _refuse_unfit(error: FoundError, words: str, now: datetime) -> None:
    if error.thread.is_off:
        raise CommentRefused(Refusal.OFF)
    if is_blank(words):
        raise CommentRefused(Refusal.EMPTY)
    if len(words) > LONGEST_REPORT:
        raise CommentRefused(Refusal.TOO_LONG, str(len(words) - LONGEST_REPORT))
    wrong = refusal_of_name(error.credit) or (
        refusal_of_address(error.address) if error.address else None
    )
    if wrong is not None:
        raise wrong
    unshowable = text_refusal(words)
    if unshowable:
        raise CommentRefused(Refusal.UNSHOWABLE, unshowable)
    is_guest = error.reporter is None or not is_member(error.reporter)
    sent = errors_from_network(error.network, now) if is_guest and error.network else 0
    if sent >= MOST_REPORTS_FROM_NETWORK:
        raise CommentRefused(Refusal.NETWORK_BUSY)
