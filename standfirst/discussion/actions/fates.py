"""What becomes of a comment, told to its author who asked.

A decision is not told twice: where its statement of reasons is mailed, nothing is told here.
"""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from standfirst.discussion.actions.wishing import tell_by_wishes
from standfirst.discussion.models import Comment, FateNotice, Subscription
from standfirst.discussion.queries import is_read_by_anybody
from standfirst.moderation.models import Decision, Measure
from standfirst.moderation.queries import is_mailed
from standfirst.notify.actions import News
from standfirst.notify.models import Rhythm
from standfirst.outbox.actions import finish_job

State = Comment.State
# What a measure makes of a comment: told only while it is still so.
STATES = {
    Measure.APPROVED: State.VISIBLE,
    Measure.RESTORED: State.VISIBLE,
    Measure.REMOVED: State.REMOVED,
    Measure.HELD: State.HELD,
}
WORDS = {
    Measure.APPROVED: gettext_lazy("Your comment is published"),
    Measure.RESTORED: gettext_lazy("Your comment is back"),
    Measure.REMOVED: gettext_lazy("Your comment was removed"),
    Measure.HELD: gettext_lazy("Your comment waits for a decision"),
}
SENTENCES = {
    Measure.APPROVED: gettext_lazy("A moderator published your comment on “{title}”."),
    Measure.RESTORED: gettext_lazy("A moderator brought your comment on “{title}” back."),
    Measure.REMOVED: gettext_lazy("A moderator removed your comment on “{title}”."),
    Measure.HELD: gettext_lazy("A moderator took your comment on “{title}” off the page for now."),
}


def note_fate(*, comment: Comment, decision: Decision, now: datetime) -> None:
    """Leave word of a decision, in its transaction, if the comment's author asked to be told."""
    if decision.measure not in SENTENCES or is_mailed(decision):
        return
    if _wishes_about(comment).exists():
        FateNotice.objects.create(comment=comment, decision=decision, created_at=now, due_at=now)


def write_fate(notice: FateNotice, *, now: datetime) -> int:
    """Tell a comment's author what was decided; give how many addresses were told.

    A job's handler. Of what was decided otherwise since, or withdrawn, that decision tells.
    """
    comment = Comment.objects.select_related("thread", "thread__page").get(pk=notice.comment_id)
    measure = Measure(notice.decision.measure)
    told = 0
    if comment.state == STATES[measure] and is_read_by_anybody(comment.thread, now):
        wishes = list(_wishes_about(comment).select_related("person").order_by("pk"))
        told = tell_by_wishes(
            wishes=wishes, news=lambda wish: _news(comment, notice, wish), now=now
        )
    finish_job(notice, now=now)
    return told


def _wishes_about(comment: Comment) -> QuerySet[Subscription]:
    return Subscription.objects.filter(
        kind=Subscription.Kind.FATE,
        person=comment.author_id,
        confirmed_at__isnull=False,
        ended_at__isnull=True,
    )


def _news(comment: Comment, notice: FateNotice, wish: Subscription) -> News:
    thread, measure = comment.thread, Measure(notice.decision.measure)
    # One that never had a place is at no address but among its author's own.
    own = f"{thread.comments_path}?mine"
    is_placed = comment.published_at is not None
    return News(
        address=wish.address,
        rhythm=Rhythm(wish.rhythm),
        kind="discussion.fate",
        about=f"decision:{notice.decision_id}",
        wish=wish.line_key,
        heading=thread.told_title,
        heading_path=thread.comments_path,
        words=str(WORDS[measure]),
        sentence=str(SENTENCES[measure]).format(title=thread.told_title),
        path=reverse("discussion:comment", args=[comment.pk]) if is_placed else own,
        end_path=reverse("discussion:end_subscription", args=[wish.secret]),
        person=wish.person,
    )
