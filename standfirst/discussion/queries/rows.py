"""What a page shows of one comment, as flat rows: two hundred of them cost two milliseconds.

The same as models, with their five relations each, cost ten times that.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from standfirst.discussion.models import BRANCH_DEPTH, Comment, CommentQuerySet
from standfirst.moderation.models import Decision, Measure
from standfirst.people.models import Badge, PageRole
from standfirst.siteconfig.models import HouseRule


class CommentRow(NamedTuple):
    """One comment with its wording, its author's name, and what is said of whom it answers."""

    pk: int
    parent_id: int | None
    root_id: int | None
    branch_id: int | None
    depth: int
    path: str
    author_id: int
    state: str
    created_at: datetime
    edited_at: datetime | None
    current_id: int | None
    question: UUID | None
    score: int
    merit: int
    author_answers: int
    paper_answers: int
    is_question: bool
    reply_count: int
    conversation_count: int
    imported_from: str
    passage_block: UUID | None
    passage_quote: str | None
    passage_reads: str | None
    passage_lost_at: datetime | None
    pinned_at: datetime | None
    featured_at: datetime | None
    answered_at: datetime | None
    locked_at: datetime | None
    finished: str | None
    number: int | None
    votes_before: int | None
    name: str
    is_staff: bool | None
    is_active: bool | None
    page_closed_at: datetime | None
    parent_state: str | None
    parent_name: str | None
    is_by_page_author: bool
    shows_support: bool
    broken_number: int | None
    broken_title: str | None

    @property
    def is_visible(self) -> bool:
        """Whether anybody may read its words."""
        return self.state == "visible"

    @property
    def is_held(self) -> bool:
        """Whether it waits for a moderator."""
        return self.state == "held"

    @property
    def is_imported(self) -> bool:
        """Whether it was written on another system."""
        return bool(self.imported_from)

    @property
    def heads_a_branch(self) -> bool:
        """Whether the paths of its replies begin anew here."""
        return self.depth % BRANCH_DEPTH == 0

    @property
    def has_page(self) -> bool:
        """Whether whoever wrote it is a member who shows a page of their own."""
        return bool(self.is_active) and self.page_closed_at is None

    @property
    def author_name(self) -> str:
        """The name beside it; whoever gave none is "A reader"."""
        return self.name or _("A reader")

    @property
    def whom_it_answers(self) -> str:
        """Whom it answers, in words; "" for a comment on the page itself."""
        if self.parent_state is None:
            return ""
        if self.parent_state == Comment.State.VISIBLE:
            return self.parent_name or _("A reader")
        if self.parent_state == Comment.State.WITHDRAWN:
            return _("a withdrawn comment")
        return _("a removed comment")


# Whether a comment is by the author of the page under which it stands.
BY_PAGE_AUTHOR = Exists(
    PageRole.objects.filter(
        person=OuterRef("author"), page=OuterRef("thread__page"), role=PageRole.Role.AUTHOR
    )
)
# Whether it speaks for the paper: by that author, or by somebody of the staff.
BY_PAPER = Q(BY_PAGE_AUTHOR) | Q(author__user__is_staff=True, author__user__is_active=True)
# The removal that holds, and the house rule that it rests on, as it read then.
_REMOVAL = Decision.objects.filter(
    subject_kind="comment", subject_id=OuterRef("pk"), measure=Measure.REMOVED
).order_by("-pk")
_RULE = HouseRule.objects.filter(
    rules__version=OuterRef("rules_version"), number=OuterRef("rule_number")
)


def _of_removal(value: F | Subquery) -> Case:
    """Give a value of the removal that holds; nothing is looked up for what is not removed."""
    found = Subquery(_REMOVAL.annotate(asked=value).values("asked")[:1])
    return Case(When(state=Comment.State.REMOVED, then=found))


# Where a value of a row comes from, when it is not the column of the same name.
SOURCES = {
    "passage_block": F("anchor__block"),
    "passage_quote": F("anchor__quote"),
    "passage_reads": F("anchor__reads"),
    "passage_lost_at": F("anchor__lost_at"),
    "pinned_at": F("mark__pinned_at"),
    "featured_at": F("mark__featured_at"),
    "answered_at": F("mark__answered_at"),
    "locked_at": F("mark__locked_at"),
    "finished": F("current__html"),
    "number": F("current__number"),
    "votes_before": F("current__votes_before"),
    "name": F("author__name"),
    "is_staff": F("author__user__is_staff"),
    "is_active": F("author__user__is_active"),
    "page_closed_at": F("author__page_closed_at"),
    "parent_state": F("parent__state"),
    "parent_name": F("parent__author__name"),
    "is_by_page_author": BY_PAGE_AUTHOR,
    "shows_support": Exists(
        Badge.objects.filter(person=OuterRef("author"), kind=Badge.Kind.SUPPORTER)
    ),
    "broken_number": _of_removal(F("rule_number")),
    "broken_title": _of_removal(Subquery(_RULE.values("title")[:1])),
}
WIDTH = len(CommentRow._fields)


def for_showing(rows: CommentQuerySet) -> "QuerySet[Comment, Any]":
    """Ask for all that `CommentRow` holds, in the same query; what is annotated comes behind it."""
    return rows.annotate(**SOURCES).values_list(*CommentRow._fields)


def row_of(values: Iterable[Any]) -> CommentRow:
    """Give the row that a query `for_showing` gave."""
    return CommentRow._make(list(values)[:WIDTH])
