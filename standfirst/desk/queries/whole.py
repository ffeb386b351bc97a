"""One comment with all that stands around it: its thread, its page, its author, notes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from standfirst.desk.queries.items import Item, items_of
from standfirst.discussion.models import Comment
from standfirst.moderation.desk_queries import notes_about, sanctions_of
from standfirst.moderation.models import BanProposal, Decision, Note, Sanction
from standfirst.moderation.queries import holds_on_network, waiting_bans
from standfirst.moderation.queries import sanctions_of as limits_in_force
from standfirst.newsroom.models import ArticlePage
from standfirst.people.models import Person
from standfirst.people.queries import merged_person

MOST_BESIDE = 5
MOST_EARLIER = 10


@dataclass(frozen=True)
class Whole:
    """A comment, what it answers, what stands beside and below it, and what its author wrote."""

    item: Item
    article: ArticlePage | None
    above: list[Comment]
    beside: list[Comment]
    below: list[Comment]
    earlier: list[Comment]
    sanctions: list[Decision]
    limits: list[Sanction]
    proposal: BanProposal | None
    notes: list[Note]


def comment_on_desk(pk: int) -> Comment | None:
    """Give a comment that moderators may read: any but what its author has withdrawn."""
    rows = _readable().select_related("thread", "parent", "parent__author", "parent__current")
    return rows.filter(pk=pk).first()


def whole_of(comment: Comment, *, viewer: Person | None, now: datetime) -> Whole:
    """Give everything about a comment, in a constant number of queries."""
    (item,) = items_of([comment], viewer=viewer, now=now)
    above = [pk for pk in (comment.root_id, comment.parent_id) if pk is not None]
    near = _readable().exclude(pk=comment.pk).order_by("-created_at", "-pk")
    beside = near.filter(parent=comment.parent_id) if comment.parent_id else near.none()
    return Whole(
        item=item,
        article=_article(comment),
        above=list(_readable().filter(pk__in=above).order_by("depth")),
        beside=list(beside[:MOST_BESIDE]),
        below=list(near.filter(parent=comment.pk)[:MOST_BESIDE]),
        earlier=list(near.filter(author=comment.author_id).select_related("thread")[:MOST_EARLIER]),
        sanctions=sanctions_of(comment.author),
        limits=limits_around(comment, now),
        proposal=waiting_bans().filter(person=merged_person(comment.author)).first(),
        notes=notes_about(comment.author),
    )


def limits_around(comment: Comment, now: datetime) -> list[Sanction]:
    """Give the limits in force on a comment's author, and on where it came from."""
    own = limits_in_force(merged_person(comment.author), now)
    return [*own, *holds_on_network(comment.network, now)]


def _article(comment: Comment) -> ArticlePage | None:
    rows = ArticlePage.objects.filter(pk=comment.thread.page_id)
    found: ArticlePage | None = rows.only("title", "standfirst").first()
    return found


def _readable() -> QuerySet[Comment]:
    return Comment.objects.with_words().exclude(state=Comment.State.WITHDRAWN)
