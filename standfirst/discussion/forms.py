"""The shapes of what people send, and the words for what is not taken.

A form never changes what was typed: whatever is refused is handed back as it came.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.template.defaultfilters import date as dated
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
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
    Refusal.QUESTION_CLOSED: _(
        "This question takes no more answers. You can write a comment of its own below the report."
    ),
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
    Refusal.SUSPENDED: _(
        "You cannot write here until {detail}. The reasons, and what you can do, "
        "stand under “What we decided about you” (/statement/)."
    ),
    Refusal.BANNED: _(
        "You cannot write here any more. The reasons, and what you can do, "
        "stand under “What we decided about you” (/statement/)."
    ),
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
    Refusal.SIGNED_OUT: _(
        "You are not signed in any more. Sign in in another window and send this again here, "
        "or send it now as a guest."
    ),
    Refusal.HOURS: _("No comments are taken at present. Try again later: it is kept here."),
    Refusal.IS_STAFF: _("Nobody moderates what the staff writes."),
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

# 128 random bits or more, as `js/later/keys.js` makes them.
_KEY = re.compile(r"[0-9a-f]{32,64}")


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
    if refusal == Refusal.HOURS and detail:
        again = dated(localtime(datetime.fromisoformat(detail)), "l, j F, H:i")
        words = _("No comments are taken until {begin}. Send this again then: it is kept here.")
        return str(words).format(begin=again)
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
    terms: str = ""
    is_fetched: bool = False
    may_ask: bool = False
    may_quote: bool = False


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
    """A new comment by whoever it is: members need not say who they are again.

    ``preview`` is the finished HTML of what was typed, if it was asked for.
    """

    may_preview = True
    preview: SafeString | None = None

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
    # Not in the page, which all share: a script adds it before the form is sent.
    key = forms.CharField(required=False)
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
        for name in ("name", "email", "key"):
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

    @property
    def was_members(self) -> bool:
        """Whether it was sent from a member's page, by a browser that is nobody's now."""
        return self.data.get("as") == "member" and not self.writes_as

    def clean_key(self) -> str:
        """Give the key; "" for what is none, which is as good as a form without a script."""
        key: str = self.cleaned_data["key"]
        return key if _KEY.fullmatch(key) else ""

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
