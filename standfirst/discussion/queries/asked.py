"""The queries of a thread's page, prepared: each is written once, for each shape that it has."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber

from standfirst.discussion.models import Comment, CommentQuerySet, Filter, Mark, Order
from standfirst.discussion.queries.access import comments_for, seen_by
from standfirst.discussion.queries.rows import BY_PAPER, for_showing
from standfirst.discussion.queries.shown import DEEPEST_SHOWN
from standfirst.discussion.rules import MOST_PINS
from standfirst.prepared import PreparedRows

CONVERSATIONS_PER_PAGE = 20
REPLIES_AT_FIRST = 10
ANSWERS_AT_FIRST = 5
_STANDS_AT_A_PASSAGE = Q(anchor__isnull=False, anchor__lost_at__isnull=True)
_STANDS_AT_NO_PASSAGE = Q(anchor__isnull=True) | Q(anchor__lost_at__isnull=False)
MOST_ROOTS = CONVERSATIONS_PER_PAGE + MOST_PINS
# Sorts after every path, which is made of figures, by the rules of any language.
AFTER_ALL_PATHS = "z"

# What each filter lets through, of comments that begin a conversation.
FILTERS: Mapping[Filter, Q] = {
    Filter.PASSAGES: Q(anchor__isnull=False),
    Filter.ANSWERS: Q(paper_answers__gt=0),
    Filter.QUESTIONS: Q(
        is_question=True,
        state=Comment.State.VISIBLE,
        paper_answers=0,
        mark__answered_at__isnull=True,
    ),
    Filter.FEATURED: Q(
        Exists(
            Mark.objects.filter(
                Q(comment=OuterRef("pk")) | Q(comment__root=OuterRef("pk")),
                featured_at__isnull=False,
                comment__state=Comment.State.VISIBLE,
            )
        )
    ),
}
_IS_PINNED = Q(mark__isnull=False, mark__pinned_at__isnull=False)

# The column by which an order sorts; each has an index over the thread, it and the key. All but the
# oldest begin with the highest, and of those that are alike in it with the newest.
SORTED_BY: Mapping[Order, str] = {
    Order.NEWEST: "created_at",
    Order.OLDEST: "created_at",
    Order.VOTED: "score",
    Order.BEST: "merit",
    Order.DISCUSSED: "conversation_count",
    Order.ANSWERED: "author_answers",
}


class Pins(StrEnum):
    """Which conversations by whether they are pinned: in a thread without pins there is but one kind."""

    ALL = "all"
    PINNED = "pinned"
    OTHERS = "others"


class Wanted(NamedTuple):
    """Which conversations are asked for, and how the question reads; each is written once.

    If it ``goes_on``, from behind a place in the order; if ``is_own``, with what a person alone sees;
    without ``with_answers``, only what stands neither at a question nor at a passage of the story.
    """

    order: Order
    only: Filter | None = None
    pins: Pins = Pins.ALL
    with_answers: bool = True
    goes_on: bool = False
    is_own: bool = False


@lru_cache(maxsize=200)
def conversations(wanted: Wanted) -> PreparedRows:
    """The comments that begin conversations, and one more than a page has.

    Asked for ``thread``, ``person``, and ``value`` and ``pk`` of the one to begin behind. The last
    column is the path of the first reply not shown at first.
    """

    def build(thread: Any, person: Any, value: Any, pk: Any) -> Any:
        viewer = person if wanted.is_own else None
        rows = comments_for(thread, viewer).filter(parent__isnull=True)
        if not wanted.with_answers:
            rows = rows.filter(question__isnull=True).filter(_STANDS_AT_NO_PASSAGE)
        if wanted.only is not None:
            rows = rows.filter(FILTERS[wanted.only])
        if wanted.pins is not Pins.ALL:
            rows = rows.filter(_IS_PINNED if wanted.pins is Pins.PINNED else ~_IS_PINNED)
        if wanted.goes_on:
            rows = rows.filter(_behind(wanted.order, value, pk))
        found = for_showing(rows).annotate(cut=_path_of_last_reply(viewer, wanted.only))
        return found.order_by(*_ordering(wanted))[: CONVERSATIONS_PER_PAGE + 1]

    return PreparedRows(build)


def _ordering(wanted: Wanted) -> tuple[str, str]:
    if wanted.pins is Pins.PINNED:
        return "-mark__pinned_at", "-pk"
    sign = "" if wanted.order == Order.OLDEST else "-"
    return f"{sign}{SORTED_BY[wanted.order]}", f"{sign}pk"


@lru_cache(maxsize=4)
def first_replies(*, is_own: bool, only: Filter | None) -> PreparedRows:
    """The first replies of a page of conversations, in their order.

    Asked for a full page of ``root0`` and ``cut0`` and so on, see `page_of`.
    """

    def build(**slots: Any) -> Any:
        wanted = Q(pk__in=[])
        for number in range(MOST_ROOTS):
            wanted |= Q(branch=slots[f"root{number}"], path__lte=slots[f"cut{number}"])
        rows = Comment.objects.filter(wanted).filter(_shown_below(only))
        rows = rows.filter(seen_by(slots["person"] if is_own else None))
        return for_showing(rows).order_by("branch", "path")

    numbers = range(MOST_ROOTS)
    names = [name for number in numbers for name in (f"root{number}", f"cut{number}")]
    return PreparedRows(build, names=("person", *names))


def page_of(roots: Sequence[tuple[int, str | None]]) -> dict[str, Any]:
    """Give the values for `first_replies`: keys of roots, and where the replies of each are cut."""
    values: dict[str, Any] = {}
    # A key that no comment has stands for each that is missing.
    missing = [(0, "")] * (MOST_ROOTS - len(roots))
    for number, (root, cut) in enumerate([*roots, *missing]):
        values[f"root{number}"] = root
        values[f"cut{number}"] = AFTER_ALL_PATHS if cut is None else cut
    return values


def _in_story(thread: Any) -> Any:
    spot = ("question", "anchor__block", "anchor__position", "anchor__reads")
    rows: CommentQuerySet = Comment.objects.filter(thread=thread).shown()
    ranked = for_showing(rows.filter(Q(question__isnull=False) | _STANDS_AT_A_PASSAGE)).annotate(
        position=F("anchor__position"),
        rank=Window(RowNumber(), partition_by=spot, order_by=("created_at", "pk")),
        total=Window(Count("pk"), partition_by=spot),
    )
    return ranked.filter(rank__lte=ANSWERS_AT_FIRST).order_by(*spot, "rank")


# The first answers to each question in a story and the first comments on each passage of it, with
# the passage's position, their rank, and how many there are.
first_in_story = PreparedRows(_in_story)

# One comment, as a page shows it.
one_comment = PreparedRows(lambda pk: for_showing(Comment.objects.filter(pk=pk)))


def _shown_below(only: Filter | None) -> Q:
    """The condition of standing among the first replies: of answers by the paper, nothing else does."""
    if only == Filter.ANSWERS:
        return Q(state=Comment.State.VISIBLE) & BY_PAPER
    return Q(depth__lte=DEEPEST_SHOWN)


def _path_of_last_reply(person: Any, only: Filter | None) -> Subquery:
    replies = Comment.objects.filter(_shown_below(only), branch=OuterRef("pk")).filter(
        seen_by(person)
    )
    return Subquery(
        replies.order_by("path").values("path")[REPLIES_AT_FIRST : REPLIES_AT_FIRST + 1]
    )


def _behind(order: Order, value: Any, pk: Any) -> Q:
    """The condition of standing behind a comment, by what it is sorted by and its key.

    Its first part alone is what an index can begin at.
    """
    column, after = SORTED_BY[order], "gt" if order == Order.OLDEST else "lt"
    begins = Q(**{f"{column}__{after}e": value})
    return begins & (Q(**{f"{column}__{after}": value}) | Q(**{f"pk__{after}": pk}))
