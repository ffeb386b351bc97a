from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from standfirst.delivery.baking import private
from standfirst.delivery.redirects import local_path
from standfirst.funding.actions.rehearsal import OUTCOMES, choose_outcome
from standfirst.funding.models import CheckoutState
from standfirst.funding.queries.gifts import rehearsed_checkout
from standfirst.funding.rules.modes import is_rehearsing_allowed
from standfirst.lib.clock import now as clock


@private
@require_http_methods(["GET", "HEAD", "POST"])
def rehearsal(request: HttpRequest, ref: str) -> HttpResponse:
    """The pretend provider's page: who pays chooses how it ends."""
    checkout = rehearsed_checkout(ref) if is_rehearsing_allowed() else None
    if checkout is None:
        raise Http404
    if request.method == "POST" and request.POST.get("outcome") in OUTCOMES:
        choose_outcome(ref=ref, outcome=request.POST["outcome"], now=clock())
        return HttpResponseRedirect(local_path(checkout.return_path, "/support/"), status=303)
    is_refused = request.method == "POST"
    context = {
        "checkout": checkout,
        "is_open": checkout.state == CheckoutState.OPEN,
        "is_refused": is_refused,
    }
    return render(request, "pages/rehearsal.html", context, status=422 if is_refused else 200)
