"""The treasurer's receipts: what the paper says on them, and each year's list."""

import csv
from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from standfirst.delivery.baking import private
from standfirst.funding.actions.receipts import keep_receipt_words
from standfirst.funding.forms.receipts import ReceiptWordsForm
from standfirst.funding.models import Gift, GiftState, Receipt
from standfirst.funding.papers import YearOf, list_paper, name_on, receipt_paper
from standfirst.funding.queries.receipts import (
    kept_by_the_ledger,
    receipts_in,
    sums_of,
    words_at,
    years_with_receipts,
)
from standfirst.lib.clock import now as clock
from standfirst.lib.text import csv_cell

COLUMNS = (
    "receipt",
    "paid_at",
    "issued_at",
    "campaign",
    "currency",
    "amount_minor",
    "cancels",
    "name",
)


@require_safe
def receipts(request: HttpRequest) -> HttpResponse:
    """Each year with its sums, and whether the ledger says the same."""
    years = []
    for year in years_with_receipts():
        sums = sums_of(receipts_in(year))
        left = {one.left.currency: one.left.minor for one in sums if one.left}
        years.append({"year": year, "sums": sums, "agrees": left == kept_by_the_ledger(year)})
    context = {"years": years, "words": words_at(clock())}
    return render(request, "funding/treasury/receipts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def receipt_words(request: HttpRequest) -> HttpResponse:
    """What the paper says of itself on receipts from now on."""
    data = request.POST if request.method == "POST" else None
    form = ReceiptWordsForm(data, words=words_at(clock()))
    if form.is_bound and form.is_valid():
        keep_receipt_words(words=form.paper_words(), now=clock())
        messages.success(request, _("Saved. Receipts that were given before keep their words."))
        return HttpResponseRedirect(reverse("funding_receipts"), status=303)
    context = {
        "form": form,
        "title": _("Receipt words"),
        "action": reverse("funding_receipt_words"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "funding/treasury/form.html", context, status=status)


@private
@require_safe
def receipts_csv(request: HttpRequest, year: int) -> HttpResponse:
    """All receipts of a year by number, for a spreadsheet."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="receipts-{year}.csv"'
    writer = csv.writer(response)
    writer.writerow(COLUMNS)
    writer.writerows(_lines(year))
    return response


@private
@require_safe
def receipts_pdf(request: HttpRequest, year: int) -> HttpResponse:
    """All receipts of a year by number, for the binder."""
    rows = receipts_in(year)
    if not rows:
        raise Http404
    written = list_paper(YearOf(year, list(rows), sums_of(rows)), now=clock())
    response = HttpResponse(written, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipts-{year}.pdf"'
    return response


@private
@require_safe
def gift_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipts of one gift, to hand or send to whoever gave by bank or in cash."""
    found = get_object_or_404(Gift.objects.select_related("campaign", "words"), pk=pk)
    written = receipt_paper(found, now=clock()) if found.state == GiftState.PAID else None
    if written is None:
        raise Http404
    response = HttpResponse(written, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="receipt-{pk}.pdf"'
    return response


def _lines(year: int) -> Iterator[tuple[str | int, ...]]:
    for receipt in receipts_in(year):
        yield _line(receipt)


def _line(receipt: Receipt) -> tuple[str | int, ...]:
    return (
        receipt.label,
        receipt.payment.paid_at.isoformat(),
        receipt.issued_at.isoformat(),
        csv_cell(receipt.payment.gift.campaign.title),
        receipt.currency,
        receipt.amount,
        receipt.cancels.label if receipt.cancels else "",
        csv_cell(name_on(receipt)),
    )
