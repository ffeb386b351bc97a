"""The shape of an appeal, and the words for why one is not taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from standfirst.moderation.appeal_rules import LONGEST_WORDS, AppealRefusal, AppealRefused

WORDS = {
    AppealRefusal.EMPTY: _("Say in a few words why we are wrong."),
    AppealRefusal.TOO_LATE: _("This decision is older than six months, so it stands."),
    AppealRefusal.NOT_APPEALABLE: _("There is nothing here to appeal against."),
    AppealRefusal.SUPERSEDED: _(
        "Something else was decided since, so there is nothing here to appeal against any more."
    ),
}


def words_for(refused: AppealRefused) -> str:
    """Say to a person why an appeal was not taken."""
    if refused.refusal == AppealRefusal.TOO_LONG:
        over = int(refused.detail)
        return ngettext(
            "This is %(over)d character too long. Please shorten it.",
            "This is %(over)d characters too long. Please shorten it.",
            over,
        ) % {"over": over}
    if refused.refusal == AppealRefusal.UNSHOWABLE:
        return refused.detail
    return str(WORDS[refused.refusal])


class AppealForm(forms.Form):
    """Why a decision is wrong, in one's own words."""

    use_required_attribute = False

    words = forms.CharField(
        label=_("Why are we wrong?"),
        required=False,
        strip=False,
        help_text=_("Up to 4,000 characters. Only moderators read this."),
        widget=forms.Textarea(attrs={"rows": 6, "data-limit": LONGEST_WORDS}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = "appeal-%s"
        # Django would refuse NUL with words of its own; the action says which line it is in.
        self.fields["words"].validators = []

    def refuse(self, refused: AppealRefused) -> None:
        """Show why the action refused: beside the words, or above all."""
        about = {AppealRefusal.EMPTY, AppealRefusal.TOO_LONG, AppealRefusal.UNSHOWABLE}
        self.add_error("words" if refused.refusal in about else None, words_for(refused))
