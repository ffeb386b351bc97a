"""Discussions of pages of other sites: found and begun without JavaScript, and looked after by the staff."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from standfirst.delivery.baking import private
from standfirst.discussion.actions import NewComment, PageElsewhere, rename_thread, thread_for
from standfirst.discussion.forms import words_for
from standfirst.discussion.models import Thread
from standfirst.discussion.queries import discussion_settings, threads_elsewhere
from standfirst.discussion.queries.aliases import is_elsewhere, page_meant
from standfirst.discussion.rules import CommentRefused, refusal_to_post
from standfirst.discussion.views.asking import acting_person, answer, network, thread_meant
from standfirst.discussion.views.posting import Posting, post
from standfirst.discussion.views.sheets import comment_form
from standfirst.lib.clock import now as clock
from standfirst.people.models import Person

METHODS = ["GET", "HEAD", "POST"]
PAGE_SIZE = 50
LONGEST_SEARCH = 100


@private
@require_http_methods(METHODS)
def begin(request: HttpRequest) -> HttpResponseBase:
    """Lead to the discussion of the page that `page` names; take the first comment where there is none."""
    now = clock()
    thread = _thread_named(request, now)
    if thread.is_begun and request.method != "POST":
        return redirect(thread.comments_path)
    person = acting_person(request, now)
    if request.method != "POST":
        return answer(request, *_page(thread, person, now=now))
    form = _form(thread, person, request.POST)
    new = NewComment(thread=thread, author=person, text="", network=network(request))
    return post(
        request,
        Posting(form=form, new=new, now=now),
        on_refusal=lambda: _page(thread, person, now=now, form=form),
    )


def _thread_named(request: HttpRequest, now: datetime) -> Thread:
    """Find the discussion of the page that the address names, or one that is not stored yet."""
    # PostgreSQL takes no NUL.
    meant = page_meant(request.GET.get("page", "").replace("\x00", "") or "//")
    if not is_elsewhere(meant):
        found = thread_meant(request, meant)
    else:
        try:
            found = thread_for(page=PageElsewhere(meant), now=now)
        except CommentRefused as refused:
            raise Http404 from refused
    if found is None or found.is_off:
        raise Http404
    return found


def _form(thread: Thread, person: Person | None, data: Any = None) -> Any:
    form = comment_form(thread, person, data)
    query = urlencode({"page": thread.address})
    form.sheet = replace(form.sheet, action=f"{reverse('discussion:begin')}?{query}")
    return form


def _page(
    thread: Thread, person: Person | None, *, now: datetime, form: Any = None
) -> tuple[str, dict[str, Any]]:
    circle = discussion_settings().circle
    refusal = refusal_to_post(thread=thread, author=person, writers=circle, now=now)
    context: dict[str, Any] = {"thread": thread, "closed_to": ""}
    if refusal is not None:
        context["closed_to"] = words_for(CommentRefused(refusal))
    else:
        context["form"] = form or _form(thread, person)
    return "pages/thread_begin.html", context


@private
@require_http_methods(METHODS)
def elsewhere(request: HttpRequest) -> HttpResponse:
    """List the discussions of pages elsewhere for the staff, and say what a page is called."""
    if request.method == "POST":
        named = request.POST.get("thread", "")
        if not (named.isascii() and named.isdigit() and len(named) <= 18):
            raise Http404
        thread = get_object_or_404(Thread.objects.exclude(place=""), pk=int(named))
        rename_thread(thread=thread, title=request.POST.get("title", ""), now=clock())
        messages.success(request, _("The discussion has another title."))
        return redirect("discussion_elsewhere")
    words = request.GET.get("q", "").replace("\x00", "")[:LONGEST_SEARCH]
    page = Paginator(threads_elsewhere(words), PAGE_SIZE).get_page(request.GET.get("p"))
    return render(request, "discussion/elsewhere.html", {"page": page, "words": words})
