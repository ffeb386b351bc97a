from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from wagtail.models import Page

from standfirst.delivery.actions import mark_stale
from standfirst.delivery.keys import MENUS, RULES, SITE
from standfirst.siteconfig.models import (
    FooterLink,
    HeaderLink,
    HouseRule,
    HouseRules,
    Identity,
    Menus,
)


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of house rules to publish; its number is its place."""

    title: str
    text: str


@dataclass(frozen=True)
class Link:
    """One link of a menu: to a page, or to an address of this or another site."""

    label: str = ""
    page: Page | None = None
    address: str = ""


@transaction.atomic
def change_identity(*, now: datetime, **values: str) -> Identity:
    """Set the given fields of the paper's identity."""
    row: Identity = Identity.load()
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    mark_stale(SITE, now=now)
    return row


@transaction.atomic
def set_menus(*, header: Sequence[Link], footer: Sequence[Link], now: datetime) -> Menus:
    """Replace both menus."""
    menus: Menus = Menus.load()
    HeaderLink.objects.filter(menu=menus).delete()
    FooterLink.objects.filter(menu=menus).delete()
    for order, link in enumerate(header):
        HeaderLink.objects.create(
            menu=menus, sort_order=order, label=link.label, page=link.page, address=link.address
        )
    for order, link in enumerate(footer):
        FooterLink.objects.create(
            menu=menus, sort_order=order, label=link.label, page=link.page, address=link.address
        )
    mark_stale(MENUS, now=now)
    return menus


@transaction.atomic
def publish_rules(
    *, introduction: str, paragraphs: Sequence[Paragraph], now: datetime
) -> HouseRules:
    """Put a new version of the house rules in force; the older ones stay to be cited.

    A rule of the same title as one in force counts as the same thing (its category).
    """
    newest = HouseRules.objects.aggregate(newest=Max("version"))["newest"] or 0
    before = {row.title: row for row in HouseRule.objects.filter(rules__version=newest)}
    rules = HouseRules.objects.create(
        version=newest + 1, introduction=introduction, published_at=now
    )
    HouseRule.objects.bulk_create(
        HouseRule(
            rules=rules,
            number=number,
            title=paragraph.title,
            text=paragraph.text,
            **_counting_as(before.get(paragraph.title)),
        )
        for number, paragraph in enumerate(paragraphs, start=1)
    )
    mark_stale(RULES, now=now)
    return rules


@transaction.atomic
def sort_rules(*, rules: HouseRules, kinds: Mapping[int, tuple[str, str]], now: datetime) -> None:
    """Say what decisions that cite a rule count as from now on: number -> category and keyword."""
    for row in HouseRule.objects.filter(rules=rules, number__in=kinds):
        row.category, row.keyword = kinds[row.number]
        row.save(update_fields=["category", "keyword"])


def _counting_as(rule: HouseRule | None) -> dict[str, str]:
    return {} if rule is None else {"category": rule.category, "keyword": rule.keyword}


@transaction.atomic
def note_site_change(*, now: datetime) -> None:
    """Make everything stale that shows the identity."""
    mark_stale(SITE, now=now)


@transaction.atomic
def note_menus_change(*, now: datetime) -> None:
    """Make every page stale that shows the menus."""
    mark_stale(MENUS, now=now)
