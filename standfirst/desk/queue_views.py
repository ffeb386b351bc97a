"""The lists of comments on the desk, and what is decided there.

Everything is a plain form that answers with a page or a way back. A script that sends the same form
and accepts JSON is told the same in words, so that it can take the comment off the list in place.
"""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from standfirst.delivery.baking import private
from standfirst.desk.actions import Verb, decide, undo_act
from standfirst.desk.asking import HEADINGS, moderator, queue_named, queue_of, viewer, wants_json
from standfirst.desk.forms import DecisionForm, rule_choices
from standfirst.desk.lists import tabs_for
from standfirst.desk.queries import (
    SUBJECT_KIND,
    Queue,
    Wanted,
    comment_on_desk,
    comments_in,
    items_of,
    list_page,
    still_in,
    whole_of,
)
from standfirst.desk.refused import REFUSED
from standfirst.desk.rules import UNDO_FOR
from standfirst.discussion.actions import Judgement
from standfirst.discussion.models import Comment, Report
from standfirst.discussion.rules import CommentRefused
from standfirst.lib.clock import now as clock
from standfirst.lib.keyset import decode_cursor
from standfirst.lib.row_key import row_key
from standfirst.moderation.actions.claims import claim_subject, release_subject
from standfirst.moderation.desk_queries import acts_of, canned_reasons, claims_on
from standfirst.moderation.drafts import REASON_WORDS
from standfirst.moderation.models import DeskAct, Ground, Source
from standfirst.people.models import Person
from standfirst.siteconfig.models import HouseRules
from standfirst.siteconfig.queries import current_rules

DONE: Mapping[Verb, Promise] = {
    Verb.APPROVE: gettext_lazy("Approved: the comment can be read."),
    Verb.REMOVE: gettext_lazy("Removed. You can restore it under “Removed”."),
    Verb.RESTORE: gettext_lazy("Restored, with its votes and replies."),
    Verb.HOLD: gettext_lazy("Held: it waits under “Held”."),
    Verb.LEAVE: gettext_lazy("Left as it is; the reports are settled."),
}
# How many comments one page may ask about: all that it can show, with some to spare.
MOST_ASKED_ABOUT = 100


@private
@require_safe
def first_queue(request: HttpRequest) -> HttpResponse:
    """Lead to the list that is looked at first."""
    return redirect("desk_queue", Queue.HELD.value)


@private
@require_safe
def queue(request: HttpRequest, name: str) -> HttpResponse:
    """Show one list of the desk, from a place on, and of it what is looked for."""
    return render(request, "desk/queue.html", _context(request, queue_named(name)))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Show one comment with everything about it; decide on it, and come back to the list."""
    chosen = queue_named(name)
    found = comment_on_desk(pk)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _decided(request, chosen, found)
    return render(request, "desk/comment.html", whole_context(request, chosen, found))


def _decided(request: HttpRequest, chosen: Queue, comment: Comment) -> HttpResponse:
    pk = comment.pk
    rules = current_rules()
    form = DecisionForm(request.POST, rules=rules)
    if not form.is_valid():
        incomplete = _("That decision was not complete. Nothing was changed.")
        why = [str(words) for words in form.errors.get("facts", [])]
        return _refused(request, chosen, form, pk, words=" ".join(why) or incomplete, status=422)
    now = clock()
    verb = Verb(form.cleaned_data["verb"])
    judgement = _judgement(form, comment, chosen, rules, moderator(request, now))
    try:
        decide(verb=verb, judgement=judgement, now=now)
    except CommentRefused as refused:
        words = str(REFUSED.get(refused.refusal, _("Nothing was changed.")))
        return _refused(request, chosen, form, pk, words=words, status=409)
    if wants_json(request):
        return JsonResponse({"words": str(DONE[verb]), "undo": _way_to_undo(pk)})
    messages.success(request, str(DONE[verb]))
    return redirect(_back(request, chosen))


@private
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo one's own decision of the last minutes, and show the comment, which waits again."""
    act = get_object_or_404(DeskAct.objects.select_related("decision"), pk=pk)
    now = clock()
    try:
        comment = undo_act(act=act, by=moderator(request, now), now=now)
    except CommentRefused:
        words = _("This cannot be undone any more: it is too long ago, or was decided anew.")
        if wants_json(request):
            return JsonResponse({"words": words}, status=409)
        messages.error(request, words)
        return redirect("desk_queue", Queue.HELD.value)
    words = _("Undone: the comment is as it was before.")
    back = reverse("desk_decision", args=[queue_of(comment).value, comment.pk])
    if wants_json(request):
        return JsonResponse({"words": words, "address": back})
    messages.success(request, words)
    return redirect(back)


