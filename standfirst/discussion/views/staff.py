"""What the staff does with a comment or a thread in its place: plain forms on the thread's own page."""

from collections.abc import Callable, Mapping

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST

from standfirst.delivery.baking import private
from standfirst.discussion.actions import (
    close_thread,
    end_heat,
    feature_comment,
    lock_branch,
    look_at_thread,
    mark_answered,
    mark_unanswered,
    pin_comment,
    reopen_thread,
    slow_thread,
    trust_author,
    trust_no_more,
    unfeature_comment,
    unlock_branch,
    unpin_comment,
)
from standfirst.discussion.forms import words_for
from standfirst.discussion.models import Moderation
from standfirst.discussion.rules import PACES, CommentRefused
from standfirst.discussion.views.asking import (
    acting_person,
    answer,
    may_moderate,
    own_or_placed,
    status_of,
    thread_at,
)
from standfirst.discussion.views.returning import way_back
from standfirst.discussion.views.showing import viewer_of
from standfirst.lib.clock import now as clock
from standfirst.people.models import Person

ACTS: Mapping[str, Callable[..., None]] = {
    "trust": trust_author,
    "trust_no_more": trust_no_more,
    "pin": pin_comment,
    "unpin": unpin_comment,
    "feature": feature_comment,
    "unfeature": unfeature_comment,
    "answer": mark_answered,
    "unanswer": mark_unanswered,
    "lock": lock_branch,
    "unlock": unlock_branch,
}


@private
@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Pin, feature, mark as answered or lock one comment, or undo it; trust its author."""
    now = clock()
    person = _moderator(request)
    comment = own_or_placed(pk, person, now)
    act = ACTS.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        act(comment=comment, by=person, now=now)
    except CommentRefused as refused:
        context = {"words": words_for(refused), "thread": comment.thread, "comment": comment}
        return answer(request, "pages/comment_refused.html", context, status=status_of(refused))
    return HttpResponseRedirect(way_back(request, comment, now), status=303)


@private
@require_POST
def steer(request: HttpRequest, path: str) -> HttpResponseBase:
    """Close a thread, open it again, set its pace, or when moderators look."""
    now = clock()
    person = _moderator(request)
    thread = thread_at(request, path, now)
    chosen = request.POST.get("act", "")
    if chosen == "close":
        close_thread(thread=thread, by=person, now=now)
    elif chosen == "reopen":
        reopen_thread(thread=thread, by=person, now=now)
    elif chosen == "slow" and (pace := _pace(request)) is not None:
        slow_thread(thread=thread, seconds=pace, by=person, now=now)
    elif chosen == "cool":
        end_heat(thread=thread, by=person, now=now)
    elif chosen == "look" and (mode := request.POST.get("mode")) in ("", *Moderation.values):
        look_at_thread(thread=thread, mode=mode, by=person, now=now)
    else:
        raise Http404
    return HttpResponseRedirect(viewer_of(thread, now=now, is_private=True).address(), status=303)


def _pace(request: HttpRequest) -> int | None:
    """Read which pace was chosen; None for one that no form of ours has."""
    named = request.POST.get("seconds", "")
    return next((pace for pace in PACES if named == str(pace)), None)


def _moderator(request: HttpRequest) -> Person:
    """Find who decides. Raises PermissionDenied for everybody who may not."""
    person = acting_person(request, clock()) if may_moderate(request) else None
    if person is None:
        raise PermissionDenied
    return person
