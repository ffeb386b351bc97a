"""Where a comment stands and what is counted when its state changes.

Every change of a state or a count in a thread happens under the thread's lock, taken first. So
counts are exact, two replies never get the same place, and no two actions wait for each other in
a circle. SQLite has one writer at a time anyway (transactions begin IMMEDIATE).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from standfirst.discussion.actions.answering import count_below_root, recount_root
from standfirst.discussion.models import Comment, Mark, Thread
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.prepared import Prepared, PreparedUpdate

_locked_thread = Prepared(
    lambda pk: Thread.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk)
)
_begin_reply = PreparedUpdate(
    lambda pk: Comment.objects.filter(pk=pk), replies_begun=F("replies_begun") + 1
)
_count_comment = PreparedUpdate(
    lambda pk: Thread.objects.filter(pk=pk), comment_count=F("comment_count") + 1
)
_count_reply = PreparedUpdate(
    lambda pk: Comment.objects.filter(pk=pk), reply_count=F("reply_count") + 1
)


@dataclass(frozen=True)
class Place:
    """Where a comment stands below its parent, or nowhere below anything."""

    parent: Comment | None = None
    root_id: int | None = None
    branch_id: int | None = None
    depth: int = 0
    path: str = ""


def lock_thread(thread_id: int) -> Thread:
    """Read the thread so that nobody else changes it, or a comment in it, until we are done."""
    thread = _locked_thread.first(pk=thread_id)
    if thread is None:
        raise Thread.DoesNotExist
    return thread


def lock_thread_of(*, thread: Thread, now: datetime) -> Thread:
    """Lock a thread; one of a page elsewhere is made here by its first comment: by two at once, one."""
    if not thread.is_begun:
        said = {"title": thread.title, "address": thread.address, "created_at": now}
        thread, _made = Thread.objects.get_or_create(place=thread.place, defaults=said)
    return lock_thread(thread.pk)


def place_below(parent: Comment | None) -> Place:
    """Give the next place below a comment, which was read after the thread was locked."""
    if parent is None:
        return Place()
    _begin_reply.run(pk=parent.pk)
    parent.replies_begun += 1
    ordinal = str(parent.replies_begun)
    # The length first, so that 10 sorts after 9: "19", then "210".
    segment = f"{len(ordinal)}{ordinal}"
    heads = parent.heads_a_branch
    return Place(
        parent=parent,
        root_id=parent.root_id or parent.pk,
        branch_id=parent.pk if heads else parent.branch_id,
        depth=parent.depth + 1,
        path=segment if heads else parent.path + segment,
    )


def count_appearance(comment: Comment, *, is_first: bool) -> None:
    """Count a comment that became visible; the first time, its place too. Thread locked."""
    _count_comment.run(pk=comment.thread_id)
    if not is_first or comment.parent_id is None:
        return
    _count_reply.run(pk=comment.parent_id)
    count_below_root(comment)


def change_state(
    *,
    comment: Comment,
    expected: Collection[Comment.State],
    to: Comment.State,
    now: datetime,
) -> Comment:
    """Move a comment to another state, if it is in one of those expected, and count.

    Gives the comment as it is now. Raises CommentRefused when somebody else was first. The thread
    must be locked by the caller; the condition is in the UPDATE as well, so that even without the
    lock only one of two can win.
    """
    before = Comment.objects.get(pk=comment.pk)
    appears = {"published_at": before.published_at or now} if to == Comment.State.VISIBLE else {}
    changed = Comment.objects.filter(pk=comment.pk, state__in=expected, state=before.state).update(
        state=to, state_changed_at=now, **appears
    )
    if not changed:
        raise CommentRefused(Refusal.DECIDED_ALREADY)
    if to == Comment.State.VISIBLE:
        count_appearance(before, is_first=before.published_at is None)
    elif before.is_visible:
        # What cannot be read does not stand above the rest, nor when it comes back.
        pins = Mark.objects.filter(comment=before, pinned_at__isnull=False).update(pinned_at=None)
        Thread.objects.filter(pk=comment.thread_id).update(
            comment_count=F("comment_count") - 1, pin_count=F("pin_count") - pins
        )
    recount_root(before)
    return Comment.objects.with_words().select_related("thread").get(pk=comment.pk)
