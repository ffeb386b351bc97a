"""What readers asked the paper, whom they mentioned, and how soon the paper answered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet
from wagtail.models import Page

from standfirst.discussion.models import Comment, CommentQuerySet, Filter, Thread
from standfirst.discussion.queries.asked import FILTERS
from standfirst.discussion.queries.rows import BY_PAPER
from standfirst.lib.mentions import mentioned
from standfirst.people.models import PageRole, Person

# So many comments with an @ are looked at, the newest first.
MOST_LOOKED_AT = 500


@dataclass(frozen=True)
class Mention:
    """A comment that names somebody of the paper, and whom."""

    comment: Comment
    names: list[str]


@dataclass(frozen=True)
class Asked:
    """A question to the paper: of which page, when it appeared and when it was answered, if it was."""

    page_path: str
    asked_at: datetime
    answered_at: datetime | None


def waiting_questions() -> QuerySet[Comment]:
    """Readers' questions that nobody of the paper has answered, the longest waiting first."""
    return _under_pages().filter(FILTERS[Filter.QUESTIONS]).order_by("published_at", "pk")


def waiting_mentions(pages: QuerySet[Page], since: datetime) -> list[Mention]:
    """Comments since then that name staff or the page's author and that they have not replied to.

    Of these pages; the newest first, in a constant number of queries.
    """
    rows = _under_pages().filter(
        thread__page__in=pages, published_at__gte=since, current__text__contains="@"
    )
    found = list(rows.exclude(BY_PAPER).order_by("-published_at", "-pk")[:MOST_LOOKED_AT])
    staff = set(
        Person.objects.filter(user__is_staff=True, user__is_active=True)
        .exclude(name="")
        .values_list("name", flat=True)
    )
    authors = _authors_of({comment.thread.page_id for comment in found})
    answered = set(
        Comment.objects.shown()
        .filter(BY_PAPER, parent__in=[comment.pk for comment in found])
        .values_list("parent", flat=True)
    )
    mentions = []
    for comment in found:
        text = comment.current.text if comment.current is not None else ""
        names = mentioned(text, staff | authors[comment.thread.page_id])
        if names and comment.pk not in answered:
            mentions.append(Mention(comment, sorted(names)))
    return mentions


def questions_since(since: datetime) -> list[Asked]:
    """All questions to the paper since then, with when it first answered, in two queries."""
    questions = Comment.objects.shown().filter(
        is_question=True, published_at__gte=since, thread__page__isnull=False
    )
    replies = (
        Comment.objects.shown()
        .filter(BY_PAPER, root__in=questions.values("pk"))
        .order_by()
        .values("root")
        .annotate(first=Min("published_at"))
    )
    replied = dict(replies.values_list("root", "first"))
    rows = questions.values_list("pk", "thread__page__path", "published_at", "mark__answered_at")
    return [
        Asked(path, asked, min(filter(None, (replied.get(pk), marked)), default=None))
        for pk, path, asked, marked in rows
        if asked is not None
    ]


def _under_pages() -> CommentQuerySet:
    """What can be read under a page, with all that a list shows."""
    rows = Comment.objects.shown().with_words().select_related("thread")
    return rows.filter(thread__page__isnull=False).exclude(thread__mode=Thread.Mode.OFF)


def _authors_of(pages: set[int | None]) -> dict[int | None, set[str]]:
    names: dict[int | None, set[str]] = defaultdict(set)
    roles = PageRole.objects.filter(page__in=pages, role=PageRole.Role.AUTHOR)
    for page, name in roles.exclude(person__name="").values_list("page", "person__name"):
        names[page].add(name)
    return names
