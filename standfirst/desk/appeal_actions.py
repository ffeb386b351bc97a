"""Deciding on appeals: another person than the first, the comment back in its place, all sides told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects

from standfirst.desk.actions import moderators
from standfirst.discussion.actions import (
    Judgement,
    approve_comment,
    remove_comment,
    restore_comment,
)
from standfirst.discussion.actions.judging import SUBJECT_KIND
from standfirst.discussion.models import Comment
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.actions import Ruling, Subject, record_decision
from standfirst.moderation.actions.appeals import lock_appeal, settle_appeal
from standfirst.moderation.actions.sanctions import lift_sanction
from standfirst.moderation.appeal_queries import is_superseded
from standfirst.moderation.appeal_rules import AppealRefusal, AppealRefused
from standfirst.moderation.models import Appeal, Decision, Ground, Measure, Sanction, Source
from standfirst.moderation.notice_queries import last_decision
from standfirst.moderation.notice_rules import CATEGORIES
from standfirst.people.models import Person, User

Outcome = Appeal.Outcome
OWNERS = "owner"


@dataclass(frozen=True)
class Verdict:
    """What was decided on an appeal, by whom and why; the ground only where something is removed."""

    appeal: Appeal
    decided_by: Person
    is_upheld: bool
    facts: str
    ground: Ground = Ground.NONE
    rule: tuple[int, int] | None = None
    law: str = ""


@dataclass(frozen=True)
class Deciders:
    """Who may decide on an appeal: not its first deciders, unless nobody else is there.

    Whom it is about, and who made it, may never: ``sides``.
    """

    others: tuple[User, ...]
    first: frozenset[int]
    sides: frozenset[int]

    @property
    def is_alone(self) -> bool:
        """Whether nobody else works here who could: then the same person has to look again."""
        return not self.others

    @property
    def waits_for_owner(self) -> bool:
        """Whether no other moderator is there, so that it waits for an owner."""
        return bool(self.others) and all(is_owner(user) for user in self.others)

    def may(self, person: Person | None) -> bool:
        """Say whether this person may decide; None is one who never acted here."""
        if person is None:
            return True
        return not self.is_side(person) and (self.is_alone or person.pk not in self.first)

    def is_side(self, person: Person | None) -> bool:
        """Say whether it is this person's own matter."""
        return person is not None and person.pk in self.sides


def deciders_of(appeal: Appeal, users: list[User]) -> Deciders:
    """Say who of those that may moderate (``colleagues()``) may decide on an appeal."""
    decision = appeal.decision
    first = _known(decision.decided_by_id, decision.proposed_by_id)
    sides = _known(decision.about_id, appeal.appellant_id)
    others = tuple(user for user in users if _person_of(user) not in first | sides)
    return Deciders(others, first, sides)


def _known(*people: int | None) -> frozenset[int]:
    return frozenset(pk for pk in people if pk is not None)


def colleagues() -> list[User]:
    """Give whoever may moderate, with what `deciders_of` asks of them, in three queries."""
    users = moderators()
    prefetch_related_objects(users, "groups", "person")
    return users


def is_owner(user: User) -> bool:
    """Say whether somebody owns the paper."""
    return user.is_superuser or OWNERS in {group.name for group in user.groups.all()}


def _person_of(user: User) -> int | None:
    person: Person | None = getattr(user, "person", None)
    return person.pk if person is not None else None


@transaction.atomic
def decide_appeal(*, verdict: Verdict, now: datetime) -> None:
    """Decide on an appeal; undo the decision if it was right.

    Raises AppealRefused if somebody was first, if the same person decides again, or one of the sides,
    or if no reason is given;
    CommentRefused if the comment is not as the decision left it. Then nothing is changed.
    """
    appeal = lock_appeal(appeal=verdict.appeal, now=now)
    deciders = deciders_of(appeal, colleagues())
    if deciders.is_side(verdict.decided_by):
        raise AppealRefused(AppealRefusal.OWN_MATTER)
    if not deciders.may(verdict.decided_by):
        raise AppealRefused(AppealRefusal.SAME_PERSON)
    removes = verdict.is_upheld and appeal.is_notifiers
    lacks_ground = removes and verdict.rule is None and not verdict.law.strip()
    if not verdict.facts.strip() or lacks_ground:
        raise AppealRefused(AppealRefusal.REASON_MISSING)
    result = _undo(appeal, verdict, now) if verdict.is_upheld else _confirm(appeal, verdict, now)
    outcome = Outcome.UPHELD if verdict.is_upheld else Outcome.REFUSED
    settle_appeal(appeal=appeal, outcome=outcome, result=result, now=now)


def _confirm(appeal: Appeal, verdict: Verdict, now: datetime) -> Decision:
    first = appeal.decision
    ruling = Ruling(
        subject=Subject(first.subject_kind, first.subject_id, first.subject_revision),
        measure=Measure.LEFT,
        about=first.about,
        decided_by=verdict.decided_by,
        facts=verdict.facts,
        source=Source.APPEAL,
        noticed_at=appeal.made_at,
    )
    return record_decision(ruling=ruling, now=now)


def _undo(appeal: Appeal, verdict: Verdict, now: datetime) -> Decision:
    first = appeal.decision
    sanction = Sanction.objects.in_force(now).filter(decision=first).first()
    if sanction is not None:
        return lift_sanction(
            sanction=sanction,
            by=verdict.decided_by,
            facts=verdict.facts,
            source=Source.APPEAL,
            now=now,
        )
    if first.subject_kind != SUBJECT_KIND or first.measure not in UNDOING:
        # A warning, or a limit that has ended: the record says that it was wrong.
        return _confirm(appeal, verdict, now)
    if is_superseded(first):
        # What somebody decided for another reason since is not undone with it, and has its own appeal.
        raise CommentRefused(Refusal.DECIDED_ALREADY)
    comment = Comment.objects.filter(pk=first.subject_id).first()
    if comment is None:
        raise CommentRefused(Refusal.NOT_VISIBLE)
    version, number = verdict.rule or (None, None)
    judgement = Judgement(
        comment=comment,
        decided_by=verdict.decided_by,
        ground=verdict.ground if appeal.is_notifiers else Ground.NONE,
        rules_version=version,
        rule_number=number,
        legal_ground=verdict.law,
        category=_category(appeal) if verdict.law else "",
        facts=verdict.facts,
        source=Source.APPEAL,
        noticed_at=appeal.made_at,
    )
    UNDOING[Measure(first.measure)](judgement=judgement, now=now)
    made = last_decision(SUBJECT_KIND, comment.pk)
    assert made is not None
    return made


def _category(appeal: Appeal) -> str:
    return CATEGORIES[appeal.thing.notice.category] if appeal.thing is not None else ""


UNDOING: Mapping[str, Callable[..., Comment]] = {
    Measure.REMOVED: restore_comment,
    Measure.HELD: approve_comment,
    Measure.LEFT: remove_comment,
}
