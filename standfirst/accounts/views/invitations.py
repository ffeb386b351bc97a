from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from standfirst.accounts import actions
from standfirst.accounts.forms import AcceptForm, InviteForm
from standfirst.accounts.invitations import read_invitation
from standfirst.delivery.baking import private
from standfirst.people.models import User

FORM_METHODS = ["GET", "HEAD", "POST"]


@private
@require_http_methods(FORM_METHODS)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Let an invited colleague choose a name and password. Opening the page changes nothing."""
    invited = read_invitation(token)
    if invited is None or User.objects.filter(email__iexact=invited.address).exists():
        return render(request, "pages/invitation_over.html", status=410)
    data = request.POST if request.method == "POST" else None
    form = AcceptForm(data, user=User(email=invited.address))
    if data is None or not form.is_valid():
        context = {"form": form, "invited": invited}
        return render(request, "pages/invitation.html", context, status=422 if data else 200)
    try:
        actions.accept_invitation(
            invitation=invited,
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password"],
            now=timezone.now(),
        )
    except actions.InvitationRefused:
        return render(request, "pages/invitation_over.html", status=410)
    messages.success(request, _("Welcome. Please sign in with your new password."))
    return redirect("account_login")


@private
@require_http_methods(FORM_METHODS)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague, from the admin."""
    data = request.POST if request.method == "POST" else None
    form = InviteForm(data)
    if data is None or not form.is_valid():
        status = 422 if data else 200
        return render(
            request, "accounts/invite.html", {"form": form, "is_signed_in": True}, status=status
        )
    assert isinstance(request.user, User)
    address = form.cleaned_data["address"]
    try:
        actions.invite_colleague(
            address=address,
            roles=form.cleaned_data["roles"],
            invited_by=request.user,
            base_url=settings.STANDFIRST_BASE_URL,
            now=timezone.now(),
        )
    except actions.InvitationRefused as refused:
        form.add_error("address", REFUSALS[refused.refusal])
        return render(
            request, "accounts/invite.html", {"form": form, "is_signed_in": True}, status=422
        )
    messages.success(request, _("An invitation is on its way to {}.").format(address))
    return redirect("accounts_invite")


REFUSALS = {
    actions.Refusal.HAS_ACCOUNT: gettext_lazy(
        "There is an account with this address: change its roles instead."
    ),
    actions.Refusal.UNKNOWN_ROLE: gettext_lazy("Choose at least one of the roles."),
}
