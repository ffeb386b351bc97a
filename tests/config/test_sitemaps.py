"""The sitemap beside the pages of the tree: money and rules, at addresses of their own."""

from datetime import timedelta

import pytest

from standfirst.funding.actions.campaigns import close_campaign
from standfirst.siteconfig.actions import Paragraph, publish_rules
from tests.funding.makers import a_campaign
from tests.newsroom.conftest import home, nobody, text_at  # noqa: F401 (fixtures)
from tests.newsroom.test_robots import locations

pytestmark = pytest.mark.django_db


def paths(browser):
    found = locations(text_at(browser, "/sitemap-places.xml"))
    base = "http://127.0.0.1:8000"
    assert all(place.startswith(base) for place in found)
    return [place.removeprefix(base) for place in found]


def test_support_and_the_books_are_always_there(home, nobody):  # noqa: F811
    assert paths(nobody) == ["/support/", "/ledger/"]
    index = locations(text_at(nobody, "/sitemap.xml"))
    assert "http://127.0.0.1:8000/sitemap-places.xml" in index


def test_each_campaign_is_an_ended_one_too(home, nobody, now):  # noqa: F811
    first, _ = a_campaign("winter"), a_campaign("spring")
    close_campaign(campaign=first, now=now)
    found = paths(nobody)
    assert {"/support/winter/", "/support/spring/"} < set(found)
    # Where one campaign alone is open, /support/ leads to it.
    assert all(nobody.get(path, follow=True).status_code == 200 for path in found)


def test_the_house_rules_are_once_there_are_some(home, nobody, now):  # noqa: F811
    assert "/rules/" not in paths(nobody)
    rule = Paragraph("Be civil", "Speak as you would at a table.")
    publish_rules(introduction="", paragraphs=[rule], now=now - timedelta(days=1))
    assert "/rules/" in paths(nobody)
    assert "<lastmod>2026-03-13</lastmod>" in text_at(nobody, "/sitemap-places.xml")


def test_what_has_a_secret_address_is_in_none(home, nobody):  # noqa: F811
    a_campaign("winter")
    assert not any("/gift/" in path for path in paths(nobody))
