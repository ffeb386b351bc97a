"""The shapes of wishes to be told, and of the one page on which all of an address are changed."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from standfirst.discussion.actions import Choices
from standfirst.discussion.forms import SheetForm
from standfirst.discussion.models import Subscription
from standfirst.notify.actions import QuietHours
from standfirst.notify.models import Mailbox, Rhythm
from standfirst.notify.rules import known_zones
from standfirst.people.models import Person
from standfirst.people.rules import is_member

Kind = Subscription.Kind
NONE = "none"


def _rhythm_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("How often"), choices=Rhythm.choices, required=False, initial=Rhythm.AT_ONCE
    )


class AddressForm(SheetForm):
    """To which address, and how often; a member's address stands in the account."""

    rhythm = _rhythm_field()
    email = forms.CharField(
        label=_("E-mail"),
        required=False,
        help_text=_("We send one mail to confirm. Every mail has a link that ends it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, person: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["email"].validators = []
        if person is not None and is_member(person):
            del self.fields["email"]
        elif person is not None:
            self.initial.setdefault("email", person.email)

    @property
    def chosen_rhythm(self) -> Rhythm:
        """How often; at once for whoever did not say."""
        return Rhythm(self.cleaned_data["rhythm"] or Rhythm.AT_ONCE)


class NotifyForm(AddressForm):
    """Who wants to be told of what in a thread."""

    field_order = ("what", "rhythm", "email")
    KINDS = {
        "thread": Kind.ALL,
        "replies": Kind.REPLIES,
        "answers": Kind.ANSWERS,
        "mentions": Kind.MENTIONS,
        "fate": Kind.FATE,
    }
    what = forms.ChoiceField(
        label=_("Send me a mail for"),
        choices=(
            ("thread", _("all new comments here")),
            ("replies", _("replies to my comments")),
            ("answers", _("answers by the author of the report")),
            ("mentions", _("mentions of me, in every discussion")),
            ("fate", _("what becomes of my comments, in every discussion")),
        ),
        initial="thread",
        widget=forms.RadioSelect,
    )

    @property
    def kind(self) -> Subscription.Kind:
        """What the person wants to be told of."""
        return self.KINDS[self.cleaned_data["what"]]


class FollowForm(AddressForm):
    """Who wants to be told of new reports: by an author, or on a topic."""

    field_order = ("page", "rhythm", "email")
    page = forms.TypedChoiceField(
        label=_("Send me a mail for new reports"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose whom or what to follow.")},
    )

    def __init__(self, *args: Any, pages: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.fields["page"]
        assert isinstance(page, forms.TypedChoiceField)
        page.choices = [(str(pk), words) for pk, words in pages]
        if len(pages) == 1:
            self.initial.setdefault("page", str(pages[0][0]))


def _hour_field(label: Any) -> forms.TypedChoiceField:
    hours = [("", _("never"))] + [(f"{hour:02}", f"{hour:02}:00") for hour in range(24)]
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=hours,
        coerce=lambda hour: time(int(hour)),
        empty_value=None,
    )


class NoticesForm(forms.Form):
    """All that an address is told of: how often each, and when not."""

    use_required_attribute = False
    quiet_from = _hour_field(_("No mail from"))
    quiet_until = _hour_field(_("until"))
    time_zone = forms.ChoiceField(label=_("on the clock of"), required=False)

    def __init__(
        self,
        *args: Any,
        mailbox: Mailbox | None,
        wishes: Sequence[Subscription],
        person: Person | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.wishes = wishes
        for wish in wishes:
            self._add(f"wish-{wish.pk}", title_of(wish), wish.rhythm, _("End these mails"))
        known = {wish.kind for wish in wishes}
        self.askable = [kind for kind in _kinds_for(person) if kind not in known]
        for kind in self.askable:
            self._add(kind.value, kind.label, NONE, _("No mails"))
        zone = self.fields["time_zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [("", _("the paper")), *((name, name) for name in known_zones())]
        if mailbox is not None:
            self.initial.setdefault("time_zone", mailbox.time_zone)
            for name in ("quiet_from", "quiet_until"):
                hour = getattr(mailbox, name)
                self.initial.setdefault(name, f"{hour:%H}" if hour else "")

    def _add(self, name: str, label: Any, initial: str, none: Any) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            choices=[*Rhythm.choices, (NONE, none)],
            initial=initial,
            required=False,
        )

    @property
    def rhythm_fields(self) -> list[forms.BoundField]:
        """The fields of what is told, for the template."""
        names = [f"wish-{wish.pk}" for wish in self.wishes]
        return [self[name] for name in [*names, *(kind.value for kind in self.askable)]]

    @property
    def choices(self) -> Choices:
        """What was chosen; what was not sent stays as it is."""
        data = self.cleaned_data
        sent = {wish.pk: data[f"wish-{wish.pk}"] for wish in self.wishes}
        asked = {kind: data[kind.value] for kind in self.askable}
        return Choices(
            rhythms={
                pk: None if value == NONE else Rhythm(value) for pk, value in sent.items() if value
            },
            asked={kind: Rhythm(value) for kind, value in asked.items() if value not in {"", NONE}},
            quiet=QuietHours(data["time_zone"], data["quiet_from"], data["quiet_until"]),
        )


def _kinds_for(person: Person | None) -> tuple[Subscription.Kind, ...]:
    """What somebody may be told that concerns themselves; more, where they are an author."""
    if person is None:
        return ()
    is_author = is_member(person) and person.page_roles.exists()
    return Subscription.OF_MYSELF + (Subscription.OF_AUTHORS if is_author else ())


def title_of(wish: Subscription) -> str:
    """Say what a wish is for: its kind, and whom or what it is about."""
    kind = str(Kind(wish.kind).label)
    if not wish.subject:
        return kind
    return _("{kind}, “{subject}”").format(kind=kind, subject=wish.subject)
