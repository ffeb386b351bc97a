from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput
from wagtail.models import Page

from standfirst.funding.actions.campaigns import CampaignPlan
from standfirst.funding.actions.manual import ManualGift
from standfirst.funding.actions.words import Words
from standfirst.funding.forms.choosers import ImageChooser, PageChooser
from standfirst.funding.forms.texts import stored_line, stored_text
from standfirst.funding.models import Campaign, GoalPolicy, Method
from standfirst.funding.models.campaigns import STORY_FEATURES
from standfirst.funding.models.gifts import LONGEST_MESSAGE, LONGEST_NAME
from standfirst.funding.rules.transfers import arrived_at
from standfirst.lib.money import Money, MoneyError, exponent_of, parse_money
from standfirst.pictures.models import Image

MOST_PLACES = 3
KEPT = (
    *("title", "purpose", "story", "deadline", "goal_policy", "goal_words", "picture"),
    *("picture_alt", "is_shown_everywhere"),
)
PLACES = tuple(f"place_{number}" for number in range(1, MOST_PLACES + 1))


class StoryWidget(forms.Textarea):
    """Wagtail's rich text editor; what it cannot read is refused instead of breaking the page."""

    def __init__(self) -> None:
        super().__init__()
        self.editor = get_rich_text_editor_widget(features=list(STORY_FEATURES))

    @property
    def media(self) -> forms.Media:
        """The editor's own scripts and styles."""
        media: forms.Media = self.editor.media
        return media

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """Show the editor."""
        return self.editor.render(name, value, attrs, renderer)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Read the editor's JSON as HTML; NUL, which no field takes, for what is none."""
        try:
            return self.editor.value_from_datadict(data, files, name)
        except (ValueError, KeyError, TypeError, AttributeError, AssertionError):
            return "\x00"


