"""What moderators do about a person: exactly once, whoever else is about to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from standfirst.moderation.actions import (
    Penalty,
    SanctionRefused,
    hold_first,
    propose_ban,
    suspend_person,
    warn_person,
)
from standfirst.moderation.actions.sanctions import Refusal
from standfirst.moderation.desk_queries import last_limiting
from standfirst.people.models import Person
from standfirst.people.queries import merged_person


class Limit(StrEnum):
    """What can be done about a person."""

    WARN = "warn"
    HOLD_FIRST = "hold_first"
    SUSPEND = "suspend"
    BAN = "ban"


@dataclass(frozen=True)
class Wish:
    """What is to be done about whom and why, until when, and the last decision that was seen."""

    limit: Limit
    penalty: Penalty
    ends_at: datetime | None
    seen: int


@transaction.atomic
def limit_person(*, wish: Wish, now: datetime) -> None:
    """Warn or limit a person, or propose a ban, as wished.

    Raises SanctionRefused, also where somebody has warned, limited or freed them since, who may be the
    same moderator pressing twice: then nothing is changed.
    """
    person = merged_person(wish.penalty.person)
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if last_limiting(person) != wish.seen:
        raise SanctionRefused(Refusal.DECIDED_ALREADY)
    if wish.limit is Limit.WARN:
        warn_person(penalty=wish.penalty, now=now)
    elif wish.limit is Limit.HOLD_FIRST:
        hold_first(penalty=wish.penalty, until=wish.ends_at, now=now)
    elif wish.limit is Limit.BAN:
        propose_ban(penalty=wish.penalty, now=now)
    elif wish.ends_at is None:
        raise SanctionRefused(Refusal.TIME_WRONG)
    else:
        suspend_person(penalty=wish.penalty, until=wish.ends_at, now=now)
