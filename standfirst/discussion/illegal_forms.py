"""The shape of a notice of illegal content, and the words for what it lacks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from standfirst.lib.text import normal_newlines
from standfirst.moderation.models import Notice
from standfirst.moderation.notice_rules import (
    LONGEST_LAW,
    LONGEST_NAME,
    LONGEST_WORDS,
    MOST_PLACES,
    NoticeRefusal,
    NoticeRefused,
)
from standfirst.people.models import Person
from standfirst.people.rules import address_of, is_member
from standfirst.siteconfig.models import HouseRules

WORDS = {
    NoticeRefusal.EMPTY: _("Say in a few words why it is illegal."),
    NoticeRefusal.CATEGORY_MISSING: _("Please choose what it is."),
    NoticeRefusal.RULE_MISSING: _("Please choose the house rule that it breaks."),
    NoticeRefusal.PLACE_MISSING: _("Give at least one address, each in a line of its own."),
    NoticeRefusal.NAME_MISSING: _(
        "The law asks for your name. Nobody but the moderators reads it."
    ),
    NoticeRefusal.NAME_WRONG: _(
        "This name is too long, or has a character that cannot be shown in one line."
    ),
    NoticeRefusal.ADDRESS_WRONG: _("This is not a whole address. It looks like name@example.org."),
    NoticeRefusal.NOT_STATED: _("Please state that you believe what you write to be true."),
    NoticeRefusal.TOO_FAST: _(
        "You have just sent another one. Wait ten seconds, then send this again."
    ),
    NoticeRefusal.TOO_MANY: _(
        "You gave twenty notices within a day. Please send this one tomorrow, "
        "or write to the address at the foot of this page."
    ),
    NoticeRefusal.NETWORK_BUSY: _(
        "Very many notices came from your network within an hour. Please try again later, sign in, "
        "or write to the address at the foot of this page."
    ),
}
FIELDS = {
    NoticeRefusal.EMPTY: "words",
    NoticeRefusal.TOO_LONG: "words",
    NoticeRefusal.LAW_TOO_LONG: "law",
    NoticeRefusal.CATEGORY_MISSING: "category",
    NoticeRefusal.RULE_MISSING: "rule",
    NoticeRefusal.PLACE_MISSING: "places",
    NoticeRefusal.TOO_MANY_PLACES: "places",
    NoticeRefusal.NAME_MISSING: "name",
    NoticeRefusal.NAME_WRONG: "name",
    NoticeRefusal.ADDRESS_WRONG: "email",
    NoticeRefusal.NOT_STATED: "good_faith",
}


def words_for(refused: NoticeRefused) -> str:
    """Say to a person why a notice was not taken and what helps."""
    refusal, detail = refused.refusal, refused.detail
    if refusal in {NoticeRefusal.TOO_LONG, NoticeRefusal.LAW_TOO_LONG}:
        over = int(detail)
        return ngettext(
            "This is %(over)d character too long. Please shorten it.",
            "This is %(over)d characters too long. Please shorten it.",
            over,
        ) % {"over": over}
    if refusal == NoticeRefusal.TOO_MANY_PLACES:
        return _now("A notice takes {most} addresses. Please send the rest in another one.").format(
            most=MOST_PLACES
        )
    if refusal == NoticeRefusal.UNSHOWABLE:
        return detail
    if refusal == NoticeRefusal.SUSPENDED:
        return _now(
            "Several of your notices were manifestly unfounded, so we take none from you until {day} "
            "(Digital Services Act, Art. 23). If that is an error, write to the address at the foot "
            "of this page."
        ).format(day=formats.date_format(datetime.fromisoformat(detail), "DATE_FORMAT"))
    return str(WORDS[refusal])


class NoticeForm(forms.Form):
    """What is illegal, where, why, and who says so. What was typed is handed back as it was."""

    use_required_attribute = False

    places = forms.CharField(
        label=_("Where is it?"),
        required=False,
        strip=False,
        help_text=_(
            "The address of the comment; of several, each in a line of its own. "
            "It is the link on the time above a comment."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )
    category = forms.ChoiceField(
        label=_("What is it?"),
        required=False,
        choices=[("", _("Please choose")), *Notice.Category.choices],
    )
    law = forms.CharField(
        label=_("Which law, if you know it"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": LONGEST_LAW}),
    )
    rule = forms.TypedChoiceField(
        label=_("Which house rule, if it is against one"),
        coerce=int,
        empty_value=None,
        required=False,
    )
    words = forms.CharField(
        label=_("Why is it illegal?"),
        required=False,
        strip=False,
        help_text=_("Up to 4,000 characters. Only moderators read this."),
        widget=forms.Textarea(attrs={"rows": 5, "data-limit": LONGEST_WORDS}),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": LONGEST_NAME}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        help_text=_("Never shown. For the receipt and the answer."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I write here is accurate and complete."),
        required=False,
    )

    def __init__(
        self, *args: Any, rules: HouseRules | None, person: Person | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "notice-%s"
        # Django would refuse NUL with words of its own; the action says which line it is in.
        for name in ("places", "words", "law", "name", "email"):
            self.fields[name].validators = []
        if person is not None and is_member(person):
            self.initial.setdefault("name", person.name)
            self.initial.setdefault("email", address_of(person))
        field = self.fields["rule"]
        assert isinstance(field, forms.TypedChoiceField)
        paragraphs = list(rules.paragraphs.all()) if rules is not None else []
        if not paragraphs:
            del self.fields["rule"]
        field.choices = [("", _("none of them")), *((row.number, str(row)) for row in paragraphs)]

    @property
    def lines(self) -> Sequence[str]:
        """The addresses, one a line, as they were typed."""
        typed = normal_newlines(self.data.get("places", "") if self.is_bound else "")
        return [line.strip() for line in typed.split("\n") if line.strip()]

    def refuse(self, refused: NoticeRefused) -> None:
        """Show beside the right field why the action refused."""
        name = FIELDS.get(refused.refusal)
        self.add_error(name if name in self.fields else None, words_for(refused))
