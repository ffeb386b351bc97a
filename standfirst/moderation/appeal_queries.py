"""Reads of appeals: what waits, what came of them, and how often they are right."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, Q, QuerySet

from standfirst.moderation.appeal_rules import SUPERSEDES
from standfirst.moderation.models import Appeal, Decision, ModerationSettings, NoticedThing
from standfirst.people.owners import Export, Owner, told

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Rates:
    """How many appeals were made and decided in a time, and how many of these changed the decision."""

    made: int
    decided: int
    upheld: int
    in_time: int


def waiting_appeals() -> QuerySet[Appeal]:
    """Appeals that somebody has to decide on, those due first standing first."""
    rows = Appeal.objects.filter(decided_at__isnull=True).select_related(
        "decision", "decision__facts", "decision__decided_by", "thing__notice"
    )
    return rows.order_by("due_at", "pk")


def settled_appeals() -> QuerySet[Appeal]:
    """Appeals that were decided, the latest first."""
    rows = Appeal.objects.filter(decided_at__isnull=False).select_related("decision", "result")
    return rows.order_by("-decided_at", "-pk")


def number_of_appeals() -> int:
    """How many appeals wait for a decision."""
    return Appeal.objects.filter(decided_at__isnull=True).count()


def appeal_of_secret(secret: str) -> Appeal | None:
    """The appeal whose page this is, or None."""
    rows = Appeal.objects.select_related("decision", "result__facts", "thing__notice")
    return rows.filter(secret=secret).first()


def appeal_against(decision: Decision) -> Appeal | None:
    """The appeal of whom a decision meets, or None."""
    return Appeal.objects.filter(decision=decision, side=Appeal.Side.AUTHOR).first()


def appeal_about(thing: NoticedThing) -> Appeal | None:
    """The appeal of who gave notice of a thing, or None."""
    return Appeal.objects.filter(thing=thing).first()


def is_superseded(decision: Decision) -> bool:
    """Whether something else was decided about the same thing since."""
    if decision.measure not in SUPERSEDES:
        return False
    later = Decision.objects.filter(
        subject_kind=decision.subject_kind,
        subject_id=decision.subject_id,
        measure__in=SUPERSEDES,
        pk__gt=decision.pk,
    )
    return later.exists()


def time_to_decide() -> timedelta:
    """Within which time an appeal is decided, as its page says."""
    settings = ModerationSettings.objects.first() or ModerationSettings()
    return timedelta(days=settings.appeal_days)


def appeal_rates(since: datetime, until: datetime) -> Rates:
    """Count the appeals made, and those decided, in a time: for the public page and the yearly report."""
    decided = Q(decided_at__gte=since, decided_at__lt=until)
    found = Appeal.objects.aggregate(
        made=Count("pk", filter=Q(made_at__gte=since, made_at__lt=until)),
        decided=Count("pk", filter=decided),
        upheld=Count("pk", filter=decided & Q(outcome=Appeal.Outcome.UPHELD)),
        late=Count("pk", filter=decided & Q(decided_at__gt=models.F("due_at"))),
    )
    in_time = found["decided"] - found["late"]
    return Rates(found["made"], found["decided"], found["upheld"], in_time)


def appeals_of(owner: Owner) -> Export:
    """Give the appeals that a person made; not the secrets of their pages."""
    mine = Appeal.objects.filter(appellant__in=owner.rows)
    return {"appeals": told(mine, without=("secret",))}
