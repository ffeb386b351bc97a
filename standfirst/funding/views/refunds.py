from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from standfirst.funding.actions.refunds import ask_refund, confirm_refund, decline_refund
from standfirst.funding.forms.refunds import RefundForm
from standfirst.funding.models import Payment, Refund, RefundState
from standfirst.funding.queries.settlement import (
    disputes_open,
    left_of,
    recent_disputes,
    recent_refunds,
    refunds_that_wait,
)
from standfirst.funding.rules.refunds import RefundRefusal, RefundRefused, needs_second_person
from standfirst.lib.clock import now as clock
from standfirst.lib.secret import new_secret
from standfirst.people.models import User

REFUSALS = {
    RefundRefusal.NOTHING: gettext_lazy("Please write an amount above nothing."),
    RefundRefusal.MORE_THAN_LEFT: gettext_lazy(
        "This is more than is left of the payment: some of it is given back or disputed already."
    ),
    RefundRefusal.OTHER_CURRENCY: gettext_lazy("This payment is in another currency."),
    RefundRefusal.NOT_WAITING: gettext_lazy("Somebody has decided on this refund meanwhile."),
    RefundRefusal.SAME_PERSON: gettext_lazy(
        "Another person has to agree. You can decline it, and it is as if it had not been asked for."
    ),
}


@require_safe
def refunds(request: HttpRequest) -> HttpResponse:
    """Refunds that wait for a second person, disputes that are not decided, and the newest of each."""
    context = {
        "waiting": refunds_that_wait(),
        "disputes": disputes_open(),
        "recent_refunds": recent_refunds(),
        "recent_disputes": recent_disputes(),
    }
    return render(request, "funding/treasury/refunds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def refund_payment(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide that a payment, or a part of it, is given back."""
    payment = get_object_or_404(Payment.objects.select_related("gift__campaign"), gift=pk)
    data = request.POST if request.method == "POST" else None
    form = RefundForm(data, left=left_of(payment), key=new_secret())
    if form.is_bound and form.is_valid() and form.money is not None:
        assert isinstance(request.user, User)
        try:
            refund = ask_refund(
                payment=payment, wish=form.wish(form.money), asked_by=request.user, now=clock()
            )
        except RefundRefused as refused:
            form.add_error("amount", REFUSALS[refused.refusal])
        else:
            messages.success(request, _said(refund))
            return _to_refunds()
    context = {
        "form": form,
        "payment": payment,
        "left": form.left,
        "is_large": needs_second_person(form.left),
    }
    status = 422 if form.is_bound else 200
    return render(request, "funding/treasury/refund.html", context, status=status)


@require_POST
def decide_refund(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree to a refund that another person asked for, or decline it."""
    refund = get_object_or_404(Refund, pk=pk)
    assert isinstance(request.user, User)
    try:
        if "decline" in request.POST:
            decline_refund(refund=refund, declined_by=request.user, now=clock())
            messages.success(request, _("The refund is declined. Nothing is given back."))
        else:
            refund = confirm_refund(refund=refund, confirmed_by=request.user, now=clock())
            messages.success(request, _said(refund))
    except RefundRefused as refused:
        messages.error(request, REFUSALS[refused.refusal])
    return _to_refunds()


def _said(refund: Refund) -> str:
    if refund.state == RefundState.PROPOSED:
        return _("The refund waits for a second person.")
    if refund.state == RefundState.DONE:
        return _("The refund is booked. Please pay it out, if you have not yet.")
    return _("The refund is on its way. The provider is asked for it in a moment.")


def _to_refunds() -> HttpResponse:
    return HttpResponseRedirect(reverse("funding_refunds"), status=303)
