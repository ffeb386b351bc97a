from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from standfirst.discussion.actions.judging import judge_report
from standfirst.discussion.models import Comment, CommentRevision, Report
from standfirst.discussion.queries.facts import reported_from_network
from standfirst.discussion.rules import (
    LONGEST_REPORT,
    MOST_REPORTS_FROM_NETWORK,
    CommentRefused,
    Refusal,
    refusal_to_report,
)
from standfirst.lib.text import normal_newlines, text_refusal
from standfirst.moderation.actions import Subject, record_screening
from standfirst.moderation.drafts import Kind
from standfirst.people.actions import make_guest
from standfirst.people.models import Person
from standfirst.people.rules import is_member


@dataclass(frozen=True)
class Complaint:
    """What a reader says is wrong. ``reporter`` is None for a first act: then a guest is made."""

    comment: Comment
    reporter: Person | None
    reason: str
    words: str = ""
    seen: CommentRevision | None = None
    network: str = ""


def report_comment(*, complaint: Complaint, now: datetime) -> Report:
    """Put a comment before the moderators. A second report by the same person is the first again.

    Raises CommentRefused for a comment that nobody can read or that is one's own.
    """
    words = normal_newlines(complaint.words)
    _refuse_unfit(complaint, words, now)
    verdict = judge_report(kind=Kind.REPORT, words=words, reporter=complaint.reporter, now=now)
    with transaction.atomic():
        report, is_new = _stored(complaint, words, now)
        if is_new:
            subject = Subject(Kind.REPORT, report.pk)
            record_screening(subject=subject, verdict=verdict, now=now)
        return report


def _stored(complaint: Complaint, words: str, now: datetime) -> tuple[Report, bool]:
    reporter = complaint.reporter or make_guest(now=now)
    return Report.objects.get_or_create(
        comment=complaint.comment,
        reporter=reporter,
        settled_at=None,
        defaults={
            "revision": complaint.seen or complaint.comment.current,
            "reason": complaint.reason,
            "words": words,
            "network": "" if is_member(reporter) else complaint.network,
            "reported_at": now,
        },
    )


def settle_reports(comment: Comment, *, now: datetime) -> int:
    """Close a comment's open reports, in the transaction of the decision; give how many."""
    return Report.objects.filter(comment=comment, settled_at__isnull=True).update(settled_at=now)


def reopen_reports(comment: Comment, *, settled_at: datetime) -> int:
    """Let the reports that a decision settled wait again, where that is undone; give how many.

    Whoever has reported the comment again since has one open report, not two.
    """
    waiting = Report.objects.filter(comment=comment, settled_at__isnull=True)
    rows = Report.objects.filter(comment=comment, settled_at=settled_at)
    again = rows.exclude(reporter__in=list(waiting.values_list("reporter", flat=True)))
    return again.update(settled_at=None)


def _refuse_unfit(complaint: Complaint, words: str, now: datetime) -> None:
    refusal = refusal_to_report(complaint.comment, complaint.reporter)
    if refusal is not None:
        raise CommentRefused(refusal)
    if complaint.reason not in Report.Reason.values:
        raise CommentRefused(Refusal.REASON_MISSING)
    if len(words) > LONGEST_REPORT:
        raise CommentRefused(Refusal.TOO_LONG, str(len(words) - LONGEST_REPORT))
    unshowable = text_refusal(words)
    if unshowable:
        raise CommentRefused(Refusal.UNSHOWABLE, unshowable)
    is_guest = complaint.reporter is None or not is_member(complaint.reporter)
    sent = reported_from_network(complaint.network, now) if is_guest and complaint.network else 0
    if sent >= MOST_REPORTS_FROM_NETWORK:
        raise CommentRefused(Refusal.NETWORK_BUSY)