@private
@require_POST
def claim(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Say that one looks at a comment, or no more; the others see it for some minutes."""
    chosen = queue_named(name)
    comment = comment_on_desk(pk)
    if comment is None:
        raise Http404
    now = clock()
    by = moderator(request, now)
    if "release" in request.POST:
        release_subject(kind=SUBJECT_KIND, subject=comment.pk, by=by, now=now)
        words, status = _("The others see that nobody looks at it."), 200
    elif claim_subject(kind=SUBJECT_KIND, subject=comment.pk, by=by, now=now):
        words, status = _("The others see for five minutes that you look at it."), 200
    else:
        words, status = _("Somebody else looks at it already."), 409
    if wants_json(request):
        return JsonResponse({"words": words}, status=status)
    (messages.success if status == 200 else messages.error)(request, words)
    return redirect(_back(request, chosen))


@private
@require_safe
def news(request: HttpRequest, name: str) -> HttpResponse:
    """Say what became of the comments that a page shows: what left the list, and who looks at what."""
    chosen = queue_named(name)
    asked = request.GET.get("ids", "").split(",")[:MOST_ASKED_ABOUT]
    ids = list(filter(None, map(row_key, asked)))
    now = clock()
    looking = viewer(request)
    claims = claims_on(SUBJECT_KIND, ids, now)
    there = still_in(chosen, ids)
    answer = {
        "gone": [pk for pk in ids if pk not in there],
        "claims": {
            str(pk): claimed_words(row.claimed_by)
            for pk, row in claims.items()
            if looking is None or row.claimed_by_id != looking.pk
        },
        "lengths": {tab.name: tab.length for tab in tabs_for(chosen) if tab.length is not None},
    }
    return JsonResponse(answer)


def claimed_words(person: Person) -> str:
    """Say that another moderator looks at something."""
    return _("%(name)s is looking at it.") % {"name": person.shown_name}


def _judgement(
    form: DecisionForm, comment: Comment, chosen: Queue, rules: HouseRules | None, by: Person
) -> Judgement:
    data = form.cleaned_data
    return Judgement(
        comment=comment,
        decided_by=by,
        seen_state=Comment.State(data["seen_state"]),
        seen_revision=data["seen_revision"],
        ground=Ground.RULE if data["rule"] else Ground.NONE,
        rules_version=rules.version if rules and data["rule"] else None,
        rule_number=data["rule"],
        facts=data["facts"],
        source=Source.REPORT if chosen is Queue.REPORTED else Source.OWN,
    )


def _way_to_undo(comment: int) -> str:
    act = DeskAct.objects.filter(
        decision__subject_kind=SUBJECT_KIND, decision__subject_id=comment
    ).latest("pk")
    return reverse("desk_undo", args=[act.pk])


def _back(request: HttpRequest, chosen: Queue) -> str:
    address = reverse("desk_queue", args=[chosen.value])
    query = _place_of(request.POST)
    return f"{address}?{query}" if query else address


def _place_of(asked: Mapping[str, str]) -> str:
    """The part of an address that says what of a list is looked at, and from where on."""
    after = asked.get("after", "") if decode_cursor(asked.get("after", "")) else ""
    parts = (Wanted.asked(asked).query, urlencode({"after": after}) if after else "")
    return "&".join(part for part in parts if part)


def _refused(
    request: HttpRequest, chosen: Queue, form: DecisionForm, pk: int, *, words: str, status: int
) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"words": words}, status=status)
    messages.error(request, words)
    return render(request, "desk/queue.html", _context(request, chosen, form, pk), status=status)


def _context(
    request: HttpRequest, chosen: Queue, form: DecisionForm | None = None, failed: int = 0
) -> dict[str, object]:
    asked = request.POST if request.method == "POST" else request.GET
    now = clock()
    looking = viewer(request)
    wanted = Wanted.asked(asked)
    page = list_page(chosen, wanted, asked.get("after", ""))
    return {
        "title": _("Desk: %(heading)s") % {"heading": HEADINGS[chosen]},
        "icon": "comment",
        "queue": chosen.value,
        "tabs": tabs_for(chosen.value),
        "wanted": wanted,
        "number": comments_in(chosen, wanted).count() if wanted.is_any else None,
        "reasons": reasons_in(chosen),
        "after": asked.get("after", ""),
        "next": page.next,
        "items": items_of(page.comments, viewer=looking, now=now),
        "acts": acts_of(looking, since=now - UNDO_FOR),
        "rules": rule_choices(current_rules()),
        "canned": canned_reasons(),
        "form": form,
        "failed": failed,
    }


def whole_context(request: HttpRequest, chosen: Queue, found: Comment) -> dict[str, object]:
    """Everything that the page of one comment shows."""
    now = clock()
    looking = viewer(request)
    whole = whole_of(found, viewer=looking, now=now)
    return {
        "title": _("Desk: a comment by %(name)s") % {"name": found.author.shown_name},
        "icon": "comment",
        "queue": chosen.value,
        "tabs": tabs_for(chosen.value),
        "wanted": Wanted(),
        "whole": whole,
        "item": whole.item,
        "is_whole": True,
        "acts": acts_of(looking, since=now - UNDO_FOR),
        "rules": rule_choices(current_rules()),
        "canned": canned_reasons(),
    }


def reasons_in(chosen: Queue) -> list[tuple[str, str]]:
    """Why comments are in a list, for choosing one: what readers say, or what screens found."""
    if chosen is Queue.REPORTED:
        return [(value, str(words)) for value, words in Report.Reason.choices]
    return [(str(reason), str(words)) for reason, words in REASON_WORDS.items()]
