"""The list of appeals on the desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from standfirst.delivery.baking import private
from standfirst.desk.appeal_actions import Verdict, decide_appeal
from standfirst.desk.appeal_queries import items_of_appeals
from standfirst.desk.lists import tabs_for
from standfirst.desk.notice_views import LAW, ground_choices
from standfirst.discussion.rules import CommentRefused
from standfirst.lib.text import normal_newlines, text_refusal
from standfirst.moderation.appeal_queries import settled_appeals, waiting_appeals
from standfirst.moderation.appeal_rules import AppealRefusal, AppealRefused
from standfirst.moderation.models import Appeal, Ground
from standfirst.people.actions import person_of_user
from standfirst.people.models import User
from standfirst.people.queries import person_of
from standfirst.siteconfig.models import HouseRules
from standfirst.siteconfig.queries import current_rules

PAGE_SIZE = 10
DECIDED_SHOWN = 10
UPHOLD, REFUSE = "uphold", "refuse"
REFUSED: Mapping[str, Any] = {
    AppealRefusal.DECIDED_ALREADY: gettext_lazy(
        "Somebody else has decided this in the meantime. Nothing was changed."
    ),
    AppealRefusal.SAME_PERSON: gettext_lazy(
        "You decided this first, so that another person has to look at it now. Nothing was changed."
    ),
    AppealRefusal.OWN_MATTER: gettext_lazy(
        "This is about yourself, so that another person has to look at it. Nothing was changed."
    ),
    AppealRefusal.REASON_MISSING: gettext_lazy(
        "Please write a reason, and name the law or the house rule of what you remove."
    ),
}


class VerdictForm(forms.Form):
    """What a moderator decides on one appeal."""

    verdict = forms.ChoiceField(choices=[(UPHOLD, UPHOLD), (REFUSE, REFUSE)])
    ground = forms.ChoiceField(required=False)
    law = forms.CharField(required=False, max_length=500)
    facts = forms.CharField(required=False, strip=False, max_length=2000)

    def __init__(self, *args: Any, rules: HouseRules | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = ground_choices(rules)

    def clean_facts(self) -> str:
        """Take the reason with plain line ends; what cannot be shown is refused, not dropped."""
        facts = normal_newlines(self.cleaned_data["facts"])
        refusal = text_refusal(facts)
        if refusal is not None:
            raise forms.ValidationError(refusal)
        return facts


@private
@require_safe
def appeals(request: HttpRequest) -> HttpResponse:
    """Show the appeals that wait, those due first standing first, and those decided lately."""
    return render(request, "desk/appeals.html", _context(request, timezone.now()))


@private
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on one appeal, and come back to the list."""
    appeal = get_object_or_404(Appeal, pk=pk)
    rules = current_rules()
    form = VerdictForm(request.POST, rules=rules)
    now = timezone.now()
    if not form.is_valid():
        why = [str(words) for words in form.errors.get("facts", [])]
        incomplete = _("That decision was not complete. Nothing was changed.")
        messages.error(request, " ".join(why) or incomplete)
        return render(request, "desk/appeals.html", _context(request, now, form, pk), status=422)
    assert isinstance(request.user, User)
    data = form.cleaned_data
    is_law = data["ground"] in {"", LAW}
    verdict = Verdict(
        appeal=appeal,
        decided_by=person_of_user(user=request.user, now=now),
        is_upheld=data["verdict"] == UPHOLD,
        facts=data["facts"],
        ground=Ground.LAW if is_law else Ground.RULE,
        rule=None if is_law or rules is None else (rules.version, int(data["ground"])),
        law=data["law"] if is_law else "",
    )
    try:
        decide_appeal(verdict=verdict, now=now)
    except (AppealRefused, CommentRefused) as refused:
        words = REFUSED.get(refused.refusal, _("The comment is not as the decision left it."))
        messages.error(request, words)
        return render(request, "desk/appeals.html", _context(request, now, form, pk), status=409)
    if verdict.is_upheld:
        messages.success(request, _("Undone. All sides are told."))
    else:
        messages.success(request, _("The decision stands. Whoever appealed is told."))
    return redirect("desk_appeals")


def _context(
    request: HttpRequest, now: datetime, form: VerdictForm | None = None, failed: int = 0
) -> dict[str, object]:
    page = Paginator(waiting_appeals(), PAGE_SIZE).get_page(request.GET.get("p"))
    person = person_of(request)
    return {
        "title": _("Appeals"),
        "icon": "resubmit",
        "tabs": tabs_for("appeals"),
        "page": page,
        "items": items_of_appeals(list(page.object_list), person, now),
        "settled": settled_appeals()[:DECIDED_SHOWN],
        "grounds": ground_choices(current_rules()),
        "form": form,
        "failed": failed,
    }
