"""A member's page: what they say of themselves, and what they wrote that anybody may read."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from django.db.models import Q
from django.utils.translation import gettext as _

from standfirst.delivery.keys import COMMENTS, LISTS, page_key, person_key, thread_key
from standfirst.delivery.recording import declare, declare_soft, declare_until
from standfirst.discussion.models import Comment, CommentQuerySet, Thread
from standfirst.discussion.queries.access import read_by_anybody
from standfirst.discussion.queries.feeds import FedComment, fed
from standfirst.discussion.queries.rows import CommentRow, for_showing, row_of
from standfirst.discussion.queries.shown import Shown, Viewer, shown
from standfirst.lib.keyset import decode_cursor, encode_cursor
from standfirst.lib.names import initials_of, shade_of
from standfirst.people.models import Person
from standfirst.people.queries import person_with_page, shows_support
from standfirst.people.rules import is_staff_person

ON_A_PAGE = 20


@dataclass(frozen=True)
class Said:
    """A comment, and what it was written to."""

    item: Shown
    thread: Thread


@dataclass(frozen=True)
class PersonPage:
    """A member and some of their comments, the newest first; ``next`` is where older ones begin."""

    person: Person
    badge: str
    is_staffs: bool
    comments: list["Said"]
    next: str

    @property
    def picture(self) -> str:
        """The name by which their picture is asked for; "" for who has none."""
        return PurePosixPath(self.person.avatar).stem

    @property
    def initials(self) -> str:
        """What stands in the picture that is drawn from the name."""
        return initials_of(self.person.name)

    @property
    def shade(self) -> int:
        """Which of the eight shades it has: always the same for a name."""
        return shade_of(self.person.name)


def person_page(pk: int, *, before: str, now: datetime) -> PersonPage | None:
    """Give a member's page from a cursor on; None if there is none, or it is closed.

    Softly but for who they are: a comment may be a minute late, and what is lost is purged all the same.
    """
    person = _shown_person(pk)
    if person is None:
        return None
    rows = _public_comments(person, now)
    cursor = _cursor(before)
    if before and cursor is None:
        return None
    if cursor is not None:
        at, last = cursor
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, pk__lt=last))
    found = [
        row_of(row) for row in for_showing(rows).order_by("-created_at", "-pk")[: ON_A_PAGE + 1]
    ]
    return PersonPage(
        person=person,
        badge=_badge(person),
        is_staffs=is_staff_person(person),
        comments=_said(found[:ON_A_PAGE], now),
        next=_cursor_at(found[ON_A_PAGE - 1]) if len(found) > ON_A_PAGE else "",
    )


def newest_of_person(pk: int, now: datetime) -> tuple[Person, list[FedComment]] | None:
    """Give a member and their newest comments, for a feed; None where there is no page."""
    person = _shown_person(pk)
    return (person, fed(_public_comments(person, now))) if person is not None else None


def replies_to(person: Person, now: datetime) -> list[FedComment]:
    """Give the newest answers to what somebody wrote, but for their own."""
    mine = Comment.objects.filter(author=person)
    rows = Comment.objects.filter(parent__in=mine.values("pk")).exclude(author=person)
    return fed(_in_public(rows, now))


def _shown_person(pk: int) -> Person | None:
    declare(person_key(pk))
    return person_with_page(pk)


def _public_comments(person: Person, now: datetime) -> CommentQuerySet:
    return _in_public(Comment.objects.filter(author=person), now)


def _in_public(rows: CommentQuerySet, now: datetime) -> CommentQuerySet:
    declare_soft(LISTS, COMMENTS)
    return rows.shown().filter(read_by_anybody(now, thread="thread__"))


def _said(rows: list[CommentRow], now: datetime) -> list[Said]:
    wanted = Comment.objects.filter(pk__in=[row.pk for row in rows]).select_related("thread__page")
    threads = {comment.pk: comment.thread for comment in wanted}
    for thread in threads.values():
        declare_soft(thread_key(thread.pk))
        if thread.page is not None:
            declare_soft(page_key(thread.page.pk))
            declare_until(thread.page.expire_at)
    items = shown(rows, Viewer(now=now, path=""))
    return [Said(item, threads[item.comment.pk]) for item in items]


def _badge(person: Person) -> str:
    if is_staff_person(person):
        return _("Staff")
    return _("Supporter") if shows_support(person) else ""


def _cursor_at(comment: CommentRow) -> str:
    return encode_cursor(comment.created_at.isoformat(), comment.pk)


def _cursor(text: str) -> tuple[datetime, int] | None:
    match decode_cursor(text):
        case (str(at), int(pk)):
            try:
                moment = datetime.fromisoformat(at)
            except ValueError:
                return None
            return (moment, pk) if moment.tzinfo is not None else None
    return None
