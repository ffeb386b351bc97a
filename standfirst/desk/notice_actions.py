"""Deciding on notices of illegal content: moderation's write and the discussion's, as one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from standfirst.discussion.actions import Judgement, remove_comment
from standfirst.discussion.actions.judging import SUBJECT_KIND, matter_of
from standfirst.discussion.models import Comment
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.actions import Matter, Ruling, Subject, record_decision
from standfirst.moderation.actions.notices import lock_thing, settle_thing
from standfirst.moderation.models import Decision, Ground, Measure, NoticedThing, Source
from standfirst.moderation.notice_queries import last_decision
from standfirst.moderation.notice_rules import CATEGORIES, NoticeRefusal, NoticeRefused
from standfirst.people.models import Person

Outcome = NoticedThing.Outcome
THING_KIND = "noticed_thing"


class Answer(StrEnum):
    """What a moderator can do with a thing of a notice."""

    REMOVE = "remove"
    LEAVE = "leave"
    GONE = "gone"


@dataclass(frozen=True)
class Finding:
    """What a moderator decided on one thing of a notice, and what they saw of it then."""

    thing: NoticedThing
    decided_by: Person
    seen_revision: int | None = None
    ground: Ground = Ground.NONE
    rule: tuple[int, int] | None = None
    law: str = ""
    facts: str = ""
    is_unfounded: bool = False


@transaction.atomic
def decide_noticed(*, answer: Answer, finding: Finding, now: datetime) -> None:
    """Decide on one thing that a notice is about.

    Raises NoticeRefused if somebody was first or gave no reason, CommentRefused if the comment is not
    as it was seen: then nothing is changed, and the thing still waits.
    """
    lacks_law = answer is Answer.REMOVE and finding.rule is None and not finding.law.strip()
    if lacks_law or (answer is not Answer.GONE and not finding.facts.strip()):
        raise NoticeRefused(NoticeRefusal.REASON_MISSING)
    finding = replace(finding, thing=lock_thing(thing=finding.thing, now=now))
    outcome, decide = ANSWERS[answer]
    settle_thing(
        thing=finding.thing,
        outcome=outcome,
        decision=decide(finding, now),
        is_unfounded=finding.is_unfounded and answer is Answer.LEAVE,
        now=now,
    )


def _remove(finding: Finding, now: datetime) -> Decision | None:
    comment = _comment_of(finding)
    if comment is None:
        raise NoticeRefused(NoticeRefusal.PLACE_MISSING)
    version, number = finding.rule or (None, None)
    judgement = Judgement(
        comment=comment,
        decided_by=finding.decided_by,
        seen_revision=finding.seen_revision,
        ground=finding.ground,
        rules_version=version,
        rule_number=number,
        legal_ground=finding.law,
        category=CATEGORIES[finding.thing.notice.category] if finding.law else "",
        facts=finding.facts,
        source=Source.NOTICE,
        noticed_at=finding.thing.notice.given_at,
    )
    remove_comment(judgement=judgement, now=now)
    return last_decision(SUBJECT_KIND, comment.pk)


def _leave(finding: Finding, now: datetime) -> Decision | None:
    comment = _comment_of(finding)
    if comment is not None and finding.seen_revision not in (None, comment.current_id):
        raise CommentRefused(Refusal.EDITED_SINCE)
    subject = (
        Subject(SUBJECT_KIND, comment.pk, comment.current_id)
        if comment is not None
        else Subject(THING_KIND, finding.thing.pk)
    )
    ruling = Ruling(
        subject=subject,
        measure=Measure.LEFT,
        about=comment.author if comment is not None else None,
        matter=matter_of(comment) if comment is not None else Matter(),
        decided_by=finding.decided_by,
        facts=finding.facts,
        source=Source.NOTICE,
        noticed_at=finding.thing.notice.given_at,
    )
    return record_decision(ruling=ruling, now=now)


def _note_gone(finding: Finding, now: datetime) -> Decision | None:
    """Point to what took it away; of what can still be read, that would be no answer."""
    comment = _comment_of(finding)
    if comment is None:
        return None
    if comment.is_visible or comment.is_held:
        raise CommentRefused(Refusal.DECIDED_ALREADY)
    removed = comment.state == Comment.State.REMOVED
    return last_decision(SUBJECT_KIND, comment.pk) if removed else None


def _comment_of(finding: Finding) -> Comment | None:
    thing = finding.thing
    if thing.subject_kind != SUBJECT_KIND or thing.subject_id is None:
        return None
    return (
        Comment.objects.select_related("author", "thread__page__locale")
        .filter(pk=thing.subject_id)
        .first()
    )


ANSWERS: Mapping[Answer, tuple[Outcome, Callable[[Finding, datetime], Decision | None]]] = {
    Answer.REMOVE: (Outcome.REMOVED, _remove),
    Answer.LEAVE: (Outcome.LEFT, _leave),
    Answer.GONE: (Outcome.GONE, _note_gone),
}
