"""The list of names and texts of people that screens hold, and what is decided on each."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from standfirst.delivery.baking import private
from standfirst.desk.asking import moderator
from standfirst.desk.forms import TextForm, rule_choices
from standfirst.desk.lists import tabs_for
from standfirst.desk.queries import text_page, waiting_text
from standfirst.desk.refused import REFUSED
from standfirst.desk.text_actions import Grounds, TextVerb, refuse_text, show_text
from standfirst.discussion.rules import CommentRefused
from standfirst.lib.clock import now as clock
from standfirst.lib.keyset import decode_cursor
from standfirst.moderation.desk_queries import canned_reasons
from standfirst.moderation.models import HeldText
from standfirst.people.models import Person
from standfirst.siteconfig.models import HouseRules
from standfirst.siteconfig.queries import current_rules

DONE: Mapping[TextVerb, Promise] = {
    TextVerb.APPROVE: gettext_lazy("Approved: it is shown from now on."),
    TextVerb.REFUSE: gettext_lazy("Refused: what stood before stays, and its author is told why."),
}


@private
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """Show the names and texts that wait, from a place on, the longest waiting first."""
    return render(request, "desk/texts.html", _context(request))


@private
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on one name or text, and come back to the list."""
    held = waiting_text(pk)
    if held is None:
        words = _("Its author took it back or wrote another one. Nothing was changed.")
        return _refused(request, None, pk, words=words, status=409)
    rules = current_rules()
    form = TextForm(request.POST, rules=rules)
    if not form.is_valid():
        incomplete = _("That decision was not complete. Nothing was changed.")
        why = [str(words) for words in form.errors.get("facts", [])]
        return _refused(request, form, pk, words=" ".join(why) or incomplete, status=422)
    now = clock()
    verb = TextVerb(form.cleaned_data["verb"])
    try:
        _carry_out(verb, held, moderator(request, now), _grounds(form, rules), now)
    except CommentRefused as refused:
        words = str(REFUSED.get(refused.refusal, _("Nothing was changed.")))
        return _refused(request, form, pk, words=words, status=409)
    messages.success(request, str(DONE[verb]))
    after = request.POST.get("after", "")
    query = f"?{urlencode({'after': after})}" if decode_cursor(after) else ""
    return redirect(reverse("desk_texts") + query)


def _carry_out(verb: TextVerb, held: HeldText, by: Person, grounds: Grounds, now: datetime) -> None:
    if verb is TextVerb.APPROVE:
        show_text(held=held, by=by, now=now)
    else:
        refuse_text(held=held, by=by, grounds=grounds, now=now)


def _grounds(form: TextForm, rules: HouseRules | None) -> Grounds:
    number = form.cleaned_data["rule"]
    return Grounds(
        rules_version=rules.version if rules and number else None,
        rule_number=number,
        facts=form.cleaned_data["facts"],
    )


def _refused(
    request: HttpRequest, form: TextForm | None, pk: int, *, words: str, status: int
) -> HttpResponse:
    messages.error(request, words)
    return render(request, "desk/texts.html", _context(request, form, pk), status=status)


def _context(
    request: HttpRequest, form: TextForm | None = None, failed: int = 0
) -> dict[str, object]:
    asked = request.POST if request.method == "POST" else request.GET
    after = asked.get("after", "")
    page = text_page(after)
    return {
        "title": _("Desk: Names and texts"),
        "icon": "comment",
        "tabs": tabs_for("texts"),
        "after": after,
        "next": page.next,
        "items": page.items,
        "now": clock(),
        "rules": rule_choices(current_rules()),
        "canned": canned_reasons(),
        "form": form,
        "failed": failed,
    }
