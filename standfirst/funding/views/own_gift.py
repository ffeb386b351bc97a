"""What a giver does at the gift's secret address once it is promised: receipt, what is shown."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from standfirst.funding.actions.words import change_words
from standfirst.funding.models import Gift, GiftState
from standfirst.funding.papers import receipt_paper
from standfirst.funding.queries.gifts import gift_at
from standfirst.funding.queries.transfers import awaited_at, has_code
from standfirst.funding.rules.giving import GiftRefused
from standfirst.funding.rules.transfers import transfer_code
from standfirst.funding.views.giving import at_secret_address, own_words_form, status_page
from standfirst.lib.clock import now as clock


@at_secret_address
@require_safe
def receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """All receipts of a gift as one PDF, in the language that it was given in."""
    found = _found(secret)
    written = receipt_paper(found, now=clock()) if found.state == GiftState.PAID else None
    if written is None:
        raise Http404
    response = HttpResponse(written, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="receipt.pdf"'
    return response


@at_secret_address
@require_safe
def transfer_image(request: HttpRequest, secret: str) -> HttpResponse:
    """The QR code of a transfer that is awaited, as a picture: what stands beside it says the same."""
    found = _found(secret)
    account = awaited_at(found)
    if account is None or not has_code(found):
        raise Http404
    drawn = transfer_code(
        holder=account.holder,
        account=account.iban,
        bank=account.bic,
        amount=found.money,
        reference=found.provider_ref,
    )
    return HttpResponse(drawn, content_type="image/svg+xml")


@at_secret_address
@require_POST
def change_shown(request: HttpRequest, secret: str) -> HttpResponse:
    """Change what is said and shown with a gift."""
    found = _found(secret)
    form = own_words_form(found, request.POST)
    if form is None:
        raise Http404
    if not form.is_valid():
        return status_page(request, found, form, status=422)
    try:
        change_words(gift=found, words=form.words(), now=clock())
    except GiftRefused as refused:
        raise Http404 from refused
    address = reverse("funding:gift_status", args=[secret])
    return HttpResponseRedirect(f"{address}?changed#shown", status=303)


def _found(secret: str) -> Gift:
    found = gift_at(secret)
    if found is None or found.is_draft:
        raise Http404
    return found
