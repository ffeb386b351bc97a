"""What the desk shows: comments with everything a moderator needs, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from standfirst.discussion.models import Anchor, Comment, ErrorReport, Report, Thread
from standfirst.discussion.queries import (
    Fate,
    accepted_errors,
    fates_in_draft,
    open_errors,
    readable_anchors_in,
    reported_comments,
    waiting_comments,
)
from standfirst.moderation.models import Decision, Screening
from standfirst.moderation.queries import decisions_of, screenings_of

SUBJECT_KIND = "comment"
PAGE_SIZE = 25


class Queue(StrEnum):
    """The lists of the desk."""

    HELD = "held"
    REPORTED = "reported"
    REMOVED = "removed"


@dataclass(frozen=True)
class Item:
    """One comment on the desk. ``written`` and ``removed`` count what its author wrote so far."""

    comment: Comment
    screenings: Sequence[Screening]
    reports: Sequence[Report]
    decisions: Sequence[Decision]
    written: int
    removed: int


def comments_in(queue: Queue) -> QuerySet[Comment]:
    """The comments of a list, the one to look at first standing first."""
    if queue is Queue.HELD:
        return waiting_comments()
    if queue is Queue.REPORTED:
        return reported_comments()
    removed = Comment.objects.filter(state=Comment.State.REMOVED).with_words()
    return removed.select_related("thread", "parent", "parent__author", "parent__current").order_by(
        "-state_changed_at", "-pk"
    )


def items_of(comments: Sequence[Comment]) -> list[Item]:
    """Everything a moderator sees of these comments, in five queries whatever their number."""
    ids = [comment.pk for comment in comments]
    screenings = screenings_of(SUBJECT_KIND, ids)
    decisions = decisions_of(SUBJECT_KIND, ids)
    reports = _open_reports(ids)
    history = _history([comment.author_id for comment in comments])
    return [
        Item(
            comment=comment,
            screenings=screenings.get(comment.pk, ()),
            reports=reports.get(comment.pk, ()),
            decisions=decisions.get(comment.pk, ()),
            written=history.get(comment.author_id, (0, 0))[0],
            removed=history.get(comment.author_id, (0, 0))[1],
        )
        for comment in comments
    ]


@dataclass(frozen=True)
class PassageNews:
    """What publishing a draft does to the passages that readers wrote to."""

    changed: list[Fate]
    lost: list[Fate]
    kept: int

    @property
    def is_any(self) -> bool:
        """Whether there is something to look at before."""
        return bool(self.changed or self.lost)


def passage_news(draft: Page) -> PassageNews:
    """Look where readers' passages stand in a draft of a page."""
    thread = Thread.objects.filter(page_id=draft.pk).first()
    fates = fates_in_draft(thread, draft) if thread is not None else []
    lost = [fate for fate in fates if fate.is_lost]
    changed = [fate for fate in fates if fate.is_changed]
    return PassageNews(changed, lost, kept=len(fates) - len(lost) - len(changed))


def lost_passages(page: Page) -> list[Anchor]:
    """Passages of a page that readers wrote to and that were lost before, the latest first."""
    thread = Thread.objects.filter(page_id=page.pk).first()
    if thread is None:
        return []
    return list(readable_anchors_in(thread).filter(lost_at__isnull=False).order_by("-lost_at"))


class ErrorList(StrEnum):
    """The lists of errors that readers reported."""

    OPEN = "open"
    ACCEPTED = "accepted"


def errors_for(user: Any, name: ErrorList) -> QuerySet[ErrorReport]:
    """Errors that readers reported in pages that somebody may edit."""
    pages = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    rows = open_errors() if name is ErrorList.OPEN else accepted_errors()
    return rows.filter(thread__page__in=pages)


def queue_lengths() -> dict[Queue, int]:
    """How many comments wait in the lists that ask for a decision."""
    return {
        Queue.HELD: waiting_comments().count(),
        Queue.REPORTED: reported_comments().count(),
    }


def _open_reports(ids: Sequence[int]) -> dict[int, list[Report]]:
    found: dict[int, list[Report]] = {}
    rows = Report.objects.filter(comment_id__in=ids, settled_at__isnull=True).order_by("pk")
    for report in rows:
        found.setdefault(report.comment_id, []).append(report)
    return found


def _history(authors: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows = (
        Comment.objects.filter(author_id__in=authors)
        .values("author_id")
        .annotate(written=Count("pk"), removed=Count("pk", filter=Q(state=Comment.State.REMOVED)))
        .order_by()
    )
    return {row["author_id"]: (row["written"], row["removed"]) for row in rows}
