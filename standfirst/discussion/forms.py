"""The shapes of what people send, and the words for what is not taken.

A form never changes what was typed: whatever is refused is handed back as it came.
"""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from standfirst.discussion.models import Report
from standfirst.discussion.rules import (
    LONGEST_NAME,
    LONGEST_REPORT,
    LONGEST_TEXT,
    CommentRefused,
    Refusal,
)
from standfirst.people.models import Person
from standfirst.people.rules import address_of, is_member, is_proven

# A sentence, translated when it is shown.
Words = Any

WORDS: dict[Refusal, Words] = {
    Refusal.OFF: _("There is no discussion here."),
    Refusal.CLOSED: _("The discussion is closed."),
    Refusal.PROVEN_ONLY: _("Here only readers write who have confirmed their e-mail address."),
    Refusal.MEMBERS_ONLY: _("Here only members write: whoever has an account."),
    Refusal.SUPPORTERS_ONLY: _("Here only those write who support this paper with money."),
    Refusal.LOCKED: _(
        "Replies are closed here. You can write a comment of its own below the report."
    ),
    Refusal.TOO_MANY_PINS: _(
        "Three conversations are pinned here already. Take one of them down first."
    ),
    Refusal.ONLY_FIRST_PINNED: _("Only a comment that begins a conversation can be pinned."),
    Refusal.ASKS_NOTHING: _("This comment is no question to the author."),
    Refusal.PACE_WRONG: _("Please choose one of the paces."),
    Refusal.PARENT_GONE: _("The comment that you answer cannot be read any more."),
    Refusal.QUESTION_GONE: _("The question that you answer is not in the story any more."),
    Refusal.PASSAGE_GONE: _(
        "This passage is not in the report any more. It was changed since you read it."
    ),
    Refusal.PASSAGE_TOO_LONG: _("Please choose a shorter passage."),
    Refusal.EMPTY: _("Write at least one word."),
    Refusal.NAME_UNSHOWABLE: _("This name has a character that cannot be shown in one line."),
    Refusal.NAME_TAKEN: _(
        "A member or somebody of the paper has this name, or one that looks like it. "
        "Choose another, or sign in if it is yours."
    ),
    Refusal.ADDRESS_WRONG: _("This is not a whole address. It looks like name@example.org."),
    Refusal.TOO_FAST: _(
        "You have just sent another one. Wait ten seconds, then send this again; "
        "of one person we take eight in ten minutes."
    ),
    Refusal.NETWORK_BUSY: _(
        "Very many came from your network in the last minutes. "
        "Please try again in ten minutes, or sign in."
    ),
    Refusal.BANNED_WORD: _("We do not print “{detail}”. Please say it otherwise."),
    Refusal.NOT_PRINTED: _("We cannot print this."),
    Refusal.NOT_YOURS: _("Only its author can do that."),
    Refusal.EDIT_OVER: _(
        "A comment can be changed for 15 minutes. You can still withdraw it, or answer it."
    ),
    Refusal.OWN: _("This is your own comment."),
    Refusal.NOT_VISIBLE: _("This comment cannot be read any more."),
    Refusal.GUESTS_MAY_NOT_VOTE: _("Here only members vote. Please sign in."),
    Refusal.VOTE_WRONG: _("Vote up, down, or take your vote back."),
    Refusal.DECIDED_ALREADY: _("Somebody else has decided this a moment ago."),
    Refusal.EDITED_SINCE: _("The author has changed the comment since you saw it."),
    Refusal.REASON_MISSING: _("Please choose what is wrong."),
    Refusal.LINK_WRONG: _("This link has ended or is not whole."),
}
FIELDS: dict[Refusal, str] = {
    Refusal.EMPTY: "text",
    Refusal.TOO_LONG: "text",
    Refusal.UNSHOWABLE: "text",
    Refusal.BANNED_WORD: "text",
    Refusal.NAME_TOO_LONG: "name",
    Refusal.NAME_UNSHOWABLE: "name",
    Refusal.NAME_TAKEN: "name",
    Refusal.ADDRESS_WRONG: "email",
    Refusal.REASON_MISSING: "reason",
}


