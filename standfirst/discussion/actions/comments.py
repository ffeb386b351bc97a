from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from django.db import IntegrityError, transaction

from standfirst.discussion.actions.holds import record_hold
from standfirst.discussion.actions.judging import (
    Wording,
    judge_edit,
    judge_post,
    refuse_anothers_name,
)
from standfirst.discussion.actions.new_comment import NewComment
from standfirst.discussion.actions.notices import note_addition
from standfirst.discussion.actions.passages import find_standing
from standfirst.discussion.actions.placing import (
    change_state,
    count_appearance,
    lock_thread,
    lock_thread_of,
    place_below,
)
from standfirst.discussion.actions.subscriptions import Wish, subscribe
from standfirst.discussion.actions.telling import (
    tell_of_addition,
    tell_of_change,
    tell_of_loss,
    tell_of_name,
)
from standfirst.discussion.actions.welcoming import refuse_unwelcome, refuse_where_closed
from standfirst.discussion.actions.wordings import add_revision, finished, record_verdict
from standfirst.discussion.models import (
    Anchor,
    Comment,
    DiscussionSettings,
    Subscription,
)
from standfirst.discussion.queries import (
    Spot,
    discussion_settings,
    latest_comment_of,
    same_post,
    sent_before,
    thread_elsewhere_at,
)
from standfirst.discussion.rules import (
    CommentRefused,
    Refusal,
    refusal_of_name,
    refusal_to_edit,
    refusal_to_withdraw,
)
from standfirst.lib.anchoring import Passage
from standfirst.lib.secret import digest_of
from standfirst.lib.text import normal_newlines
from standfirst.moderation.actions import is_hold
from standfirst.moderation.drafts import Verdict
from standfirst.people.actions import make_guest, name_person, set_address
from standfirst.people.models import Person
from standfirst.people.rules import is_member, is_proven
from standfirst.prepared import Prepared, insert

_locked_person = Prepared(
    lambda pk: (
        Person.objects.select_related("user")
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=pk)
    )
)
_comment_with_wording = Prepared(lambda pk: Comment.objects.select_related("current").filter(pk=pk))


@dataclass(frozen=True)
class Judged:
    """A draft after its judgement. ``latest`` is its author's newest comment at that time."""

    html: str
    verdict: Verdict
    settings: DiscussionSettings
    latest: int | None


@dataclass(frozen=True)
class Followed:
    """A comment whose author asked to be told of replies. ``refused`` says why they will not be."""

    comment: Comment
    refused: CommentRefused | None


Kept = TypeVar("Kept")
Storing = Callable[[NewComment, Judged | Comment, datetime], Kept]


def post_comment(*, new: NewComment, now: datetime) -> Comment:
    """Write a comment: visible, or held for a moderator.

    The same person with the same thread, parent (or question) and text within ten minutes gets the
    first comment again, also when both come at once; so does whoever sends the same form again.
    Raises CommentRefused with the reason if it is not taken; then nothing is stored, no guest either.
    """
    new = _as_kept(new)
    ready = _judged(new, now)
    return _kept_once(new, ready, _stored, now)


def post_and_follow(*, new: NewComment, now: datetime) -> Followed:
    """Write a comment as `post_comment` does, and tell its author of replies: both or neither.

    Only a wish that is refused, by `subscribe`, does not cost the comment.
    """
    new = _as_kept(new)
    ready = _judged(new, now)
    return _kept_once(new, ready, _stored_and_followed, now)


def _kept_once(
    new: NewComment, ready: Judged | Comment, store: Storing[Kept], now: datetime
) -> Kept:
    """Store in one transaction what no other process has stored meanwhile from the same form.

    Of a form that a browser of nobody sent twice at once no lock makes one: the constraint does, and
    who comes second gets what the first stored. A key that was used for other words is none.
    """
    try:
        with transaction.atomic():
            return store(new, ready, now)
    except IntegrityError:
        if not new.key:
            raise
    first = _first_of_two(new, now)
    with transaction.atomic():
        return store(replace(new, key=""), first or ready, now)


def _as_kept(new: NewComment) -> NewComment:
    text, name = normal_newlines(new.text), new.name.strip()
    return replace(new, text=text, name=name, passage=_standing_passage(new))


def _standing_passage(new: NewComment) -> Passage | None:
    if new.passage is None:
        return None
    return find_standing(thread=new.thread, passage=new.passage)


