"""Pages of a thread: conversations in an order, each with its first replies, by keyset.

However many comments there are, a page takes the same few queries: one for the comments that begin
conversations, one for all their replies, and a handful for what stands beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from standfirst.delivery.keys import thread_key
from standfirst.delivery.recording import declare, declare_soft
from standfirst.discussion.models import Comment, CommentQuerySet, Filter, Order, Thread, Vote
from standfirst.discussion.queries.access import comments_for, seen_by
from standfirst.discussion.queries.asked import (
    CONVERSATIONS_PER_PAGE,
    REPLIES_AT_FIRST,
    SORTED_BY,
    Pins,
    Wanted,
    conversations,
    first_in_story,
    first_replies,
    one_comment,
    page_of,
)
from standfirst.discussion.queries.facts import votes_key
from standfirst.discussion.queries.rows import WIDTH, CommentRow, for_showing, row_of
from standfirst.discussion.queries.shown import (
    DEEPEST_SHOWN,
    Shown,
    Viewer,
    grow,
    more_link,
    shown,
)
from standfirst.discussion.rules import MOST_PINS
from standfirst.lib.keyset import decode_cursor, encode_cursor
from standfirst.people.models import Person

REPLIES_PER_PAGE = 50
MOST_PIECES = 200
ANCESTORS_SHOWN = 3
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Listing:
    """One page of conversations."""

    order: Order
    conversations: list[Shown]
    next_after: str
    is_first: bool


@dataclass(frozen=True)
class Conversation:
    """One comment with what it answers and what answers it.

    ``top`` is where the shown part begins; ``earlier`` is the comment to go back to when the
    conversation began before it.
    """

    thread: Thread
    subject: Shown
    top: Shown
    earlier: int | None
    is_continued: bool


def thread_page(
    thread: Thread,
    *,
    order: Order,
    viewer: Viewer,
    after: str = "",
    only: Filter | None = None,
) -> Listing:
    """A page of a thread, of some conversations only; a cursor that is none gives the first page."""
    _declare(thread)
    return _listing(thread, Wanted(order, only), viewer, after)


def first_screen(thread: Thread, *, order: Order, viewer: Viewer) -> Listing:
    """What an article's page shows of its thread. Soft: it is at most a minute old.

    Answers to questions stand at their question and are left out here.
    """
    declare_soft(thread_key(thread.pk), votes_key(thread.pk))
    return _listing(thread, Wanted(order, with_answers=False), viewer)


def conversation_page(focus: Comment, *, viewer: Viewer, after: str = "") -> Conversation:
    """The conversation around a comment.

    A reply among the first of its conversation is shown there, marked; any other with a few of
    the comments it answers above it, and its own replies below. ``after`` continues those.
    """
    _declare(focus.thread)
    start = _path_after(focus, after)
    if not start and focus.root_id is not None and _stands_in_front(focus, viewer):
        thread = focus.thread
        focus = Comment.objects.get(pk=focus.root_id)
        focus.thread = thread
    elif focus.parent_id is not None:
        return _from_ancestors(focus, viewer, start)
    return _below(focus, [], viewer, start)


def more_replies(subject: Comment, *, viewer: Viewer, after: str) -> Conversation:
    """The replies to a comment after those that a page shows already."""
    _declare(subject.thread)
    return _below(subject, [], viewer, _path_after(subject, after))


def _declare(thread: Thread) -> None:
    declare(thread_key(thread.pk))
    declare_soft(votes_key(thread.pk))


def _listing(thread: Thread, wanted: Wanted, viewer: Viewer, after: str = "") -> Listing:
    order, start = wanted.order, _start(wanted.order, after)
    wanted = wanted._replace(goes_on=start is not None, is_own=viewer.person is not None)
    pinned: list[Sequence[Any]] = []
    if thread.pin_count:
        wanted = wanted._replace(pins=Pins.OTHERS)
        if start is None:
            pinned = _asked(thread, wanted._replace(pins=Pins.PINNED), viewer, None)[:MOST_PINS]
    found = _asked(thread, wanted, viewer, start)
    rows = found[:CONVERSATIONS_PER_PAGE]
    return Listing(
        order=order,
        conversations=_with_first_replies([*pinned, *rows], viewer, wanted.only),
        next_after=_cursor(order, row_of(rows[-1])) if len(found) > len(rows) else "",
        is_first=start is None,
    )


def _asked(
    thread: Thread, wanted: Wanted, viewer: Viewer, start: tuple[int | datetime, int] | None
) -> list[Any]:
    value, pk = start or (None, None)
    person = _key_of(viewer.person)
    return conversations(wanted).rows(thread=thread.pk, person=person, value=value, pk=pk)


def _with_first_replies(
    found: Sequence[Sequence[Any]], viewer: Viewer, only: Filter | None
) -> list[Shown]:
    """Make conversations ready: each with its first replies, of which a filter may leave some out."""
    roots = [row_of(values) for values in found]
    cuts = [values[WIDTH] for values in found]
    replies = {root.pk: list[CommentRow]() for root in roots}
    for reply in _first_replies(roots, cuts, viewer, only):
        replies[reply.branch_id or 0].append(reply)
    kept = [reply for rows in replies.values() for reply in rows[:REPLIES_AT_FIRST]]
    items = shown([*roots, *kept], viewer)
    tops, below = items[: len(roots)], items[len(roots) :]
    grow(below, under=tops, deepest=DEEPEST_SHOWN)
    for top in tops:
        rows = replies[top.comment.pk]
        if only == Filter.ANSWERS:
            top.is_excerpt = top.comment.conversation_count > 0
        elif len(rows) > REPLIES_AT_FIRST:
            left = top.comment.conversation_count - REPLIES_AT_FIRST
            more_link(top, rows[REPLIES_AT_FIRST - 1], left)
    return tops


def _first_replies(
    roots: Sequence[CommentRow],
    cuts: Sequence[str | None],
    viewer: Viewer,
    only: Filter | None,
) -> list[CommentRow]:
    """The first replies of all roots in one query, and one more of each that has more."""
    is_own = viewer.person is not None
    wanted = [
        (root.pk, cut)
        for root, cut in zip(roots, cuts, strict=True)
        if root.conversation_count or is_own
    ]
    if not wanted:
        return []
    asked = first_replies(is_own=is_own, only=only if only == Filter.ANSWERS else None)
    return [
        row_of(values) for values in asked.rows(person=_key_of(viewer.person), **page_of(wanted))
    ]


def _key_of(person: Person | None) -> int | None:
    return person.pk if person is not None else None


def _stands_in_front(focus: Comment, viewer: Viewer) -> bool:
    if focus.branch_id != focus.root_id or focus.depth > DEEPEST_SHOWN:
        return False
    before = comments_for(focus.thread, viewer.person).filter(
        branch=focus.branch_id, path__lte=focus.path, depth__lte=DEEPEST_SHOWN
    )
    return before.count() <= REPLIES_PER_PAGE


def _from_ancestors(focus: Comment, viewer: Viewer, start: str) -> Conversation:
    above = comments_for(focus.thread, viewer.person).filter(pk__in=_ids_above(focus))
    rows = map(row_of, for_showing(above))
    chain = sorted(rows, key=lambda row: row.depth)
    return _below(focus, chain, viewer, start)


def _ids_above(focus: Comment) -> list[int]:
    """The ids of the nearest comments that a comment answers, from the stored parents."""
    ids: list[int] = []
    parent = focus.parent_id
    while parent is not None and len(ids) < ANCESTORS_SHOWN:
        ids.append(parent)
        parent = Comment.objects.values_list("parent_id", flat=True).get(pk=parent)
    return ids


def _below(subject: Comment, above: list[CommentRow], viewer: Viewer, start: str) -> Conversation:
    """Make the tree of a comment, those above it, and a page of those below it."""
    rows = _descendants(subject, viewer.person)
    if start:
        rows = rows.filter(path__gt=start)
    page = [row_of(row) for row in for_showing(rows).order_by("path")[: REPLIES_PER_PAGE + 1]]
    fresh = row_of(one_comment.rows(pk=subject.pk)[0])
    replies = page[:REPLIES_PER_PAGE]
    items = shown([*above, fresh, *replies], viewer)
    line, below = items[: len(above) + 1], items[len(above) + 1 :]
    deepest = subject.depth + DEEPEST_SHOWN
    grow(line[1:], under=line[:1], deepest=deepest)
    grow(below, under=line, deepest=deepest)
    for item in line:
        item.goes_on = False
    if len(page) > len(replies):
        more_link(line[-1], replies[-1], 0)
    line[0].is_detached = line[0].comment.parent_id is not None
    return Conversation(
        thread=subject.thread,
        subject=line[-1],
        top=line[0],
        earlier=line[0].comment.parent_id,
        is_continued=bool(start),
    )


def _descendants(subject: Comment, person: Person | None) -> CommentQuerySet:
    rows = Comment.objects.filter(seen_by(person), depth__lte=subject.depth + DEEPEST_SHOWN)
    if subject.heads_a_branch:
        return rows.filter(branch=subject.pk)
    return rows.filter(branch=subject.branch_id, path__startswith=subject.path).exclude(
        pk=subject.pk
    )


def _path_after(subject: Comment, after: str) -> str:
    """The path that a cursor names, or "" for one that is none of this thread's."""
    cursor = decode_cursor(after)
    if cursor is None or len(cursor) != 1 or not isinstance(cursor[0], int):
        return ""
    rows = Comment.objects.filter(pk=cursor[0], thread=subject.thread_id)
    return rows.values_list("path", flat=True).first() or ""


