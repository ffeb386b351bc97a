"""Pages of a thread: conversations in an order, each with its first replies, by keyset.

However many comments there are, a page takes the same few queries: one for the comments that begin
conversations, one for all their replies, and a handful for what stands beside them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber

from standfirst.delivery.keys import thread_key
from standfirst.delivery.recording import declare, declare_soft
from standfirst.discussion.models import Comment, CommentQuerySet, Order, Thread, Vote
from standfirst.discussion.queries.access import comments_for, seen_by
from standfirst.discussion.queries.facts import votes_key
from standfirst.discussion.queries.shown import (
    DEEPEST_SHOWN,
    Shown,
    Viewer,
    for_showing,
    grow,
    more_link,
    shown,
)
from standfirst.lib.keyset import decode_cursor, encode_cursor
from standfirst.people.models import Person

CONVERSATIONS_PER_PAGE = 20
REPLIES_AT_FIRST = 10
REPLIES_PER_PAGE = 50
ANSWERS_AT_FIRST = 5
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


def thread_page(thread: Thread, *, order: Order, viewer: Viewer, after: str = "") -> Listing:
    """A page of a thread; a cursor that is none gives the first page."""
    _declare(thread)
    rows = comments_for(thread, viewer.person).filter(parent__isnull=True)
    return _listing(rows, order, viewer, after)


def first_screen(thread: Thread, *, order: Order, viewer: Viewer) -> Listing:
    """What an article's page shows of its thread. Soft: it is at most a minute old.

    Answers to questions stand at their question and are left out here.
    """
    declare_soft(thread_key(thread.pk), votes_key(thread.pk))
    rows = comments_for(thread, viewer.person).filter(parent__isnull=True, question__isnull=True)
    return _listing(rows, order, viewer, "")


def conversation_page(focus: Comment, *, viewer: Viewer, after: str = "") -> Conversation:
    """The conversation around a comment.

    A reply among the first of its conversation is shown there, marked; any other with a few of
    the comments it answers above it, and its own replies below. ``after`` continues those.
    """
    _declare(focus.thread)
    start = _path_after(focus, after)
    if not start and focus.root_id is not None and _stands_in_front(focus, viewer):
        thread = focus.thread
        focus = for_showing(Comment.objects.filter(pk=focus.root_id)).get()
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


def _listing(rows: CommentQuerySet, order: Order, viewer: Viewer, after: str) -> Listing:
    start = _start(order, after)
    if start is not None:
        rows = rows.filter(start)
    found = list(
        for_showing(rows)
        .annotate(cut=_path_of_last_reply(viewer.person))
        .order_by(*_ordering(order))[: CONVERSATIONS_PER_PAGE + 1]
    )
    roots = found[:CONVERSATIONS_PER_PAGE]
    return Listing(
        order=order,
        conversations=_with_first_replies(roots, viewer),
        next_after=_cursor(order, roots[-1]) if len(found) > len(roots) else "",
        is_first=start is None,
    )


def _with_first_replies(roots: Sequence[Comment], viewer: Viewer) -> list[Shown]:
    replies = {root.pk: list[Comment]() for root in roots}
    for reply in _first_replies(roots, viewer):
        replies[reply.branch_id or 0].append(reply)
    kept = [reply for rows in replies.values() for reply in rows[:REPLIES_AT_FIRST]]
    items = shown([*roots, *kept], viewer)
    tops, below = items[: len(roots)], items[len(roots) :]
    grow(below, under=tops, deepest=DEEPEST_SHOWN)
    for top in tops:
        rows = replies[top.comment.pk]
        if len(rows) > REPLIES_AT_FIRST:
            left = top.comment.conversation_count - REPLIES_AT_FIRST
            more_link(top, rows[REPLIES_AT_FIRST - 1], left)
    return tops


def _first_replies(roots: Sequence[Comment], viewer: Viewer) -> list[Comment]:
    """The first replies of all roots in one query, and one more of each that has more."""
    wanted = Q(pk__in=[])
    for root in roots:
        if root.conversation_count or viewer.person is not None:
            below = Q(branch=root.pk, depth__lte=DEEPEST_SHOWN)
            cut = getattr(root, "cut", None)
            wanted |= below if cut is None else below & Q(path__lte=cut)
    if wanted == Q(pk__in=[]):
        return []
    rows = Comment.objects.filter(wanted).filter(seen_by(viewer.person))
    return list(for_showing(rows).order_by("branch", "path"))


def _path_of_last_reply(person: Person | None) -> Subquery:
    """The path of the first reply that is not shown at first, or NULL when all are."""
    replies = Comment.objects.filter(branch=OuterRef("pk"), depth__lte=DEEPEST_SHOWN).filter(
        seen_by(person)
    )
    return Subquery(
        replies.order_by("path").values("path")[REPLIES_AT_FIRST : REPLIES_AT_FIRST + 1]
    )


def _stands_in_front(focus: Comment, viewer: Viewer) -> bool:
    if focus.branch_id != focus.root_id or focus.depth > DEEPEST_SHOWN:
        return False
    before = comments_for(focus.thread, viewer.person).filter(
        branch=focus.branch_id, path__lte=focus.path, depth__lte=DEEPEST_SHOWN
    )
    return before.count() <= REPLIES_PER_PAGE


def _from_ancestors(focus: Comment, viewer: Viewer, start: str) -> Conversation:
    above = comments_for(focus.thread, viewer.person).filter(pk__in=_ids_above(focus))
    chain = sorted(for_showing(above), key=lambda comment: comment.depth)
    return _below(focus, chain, viewer, start)


def _ids_above(focus: Comment) -> list[int]:
    """The ids of the nearest comments that a comment answers, from the stored parents."""
    ids: list[int] = []
    parent = focus.parent_id
    while parent is not None and len(ids) < ANCESTORS_SHOWN:
        ids.append(parent)
        parent = Comment.objects.values_list("parent_id", flat=True).get(pk=parent)
    return ids


def _below(subject: Comment, above: list[Comment], viewer: Viewer, start: str) -> Conversation:
    """Make the tree of a comment, those above it, and a page of those below it."""
    rows = _descendants(subject, viewer.person)
    if start:
        rows = rows.filter(path__gt=start)
    page = list(for_showing(rows).order_by("path")[: REPLIES_PER_PAGE + 1])
    fresh = for_showing(Comment.objects.filter(pk=subject.pk)).get()
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


def _ordering(order: Order) -> tuple[str, ...]:
    return {
        Order.NEWEST: ("-created_at", "-pk"),
        Order.OLDEST: ("created_at", "pk"),
        Order.VOTED: ("-score", "-pk"),
    }[order]


def _cursor(order: Order, last: Comment) -> str:
    if order == Order.VOTED:
        return encode_cursor(last.score, last.pk)
    return encode_cursor((last.created_at - EPOCH) // timedelta(microseconds=1), last.pk)


def _start(order: Order, after: str) -> Q | None:
    """The condition of standing after a cursor; None for the first page."""
    cursor = decode_cursor(after)
    if cursor is None or len(cursor) != 2:
        return None
    value, pk = cursor
    if not isinstance(value, int) or not isinstance(pk, int):
        return None
    if order == Order.VOTED:
        return Q(score__lte=value) & (Q(score__lt=value) | Q(pk__lt=pk))
    try:
        at = EPOCH + timedelta(microseconds=value)
    except OverflowError:
        return None
    if order == Order.OLDEST:
        return Q(created_at__gte=at) & (Q(created_at__gt=at) | Q(pk__gt=pk))
    return Q(created_at__lte=at) & (Q(created_at__lt=at) | Q(pk__lt=pk))


def own_pieces(thread: Thread, *, viewer: Viewer) -> list[Shown]:
    """What is the viewer's own in a thread: their comments and those they voted on, newest first."""
    if viewer.person is None:
        return []
    voted = Vote.objects.filter(voter=viewer.person, comment__thread=thread).values("comment")
    mine = Q(author=viewer.person, state__in=(Comment.State.VISIBLE, Comment.State.HELD))
    rows = Comment.objects.filter(thread=thread).filter(mine | Q(pk__in=voted))
    return shown(for_showing(rows).order_by("-pk")[:MOST_PIECES], viewer)


@dataclass(frozen=True)
class Answers:
    """The answers to one question in a story: how many, and the first."""

    count: int
    shown: list[Shown]


def answers_to_questions(thread: Thread, *, viewer: Viewer) -> dict[UUID, Answers]:
    """The first answers to each question in the page's story, in one query for all questions."""
    declare_soft(thread_key(thread.pk), votes_key(thread.pk))
    rows = Comment.objects.filter(thread=thread, question__isnull=False).shown()
    ranked = for_showing(rows).annotate(
        rank=Window(RowNumber(), partition_by="question", order_by=("created_at", "pk")),
        total=Window(Count("pk"), partition_by="question"),
    )
    first = list(ranked.filter(rank__lte=ANSWERS_AT_FIRST).order_by("question", "rank"))
    items = shown(first, viewer)
    found: dict[UUID, Answers] = {}
    for item in items:
        item.goes_on = item.comment.reply_count > 0
        item.is_at_question = True
        question = item.comment.question
        assert question is not None
        answers = found.setdefault(question, Answers(getattr(item.comment, "total", 0), []))
        answers.shown.append(item)
    return found
