"""Appealing: from a statement of reasons, from the page of a notice, and what came of it."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods, require_safe

from standfirst.delivery.baking import private
from standfirst.lib.clock import now as clock
from standfirst.moderation.actions.appeals import NewAppeal, appeal_path, make_appeal
from standfirst.moderation.actions.notices import redress_words
from standfirst.moderation.appeal_forms import AppealForm, words_for
from standfirst.moderation.appeal_queries import (
    appeal_about,
    appeal_against,
    appeal_of_secret,
    is_superseded,
    time_to_decide,
)
from standfirst.moderation.appeal_rules import (
    AppealRefusal,
    AppealRefused,
    appeal_until,
    refusal_of_decision,
)
from standfirst.moderation.models import Appeal, NoticedThing
from standfirst.moderation.notice_queries import notice_of_secret
from standfirst.moderation.queries import statement_at


@private
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_statement(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask whom a decision meets why it is wrong: whoever has the link, banned or without an account."""
    statement = statement_at(secret)
    if statement is None:
        raise Http404
    new = NewAppeal(
        decision=statement.decision,
        words="",
        appellant=statement.decision.about,
        language=statement.language,
    )
    with override(statement.language):
        return _ask(request, new, appeal_against(statement.decision))


@private
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_notice(request: HttpRequest, secret: str, pk: int) -> HttpResponse:
    """Ask who gave notice why something should not have been left as it is."""
    notice = notice_of_secret(secret)
    if notice is None:
        raise Http404
    things = NoticedThing.objects.select_related("decision").filter(notice=notice)
    thing = get_object_or_404(things, pk=pk, outcome=NoticedThing.Outcome.LEFT)
    assert thing.decision is not None
    new = NewAppeal(
        decision=thing.decision,
        words="",
        thing=thing,
        appellant=notice.notifier,
        language=get_language() or "",
    )
    return _ask(request, new, appeal_about(thing))


@private
@require_safe
def appeal(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an appeal to whoever made it: until when it is decided, what came of it, and why."""
    found = appeal_of_secret(secret)
    if found is None:
        raise Http404
    with override(found.language or get_language()):
        context = {"appeal": found, "redress": redress_words() if not found.is_open else ""}
        response = render(request, "pages/appeal_state.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _ask(request: HttpRequest, new: NewAppeal, known: Appeal | None) -> HttpResponse:
    if known is not None:
        return HttpResponseRedirect(appeal_path(known), status=303)
    now = clock()
    form = AppealForm(request.POST if request.method == "POST" else None)
    context = {
        "form": form,
        "decision": new.decision,
        "is_notifiers": new.thing is not None,
        "until": appeal_until(new.decision),
        "days": time_to_decide().days,
        "why_not": "",
    }
    refusal = refusal_of_decision(new.decision, is_notifiers=new.thing is not None, now=now)
    if refusal is None and is_superseded(new.decision):
        refusal = AppealRefusal.SUPERSEDED
    if refusal is not None:
        context["why_not"] = words_for(AppealRefused(refusal))
        return render(request, "pages/appeal_form.html", context, status=410)
    if request.method != "POST":
        return render(request, "pages/appeal_form.html", context)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    try:
        made = make_appeal(new=replace(new, words=words), now=now)
    except AppealRefused as refused:
        form.refuse(refused)
        shown = {**context, "has_errors": True}
        return render(request, "pages/appeal_form.html", shown, status=422)
    return HttpResponseRedirect(appeal_path(made), status=303)
