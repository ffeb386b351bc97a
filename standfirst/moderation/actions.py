from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from standfirst.moderation.drafts import Outcome, Verdict
from standfirst.moderation.models import (
    Automation,
    Decision,
    Ground,
    Measure,
    ReasonText,
    Screening,
    Source,
    WordList,
)
from standfirst.people.models import Person


@dataclass(frozen=True)
class Subject:
    """What is judged or decided on: its kind, its id, and the version that was seen."""

    kind: str
    id: int
    revision: int | None = None


@dataclass(frozen=True)
class Ruling:
    """A decision to record. ``facts`` is free text and goes to a row that can be blanked."""

    subject: Subject
    measure: Measure
    about: Person | None = None
    decided_by: Person | None = None
    scope: str = "site"
    ends_at: datetime | None = None
    ground: Ground = Ground.NONE
    rules_version: int | None = None
    rule_number: int | None = None
    facts: str = ""
    source: Source = Source.OWN
    detection: Automation = Automation.NONE
    automation: Automation = Automation.NONE


def record_screening(*, subject: Subject, verdict: Verdict, now: datetime) -> None:
    """Store what each screen found in this version of a text."""
    rows = [
        Screening(
            subject_kind=subject.kind,
            subject_id=subject.id,
            subject_revision=subject.revision,
            outcome=finding.outcome,
            screen=finding.screen,
            version=finding.version,
            reason=finding.reason,
            passage=finding.passage[:200],
            score=finding.score,
            is_decisive=finding is verdict.decisive,
            at=now,
        )
        for finding in verdict.findings
    ]
    Screening.objects.bulk_create(rows)


@transaction.atomic
def record_decision(*, ruling: Ruling, now: datetime) -> Decision:
    """Append a decision, in the transaction of the owner's change that it explains."""
    facts = ReasonText.objects.create(text=ruling.facts) if ruling.facts else None
    return Decision.objects.create(
        subject_kind=ruling.subject.kind,
        subject_id=ruling.subject.id,
        subject_revision=ruling.subject.revision,
        about=ruling.about,
        measure=ruling.measure,
        scope=ruling.scope,
        starts_at=now,
        ends_at=ruling.ends_at,
        ground=ruling.ground,
        rules_version=ruling.rules_version,
        rule_number=ruling.rule_number,
        facts=facts,
        source=ruling.source,
        detection=ruling.detection,
        automation=ruling.automation,
        decided_by=ruling.decided_by,
        decided_at=now,
    )


@transaction.atomic
def keep_word_list(*, name: str, kind: WordList.Kind, words: str, now: datetime) -> WordList:
    """Make a word list, or give an existing one its new words."""
    row, _ = WordList.objects.update_or_create(name=name, defaults={"kind": kind, "words": words})
    return row


def is_hold(verdict: Verdict) -> bool:
    """Say whether the text waits for a moderator."""
    return verdict.outcome is Outcome.HOLD
