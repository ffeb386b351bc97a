from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from standfirst.accounts import actions
from standfirst.accounts.forms import ProfileForm
from standfirst.delivery.baking import private
from standfirst.delivery.public import page_at
from standfirst.people.actions import person_of_user
from standfirst.people.cookies import forget_guest
from standfirst.people.models import User
from standfirst.people.queries import edit_address

FORM_METHODS = ["GET", "HEAD", "POST"]
LONGEST_PATH = 1000


@private
@login_required
@require_http_methods(FORM_METHODS)
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what a member shows of themselves."""
    assert isinstance(request.user, User)
    if request.method != "POST":
        form = ProfileForm(initial={"name": request.user.name})
        return _profile_page(request, form)
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return render(
            request, "pages/profile.html", {"form": form, "is_signed_in": True}, status=422
        )
    now = timezone.now()
    person = person_of_user(user=request.user, now=now)
    try:
        actions.change_name(person=person, name=form.cleaned_data["name"], now=now)
    except actions.NameRefused:
        form.add_error("name", _("We do not show this name. Please choose another."))
        return render(
            request, "pages/profile.html", {"form": form, "is_signed_in": True}, status=422
        )
    messages.success(request, _("Your name is changed."))
    return redirect("accounts:profile")


def _profile_page(request: HttpRequest, form: ProfileForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "is_signed_in": True}
    return render(request, "pages/profile.html", context, status=status)


@private
@require_safe
def here(request: HttpRequest) -> JsonResponse:
    """Give the links of whoever is signed in, for the head of a page that is the same for everybody.

    ``at`` is that page's path. Who is not signed in has none.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"links": []})
    links = [{"address": reverse("accounts:profile"), "words": _("Your account")}]
    # PostgreSQL takes no NUL.
    at = request.GET.get("at", "").replace("\x00", "")[:LONGEST_PATH]
    try:
        page = page_at(request, at, timezone.now())
    except Http404:
        return JsonResponse({"links": links})
    if address := edit_address(page, request.user):
        links.insert(0, {"address": address, "words": _("Edit page")})
    return JsonResponse({"links": links})


class SignOutView(LogoutView):
    """Sign out, and take the cookie away that tells scripts of personal pieces."""

    def post(self, *args: object, **kwargs: object) -> HttpResponseBase:
        """End the session."""
        response: HttpResponseBase = super().post(*args, **kwargs)
        forget_guest(response)
        return response
