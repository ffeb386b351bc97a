"""Limits on a person, and on a network: each a decision with its statement, in one transaction."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from standfirst.lib.secret import new_secret
from standfirst.moderation.actions.decisions import Ruling, record_decision
from standfirst.moderation.models import (
    Automation,
    BanProposal,
    ContentType,
    Decision,
    Ground,
    Measure,
    ReasonText,
    Sanction,
    Source,
)
from standfirst.moderation.networks import digest_of_network
from standfirst.moderation.subjects import Matter, Subject
from standfirst.notify.places import address_digest
from standfirst.people.models import Person
from standfirst.people.queries import merged_person
from standfirst.people.rules import is_staff_person, proven_address_of

PERSON_KIND = "person"
NETWORK_KIND = "network"
LONGEST_ON_NETWORK = timedelta(days=14)
Kind = Sanction.Kind


class Refusal(StrEnum):
    """Why a limit was not set."""

    IS_STAFF = "is_staff"
    IS_GONE = "is_gone"
    REASON_MISSING = "reason_missing"
    TIME_WRONG = "time_wrong"
    SAME_PERSON = "same_person"
    PROPOSED_ALREADY = "proposed_already"
    DECIDED_ALREADY = "decided_already"


class SanctionRefused(Exception):
    """A limit was not set, and why not."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True)
class Penalty:
    """Whom a limit is for, who decides, and why: a house rule, a law, or words that the person reads.

    ``language`` is the one that the person writes in.
    """

    person: Person
    by: Person
    ground: Ground = Ground.NONE
    rules_version: int | None = None
    rule_number: int | None = None
    legal_ground: str = ""
    category: str = ""
    facts: str = ""
    source: Source = Source.OWN
    language: str = ""
    proposed_by: Person | None = None


def refusal_of(penalty: Penalty) -> Refusal | None:
    """Say why nothing of what can be done about a person is done so; None if it can be."""
    person = merged_person(penalty.person)
    if person.erased_at is not None:
        return Refusal.IS_GONE
    if is_staff_person(person):
        return Refusal.IS_STAFF
    is_lawful = bool(penalty.legal_ground.strip() and penalty.category)
    is_ruled = penalty.rule_number is not None
    has_ground = {Ground.LAW: is_lawful, Ground.RULE: is_ruled, Ground.NONE: False}[penalty.ground]
    if not has_ground and (penalty.ground == Ground.LAW or not penalty.facts.strip()):
        return Refusal.REASON_MISSING
    return None


@transaction.atomic
def warn_person(*, penalty: Penalty, now: datetime) -> Decision:
    """Tell a person that what they did is against the rules; nothing else changes. Raises SanctionRefused."""
    return _decision(_checked(penalty), Measure.WARNED, None, now)


@transaction.atomic
def hold_first(*, penalty: Penalty, until: datetime | None, now: datetime) -> Sanction:
    """Hold whatever a person writes until a moderator has looked. Raises SanctionRefused."""
    return _limit(_checked(penalty), Kind.HOLD_FIRST, Measure.HELD_FIRST, until, now)


@transaction.atomic
def suspend_person(*, penalty: Penalty, until: datetime, now: datetime) -> Sanction:
    """Let a person write nothing until then. Raises SanctionRefused."""
    return _limit(_checked(penalty), Kind.SUSPENSION, Measure.SUSPENDED, until, now)


@transaction.atomic
def propose_ban(*, penalty: Penalty, now: datetime) -> BanProposal:
    """Ask a second person to confirm that somebody is banned; nothing changes until then.

    Raises SanctionRefused.
    """
    penalty = _checked(penalty)
    _locked(penalty.person)
    if BanProposal.objects.filter(person=penalty.person, settled_at__isnull=True).exists():
        raise SanctionRefused(Refusal.PROPOSED_ALREADY)
    return BanProposal.objects.create(
        person=penalty.person,
        proposed_by=penalty.by,
        proposed_at=now,
        ground=penalty.ground,
        rules_version=penalty.rules_version,
        rule_number=penalty.rule_number,
        legal_ground=penalty.legal_ground,
        category=penalty.category,
        facts=ReasonText.objects.create(text=penalty.facts) if penalty.facts else None,
    )


@transaction.atomic
def confirm_ban(*, proposal: BanProposal, by: Person, now: datetime) -> Sanction:
    """Ban a person, as somebody else proposed.

    Raises SanctionRefused to whoever proposed it, and a second time.
    """
    if by.pk == proposal.proposed_by_id:
        raise SanctionRefused(Refusal.SAME_PERSON)
    row = _settled(proposal, by, now, is_confirmed=True)
    penalty = _checked(
        Penalty(
            person=row.person,
            by=by,
            ground=Ground(row.ground),
            rules_version=row.rules_version,
            rule_number=row.rule_number,
            legal_ground=row.legal_ground,
            category=row.category,
            facts=row.facts.text if row.facts is not None else "",
            proposed_by=row.proposed_by,
        )
    )
    return _limit(penalty, Kind.BAN, Measure.BANNED, None, now)


@transaction.atomic
def decline_ban(*, proposal: BanProposal, by: Person, now: datetime) -> None:
    """Ban nobody. Whoever proposed it may take it back so. Raises SanctionRefused a second time."""
    _settled(proposal, by, now, is_confirmed=False)


