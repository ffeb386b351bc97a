"""Who may do what with a thread, a comment, a vote, and why not. Pure: asks nothing but its arguments.

Whether a text is fit to print is not decided here but by moderation.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from standfirst.discussion.models import Comment, Thread, Writers
from standfirst.lib.anchoring import Passage
from standfirst.lib.text import text_refusal
from standfirst.people.models import Person
from standfirst.people.rules import is_member, is_proven, is_staff_person, is_supporter

EDIT_WINDOW = timedelta(minutes=15)
SAME_POST_WINDOW = timedelta(minutes=10)
LONGEST_TEXT = 4000
LONGEST_PASSAGE = 2000
LONGEST_NAME = 60
LONGEST_REPORT = 1000
# What the column holds (RFC 5321, 4.5.3.1).
LONGEST_ADDRESS = 254
# Of one network (/24 or /48) so many guests' votes on one comment count at once.
GUEST_VOTES_PER_NETWORK = 3
# Of one network so many comments by guests are taken in the window: a school, not a flood.
NETWORK_WINDOW = timedelta(minutes=10)
MOST_FROM_NETWORK = 40
MOST_VOTES_FROM_NETWORK = 200
MOST_REPORTS_FROM_NETWORK = 20
MOST_WISHES_FROM_NETWORK = 20
# Within this time so many votes by newcomers are a burst, if nothing else got as many of them
# meanwhile: on one comment, on all that one person wrote, and on all that by voters of one network
# (of which no more than three count on any).
BURST_WINDOW = timedelta(minutes=5)
BURST_ON_COMMENT = 20
BURST_ON_PERSON = 40
BURST_OF_NETWORK = 12
# Who came first within this time is a newcomer, member or not.
NEWCOMER_FOR = timedelta(days=1)
# When a moderator counted a burst, its like is counted without a question for this time.
TRUSTED_FOR = timedelta(days=1)
# A guest's opt-in mails to one address (whoever the guest is): one in this time.
ADDRESS_REST = timedelta(hours=24)
# Who comes again within this time is still at the same visit.
VISIT_LASTS = timedelta(minutes=30)
# What stands above the rest of a thread, whatever its order: more would not be few.
MOST_PINS = 3
# How much time a moderator may put between two comments of one person in a thread, in seconds.
PACES = (0, 60, 300, 900)

_TAG = re.compile(r"<[^>]*>")


class Placed(Protocol):
    """What is asked of a comment by the rules about where it stands: the comment itself, or a row of it."""

    @property
    def pk(self) -> int: ...
    @property
    def root_id(self) -> int | None: ...
    @property
    def branch_id(self) -> int | None: ...
    @property
    def path(self) -> str: ...


@dataclass(frozen=True)
class Lock:
    """A comment that takes no replies, nor does anything below it: where it stands."""

    pk: int
    branch_id: int | None
    path: str


class Written(Protocol):
    """What is asked of a comment by the rules about its author: the comment itself, or a row of it."""

    @property
    def author_id(self) -> int: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def is_visible(self) -> bool: ...
    @property
    def is_held(self) -> bool: ...
    @property
    def is_imported(self) -> bool: ...


class Refusal(StrEnum):
    """Why something was not done."""

    OFF = "off"
    CLOSED = "closed"
    LOCKED = "locked"
    SLOWED = "slowed"
    HOURS = "hours"
    IS_STAFF = "is_staff"
    TOO_MANY_PINS = "too_many_pins"
    ONLY_FIRST_PINNED = "only_first_pinned"
    ASKS_NOTHING = "asks_nothing"
    PACE_WRONG = "pace_wrong"
    PROVEN_ONLY = "proven_only"
    MEMBERS_ONLY = "members_only"
    SUPPORTERS_ONLY = "supporters_only"
    PARENT_GONE = "parent_gone"
    QUESTION_GONE = "question_gone"
    QUESTION_CLOSED = "question_closed"
    PASSAGE_GONE = "passage_gone"
    PASSAGE_TOO_LONG = "passage_too_long"
    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNSHOWABLE = "unshowable"
    NAME_TOO_LONG = "name_too_long"
    NAME_UNSHOWABLE = "name_unshowable"
    NAME_TAKEN = "name_taken"
    ADDRESS_WRONG = "address_wrong"
    TOO_FAST = "too_fast"
    NETWORK_BUSY = "network_busy"
    BANNED_WORD = "banned_word"
    NOT_PRINTED = "not_printed"
    SUSPENDED = "suspended"
    BANNED = "banned"
    NOT_YOURS = "not_yours"
    EDIT_OVER = "edit_over"
    OWN = "own"
    NOT_VISIBLE = "not_visible"
    GUESTS_MAY_NOT_VOTE = "guests_may_not_vote"
    VOTE_WRONG = "vote_wrong"
    DECIDED_ALREADY = "decided_already"
    EDITED_SINCE = "edited_since"
    REASON_MISSING = "reason_missing"
    LINK_WRONG = "link_wrong"
    SIGNED_OUT = "signed_out"


class CommentRefused(Exception):
    """Something about a comment, vote, report or subscription was not done. ``detail`` may say more."""

    def __init__(self, refusal: Refusal, detail: str = "") -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.detail = detail


def refusal_to_post(
    *, thread: Thread, author: Person | None, writers: Writers, now: datetime
) -> Refusal | None:
    """Say why this person (None: somebody unknown) may not write here now, or None if they may.

    ``writers`` is who may write by the site's settings; the thread's own word goes first.
    """
    if thread.is_off:
        return Refusal.OFF
    if author is not None and is_staff_person(author):
        return None
    if not thread.is_open(now):
        return Refusal.CLOSED
    return _refusal_by_circle(Writers(thread.writers or writers), author, now)


def may_post(*, thread: Thread, author: Person | None, writers: Writers, now: datetime) -> bool:
    """Say whether this person may write here now."""
    return refusal_to_post(thread=thread, author=author, writers=writers, now=now) is None


def refusal_to_answer(parent: Comment, thread: Thread) -> Refusal | None:
    """Say why a comment cannot be answered: it is of another thread, or nobody can read it."""
    if parent.thread_id != thread.pk or not parent.is_visible:
        return Refusal.PARENT_GONE
    return None


def stands_in(comment: Placed, lock: Lock) -> bool:
    """Say whether a comment is a locked one or stands below it, in the same stretch of depth.

    One in a deeper stretch stands in it if the comment does at which its stretch begins.
    """
    if lock.pk in (comment.pk, comment.root_id, comment.branch_id):
        return True
    same = lock.branch_id is not None and comment.branch_id == lock.branch_id
    return same and comment.path.startswith(lock.path)


def refusal_by_pace(
    *, thread: Thread, author: Person, latest: datetime | None, now: datetime
) -> timedelta | None:
    """Say how long somebody who wrote in a slow thread has to wait; None for who need not.

    ``latest`` is when they wrote there last. The staff does not wait.
    """
    pace = thread.pace_at(now)
    if latest is None or not pace or is_staff_person(author):
        return None
    left = latest + timedelta(seconds=pace) - now
    return left if left > timedelta() else None


def refusal_of_passage(passage: Passage | None) -> Refusal | None:
    """Say why nothing can be written to a passage; None is one that the page has not."""
    if passage is None:
        return Refusal.PASSAGE_GONE
    return Refusal.PASSAGE_TOO_LONG if len(passage.quote) > LONGEST_PASSAGE else None


def refusal_of_text(text: str) -> CommentRefused | None:
    """Say why a text cannot be stored as typed."""
    if is_blank(text):
        return CommentRefused(Refusal.EMPTY)
    if len(text) > LONGEST_TEXT:
        return CommentRefused(Refusal.TOO_LONG, str(len(text) - LONGEST_TEXT))
    reason = text_refusal(text)
    return CommentRefused(Refusal.UNSHOWABLE, reason) if reason else None


def refusal_of_html(finished: str) -> CommentRefused | None:
    """Say why a text has nothing to show although it has letters: marks of quotes and lists alone."""
    return CommentRefused(Refusal.EMPTY) if is_blank(_TAG.sub("", finished)) else None


def refusal_of_name(name: str) -> CommentRefused | None:
    """Say why a name cannot be shown beside a comment."""
    if len(name) > LONGEST_NAME:
        return CommentRefused(Refusal.NAME_TOO_LONG, str(len(name) - LONGEST_NAME))
    if text_refusal(name) or any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in name):
        return CommentRefused(Refusal.NAME_UNSHOWABLE)
    return None


def refusal_of_address(address: str) -> CommentRefused | None:
    """Say why nothing can be mailed to an address."""
    try:
        validate_email(address)
    except ValidationError:
        return CommentRefused(Refusal.ADDRESS_WRONG)
    is_too_long = len(address) > LONGEST_ADDRESS
    return CommentRefused(Refusal.ADDRESS_WRONG) if is_too_long else None


def is_blank(text: str) -> bool:
    """Say whether there is nothing to see: only spaces, marks of direction, invisible letters."""
    return all(unicodedata.category(char)[0] in "ZC" for char in text)


def is_authors(comment: Written, person: Person | None) -> bool:
    """Say whether the person wrote the comment."""
    return person is not None and comment.author_id == person.pk


def may_see(comment: Comment, person: Person | None, *, is_moderator: bool) -> bool:
    """Say whether somebody may read the comment's words.

    A held comment is seen by its author and by moderators; a removed one by moderators; a
    withdrawn one by nobody, since its words are gone.
    """
    if comment.is_visible:
        return True
    if comment.is_held:
        return is_moderator or is_authors(comment, person)
    return is_moderator and comment.state == Comment.State.REMOVED


def refusal_to_edit(comment: Written, person: Person | None, now: datetime) -> Refusal | None:
    """Say why the person may not change the words: not theirs, gone, or more than 15 minutes old."""
    if not is_authors(comment, person):
        return Refusal.NOT_YOURS
    if comment.is_imported or not (comment.is_visible or comment.is_held):
        return Refusal.NOT_VISIBLE
    return Refusal.EDIT_OVER if now >= comment.created_at + EDIT_WINDOW else None


def may_edit(comment: Written, person: Person | None, now: datetime) -> bool:
    """Say whether the person may change the comment's words now."""
    return refusal_to_edit(comment, person, now) is None


