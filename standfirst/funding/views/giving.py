from collections.abc import Callable, Mapping
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from standfirst.delivery.addresses import client_address
from standfirst.delivery.baking import baked, private
from standfirst.delivery.headers import policy_with_forms_to
from standfirst.funding.actions.gifts import Begun, Giver, begin_gift, draft_gift
from standfirst.funding.actions.transfers import promise_transfer
from standfirst.funding.forms.giving import GiveForm, OwnWordsForm
from standfirst.funding.models import Campaign, Gift, GiftState
from standfirst.funding.providers.interface import ProviderUnreachable
from standfirst.funding.providers.registry import online_provider_for, provider_pages
from standfirst.funding.queries.campaigns import campaign_at, listed_campaigns
from standfirst.funding.queries.gifts import gift_at
from standfirst.funding.queries.matching import matching_of
from standfirst.funding.queries.meters import Meter, meter_of_campaign, meters_of
from standfirst.funding.queries.milestones import milestones_of
from standfirst.funding.queries.receipts import address_of, receipts_of
from standfirst.funding.queries.transfers import (
    account_for,
    awaited_at,
    has_code,
    is_given_online,
)
from standfirst.funding.queries.wall import FIRST_LENGTH, wall_of
from standfirst.funding.rules.giving import (
    NETWORK_WINDOW,
    GiftRefusal,
    GiftRefused,
    refusal_to_give,
)
from standfirst.lib.clock import now as clock
from standfirst.lib.network import network_of
from standfirst.people.cookies import remember_guest
from standfirst.people.queries import person_of

View = Callable[..., HttpResponseBase]

NETWORK_BUSY = _(
    "Very many gifts were begun from your network in the last minutes. "
    "Nothing was taken. Please try again in ten minutes."
)
SHOWN_STATES = (GiftState.PROMISED, GiftState.PENDING, GiftState.PAID)
WAITING_STATES = (GiftState.PROMISED, GiftState.PENDING)


def at_secret_address(view: View) -> View:
    """Mark a view whose address is itself a secret: no cache, no index, no other site learns it.

    Not ``no-referrer``: with it, browsers send ``Origin: null`` with a form's POST. Its form may
    lead to the providers' pages.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = private(view)(request, *args, **kwargs)
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        response["Content-Security-Policy"] = policy_with_forms_to(*provider_pages())
        return response

    return answer


@require_safe
@baked()
def support(request: HttpRequest) -> HttpResponse:
    """All open campaigns; where there is one, that one."""
    campaigns = listed_campaigns(clock())
    if len(campaigns) == 1:
        return HttpResponseRedirect(reverse("funding:campaign", args=[campaigns[0].slug]))
    meters = meters_of(campaigns)
    context = {"meters": [meters[campaign.pk] for campaign in campaigns]}
    return render(request, "pages/support_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@baked()
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """A campaign with its form. Its POST makes a draft and leads to the confirmation."""
    found = campaign_at(slug)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _draft(request, found, clock())
    return _campaign_page(request, found, GiveForm(campaign=found), now=clock())


@at_secret_address
@require_http_methods(["GET", "HEAD", "POST"])
def gift(request: HttpRequest, secret: str) -> HttpResponse:
    """Everything once more, and one button. After it, this address leads to the status."""
    found = gift_at(secret)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _begin(request, found, clock())
    if not found.is_draft:
        return _see_other(reverse("funding:gift_status", args=[secret]))
    return render(request, "pages/gift.html", _gift_context(found))


@at_secret_address
@require_safe
def gift_status(request: HttpRequest, secret: str) -> HttpResponse:
    """Where the provider sends people back to. Only reads: the event tells what is true."""
    found = gift_at(secret)
    if found is None:
        raise Http404
    if found.is_draft:
        return _see_other(reverse("funding:gift", args=[secret]))
    return status_page(request, found, own_words_form(found))


def status_page(
    request: HttpRequest, found: Gift, form: OwnWordsForm | None, *, status: int = 200
) -> HttpResponse:
    """The gift's own page: where it is, its receipts, what is shown of it, whom to write to."""
    context = _gift_context(found) | {
        "form": form,
        "receipts": receipts_of(found),
        "is_changed": "changed" in request.GET,
        "is_waiting": found.state in WAITING_STATES,
        "is_payable": found.state == GiftState.PROMISED and bool(found.checkout_url),
        # The provider never answered, or whoever asked it died: another press asks again.
        "is_unanswered": found.state == GiftState.PROMISED and not found.checkout_url,
        "account": awaited_at(found),
        "has_code": has_code(found),
        "may_try_again": found.state in (GiftState.FAILED, GiftState.EXPIRED),
    }
    is_fragment = request.headers.get("HX-Request") == "true"
    template = "funding/_gift_state.html" if is_fragment else "pages/gift_status.html"
    return render(request, template, context, status=status)


