"""What moderators fill in to limit a person or a network, and to end a limit."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext_lazy as _

from standfirst.desk.forms import ReasonForm, showable
from standfirst.desk.limit_actions import Limit
from standfirst.siteconfig.categories import Category
from standfirst.siteconfig.models import HouseRules

DATE, OPEN = "date", "open"
LONGEST = timedelta(days=3650)


LIMITS = (
    (Limit.WARN.value, _("Warn them")),
    (Limit.HOLD_FIRST.value, _("Look first at what they write")),
    (Limit.SUSPEND.value, _("Let them write nothing for some time")),
    (Limit.BAN.value, _("Propose to ban them")),
)
SPANS = (
    ("1", _("one day")),
    ("7", _("7 days")),
    ("30", _("30 days")),
    (DATE, _("until the end of this day:")),
    (OPEN, _("until somebody ends it")),
)
# What lasts for some time.
TIMED = {Limit.HOLD_FIRST, Limit.SUSPEND}


class LimitForm(ReasonForm):
    """A limit on a person, how long it holds, and what it rests on: a house rule, a law, or words."""

    verb = forms.ChoiceField(
        choices=LIMITS, error_messages={"required": _("Please choose what is to be done.")}
    )
    span = forms.ChoiceField(choices=SPANS, required=False)
    until = forms.DateField(required=False)
    law = forms.CharField(required=False, max_length=500)
    category = forms.ChoiceField(choices=[("", "–"), *Category.choices], required=False)
    # The last decision about the person that the moderator knew of.
    seen = forms.IntegerField(min_value=0, max_value=2**63 - 1)

    def __init__(
        self, *args: Any, rules: HouseRules | None, now: datetime | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, rules=rules, **kwargs)
        self.now = now

    def clean_law(self) -> str:
        """Take the law in one line that can be shown."""
        return showable(self.cleaned_data["law"])

    def clean(self) -> dict[str, Any]:
        """Say when the limit ends (``ends_at``), and refuse two grounds or half of one."""
        data = super().clean()
        if data.get("law") and data.get("rule"):
            self.add_error("law", _("Please name either a house rule or a law."))
        if data.get("law") and not data.get("category"):
            self.add_error("category", _("Please say what the law is about."))
        data["ends_at"] = None
        if data.get("verb") in TIMED and data.get("span") != OPEN:
            data["ends_at"] = self._end(data)
        if data.get("verb") == Limit.SUSPEND and data.get("span") == OPEN:
            self.add_error("span", _("Please say until when."))
        return data

    def _end(self, data: dict[str, Any]) -> datetime | None:
        assert self.now is not None
        span, day = data.get("span"), data.get("until")
        if span == DATE and isinstance(day, date):
            if not localdate(self.now) <= day <= localdate(self.now) + LONGEST:
                self.add_error("until", _("Please choose a day to come, within ten years."))
                return None
            return make_aware(datetime.combine(day + timedelta(days=1), time.min))
        if span in ("", None, DATE):
            self.add_error("span", _("Please say until when."))
            return None
        return self.now + timedelta(days=int(span))


class LiftForm(forms.Form):
    """Why a limit ends before its time."""

    facts = forms.CharField(max_length=2000)

    def clean_facts(self) -> str:
        """Take the reason with plain line ends; what cannot be shown is refused, not dropped."""
        return showable(self.cleaned_data["facts"])


class NetworkForm(LiftForm):
    """For how long what comes from a network is held, and why."""

    days = forms.IntegerField(min_value=1, max_value=14)
