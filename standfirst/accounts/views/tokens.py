from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from standfirst.accounts.forms import TokenForm
from standfirst.delivery.baking import private
from standfirst.lib.clock import now as clock
from standfirst.people.actions import end_token, make_token
from standfirst.people.models import Scope, User
from standfirst.people.queries import tokens_of


@private
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List somebody's tokens; a POST makes one, whose secret this answer alone shows, or ends one."""
    assert isinstance(request.user, User)
    if request.method != "POST":
        return _page(request, request.user, TokenForm())
    if "end" in request.POST:
        named = request.POST["end"]
        number = int(named) if named.isascii() and named.isdigit() and len(named) <= 18 else 0
        if end_token(user=request.user, number=number, now=clock()):
            messages.success(request, _("That token is ended."))
        return redirect("accounts:tokens")
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, request.user, form, status=422)
    secret = make_token(
        user=request.user,
        name=form.cleaned_data["name"],
        scopes=[Scope(scope) for scope in form.cleaned_data["scopes"]],
        now=clock(),
    )
    if secret is None:
        form.add_error(None, _("You have as many tokens as one account may have. End one first."))
        return _page(request, request.user, form, status=422)
    return _page(request, request.user, TokenForm(), secret=secret)


def _page(
    request: HttpRequest, user: User, form: TokenForm, *, secret: str = "", status: int = 200
) -> HttpResponse:
    context = {"form": form, "tokens": tokens_of(user), "secret": secret, "is_signed_in": True}
    return render(request, "pages/tokens.html", context, status=status)
