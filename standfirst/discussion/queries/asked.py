"""The queries of a thread's page, prepared: each is written once, for each shape that it has."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import RowNumber

from standfirst.discussion.models import Comment, CommentQuerySet, Order
from standfirst.discussion.queries.access import comments_for, seen_by
from standfirst.discussion.queries.rows import for_showing
from standfirst.discussion.queries.shown import DEEPEST_SHOWN
from standfirst.prepared import PreparedRows

CONVERSATIONS_PER_PAGE = 20
REPLIES_AT_FIRST = 10
ANSWERS_AT_FIRST = 5
_STANDS_AT_A_PASSAGE = Q(anchor__isnull=False, anchor__lost_at__isnull=True)
_STANDS_AT_NO_PASSAGE = Q(anchor__isnull=True) | Q(anchor__lost_at__isnull=False)
# Sorts after every path, which is made of figures, by the rules of any language.
AFTER_ALL_PATHS = "z"

ORDERINGS: Mapping[Order, tuple[str, ...]] = {
    Order.NEWEST: ("-created_at", "-pk"),
    Order.OLDEST: ("created_at", "pk"),
    Order.VOTED: ("-score", "-pk"),
}


@lru_cache(maxsize=24)
def conversations(order: Order, *, with_answers: bool, goes_on: bool, is_own: bool) -> PreparedRows:
    """The comments that begin conversations, and one more than a page has.

    Asked for ``thread``; if it ``goes_on``, from behind ``value`` and ``pk``; if ``is_own``, with
    what ``person`` alone sees. The last column is the path of the first reply not shown at first.
    """

    def build(thread: Any, person: Any, value: Any, pk: Any) -> Any:
        viewer = person if is_own else None
        rows = comments_for(thread, viewer).filter(parent__isnull=True)
        if not with_answers:
            rows = rows.filter(question__isnull=True).filter(_STANDS_AT_NO_PASSAGE)
        if goes_on:
            rows = rows.filter(_behind(order, value, pk))
        found = for_showing(rows).annotate(cut=_path_of_last_reply(viewer))
        return found.order_by(*ORDERINGS[order])[: CONVERSATIONS_PER_PAGE + 1]

    return PreparedRows(build)


@lru_cache(maxsize=2)
def first_replies(*, is_own: bool) -> PreparedRows:
    """The first replies of a page of conversations, in their order.

    Asked for a full page of ``root0`` and ``cut0`` and so on, see `page_of`.
    """

    def build(**slots: Any) -> Any:
        wanted = Q(pk__in=[])
        for number in range(CONVERSATIONS_PER_PAGE):
            wanted |= Q(branch=slots[f"root{number}"], path__lte=slots[f"cut{number}"])
        rows = Comment.objects.filter(wanted, depth__lte=DEEPEST_SHOWN)
        rows = rows.filter(seen_by(slots["person"] if is_own else None))
        return for_showing(rows).order_by("branch", "path")

    numbers = range(CONVERSATIONS_PER_PAGE)
    names = [name for number in numbers for name in (f"root{number}", f"cut{number}")]
    return PreparedRows(build, names=("person", *names))


def page_of(roots: Sequence[tuple[int, str | None]]) -> dict[str, Any]:
    """Give the values for `first_replies`: keys of roots, and where the replies of each are cut."""
    values: dict[str, Any] = {}
    # A key that no comment has stands for each that is missing.
    missing = [(0, "")] * (CONVERSATIONS_PER_PAGE - len(roots))
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


def _path_of_last_reply(person: Any) -> Subquery:
    replies = Comment.objects.filter(branch=OuterRef("pk"), depth__lte=DEEPEST_SHOWN).filter(
        seen_by(person)
    )
    return Subquery(
        replies.order_by("path").values("path")[REPLIES_AT_FIRST : REPLIES_AT_FIRST + 1]
    )


def _behind(order: Order, value: Any, pk: Any) -> Q:
    """The condition of standing behind a comment, by what it is sorted by and its key."""
    if order == Order.VOTED:
        return Q(score__lte=value) & (Q(score__lt=value) | Q(pk__lt=pk))
    if order == Order.OLDEST:
        return Q(created_at__gte=value) & (Q(created_at__gt=value) | Q(pk__gt=pk))
    return Q(created_at__lte=value) & (Q(created_at__lt=value) | Q(pk__lt=pk))
