"""Names and messages that givers wish to have shown: moderators see the words, never what was given."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from standfirst.delivery.baking import private
from standfirst.desk.lists import tabs_for
from standfirst.desk.queries import PAGE_SIZE
from standfirst.funding.actions.gifts import clear_words, hide_words
from standfirst.funding.queries.gifts import gift_with_words, waiting_words
from standfirst.lib.clock import now as clock

GIFTS = "gifts"
ACTS: Mapping[str, tuple[Callable[..., None], Promise]] = {
    "show": (clear_words, gettext_lazy("What the giver chose is shown.")),
    "hide": (hide_words, gettext_lazy("Name and message are hidden.")),
}


@private
@require_safe
def gifts(request: HttpRequest) -> HttpResponse:
    """Show the words that wait."""
    context = {
        "title": _("Desk: Messages with gifts"),
        "icon": "comment",
        "tabs": tabs_for(GIFTS),
        "page": Paginator(waiting_words(), PAGE_SIZE).get_page(request.GET.get("p")),
    }
    return render(request, "desk/gifts.html", context)


@private
@require_POST
def gift(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a giver chose to show, or hide it for good."""
    found = gift_with_words(pk)
    if found is None or request.POST.get("act") not in ACTS:
        raise Http404
    act, done = ACTS[request.POST["act"]]
    act(gift=found, now=clock())
    messages.success(request, str(done))
    return redirect("desk_gifts")
