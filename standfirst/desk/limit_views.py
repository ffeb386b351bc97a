"""Limits on whoever wrote a comment, and on where it came from: asked for, looked at, set, ended."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from standfirst.delivery.baking import private
from standfirst.desk.asking import moderator, queue_named
from standfirst.desk.forms import rule_choices
from standfirst.desk.limit_actions import Limit, Wish, limit_person
from standfirst.desk.limit_forms import LIMITS, SPANS, LiftForm, LimitForm, NetworkForm
from standfirst.desk.lists import tabs_for
from standfirst.desk.queries import Queue, comment_on_desk, limits_around
from standfirst.desk.refused import LIMIT_REFUSED
from standfirst.discussion.actions.judging import matter_of
from standfirst.discussion.models import Comment
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions import Penalty, SanctionRefused, hold_network, lift_sanction
from standfirst.moderation.actions.sanctions import Refusal, refusal_of
from standfirst.moderation.desk_queries import canned_reasons, last_limiting
from standfirst.moderation.models import Ground, Source
from standfirst.moderation.queries import holds_on_network
from standfirst.people.models import Person
from standfirst.people.queries import merged_person
from standfirst.siteconfig.categories import Category
from standfirst.siteconfig.models import HouseRules
from standfirst.siteconfig.queries import current_rules

DONE: Mapping[Limit, Promise] = {
    Limit.WARN: gettext_lazy("Warned. A statement with the reasons goes to them."),
    Limit.HOLD_FIRST: gettext_lazy(
        "What they write is looked at first. A statement with the reasons goes to them."
    ),
    Limit.SUSPEND: gettext_lazy(
        "They write nothing until then. A statement with the reasons goes to them."
    ),
    Limit.BAN: gettext_lazy("Proposed: another person confirms it under “Bans to confirm”."),
}


@private
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Ask what to do about a comment's author, name what will happen, and do it."""
    chosen, comment = queue_named(name), _comment(pk)
    rules, now = current_rules(), clock()
    if request.method != "POST":
        return _form_page(request, chosen, comment, LimitForm(rules=rules))
    form = LimitForm(request.POST, rules=rules, now=now)
    if not form.is_valid():
        messages.error(request, _words_of(form))
        return _form_page(request, chosen, comment, form, status=422)
    step = request.POST.get("step")
    if step == "again":
        return _form_page(request, chosen, comment, form)
    wish = _wish(form, comment, chosen, rules, moderator(request, now))
    refusal = refusal_of(wish.penalty)
    if refusal is None and step != "sure":
        return render(request, "desk/limit_sure.html", _sure_context(chosen, comment, form, wish))
    refusal = refusal or _refusal_when_done(wish, now)
    if refusal is not None:
        messages.error(request, str(LIMIT_REFUSED[refusal]))
        return _form_page(request, chosen, comment, form, status=409)
    messages.success(request, str(DONE[wish.limit]))
    return redirect("desk_decision", chosen.value, pk)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def network(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Hold what guests write from where a comment came from, for some days."""
    chosen, comment = queue_named(name), _comment(pk)
    now = clock()
    if not comment.network or holds_on_network(comment.network, now):
        words = _(
            "What comes from this comment’s network is held already, or it is not known any more."
        )
        messages.error(request, words)
        return redirect("desk_decision", chosen.value, pk)
    form = NetworkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        hold_network(
            network=comment.network,
            by=moderator(request, now),
            until=now + timedelta(days=form.cleaned_data["days"]),
            facts=form.cleaned_data["facts"],
            now=now,
        )
        messages.success(request, _("What guests write from there waits for a moderator now."))
        return redirect("desk_decision", chosen.value, pk)
    return _short_page(request, "desk/network.html", chosen, comment, form)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, name: str, pk: int, limit: int) -> HttpResponse:
    """End a limit on a comment's author, or on where it came from, before its time."""
    chosen, comment = queue_named(name), _comment(pk)
    now = clock()
    found = next((each for each in limits_around(comment, now) if each.pk == limit), None)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if found is not None and not form.is_valid():
        return _short_page(request, "desk/lift.html", chosen, comment, form, limit=found)
    ended = _("This limit has ended already. Nothing was changed.")
    if found is None:
        messages.error(request, ended)
        return redirect("desk_decision", chosen.value, pk)
    by, facts = moderator(request, now), form.cleaned_data["facts"]
    try:
        lift_sanction(sanction=found, by=by, facts=facts, now=now)
        messages.success(request, _("Ended. They are as free as before."))
    except SanctionRefused:
        messages.error(request, ended)
    return redirect("desk_decision", chosen.value, pk)


def _refusal_when_done(wish: Wish, now: datetime) -> Refusal | None:
    try:
        limit_person(wish=wish, now=now)
    except SanctionRefused as refused:
        return refused.refusal
    return None


def _comment(pk: int) -> Comment:
    found = comment_on_desk(pk)
    if found is None:
        raise Http404
    return found


def _words_of(form: Form) -> str:
    return " ".join(dict.fromkeys(str(words) for each in form.errors.values() for words in each))


def _wish(
    form: LimitForm, comment: Comment, chosen: Queue, rules: HouseRules | None, by: Person
) -> Wish:
    data = form.cleaned_data
    has_rule = bool(rules and data["rule"])
    ground = Ground.LAW if data["law"] else Ground.RULE if has_rule else Ground.NONE
    penalty = Penalty(
        person=merged_person(comment.author),
        by=by,
        ground=ground,
        rules_version=rules.version if rules and has_rule else None,
        rule_number=data["rule"] if has_rule else None,
        legal_ground=data["law"],
        category=data["category"] if data["law"] else "",
        facts=data["facts"],
        source=Source.REPORT if chosen is Queue.REPORTED else Source.OWN,
        language=matter_of(comment).language,
    )
    return Wish(Limit(data["verb"]), penalty, data["ends_at"], data["seen"])


def _form_page(
    request: HttpRequest, chosen: Queue, comment: Comment, form: LimitForm, status: int = 200
) -> HttpResponse:
    person = merged_person(comment.author)
    context = {
        **_place(chosen, comment, clock()),
        "verbs": LIMITS,
        "spans": SPANS,
        "categories": Category.choices,
        "rules": rule_choices(current_rules()),
        "canned": canned_reasons(),
        "seen": last_limiting(person),
        "form": form,
        "failed": "limit" if form.is_bound else "",
    }
    return render(request, "desk/limit.html", context, status=status)


def _sure_context(
    chosen: Queue, comment: Comment, form: LimitForm, wish: Wish
) -> dict[str, object]:
    data = form.cleaned_data
    return {
        **_place(chosen, comment, clock()),
        "verb": wish.limit.value,
        "ends_at": wish.ends_at,
        "rule": dict(rule_choices(current_rules())).get(str(data["rule"] or ""), ""),
        "penalty": wish.penalty,
        "sent": [
            *((key, data[key] or "") for key in ("verb", "span", "rule", "law", "facts")),
            ("category", data["category"]),
            ("seen", data["seen"]),
            ("until", data["until"].isoformat() if data["until"] else ""),
        ],
    }


def _short_page(
    request: HttpRequest, template: str, chosen: Queue, comment: Comment, form: Form, **more: Any
) -> HttpResponse:
    if form.is_bound:
        messages.error(request, _words_of(form))
    context = {**_place(chosen, comment, clock()), "form": form, **more}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _place(chosen: Queue, comment: Comment, now: datetime) -> dict[str, object]:
    return {
        "title": _("Desk: limits on %(name)s") % {"name": comment.author.shown_name},
        "icon": "comment",
        "queue": chosen.value,
        "tabs": tabs_for(chosen.value),
        "comment": comment,
        "limits": limits_around(comment, now),
    }
