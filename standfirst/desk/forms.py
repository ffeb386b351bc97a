from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standfirst.desk.actions import Verb
from standfirst.desk.text_actions import TextVerb
from standfirst.discussion.models import Comment
from standfirst.lib.text import normal_newlines, text_refusal
from standfirst.moderation.models import CannedReason
from standfirst.siteconfig.models import HouseRules


class ReasonForm(forms.Form):
    """A decision and what it rests on: a ready reason, or a house rule and words."""

    verb = forms.ChoiceField(choices=[(verb.value, verb.value) for verb in Verb])
    canned = forms.ModelChoiceField(
        CannedReason.objects.filter(is_active=True), label=_("Ready reason"), required=False
    )
    rule = forms.TypedChoiceField(
        label=_("House rule"), coerce=int, empty_value=None, required=False
    )
    facts = forms.CharField(
        label=_("Reason, as the author will read it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, rules: HouseRules | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rule"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = rule_choices(rules)
        self.numbers = {value for value, _words in field.choices}

    def clean(self) -> dict[str, Any]:
        """Take rule and words from a ready reason, where none were given beside it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        canned = data.get("canned")
        if canned is not None:
            is_in_force = str(canned.rule_number) in self.numbers
            data["rule"] = data.get("rule") or (canned.rule_number if is_in_force else None)
            data["facts"] = data.get("facts") or normal_newlines(canned.words)
        return data

    def clean_facts(self) -> str:
        """Take the reason with plain line ends; what cannot be shown is refused, not dropped."""
        return showable(self.cleaned_data["facts"])


class DecisionForm(ReasonForm):
    """One decision on one comment, with what the moderator saw when deciding."""

    seen_state = forms.ChoiceField(choices=Comment.State.choices)
    seen_revision = forms.IntegerField()


class TextForm(ReasonForm):
    """One decision on a waiting name or text. Its number says which wording the moderator saw."""

    verb = forms.ChoiceField(choices=[(verb.value, verb.value) for verb in TextVerb])


class NoteForm(forms.Form):
    """What a moderator tells the others about somebody."""

    text = forms.CharField(max_length=1000)

    def clean_text(self) -> str:
        """Take the note with plain line ends; what cannot be shown is refused, not dropped."""
        return showable(self.cleaned_data["text"])


def showable(typed: str) -> str:
    """Give words with plain line ends. Raises ValidationError for what cannot be shown."""
    text = normal_newlines(typed)
    refusal = text_refusal(text)
    if refusal is not None:
        raise forms.ValidationError(refusal)
    return text


def rule_choices(rules: HouseRules | None) -> list[tuple[str, str]]:
    """The paragraphs of the house rules in force, for choosing one."""
    paragraphs = rules.paragraphs.all() if rules else ()
    return [("", str(_("none of them"))), *((str(row.number), str(row)) for row in paragraphs)]
