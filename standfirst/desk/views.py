from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from standfirst.delivery.baking import private
from standfirst.desk.actions import accept_error
from standfirst.desk.lists import tabs_for
from standfirst.desk.queries import (
    PAGE_SIZE,
    ErrorList,
    bursts_decided_lately,
    desk_records,
    errors_for,
    items_of_errors,
    lost_passages,
    mentions_for,
    passage_news,
    questions_for,
)
from standfirst.desk.refused import REFUSED
from standfirst.discussion.actions import (
    count_burst,
    drop_burst,
    finish_error,
    reopen_burst,
    settle_error,
)
from standfirst.discussion.models import ErrorReport, VoteBurst
from standfirst.discussion.queries import open_bursts
from standfirst.discussion.rules import CommentRefused
from standfirst.newsroom.models import ArticlePage
from standfirst.people.actions import person_of_user
from standfirst.people.models import User

List = TypeVar("List", bound=StrEnum)

# The list of bursts of votes, which are no comments.
BURSTS = "votes"

ERROR_HEADINGS = {
    ErrorList.OPEN: gettext_lazy("Reported"),
    ErrorList.ACCEPTED: gettext_lazy("Accepted, not corrected yet"),
}
BURST_ACTS: Mapping[str, tuple[Callable[..., None], Any]] = {
    "count": (count_burst, gettext_lazy("Counted: these votes are in the score now.")),
    "drop": (drop_burst, gettext_lazy("Dropped: these votes stay out of the score.")),
    "reopen": (reopen_burst, gettext_lazy("Undone: these votes wait again.")),
}


@private
@require_safe
def bursts(request: HttpRequest) -> HttpResponse:
    """Show bursts of votes that wait for a decision, and those decided on lately."""
    page = Paginator(open_bursts(), PAGE_SIZE).get_page(request.GET.get("p"))
    context = {
        "title": _("Desk: Votes"),
        "icon": "comment",
        "page": page,
        "settled": bursts_decided_lately(),
        "tabs": tabs_for(BURSTS),
    }
    return render(request, "desk/bursts.html", context)


@private
@require_POST
def burst(request: HttpRequest, pk: int) -> HttpResponse:
    """Count or drop the votes of a burst, or undo that."""
    found = get_object_or_404(VoteBurst, pk=pk)
    try:
        act, done = BURST_ACTS[request.POST.get("act", "")]
    except KeyError as error:
        raise Http404 from error
    assert isinstance(request.user, User)
    now = timezone.now()
    try:
        act(burst=found, by=person_of_user(user=request.user, now=now), now=now)
        messages.success(request, done)
    except CommentRefused as refused:
        messages.error(request, str(REFUSED.get(refused.refusal, _("Nothing was changed."))))
    return redirect("desk_bursts")


@private
@require_safe
def duty(request: HttpRequest) -> HttpResponse:
    """Show what readers asked and whom they mentioned, unanswered, and how the desks answer."""
    now = timezone.now()
    questions = Paginator(questions_for(request.user), PAGE_SIZE)
    context = {
        "title": _("Duty board"),
        "icon": "help",
        "page": questions.get_page(request.GET.get("p")),
        "mentions": mentions_for(request.user, now),
        "records": desk_records(now),
    }
    return render(request, "desk/duty.html", context)


@private
@require_safe
def errors(request: HttpRequest, name: str = ErrorList.OPEN) -> HttpResponse:
    """Show the errors that readers reported in articles that this person edits."""
    chosen = _list_named(ErrorList, name)
    page = Paginator(errors_for(request.user, chosen), PAGE_SIZE).get_page(request.GET.get("p"))
    tabs = [(each.value, ERROR_HEADINGS[each]) for each in ErrorList]
    context = {
        "title": _("Reported errors"),
        "icon": "warning",
        "page": page,
        "items": items_of_errors(list(page.object_list)),
        "chosen": chosen.value,
        "tabs": tabs,
    }
    return render(request, "desk/errors.html", context)


@private
@require_POST
def error(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Settle one reported error: accept it and open the article there, or take it off its list."""
    chosen = _list_named(ErrorList, name)
    report = get_object_or_404(errors_for(request.user, chosen), pk=pk)
    assert isinstance(request.user, User)
    is_accepted = chosen is ErrorList.OPEN and request.POST.get("outcome") == "accepted"
    article = get_object_or_404(ArticlePage, pk=report.thread.page_id)
    lock = article.get_lock()
    if is_accepted and lock is not None and lock.for_user(request.user):
        messages.error(request, lock.get_message(request.user))
        return redirect("desk_error_list", name)
    now = timezone.now()
    try:
        if is_accepted:
            accept_error(report=report, article=article, user=request.user, now=now)
            address = reverse("wagtailadmin_pages:edit", args=[article.pk])
            return redirect(f"{address}#block-{report.block}-section")
        if chosen is ErrorList.OPEN:
            settle_error(report=report, outcome=ErrorReport.Outcome.DECLINED, now=now)
            messages.success(request, _("Set aside."))
        else:
            finish_error(report=report, now=now)
            messages.success(request, _("Done, without a correction."))
    except CommentRefused as refused:
        messages.error(request, str(REFUSED.get(refused.refusal, _("Nothing was changed."))))
    return redirect("desk_error_list", name)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def passages(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what publishing the newest draft does to readers' passages; publish it."""
    page = get_object_or_404(ArticlePage, pk=pk)
    may = page.permissions_for_user(request.user)
    if not may.can_edit():
        raise PermissionDenied
    revision = page.get_latest_revision()
    if request.method == "POST" and revision is not None:
        if not may.can_publish() or request.POST.get("revision") != str(revision.pk):
            messages.error(request, _("The draft was changed meanwhile. Nothing was published."))
            return redirect("desk_passages", pk)
        revision.publish(user=request.user)
        messages.success(request, _("Published."))
        return redirect("wagtailadmin_pages:edit", pk)
    draft = page.get_latest_revision_as_object()
    return passages_page(request, draft, may_publish=may.can_publish())


def passages_page(request: HttpRequest, draft: ArticlePage, *, may_publish: bool) -> HttpResponse:
    """Give the page that tells what becomes of readers' passages in a draft."""
    context = {
        "title": _("Readers’ passages: %(title)s") % {"title": draft.title},
        "icon": "comment",
        "draft": draft,
        "news": passage_news(draft),
        "lost_before": lost_passages(draft),
        "revision": draft.latest_revision_id if draft.has_unpublished_changes else None,
        "may_publish": may_publish,
    }
    return render(request, "desk/passages.html", context)


def _list_named(kind: type[List], name: str) -> List:
    try:
        return kind(name)
    except ValueError as error:
        raise Http404 from error
