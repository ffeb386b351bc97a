from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from standfirst.accounts import actions
from standfirst.accounts.queries import sessions_of
from standfirst.delivery.baking import private
from standfirst.people.cookies import forget_guest
from standfirst.people.models import User

FORM_METHODS = ["GET", "HEAD", "POST"]


@private
@login_required
@require_http_methods(FORM_METHODS)
def sessions(request: HttpRequest) -> HttpResponse:
    """List where somebody is signed in; a POST ends the session that it names."""
    assert isinstance(request.user, User)
    now = timezone.now()
    if request.method == "POST":
        named = request.POST.get("session", "")
        number = int(named) if named.isascii() and named.isdigit() and len(named) <= 18 else 0
        if actions.end_session(user=request.user, number=number, now=now):
            messages.success(request, _("That browser is signed out."))
        return redirect("accounts:sessions")
    listed = sessions_of(request.user, here=request.session.session_key or "", now=now)
    return render(request, "pages/sessions.html", {"sessions": listed, "is_signed_in": True})


@private
@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions of somebody, this one too."""
    assert isinstance(request.user, User)
    actions.sign_out_everywhere(user=request.user, now=timezone.now())
    logout(request)
    response = redirect("account_login")
    forget_guest(response)
    return response
