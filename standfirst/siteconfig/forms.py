import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standfirst.lib.text import normal_newlines, text_refusal
from standfirst.siteconfig.actions import Paragraph
from standfirst.siteconfig.categories import Category, Keyword
from standfirst.siteconfig.models import HouseRules

BLANK_LINE = re.compile(r"\n[ \t]*\n+")
LONGEST_TITLE = 120


class RulesForm(forms.Form):
    """A new version of the house rules, as one text."""

    introduction = forms.CharField(
        label=_("Introduction"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    paragraphs = forms.CharField(
        label=_("Rules"),
        help_text=_(
            "A blank line between rules. The first line of each is its title; they are numbered "
            "in their order."
        ),
        widget=forms.Textarea(attrs={"rows": 20}),
    )

    def clean_introduction(self) -> str:
        """Take the introduction with plain line ends."""
        return _storable(self.cleaned_data["introduction"])

    def clean_paragraphs(self) -> list[Paragraph]:
        """Read the text as titled paragraphs."""
        text = _storable(self.cleaned_data["paragraphs"])
        paragraphs = [_paragraph(part) for part in BLANK_LINE.split(text) if part.strip()]
        long = [
            number for number, row in enumerate(paragraphs, 1) if len(row.title) > LONGEST_TITLE
        ]
        if long:
            raise forms.ValidationError(
                _("The title of rule {number} is longer than {most} characters.").format(
                    number=long[0], most=LONGEST_TITLE
                )
            )
        return paragraphs


class KindsForm(forms.Form):
    """What decisions that cite each rule in force count as, in the words of the EU's database."""

    def __init__(self, *args: Any, rules: HouseRules | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers: list[int] = []
        for row in rules.paragraphs.all() if rules is not None else ():
            self.numbers.append(row.number)
            self.fields[f"category-{row.number}"] = forms.ChoiceField(
                label=str(row), choices=Category.choices, initial=row.category
            )
            self.fields[f"keyword-{row.number}"] = forms.ChoiceField(
                label=_("More exactly"),
                choices=[("", "–"), *Keyword.choices],
                initial=row.keyword,
                required=False,
            )

    def kinds(self) -> dict[int, tuple[str, str]]:
        """Category and keyword by the number of the rule."""
        data = self.cleaned_data
        return {
            number: (data[f"category-{number}"], data[f"keyword-{number}"])
            for number in self.numbers
        }


def rules_text(paragraphs: list[Paragraph]) -> str:
    """Write paragraphs as the text that the form reads."""
    return "\n\n".join(f"{row.title}\n{row.text}".rstrip() for row in paragraphs)


def _storable(typed: str) -> str:
    text = normal_newlines(typed)
    refusal = text_refusal(text)
    if refusal:
        raise forms.ValidationError(refusal)
    return text


def _paragraph(part: str) -> Paragraph:
    title, _separator, text = part.strip().partition("\n")
    return Paragraph(title.strip(), text.strip())
