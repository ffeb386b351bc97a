"""The staff's page of webhooks."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from standfirst.delivery.baking import private
from standfirst.discussion import actions
from standfirst.discussion.actions.hooks import HookRefused
from standfirst.discussion.models import Hook, HookCall
from standfirst.discussion.queries.hooks import hooks_with_fates, latest_calls
from standfirst.lib.clock import now as clock

PAGE_SIZE = 50
# What the buttons of a webhook do.
ON_HOOK = {
    "off": actions.switch_hook_off,
    "on": actions.switch_hook_on,
    "remove": actions.remove_hook,
}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def hooks(request: HttpRequest) -> HttpResponse:
    """Show which programs are told, and what became of it; add one, switch one, send a call again."""
    if request.method == "POST" and "url" in request.POST:
        return _add(request)
    if request.method == "POST":
        _change(request.POST)
        return redirect("discussion_hooks")
    return _page(request)


def _add(request: HttpRequest) -> HttpResponse:
    typed = request.POST["url"]
    try:
        hook = actions.add_hook(url=typed.strip(), now=clock())
    except HookRefused as refused:
        return _page(request, refused=str(refused), typed=typed)
    messages.success(request, _("{} is told from now on.").format(hook.url))
    return redirect("discussion_hooks")


def _change(sent: QueryDict) -> None:
    for verb, action in ON_HOOK.items():
        if verb in sent:
            action(hook=get_object_or_404(Hook, pk=_number(sent.get(verb, ""))), now=clock())
            return
    call = get_object_or_404(HookCall, pk=_number(sent.get("again", "")))
    actions.send_again(call=call, now=clock())


def _number(named: str) -> int:
    if not (named.isascii() and named.isdigit() and len(named) <= 18):
        raise Http404
    return int(named)


def _page(request: HttpRequest, **more: Any) -> HttpResponse:
    page = Paginator(latest_calls(), PAGE_SIZE).get_page(request.GET.get("p"))
    context = {"hooks": hooks_with_fates(), "page": page, **more}
    status = 422 if "refused" in more else 200
    return render(request, "discussion/hooks.html", context, status=status)