def words_for(refused: CommentRefused) -> str:
    """Say to a person why something was not taken and what helps."""
    refusal, detail = refused.refusal, refused.detail
    if refusal in {Refusal.TOO_LONG, Refusal.NAME_TOO_LONG}:
        over = int(detail)
        return ngettext(
            "This is %(over)d character too long. Please shorten it.",
            "This is %(over)d characters too long. Please shorten it.",
            over,
        ) % {"over": over}
    if refusal == Refusal.UNSHOWABLE:
        return detail
    if refusal == Refusal.SLOWED:
        wait = int(detail)
        return ngettext(
            "This discussion is slowed down. Send this again in %(wait)d minute: it is kept here.",
            "This discussion is slowed down. Send this again in %(wait)d minutes: it is kept here.",
            wait,
        ) % {"wait": wait}
    return str(WORDS[refusal]).replace("{detail}", detail)


@dataclass(frozen=True)
class Sheet:
    """How one form stands on a page. ``ident`` is the prefix of all its ids."""

    ident: str
    action: str
    heading: Words
    button: Words
    hidden: dict[str, str] = field(default_factory=dict)
    cancel: str = ""
    slot: str = ""
    closing: Words = ""
    is_fetched: bool = False
    may_ask: bool = False


class SheetForm(forms.Form):
    """A form that knows its place on the page and can be refused by an action."""

    use_required_attribute = False

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{sheet.ident}-%s"
        self.sheet = sheet
        if sheet.is_fetched and not self.is_bound and "text" in self.fields:
            self.fields["text"].widget.attrs["autofocus"] = True

    def refuse(self, refused: CommentRefused) -> None:
        """Show beside the right field why an action refused."""
        name = FIELDS.get(refused.refusal)
        self.add_error(name if name in self.fields else None, words_for(refused))


def _text_field(label: Words, limit: int, *, rows: int, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        strip=False,
        error_messages={"required": WORDS[Refusal.EMPTY]},
        widget=forms.Textarea(attrs={"rows": rows, "data-limit": limit}),
    )


class WordsForm(SheetForm):
    """The words of a comment: a new wording for an old one."""

    text = _text_field(_("Your comment"), LONGEST_TEXT, rows=4, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Django would refuse NUL with words of its own; the action says which line it is in.
        self.fields["text"].validators = []
        self.fields["text"].help_text = _(
            "Up to 4,000 characters. *emphasis*, [links](https://…), > quotes and lists work."
        )


class CommentForm(WordsForm):
    """A new comment by whoever it is: members need not say who they are again."""

    name = forms.CharField(
        label=_("Name"),
        required=False,
        help_text=_("If you leave it empty, you are “A reader”."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": LONGEST_NAME}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        help_text=_("Never shown. For notices and to keep your comments yours."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    asks = forms.BooleanField(
        label=_("This is a question to the author"),
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "author"}),
    )
    notify = forms.BooleanField(
        label=_("Notify me of replies"),
        required=False,
        widget=forms.CheckboxInput(attrs={"value": "replies"}),
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        for name in ("name", "email"):
            self.fields[name].validators = []
        if not self.sheet.may_ask:
            del self.fields["asks"]
        if person is None:
            return
        if is_member(person):
            del self.fields["name"], self.fields["email"]
        else:
            self.initial.setdefault("name", person.name)
            self.initial.setdefault("email", person.email)
            if is_proven(person):
                self.fields["email"].help_text = _("Confirmed. Never shown.")

    @property
    def writes_as(self) -> str:
        """A member's name, for "You write as …"; "" for a guest."""
        if self.person is None or not is_member(self.person):
            return ""
        return self.person.shown_name

    def clean(self) -> dict[str, Any] | None:
        """Ask for an address where one is needed."""
        cleaned = super().clean()
        needs = bool(self.cleaned_data.get("notify")) and "email" in self.fields
        if needs and not self.cleaned_data.get("email", ""):
            self.add_error("email", _("To notify you, we need an address."))
        return cleaned


class ReportForm(SheetForm):
    """What is wrong with a comment."""

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Report.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": WORDS[Refusal.REASON_MISSING]},
    )
    text = _text_field(_("In your words, if you like"), LONGEST_REPORT, rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].validators = []
        self.fields["text"].help_text = _("Up to 1,000 characters. Only moderators read this.")


class ErrorForm(SheetForm):
    """What is wrong in a passage of a report."""

    text = _text_field(_("What is wrong?"), LONGEST_REPORT, rows=3, required=True)
    name = forms.CharField(
        label=_("Name to thank"),
        required=False,
        help_text=_("It stands beside the correction. Leave it empty, and we do not name you."),
        widget=forms.TextInput(attrs={"maxlength": LONGEST_NAME}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        help_text=_("Never shown. We write once, when it is corrected."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].validators = []
        if person is not None:
            self.initial.setdefault("email", address_of(person))
        self.fields["text"].help_text = _("Up to 1,000 characters. Only the newsroom reads this.")
