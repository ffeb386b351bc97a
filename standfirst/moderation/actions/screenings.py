"""What is kept of judgements, and the names and texts of people that wait for a moderator."""

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.db import transaction

from standfirst.moderation.drafts import Draft, Finding, Kind, Outcome, Verdict
from standfirst.moderation.models import HeldText, Screening, ScreenSet
from standfirst.moderation.screen_queries import rules_in_force
from standfirst.moderation.screening import asked_of
from standfirst.moderation.subjects import Subject
from standfirst.people.models import Person
from standfirst.prepared import insert

PASSAGES_KEPT = timedelta(days=90)


def record_screening(*, subject: Subject, verdict: Verdict, now: datetime) -> None:
    """Store what the screens said of this version of a text, and which were asked.

    Where none decided, that is one row, with the scores of all; where one did, whatever each found. What
    is only tried out has a row for each hit.
    """
    asked = digest_of_screens(verdict.asked)
    if verdict.decisive is None:
        scores = {
            each.screen: round(each.score, 4) for each in verdict.findings if each.score is not None
        }
        passing = Screening(outcome=Outcome.PASS, is_decisive=True, at=now, **_named(subject))
        passing.screens, passing.scores = asked, scores
        insert(passing)
    for finding in verdict.findings:
        if verdict.decisive is None and finding.outcome is Outcome.PASS:
            continue
        row = _screening(subject, finding, now)
        row.is_decisive = finding is verdict.decisive
        row.screens = asked if row.is_decisive else ""
        insert(row)


def _screening(subject: Subject, finding: Finding, now: datetime) -> Screening:
    return Screening(
        outcome=finding.outcome,
        screen=finding.screen,
        version=finding.version,
        reason=finding.reason,
        passage=finding.passage[:200],
        passage_start=finding.place[0] if finding.place else None,
        passage_end=finding.place[1] if finding.place else None,
        score=finding.score,
        word_list=finding.word_list,
        is_shadow=finding.is_shadow,
        at=now,
        **_named(subject),
    )


def _named(subject: Subject) -> dict[str, Any]:
    return {
        "subject_kind": subject.kind,
        "subject_id": subject.id,
        "subject_revision": subject.revision,
    }


def note_screens(*, now: datetime) -> int:
    """Keep which screens are in force for each kind of text; give how many sets are new.

    Run whenever lists or settings change and by the worker, so that judging a text costs nothing more.
    """
    rules = rules_in_force(now)
    sets = {asked_of(Draft(kind=kind, text="", rules=rules)) for kind in Kind}
    rows = [
        ScreenSet(digest=digest_of_screens(each), screens=each, first_noted_at=now) for each in sets
    ]
    known = set(ScreenSet.objects.values_list("digest", flat=True))
    fresh = [row for row in rows if row.digest not in known]
    ScreenSet.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


@transaction.atomic
def hold_text(
    *, kind: Kind, person: Person, text: str, verdict: Verdict, now: datetime
) -> HeldText:
    """Keep a name or a text about somebody until a moderator has looked; a newer one takes its place."""
    HeldText.objects.filter(person=person, kind=kind, settled_at__isnull=True).delete()
    held = HeldText.objects.create(kind=kind, person=person, text=text, held_at=now)
    record_screening(subject=Subject(kind, person.pk, held.pk), verdict=verdict, now=now)
    return held


def drop_held_text(*, kind: Kind, person: Person, now: datetime) -> None:
    """Forget what waits of a kind: its person shows something else meanwhile."""
    HeldText.objects.filter(person=person, kind=kind, settled_at__isnull=True).delete()


def settle_held_text(*, held: HeldText, now: datetime) -> bool:
    """Take a waiting text off the list, in the transaction of the decision; False if somebody was first."""
    rows = HeldText.objects.filter(pk=held.pk, settled_at__isnull=True)
    return bool(rows.update(settled_at=now))


@lru_cache(maxsize=64)
def digest_of_screens(asked: tuple[tuple[str, str, str], ...]) -> str:
    """Name a set of screens in 16 characters."""
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


def is_hold(verdict: Verdict) -> bool:
    """Say whether the text waits for a moderator."""
    return verdict.outcome is Outcome.HOLD


def blank_passages(*, kind: str, subjects: Collection[int], now: datetime) -> int:
    """Forget the words that screens found in things of a kind; what they decided stays. Give how many."""
    rows = Screening.objects.filter(subject_kind=kind, subject_id__in=subjects)
    return rows.exclude(passage="").update(passage="")


def forget_old_passages(*, now: datetime) -> int:
    """Forget the words that screens found more than 90 days ago, as their column says; give how many."""
    rows = Screening.objects.filter(at__lte=now - PASSAGES_KEPT).exclude(passage="")
    return rows.update(passage="", passage_start=None, passage_end=None)
