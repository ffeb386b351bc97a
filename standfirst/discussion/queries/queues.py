from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from standfirst.discussion.models import Comment, ErrorReport, Report


def waiting_comments() -> QuerySet[Comment]:
    """What waits for a moderator, longest waiting first, with all that a desk shows."""
    return (
        Comment.objects.held()
        .with_words()
        .select_related("thread", "parent", "parent__author", "parent__current")
        .order_by("state_changed_at", "pk")
    )


def reported_comments(until: datetime | None = None) -> QuerySet[Comment]:
    """What readers reported and nobody has settled: most reports first, then longest waiting.

    Each has ``open_reports`` and ``first_reported_at``. With ``until``, only what was reported by
    then.
    """
    is_open = Q(reports__settled_at__isnull=True)
    rows = Comment.objects.all()
    if until is not None:
        early = Report.objects.filter(settled_at__isnull=True, reported_at__lte=until)
        rows = rows.filter(pk__in=early.values("comment"))
    return (
        rows.with_words()
        .select_related("thread", "parent", "parent__author", "parent__current")
        .filter(reports__settled_at__isnull=True, reports__isnull=False)
        .annotate(
            open_reports=Count("reports", filter=is_open, distinct=True),
            first_reported_at=Min("reports__reported_at", filter=is_open),
        )
        .order_by("-open_reports", "first_reported_at", "pk")
    )


def removed_comments() -> QuerySet[Comment]:
    """What moderators took away, the latest first, with all that a desk shows."""
    rows = Comment.objects.filter(state=Comment.State.REMOVED).with_words()
    return rows.select_related("thread", "parent", "parent__author", "parent__current").order_by(
        "-state_changed_at", "-pk"
    )


def number_waiting() -> int:
    """How many comments wait for a moderator."""
    return Comment.objects.held().count()


def number_reported() -> int:
    """How many comments were reported and nobody has settled it."""
    open_reports = Report.objects.filter(settled_at__isnull=True).order_by()
    return open_reports.values("comment").distinct().count()


def accepted_errors() -> QuerySet[ErrorReport]:
    """Errors that the newsroom accepted and has not corrected, those that wait longest first."""
    accepted = ErrorReport.Outcome.ACCEPTED
    rows = ErrorReport.objects.filter(outcome=accepted, corrected_at__isnull=True)
    return rows.select_related("thread", "reporter", "reporter__user").order_by("settled_at", "pk")


def names_to_thank(corrections: Collection[UUID]) -> dict[UUID, list[str]]:
    """The readers who told of what was corrected and wish to be named, by the correction."""
    names: dict[UUID, list[str]] = {}
    rows = ErrorReport.objects.filter(correction__in=corrections).exclude(credit="")
    for correction, name in rows.order_by("pk").values_list("correction", "credit"):
        if correction is not None and name not in names.setdefault(correction, []):
            names[correction].append(name)
    return names


def open_errors() -> QuerySet[ErrorReport]:
    """Errors that readers reported and nobody has settled, those that wait longest first."""
    rows = ErrorReport.objects.filter(settled_at__isnull=True)
    return rows.select_related("thread", "reporter", "reporter__user").order_by("reported_at", "pk")
