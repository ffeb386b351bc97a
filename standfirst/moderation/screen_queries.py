"""What screens go by, what they hold, and who is on duty."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import get_default_timezone

from standfirst.moderation.drafts import ExternalFacts, ListFacts, Outcome, Rules
from standfirst.moderation.hours import Duty, Hours, Rota, duty_at
from standfirst.moderation.models import (
    HeldText,
    ModerationSettings,
    Screening,
    ScreenSet,
    Shift,
    SpecialDay,
    WordList,
)
from standfirst.prepared import Prepared

_settings = Prepared(lambda: ModerationSettings.objects.order_by("pk")[:1])
_shifts = Prepared(Shift.objects.all)
_lists = Prepared(lambda: WordList.objects.filter(is_active=True).order_by("pk"))


def moderation_settings() -> ModerationSettings:
    """What the paper decided about its moderation; the defaults until somebody says."""
    return _settings.first() or ModerationSettings()


def duty_now(settings: ModerationSettings, now: datetime) -> Duty | None:
    """Who is on duty and until when; None where the paper keeps no hours."""
    if not settings.outside_hours:
        return None
    return duty_at(rota(now), get_default_timezone(), now)


def people_on_duty(now: datetime) -> frozenset[int]:
    """The accounts that are on duty, by their numbers; whatever happens to comments meanwhile."""
    return duty_at(rota(now), get_default_timezone(), now).who


def rota(now: datetime) -> Rota:
    """The hours of duty, with the special days from yesterday on."""
    since = now.astimezone(get_default_timezone()).date() - timedelta(days=1)
    return Rota(
        weekly=tuple(
            (row.weekday, Hours(row.begins, row.ends, row.user_id)) for row in _shifts.all()
        ),
        special=tuple(
            (
                row.on_date,
                Hours(row.begins, row.ends, row.user_id) if row.begins and row.ends else None,
            )
            for row in SpecialDay.objects.filter(on_date__gte=since)
        ),
    )


def rules_in_force(now: datetime) -> Rules:
    """All that screens may know of what the paper has set: two prepared queries, four with hours."""
    settings = moderation_settings()
    external = None
    if settings.external_url:
        external = ExternalFacts(
            settings.external_url, settings.external_secret, settings.external_milliseconds / 1000
        )
    return Rules(
        duty=duty_now(settings, now),
        outside_hours=settings.outside_hours,
        new_unproven=settings.new_unproven,
        new_proven=settings.new_proven,
        states=settings.screen_states,
        lists=tuple(ListFacts(row.pk, row.kind, row.words, row.is_shadow) for row in _lists.all()),
        external=external,
    )


def held_by_screens(kind: str) -> QuerySet[Screening]:
    """The decisive verdicts that hold a text of a kind: whoever owns it knows which still wait."""
    return Screening.objects.filter(
        subject_kind=kind, outcome=Outcome.HOLD, is_decisive=True, is_shadow=False
    )


def waiting_texts() -> QuerySet[HeldText]:
    """Names and texts of people that wait for a moderator, the longest waiting first."""
    rows = HeldText.objects.filter(settled_at__isnull=True)
    return rows.select_related("person", "person__user").order_by("held_at", "pk")


def screens_that_judged(screening: Screening) -> list[tuple[str, str, str]]:
    """Name the screens that judged a text, each with its version and state, in their order."""
    row = ScreenSet.objects.filter(digest=screening.screens).first()
    return [tuple(each) for each in row.screens] if row is not None else []
