"""The list of notices of illegal content on the desk."""

from collections.abc import Mapping
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
from standfirst.desk.forms import rule_choices
from standfirst.desk.lists import tabs_for
from standfirst.desk.notice_actions import Answer, Finding, decide_noticed
from standfirst.desk.notice_queries import items_of_notices
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.lib.text import normal_newlines, text_refusal
from standfirst.moderation.models import Ground, NoticedThing
from standfirst.moderation.notice_queries import settled_notices, waiting_notices
from standfirst.moderation.notice_rules import NoticeRefusal, NoticeRefused
from standfirst.people.actions import person_of_user
from standfirst.people.models import User
from standfirst.siteconfig.models import HouseRules
from standfirst.siteconfig.queries import current_rules

PAGE_SIZE = 10
DECIDED_SHOWN = 10
LAW = "law"

DONE = {
    Answer.REMOVE: gettext_lazy("Removed. Its author and the notifier are told."),
    Answer.LEAVE: gettext_lazy("Left as it is. The notifier is told."),
    Answer.GONE: gettext_lazy("Noted that it is gone. The notifier is told."),
}
REFUSED: Mapping[str, Any] = {
    NoticeRefusal.DECIDED_ALREADY: gettext_lazy(
        "Somebody else has decided this in the meantime. Nothing was changed."
    ),
    NoticeRefusal.REASON_MISSING: gettext_lazy(
        "Please write a reason, and name the law or the house rule: "
        "the author and the notifier have a right to both."
    ),
    Refusal.EDITED_SINCE: gettext_lazy(
        "The author has edited this comment since you saw it. Please read it again."
    ),
}


class AnswerForm(forms.Form):
    """What a moderator decides on one thing of a notice, with what they saw."""

    answer = forms.ChoiceField(choices=[(each.value, each.value) for each in Answer])
    seen_revision = forms.IntegerField(required=False)
    ground = forms.ChoiceField(label=gettext_lazy("Ground"), required=False)
    law = forms.CharField(label=gettext_lazy("Law"), required=False, max_length=500)
    facts = forms.CharField(
        label=gettext_lazy("Reason, as the author and the notifier will read it"),
        required=False,
        strip=False,
        max_length=2000,
    )
    unfounded = forms.BooleanField(
        label=gettext_lazy("This notice is manifestly unfounded"), required=False
    )

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


def ground_choices(rules: HouseRules | None) -> list[tuple[str, str]]:
    """The law, and the paragraphs of the house rules in force."""
    paragraphs = [choice for choice in rule_choices(rules) if choice[0]]
    return [(LAW, str(_("This law:"))), *paragraphs]


@private
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show the notices that wait, the gravest and oldest first, and those decided lately."""
    return render(request, "desk/notices.html", _context(request))


@private
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on one thing of a notice, and come back to the list."""
    thing = get_object_or_404(NoticedThing, pk=pk)
    rules = current_rules()
    form = AnswerForm(request.POST, rules=rules)
    if not form.is_valid():
        why = [str(words) for words in form.errors.get("facts", [])]
        messages.error(
            request, " ".join(why) or _("That decision was not complete. Nothing was changed.")
        )
        return render(request, "desk/notices.html", _context(request, form, pk), status=422)
    assert isinstance(request.user, User)
    now = timezone.now()
    data = form.cleaned_data
    is_law = data["ground"] in {"", LAW}
    rule = None if is_law or rules is None else (rules.version, int(data["ground"]))
    answer = Answer(data["answer"])
    finding = Finding(
        thing=thing,
        decided_by=person_of_user(user=request.user, now=now),
        seen_revision=data["seen_revision"],
        ground=_ground(answer, is_law=is_law),
        rule=rule if answer is Answer.REMOVE else None,
        law=data["law"] if answer is Answer.REMOVE and is_law else "",
        facts=data["facts"],
        is_unfounded=data["unfounded"],
    )
    try:
        decide_noticed(answer=answer, finding=finding, now=now)
    except (NoticeRefused, CommentRefused) as refused:
        messages.error(request, REFUSED.get(refused.refusal, _("Nothing was changed.")))
        return render(request, "desk/notices.html", _context(request, form, pk), status=409)
    messages.success(request, DONE[answer])
    return redirect("desk_notices")


def _ground(answer: Answer, *, is_law: bool) -> Ground:
    if answer is not Answer.REMOVE:
        return Ground.NONE
    return Ground.LAW if is_law else Ground.RULE


def _context(
    request: HttpRequest, form: AnswerForm | None = None, failed: int = 0
) -> dict[str, object]:
    page = Paginator(waiting_notices(), PAGE_SIZE).get_page(request.GET.get("p"))
    return {
        "title": _("Notices of illegal content"),
        "icon": "warning",
        "tabs": tabs_for("notices"),
        "page": page,
        "items": items_of_notices(list(page.object_list)),
        "settled": settled_notices()[:DECIDED_SHOWN],
        "grounds": ground_choices(current_rules()),
        "form": form,
        "failed": failed,
    }
