"""What moderation is told about a draft, and its verdict."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.timezone import localtime

from standfirst.discussion.models import Comment, DiscussionSettings, Thread
from standfirst.discussion.queries import record_of, texts_since
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.lib.comment_markup import count_links
from standfirst.moderation.drafts import (
    AuthorFacts,
    Draft,
    Kind,
    Mode,
    Outcome,
    PlaceFacts,
    Reason,
    RecentText,
    Verdict,
)
from standfirst.moderation.heat import Step
from standfirst.moderation.modes import mode_of
from standfirst.moderation.queries import limits_on
from standfirst.moderation.screening import screen
from standfirst.moderation.subjects import Matter
from standfirst.people.models import Person
from standfirst.people.queries import accounts_named_like
from standfirst.people.rules import is_member, is_proven, is_staff_person

SUBJECT_KIND = Kind.COMMENT.value
LOOK_BACK = timedelta(hours=24)
REFUSAL_OF_REASON = {
    Reason.CLOSED: Refusal.CLOSED,
    Reason.HOURS: Refusal.HOURS,
    Reason.TOO_FAST: Refusal.TOO_FAST,
    Reason.BANNED_WORD: Refusal.BANNED_WORD,
    Reason.SUSPENDED: Refusal.SUSPENDED,
    Reason.BANNED: Refusal.BANNED,
}


@dataclass(frozen=True)
class Wording:
    """What is judged: the text, its finished HTML, and the name that would stand beside it.

    ``address`` is the one that a guest gives with it, ``network`` where it comes from.
    """

    text: str
    html: str
    name: str
    address: str = ""
    network: str = ""


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
    place = PlaceFacts(
        is_open=thread.is_open(now),
        mode=mode_in(thread, settings),
        is_hot=thread.heat_at(now) is Step.HOLD,
    )
    return _judge(wording, place, _facts(wording, author, recent, now), now)


def judge_edit(
    *, wording: Wording, comment: Comment, settings: DiscussionSettings, now: datetime
) -> Verdict:
    """Have a changed comment judged. How fast and how often its author writes is left out.

    What stands there only by its old words speaks for nobody's new ones, and a discussion that cools
    down holds these as it holds a new comment.
    """
    # A thread that closed meanwhile does not keep anybody from mending their words.
    place = PlaceFacts(
        is_open=True,
        mode=mode_in(comment.thread, settings),
        is_hot=comment.thread.heat_at(now) in {Step.HOLD, Step.REST},
    )
    wording = replace(wording, network=comment.network)
    facts = _facts(wording, comment.author, (), now)
    others = max(facts.approved_before - comment.is_visible, 0)
    return _judge(wording, place, replace(facts, approved_before=others), now)


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


def mode_in(thread: Thread, settings: DiscussionSettings) -> Mode:
    """Say when moderators look at what is written in a thread."""
    return mode_of(
        desk=thread.moderation_by_desk, page=thread.moderation, paper=settings.moderation
    )


def _facts(
    wording: Wording, author: Person | None, recent: tuple[RecentText, ...], now: datetime
) -> AuthorFacts:
    has_account = author is not None and is_member(author)
    limits = limits_on(
        person=author,
        address="" if has_account else wording.address,
        network="" if has_account else wording.network,
        now=now,
    )
    return replace(facts_of(author=author, now=now), limits=limits, recent=recent)


def facts_of(*, author: Person | None, now: datetime) -> AuthorFacts:
    """Say what the screens may know of whoever writes here; None is somebody unknown.

    Limits on them are not among it.
    """
    if author is None:
        return AuthorFacts()
    visible, removed = record_of(author, now)
    return AuthorFacts(
        is_staff=is_staff_person(author),
        is_member=is_member(author),
        is_proven=is_proven(author),
        approved_before=visible,
        removed_lately=removed,
        mode=Mode(author.moderation) if author.moderation else None,
    )


def judge_report(
    *, kind: Kind, words: str, reporter: Person | None, now: datetime, name: str = ""
) -> Verdict:
    """Have the words of a report judged. They reach the newsroom whatever is found; it is told."""
    facts = AuthorFacts()
    if reporter is not None:
        facts = AuthorFacts(is_staff=is_staff_person(reporter), is_member=is_member(reporter))
    return screen(Draft(kind=kind, text=words, name=name, author=facts), now=now)


def _recent_texts(author: Person, now: datetime) -> tuple[RecentText, ...]:
    return tuple(RecentText(text=text, at=at) for text, at in texts_since(author, now - LOOK_BACK))


def matter_of(comment: Comment) -> Matter:
    """Say of a comment what the record of a decision on it keeps."""
    page = comment.thread.page
    path = reverse("discussion:comment", args=[comment.pk])
    return Matter(
        language=page.locale.language_code if page is not None else "",
        written_on=localtime(comment.created_at).date(),
        # One that never had a place is at no address but among its author's own.
        address=path if comment.published_at is not None else comment.thread.comments_path,
    )


def refuse_anothers_name(*, name: str, author: Person | None) -> None:
    """Refuse a guest's name that readers would take for a member's; theirs stand in the account.

    Raises CommentRefused.
    """
    is_guest = author is None or not is_member(author)
    if is_guest and accounts_named_like(name).exists():
        raise CommentRefused(Refusal.NAME_TAKEN)
