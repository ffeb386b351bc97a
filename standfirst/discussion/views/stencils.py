"""Comments as finished HTML, many at a time: the template is rendered once for each shape.

A stencil is what `discussion/_comment.html` gives for one shape of comment, with holes where the
words, names, times and numbers stand. Filling it costs a hundredth of rendering the template, and
the template stays the only place that says what a comment looks like. Nothing filled is kept, so
that nothing can be out of date: whatever a template decides by is part of the shape, and whatever
it merely shows is a hole.
"""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import get_language

from standfirst.discussion.queries import Shown
from standfirst.lib.text import with_minus

TEMPLATE = "discussion/_comment.html"
# Values that no comment has, as the template prints them.
KEY, SCORE, AUTHOR = 4503599627370497, 4503599627370499, 4503599627370501
MOMENT = datetime(1583, 7, 19, 23, 48, 51, 123457, tzinfo=UTC)
HOLES = (
    *("key", "score", "day", "moment", "name", "author", "level", "answers", "question", "words"),
    *("quote", "reads", "passage"),
    *("current", "children", "after", "address"),
)


class Shape(NamedTuple):
    """All that `_comment.html` decides by, for a comment whose words are shown."""

    language: str
    zone: str
    is_own_held: bool
    is_mine: bool
    may_edit: bool
    may_withdraw: bool
    has_page: bool
    is_muted: bool
    badge: str
    is_staffs: bool
    is_marked: bool
    is_edited: bool
    votes_before_edit: int
    is_imported: bool
    is_pinned: bool
    is_featured: bool
    is_locked: bool
    is_marked_answered: bool
    question_state: str
    has_tools: bool
    is_reply: bool
    says_whom: bool
    has_question: bool
    passage_state: str
    takes_votes: bool
    my_vote: int
    may_reply: bool
    has_children: bool
    has_more: bool
    more_count: int
    goes_on: bool
    is_excerpt: bool
    reply_count: int


def joined(items: Sequence[Shown] | SafeString) -> SafeString:
    """Give the HTML of comments, one behind the other, with all that stands below them."""
    if isinstance(items, SafeString):
        # The hole for what stands below, while a stencil is cut.
        return items
    if not items:
        return SafeString()
    language, zone = get_language() or "", get_current_timezone_name()
    # Made by a template, and filled with escaped text.
    return mark_safe(_joined(items, language, zone))  # noqa: S308


def _joined(items: Sequence[Shown], language: str, zone: str) -> str:
    return "".join([_piece(item, language, zone) for item in items])


def _piece(item: Shown, language: str, zone: str) -> str:
    if not item.has_words:
        return render_to_string(TEMPLATE, {"item": item, "is_oob": False})
    return _stencil(shape_of(item, language, zone)) % _filling(item, language, zone)


def shape_of(item: Shown, language: str, zone: str) -> Shape:
    """Say by what the template decides how this comment looks."""
    row, is_mine = item.comment, item.is_mine
    return Shape(
        language=language,
        zone=zone,
        is_own_held=is_mine and item.is_own_held,
        is_mine=is_mine,
        may_edit=is_mine and item.may_edit,
        may_withdraw=is_mine and item.may_withdraw,
        has_page=row.has_page,
        is_muted=item.is_muted,
        badge=item.badge,
        is_staffs=item.is_staffs,
        is_marked=item.is_marked,
        is_edited=row.edited_at is not None,
        votes_before_edit=item.votes_before_edit if row.edited_at is not None else 0,
        is_imported=row.is_imported,
        is_pinned=row.pinned_at is not None,
        is_featured=row.featured_at is not None,
        is_locked=row.locked_at is not None,
        is_marked_answered=row.answered_at is not None and item.has_tools,
        question_state=item.question_state,
        has_tools=item.has_tools,
        is_reply=row.depth > 0,
        says_whom=item.says_whom,
        has_question=bool(item.question_address),
        passage_state=item.passage_state,
        takes_votes=item.takes_votes,
        my_vote=item.my_vote,
        may_reply=item.may_reply,
        has_children=bool(item.children),
        has_more=bool(item.more_after),
        more_count=item.more_count if item.more_after else 0,
        goes_on=item.goes_on,
        is_excerpt=item.is_excerpt,
        reply_count=0 if item.is_shown_empty else item.reply_count,
    )


def _filling(item: Shown, language: str, zone: str) -> dict[str, str]:
    row = item.comment
    day, moment = _written(row.created_at, language, zone)
    return {
        "key": str(row.pk),
        "score": with_minus(row.score),
        "day": day,
        "moment": moment,
        "name": escape(row.author_name),
        "author": str(row.author_id),
        "level": str(item.level),
        "answers": escape(item.answers),
        "question": escape(item.question_address),
        "words": item.html,
        "quote": escape(row.passage_quote or ""),
        "reads": escape(row.passage_reads or ""),
        "passage": escape(item.passage_address) if item.passage_state else "",
        "current": str(row.current_id),
        "children": _joined(item.children, language, zone),
        "after": item.more_after,
        "address": escape(item.more_address) if item.more_after else "",
    }


@lru_cache(maxsize=500)
def _stencil(shape: Shape) -> str:
    """Render the template with holes, and give it as a format string."""
    text = render_to_string(TEMPLATE, {"item": _hollow(shape), "is_oob": False})
    holes = {_mark(name): name for name in HOLES}
    day, moment = _written(MOMENT, shape.language, shape.zone)
    holes |= {str(KEY): "key", str(SCORE): "score", str(AUTHOR): "author"}
    holes |= {day: "day", moment: "moment"}
    found = re.compile("|".join(map(re.escape, holes)))
    return found.sub(lambda hole: f"%({holes[hole[0]]})s", text.replace("%", "%%"))


def _hollow(shape: Shape) -> dict[str, Any]:
    """A comment of this shape with nothing in it, under the names by which the template asks."""
    return {
        **shape._asdict(),
        "comment": {
            "pk": KEY,
            "author_id": AUTHOR,
            "has_page": shape.has_page,
            "author_name": _mark("name"),
            "created_at": MOMENT,
            "edited_at": shape.is_edited,
            "is_imported": shape.is_imported,
            "pinned_at": shape.is_pinned,
            "featured_at": shape.is_featured,
            "locked_at": shape.is_locked,
            "answered_at": shape.is_marked_answered,
            "is_visible": not shape.is_own_held,
            "current_id": _mark("current"),
            "passage_quote": _mark("quote"),
            "passage_reads": _mark("reads"),
            "score": SCORE,
        },
        "has_words": True,
        "html": mark_safe(_mark("words")),  # noqa: S308 -- a hole
        "level": _mark("level") if shape.is_reply else 1,
        "answers": _mark("answers") if shape.is_reply else "",
        "passage_address": _mark("passage"),
        "question_address": _mark("question") if shape.has_question else "",
        "may_be_reported": not shape.is_mine,
        "is_shown_empty": not (shape.has_children or shape.has_more or shape.goes_on),
        "children": mark_safe(_mark("children") if shape.has_children else ""),  # noqa: S308
        "more_after": _mark("after") if shape.has_more else "",
        "more_address": _mark("address") if shape.has_more else "",
    }


def _mark(name: str) -> str:
    # A letter that nobody can type on either side: U+E000 is for private use.
    return f"\ue000{name}\ue000"


@lru_cache(maxsize=4000)
def _written(at: datetime, language: str, zone: str) -> tuple[str, str]:
    """Say when something was written, in the language and zone that are in force: in words, exactly."""
    local = localtime(at)
    return date_format(local, "DATETIME_FORMAT"), local.isoformat()
