"""Passages of a page that comments hang on: followed through each edit of the page."""

from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from standfirst.delivery.actions import mark_stale
from standfirst.discussion.actions.placing import lock_thread
from standfirst.discussion.actions.telling import hard_keys
from standfirst.discussion.models import Thread
from standfirst.discussion.queries.passages import (
    Fate,
    anchors_in,
    fates_of,
    passage_in,
    texts_in_revision,
    texts_of,
)
from standfirst.discussion.rules import CommentRefused, refusal_of_passage
from standfirst.lib.anchoring import Passage


@transaction.atomic
def follow_passages(*, page: Page, now: datetime) -> int:
    """Find the passages of a page's comments again in its live revision; give how many moved.

    Called in the transaction that publishes, and by the sweep for what that missed: the thread
    notes in which revision its passages were last looked for. One that is not found is lost, keeps
    the words and the place that it had, and is looked for again at each edit.
    """
    thread = Thread.objects.filter(page_id=page.pk).first()
    if thread is None or thread.anchored_on == page.live_revision_id:
        return 0
    thread = lock_thread(thread.pk)
    moved = 0
    if anchors_in(thread).exists():
        before = texts_in_revision(thread.anchored_on)
        fates = fates_of(anchors_in(thread), after=texts_of(page), before=before)
        moved = sum(_follow(fate, now) for fate in fates)
    Thread.objects.filter(pk=thread.pk).update(anchored_on=page.live_revision_id)
    if moved:
        mark_stale(*hard_keys(thread), now=now)
    return moved


def find_standing(*, thread: Thread, passage: Passage) -> Passage:
    """Give a passage as the thread's page has it now, wherever it stood when it was read.

    Raises CommentRefused if the page has it not, or if it is too much or too little to write to.
    """
    found = passage_in(thread.page, passage) if thread.page is not None else None
    refusal = refusal_of_passage(found)
    if refusal is not None:
        raise CommentRefused(refusal)
    assert found is not None
    return found


def _follow(fate: Fate, now: datetime) -> bool:
    """Note where a passage stands now; say whether that is another place, or none."""
    anchor, passage = fate.anchor, fate.passage
    if passage is None:
        if anchor.lost_at is None:
            anchor.lost_at = now
            anchor.save(update_fields=["lost_at"])
            return True
        return False
    if passage == anchor.passage and anchor.lost_at is None:
        return False
    anchor.passage = passage
    anchor.lost_at = None
    anchor.save(update_fields=["block", "position", "reads", "prefix", "suffix", "lost_at"])
    return True
