from collections.abc import Sequence
from dataclasses import dataclass, field

from babel.core import Locale
from babel.numbers import format_decimal
from django import template
from django.utils.translation import get_language, get_language_bidi
from wagtail.models import Page

from standfirst.funding.models import Campaign, Method
from standfirst.funding.queries.campaigns import campaign_of_page, shown_campaigns
from standfirst.funding.queries.meters import Meter, shown_meter
from standfirst.funding.queries.milestones import ShownMilestone
from standfirst.funding.rules import bars
from standfirst.funding.rules.transfers import in_groups
from standfirst.lib.clock import now as clock
from standfirst.lib.money import Money, exponent_of, format_money

register = template.Library()


@dataclass
class Appeals:
    """The campaigns that a story's appeals may name, read once, when the first one asks.

    That of the meter which stands on the page is known.
    """

    page: Page
    meter: Meter | None = None
    _by_slug: dict[str, Campaign] | None = field(default=None, init=False)

    def named(self, slug: str) -> Campaign | None:
        """Give the open campaign of this address; without one, that of the page, if any."""
        own = self.meter.campaign if self.meter is not None else None
        if own is not None and slug in ("", own.slug):
            return own
        if not slug:
            return campaign_of_page(self.page, clock())
        if self._by_slug is None:
            self._by_slug = {one.slug: one for one in shown_campaigns(clock())}
        return self._by_slug.get(slug)


@register.simple_tag
def meter_of(page: Page) -> Meter | None:
    """``{% meter_of page as meter %}``: the meter that stands on a page, or None."""
    campaign = campaign_of_page(page, clock())
    return shown_meter(campaign) if campaign is not None else None


@register.simple_tag
def appeals_of(page: Page, meter: Meter | None = None) -> Appeals:
    """``{% appeals_of page meter as appeals %}``: asked once by the page for the appeals in its story."""
    return Appeals(page, meter)


@register.simple_tag
def appealed(appeals: Appeals | str | None, slug: str) -> Campaign | None:
    """``{% appealed appeals value.campaign as campaign %}``: what one appeal asks for, or None."""
    return appeals.named(slug) if isinstance(appeals, Appeals) else None


@register.simple_tag
def bar_of(meter: Meter, milestones: Sequence[ShownMilestone] | str = ()) -> bars.Bar:
    """``{% bar_of meter milestones as bar %}``: where the parts of the meter's bar lie.

    Milestones up to the goal are marks on its scale, besides its own; elsewhere there are none.
    """
    amounts = {one.amount.minor for one in milestones if isinstance(one, ShownMilestone)}
    own = meter.campaign.scale()
    return bars.bar(
        settled=meter.settled.minor,
        matched=meter.matched.minor,
        pledged=meter.pledged.minor,
        goal=meter.goal.minor,
        scale=sorted({*own, *(one for one in amounts if one <= meter.goal.minor)}),
        is_mirrored=get_language_bidi(),
    )


@register.filter
def money(amount: Money) -> str:
    """``{{ gift.money|money }}``: an amount as the reader's language writes it."""
    return format_money(amount, _language())


@register.filter
def way(provider: str) -> str:
    """``{{ gift.provider|way }}``: by whom or how money came, as the reader's language says it."""
    return str(Method(provider).label) if provider in Method.values else provider


@register.filter
def groups(code: str) -> str:
    """``{{ account.iban|groups }}``: an IBAN or a reference in groups of four."""
    return in_groups(code)


@register.filter
def decimals(amount: Money) -> int:
    """``{{ meter.goal|decimals }}``: how many figures the currency has after the point."""
    return exponent_of(amount.currency)


@register.filter
def mark_label(mark: bars.BarMark, meter: Meter) -> str:
    """``{{ mark|mark_label:meter }}``: a plain number; the last one with the currency."""
    value = Money(mark.value, meter.goal.currency)
    if mark.is_last:
        return format_money(value, _language())
    return str(format_decimal(value.decimal.normalize(), locale=Locale.parse(_language(), sep="-")))


def _language() -> str:
    return get_language() or "en"
