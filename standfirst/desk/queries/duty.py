"""What readers ask the newsroom and tell it of, for whoever edits the pages, and how it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from standfirst.desk.stretches import Stretch, judged
from standfirst.discussion.models import Comment, ErrorReport
from standfirst.discussion.queries import (
    Asked,
    Mention,
    accepted_errors,
    open_errors,
    questions_since,
    waiting_mentions,
    waiting_questions,
)
from standfirst.moderation.drafts import Kind
from standfirst.moderation.models import Screening
from standfirst.moderation.queries import screenings_of
from standfirst.newsroom.models import SectionPage

# What is older is no duty any more; and by what a desk is measured.
MENTIONS_FOR = timedelta(days=14)
MEASURED_FOR = timedelta(days=90)


class ErrorList(StrEnum):
    """The lists of errors that readers reported."""

    OPEN = "open"
    ACCEPTED = "accepted"


def errors_for(user: Any, name: ErrorList) -> QuerySet[ErrorReport]:
    """Errors that readers reported in pages that somebody may edit."""
    rows = open_errors() if name is ErrorList.OPEN else accepted_errors()
    return rows.filter(thread__page__in=_pages_of(user))


@dataclass(frozen=True)
class ErrorItem:
    """A reported error, and what screens found in its words or in the name to thank."""

    report: ErrorReport
    screenings: Sequence[Screening]

    @property
    def stretches(self) -> list[Stretch]:
        """Its words, cut where screens found something."""
        return judged(self.report.words, self.screenings)


def items_of_errors(reports: Sequence[ErrorReport]) -> list[ErrorItem]:
    """Join reported errors with what screens found in them, in one query."""
    found = screenings_of(Kind.ERROR, [report.pk for report in reports])
    return [ErrorItem(report, found.get(report.pk, ())) for report in reports]


@dataclass(frozen=True)
class DeskRecord:
    """How a section answers its readers: of so many questions so many, and within which time."""

    title: str
    asked: int
    answered: int
    median_time: timedelta | None

    @property
    def percent(self) -> int:
        """The share that was answered, in whole percent, never more than it was."""
        return 100 * self.answered // self.asked

    @property
    def median_words(self) -> str:
        """Within which time half of what was answered was, in words; "" where nothing was."""
        if self.median_time is None:
            return ""
        minutes = max(1, round(self.median_time / timedelta(minutes=1)))
        if minutes < 120:
            return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
        hours = round(minutes / 60)
        if hours < 48:
            return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
        return ngettext("%(n)d day", "%(n)d days", round(hours / 24)) % {"n": round(hours / 24)}


def questions_for(user: Any) -> QuerySet[Comment]:
    """Readers' questions that wait for an answer, under pages that somebody may edit."""
    return waiting_questions().filter(thread__page__in=_pages_of(user))


def mentions_for(user: Any, now: datetime) -> list[Mention]:
    """Comments of late that name staff or authors and wait, under pages that somebody may edit."""
    return waiting_mentions(_pages_of(user), now - MENTIONS_FOR)


def desk_records(now: datetime) -> list[DeskRecord]:
    """How each section answered what it was asked of late; sections that nobody asked are left out."""
    questions = questions_since(now - MEASURED_FOR)
    records = []
    for title, path in SectionPage.objects.order_by("title").values_list("title", "path"):
        own = [asked for asked in questions if asked.page_path[: -Page.steplen] == path]
        if own:
            records.append(_record(title, own))
    return records


def _record(title: str, questions: Sequence[Asked]) -> DeskRecord:
    times = [
        (asked.answered_at - asked.asked_at).total_seconds()
        for asked in questions
        if asked.answered_at is not None
    ]
    half = timedelta(seconds=median(times)) if times else None
    return DeskRecord(title, len(questions), len(times), half)


def _pages_of(user: Any) -> QuerySet[Page]:
    pages: QuerySet[Page] = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    return pages
