"""Following an author or a topic: the same form on their pages and on reports."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.models import Page

from standfirst.delivery.baking import private
from standfirst.delivery.public import is_public
from standfirst.discussion import actions
from standfirst.discussion.forms import Sheet
from standfirst.discussion.models import Subscription
from standfirst.discussion.notice_forms import FollowForm
from standfirst.discussion.rules import CommentRefused
from standfirst.discussion.views.asking import (
    acting_person,
    answer,
    network,
    remembering,
    status_of,
)
from standfirst.lib.clock import now as clock
from standfirst.people.models import Person

# More are not followed from one form.
MOST_PAGES = 20


@runtime_checkable
class Followable(Protocol):
    """A page that can be followed, and as what: a kind of wish. The discussion knows no page types."""

    followed_as: str


def follow_form(
    pages: Sequence[tuple[int, str]],
    person: Person | None = None,
    data: dict[str, str] | None = None,
) -> FollowForm:
    """Make the form by which some pages (their numbers and titles) are followed."""
    sheet = Sheet(
        ident="follow",
        action=reverse("discussion:follow"),
        heading=_("Follow"),
        button=_("Follow"),
        hidden={"pages": ",".join(str(pk) for pk, _title in pages)},
    )
    return FollowForm(data, sheet=sheet, pages=pages, person=person)


@private
@require_POST
def follow(request: HttpRequest) -> HttpResponseBase:
    """Take the wish to be told of reports. The answer is the same for known and unknown addresses."""
    now = clock()
    pages = _followable(request.POST.get("pages", ""), now)
    if not pages:
        raise Http404
    person = acting_person(request, now)
    form = follow_form([(page.pk, page.title) for page in pages], person, request.POST)
    context = {"form": form, "page": pages[0]}
    if not form.is_valid():
        return answer(
            request, "pages/follow_form.html", {**context, "has_errors": True}, status=422
        )
    (page,) = (page for page in pages if page.pk == form.cleaned_data["page"])
    wish = actions.Wish(
        thread=None,
        person=person,
        kind=Subscription.Kind(page.followed_as),
        address=form.cleaned_data.get("email", ""),
        network=network(request),
        page=page,
        rhythm=form.chosen_rhythm,
    )
    try:
        subscription = actions.subscribe(wish=wish, now=now)
    except CommentRefused as refused:
        form.refuse(refused)
        status = status_of(refused)
        shown = {**context, "has_errors": True}
        return answer(request, "pages/follow_form.html", shown, status=status)
    context = {"subscription": subscription}
    return remembering(
        answer(request, "pages/subscription_asked.html", context), subscription.person
    )


def _followable(named: str, now: datetime) -> list[Page]:
    """Find the pages of these numbers that are public and can be followed, in the order given."""
    parts: Iterable[str] = named.split(",")[:MOST_PAGES]
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) <= 18]
    found = {page.pk: page for page in Page.objects.filter(pk__in=numbers).specific()}
    pages = [found[number] for number in dict.fromkeys(numbers) if number in found]
    return [page for page in pages if isinstance(page, Followable) and is_public(page, now)]