def _cursor(order: Order, last: CommentRow) -> str:
    value = getattr(last, SORTED_BY[order])
    if isinstance(value, datetime):
        value = (value - EPOCH) // timedelta(microseconds=1)
    return encode_cursor(value, last.pk)


def _start(order: Order, after: str) -> tuple[int | datetime, int] | None:
    """What a page begins behind, by a cursor; None for the first page."""
    cursor = decode_cursor(after)
    if cursor is None or len(cursor) != 2:
        return None
    value, pk = cursor
    if not isinstance(value, int) or not isinstance(pk, int):
        return None
    if SORTED_BY[order] != "created_at":
        return value, pk
    try:
        return EPOCH + timedelta(microseconds=value), pk
    except OverflowError:
        return None


def shown_alone(pk: int, *, viewer: Viewer) -> Shown:
    """One comment that is known to be there, without what stands below it."""
    return shown([row_of(one_comment.rows(pk=pk)[0])], viewer)[0]


def own_pieces(thread: Thread, *, viewer: Viewer) -> list[Shown]:
    """What is the viewer's own in a thread: their comments and those they voted on, newest first."""
    if viewer.person is None:
        return []
    voted = Vote.objects.filter(voter=viewer.person, comment__thread=thread).values("comment")
    mine = Q(author=viewer.person, state__in=(Comment.State.VISIBLE, Comment.State.HELD))
    rows = Comment.objects.filter(thread=thread).filter(mine | Q(pk__in=voted))
    return shown([row_of(row) for row in for_showing(rows).order_by("-pk")[:MOST_PIECES]], viewer)


