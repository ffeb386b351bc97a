from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

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
from standfirst.desk.actions import Verb, accept_error, decide
from standfirst.desk.forms import DecisionForm, rule_choices
from standfirst.desk.queries import (
    PAGE_SIZE,
    ErrorList,
    Queue,
    comments_in,
    errors_for,
    items_of,
    lost_passages,
    passage_news,
    queue_lengths,
)
from standfirst.discussion.actions import Judgement, finish_error, settle_error
from standfirst.discussion.models import Comment, ErrorReport
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.moderation.models import Ground, Source
from standfirst.newsroom.models import ArticlePage
from standfirst.people.actions import person_of_user
from standfirst.people.models import User
from standfirst.siteconfig.queries import current_rules

List = TypeVar("List", bound=StrEnum)

HEADINGS = {
    Queue.HELD: gettext_lazy("Held"),
    Queue.REPORTED: gettext_lazy("Reported"),
    Queue.REMOVED: gettext_lazy("Removed"),
}
ERROR_HEADINGS = {
    ErrorList.OPEN: gettext_lazy("Reported"),
    ErrorList.ACCEPTED: gettext_lazy("Accepted, not corrected yet"),
}
DONE = {
    Verb.APPROVE: gettext_lazy("Approved: the comment can be read."),
    Verb.REMOVE: gettext_lazy("Removed. You can restore it under “Removed”."),
    Verb.RESTORE: gettext_lazy("Restored, with its votes and replies."),
    Verb.HOLD: gettext_lazy("Held: it waits under “Held”."),
    Verb.LEAVE: gettext_lazy("Left as it is; the reports are settled."),
}
REFUSED = {
    Refusal.DECIDED_ALREADY: gettext_lazy(
        "Somebody else has decided this in the meantime. Nothing was changed."
    ),
    Refusal.EDITED_SINCE: gettext_lazy(
        "The author has edited this comment since you saw it. Please read it again."
    ),
    Refusal.REASON_MISSING: gettext_lazy(
        "Please choose a house rule or write a reason: its author has a right to one."
    ),
}


@private
@require_safe
def first_queue(request: HttpRequest) -> HttpResponse:
    """Lead to the list that is looked at first."""
    return redirect("desk_queue", Queue.HELD.value)


@private
@require_safe
def queue(request: HttpRequest, name: str) -> HttpResponse:
    """Show one list of the desk."""
    return render(request, "desk/queue.html", _context(request, _list_named(Queue, name)))


@private
@require_POST
def decision(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Decide on one comment, and come back to the list."""
    chosen = _list_named(Queue, name)
    comment = get_object_or_404(Comment, pk=pk)
    rules = current_rules()
    form = DecisionForm(request.POST, rules=rules)
    if not form.is_valid():
        incomplete = _("That decision was not complete. Nothing was changed.")
        why = [str(words) for words in form.errors.get("facts", [])]
        messages.error(request, " ".join(why) or incomplete)
        return render(request, "desk/queue.html", _context(request, chosen, form, pk), status=422)
    assert isinstance(request.user, User)
    now = timezone.now()
    data = form.cleaned_data
    judgement = Judgement(
        comment=comment,
        decided_by=person_of_user(user=request.user, now=now),
        seen_state=Comment.State(data["seen_state"]),
        seen_revision=data["seen_revision"],
        ground=Ground.RULE if data["rule"] else Ground.NONE,
        rules_version=rules.version if rules and data["rule"] else None,
        rule_number=data["rule"],
        facts=data["facts"],
        source=Source.REPORT if chosen is Queue.REPORTED else Source.OWN,
    )
    try:
        decide(verb=Verb(data["verb"]), judgement=judgement, now=now)
    except CommentRefused as refused:
        messages.error(request, REFUSED.get(refused.refusal, _("Nothing was changed.")))
        return render(request, "desk/queue.html", _context(request, chosen, form, pk), status=409)
    messages.success(request, DONE[Verb(data["verb"])])
    return redirect(_back(request, chosen))


@private
@require_safe
def errors(request: HttpRequest, name: str = ErrorList.OPEN) -> HttpResponse:
    """Show the errors that readers reported in articles that this person edits."""
    chosen = _list_named(ErrorList, name)
    page = Paginator(errors_for(request.user, chosen), PAGE_SIZE).get_page(request.GET.get("p"))
    tabs = [(each.value, ERROR_HEADINGS[each]) for each in ErrorList]
    context = {"page": page, "chosen": chosen.value, "tabs": tabs}
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
        messages.error(request, REFUSED.get(refused.refusal, _("Nothing was changed.")))
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


def _back(request: HttpRequest, chosen: Queue) -> str:
    address = reverse("desk_queue", args=[chosen.value])
    page = request.POST.get("p", "")
    return f"{address}?{urlencode({'p': page})}" if page.isdigit() else address


def _context(
    request: HttpRequest, chosen: Queue, form: DecisionForm | None = None, failed: int = 0
) -> dict[str, object]:
    paginator = Paginator(comments_in(chosen), PAGE_SIZE)
    page = paginator.get_page(request.GET.get("p") or request.POST.get("p"))
    lengths = queue_lengths()
    return {
        "queue": chosen.value,
        "heading": HEADINGS[chosen],
        "tabs": [(name.value, HEADINGS[name], lengths.get(name)) for name in Queue],
        "page": page,
        "items": items_of(list(page.object_list)),
        "rules": rule_choices(current_rules()),
        "form": form,
        "failed": failed,
    }
