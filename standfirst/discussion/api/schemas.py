"""What goes in and comes out. What comes in is taken as it is written: no number in quotes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from standfirst.discussion.rules import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_PASSAGE,
    LONGEST_REPORT,
    LONGEST_TEXT,
)

# What the database can hold of a number.
BIGGEST = 2**63 - 1
Id = Annotated[int, Field(ge=1, le=BIGGEST)]
After = Annotated[
    str, Field(max_length=400, description="From an answer's `next`: the page behind that.")
]
# No database can hold a NUL, and PostgreSQL cannot even be asked for one.
NO_NUL = r"^[^\x00]*$"
# A page of ours by its path, or any by its address, with all that was hung onto it.
PageAddress = Annotated[str, Field(min_length=1, max_length=2000, pattern=NO_NUL)]
Uuid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
# Who has to be known for an operation: for the description, which programs read.
BY_ANYBODY: dict[str, Any] = {"security": [{}, {"token": []}, {"session": []}]}
BY_SOMEBODY: dict[str, Any] = {"security": [{"token": []}, {"session": []}]}
State = Literal["visible", "held", "removed", "withdrawn"]


class Out(Schema):
    """Something that comes out."""


class In(Schema):
    """Something that goes in: with no other names than these."""

    model_config = ConfigDict(strict=True, extra="forbid")


class ThreadOut(Out):
    """The discussion of one page."""

    id: int
    title: str
    page: str = Field(description="The path of the page, or its address on another site.")
    address: str = Field(description="Where people read the whole discussion.")
    comment_count: int
    is_open: bool
    closes_at: datetime | None
    writers: Literal["anyone", "proven", "member", "supporter"]
    order: str = Field(description="The order that readers see first.")
    orders: Sequence[str] = Field(description="All orders that its comments can be had in.")


class ThreadsOut(Out):
    """A page of discussions, the newest first."""

    threads: Sequence[ThreadOut]
    next: str | None = Field(description="The address of the next page.")
    begins: str | None = Field(
        default=None,
        description="With `page`, that of a listed site which has no discussion yet: a first comment "
        "sent to this address makes it.",
    )


class AuthorOut(Out):
    """Who wrote, as readers see it."""

    name: str
    badge: str


class RuleOut(Out):
    """A house rule that a comment broke."""

    number: int
    title: str


class PassageOut(Out):
    """The words of the page that a comment is about."""

    block: str
    quote: str = Field(description="As the commenter read it.")
    reads: str = Field(description="What stands there now.")
    is_lost: bool


class CommentOut(Out):
    """A comment as anybody reads it; one that waits for a moderator, as its author does."""

    id: int
    parent: int | None
    root: int | None
    level: int = Field(description="1 for a comment on the page itself.")
    address: str
    state: State
    author: AuthorOut | None = Field(description="None where the words are gone.")
    html: str = Field(description="Clean HTML; empty where the words are gone.")
    wording: int | None = Field(description="Which wording this is: send it as `seen`.")
    created_at: datetime
    edited_at: datetime | None
    score: int
    my_vote: Literal["", "up", "down"] = Field(description="How whoever asks has voted on it.")
    reply_count: int
    is_pinned: bool
    is_featured: bool
    question_state: Literal["", "open", "answered"]
    answers_question: str | None
    passage: PassageOut | None
    broken_rule: RuleOut | None
    may_reply: bool
    more_replies: str | None = Field(description="Where the replies are that are not here.")


class CommentsOut(Out):
    """Comments in reading order: each reply behind what it answers."""

    thread: int
    comments: Sequence[CommentOut]
    next: str | None


class PassageIn(In):
    """Words of the page to write to, as they were read; the server finds their place."""

    block: Uuid
    position: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    quote: Annotated[str, Field(min_length=1, max_length=LONGEST_PASSAGE)]
    prefix: Annotated[str, Field(max_length=32)] = ""
    suffix: Annotated[str, Field(max_length=32)] = ""


class CommentIn(In):
    """A new comment. A guest may give a name and an address; a member's stand in the account."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    parent: Id | None = None
    seen: Id | None = None
    answers_question: Uuid | None = None
    passage: PassageIn | None = None
    asks_author: bool = False
    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    email: Annotated[str, Field(max_length=LONGEST_ADDRESS)] = ""
    notify: Annotated[bool, Field(description="Tell the author of replies, by mail.")] = False


class BeginningIn(In):
    """A comment on a page by the page's address: the first on one of a listed site begins its discussion."""

    page: PageAddress
    title: Annotated[str, Field(max_length=1000, description="What the page is called there.")] = ""
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]
    name: Annotated[str, Field(max_length=LONGEST_NAME)] = ""
    email: Annotated[str, Field(max_length=LONGEST_ADDRESS)] = ""
    notify: Annotated[bool, Field(description="Tell the author of replies, by mail.")] = False


class PostedOut(Out):
    """A comment that was taken; and why its author will not be told of replies, if that was refused."""

    comment: CommentOut
    thread: int
    not_notified: str | None


class WordingIn(In):
    """Other words for one's own comment."""

    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT)]


class VoteIn(In):
    """A vote."""

    value: Literal["up", "down"]
    seen: Id | None = None


class VoteOut(Out):
    """How the votes on a comment stand."""

    value: Literal["up", "down"]
    is_counted: bool
    score: int


class ReportIn(In):
    """What is wrong with a comment."""

    reason: Literal["spam", "insult", "private", "false", "illegal", "other"]
    words: Annotated[str, Field(max_length=LONGEST_REPORT)] = ""
    seen: Id | None = None


class ReportOut(Out):
    """A report that moderators will see."""

    comment: int
    reported_at: datetime


class SubscriptionIn(In):
    """A wish to be told of a discussion, by mail."""

    thread: Id
    kind: Literal["all", "replies", "answers", "mentions", "fate"]
    rhythm: Literal["at_once", "hourly", "daily", "weekly"] = "at_once"
    email: Annotated[str, Field(max_length=LONGEST_ADDRESS)] = ""


class SubscriptionOut(Out):
    """A wish to be told. Until its address is known to be the asker's, it tells of nothing."""

    id: int
    kind: str
    rhythm: str
    thread: int | None
    subject: str
    is_told: bool


class SubscriptionsOut(Out):
    """What somebody is told of."""

    subscriptions: Sequence[SubscriptionOut]


class CountOut(Out):
    """How many comments a page has; none for one without a discussion."""

    page: str
    thread: int | None
    comment_count: int


class CountsOut(Out):
    """The counts of many pages."""

    counts: Sequence[CountOut]
