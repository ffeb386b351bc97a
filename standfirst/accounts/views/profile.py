from allauth.account.views import LogoutView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from standfirst.accounts import actions
from standfirst.accounts.forms import PageForm, PictureForm, ProfileForm
from standfirst.delivery.baking import private
from standfirst.delivery.public import page_at
from standfirst.people.actions import person_of_user
from standfirst.people.cookies import forget_guest
from standfirst.people.models import User
from standfirst.people.queries import edit_address, person_of, shows_support

FORM_METHODS = ["GET", "HEAD", "POST"]
LONGEST_PATH = 1000


@private
@login_required
@require_http_methods(FORM_METHODS)
def profile(request: HttpRequest) -> HttpResponse:
    """Show what a member has here; change how they are named."""
    assert isinstance(request.user, User)
    if request.method != "POST":
        return _profile_page(request)
    form = ProfileForm(request.POST)
    if not form.is_valid():
        return _profile_page(request, form=form)
    now = timezone.now()
    person = person_of_user(user=request.user, now=now)
    try:
        name = form.cleaned_data["name"]
        person = actions.change_name(person=person, name=name, now=now)
    except actions.NameRefused:
        form.add_error("name", _("We do not show this name. Please choose another."))
        return _profile_page(request, form=form)
    if person.name == name:
        messages.success(request, _("Your name is changed."))
    else:
        messages.info(
            request, _("A moderator looks at this name first. Until then the old one stands.")
        )
    return redirect("accounts:profile")


@private
@login_required
@require_POST
def own_page(request: HttpRequest) -> HttpResponse:
    """Change what stands on a member's own page, or close it."""
    assert isinstance(request.user, User)
    form = PageForm(request.POST)
    if not form.is_valid():
        return _profile_page(request, page_form=form)
    now = timezone.now()
    person = person_of_user(user=request.user, now=now)
    try:
        person = actions.change_page(person=person, now=now, **form.cleaned_data)
    except actions.AboutRefused:
        form.add_error("about", _("We do not show these words. Please choose others."))
        return _profile_page(request, page_form=form)
    if person.about == form.cleaned_data["about"]:
        messages.success(request, _("Your page is changed."))
    else:
        messages.info(
            request, _("A moderator looks at these words first. Until then the old ones stand.")
        )
    return redirect("accounts:profile")


@private
@login_required
@require_POST
def own_picture(request: HttpRequest) -> HttpResponse:
    """Show a member by the picture that was sent, or by none."""
    assert isinstance(request.user, User)
    picture = b""
    if request.POST.get("verb") != "remove":
        form = PictureForm(request.POST, request.FILES)
        if not form.is_valid():
            return _profile_page(request, picture_form=form)
        picture = form.cleaned_data["picture"]
    now = timezone.now()
    person = person_of_user(user=request.user, now=now)
    actions.change_own_picture(person=person, picture=picture, now=now)
    messages.success(request, _("Your picture is changed."))
    return redirect("accounts:profile")


@private
@login_required
@require_POST
def own_badge(request: HttpRequest) -> HttpResponse:
    """Show beside a member's name that they support the paper, or show it no more."""
    assert isinstance(request.user, User)
    now = timezone.now()
    person = person_of_user(user=request.user, now=now)
    if request.POST.get("verb") == "hide":
        actions.hide_support(person=person, now=now)
    else:
        try:
            actions.show_support(person=person, now=now)
        except actions.SupportUnknown:
            return _profile_page(request, is_support_unknown=True)
    messages.success(request, _("Your badge is changed."))
    return redirect("accounts:profile")


def _profile_page(
    request: HttpRequest,
    *,
    is_support_unknown: bool = False,
    form: ProfileForm | None = None,
    page_form: PageForm | None = None,
    picture_form: PictureForm | None = None,
) -> HttpResponse:
    assert isinstance(request.user, User)
    person = person_of(request)
    about = person.about if person is not None else ""
    has_page = person is None or person.page_closed_at is None
    context = {
        "form": form or ProfileForm(initial={"name": request.user.name}),
        "page_form": page_form or PageForm(initial={"about": about, "has_page": has_page}),
        "picture_form": picture_form or PictureForm(),
        "person": person if has_page else None,
        "has_badge": person is not None and shows_support(person),
        "is_support_unknown": is_support_unknown,
        "has_picture": person is not None and bool(person.avatar),
        "is_signed_in": True,
    }
    status = 422 if form or page_form or picture_form or is_support_unknown else 200
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
