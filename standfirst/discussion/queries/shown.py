"""Comments made ready for a template: a tree of plain objects, so that no template computes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from standfirst.discussion.models import Vote
from standfirst.discussion.queries.rows import CommentRow
from standfirst.discussion.rules import (
    Lock,
    is_authors,
    may_edit,
    refusal_to_withdraw,
    stands_in,
)
from standfirst.lib.comment_markup import finished_html
from standfirst.lib.keyset import encode_cursor
from standfirst.people.models import Person

# A reader is shown so many levels below where a listing starts; deeper ones have their own page.
DEEPEST_SHOWN = 12
# From this level on the indent has stopped growing, so it is said whom a comment answers.
LAST_INDENTED_LEVEL = 4


@dataclass(frozen=True)
class Viewer:
    """For whom a listing is made, and where it stands.

    ``person`` is None on public pages, which are for everybody; ``is_private`` says whether the
    page is one person's, so that its links lead to such pages again. ``path`` is the thread's own
    page; ``marked`` the comment that the address names; ``locks`` are the branches that take no
    replies; ``muted`` are the people whose words are folded.
    """

    now: datetime
    path: str
    person: Person | None = None
    is_private: bool = False
    is_open: bool = True
    marked: int | None = None
    locks: tuple[Lock, ...] = ()
    may_moderate: bool = False
    muted: frozenset[int] = frozenset()

    def address(self, **query: str | int) -> str:
        """Give the address of a page of the thread for the same viewer; "" for what is unsaid."""
        said = urlencode({name: value for name, value in query.items() if value != ""})
        parts = [part for part in ("mine" if self.is_private else "", said) if part]
        return f"{self.path}?{'&'.join(parts)}" if parts else self.path


def as_shown(text: str) -> SafeString:
    """Give the HTML that a text would stand with, if it were stored."""
    return mark_safe(finished_html(text))  # noqa: S308 -- cleaned by lib.comment_markup


@dataclass(frozen=True)
class BrokenRule:
    """The house rule that a removal rests on."""

    number: int
    title: str


@dataclass
class Shown:
    """One comment as a page shows it, with what stands below it."""

    comment: CommentRow
    viewer: Viewer
    my_vote: int = 0
    is_detached: bool = False
    is_at_question: bool = False
    is_at_passage: bool = False
    children: list["Shown"] = field(default_factory=list)
    goes_on: bool = False
    is_excerpt: bool = False
    more_after: str = ""
    more_count: int = 0

    @property
    def broken_rule(self) -> BrokenRule | None:
        """The house rule that its removal rests on; None where it stands, or where none was named."""
        number, title = self.comment.broken_number, self.comment.broken_title
        return BrokenRule(number, title) if number is not None and title is not None else None

    @property
    def level(self) -> int:
        """1 for a comment on the page itself, 2 for a reply to it, and so on."""
        return self.comment.depth + 1

    @property
    def html(self) -> SafeString:
        """The finished HTML: cleaned when it was stored, by lib.comment_markup."""
        return mark_safe(self.comment.finished or "")  # noqa: S308 -- see above

    @property
    def has_words(self) -> bool:
        """Whether the words are shown: visible ones to all, held ones to their author."""
        return self.comment.is_visible or self.is_own_held

    @property
    def is_own_held(self) -> bool:
        """Whether it waits for a moderator and the viewer wrote it."""
        return self.comment.is_held and self.is_mine

    @property
    def is_mine(self) -> bool:
        """Whether the viewer wrote it."""
        return is_authors(self.comment, self.viewer.person)

    @property
    def may_edit(self) -> bool:
        """Whether the viewer may still change the words."""
        return may_edit(self.comment, self.viewer.person, self.viewer.now)

    @property
    def may_withdraw(self) -> bool:
        """Whether the viewer may take it back."""
        return refusal_to_withdraw(self.comment, self.viewer.person) is None

    @property
    def may_reply(self) -> bool:
        """Whether there is a point in offering an answer."""
        return self.comment.is_visible and self.viewer.is_open and not self.is_locked

    @property
    def is_locked(self) -> bool:
        """Whether no replies are taken here, because of it or of what it answers."""
        return any(stands_in(self.comment, lock) for lock in self.viewer.locks)

    @property
    def is_muted(self) -> bool:
        """Whether the viewer does not want to read who wrote it."""
        return self.comment.author_id in self.viewer.muted

    @property
    def question_state(self) -> str:
        """Whether a question to the author is "open" or "answered"; "" for what asks nothing."""
        row = self.comment
        if not row.is_question:
            return ""
        return "answered" if row.paper_answers or row.answered_at is not None else "open"

    @property
    def has_tools(self) -> bool:
        """Whether the viewer may pin, feature and lock here."""
        row = self.comment
        return self.viewer.may_moderate and (row.is_visible or row.locked_at is not None)

    @property
    def may_be_reported(self) -> bool:
        """Whether the viewer may report it."""
        return self.comment.is_visible and not self.is_mine

    @property
    def takes_votes(self) -> bool:
        """Whether the viewer may vote, as far as the page knows."""
        return self.comment.is_visible and self.viewer.is_open and not self.is_mine

    @property
    def is_marked(self) -> bool:
        """Whether it is the one that the address names."""
        return self.viewer.marked == self.comment.pk

    @property
    def more_address(self) -> str:
        """Where the next replies are, as a page."""
        return self.viewer.address(at=self.comment.pk, after=self.more_after)

    @property
    def is_shown_empty(self) -> bool:
        """Whether nothing stands below it, so that no list of replies is begun."""
        return not (self.children or self.more_after or self.goes_on)

    @property
    def badge(self) -> str:
        """At most one word beside the name."""
        if self.comment.is_by_page_author:
            return _("Author")
        if self.is_staffs:
            return _("Staff")
        return _("Supporter") if self.comment.shows_support else ""

    @property
    def is_staffs(self) -> bool:
        """Whether the badge speaks for the paper."""
        row = self.comment
        return row.is_by_page_author or bool(row.is_staff and row.is_active)

    @property
    def votes_before_edit(self) -> int:
        """How many had voted before the wording that is shown was written."""
        row = self.comment
        return (row.votes_before or 0) if (row.number or 0) > 1 else 0

    @property
    def answers(self) -> str:
        """Whom it answers, in words; "" for a comment on the page itself."""
        return self.comment.whom_it_answers

    @property
    def question_address(self) -> str:
        """Where the question stands that it answers; "" if it answers none, or stands there."""
        if self.comment.question is None or self.is_at_question:
            return ""
        return f"{self.viewer.path.removesuffix('comments/')}#question-{self.comment.question}"

    @property
    def passage_state(self) -> str:
        """Whether the passage that it was written to "stands", was "changed" or "lost".

        "" for a comment on no passage, and for one that stands at it.
        """
        row = self.comment
        if row.passage_quote is None or self.is_at_passage:
            return ""
        if row.passage_lost_at is not None:
            return "lost"
        return "stands" if row.passage_reads == row.passage_quote else "changed"

    @property
    def passage_address(self) -> str:
        """Where the passage stands in the article, if it does."""
        return f"{self.viewer.path.removesuffix('comments/')}#passages-{self.comment.passage_block}"

    @property
    def says_whom(self) -> bool:
        """Whether the page says whom it answers, because the indent does not."""
        return self.is_detached or self.level > LAST_INDENTED_LEVEL

    @property
    def reply_count(self) -> int:
        """How many replies to count above the list of them."""
        if self.is_excerpt:
            return len(self.children)
        return max(self.comment.reply_count, len(self.children))


def shown(rows: Sequence[CommentRow], viewer: Viewer) -> list[Shown]:
    """Make comments ready, in their order and each by itself: at most one query for all."""
    votes = _votes_of(viewer.person, rows)
    return [Shown(row, viewer, my_vote=votes.get(row.pk, 0)) for row in rows]


def grow(items: Iterable[Shown], *, under: Sequence[Shown], deepest: int) -> None:
    """Hang items, in reading order, below those they answer.

    One whose parent is not shown hangs below its root, or else below the last of ``under``, and
    says whom it answers. A comment at the ``deepest`` level, or one whose replies begin a new
    branch, says that the conversation goes on elsewhere.
    """
    by_id = {item.comment.pk: item for item in under}
    for item in items:
        comment = item.comment
        parent = by_id.get(comment.parent_id or 0)
        item.is_detached = parent is None
        (parent or by_id.get(comment.root_id or 0) or under[-1]).children.append(item)
        by_id[comment.pk] = item
        ends_here = comment.depth >= deepest or comment.heads_a_branch
        item.goes_on = ends_here and comment.reply_count > 0


def more_link(item: Shown, last: CommentRow, total: int) -> None:
    """Note on an item that more of its replies come after ``last``; ``total`` 0 if unknown."""
    item.more_after = encode_cursor(last.pk)
    item.more_count = max(total, 0)


def _votes_of(person: Person | None, rows: Sequence[CommentRow]) -> Mapping[int, int]:
    if person is None or not rows:
        return {}
    votes = Vote.objects.filter(voter=person, comment__in=[row.pk for row in rows])
    return dict(votes.values_list("comment_id", "value"))