def own_words_form(found: Gift, data: Mapping[str, Any] | None = None) -> OwnWordsForm | None:
    """Give the form by which a giver changes what is shown; None where nothing can come of it."""
    address = address_of(found)
    is_erased = address is not None and address.erased_at is not None
    if found.state not in SHOWN_STATES or is_erased or not hasattr(found, "words"):
        return None
    return OwnWordsForm(data, words=found.words, is_addressed=address is not None)


def _draft(request: HttpRequest, found: Campaign, now: datetime) -> HttpResponse:
    form = GiveForm(request.POST, campaign=found)
    if not form.is_valid() or form.money is None:
        return _handed_back(request, found, form, now)
    try:
        made = draft_gift(
            campaign=found,
            amount=form.money,
            words=form.words(),
            person=person_of(request),
            network=network_of(client_address(request)),
            now=now,
        )
    except GiftRefused as refused:
        if refused.refusal != GiftRefusal.NETWORK_BUSY:
            return _handed_back(request, found, form, now)
        form.add_error(None, NETWORK_BUSY)
        return _later(_handed_back(request, found, form, now, status=429))
    return _see_other(reverse("funding:gift", args=[made.secret]))


def _begin(request: HttpRequest, found: Gift, now: datetime) -> HttpResponse:
    status_page = reverse("funding:gift_status", args=[found.secret])
    try:
        begun = _begun(request, found, status_page, now)
    except GiftRefused as refused:
        if refused.refusal == GiftRefusal.NETWORK_BUSY:
            context = _gift_context(found) | {"is_busy": True}
            return _later(render(request, "pages/gift.html", context, status=429))
        context = _gift_context(found) | {"refusal": refused.refusal}
        return render(request, "pages/gift.html", context, status=409)
    except ProviderUnreachable:
        context = _gift_context(found) | {"is_unreachable": True}
        return render(request, "pages/gift.html", context, status=503)
    response = _see_other(begun.url or status_page)
    if begun.is_new_guest and begun.gift.person is not None:
        remember_guest(response, begun.gift.person)
    return response


def _begun(request: HttpRequest, found: Gift, status_page: str, now: datetime) -> Begun:
    """Take the way of paying whose button was pressed."""
    person, network = person_of(request), network_of(client_address(request))
    if "transfer" in request.POST:
        return promise_transfer(gift=found, giver=Giver(person, network), now=now)
    return begin_gift(gift=found, person=person, return_path=status_page, network=network, now=now)


def _handed_back(
    request: HttpRequest, found: Campaign, form: GiveForm, now: datetime, *, status: int = 422
) -> HttpResponse:
    response = _campaign_page(request, found, form, now=now, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _later(response: HttpResponse) -> HttpResponse:
    """Say when a network has room again (RFC 6585, 4)."""
    response["Retry-After"] = str(int(NETWORK_WINDOW.total_seconds()))
    return response


def _campaign_page(
    request: HttpRequest, found: Campaign, form: GiveForm, *, now: datetime, status: int = 200
) -> HttpResponse:
    meter = meter_of_campaign(found)
    refusal = refusal_to_give(found, meter.raised, now)
    if refusal is None and not is_given_online(found):
        refusal = GiftRefusal.NO_PROVIDER
    context: dict[str, Any] = {
        "campaign": found,
        "meter": meter,
        "form": form,
        "refusal": refusal,
        "matching": matching_of(found, now),
        "milestones": milestones_of(meter, now),
        "wall": wall_of(found, length=FIRST_LENGTH),
    }
    return render(request, "pages/support.html", context, status=status)


def _gift_context(found: Gift) -> dict[str, Any]:
    meter: Meter = meter_of_campaign(found.campaign)
    return {
        "gift": found,
        "campaign": found.campaign,
        "meter": meter,
        "is_online": online_provider_for(found.campaign) is not None,
        "takes_transfers": account_for(found.campaign) is not None,
        "matching": matching_of(found.campaign, clock()),
    }


def _see_other(address: str) -> HttpResponse:
    """Answer a form: 303 makes the browser GET what comes next, whatever it sent."""
    return HttpResponseRedirect(address, status=303)