def refusal_to_withdraw(comment: Written, person: Person | None) -> Refusal | None:
    """Say why the person may not take the comment back."""
    if not is_authors(comment, person):
        return Refusal.NOT_YOURS
    return None if comment.is_visible or comment.is_held else Refusal.NOT_VISIBLE


def refusal_to_vote(
    comment: Comment, voter: Person | None, *, guests_may_vote: bool, now: datetime
) -> Refusal | None:
    """Say why the person may not vote: nobody votes on their own, on held or on closed things."""
    if not comment.is_visible:
        return Refusal.NOT_VISIBLE
    if not comment.thread.is_open(now):
        return Refusal.CLOSED
    if is_authors(comment, voter):
        return Refusal.OWN
    if not guests_may_vote and (voter is None or not is_member(voter)):
        return Refusal.GUESTS_MAY_NOT_VOTE
    return None


def may_vote(
    comment: Comment, voter: Person | None, *, guests_may_vote: bool, now: datetime
) -> bool:
    """Say whether the person may vote on the comment now."""
    return refusal_to_vote(comment, voter, guests_may_vote=guests_may_vote, now=now) is None


def is_newcomer(voter: Person | None, now: datetime) -> bool:
    """Say whether a vote is by somebody new or unproven: no member, no proven address, or just come."""
    if voter is None or not (is_member(voter) or is_proven(voter)):
        return True
    return now - voter.created_at < NEWCOMER_FOR


