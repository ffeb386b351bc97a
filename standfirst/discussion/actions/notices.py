from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from standfirst.discussion.actions.wishing import in_order_of_urgency, tell_by_wishes
from standfirst.discussion.models import Comment, Notice, Subscription
from standfirst.discussion.queries import is_read_by_anybody
from standfirst.lib.mentions import mentioned
from standfirst.notify.actions import News, take_back_thing
from standfirst.notify.models import Rhythm
from standfirst.outbox.actions import finish_job
from standfirst.people.models import PageRole
from standfirst.prepared import PreparedRows

Kind = Subscription.Kind
# Of two wishes that a comment fulfils, the one that says more of why.
BY_CLOSENESS = (Kind.REPLIES, Kind.MENTIONS, Kind.ASKED, Kind.ANSWERS, Kind.ALL)


def note_addition(comment: Comment, *, now: datetime) -> None:
    """Leave word, in the transaction that made a comment visible, if anybody may want to be told.

    Who it is, the worker finds out. An @ may mention somebody, which is not asked about here either.
    """
    names_somebody = comment.current is not None and "@" in comment.current.text
    if names_somebody or _concerns_author(comment) or _a_wish.rows(**_place_of(comment)):
        Notice.objects.get_or_create(comment=comment, defaults={"created_at": now, "due_at": now})


def write_messages(notice: Notice, *, now: datetime) -> int:
    """Tell each address that asked of a new comment, once; give how many were told.

    A job's handler: safe to run again, since an address is told of a thing once. More than one
    transaction, so that ten thousand readers who asked do not keep others from writing. Says
    nothing of a comment that is not visible any more.
    """
    comment = Comment.objects.select_related("thread", "thread__page", "parent", "current").get(
        pk=notice.comment_id
    )
    told = 0
    if comment.is_visible and is_read_by_anybody(comment.thread, now):
        wishes = in_order_of_urgency(wishes_for(comment), BY_CLOSENESS)
        told = tell_by_wishes(wishes=wishes, news=lambda wish: _news(comment, wish), now=now)
    finish_job(notice, now=now)
    return told


def forget_notices(comment: Comment, *, now: datetime) -> None:
    """Take back what waits in digests of a comment that nobody may read any more."""
    take_back_thing(about=_about(comment), now=now)


def wishes_for(comment: Comment) -> list[Subscription]:
    """Find who is to be told of a comment that became visible."""
    rows = Subscription.objects.select_related("person")
    live = rows.filter(confirmed_at__isnull=False, ended_at__isnull=True)
    here = _wishes_of(**_place_of(comment), rows=live)
    if not _is_by_page_author(comment):
        here = here.exclude(kind=Kind.ANSWERS)
    return [*here, *_mentioned_by(comment, live), *_authors_asked(comment, live)]


def _concerns_author(comment: Comment) -> bool:
    """Whether it asks the page's author something, or answers what the page asks readers."""
    return comment.is_question or comment.question is not None


def _authors_asked(comment: Comment, live: models.QuerySet[Subscription]) -> Iterable[Subscription]:
    """Find the authors of the page who want to know of what concerns them."""
    if not _concerns_author(comment):
        return []
    authors = PageRole.objects.filter(page=comment.thread.page_id, role=PageRole.Role.AUTHOR)
    wishes = live.filter(kind=Kind.ASKED, person__in=authors.values("person"))
    return wishes.exclude(person=comment.author_id)


def _is_by_page_author(comment: Comment) -> bool:
    return PageRole.objects.filter(
        page=comment.thread.page_id, person=comment.author_id, role=PageRole.Role.AUTHOR
    ).exists()


def _mentioned_by(comment: Comment, live: models.QuerySet[Subscription]) -> Iterable[Subscription]:
    """Find whom a comment names with an @, of those who wrote there before and want to know."""
    text = comment.current.text if comment.current is not None else ""
    if "@" not in text:
        return []
    before = Comment.objects.filter(
        thread=comment.thread_id, published_at__lte=comment.published_at
    )
    writers = before.values("author")
    wishes = live.filter(kind=Kind.MENTIONS, person__in=writers).exclude(person=comment.author_id)
    found = list(wishes)
    names = mentioned(text, {wish.person.name for wish in found})
    return [wish for wish in found if wish.person.name in names]


def _place_of(comment: Comment) -> dict[str, int]:
    return {
        "thread": comment.thread_id,
        "author": comment.author_id,
        "author_of_parent": comment.parent.author_id if comment.parent is not None else 0,
    }


def _wishes_of(
    thread: Any, author: Any, author_of_parent: Any, rows: models.QuerySet[Subscription]
) -> models.QuerySet[Subscription]:
    """What a comment there may fulfil of the wishes of its thread: more than it does, never less."""
    return (
        rows.filter(thread=thread)
        .exclude(person=author)
        .filter(
            models.Q(kind__in=(Kind.ALL, Kind.ANSWERS))
            | models.Q(kind=Kind.REPLIES, person=author_of_parent)
        )
    )


_a_wish = PreparedRows(
    lambda thread, author, author_of_parent: _wishes_of(
        thread,
        author,
        author_of_parent,
        Subscription.objects.filter(confirmed_at__isnull=False, ended_at__isnull=True),
    ).values_list("pk")[:1]
)


def _about(comment: Comment) -> str:
    return f"comment:{comment.pk}"


def _news(comment: Comment, wish: Subscription) -> News:
    """Say what is new. Nothing of the comment is in it: no words, no name, no link of its author's."""
    kind = Kind(wish.kind)
    words = {
        Kind.REPLIES: _("A reply to your comment"),
        Kind.MENTIONS: _("A comment that mentions you"),
        Kind.ASKED: _asked_words(comment),
        Kind.ANSWERS: _("An answer by the author"),
        Kind.ALL: _("A new comment"),
    }
    sentences = {
        Kind.REPLIES: _("Somebody replied to your comment on “{title}”."),
        Kind.MENTIONS: _("Somebody mentioned you in a comment on “{title}”."),
        Kind.ASKED: _asked_sentence(comment),
        Kind.ANSWERS: _("The author of “{title}” wrote a comment."),
        Kind.ALL: _("There is a new comment on “{title}”."),
    }
    thread = comment.thread
    return News(
        address=wish.address,
        rhythm=Rhythm(wish.rhythm),
        kind="discussion.reply" if kind is Kind.REPLIES else "discussion.comment",
        about=_about(comment),
        wish=wish.line_key,
        heading=thread.told_title,
        heading_path=thread.comments_path,
        words=words[kind],
        sentence=sentences[kind].format(title=thread.told_title),
        path=reverse("discussion:comment", args=[comment.pk]),
        end_path=reverse("discussion:end_subscription", args=[wish.secret]),
        person=wish.person,
    )


def _asked_words(comment: Comment) -> str:
    return _("A question to you") if comment.is_question else _("An answer to your question")


def _asked_sentence(comment: Comment) -> str:
    if comment.is_question:
        return _("A reader asks you something about “{title}”.")
    return _("A reader answered the question in “{title}”.")
