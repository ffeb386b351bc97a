"""Threads with as many comments as wanted, laid out in the tables directly.

Writing ten thousand comments by the actions themselves would take longer than measuring them.
"""

import random
from datetime import datetime, timedelta

from django.db import transaction

from benchmarks.wording import words
from standfirst.discussion.actions import recount_thread
from standfirst.discussion.models import Comment, CommentRevision, Thread
from standfirst.lib.comment_markup import MARKUP_VERSION, finished_html
from standfirst.people.models import Person

GUESTS = 100
# What each of the nine replies answers: the comment that began (0), or one of the replies before.
ANSWERED = (0, 0, 1, 3, 0, 5, 0, 7, 0)
CONVERSATION = 1 + len(ANSWERED)


@transaction.atomic
def fill(thread: Thread, comments: int, *, now: datetime) -> None:
    """Put so many comments of a hundred guests into a thread, in conversations of ten."""
    chance = random.Random(comments)
    people = make_guests(now=now)
    rows: list[Comment] = []
    for _ in range(comments // CONVERSATION):
        begun = Comment(thread=thread)
        conversation = [begun]
        for answered in ANSWERED:
            conversation.append(below(conversation[answered], begun))
        for row in conversation:
            row.author = chance.choice(people)
            row.state = Comment.State.VISIBLE
            row.created_at = now - timedelta(seconds=comments - len(rows))
            row.published_at = row.state_changed_at = row.created_at
            row.save()
            rows.append(row)
    give_words(rows, chance, now=now)
    recount_thread(thread=thread, now=now)


def make_guests(*, now: datetime) -> list[Person]:
    """Make the people who write."""
    return [Person.objects.create(name=f"Reader {n}", created_at=now) for n in range(GUESTS)]


def below(parent: Comment, begun: Comment) -> Comment:
    """Give a comment that answers another one."""
    parent.replies_begun += 1
    # As discussion.actions.placing writes it: the length of the number, then the number.
    path = f"{parent.path}1{parent.replies_begun}"
    return Comment(
        thread=begun.thread,
        parent=parent,
        root=begun,
        branch=begun,
        depth=parent.depth + 1,
        path=path,
    )


def give_words(rows: list[Comment], chance: random.Random, *, now: datetime) -> None:
    """Give each comment a wording of one to nine lines."""
    wordings = []
    for row in rows:
        text = words(chance)
        wordings.append(
            CommentRevision(
                comment=row,
                number=1,
                text=text,
                html=finished_html(text),
                markup_version=MARKUP_VERSION,
                written_at=now,
            )
        )
    CommentRevision.objects.bulk_create(wordings)
    for row, wording in zip(rows, wordings, strict=True):
        row.current = wording
    Comment.objects.bulk_update(rows, ["current"], batch_size=500)
