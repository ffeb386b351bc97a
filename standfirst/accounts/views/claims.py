from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from standfirst.accounts.claims import ask_for_proof, claim_words, read_claim
from standfirst.accounts.forms import ClaimForm
from standfirst.delivery.baking import private
from standfirst.people.cookies import remember_guest
from standfirst.people.queries import person_of

FORM_METHODS = ["GET", "HEAD", "POST"]


@private
@require_http_methods(FORM_METHODS)
def claim(request: HttpRequest) -> HttpResponse:
    """Take the address whose earlier words somebody claims. The answer is the same for every address."""
    if request.method != "POST":
        return render(request, "pages/claim.html", {"form": ClaimForm()})
    form = ClaimForm(request.POST)
    if not form.is_valid():
        return render(request, "pages/claim.html", {"form": form}, status=422)
    if not ratelimit.consume(request, action="claim"):
        return render(request, "429.html", status=429)
    address = form.cleaned_data["email"]
    ask_for_proof(address=address, base_url=settings.STANDFIRST_BASE_URL, now=timezone.now())
    return render(request, "pages/claim.html", {"asked": address})


@private
@require_http_methods(FORM_METHODS)
def confirm_claim(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button that the mail leads to; its press proves. Opening the link changes nothing."""
    address = read_claim(token)
    if address is None:
        return render(request, "pages/claim_confirm.html", {"is_over": True}, status=410)
    context: dict[str, object] = {"address": address, "token": token}
    if request.method != "POST":
        return render(request, "pages/claim_confirm.html", context)
    keeper = claim_words(address=address, presser=person_of(request), now=timezone.now())
    context |= {"is_done": True, "is_members": keeper.user_id is not None}
    response = render(request, "pages/claim_confirm.html", context)
    if keeper.user_id is None:
        # An account's person acts by signing in alone.
        remember_guest(response, keeper)
    return response
