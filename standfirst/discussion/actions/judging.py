"""What moderation is told about a draft, and its verdict."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from standfirst.discussion.models import Comment, DiscussionSettings, Thread
from standfirst.discussion.queries import number_visible_of, texts_since
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.lib.comment_markup import count_links
from standfirst.moderation.drafts import (
    AuthorFacts,
    Draft,
    Outcome,
    PlaceFacts,
    Reason,
    RecentText,
    Verdict,
)
from standfirst.moderation.screening import screen
from standfirst.people.models import Person
from standfirst.people.queries import accounts_named_like
from standfirst.people.rules import is_member, is_proven, is_staff_person

SUBJECT_KIND = "comment"
LOOK_BACK = timedelta(hours=24)
REFUSAL_OF_REASON = {
    Reason.CLOSED: Refusal.CLOSED,
    Reason.TOO_FAST: Refusal.TOO_FAST,
    Reason.BANNED_WORD: Refusal.BANNED_WORD,
}


@dataclass(frozen=True)
class Wording:
    """What is judged: the text, its finished HTML, and the name that would stand beside it."""

    text: str
    html: str
    name: str


def judge_post(
    *,
    wording: Wording,
    thread: Thread,
    author: Person | None,
    settings: DiscussionSettings,
    now: datetime,
) -> Verdict:
    """Have a new comment judged. Raises CommentRefused if a screen refuses it."""
    recent = _recent_texts(author, now) if author is not None else ()
    place = PlaceFacts(is_open=thread.is_open(now), mode=settings.moderation)
    return _judge(wording, place, _facts(author, recent), now)


def judge_edit(
    *, wording: Wording, comment: Comment, settings: DiscussionSettings, now: datetime
) -> Verdict:
    """Have a changed comment judged. How fast and how often its author writes is left out."""
    # A thread that closed meanwhile does not keep anybody from mending their words.
    place = PlaceFacts(is_open=True, mode=settings.moderation)
    return _judge(wording, place, _facts(comment.author, ()), now)


def _judge(wording: Wording, place: PlaceFacts, facts: AuthorFacts, now: datetime) -> Verdict:
    draft = Draft(
        kind=SUBJECT_KIND,
        text=wording.text,
        name=wording.name,
        links=count_links(wording.html),
        author=facts,
        place=place,
    )
    verdict = screen(draft, now=now)
    if verdict.outcome is Outcome.REFUSE and verdict.decisive is not None:
        refusal = REFUSAL_OF_REASON.get(verdict.decisive.reason, Refusal.NOT_PRINTED)
        raise CommentRefused(refusal, verdict.decisive.passage)
    return verdict


def _facts(author: Person | None, recent: tuple[RecentText, ...]) -> AuthorFacts:
    if author is None:
        return AuthorFacts()
    return AuthorFacts(
        is_staff=is_staff_person(author),
        is_member=is_member(author),
        is_proven=is_proven(author),
        approved_before=number_visible_of(author),
        recent=recent,
    )


def _recent_texts(author: Person, now: datetime) -> tuple[RecentText, ...]:
    return tuple(RecentText(text=text, at=at) for text, at in texts_since(author, now - LOOK_BACK))


def refuse_anothers_name(*, name: str, author: Person | None) -> None:
    """Refuse a guest's name that readers would take for a member's; theirs stand in the account.

    Raises CommentRefused.
    """
    is_guest = author is None or not is_member(author)
    if is_guest and accounts_named_like(name).exists():
        raise CommentRefused(Refusal.NAME_TAKEN)
