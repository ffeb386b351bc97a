import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Site

from standfirst.delivery.models import StaleKey
from standfirst.siteconfig.actions import (
    Link,
    Paragraph,
    change_identity,
    publish_rules,
    set_menus,
)
from standfirst.siteconfig.models import HouseRules, Identity
from standfirst.siteconfig.palette import palette_css
from standfirst.siteconfig.queries import current_rules, footer_links, header_links, identity

pytestmark = pytest.mark.django_db


def stale():
    return set(StaleKey.objects.values_list("key", flat=True))


def test_a_new_name_makes_every_page_stale(now):
    change_identity(name="The Ferry", now=now)
    assert (identity().name, stale()) == ("The Ferry", {"site"})


def test_saving_in_the_admin_makes_every_page_stale_too():
    row = Identity.load()
    StaleKey.objects.all().delete()
    row.save()
    assert stale() == {"site"}


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#123456;}", "url(x)"])
def test_a_colour_is_six_figures_and_nothing_else(colour, now):
    with pytest.raises(ValidationError):
        change_identity(accent_light=colour, now=now)


def test_the_palette_is_a_stylesheet(now):
    paper = change_identity(accent_light="#123456", accent_dark="#abcdef", now=now)
    assert palette_css(paper) == ":root{--accent-light:#123456;--accent-dark:#abcdef}\n"


def test_the_palette_is_served_under_its_hash(client, now):
    change_identity(accent_light="#123456", now=now)
    old = client.get("/palette-000000000000.css")
    assert old.status_code == 302
    response = client.get(old["Location"])
    assert b"#123456" in response.content
    assert "immutable" in response["Cache-Control"]


def test_menus_show_what_leads_somewhere(now):
    page = Site.objects.get().root_page
    set_menus(
        header=[Link(page=page), Link("Support", address="/support/")],
        footer=[Link("Imprint", address="/imprint/")],
        now=now,
    )
    assert [link.label for link in header_links()] == ["", "Support"]
    page.unpublish()
    assert [link.label for link in header_links()] == ["Support"]
    assert [link.label for link in footer_links()] == ["Imprint"]


def test_older_rules_stay_to_be_cited(now):
    publish_rules(introduction="", paragraphs=[Paragraph("Be kind", "…")], now=now)
    publish_rules(
        introduction="", paragraphs=[Paragraph("Be kind", "…"), Paragraph("No ads", "…")], now=now
    )
    newest = current_rules()
    assert (newest.version, [rule.number for rule in newest.paragraphs.all()]) == (2, [1, 2])
    assert HouseRules.objects.get(version=1).paragraphs.count() == 1
