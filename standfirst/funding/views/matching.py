"""The treasurer's promises to double gifts: who promised what, and what came of it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from standfirst.funding.actions.match_pledges import (
    end_match,
    name_matcher,
    promise_match,
    record_match_money,
    take_back_match_money,
)
from standfirst.funding.forms.matching import MatcherForm, MatchForm, MatchMoneyForm
from standfirst.funding.models import MatchBooking, MatchPledge
from standfirst.funding.queries.matching import all_matchings, matching_at, payments_of_matchers
from standfirst.funding.rules.matching import MatchRefusal, MatchRefused
from standfirst.lib.clock import now as clock
from standfirst.lib.secret import new_secret
from standfirst.people.models import User

REFUSALS = {
    MatchRefusal.NOTHING: gettext_lazy("Please write an amount above nothing."),
    MatchRefusal.OTHER_CURRENCY: gettext_lazy("This campaign is in another currency."),
    MatchRefusal.BACKWARDS: gettext_lazy("It has to end after it begins."),
    MatchRefusal.IN_THE_PAST: gettext_lazy("This time is over already."),
    MatchRefusal.ANOTHER_THEN: gettext_lazy(
        "Another promise holds for this campaign at that time. "
        "End it first, or begin when it has ended."
    ),
    MatchRefusal.MORE_THAN_DUE: gettext_lazy("This is more than was promised and is not paid yet."),
    MatchRefusal.REHEARSING_IS_OFF: gettext_lazy("Rehearsing is switched off here."),
}


@require_safe
def matches(request: HttpRequest) -> HttpResponse:
    """All promises with what is matched, left and due, and what came of them."""
    context = {"matchings": all_matchings(clock()), "payments": payments_of_matchers()}
    return render(request, "funding/treasury/matches.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_match(request: HttpRequest) -> HttpResponse:
    """Record a promise to double what a campaign is given."""
    form = MatchForm(request.POST if request.method == "POST" else None, key=new_secret())
    if form.is_bound and form.is_valid():
        assert isinstance(request.user, User)
        try:
            promise_match(
                campaign=form.cleaned_data["campaign"],
                terms=form.terms(),
                entered_by=request.user,
                now=clock(),
            )
        except MatchRefused as refused:
            form.add_error(None, REFUSALS[refused.refusal])
        else:
            messages.success(request, _("The promise is recorded."))
            return _to_matches()
    return _form_page(
        request, form, title=_("New promise to match"), action=reverse("funding_new_match")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def change_matcher(request: HttpRequest, pk: int) -> HttpResponse:
    """Change who promised, and whether it is shown: all else of a promise stays."""
    pledge = get_object_or_404(MatchPledge, pk=pk)
    initial = {"name": pledge.name, "shows_name": pledge.shows_name}
    form = MatcherForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        name_matcher(pledge=pledge, **form.cleaned_data, now=clock())
        messages.success(request, _("The name is saved."))
        return _to_matches()
    action = reverse("funding_change_matcher", args=[pk])
    return _form_page(request, form, title=_("Who promises"), action=action)


@require_POST
def end_matching(request: HttpRequest, pk: int) -> HttpResponse:
    """Let no later gift be doubled."""
    assert isinstance(request.user, User)
    pledge = get_object_or_404(MatchPledge, pk=pk)
    end_match(pledge=pledge, ended_by=request.user, now=clock())
    messages.success(request, _("Gifts are not doubled any more."))
    return _to_matches()


@require_http_methods(["GET", "HEAD", "POST"])
def match_money(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that whoever promised has paid."""
    pledge = get_object_or_404(MatchPledge.objects.select_related("campaign"), pk=pk)
    data = request.POST if request.method == "POST" else None
    form = MatchMoneyForm(data, due=matching_at(pledge, clock()).due, key=new_secret())
    if form.is_bound and form.is_valid() and form.money is not None:
        assert isinstance(request.user, User)
        try:
            record_match_money(
                pledge=pledge,
                amount=form.money,
                key=form.cleaned_data["key"],
                entered_by=request.user,
                now=clock(),
            )
        except MatchRefused as refused:
            form.add_error("amount", REFUSALS[refused.refusal])
        else:
            messages.success(request, _("The payment is recorded."))
            return _to_matches()
    action = reverse("funding_match_money", args=[pk])
    return _form_page(request, form, title=_("Record what they paid"), action=action)


@require_POST
def take_back_money(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a payment of a promise that was recorded wrongly."""
    assert isinstance(request.user, User)
    booking = get_object_or_404(MatchBooking, pk=pk)
    take_back_match_money(booking=booking, taken_back_by=request.user, now=clock())
    messages.success(request, _("The payment is taken back."))
    return _to_matches()


def _form_page(request: HttpRequest, form: forms.Form, *, title: str, action: str) -> HttpResponse:
    context = {"form": form, "title": title, "action": action}
    status = 422 if form.is_bound else 200
    return render(request, "funding/treasury/form.html", context, status=status)


def _to_matches() -> HttpResponse:
    return HttpResponseRedirect(reverse("funding_matches"), status=303)
