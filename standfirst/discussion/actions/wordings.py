from datetime import datetime

from standfirst.discussion.actions.judging import SUBJECT_KIND
from standfirst.discussion.models import Comment, CommentRevision
from standfirst.discussion.rules import refusal_of_html, refusal_of_text
from standfirst.lib.comment_markup import MARKUP_VERSION, finished_html
from standfirst.moderation.actions import Subject, record_screening
from standfirst.moderation.drafts import Verdict
from standfirst.prepared import PreparedUpdate, Slot, insert

_give_wording = PreparedUpdate(lambda pk: Comment.objects.filter(pk=pk), current=Slot("revision"))


def finished(text: str) -> str:
    """Give the HTML of a text. Raises CommentRefused for one that cannot be stored or shown."""
    unfit = refusal_of_text(text)
    if unfit is not None:
        raise unfit
    html = finished_html(text)
    empty = refusal_of_html(html)
    if empty is not None:
        raise empty
    return html


def add_revision(
    *, comment: Comment, number: int, text: str, html: str, now: datetime
) -> CommentRevision:
    """Store a wording and make it the one that is shown."""
    revision = CommentRevision(
        comment=comment,
        number=number,
        text=text,
        html=html,
        markup_version=MARKUP_VERSION,
        written_at=now,
        votes_before=comment.up + comment.down,
    )
    insert(revision)
    comment.current = revision
    if number == 1:
        _give_wording.run(pk=comment.pk, revision=revision.pk)
    else:
        comment.edited_at = now
        comment.save(update_fields=["current", "edited_at"])
    return revision


def record_verdict(*, comment: Comment, verdict: Verdict, now: datetime) -> None:
    """Store what the screens found in the wording that is shown."""
    subject = Subject(kind=SUBJECT_KIND, id=comment.pk, revision=comment.current_id)
    record_screening(subject=subject, verdict=verdict, now=now)