def _judged(new: NewComment, now: datetime) -> Judged | Comment:
    """Judge a draft, outside of any lock; give the first comment where this is it again."""
    # First of all: what cannot be stored cannot even be looked for.
    html = finished(new.text)
    unfit = refusal_of_name(new.name)
    if unfit is not None:
        raise unfit
    # Noted before the same post is looked for: if it is still the newest under the lock, then
    # neither the same post nor any other was stored meanwhile.
    latest = latest_comment_of(new.author)
    first = _first_of_two(new, now)
    if first is not None:
        return first
    refuse_anothers_name(name=new.name, author=new.author)
    settings = discussion_settings()
    refuse_unwelcome(new=new, settings=settings, now=now)
    try:
        verdict = judge_post(
            wording=_wording(new, html),
            thread=new.thread,
            author=new.author,
            settings=settings,
            now=now,
        )
    except CommentRefused:
        # Pressed twice, the second is too fast after the first if that was stored meanwhile.
        first = _first_of_two(new, now)
        if first is not None:
            return first
        raise
    return Judged(html=html, verdict=verdict, settings=settings, latest=latest)


def _wording(new: NewComment, html: str) -> Wording:
    own = new.author.name if new.author is not None else ""
    return Wording(new.text, html, new.name or own, address=new.address, network=new.network)


def _stored(new: NewComment, ready: Judged | Comment, now: datetime) -> Comment:
    return ready if isinstance(ready, Comment) else _store(new, ready, now)


def _stored_and_followed(new: NewComment, ready: Judged | Comment, now: datetime) -> Followed:
    comment = _stored(new, ready, now)
    return Followed(comment, _follow(new, comment, now))


def _follow(new: NewComment, comment: Comment, now: datetime) -> CommentRefused | None:
    wish = Wish(
        thread=comment.thread,
        person=comment.author,
        kind=Subscription.Kind.REPLIES,
        address=new.address,
        network=new.network,
    )
    try:
        subscribe(wish=wish, now=now)
    except CommentRefused as refused:
        return refused
    return None


def edit_comment(*, comment: Comment, editor: Person, text: str, now: datetime) -> Comment:
    """Give a comment a new wording; the old ones are kept, and votes point at what they saw.

    The new wording is judged as a new comment is, outside of any lock: one that a screen holds leaves
    the page until a moderator has looked. Editing never frees a held comment.
    """
    comment = _editable(comment, editor, now)
    text = normal_newlines(text)
    assert comment.current is not None
    if text == comment.current.text:
        return comment
    html = finished(text)
    wording = Wording(text, html, editor.name)
    verdict = judge_edit(wording=wording, comment=comment, settings=discussion_settings(), now=now)
    with transaction.atomic():
        lock_thread(comment.thread_id)
        return _reworded(_editable(comment, editor, now), wording, verdict, now)


def _editable(comment: Comment, editor: Person, now: datetime) -> Comment:
    """Read a comment anew. Raises CommentRefused if this person may not change its words now."""
    comment = Comment.objects.with_words().select_related("thread").get(pk=comment.pk)
    refusal = refusal_to_edit(comment, editor, now)
    if refusal is not None:
        raise CommentRefused(refusal)
    return comment


def _reworded(comment: Comment, wording: Wording, verdict: Verdict, now: datetime) -> Comment:
    text, html = wording.text, wording.html
    assert comment.current is not None
    was_visible = comment.is_visible
    number = comment.current.number + 1
    add_revision(comment=comment, number=number, text=text, html=html, now=now)
    record_verdict(comment=comment, verdict=verdict, now=now)
    if was_visible and is_hold(verdict):
        comment = change_state(
            comment=comment, expected=(Comment.State.VISIBLE,), to=Comment.State.HELD, now=now
        )
        record_hold(comment=comment, now=now)
        tell_of_loss(comment, now=now)
    elif was_visible:
        tell_of_change(comment, now=now)
    return comment


@transaction.atomic
def withdraw_comment(*, comment: Comment, author: Person, now: datetime) -> Comment:
    """Take one's own comment back: its words go, its place and the replies stay."""
    lock_thread(comment.thread_id)
    comment = Comment.objects.select_related("thread").get(pk=comment.pk)
    refusal = refusal_to_withdraw(comment, author)
    if refusal is not None:
        raise CommentRefused(refusal)
    was_visible = comment.is_visible
    comment = change_state(
        comment=comment,
        expected=(Comment.State.VISIBLE, Comment.State.HELD),
        to=Comment.State.WITHDRAWN,
        now=now,
    )
    if was_visible:
        tell_of_loss(comment, now=now)
    return comment


