"""Who looks at what: one moderator at a time says so, for some minutes."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from standfirst.moderation.models import Claim
from standfirst.people.models import Person

CLAIM_LASTS = timedelta(minutes=5)


@transaction.atomic
def claim_subject(*, kind: str, subject: int, by: Person, now: datetime) -> bool:
    """Say that somebody looks at a thing from now on; give whether it is theirs, or another's.

    Of two at once the database lets one have it: the row is unique, and taking one that ran out is
    one conditional update.
    """
    until = now + CLAIM_LASTS
    Claim.objects.bulk_create(
        [Claim(subject_kind=kind, subject_id=subject, claimed_by=by, held_until=until)],
        ignore_conflicts=True,
    )
    row = Claim.objects.filter(subject_kind=kind, subject_id=subject)
    mine_or_over = row.filter(claimed_by=by) | row.filter(held_until__lte=now)
    return bool(mine_or_over.update(claimed_by=by, held_until=until))


def release_subject(*, kind: str, subject: int, by: Person, now: datetime) -> None:
    """Say that somebody looks at a thing no more; another's claim stays."""
    Claim.objects.filter(subject_kind=kind, subject_id=subject, claimed_by=by).delete()


def end_claims(*, kind: str, subjects: Collection[int], now: datetime) -> None:
    """End all claims on things that were decided on, in the transaction of the decision."""
    Claim.objects.filter(subject_kind=kind, subject_id__in=subjects).delete()


def forget_claims(*, now: datetime) -> int:
    """Delete claims that ran out; give how many. Run by the worker."""
    return Claim.objects.filter(held_until__lte=now).delete()[0]
