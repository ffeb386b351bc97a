import csv
from collections.abc import Iterable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from standfirst.delivery.baking import baked
from standfirst.funding.models import Campaign
from standfirst.funding.queries.books import (
    BookEntry,
    all_entries,
    book_page,
    entries_of,
    last_recount,
)
from standfirst.funding.queries.campaigns import all_campaigns, campaign_at
from standfirst.funding.queries.meters import meter_of_campaign, meters_of
from standfirst.lib.text import one_line

CSV_COLUMNS = (
    *("number", "at", "kind", "campaign_id", "campaign", "rehearsed", "reference"),
    *("reverses",),
    *("account", "currency", "debit_minor", "credit_minor", "name", "prev_hash", "hash"),
)
# What a spreadsheet takes for the beginning of a formula, in every width that it accepts.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


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
    }
    return render(request, "pages/ledger.html", context)


@require_safe
@baked(params=("after",))
def campaign_ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """The entries behind one campaign's meter; a rehearsed one's are here only."""
    campaign = _campaign(slug)
    context = {
        "campaign": campaign,
        "meter": meter_of_campaign(campaign),
        "page": book_page(entries_of(campaign), request.GET.get("after", "")),
        "recount": last_recount(),
    }
    return render(request, "pages/ledger_campaign.html", context)


@require_safe
def ledger_csv(request: HttpRequest) -> HttpResponseBase:
    """All real entries, a line for each leg."""
    return _csv(all_entries(entries_of(None)), "ledger.csv")


@require_safe
def campaign_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One campaign's entries, a line for each leg."""
    campaign = _campaign(slug)
    return _csv(all_entries(entries_of(campaign)), f"ledger-{campaign.slug}.csv")


def csv_cell(text: str) -> str:
    """Write people's words so that no spreadsheet takes them for a formula."""
    line = one_line(text)
    return (
        f"'{line}" if text.startswith(FORMULA_STARTS) or line.startswith(FORMULA_STARTS) else line
    )


def _campaign(slug: str) -> Campaign:
    campaign = campaign_at(slug)
    if campaign is None:
        raise Http404
    return campaign


def _csv(entries: Iterable[BookEntry], name: str) -> HttpResponseBase:
    response = StreamingHttpResponse(_csv_lines(entries), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, no_cache=True)
    return response


class _Echo:
    """Gives back what csv.writer writes, so that a line can be sent as soon as it is made."""

    def write(self, line: str) -> str:
        return line


def _csv_lines(entries: Iterable[BookEntry]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield writer.writerow(CSV_COLUMNS)
    for entry in entries:
        for line in _rows(entry):
            yield writer.writerow(line)


def _rows(entry: BookEntry) -> Iterator[tuple[str | int, ...]]:
    for leg in entry.legs:
        amount = leg.amount.minor
        yield (
            entry.sequence,
            entry.at.isoformat(),
            entry.kind_code,
            entry.campaign.pk if entry.campaign else "",
            entry.campaign.slug if entry.campaign else "",
            "yes" if entry.is_rehearsed else "no",
            entry.reference,
            entry.reverses or "",
            leg.account,
            leg.amount.currency,
            max(amount, 0),
            max(-amount, 0),
            csv_cell(entry.name),
            entry.prev_hash,
            entry.hash,
        )
