"""Feeds of comments: of one discussion, and of the whole paper."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import SyndicationFeed
from django.utils.translation import gettext as _

from standfirst.delivery.baking import baked
from standfirst.delivery.feeds import clean
from standfirst.discussion.queries import (
    FedComment,
    newest_of_paper,
    newest_of_thread,
)
from standfirst.discussion.views.asking import fed_thread_at
from standfirst.lib.clock import now as clock
from standfirst.siteconfig.queries import identity


class CommentFeed(Feed):  # type: ignore[type-arg]
    """Comments, the newest first."""

    def __init__(
        self, request: HttpRequest, kind: type[SyndicationFeed], comments: Sequence[FedComment]
    ) -> None:
        self.feed_type = kind
        self.comments = comments
        self.feed_url = request.path
        self.title = clean(_("Comments · {paper}").format(paper=identity().name))
        self.description = self.title
        self.link = "/"

    def items(self) -> Sequence[FedComment]:
        """The comments."""
        return self.comments

    def item_title(self, item: FedComment) -> str:
        """Who wrote, whom they answer, and on what."""
        words = (
            _("{name} to {other} on “{title}”") if item.answers else _("{name} on “{title}”")
        ).format(name=item.author, other=item.answers, title=item.about)
        return clean(words)

    def item_description(self, item: FedComment) -> str:
        """The finished comment."""
        return clean(item.html)

    def item_link(self, item: FedComment) -> str:
        """Where the comment stands, wherever its page moves to."""
        return reverse("discussion:comment", args=[item.pk])

    def item_author_name(self, item: FedComment) -> str:
        """The name beside it."""
        return clean(item.author)

    def item_pubdate(self, item: FedComment) -> datetime:
        """When it was written."""
        return item.created_at


@baked()
def thread_feed(request: HttpRequest, path: str, kind: type[SyndicationFeed]) -> HttpResponseBase:
    """The newest comments of one discussion."""
    thread = fed_thread_at(request, path, clock())
    feed = CommentFeed(request, kind, newest_of_thread(thread))
    feed.title = clean(_("Comments on “{title}”").format(title=thread.title))
    feed.description, feed.link = feed.title, thread.comments_path
    return feed(request)


@baked()
def paper_feed(request: HttpRequest, kind: type[SyndicationFeed]) -> HttpResponseBase:
    """The newest comments of the whole paper."""
    return CommentFeed(request, kind, newest_of_paper(clock()))(request)
