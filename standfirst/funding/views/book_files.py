"""The books as files: a line for each leg, or the whole chain, for whoever reckons it anew."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from standfirst.funding.queries.books import BookEntry, all_entries, entries_of
from standfirst.funding.rules.chain import VERSION
from standfirst.funding.views.books import campaign_or_404
from standfirst.lib.text import csv_cell

CSV_COLUMNS = (
    *("number", "at", "kind", "campaign_id", "campaign", "rehearsed", "reference"),
    *("reverses",),
    *("account", "currency", "debit_minor", "credit_minor", "name", "prev_hash", "hash"),
)


@require_safe
def ledger_csv(request: HttpRequest) -> HttpResponseBase:
    """All real entries, a line for each leg."""
    return _file(_csv_lines(all_entries(entries_of(None))), "ledger.csv")


@require_safe
def campaign_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One campaign's entries, a line for each leg."""
    campaign = campaign_or_404(slug)
    return _file(_csv_lines(all_entries(entries_of(campaign))), f"ledger-{campaign.slug}.csv")


@require_safe
def ledger_json(request: HttpRequest) -> HttpResponseBase:
    """All real entries with their legs and hashes, oldest first."""
    return _file(_json_parts(all_entries(entries_of(None))), "ledger.json")


@require_safe
def campaign_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """One campaign's entries with their legs and hashes, oldest first."""
    campaign = campaign_or_404(slug)
    return _file(_json_parts(all_entries(entries_of(campaign))), f"ledger-{campaign.slug}.json")


def _file(parts: Iterator[str], name: str) -> HttpResponseBase:
    kind = "application/json" if name.endswith(".json") else "text/csv; charset=utf-8"
    response = StreamingHttpResponse(parts, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, no_cache=True)
    return response


def _json_parts(entries: Iterable[BookEntry]) -> Iterator[str]:
    yield f'{{"version": "{VERSION}", "entries": ['
    comma = ""
    for entry in entries:
        yield f"{comma}\n{json.dumps(_told(entry))}"
        comma = ","
    yield "\n]}\n"


def _told(entry: BookEntry) -> dict[str, Any]:
    return {
        "number": entry.sequence,
        "at": entry.at.isoformat(),
        "kind": entry.kind_code,
        "campaign_id": entry.campaign.pk if entry.campaign else None,
        "campaign": entry.campaign.slug if entry.campaign else None,
        "rehearsed": entry.is_rehearsed,
        "reference": entry.reference,
        "reverses": entry.reverses,
        "name": entry.name,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
        "legs": [
            {
                "account": leg.account,
                "currency": leg.amount.currency,
                "amount_minor": leg.amount.minor,
            }
            for leg in entry.legs
        ],
    }


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
