"""What moderators decide on names and texts of people that a screen holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.timezone import localtime

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import person_key
from standfirst.discussion.actions import tell_of_name
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.actions import Ruling, Subject, record_decision, settle_held_text
from standfirst.moderation.drafts import Kind
from standfirst.moderation.models import Automation, Ground, HeldText, Measure, Source
from standfirst.moderation.subjects import Matter
from standfirst.people.actions import describe_person, name_member
from standfirst.people.models import Person


class TextVerb(StrEnum):
    """What a moderator can do with a waiting name or text."""

    APPROVE = "approve"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Grounds:
    """What a decision rests on: a house rule, or a reason in words that its author will read."""

    rules_version: int | None = None
    rule_number: int | None = None
    facts: str = ""


@transaction.atomic
def show_text(*, held: HeldText, by: Person, now: datetime) -> None:
    """Let a waiting name or text be shown. Raises CommentRefused if somebody was first."""
    _settle(held, now)
    SHOWING[Kind(held.kind)](held, now)
    record_decision(ruling=_ruling(held, Measure.APPROVED, by, Grounds()), now=now)


@transaction.atomic
def refuse_text(*, held: HeldText, by: Person, grounds: Grounds, now: datetime) -> None:
    """Let a waiting name or text never be shown; what stood before stays.

    Raises CommentRefused without a reason, or if somebody was first.
    """
    if grounds.rule_number is None and not grounds.facts.strip():
        raise CommentRefused(Refusal.REASON_MISSING)
    _settle(held, now)
    record_decision(ruling=_ruling(held, Measure.REMOVED, by, grounds), now=now)


def _settle(held: HeldText, now: datetime) -> None:
    if not settle_held_text(held=held, now=now):
        raise CommentRefused(Refusal.DECIDED_ALREADY)


def _show_name(held: HeldText, now: datetime) -> None:
    tell_of_name(held.person, now=now)
    name_member(person=held.person, name=held.text, now=now)


def _show_about(held: HeldText, now: datetime) -> None:
    has_page = held.person.page_closed_at is None
    describe_person(person=held.person, about=held.text, has_page=has_page, now=now)
    mark_stale(person_key(held.person_id), now=now)


SHOWING: Mapping[Kind, Callable[[HeldText, datetime], None]] = {
    Kind.NAME: _show_name,
    Kind.ABOUT: _show_about,
}


def _ruling(held: HeldText, measure: Measure, by: Person, grounds: Grounds) -> Ruling:
    return Ruling(
        subject=Subject(kind=held.kind, id=held.person_id, revision=held.pk),
        measure=measure,
        about=held.person,
        matter=Matter(written_on=localtime(held.held_at).date()),
        source=Source.SCREEN,
        detection=Automation.FULLY,
        noticed_at=held.held_at,
        decided_by=by,
        ground=Ground.RULE if grounds.rule_number is not None else Ground.NONE,
        rules_version=grounds.rules_version,
        rule_number=grounds.rule_number,
        facts=grounds.facts,
    )
