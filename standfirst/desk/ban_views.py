"""The list of proposed bans on the desk: another person than who proposed one confirms it, or does not."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from standfirst.delivery.baking import private
from standfirst.desk.asking import moderator, viewer
from standfirst.desk.lists import tabs_for
from standfirst.desk.queries import items_of_bans
from standfirst.desk.refused import LIMIT_REFUSED
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions import SanctionRefused, confirm_ban, decline_ban
from standfirst.moderation.models import BanProposal
from standfirst.moderation.queries import settled_bans, waiting_bans

PAGE_SIZE = 10
DECIDED_SHOWN = 10
ACTS: Mapping[str, tuple[Callable[..., Any], Promise]] = {
    "confirm": (confirm_ban, gettext_lazy("Banned. A statement with the reasons goes to them.")),
    "decline": (decline_ban, gettext_lazy("Nobody is banned.")),
}


@private
@require_safe
def bans(request: HttpRequest) -> HttpResponse:
    """Show the bans that are proposed, the longest waiting first, and what became of others lately."""
    return render(request, "desk/bans.html", _context(request))


@private
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a ban or not, and come back to the list."""
    found = get_object_or_404(BanProposal, pk=pk)
    if request.POST.get("act") not in ACTS:
        raise Http404
    act, done = ACTS[request.POST["act"]]
    now = clock()
    try:
        act(proposal=found, by=moderator(request, now), now=now)
    except SanctionRefused as refused:
        messages.error(request, str(LIMIT_REFUSED[refused.refusal]))
        return render(request, "desk/bans.html", _context(request), status=409)
    messages.success(request, str(done))
    return redirect("desk_bans")


def _context(request: HttpRequest) -> dict[str, object]:
    page = Paginator(waiting_bans(), PAGE_SIZE).get_page(request.GET.get("p"))
    return {
        "title": _("Desk: Bans to confirm"),
        "icon": "comment",
        "tabs": tabs_for("bans"),
        "page": page,
        "items": items_of_bans(list(page.object_list), viewer(request)),
        "settled": settled_bans()[:DECIDED_SHOWN],
    }
