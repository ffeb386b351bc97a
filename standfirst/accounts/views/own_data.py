"""Own data, as a file or erased: for members, and for guests by the browser that acted for them."""

import tempfile

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from standfirst.accounts.erasing import erase_at_own_wish
from standfirst.accounts.own_data import owner_of, write_export
from standfirst.accounts.own_forms import EraseForm
from standfirst.accounts.queries import must_stay
from standfirst.delivery.baking import private
from standfirst.lib.clock import now as clock
from standfirst.people.actions import person_of_user
from standfirst.people.cookies import forget_guest
from standfirst.people.models import Person, Texts, User
from standfirst.people.queries import person_of

FORM_METHODS = ["GET", "HEAD", "POST"]
# Larger ones go to the disk until they are sent.
IN_MEMORY = 4 * 1024 * 1024


def _is_member(request: HttpRequest) -> bool:
    return request.user.is_authenticated


@private
@require_safe
def own_data(request: HttpRequest) -> HttpResponse:
    """Show what can be done with what the paper keeps of whoever asks."""
    context = {"is_known": _is_member(request) or person_of(request) is not None}
    return render(request, "pages/own_data.html", _page(request, **context))


@private
@require_POST
@reauthentication_required(enabled=_is_member)  # type: ignore[untyped-decorator]
def export(request: HttpRequest) -> HttpResponseBase:
    """Give everything of whoever asks as one file, made while they wait."""
    now = clock()
    person = _whoever_asks(request)
    if person is None:
        return redirect("accounts:own_data")
    if not ratelimit.consume(request, action="export"):
        return render(request, "429.html", status=429)
    # Closed by the response, when it is sent.
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    write_export(file, owner=owner_of(person), now=now)
    file.seek(0)
    name = f"own-data-{now:%Y-%m-%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


@private
@require_http_methods(FORM_METHODS)
@reauthentication_required(enabled=_is_member)  # type: ignore[untyped-decorator]
def erase(request: HttpRequest) -> HttpResponse:
    """Say what will go and what stays, and erase whoever asks once they are sure."""
    person = person_of(request) if request.method != "POST" else _whoever_asks(request)
    if person is None and not _is_member(request):
        return redirect("accounts:own_data")
    stays = isinstance(request.user, User) and must_stay(request.user)
    form = EraseForm(request.POST if request.method == "POST" and not stays else None)
    if person is None or not form.is_valid():
        status = 422 if form.is_bound else 403 if request.method == "POST" else 200
        context = _page(request, form=form, must_stay=stays)
        return render(request, "pages/own_data_erase.html", context, status=status)
    texts = Texts(form.cleaned_data["texts"])
    erase_at_own_wish(person=person, texts=texts, now=clock())
    logout(request)
    response = redirect("accounts:erased")
    forget_guest(response)
    return response


@private
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Say that it is done, to a browser that nobody is known in any more."""
    return render(request, "pages/own_data_erased.html")


def _whoever_asks(request: HttpRequest) -> Person | None:
    if isinstance(request.user, User):
        return person_of(request) or person_of_user(user=request.user, now=clock())
    return person_of(request)


def _page(request: HttpRequest, **context: object) -> dict[str, object]:
    return {**context, "is_signed_in": _is_member(request)}
