"""Comments move in as they were: no screen judges them, nobody is told of them, and each says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from wagtail.models import Page

from standfirst.discussion.actions import (
    ImportedComment,
    finish_import,
    import_comment,
    set_thread_mode,
)
from standfirst.discussion.models import Comment, Thread
from standfirst.discussion.rules import CommentRefused
from standfirst.lib.comment_markup import IMPORT_TAGS, TAGS
from standfirst.newsroom.models import ArticlePage
from standfirst.people.actions import import_person
from standfirst.people.models import Person
from standfirst.transfer.wordpress.first_pass import comment_from
from standfirst.transfer.wordpress.move import Move
from standfirst.transfer.wordpress.naming import is_showable, moment_of, person_name
from standfirst.transfer.wordpress.spool import Outcome, Result, Row, left, taken
from standfirst.transfer.wordpress.things import Comment as ForeignComment

_BATCH = 100
_STATES = {
    **dict.fromkeys(("1", "approve", "approved"), Comment.State.VISIBLE),
    **dict.fromkeys(("0", "hold", "unapproved"), Comment.State.HELD),
}
_THROWN_AWAY = {
    "spam": "was marked as spam",
    "trash": "was in the old paper's bin",
    "post-trashed": "was in the old paper's bin with its article",
}
_PINGS = {
    "pingback": "a pingback: another site's notice of its link, written by no person",
    "trackback": "a trackback: another site's notice of its link, written by no person",
}
# What is answered comes before the answer; among answers to the same, the older first.
_IN_TURN = """
WITH RECURSIVE tree(seq, number, depth) AS (
    SELECT seq, number, 0 FROM thing AS first WHERE item = :item AND kind = 'comment'
    AND outcome = '' AND (parent IN ('', '0') OR NOT EXISTS (
        SELECT 1 FROM thing WHERE kind = 'comment' AND number = first.parent AND item = :item))
    UNION
    SELECT child.seq, child.number, tree.depth + 1 FROM tree
    JOIN thing AS child ON child.kind = 'comment' AND child.parent = tree.number
    WHERE tree.number <> '' AND child.item = :item AND child.outcome = '' AND tree.depth < 5000
), placed AS (SELECT seq, min(depth) AS depth FROM tree GROUP BY seq)
SELECT thing.seq FROM placed JOIN thing USING (seq) ORDER BY placed.depth, thing.slug, thing.seq
"""
_OPENING = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a foreign comment is here, before it has a place."""

    state: Comment.State
    name: str
    address: str
    notes: tuple[str, ...]


def take_comments(move: Move) -> Iterator[Row]:
    items = move.spool.query(
        "SELECT DISTINCT item FROM thing WHERE kind IN ('comment', 'pingback', 'trackback')"
        " AND outcome = '' ORDER BY item"
    )
    for (item,) in list(items):
        yield from _comments_of(move, int(str(item)))


def _comments_of(move: Move, item: int) -> Iterator[Row]:
    for row in move.spool.rows(
        "item = ? AND kind IN ('pingback', 'trackback') AND outcome = ''", (item,)
    ):
        move.spool.settle(row.seq, left(_PINGS[row.kind]))
        yield row
    about = move.spool.row("item = ? AND kind LIKE 'item:%'", (item,))
    refusal = _refusal(move, about)
    if refusal:
        for row in move.spool.rows("item = ? AND kind = 'comment' AND outcome = ''", (item,)):
            move.spool.settle(row.seq, left(refusal))
            yield row
    elif about is not None:
        thread = None if move.is_rehearsal else _thread(move, about)
        yield from _take_in_turn(move, item, thread)
        if thread is not None:
            finish_import(thread=thread, now=move.now)


def _refusal(move: Move, about: Row | None) -> str:
    outcome = move.spool.outcome_of(about.seq) if about is not None else None
    if about is None or outcome is None or outcome.result is Result.LEFT:
        return "what it was written to was not taken"
    if about.kind not in {"item:post", "item:page"}:
        return "was written to a picture's own page, which there is not here"
    return ""