def _first_of_two(new: NewComment, now: datetime) -> Comment | None:
    thread = new.thread if new.thread.is_begun else thread_elsewhere_at(new.thread.address)
    if thread is None:
        return None
    if new.key:
        once = sent_before(key=new.key, author=new.author, thread=thread, text=new.text, now=now)
        if once is not None:
            return once
    if new.author is None:
        return None
    return same_post(
        author=new.author,
        thread=thread,
        spot=Spot(
            parent=new.parent.pk if new.parent is not None else None,
            question=new.question,
            quote=new.passage.quote if new.passage is not None else None,
        ),
        text=new.text,
        now=now,
    )


def _store(new: NewComment, judged: Judged, now: datetime) -> Comment:
    # The author first, then the thread: of one person's posts, wherever, one is written at a time.
    author = _locked_author(new.author)
    thread = lock_thread_of(thread=new.thread, now=now)
    new = replace(new, author=author, thread=thread)
    if latest_comment_of(author) != judged.latest:
        # Another one was stored while this one was judged, so how fast they come was not seen.
        first = _first_of_two(new, now)
        if first is not None:
            return first
        raise CommentRefused(Refusal.TOO_FAST)
    new = _look_again(new, judged.settings, now)
    is_visible = not is_hold(judged.verdict)
    author = _known_author(new, now, is_visible=is_visible)
    comment = _insert(new, author, now, is_visible=is_visible)
    add_revision(comment=comment, number=1, text=new.text, html=judged.html, now=now)
    record_verdict(comment=comment, verdict=judged.verdict, now=now)
    if is_visible:
        count_appearance(comment, is_first=True)
        note_addition(comment, now=now)
        tell_of_addition(comment, now=now)
    return comment


def _insert(new: NewComment, author: Person, now: datetime, *, is_visible: bool) -> Comment:
    place = place_below(new.parent)
    comment = Comment(
        thread=new.thread,
        parent=new.parent,
        parent_revision=new.seen or (new.parent.current if new.parent else None),
        root_id=place.root_id,
        branch_id=place.branch_id,
        depth=place.depth,
        path=place.path,
        author=author,
        state=Comment.State.VISIBLE if is_visible else Comment.State.HELD,
        state_changed_at=now,
        created_at=now,
        published_at=now if is_visible else None,
        question=new.question,
        is_question=new.asks,
        network="" if is_member(author) else new.network,
        sent_as=digest_of(new.key) if new.key else "",
    )
    insert(comment)
    if new.passage is not None:
        quote, revision = new.passage.quote, new.thread.anchored_on
        anchor = Anchor(comment=comment, quote=quote, made_on=revision)
        anchor.passage = new.passage
        insert(anchor)
    return comment


def _locked_author(author: Person | None) -> Person | None:
    if author is None:
        return None
    locked = _locked_person.first(pk=author.pk)
    if locked is None:
        raise Person.DoesNotExist
    return locked


def _look_again(new: NewComment, settings: DiscussionSettings, now: datetime) -> NewComment:
    """Ask again under the lock what may have changed while the draft was judged."""
    parent = new.parent
    if parent is not None:
        parent = _comment_with_wording.first(pk=parent.pk)
        assert parent is not None
    new = replace(new, parent=parent)
    refuse_where_closed(new=new, settings=settings, now=now)
    return replace(new, passage=_standing_passage(new))


def _known_author(new: NewComment, now: datetime, *, is_visible: bool) -> Person:
    author = new.author or make_guest(now=now)
    if is_member(author):
        return author
    if new.name and new.name != author.name:
        author = _named(author, new.name, now, is_visible=is_visible)
    if new.address and not is_proven(author):
        author = set_address(person=author, address=new.address, now=now)
    return author


def _named(author: Person, name: str, now: datetime, *, is_visible: bool) -> Person:
    """Give a guest another name, which also stands beside what they wrote before.

    Not by words that are held, unless they are the first: a name that no moderator has seen would
    stand beside those that are published, or that are approved meanwhile.
    """
    has_written = Comment.objects.filter(author=author).exists()
    if has_written and not is_visible:
        return author
    if has_written:
        tell_of_name(author, now=now)
    return name_person(person=author, name=name, now=now)