class CampaignForm(forms.Form):
    """What a campaign is made of. What is fixed for ever is asked only when it is made."""

    title = forms.CharField(label=_("Title"), max_length=120)
    slug = forms.SlugField(
        label=_("Address"),
        max_length=80,
        help_text=_("The last part of its address, below /support/. It cannot be changed later."),
    )
    is_rehearsed = forms.BooleanField(
        label=_("A rehearsal"),
        required=False,
        help_text=_(
            "For practising: no real money, and none of it counts anywhere else. "
            "It cannot be changed later."
        ),
    )
    currency = forms.CharField(
        label=_("Currency"),
        min_length=3,
        max_length=3,
        initial="USD",
        help_text=_("Three letters, such as USD or EUR. It cannot be changed later."),
    )
    goal = forms.CharField(label=_("Goal"), max_length=20)
    marks = forms.CharField(
        label=_("Marks on the scale"),
        required=False,
        max_length=200,
        help_text=_("Amounts with spaces between them: 0 2500 5000. Empty: nothing, half and all."),
    )
    suggested = forms.CharField(
        label=_("Suggested amounts"),
        required=False,
        max_length=200,
        help_text=_("Amounts with spaces between them: 5 10 25 50 100."),
    )
    purpose = forms.CharField(
        label=_("Purpose"),
        required=False,
        max_length=200,
        help_text=_("One line beside the meter: what the money is for."),
    )
    story = forms.CharField(label=_("Story"), required=False, widget=StoryWidget)
    deadline = forms.DateTimeField(label=_("Deadline"), required=False, widget=AdminDateTimeInput)
    goal_policy = forms.ChoiceField(
        label=_("When the goal is reached, the campaign"), choices=GoalPolicy.choices
    )
    goal_words = forms.CharField(
        label=_("In the paper's words"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What happens with what comes in besides. Stands before the button."),
    )
    picture = forms.ModelChoiceField(
        label=_("Picture"),
        queryset=Image.objects.all(),
        required=False,
        widget=ImageChooser,
    )
    picture_alt = forms.CharField(label=_("What the picture shows"), required=False, max_length=400)
    is_shown_everywhere = forms.BooleanField(
        label=_("Shown on every page"),
        required=False,
        help_text=_("Unless a page, or one above it, has a campaign of its own."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, campaign: Campaign | None = None
    ) -> None:
        super().__init__(data, initial=_initial(campaign) if campaign else None)
        self.campaign = campaign
        for name in PLACES:
            self.fields[name] = forms.ModelChoiceField(
                label=_("Stands on this page and beneath it"),
                queryset=Page.objects.all(),
                required=False,
                widget=PageChooser,
            )
        if campaign is not None:
            for name in ("slug", "is_rehearsed", "currency"):
                del self.fields[name]

    def clean_title(self) -> str:
        """Take the title as one line."""
        return stored_line(self.cleaned_data["title"])

    def clean_purpose(self) -> str:
        """Take the purpose as one line."""
        return stored_line(self.cleaned_data["purpose"])

    def clean_goal_words(self) -> str:
        """Take the words with plain line ends."""
        return stored_text(self.cleaned_data["goal_words"])

    def clean_picture_alt(self) -> str:
        """Take what the picture shows as one line."""
        return stored_line(self.cleaned_data["picture_alt"])

    def clean_currency(self) -> str:
        """Take a currency whose decimals we can reckon with."""
        currency: str = self.cleaned_data["currency"].upper()
        try:
            exponent_of(currency)
        except MoneyError as error:
            raise ValidationError(str(error)) from error
        return currency

    def clean(self) -> dict[str, Any]:
        """Read the amounts in the campaign's currency."""
        cleaned = super().clean() or {}
        currency = self.campaign.currency if self.campaign else cleaned.get("currency")
        if not currency:
            return cleaned
        for name in ("goal", "marks", "suggested"):
            try:
                amounts = [parse_money(part, currency) for part in _parts(cleaned, name)]
            except MoneyError as error:
                self.add_error(name, str(error))
                continue
            cleaned[name] = amounts
        goals = cleaned.get("goal")
        if isinstance(goals, list) and (len(goals) != 1 or not goals[0]):
            self.add_error("goal", _("Please write one amount above nothing."))
        return cleaned

    def plan(self) -> CampaignPlan:
        """Give what may be changed later, too."""
        told = self.cleaned_data
        return CampaignPlan(
            title=told["title"],
            goal=told["goal"][0],
            purpose=told["purpose"],
            story=told["story"],
            marks=_minor(told["marks"]),
            suggested=_minor(told["suggested"]),
            deadline=told["deadline"],
            goal_policy=GoalPolicy(told["goal_policy"]),
            goal_words=told["goal_words"],
            picture=told["picture"],
            picture_alt=told["picture_alt"],
            is_shown_everywhere=told["is_shown_everywhere"],
        )

    def places(self) -> list[Page]:
        """Give the pages that were chosen, each once."""
        chosen = [self.cleaned_data[name] for name in PLACES]
        return list({page.pk: page for page in chosen if page is not None}.values())


class RecordGiftForm(forms.Form):
    """A gift that came by bank or in cash. ``key`` makes the same form sent twice one gift."""

    campaign = forms.ModelChoiceField(label=_("Campaign"), queryset=Campaign.objects.all())
    method = forms.ChoiceField(label=_("How it came"), choices=Method.choices)
    amount = forms.CharField(
        label=_("Amount"), max_length=20, help_text=_("In the currency of the campaign.")
    )
    received_on = forms.DateField(label=_("Received on"), widget=AdminDateInput)
    name = forms.CharField(label=_("Name"), required=False, max_length=LONGEST_NAME)
    shows_name = forms.BooleanField(label=_("The name may be shown"), required=False)
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    shows_message = forms.BooleanField(label=_("The message may be shown"), required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("To confirm the gift, if they want that.")
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=200,
        help_text=_("For the treasurer only, such as the bank's reference. Never shown."),
    )
    key = forms.CharField(max_length=60, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, now: datetime, key: str = ""
    ) -> None:
        today = now.astimezone(get_current_timezone()).date()
        super().__init__(data, initial={"key": key, "received_on": today})
        self.now, self.today = now, today
        self.money: Money | None = None

    def clean_name(self) -> str:
        """Take the name as one line."""
        return stored_line(self.cleaned_data["name"])

    def clean_message(self) -> str:
        """Take the message with plain line ends."""
        return stored_text(self.cleaned_data["message"])

    def clean_note(self) -> str:
        """Take the note as one line."""
        return stored_line(self.cleaned_data["note"])

    def clean(self) -> dict[str, Any]:
        """Read the amount in the campaign's currency; nothing comes from the future."""
        cleaned = super().clean() or {}
        campaign = cleaned.get("campaign")
        if campaign is not None and cleaned.get("amount"):
            try:
                self.money = parse_money(cleaned["amount"], campaign.currency)
            except MoneyError as error:
                self.add_error("amount", str(error))
            if self.money is not None and not self.money:
                self.add_error("amount", _("Please write an amount above nothing."))
        received = cleaned.get("received_on")
        if received is not None and received > self.today:
            self.add_error("received_on", _("This day has not come yet."))
        return cleaned

    def manual_gift(self, money: Money) -> ManualGift:
        """Give what the treasurer says."""
        told = self.cleaned_data
        return ManualGift(
            amount=money,
            method=Method(told["method"]),
            received_at=arrived_at(told["received_on"], self.now),
            key=told["key"],
            words=Words(
                name=told["name"],
                message=told["message"],
                email=told["email"],
                shows_name=told["shows_name"],
                shows_message=told["shows_message"],
            ),
            note=told["note"],
        )


def _parts(cleaned: dict[str, Any], name: str) -> list[str]:
    return str(cleaned.get(name) or "").split()


def _minor(amounts: Sequence[Money]) -> tuple[int, ...]:
    return tuple(sorted(amount.minor for amount in amounts))


def _initial(campaign: Campaign) -> dict[str, Any]:
    """Give a form what a campaign has now; amounts as somebody would type them."""
    pages = [place.page_id for place in campaign.places.order_by("pk") if place.page_id]
    return {
        **{name: getattr(campaign, name) for name in KEPT},
        "goal": _typed(campaign, [campaign.goal]),
        "marks": _typed(campaign, campaign.marks),
        "suggested": _typed(campaign, campaign.suggested),
        **dict(zip(PLACES, pages, strict=False)),
    }


def _typed(campaign: Campaign, minors: Sequence[int]) -> str:
    amounts = [Money(minor, campaign.currency).decimal for minor in minors]
    return " ".join(f"{amount.normalize():f}" for amount in amounts)