@transaction.atomic
def lift_sanction(
    *,
    sanction: Sanction,
    by: Person,
    facts: str = "",
    source: Source = Source.OWN,
    now: datetime,
) -> Decision:
    """End a limit before its time; give the decision. Raises SanctionRefused if it has ended."""
    rows = Sanction.objects.in_force(now).filter(pk=sanction.pk)
    if not rows.update(lifted_at=now, salt="", network_digest="", address_digest=""):
        raise SanctionRefused(Refusal.DECIDED_ALREADY)
    subject = Subject(PERSON_KIND, sanction.person_id or 0)
    ruling = Ruling(
        subject,
        Measure.FREED,
        about=sanction.person,
        decided_by=by,
        facts=facts,
        source=source,
        matter=Matter(content_type=ContentType.OTHER),
    )
    return record_decision(ruling=ruling, now=now)


@transaction.atomic
def hold_network(
    *, network: str, by: Person, until: datetime, facts: str, now: datetime
) -> Sanction:
    """Hold what guests write from a network, 14 days at most. Never refuses: others are there, too.

    Neither the decision nor the limit names the network. Raises SanctionRefused.
    """
    if not network or not now < until <= now + LONGEST_ON_NETWORK:
        raise SanctionRefused(Refusal.TIME_WRONG)
    if not facts.strip():
        raise SanctionRefused(Refusal.REASON_MISSING)
    ruling = Ruling(
        Subject(NETWORK_KIND, 0),
        Measure.HELD_FIRST,
        decided_by=by,
        ends_at=until,
        facts=facts,
        scope="network",
        matter=Matter(content_type=ContentType.OTHER),
    )
    salt = new_secret()
    return Sanction.objects.create(
        kind=Kind.HOLD_FIRST,
        salt=salt,
        network_digest=digest_of_network(network, salt),
        decision=record_decision(ruling=ruling, now=now),
        starts_at=now,
        ends_at=until,
    )


def forget_ended_sanctions(*, now: datetime) -> int:
    """Blank what limits that are over knew their network or their person by; give how many."""
    over = Sanction.objects.filter(ends_at__lte=now)
    known = over.exclude(salt="", network_digest="", address_digest="")
    return known.update(salt="", network_digest="", address_digest="")


def adopt_sanctions(*, now: datetime) -> int:
    """Let limits on those who were merged into somebody stand at that person; give how many.

    Safe to run again. They bind before, too: `sanctions_on` looks at whoever was merged.
    """
    moved = 0
    for model in (Sanction, BanProposal):
        rows = model._default_manager.filter(  # noqa: SLF001 -- documented
            person__merged_into__isnull=False
        )
        for row in rows.select_related("person"):
            moved += _moved(row)
    return moved


@transaction.atomic
def _moved(row: Sanction | BanProposal) -> int:
    assert row.person is not None
    keeper = merged_person(row.person)
    if isinstance(row, BanProposal) and row.settled_at is None:
        waiting = BanProposal.objects.filter(person=keeper, settled_at__isnull=True)
        if waiting.exists():
            row.delete()
            return 1
    row.person = keeper
    row.save(update_fields=["person"])
    return 1


def _checked(penalty: Penalty) -> Penalty:
    refusal = refusal_of(penalty)
    if refusal is not None:
        raise SanctionRefused(refusal)
    return penalty


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update(of=("self",)).get(pk=person.pk)


def _settled(
    proposal: BanProposal, by: Person, now: datetime, *, is_confirmed: bool
) -> BanProposal:
    _locked(proposal.person)
    rows = BanProposal.objects.filter(pk=proposal.pk, settled_at__isnull=True)
    if not rows.update(settled_by=by, settled_at=now, is_confirmed=is_confirmed):
        raise SanctionRefused(Refusal.DECIDED_ALREADY)
    return BanProposal.objects.select_related("person", "proposed_by", "facts").get(pk=proposal.pk)


def _limit(
    penalty: Penalty,
    kind: Sanction.Kind,
    measure: Measure,
    until: datetime | None,
    now: datetime,
) -> Sanction:
    if until is not None and until <= now:
        raise SanctionRefused(Refusal.TIME_WRONG)
    address = proven_address_of(merged_person(penalty.person))
    return Sanction.objects.create(
        kind=kind,
        person=merged_person(penalty.person),
        address_digest=address_digest(address) if address else "",
        decision=_decision(penalty, measure, until, now),
        starts_at=now,
        ends_at=until,
    )


def _decision(
    penalty: Penalty, measure: Measure, until: datetime | None, now: datetime
) -> Decision:
    ruling = Ruling(
        subject=Subject(PERSON_KIND, merged_person(penalty.person).pk),
        measure=measure,
        about=merged_person(penalty.person),
        decided_by=penalty.by,
        proposed_by=penalty.proposed_by,
        matter=Matter(content_type=ContentType.OTHER, language=penalty.language),
        ends_at=until,
        ground=penalty.ground,
        rules_version=penalty.rules_version,
        rule_number=penalty.rule_number,
        legal_ground=penalty.legal_ground,
        category=penalty.category,
        facts=penalty.facts,
        source=penalty.source,
        automation=Automation.NONE,
    )
    return record_decision(ruling=ruling, now=now)
