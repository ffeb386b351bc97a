from datetime import datetime

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods, require_POST

from standfirst.delivery.baking import private
from standfirst.delivery.origin import exempt_from_origin_check
from standfirst.discussion import actions
from standfirst.discussion.forms import words_for
from standfirst.discussion.models import Subscription
from standfirst.discussion.rules import CommentRefused
from standfirst.discussion.views.asking import (
    acting_person,
    answer,
    is_htmx,
    network,
    readable_or_404,
    remembering,
    status_of,
)
from standfirst.discussion.views.sheets import notify_form
from standfirst.lib.clock import now as clock
from standfirst.lib.row_key import row_key
from standfirst.notify.actions import open_mailbox
from standfirst.notify.places import settings_path


@private
@require_POST
def subscribe(request: HttpRequest) -> HttpResponseBase:
    """Take the wish to be told. The answer is the same whether or not the address is known."""
    now = clock()
    named = request.POST.get("thread", "")
    thread = readable_or_404(row_key(named) or 0, now)
    person = acting_person(request, now)
    form = notify_form(thread, person, request.POST)
    template = "discussion/_notify.html" if is_htmx(request) else "pages/subscription_form.html"
    context = {"form": form, "thread": thread}
    if not form.is_valid():
        return answer(request, template, {**context, "has_errors": True}, status=422)
    wish = actions.Wish(
        thread=thread,
        person=person,
        kind=form.kind,
        address=form.cleaned_data.get("email", ""),
        network=network(request),
        rhythm=form.chosen_rhythm,
    )
    try:
        subscription = actions.subscribe(wish=wish, now=now)
    except CommentRefused as refused:
        form.refuse(refused)
        status = status_of(refused)
        return answer(request, template, {**context, "has_errors": True}, status=status)
    template = (
        "discussion/_subscribed.html" if is_htmx(request) else "pages/subscription_asked.html"
    )
    context = {"subscription": subscription}
    return remembering(answer(request, template, context), subscription.person)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_subscription(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Show the button that the mail leads to; its press confirms. Opening the link does nothing."""
    now = clock()
    subscription = get_object_or_404(
        Subscription.objects.select_related("thread", "person"), secret=secret
    )
    context = {"subscription": subscription, "is_done": False}
    status = 200
    if request.method == "POST":
        presser = acting_person(request, now)
        try:
            actions.confirm_subscription(subscription=subscription, presser=presser, now=now)
            context["is_done"] = True
            context["settings"] = _settings_of(subscription, now)
        except CommentRefused as refused:
            context["refused"] = words_for(refused)
            status = status_of(refused)
    return answer(request, "pages/subscription_confirm.html", context, status=status)


@exempt_from_origin_check
@private
@require_http_methods(["GET", "HEAD", "POST"])
def end_subscription(request: HttpRequest, secret: str) -> HttpResponseBase:
    """End the mails with one POST, from the button or from a mail program (RFC 8058).

    Mail programs send no cookie and no origin; the secret in the address is what they have. Opening
    the link, as scanners do, changes nothing.
    """
    found = Subscription.objects.select_related("thread").filter(secret=secret).first()
    if found is None:
        raise Http404
    context = {"subscription": found, "is_done": request.method == "POST"}
    if request.method == "POST":
        now = clock()
        actions.end_subscription(secret=secret, now=now)
        context["settings"] = _settings_of(found, now)
    return answer(request, "pages/subscription_end.html", context)


def _settings_of(subscription: Subscription, now: datetime) -> str:
    """Where whoever reads this mailbox changes all of its notices."""
    return settings_path(open_mailbox(address=subscription.address, now=now))
