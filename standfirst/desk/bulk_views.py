"""Deciding on many comments at once: count, confirm, progress, undo. Each is a page or a plain form."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from standfirst.delivery.baking import private
from standfirst.desk.actions.bulks import may_undo_bulk, plan_bulk, undo_bulk
from standfirst.desk.asking import moderator, queue_named, viewer, wants_json
from standfirst.desk.forms import ReasonForm, rule_choices
from standfirst.desk.lists import tabs_for
from standfirst.desk.queries import (
    Queue,
    comment_on_desk,
    comments_by_author_of,
    comments_like,
    comments_picked,
    progress_of,
)
from standfirst.desk.refused import REFUSED
from standfirst.discussion.models import Comment
from standfirst.discussion.rules import Refusal
from standfirst.lib.clock import now as clock
from standfirst.lib.row_key import row_key
from standfirst.moderation.actions.bulks import Plan, confirm_bulk
from standfirst.moderation.desk_queries import canned_reasons
from standfirst.moderation.models import Bulk, Ground
from standfirst.siteconfig.models import HouseRules
from standfirst.siteconfig.queries import current_rules

MOST_PICKED = 100
SHOWN = 10
# What can be done with many of a list.
VERBS = {
    Queue.HELD: ("approve", "remove"),
    Queue.REPORTED: ("leave", "hold", "remove"),
    Queue.REMOVED: ("restore",),
}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def new_bulk(request: HttpRequest, name: str) -> HttpResponse:
    """Say how many comments it would be, and which; take what to do with them."""
    chosen = queue_named(name)
    asked = request.POST if request.method == "POST" else request.GET
    comments = _meant(chosen, asked.get("how", ""), asked.get("of", ""), asked.getlist("pick"))
    rules = current_rules()
    form = ReasonForm(request.POST if request.method == "POST" else None, rules=rules)
    if not comments:
        messages.error(request, _("None of these waits any more. Nothing was changed."))
        return redirect("desk_queue", chosen.value)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["verb"] in VERBS[chosen]:
        data, now = form.cleaned_data, clock()
        if data["verb"] != "remove" or data["rule"] or data["facts"].strip():
            plan = Plan(
                verb=data["verb"],
                queue=chosen.value,
                by=moderator(request, now),
                ground=Ground.RULE if data["rule"] else Ground.NONE,
                rules_version=rules.version if rules and data["rule"] else None,
                rule_number=data["rule"],
                facts=data["facts"],
            )
            return redirect("desk_bulk", plan_bulk(plan=plan, comments=comments, now=now).pk)
        messages.error(request, str(REFUSED[Refusal.REASON_MISSING]))
    context = _count_context(asked, chosen, comments, form, rules)
    return render(request, "desk/bulk_new.html", context, status=422 if form.is_bound else 200)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest, pk: int) -> HttpResponse:
    """Name what will happen, and let it happen; then show how far it is, and undo it."""
    found = get_object_or_404(Bulk.objects.select_related("facts", "made_by"), pk=pk)
    now = clock()
    if request.method == "POST":
        return _pressed(request, found)
    progress = progress_of(found)
    if wants_json(request):
        return JsonResponse({"done": progress.done + progress.left_out, "total": progress.total})
    looking = viewer(request)
    is_own = looking is not None and found.made_by_id == looking.pk
    undoing = Bulk.objects.filter(undoes=found).first()
    context = {
        "title": _("Desk: many at once"),
        "icon": "comment",
        "tabs": tabs_for(found.queue),
        "queue": found.queue,
        "bulk": found,
        "progress": progress,
        "is_own": is_own,
        "undoing": undoing,
        "may_undo": looking is not None
        and undoing is None
        and progress.done > 0
        and may_undo_bulk(found, looking, now),
    }
    return render(request, "desk/bulk.html", context)


def _count_context(
    asked: QueryDict,
    chosen: Queue,
    comments: Sequence[Comment],
    form: ReasonForm,
    rules: HouseRules | None,
) -> dict[str, object]:
    return {
        "title": _("Desk: many at once"),
        "icon": "comment",
        "tabs": tabs_for(chosen.value),
        "queue": chosen.value,
        "how": asked.get("how", ""),
        "of": asked.get("of", ""),
        "picked": [comment.pk for comment in comments] if asked.getlist("pick") else [],
        "number": len(comments),
        "people": len({comment.author_id for comment in comments}),
        "comments": comments[:SHOWN],
        "verbs": VERBS[chosen],
        "rules": rule_choices(rules),
        "canned": canned_reasons(),
        "form": form,
        "failed": "bulk" if form.is_bound else "",
    }


def _pressed(request: HttpRequest, found: Bulk) -> HttpResponse:
    now = clock()
    by = moderator(request, now)
    if found.made_by_id != by.pk:
        raise Http404
    if "undo" in request.POST:
        undoing = undo_bulk(bulk=found, by=by, now=now)
        if undoing is not None:
            return redirect("desk_bulk", undoing.pk)
        messages.error(
            request, _("This cannot be undone any more: it is too long ago, or was decided anew.")
        )
    elif not confirm_bulk(bulk=found, now=now):
        messages.error(request, _("This was begun already."))
    return redirect(reverse("desk_bulk", args=[found.pk]))


def _meant(chosen: Queue, how: str, of: str, picked: Sequence[str]) -> list[Comment]:
    """Give the comments that are meant: the picked ones, or those by or like the author's of one."""
    if how == "picked":
        return comments_picked(chosen, list(filter(None, map(row_key, picked[:MOST_PICKED]))))
    comment = comment_on_desk(row_key(of) or 0)
    if comment is None or how not in {"person", "alike"}:
        raise Http404
    find = comments_by_author_of if how == "person" else comments_like
    return find(chosen, comment)
