"""Comments as feeds show them: the newest first, of what anybody may read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from wagtail.models import Page

from standfirst.delivery.keys import page_key, thread_key
from standfirst.delivery.public import public_pages
from standfirst.delivery.recording import declare, declare_until
from standfirst.discussion.models import Comment, CommentQuerySet, Thread

IN_FEED = 50
# A comment anywhere is in the feed of the whole paper; it is not rendered anew for each.
PAPERS_FEED_KEPT = timedelta(minutes=1)


@dataclass(frozen=True)
class FedComment:
    """A comment in a feed: finished HTML, and the title of what it is on."""

    pk: int
    author: str
    html: str
    about: str
    answers: str
    created_at: datetime


def newest_of_thread(thread: Thread) -> list[FedComment]:
    """Give the newest comments of one discussion."""
    return _fed(Comment.objects.filter(thread=thread))


def newest_of_paper(now: datetime) -> list[FedComment]:
    """Give the newest comments of all public pages, up to a minute old; a removed one goes at once."""
    declare_until(now + PAPERS_FEED_KEPT)
    pages = public_pages(Page.objects.all(), now).order_by().values("pk")
    rows = Comment.objects.filter(thread__page__in=pages).exclude(thread__mode=Thread.Mode.OFF)
    return _fed(rows)


def _fed(rows: CommentQuerySet) -> list[FedComment]:
    shown = rows.shown().select_related("thread", "author", "current", "parent__author")
    found = list(shown.order_by("-pk")[:IN_FEED])
    for comment in found:
        declare(thread_key(comment.thread_id))
        if comment.thread.page_id is not None:
            declare(page_key(comment.thread.page_id))
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
