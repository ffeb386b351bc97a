"""How every screen and list does, on trial or in force, held against what moderators decided."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from standfirst.delivery.baking import private
from standfirst.desk.screen_words import SCREEN_WORDS, STATE_WORDS
from standfirst.discussion.models import Comment
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions import set_list_state, set_screen_state
from standfirst.moderation.drafts import State
from standfirst.moderation.models import Screening, WordList
from standfirst.moderation.screens import SCREENS
from standfirst.moderation.trials import (
    WINDOW_DAYS,
    changes_of_states,
    latest_hits,
    trials,
)
from standfirst.people.actions import person_of_user
from standfirst.people.models import User

CHANGE = "moderation.change_moderationsettings"


@private
@require_safe
def screens(request: HttpRequest) -> HttpResponse:
    """List all screens and lists with what they hit and how often people agreed."""
    found = trials(clock())
    context = {
        "title": _("Screens and lists"),
        "icon": "view",
        "days": WINDOW_DAYS,
        "screens": [(SCREEN_WORDS[each.name], each) for each in found if each.word_list is None],
        "lists": [each for each in found if each.word_list is not None],
        "states": STATE_WORDS,
        "changes": changes_of_states(),
        "names": SCREEN_WORDS,
        "may_change": request.user.has_perm(CHANGE),
    }
    return render(request, "desk/screens.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def one_screen(request: HttpRequest, name: str) -> HttpResponse:
    """Show what a screen hit last; switch it on, to trial or off."""
    screen = next((screen for screen in SCREENS if screen.name == name), None)
    if screen is None:
        raise Http404
    if request.method == "POST":
        if screen.is_fixed:
            raise PermissionDenied
        state = _state(request)
        assert isinstance(request.user, User)
        now = clock()
        by = person_of_user(user=request.user, now=now)
        set_screen_state(name=name, state=state, by=by, now=now)
        messages.success(request, _("Done. It is in the log."))
        return redirect("desk_screens")
    return _hits(request, str(SCREEN_WORDS[name]), latest_hits(screen=name))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a list hit last; switch it on, to trial or off."""
    row = get_object_or_404(WordList, pk=pk)
    if request.method == "POST":
        state = _state(request)
        assert isinstance(request.user, User)
        now = clock()
        by = person_of_user(user=request.user, now=now)
        set_list_state(word_list=row, state=state, by=by, now=now)
        messages.success(request, _("Done. It is in the log."))
        return redirect("desk_screens")
    return _hits(request, row.name, latest_hits(word_list=row.pk))


def _state(request: HttpRequest) -> State:
    """Read what was chosen. Raises PermissionDenied for who may not, Http404 for what no form has."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    try:
        return State(request.POST.get("state", ""))
    except ValueError as error:
        raise Http404 from error


def _hits(request: HttpRequest, title: str, rows: list[Screening]) -> HttpResponse:
    numbers = [row.subject_id for row in rows]
    comments = (
        Comment.objects.with_words()
        .select_related("thread")
        .exclude(state=Comment.State.WITHDRAWN)
        .in_bulk(numbers)
    )
    hits = [(row, comments[row.subject_id]) for row in rows if row.subject_id in comments]
    context = {"title": title, "icon": "view", "hits": hits}
    return render(request, "desk/screen_hits.html", context)
