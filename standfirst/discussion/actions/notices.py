import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from standfirst.delivery.public import is_public
from standfirst.discussion.models import Comment, Notice, Subscription
from standfirst.notify.actions import Envelope, queue_message
from standfirst.outbox.actions import finish_job
from standfirst.prepared import PreparedRows

AT_ONCE = 200


def note_addition(comment: Comment, *, now: datetime) -> None:
    """Leave word, in the transaction that made a comment visible, if anybody asked to be told."""
    if _a_wish.rows(**_place_of(comment)):
        Notice.objects.get_or_create(comment=comment, defaults={"created_at": now, "due_at": now})


def write_messages(notice: Notice, *, now: datetime) -> int:
    """Queue a message for each address that asked, once per address and comment; give how many.

    A job's handler: safe to run again, since each message has a key of its own. More than one
    transaction, so that ten thousand readers who asked do not keep others from writing. Says
    nothing of a comment that is not visible any more.
    """
    comment = Comment.objects.select_related("thread", "thread__page", "parent").get(
        pk=notice.comment_id
    )
    page = comment.thread.page
    queued = 0
    if comment.is_visible and page is not None and is_public(page, now):
        # "replies" sorts after "all"; whoever asked for both is told of the reply.
        wishes = list(_live_wishes(comment).select_related("person").order_by("-kind", "pk"))
        for start in range(0, len(wishes), AT_ONCE):
            with transaction.atomic():
                for wish in wishes[start : start + AT_ONCE]:
                    queue_message(envelope=_envelope(comment, wish), now=now)
                    queued += 1
    finish_job(notice, now=now)
    return queued


def _live_wishes(comment: Comment) -> models.QuerySet[Subscription]:
    return _wishes_of(**_place_of(comment))


def _place_of(comment: Comment) -> dict[str, int]:
    return {
        "thread": comment.thread_id,
        "author": comment.author_id,
        "author_of_parent": comment.parent.author_id if comment.parent is not None else 0,
    }


def _wishes_of(thread: Any, author: Any, author_of_parent: Any) -> models.QuerySet[Subscription]:
    return (
        Subscription.objects.filter(
            thread=thread, confirmed_at__isnull=False, ended_at__isnull=True
        )
        .exclude(person=author)
        .filter(
            models.Q(kind=Subscription.Kind.ALL)
            | models.Q(kind=Subscription.Kind.REPLIES, person=author_of_parent)
        )
    )


_a_wish = PreparedRows(
    lambda thread, author, author_of_parent: _wishes_of(
        thread, author, author_of_parent
    ).values_list("pk")[:1]
)


def _envelope(comment: Comment, wish: Subscription) -> Envelope:
    """Write the mail. Nothing of the comment is in it: no words, no name, no link of its author's."""
    title = comment.thread.title
    is_reply = wish.kind == Subscription.Kind.REPLIES
    subject = _("A reply to your comment") if is_reply else _("A new comment")
    first_line = (
        _("Somebody replied to your comment on “{title}”.")
        if is_reply
        else _("There is a new comment on “{title}”.")
    )
    end_path = reverse("discussion:end_subscription", args=[wish.secret])
    lines = (
        first_line.format(title=title),
        _("Read it: {address}").format(
            address=absolute(reverse("discussion:comment", args=[comment.pk]))
        ),
        _("You asked us to tell you. To end these mails: {address}").format(
            address=absolute(end_path)
        ),
    )
    return Envelope(
        kind="discussion.reply" if is_reply else "discussion.comment",
        address=wish.address,
        subject=f"{subject}: {title}",
        text="\n\n".join(lines) + "\n",
        unsubscribe_path=end_path,
        dedupe_key=f"comment:{comment.pk}:{address_digest(wish.address)}",
        person=wish.person,
    )


def absolute(path: str) -> str:
    """Give the full address of a path of this site, for mails."""
    return f"{settings.STANDFIRST_BASE_URL}{path}"


def address_digest(address: str) -> str:
    """Name an address in a key without writing it there."""
    return hashlib.sha256(address.casefold().encode()).hexdigest()[:32]
