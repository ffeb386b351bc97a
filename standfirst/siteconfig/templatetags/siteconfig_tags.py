from django import template
from django.urls import reverse

from standfirst.siteconfig import queries
from standfirst.siteconfig.models import FooterLink, HeaderLink, HouseRules, Identity
from standfirst.siteconfig.palette import palette_digest

register = template.Library()


@register.simple_tag
def identity() -> Identity:
    """``{% identity as paper %}``: name, tagline, colours, contact points."""
    return queries.identity()


@register.simple_tag
def header_links() -> list[HeaderLink]:
    """``{% header_links as links %}``: the masthead's menu."""
    return queries.header_links()


@register.simple_tag
def footer_links() -> list[FooterLink]:
    """``{% footer_links as links %}``: the menu at the foot."""
    return queries.footer_links()


@register.simple_tag
def current_rules() -> HouseRules | None:
    """``{% current_rules as rules %}``: the newest house rules, or None."""
    return queries.current_rules()


@register.simple_tag
def palette_address(paper: Identity | None = None) -> str:
    """``{% palette_address paper %}``: the stylesheet of the paper's own colours."""
    return reverse("siteconfig:palette", args=[palette_digest(paper or queries.identity())])
