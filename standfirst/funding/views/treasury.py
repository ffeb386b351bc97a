from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from standfirst.funding.actions.campaigns import (
    close_campaign,
    edit_campaign,
    make_campaign,
    place_campaign,
    reopen_campaign,
)
from standfirst.funding.actions.gifts import clear_words, hide_words
from standfirst.funding.forms.treasury import CampaignForm
from standfirst.funding.models import Campaign, Gift
from standfirst.funding.queries.books import last_recount
from standfirst.funding.queries.settlement import last_reconciliations
from standfirst.funding.queries.treasury import (
    campaigns_with_meters,
    number_waiting,
    promised_gifts,
    troubled_events,
)
from standfirst.lib.clock import now as clock
from standfirst.outbox.queries import run_of

# As the worker's schedule names it.
SELF_CHECK = "check_ledger"


@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """All campaigns with their meters, the last recount, and events that somebody should see."""
    context = {
        "meters": campaigns_with_meters(),
        "recount": last_recount(),
        "self_check": run_of(SELF_CHECK),
        "reconciliations": last_reconciliations(),
        "events": troubled_events(),
    }
    return render(request, "funding/treasury/campaigns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_campaign(request: HttpRequest) -> HttpResponse:
    """Make a campaign."""
    form = CampaignForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        now = clock()
        try:
            made = make_campaign(
                slug=form.cleaned_data["slug"],
                plan=form.plan(),
                is_rehearsed=form.cleaned_data["is_rehearsed"],
                now=now,
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            place_campaign(campaign=made, pages=form.places(), now=now)
            messages.success(request, _("The campaign is made."))
            return _to("funding_campaigns")
    return _form_page(
        request, form, title=_("New campaign"), action=reverse("funding_new_campaign")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what of a campaign may change."""
    found = get_object_or_404(Campaign, pk=pk)
    form = CampaignForm(request.POST if request.method == "POST" else None, campaign=found)
    if form.is_bound and form.is_valid():
        now = clock()
        try:
            edit_campaign(campaign=found, plan=form.plan(), now=now)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            place_campaign(campaign=found, pages=form.places(), now=now)
            messages.success(request, _("The campaign is saved."))
            return _to("funding_campaigns")
    action = reverse("funding_change_campaign", args=[pk])
    return _form_page(request, form, title=found.title, action=action)


@require_POST
def end_campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a campaign, or take gifts again."""
    found = get_object_or_404(Campaign, pk=pk)
    if "reopen" in request.POST:
        reopen_campaign(campaign=found, now=clock())
        messages.success(request, _("The campaign takes gifts again."))
    else:
        close_campaign(campaign=found, now=clock())
        messages.success(request, _("The campaign takes no more gifts."))
    return _to("funding_campaigns")


@require_safe
def gifts(request: HttpRequest) -> HttpResponse:
    """Gifts that were promised, newest first; ``?words`` for those whose words wait, ``?transfers``."""
    only_waiting_words = "words" in request.GET
    only_transfers = "transfers" in request.GET
    page = promised_gifts(
        request.GET.get("p", "1"),
        only_waiting_words=only_waiting_words,
        only_transfers=only_transfers,
    )
    context = {
        "page": page,
        "only": "words" if only_waiting_words else "transfers" if only_transfers else "",
        "number_waiting": number_waiting(),
    }
    return render(request, "funding/treasury/gifts.html", context)


@require_POST
def judge_words(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a giver chose to show, or hide it for good."""
    found = get_object_or_404(Gift, pk=pk)
    if "hide" in request.POST:
        hide_words(gift=found, now=clock())
        messages.success(request, _("Name and message are hidden."))
    else:
        clear_words(gift=found, now=clock())
        messages.success(request, _("What the giver chose is shown."))
    return _to("funding_gifts")


def _form_page(
    request: HttpRequest, form: CampaignForm, *, title: str, action: str
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "action": action,
        "campaign": form.campaign,
    }
    status = 422 if form.is_bound else 200
    return render(request, "funding/treasury/form.html", context, status=status)


def _to(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(name), status=303)
