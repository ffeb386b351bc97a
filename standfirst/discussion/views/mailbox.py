"""The one page for all that an address is told of: from a mail's link, or for whoever is known here."""

from datetime import datetime

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from standfirst.delivery.baking import private
from standfirst.delivery.origin import exempt_from_origin_check
from standfirst.discussion import actions
from standfirst.discussion.notice_forms import NoticesForm
from standfirst.discussion.queries import known_address_of, person_reached_at, wishes_at
from standfirst.discussion.views.asking import acting_person, answer
from standfirst.lib.clock import now as clock
from standfirst.notify.actions import open_mailbox
from standfirst.notify.models import Mailbox
from standfirst.notify.places import end_all_path, settings_path
from standfirst.notify.queries import is_suppressed, mailbox_at, mailbox_of_token
from standfirst.people.models import Person

METHODS = ["GET", "HEAD", "POST"]
PAGE = "pages/notices.html"


@private
@require_http_methods(METHODS)
def own_notices(request: HttpRequest) -> HttpResponseBase:
    """Show what a member, or a guest whose address is proven, is told of; change it."""
    now = clock()
    person = acting_person(request, now)
    address = known_address_of(person) if person is not None else ""
    if not address:
        return answer(request, "pages/notices_unknown.html", {})
    if request.method == "POST":
        open_mailbox(address=address, now=now)
    action = reverse("discussion:own_notices")
    return _page(request, mailbox_at(address), person, (address, action), now)


@exempt_from_origin_check
@private
@require_http_methods(METHODS)
def notices(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show what the mailbox of a mail's link is told of; change it. Opening the link changes nothing.

    The secret in the address is all that it needs: no cookie, no sign-in.
    """
    mailbox = _mailbox(token)
    place = (mailbox.address, settings_path(mailbox))
    return _page(request, mailbox, person_reached_at(mailbox.address), place, clock())


@exempt_from_origin_check
@private
@require_http_methods(METHODS)
def end_notices(request: HttpRequest, token: str) -> HttpResponseBase:
    """End all notices of a mailbox with one POST, from the button or a mail program (RFC 8058)."""
    mailbox = _mailbox(token)
    is_done = request.method == "POST"
    if is_done:
        actions.end_all_wishes(mailbox=mailbox, now=clock())
    context = {
        "address": mailbox.address,
        "action": end_all_path(mailbox),
        "settings": settings_path(mailbox),
        "is_done": is_done or not wishes_at(mailbox.address).exists(),
    }
    return answer(request, "pages/notices_end.html", context)


def _mailbox(token: str) -> Mailbox:
    mailbox = mailbox_of_token(token)
    if mailbox is None:
        raise Http404
    return mailbox


def _page(
    request: HttpRequest,
    mailbox: Mailbox | None,
    person: Person | None,
    place: tuple[str, str],
    now: datetime,
) -> HttpResponseBase:
    address, action = place
    data = request.POST if request.method == "POST" else None
    form = NoticesForm(data, mailbox=mailbox, wishes=list(wishes_at(address)), person=person)
    if mailbox is not None and data is not None and form.is_valid():
        actions.settle_wishes(mailbox=mailbox, person=person, choices=form.choices, now=now)
        response = redirect(f"{action}?saved")
        response.status_code = 303
        return response
    context = {
        "form": form,
        "address": address,
        "action": action,
        "end_all": end_all_path(mailbox) if mailbox is not None and form.wishes else "",
        "is_saved": "saved" in request.GET,
        "is_suppressed": is_suppressed(address),
        "has_errors": bool(form.errors),
    }
    return answer(request, PAGE, context, status=422 if form.errors else 200)