def is_burst(votes: int, least: int, others: int) -> bool:
    """Say whether so many newcomers' votes in the window are a burst.

    ``others`` is how many the rest got meanwhile: where everything is voted on, much is voted on.
    """
    return votes >= least and votes > others


def refusal_to_report(comment: Comment, reporter: Person | None) -> Refusal | None:
    """Say why the comment cannot be reported: it cannot be read, or is one's own."""
    if not comment.is_visible:
        return Refusal.NOT_VISIBLE
    return Refusal.OWN if is_authors(comment, reporter) else None


def _refusal_by_circle(circle: Writers, author: Person | None, now: datetime) -> Refusal | None:
    if circle == Writers.ANYONE:
        return None
    if circle == Writers.PROVEN:
        fits = author is not None and (is_member(author) or is_proven(author))
        return None if fits else Refusal.PROVEN_ONLY
    if circle == Writers.MEMBER:
        return None if author is not None and is_member(author) else Refusal.MEMBERS_ONLY
    return None if author is not None and is_supporter(author, now) else Refusal.SUPPORTERS_ONLY


def is_reached_at(person: Person, address: str) -> bool:
    """Say whether an address is known to be this person's: the account's, or one that was proven."""
    if is_member(person):
        return True
    return is_proven(person) and person.email.casefold() == address.casefold()