def folded_pieces(thread: Thread, *, viewer: Viewer) -> list[Shown]:
    """What the viewer's page folds in a thread: by whom they muted. No query for who muted nobody."""
    if not viewer.muted:
        return []
    rows = Comment.objects.shown().filter(thread=thread, author__in=viewer.muted)
    return shown([row_of(row) for row in for_showing(rows).order_by("-pk")[:MOST_PIECES]], viewer)


@dataclass(frozen=True)
class Answers:
    """The answers to one question in a story: how many, and the first."""

    count: int
    shown: list[Shown]


@dataclass(frozen=True)
class AtPassage:
    """The comments on one passage: where it stands in its block, how many, and the first."""

    ident: int
    start: int
    words: str
    count: int
    shown: list[Shown]

    @property
    def end(self) -> int:
        """Where the passage ends in the text of its block."""
        return self.start + len(self.words)


@dataclass(frozen=True)
class InStory:
    """What stands within a story: answers by their question, comments at passages by their block."""

    answers: dict[UUID, Answers]
    passages: dict[UUID, list[AtPassage]]


def comments_in_story(thread: Thread, *, viewer: Viewer) -> InStory:
    """The first answers to each question and the first comments on each passage, in one query."""
    declare_soft(thread_key(thread.pk), votes_key(thread.pk))
    found = InStory({}, {})
    rows = first_in_story.rows(thread=thread.pk)
    items = shown([row_of(values) for values in rows], viewer)
    for item, (position, rank, total) in zip(items, (row[WIDTH:] for row in rows), strict=True):
        row = item.comment
        item.goes_on = row.reply_count > 0
        if row.question is not None:
            item.is_at_question = True
            found.answers.setdefault(row.question, Answers(total, [])).shown.append(item)
            continue
        item.is_at_passage = True
        block, words = row.passage_block, row.passage_reads
        assert block is not None
        assert words is not None
        places = found.passages.setdefault(block, [])
        if rank == 1:
            places.append(AtPassage(row.pk, position, words, total, []))
        places[-1].shown.append(item)
    return found
