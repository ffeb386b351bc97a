from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from standfirst.delivery.baking import baked
from standfirst.funding.models import Campaign
from standfirst.funding.queries.books import book_page, entries_of, last_recount
from standfirst.funding.queries.campaigns import all_campaigns, campaign_at
from standfirst.funding.queries.meters import meter_of_campaign, meters_of
from standfirst.funding.queries.settlement import last_clean_reconciliation


@require_safe
@baked(params=("after",))
def ledger(request: HttpRequest) -> HttpResponse:
    """All real entries, and the way to each campaign's own."""
    campaigns = all_campaigns()
    meters = meters_of(campaigns)
    context = {
        "page": book_page(entries_of(None), request.GET.get("after", "")),
        "meters": [meters[one.pk] for one in campaigns if not one.is_rehearsed],
        "rehearsed": [one for one in campaigns if one.is_rehearsed],
        "recount": last_recount(),
        "reconciliation": last_clean_reconciliation(),
    }
    return render(request, "pages/ledger.html", context)


@require_safe
@baked(params=("after",))
def campaign_ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """The entries behind one campaign's meter; a rehearsed one's are here only."""
    campaign = campaign_or_404(slug)
    context = {
        "campaign": campaign,
        "meter": meter_of_campaign(campaign),
        "page": book_page(entries_of(campaign), request.GET.get("after", "")),
        "recount": last_recount(),
        "reconciliation": last_clean_reconciliation(),
    }
    return render(request, "pages/ledger_campaign.html", context)


def campaign_or_404(slug: str) -> Campaign:
    """Find the campaign that an address names. Raises Http404."""
    campaign = campaign_at(slug)
    if campaign is None:
        raise Http404
    return campaign