def _thread(move: Move, about: Row) -> Thread:
    """Find the thread that came with the published article, or make one for what is not public."""
    thing = move.known(about.key)
    page = Page.objects.get(pk=thing.object_id if thing else None).specific
    thread = Thread.objects.filter(page=page).first()
    if thread is not None:
        return thread
    mode = page.discussion if isinstance(page, ArticlePage) else Thread.Mode.CLOSED
    return set_thread_mode(page=page, mode=Thread.Mode(mode), closes_at=None, now=move.now)


def _take_in_turn(move: Move, item: int, thread: Thread | None) -> Iterator[Row]:
    numbers = [int(str(seq)) for (seq,) in move.spool.query(_IN_TURN, {"item": item})]
    rest = move.spool.query(
        "SELECT seq FROM thing WHERE item = ? AND kind = 'comment' AND outcome = '' ORDER BY seq",
        (item,),
    )
    # What answers itself round a circle was not reached from the first comments.
    numbers += sorted({int(str(seq)) for (seq,) in rest} - set(numbers))
    waiting = iter(numbers)
    while batch := list(islice(waiting, _BATCH)):
        with transaction.atomic():
            for seq in batch:
                row = move.spool.row("seq = ?", (seq,))
                if row is not None:
                    move.spool.settle(seq, _taken(move, row, thread))
                    yield row


def _taken(move: Move, row: Row, thread: Thread | None) -> Outcome:
    comment = comment_from(row.body)
    if comment.approved in _THROWN_AWAY:
        return left(_THROWN_AWAY[comment.approved])
    if not comment.content.strip():
        return left("has no words")
    if not is_showable(comment.content):
        return left("has a character that cannot be stored")
    said = _said(comment)
    _count_formatting(move, comment)
    known = Comment.objects.filter(imported_from=move.facts.source, imported_id=row.key).first()
    if known is not None:
        return Outcome(Result.BEFORE, ours=known.pk)
    if thread is None:
        return taken(None, *said.notes)
    parent, placed = _parent(move, row)
    try:
        stored, _ = import_comment(
            imported=ImportedComment(
                thread=thread,
                source=move.facts.source,
                source_id=row.key,
                author=_author(move, said),
                text=comment.content,
                written_at=_written_at(move, comment),
                state=said.state,
                parent=parent,
            ),
            now=move.now,
        )
    except CommentRefused as refused:
        return left(f"was refused: {refused}")
    return taken(stored.pk, *said.notes, *placed, address=f"/comments/{stored.pk}/")


def _said(comment: ForeignComment) -> _Said:
    notes = []
    state = _STATES.get(comment.approved)
    if state is None:
        state = Comment.State.HELD
        notes.append("does not say whether it was approved: held")
    address = comment.email.strip()
    try:
        if address:
            validate_email(address)
    except ValidationError:
        address = ""
        notes.append("its e-mail address is none and was left")
    return _Said(state, person_name(comment.author), address[:254], tuple(notes))


def _author(move: Move, said: _Said) -> Person:
    return import_person(name=said.name, address=said.address, now=move.now)


def _written_at(move: Move, comment: ForeignComment) -> datetime:
    moment = moment_of(comment.date_gmt, comment.date, "", move.zone)
    return min(moment, move.now) if moment else move.now


def _parent(move: Move, row: Row) -> tuple[Comment | None, tuple[str, ...]]:
    """Find what a comment stands below: what it answered, or the nearest above that was taken."""
    number, seen = row.parent, set[str]()
    while number not in {"", "0"} and number not in seen:
        seen.add(number)
        above = move.spool.row(
            "kind IN ('comment', 'pingback', 'trackback') AND number = ? AND item = ?",
            (number, row.item),
        )
        if above is None:
            return None, ("what it answered is not in the file: it stands by itself",)
        outcome = move.spool.outcome_of(above.seq)
        if outcome is not None and outcome.ours is not None:
            note = "what it answered was left: it stands below what that answered"
            return Comment.objects.get(pk=outcome.ours), (note,) if len(seen) > 1 else ()
        number = above.parent
    return None, ("what it answered was left: it stands by itself",) if seen else ()


def _count_formatting(move: Move, comment: ForeignComment) -> None:
    for name in _OPENING.findall(comment.content):
        if name.lower() not in TAGS | IMPORT_TAGS:
            move.simplified[f"comments: <{name.lower()}> (the words stay)"] += 1
