"""Passages of pages that comments hang on: where they stand in a text, and what a change would do.

The discussion knows no page types. A page whose passages can be written to says what its blocks
read, by a method `block_texts`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Page, Revision

from standfirst.discussion.models import Anchor, Comment, Thread
from standfirst.lib.anchoring import Article, Found, Passage, in_whole_words, passage_at


@runtime_checkable
class WithPassages(Protocol):
    """A page whose passages can be written to."""

    def block_texts(self) -> dict[str, str]:
        """Give what a reader reads of each block, by the block's id, in order."""
        ...


@dataclass(frozen=True)
class Fate:
    """What becomes of an anchor in another text: ``passage`` is None if that has it no more."""

    anchor: Anchor
    passage: Passage | None

    @property
    def is_lost(self) -> bool:
        """Whether the text has the passage no more."""
        return self.passage is None

    @property
    def is_changed(self) -> bool:
        """Whether the passage reads otherwise there than until now."""
        return self.passage is not None and self.passage.quote != self.anchor.passage.quote


def texts_of(page: Page) -> dict[str, str]:
    """What the blocks of a page read; nothing for a page without passages.

    A block whose id is no UUID (an importer may have written any) is not one that an anchor can name.
    """
    specific = page.specific
    texts = specific.block_texts() if isinstance(specific, WithPassages) else {}
    return {block: text for block, text in texts.items() if _is_uuid(block)}


def texts_in_revision(number: int | None) -> dict[str, str] | None:
    """What the blocks of a page read in a revision; None for one that is gone or never was."""
    revision = Revision.objects.filter(pk=number).first() if number is not None else None
    return texts_of(revision.as_object()) if revision is not None else None


def anchors_in(thread: Thread) -> "QuerySet[Anchor]":
    """The anchors of a thread, in whatever state their comments are."""
    return Anchor.objects.filter(comment__thread=thread).order_by("pk")


def readable_anchors_in(thread: Thread) -> "QuerySet[Anchor]":
    """The anchors whose comments anybody may read, with those."""
    rows = anchors_in(thread).filter(comment__state=Comment.State.VISIBLE)
    return rows.select_related("comment__current", "comment__author", "comment__author__user")


def fates_of(
    anchors: "QuerySet[Anchor]", *, after: Mapping[str, str], before: Mapping[str, str] | None
) -> list[Fate]:
    """Look for the passages of anchors in a text; ``before`` is where they were found last."""
    article = Article(after, before)
    return [
        Fate(anchor, described(article.find(anchor.passage), after))
        for anchor in anchors.iterator()
    ]


def fates_in_draft(thread: Thread, draft: Page) -> list[Fate]:
    """What becomes of readable passages that still stand if a draft of their page is published."""
    anchors = readable_anchors_in(thread).filter(lost_at__isnull=True)
    return fates_of(anchors, after=texts_of(draft), before=texts_in_revision(thread.anchored_on))


def passage_in(page: Page, wanted: Passage) -> Passage | None:
    """Describe a passage as the page has it now, in whole words; None if it has not."""
    texts = texts_of(page)
    found = _as_selected(wanted, texts) or Article(texts).find(wanted)
    if found is None:
        return None
    start, end = in_whole_words(texts[found.block], found.start, found.end)
    return passage_at(found.block, texts[found.block], start, end)


def _as_selected(wanted: Passage, texts: Mapping[str, str]) -> Found | None:
    """Find the very words in their block, if they stand there once, or once after the same words.

    Whoever selects may begin and end within a word, and nothing is known of what comes after.
    """
    text = texts.get(wanted.block)
    if text is None or not wanted.quote:
        return None
    starts = [match.start() for match in re.finditer(re.escape(wanted.quote), text)]
    after_the_same = [at for at in starts if text.endswith(wanted.prefix, 0, at)]
    for places in (starts, after_the_same):
        if len(places) == 1:
            return Found(wanted.block, places[0], places[0] + len(wanted.quote), 1.0)
    return None


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def described(found: Found | None, texts: Mapping[str, str]) -> Passage | None:
    """Give a place as the passage that stands there."""
    if found is None:
        return None
    return passage_at(found.block, texts[found.block], found.start, found.end)
