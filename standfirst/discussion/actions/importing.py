"""Bringing in what was written on another system. No screens, no notices, and each row says so:
``imported_from`` marks it, and its page shows that it came from the earlier site.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from standfirst.discussion.actions.counting import recount_thread
from standfirst.discussion.actions.placing import lock_thread, place_below
from standfirst.discussion.models import Comment, CommentRevision, Thread
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.lib.comment_markup import MARKUP_VERSION, finished_import
from standfirst.lib.text import normal_newlines, text_refusal
from standfirst.people.models import Person

LONGEST_SOURCE = 200
LONGEST_ID = 100


@dataclass(frozen=True)
class ImportedComment:
    """A comment as the other system had it.

    ``text`` is HTML as that system stored it; ``state`` is visible, held or removed; ``parent``
    must be imported already. ``source`` and ``source_id`` name it for ever: a second import of
    the same is the first again.
    """

    thread: Thread
    source: str
    source_id: str
    author: Person
    text: str
    written_at: datetime
    state: Comment.State = Comment.State.VISIBLE
    parent: Comment | None = None


@transaction.atomic
def import_comment(*, imported: ImportedComment, now: datetime) -> tuple[Comment, bool]:
    """Store a comment as it was, once; give it, and whether it is new.

    Counts are left to `finish_import`. Raises CommentRefused for a text that cannot be stored, or
    a parent of another thread; the caller says so in its table.
    """
    known = Comment.objects.filter(
        imported_from=imported.source[:LONGEST_SOURCE],
        imported_id=imported.source_id[:LONGEST_ID],
    ).first()
    if known is not None:
        return known, False
    text = normal_newlines(imported.text)
    unshowable = text_refusal(text)
    if unshowable:
        raise CommentRefused(Refusal.UNSHOWABLE, unshowable)
    if imported.parent is not None and imported.parent.thread_id != imported.thread.pk:
        raise CommentRefused(Refusal.PARENT_GONE)
    lock_thread(imported.thread.pk)
    if imported.parent is not None:
        imported = replace(imported, parent=Comment.objects.get(pk=imported.parent.pk))
    comment = _store(imported, text, now)
    if comment.is_visible:
        _place_those_above(comment)
    return comment, True


def finish_import(*, thread: Thread, now: datetime) -> int:
    """Count a thread after an import, which makes its pages stale; give how many counts changed."""
    return recount_thread(thread=thread, now=now)


def _place_those_above(comment: Comment) -> None:
    """A visible reply needs something to stand below: what it answers gets a place, not its words."""
    parent = comment.parent
    while parent is not None:
        Comment.objects.filter(pk=parent.pk, published_at__isnull=True).update(
            published_at=parent.created_at
        )
        parent = parent.parent


def _store(imported: ImportedComment, text: str, now: datetime) -> Comment:
    place = place_below(imported.parent)
    is_visible = imported.state == Comment.State.VISIBLE
    comment = Comment.objects.create(
        thread=imported.thread,
        parent=imported.parent,
        root_id=place.root_id,
        branch_id=place.branch_id,
        depth=place.depth,
        path=place.path,
        author=imported.author,
        state=imported.state,
        state_changed_at=now,
        created_at=imported.written_at,
        published_at=imported.written_at if is_visible else None,
        imported_from=imported.source[:LONGEST_SOURCE],
        imported_id=imported.source_id[:LONGEST_ID],
    )
    comment.current = CommentRevision.objects.create(
        comment=comment,
        number=1,
        text=text,
        html=finished_import(text),
        markup_version=MARKUP_VERSION,
        source=CommentRevision.Source.HTML,
        written_at=imported.written_at,
    )
    comment.save(update_fields=["current"])
    return comment
