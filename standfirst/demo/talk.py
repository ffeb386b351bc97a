"""The demo's discussions: comments, votes and decisions at the times that the files say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from standfirst.demo.blocks import block_id
from standfirst.demo.cast import Cast
from standfirst.demo.reading import Table, moment
from standfirst.discussion.actions import (
    Ballot,
    Judgement,
    NewComment,
    approve_comment,
    cast_vote,
    post_comment,
    remove_comment,
    withdraw_comment,
)
from standfirst.discussion.models import Comment, Thread
from standfirst.discussion.queries import texts_of
from standfirst.lib.anchoring import Passage, passage_at
from standfirst.moderation.models import Ground
from standfirst.newsroom.models import ArticlePage
from standfirst.people.actions import make_guest
from standfirst.people.models import Person
from standfirst.siteconfig.models import HouseRules

MODERATOR = "petra"
A_LITTLE_LATER = timedelta(minutes=4)
A_WHILE = timedelta(minutes=2)


@dataclass
class Talk:
    """One discussion being written. Named guests are one person throughout the paper."""

    thread: Thread
    cast: Cast
    guests: dict[str, Person]
    comments: dict[str, Comment] = field(default_factory=dict)


@transaction.atomic
def write_talk(
    table: Table, *, article: ArticlePage, cast: Cast, guests: dict[str, Person], now: datetime
) -> dict[str, Comment]:
    """Write the discussion of one article; give the comments by key.

    What is held arrives now: it has not waited, so nobody is mailed about it when the demo opens.
    """
    talk = Talk(Thread.objects.get(page=article), cast, guests)
    published = moment(table["published"])
    rows: Sequence[Table] = sorted(table.get("comments", ()), key=lambda row: row["minutes_after"])
    for row in rows:
        at = published + timedelta(minutes=row["minutes_after"])
        at = now if row["state"] == "held" else at
        talk.comments[row["key"]] = _write(row, talk, table["slug"], at)
    for row in rows:
        at = published + timedelta(minutes=row["minutes_after"]) + 2 * A_LITTLE_LATER
        _end(row, talk, at)
    return talk.comments


def make_voters(number: int, *, now: datetime) -> list[Person]:
    """Make guests who only vote."""
    return [make_guest(now=now) for _ in range(number)]


@transaction.atomic
def vote(table: Table, *, voters: Sequence[Person], comments: Mapping[str, Comment]) -> None:
    """Cast the votes on the comments of one article, each guest from a network of their own.

    One after the other: many at once by guests would wait for a moderator.
    """
    at = moment(table["published"]) + timedelta(days=1)
    for row in table.get("comments", ()):
        values = [1] * row["up"] + [-1] * row["down"]
        comment = comments[row["key"]]
        if not comment.is_visible:
            continue
        for number, value in enumerate(values):
            ballot = Ballot(comment, voters[number], value, network=f"198.51.{number}.0/24")
            cast_vote(ballot=ballot, now=at + number * A_WHILE)


def _write(row: Table, talk: Talk, slug: str, at: datetime) -> Comment:
    question = row.get("question")
    parent = talk.comments[row["parent"]] if "parent" in row else None
    if parent is not None:
        parent.refresh_from_db()
    new = NewComment(
        thread=talk.thread,
        author=_author(row, talk, at),
        text=row["text"],
        parent=parent,
        question=block_id(slug, question) if question else None,
        passage=passage_of(talk.thread, row["passage"]) if "passage" in row else None,
        name=row.get("name", ""),
    )
    comment = post_comment(new=new, now=at)
    if comment.is_held and row["state"] != "held":
        approve_comment(judgement=_judgement(comment, talk), now=at + A_LITTLE_LATER)
    comment.refresh_from_db()
    return comment


def passage_of(thread: Thread, quote: str) -> Passage:
    """Find a passage of the article by its words."""
    page = thread.page
    assert page is not None
    [found] = [
        passage_at(block, text, text.index(quote), text.index(quote) + len(quote))
        for block, text in texts_of(page).items()
        if quote in text
    ]
    return found


def _author(row: Table, talk: Talk, at: datetime) -> Person | None:
    if "author" in row:
        return talk.cast.people[row["author"]]
    if "name" not in row:
        return None
    if row["name"] not in talk.guests:
        talk.guests[row["name"]] = make_guest(now=at)
    return talk.guests[row["name"]]


def _end(row: Table, talk: Talk, at: datetime) -> None:
    comment = talk.comments[row["key"]]
    if row["state"] == "withdrawn":
        withdraw_comment(comment=comment, author=comment.author, now=at)
    if row["state"] == "removed":
        rules = HouseRules.objects.order_by("-version")[0]
        judgement = _judgement(
            comment, talk, rules_version=rules.version, rule=row["rule"], facts=row["reason"]
        )
        remove_comment(judgement=judgement, now=at)
    comment.refresh_from_db()


def _judgement(
    comment: Comment,
    talk: Talk,
    *,
    rules_version: int | None = None,
    rule: int | None = None,
    facts: str = "",
) -> Judgement:
    return Judgement(
        comment=comment,
        decided_by=talk.cast.people[MODERATOR],
        ground=Ground.RULE if rule else Ground.NONE,
        rules_version=rules_version,
        rule_number=rule,
        facts=facts,
    )
