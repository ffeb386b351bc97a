from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from standfirst.funding.actions.transfers import keep_bank_account
from standfirst.funding.forms.bank import BankAccountForm
from standfirst.funding.queries.transfers import bank_account
from standfirst.lib.clock import now as clock


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The account that gifts by bank transfer go to from now on."""
    data = request.POST if request.method == "POST" else None
    form = BankAccountForm(data, account=bank_account())
    if form.is_bound and form.is_valid():
        keep_bank_account(facts=form.facts(), now=clock())
        messages.success(request, _("Saved. Whoever gives to a real campaign sees it at once."))
        return HttpResponseRedirect(reverse("funding_bank"), status=303)
    context = {
        "form": form,
        "title": _("Bank account"),
        "intro": _(
            "Readers who give to a real campaign may choose a transfer to this account, under a "
            "reference of its own. Gifts of a currency that it does not hold cost them and you fees."
        ),
        "action": reverse("funding_bank"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "funding/treasury/form.html", context, status=status)
