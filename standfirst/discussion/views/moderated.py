from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from standfirst.delivery.baking import baked
from standfirst.delivery.public import page_at
from standfirst.discussion.queries import moderation_of
from standfirst.discussion.queries.facts import thread_counted_of
from standfirst.lib.clock import now as clock


@require_safe
@baked()
def moderation(request: HttpRequest, path: str) -> HttpResponse:
    """Tell how often, and why, what was written in a discussion was restricted."""
    page = page_at(request, path, clock())
    thread = thread_counted_of(page)
    if thread is None:
        raise Http404
    context = {"thread": thread, "moderation": moderation_of(thread)}
    return render(request, "pages/moderation.html", context)
