"""What a treasurer looks at: campaigns, gifts, and events that somebody should see."""

from collections.abc import Sequence

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet

from standfirst.funding.models import (
    MISMATCHES,
    Campaign,
    Entry,
    Gift,
    GiftState,
    ManualRecord,
    Method,
    ProviderEvent,
)
from standfirst.funding.queries.meters import Meter, meters_of
from standfirst.funding.queries.transfers import AWAITED

GIFTS_PER_PAGE = 50
EVENTS_SHOWN = 50


def campaigns_with_meters() -> Sequence[Meter]:
    """Give all campaigns, newest first, with their meters."""
    campaigns = list(Campaign.objects.all())
    meters = meters_of(campaigns)
    return [meters[campaign.pk] for campaign in campaigns]


def promised_gifts(
    number: str, *, only_waiting_words: bool = False, only_transfers: bool = False
) -> Page[Gift]:
    """Give a page of gifts that were promised, newest first; or those whose words, or transfers, wait.

    Each says whether its entry ``is_taken_back``.
    """
    gifts: QuerySet[Gift] = (
        Gift.objects.exclude(state=GiftState.DRAFT)
        .select_related(
            "campaign",
            "words",
            "manual_record__entered_by",
            "manual_record__confirmed_by",
            "manual_record__ended_by",
        )
        .annotate(
            is_taken_back=Exists(Entry.objects.filter(reverses__payment__gift=OuterRef("pk")))
        )
    )
    if only_waiting_words:
        gifts = gifts.filter(state=GiftState.PAID, words__cleared_at__isnull=True)
        gifts = gifts.filter(words__shows_name=True) | gifts.filter(words__shows_message=True)
    if only_transfers:
        gifts = gifts.filter(provider=Method.BANK, state__in=AWAITED, manual_record__isnull=True)
        gifts = gifts.exclude(provider_ref="")
    return Paginator(gifts.order_by("-promised_at", "-pk"), GIFTS_PER_PAGE).get_page(number)


def records_waiting() -> Sequence[ManualRecord]:
    """Give what somebody entered by hand and nobody has confirmed yet, longest waiting first."""
    rows = waiting_records().select_related("gift__campaign", "gift__words", "entered_by")
    return list(rows.order_by("entered_at", "pk"))


def number_waiting() -> int:
    """How many gifts entered by hand wait for a second person."""
    return waiting_records().count()


def waiting_records() -> QuerySet[ManualRecord]:
    """Give what was entered by hand and nobody has confirmed, refused or withdrawn yet."""
    return ManualRecord.objects.filter(
        gift__state__in=AWAITED, confirmed_at__isnull=True, ended_at__isnull=True
    )


def troubled_events() -> Sequence[ProviderEvent]:
    """Give the newest events that did not fit, or that were given up."""
    findings = ProviderEvent.objects.filter(finding__in=MISMATCHES)
    given_up = ProviderEvent.objects.given_up()
    return list((findings | given_up).order_by("-received_at")[:EVENTS_SHOWN])
