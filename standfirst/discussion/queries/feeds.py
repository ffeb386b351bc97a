"""Comments as feeds show them: the newest first, of what anybody may read."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from wagtail.models import Page

from standfirst.delivery.keys import COMMENTS, LATEST, LISTS, page_key, thread_key
from standfirst.delivery.recording import declare_soft, declare_until
from standfirst.discussion.models import Comment, CommentQuerySet, Thread
from standfirst.discussion.queries.access import read_by_anybody
from standfirst.discussion.queries.facts import talk_key

IN_FEED = 50
# Who has not written among so many others types the name.
MOST_NAMES = 300


@dataclass(frozen=True)
class FedComment:
    """A comment in a feed: finished HTML, and the title of what it is on."""

    pk: int
    author: str
    html: str
    about: str
    answers: str
    created_at: datetime


def thread_in_feed(page: Page) -> Thread | None:
    """The discussion of a page, if it is shown: softly, as all that a feed shows."""
    declare_soft(talk_key(page.pk))
    return Thread.objects.filter(page=page).exclude(mode=Thread.Mode.OFF).first()


def newest_of_thread(thread: Thread) -> list[FedComment]:
    """Give the newest comments of one discussion."""
    return fed(Comment.objects.filter(thread=thread))


def newest_of_paper(now: datetime) -> list[FedComment]:
    """Give the newest comments of all discussions that anybody may read."""
    declare_soft(LISTS, LATEST, COMMENTS)
    return fed(Comment.objects.filter(read_by_anybody(now, thread="thread__")))


def names_in_thread(thread: Thread) -> list[str]:
    """Give the names of those who wrote what can be read in a discussion, who wrote last first."""
    declare_soft(thread_key(thread.pk))
    rows = Comment.objects.filter(thread=thread).shown().exclude(author__name="").order_by()
    latest = rows.values("author__name").annotate(latest=Max("pk")).order_by("-latest")
    return list(latest.values_list("author__name", flat=True)[:MOST_NAMES])


def fed(rows: CommentQuerySet) -> list[FedComment]:
    """Give the newest that anybody may read, as feeds show them."""
    shown = rows.shown().select_related("thread__page", "author", "current", "parent__author")
    found = list(shown.order_by("-pk")[:IN_FEED])
    for comment in found:
        # Softly: a feed may be a minute old, and what is lost is purged from it all the same.
        declare_soft(thread_key(comment.thread_id))
        page = comment.thread.page
        if page is not None:
            declare_soft(page_key(page.pk))
            declare_until(page.expire_at)
    return [
        FedComment(
            pk=comment.pk,
            author=comment.author.shown_name,
            html=comment.current.html if comment.current is not None else "",
            about=comment.thread.title,
            answers=_answered(comment),
            created_at=comment.created_at,
        )
        for comment in found
    ]


def _answered(comment: Comment) -> str:
    parent = comment.parent
    return parent.author.shown_name if parent is not None and parent.is_visible else ""
