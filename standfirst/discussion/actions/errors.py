"""Errors that readers find in a passage, for the newsroom."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from standfirst.discussion.actions.passages import find_standing
from standfirst.discussion.actions.placing import lock_thread
from standfirst.discussion.models import ErrorReport, Thread
from standfirst.discussion.queries.facts import errors_from_network
from standfirst.discussion.rules import (
    LONGEST_REPORT,
    MOST_REPORTS_FROM_NETWORK,
    CommentRefused,
    Refusal,
    is_blank,
)
from standfirst.lib.anchoring import Passage
from standfirst.lib.text import normal_newlines, text_refusal
from standfirst.people.actions import make_guest
from standfirst.people.models import Person
from standfirst.people.rules import is_member


@dataclass(frozen=True)
class FoundError:
    """What a reader says is wrong, and where. ``reporter`` is None for a first act: then a guest."""

    thread: Thread
    reporter: Person | None
    passage: Passage
    words: str
    network: str = ""


@transaction.atomic
def report_error(*, error: FoundError, now: datetime) -> ErrorReport:
    """Put an error before the newsroom. A second report of the passage by the same person is the first.

    A closed discussion takes them too. Raises CommentRefused for words that cannot be kept, or a
    passage that the page has not.
    """
    words = normal_newlines(error.words)
    _refuse_unfit(error, words, now)
    # A passage is too long for an index, so that the thread's lock keeps two from being one.
    thread = lock_thread(error.thread.pk)
    passage = find_standing(thread=thread, passage=error.passage)
    reporter = error.reporter or make_guest(now=now)
    report, _made = ErrorReport.objects.get_or_create(
        thread=thread,
        reporter=reporter,
        block=passage.block,
        quote=passage.quote,
        settled_at=None,
        defaults={
            "words": words,
            "made_on": thread.anchored_on,
            "network": "" if is_member(reporter) else error.network,
            "reported_at": now,
        },
    )
    return report


@transaction.atomic
def settle_error(*, report: ErrorReport, outcome: ErrorReport.Outcome, now: datetime) -> None:
    """Take a reported error off the list. Raises CommentRefused if somebody else was first."""
    rows = ErrorReport.objects.filter(pk=report.pk, settled_at__isnull=True)
    if not rows.update(outcome=outcome, settled_at=now):
        raise CommentRefused(Refusal.DECIDED_ALREADY)


def _refuse_unfit(error: FoundError, words: str, now: datetime) -> None:
    if error.thread.is_off:
        raise CommentRefused(Refusal.OFF)
    if is_blank(words):
        raise CommentRefused(Refusal.EMPTY)
    if len(words) > LONGEST_REPORT:
        raise CommentRefused(Refusal.TOO_LONG, str(len(words) - LONGEST_REPORT))
    unshowable = text_refusal(words)
    if unshowable:
        raise CommentRefused(Refusal.UNSHOWABLE, unshowable)
    is_guest = error.reporter is None or not is_member(error.reporter)
    sent = errors_from_network(error.network, now) if is_guest and error.network else 0
    if sent >= MOST_REPORTS_FROM_NETWORK:
        raise CommentRefused(Refusal.NETWORK_BUSY)
