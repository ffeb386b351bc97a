"""Gifts by bank, in cash or by cheque: entered by one person, confirmed by another."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from standfirst.funding.actions.manual import (
    confirm_manual_gift,
    enter_manual_gift,
    enter_transfer,
    refuse_manual_gift,
    take_back_manual_gift,
    withdraw_manual_gift,
)
from standfirst.funding.forms.arrivals import ArrivalForm
from standfirst.funding.forms.treasury import RecordGiftForm
from standfirst.funding.models import Gift
from standfirst.funding.queries.treasury import records_waiting
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused
from standfirst.lib.clock import now as clock
from standfirst.lib.secret import new_secret
from standfirst.people.models import User

REFUSALS = {
    GiftRefusal.REHEARSING_IS_OFF: gettext_lazy("Rehearsing is switched off here."),
    GiftRefusal.NOT_WAITING: gettext_lazy("Somebody has decided on this gift meanwhile."),
    GiftRefusal.SAME_PERSON: gettext_lazy(
        "You entered this gift, so another person has to confirm it. You can withdraw it."
    ),
    GiftRefusal.OTHER_PERSON: gettext_lazy(
        "Only whoever entered this gift can withdraw it. You can refuse it."
    ),
}
CANNOT = gettext_lazy("This gift cannot be recorded as it is.")
WHY = gettext_lazy(
    "No provider vouches for this money, so two people do: one enters it, another confirms it. "
    "Nothing is booked, and no meter counts it, before that."
)


@require_http_methods(["GET", "HEAD", "POST"])
def record_gift(request: HttpRequest) -> HttpResponse:
    """Enter a gift that came by bank, in cash or by cheque."""
    now = clock()
    data = request.POST if request.method == "POST" else None
    form = RecordGiftForm(data, now=now, key=new_secret())
    if form.is_bound and form.is_valid() and form.money is not None:
        assert isinstance(request.user, User)
        try:
            enter_manual_gift(
                campaign=form.cleaned_data["campaign"],
                manual=form.manual_gift(form.money),
                entered_by=request.user,
                now=now,
            )
        except GiftRefused as refused:
            form.add_error(None, REFUSALS.get(refused.refusal, CANNOT))
        else:
            messages.success(request, _("The gift is entered. It waits for a second person."))
            return _to("funding_waiting")
    context = {
        "form": form,
        "title": _("Record a gift"),
        "intro": WHY,
        "action": reverse("funding_record_gift"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "funding/treasury/form.html", context, status=status)


@require_POST
def transfer_came(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter that a promised transfer has come."""
    found = get_object_or_404(Gift, pk=pk)
    assert isinstance(request.user, User)
    now = clock()
    form = ArrivalForm(request.POST, now=now)
    if not form.is_valid():
        messages.error(request, _("Please say on which day it came, and none that is to come."))
        return _to("funding_gifts")
    try:
        enter_transfer(gift=found, received_at=form.received_at(), entered_by=request.user, now=now)
    except GiftRefused as refused:
        messages.error(request, REFUSALS.get(refused.refusal, CANNOT))
        return _to("funding_gifts")
    messages.success(request, _("The transfer is entered. It waits for a second person."))
    return _to("funding_waiting")


@require_safe
def waiting_gifts(request: HttpRequest) -> HttpResponse:
    """Gifts that one person entered and nobody has confirmed yet."""
    return render(request, "funding/treasury/waiting.html", {"waiting": records_waiting()})


@require_POST
def decide_gift(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a gift that another person entered, refuse it, or withdraw one's own."""
    found = get_object_or_404(Gift, pk=pk, manual_record__isnull=False)
    assert isinstance(request.user, User)
    try:
        if "withdraw" in request.POST:
            withdraw_manual_gift(gift=found, withdrawn_by=request.user, now=clock())
            messages.success(request, _("The gift is withdrawn. Nothing was booked."))
        elif "refuse" in request.POST:
            refuse_manual_gift(gift=found, refused_by=request.user, now=clock())
            messages.success(request, _("The gift is refused. Nothing was booked."))
        else:
            confirm_manual_gift(gift=found, confirmed_by=request.user, now=clock())
            messages.success(request, _("The gift is confirmed and booked."))
    except GiftRefused as refused:
        messages.error(request, REFUSALS.get(refused.refusal, CANNOT))
    return _to("funding_waiting")


@require_POST
def take_back_gift(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a gift that was recorded by hand, and wrongly."""
    found = get_object_or_404(Gift, pk=pk, manual_record__isnull=False)
    assert isinstance(request.user, User)
    try:
        take_back_manual_gift(gift=found, taken_back_by=request.user, now=clock())
    except GiftRefused:
        messages.error(
            request, _("Nothing of this gift is booked, so there is nothing to take back.")
        )
    else:
        messages.success(
            request, _("The gift is taken back. If it came otherwise, record it anew.")
        )
    return _to("funding_gifts")


def _to(name: str) -> HttpResponse:
    return HttpResponseRedirect(reverse(name), status=303)
