"""Whether a new comment is taken at all, before its words are judged and again under the lock."""

from datetime import datetime, timedelta
from math import ceil

from standfirst.discussion.actions.new_comment import NewComment
from standfirst.discussion.models import DiscussionSettings
from standfirst.discussion.queries import block_stands_in_page, written_from_network
from standfirst.discussion.queries.facts import is_locked, is_question_closed, latest_in_thread
from standfirst.discussion.rules import (
    MOST_FROM_NETWORK,
    CommentRefused,
    Refusal,
    refusal_by_pace,
    refusal_of_address,
    refusal_to_answer,
    refusal_to_post,
)
from standfirst.people.rules import is_member


def refuse_unwelcome(*, new: NewComment, settings: DiscussionSettings, now: datetime) -> None:
    """Raise CommentRefused for what is not taken, whatever its words."""
    refuse_where_closed(new=new, settings=settings, now=now)
    if new.question is not None:
        known = new.parent is None and block_stands_in_page(new.thread, new.question)
        if not known:
            raise CommentRefused(Refusal.QUESTION_GONE)
        if is_question_closed(new.thread, new.question):
            raise CommentRefused(Refusal.QUESTION_CLOSED)
    if new.address:
        wrong = refusal_of_address(new.address)
        if wrong is not None:
            raise wrong
    is_guest = new.author is None or not is_member(new.author)
    sent = written_from_network(new.network, now) if is_guest and new.network else 0
    if sent >= MOST_FROM_NETWORK:
        raise CommentRefused(Refusal.NETWORK_BUSY)


def refuse_where_closed(*, new: NewComment, settings: DiscussionSettings, now: datetime) -> None:
    """Raise CommentRefused where this person may not write, or may not answer this, or not yet."""
    refusal = refusal_to_post(
        thread=new.thread, author=new.author, writers=settings.circle, now=now
    )
    if refusal is None and new.parent is not None:
        refusal = refusal_to_answer(new.parent, new.thread)
        if refusal is None and is_locked(new.parent, new.thread):
            refusal = Refusal.LOCKED
    if refusal is not None:
        raise CommentRefused(refusal)
    if new.thread.pace_at(now) and new.author is not None:
        latest = latest_in_thread(new.author, new.thread)
        wait = refusal_by_pace(thread=new.thread, author=new.author, latest=latest, now=now)
        if wait is not None:
            raise CommentRefused(Refusal.SLOWED, str(ceil(wait / timedelta(minutes=1))))
