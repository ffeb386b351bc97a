from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standfirst.desk.actions import Verb
from standfirst.discussion.models import Comment
from standfirst.lib.text import normal_newlines, text_refusal
from standfirst.siteconfig.models import HouseRules


class DecisionForm(forms.Form):
    """One decision on one comment, with what the moderator saw when deciding."""

    verb = forms.ChoiceField(choices=[(verb.value, verb.value) for verb in Verb])
    seen_state = forms.ChoiceField(choices=Comment.State.choices)
    seen_revision = forms.IntegerField()
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

    def clean_facts(self) -> str:
        """Take the reason with plain line ends; what cannot be shown is refused, not dropped."""
        facts = normal_newlines(self.cleaned_data["facts"])
        refusal = text_refusal(facts)
        if refusal is not None:
            raise forms.ValidationError(refusal)
        return facts


def rule_choices(rules: HouseRules | None) -> list[tuple[str, str]]:
    """The paragraphs of the house rules in force, for choosing one."""
    paragraphs = rules.paragraphs.all() if rules else ()
    return [("", str(_("none of them"))), *((str(row.number), str(row)) for row in paragraphs)]
