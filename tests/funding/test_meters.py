from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import translation
from wagtail.models import Page

from standfirst.delivery.recording import record_keys
from standfirst.funding.actions.campaigns import close_campaign, place_campaign
from standfirst.funding.queries.campaigns import campaign_of_page
from standfirst.funding.queries.meters import meter_of_campaign, shown_meter
from standfirst.funding.rules.bars import bar
from standfirst.funding.templatetags.funding_tags import appealed, appeals_of, meter_of
from tests.funding.makers import NOW, a_campaign, cash, give, usd

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    """A front page, a section and an article, as far as a campaign knows them: pages."""
    home = Page.objects.get(depth=2)
    section = home.add_child(title="River", slug="river")
    article = section.add_child(title="Who owns the gate?", slug="gate")
    return home, section, article


def test_a_page_has_its_own_campaign_else_the_nearest_above_else_everyones(tree):
    home, section, article = tree
    assert campaign_of_page(article, NOW) is None
    everyone = a_campaign("everyone", is_shown_everywhere=True)
    assert campaign_of_page(article, NOW) == everyone
    above = a_campaign("above")
    place_campaign(campaign=above, pages=[section], now=NOW)
    assert campaign_of_page(article, NOW) == campaign_of_page(section, NOW) == above
    assert campaign_of_page(home, NOW) == everyone
    own = a_campaign("own")
    place_campaign(campaign=own, pages=[article], now=NOW)
    assert campaign_of_page(article, NOW) == own
    close_campaign(campaign=own, now=NOW)
    assert campaign_of_page(article, NOW) == above


def test_an_unsaved_page_has_everyones(tree):
    everyone = a_campaign(is_shown_everywhere=True)
    assert campaign_of_page(Page(title="New"), NOW) == everyone


def test_a_place_keeps_what_its_page_was(tree):
    _, _, article = tree
    campaign = a_campaign()
    place_campaign(campaign=campaign, pages=[article], now=NOW)
    article.delete()
    place = campaign.places.get()
    assert (place.page, place.page_title) == (None, "Who owns the gate?")


def test_a_meter_elsewhere_is_declared_softly_and_at_home_hard(tree):
    campaign = a_campaign(is_shown_everywhere=True)
    with record_keys() as elsewhere:
        assert meter_of(tree[2]).campaign == campaign
    assert (elsewhere.hard, elsewhere.soft) == (set(), {"campaigns", f"campaign:{campaign.pk}"})


def test_its_own_page_declares_it_hard(client):
    campaign = a_campaign()
    response = client.get("/support/river/")
    assert f"campaign:{campaign.pk}" in response.baked_keys.hard


def test_settled_and_pledged_are_apart():
    campaign = a_campaign()
    cash(campaign, 200_000)
    give(campaign, 50_000, outcome="delayed", now=NOW + timedelta(minutes=1))
    meter = meter_of_campaign(campaign)
    assert (meter.settled, meter.pledged, meter.percent) == (usd(200_000), usd(50_000), 40)
    assert meter.as_of == NOW + timedelta(minutes=1)
    assert not meter.is_reached


def test_a_percent_is_never_rounded_up_to_the_goal():
    campaign = a_campaign(goal=usd(100_000))
    cash(campaign, 99_999)
    assert meter_of_campaign(campaign).percent == 99
    cash(campaign, 100_001)
    assert meter_of_campaign(campaign).percent == 200


def rendered(meter, language="en"):
    template = Template('{% load funding_tags %}{% include "funding/_meter.html" with ident="m" %}')
    with translation.override(language):
        return " ".join(template.render(Context({"meter": meter})).split())


def test_a_meter_says_in_words_what_it_draws():
    campaign = a_campaign(marks=(0, 250_000, 500_000))
    cash(campaign, 325_000)
    html = rendered(meter_of_campaign(campaign))
    assert "<strong>$3,250</strong> of $5,000, 65 %" in html
    assert 'class="meter-settled" x="0%" y="0" width="65%"' in html
    assert ">0</text>" in html
    assert ">2,500</text>" in html
    assert ">$5,000</text>" in html
    assert "meter-pledged" not in html
    assert "Rehearsal" in html
    assert 'href="/ledger/river/"' in html
    assert "style=" not in html


def test_a_real_meter_says_nothing_of_a_rehearsal():
    assert "Rehearsal" not in rendered(meter_of_campaign(a_campaign(is_rehearsed=False)))


def test_drawings_have_plain_figures_in_every_language():
    campaign = a_campaign()
    cash(campaign, 123_456)
    for language in ("de", "ar", "fr"):
        html = rendered(meter_of_campaign(campaign), language)
        assert 'width="24.69%"' in html, language


@pytest.mark.any_engine
class TestBar:
    def test_beyond_the_goal_it_is_full(self):
        drawn = bar(settled=700, pledged=50, goal=500, scale=[0, 500], is_mirrored=False)
        assert (drawn.settled_width, drawn.has_pledged) == ("100", False)

    def test_what_is_pledged_follows_what_is_settled(self):
        drawn = bar(settled=250, pledged=50, goal=500, scale=[0, 250, 500], is_mirrored=False)
        assert (drawn.settled_width, drawn.pledged_from, drawn.pledged_to) == ("50", "50", "60")

    def test_from_right_to_left_it_grows_from_the_right(self):
        drawn = bar(settled=250, pledged=50, goal=500, scale=[0, 100, 500], is_mirrored=True)
        assert (drawn.settled_x, drawn.settled_width) == ("50", "50")
        assert (drawn.pledged_from, drawn.pledged_to) == ("50", "40")
        assert [mark.x for mark in drawn.marks] == ["100", "80", "0"]
        # The drawing's own direction stays: labels at its ends grow into it.
        assert [mark.anchor for mark in drawn.marks] == ["end", "middle", "start"]

    def test_labels_do_not_run_into_each_other(self):
        scale = [0, 50, 60, 250, 260, 480, 500]
        drawn = bar(settled=0, pledged=0, goal=500, scale=scale, is_mirrored=False)
        labelled = [mark.value for mark in drawn.marks if mark.has_label]
        assert labelled == [0, 250, 500]
        assert len(drawn.marks) == len(scale)

    def test_less_than_nothing_is_nothing(self):
        drawn = bar(settled=-5, pledged=0, goal=500, scale=[0, 500], is_mirrored=False)
        assert drawn.settled_width == "0"


def test_appeals_are_looked_up_without_a_query_each(tree, django_assert_num_queries):
    one, two = a_campaign("one"), a_campaign("two")
    appeals = appeals_of(tree[2])
    with django_assert_num_queries(1):
        found = [appealed(appeals, slug) for slug in ("one", "two", "one", "none")]
    assert found == [one, two, one, None]
    assert appealed("", "one") is None
    assert appealed(None, "one") is None


def test_an_appeal_for_what_the_meter_shows_asks_nothing(tree, django_assert_num_queries):
    one, two = a_campaign("one"), a_campaign("two")
    appeals = appeals_of(tree[2], shown_meter(one))
    with django_assert_num_queries(0):
        assert [appealed(appeals, slug) for slug in ("", "one")] == [one, one]
    assert appealed(appeals, "two") == two


def test_a_page_without_appeals_asks_nothing(tree, django_assert_num_queries):
    with django_assert_num_queries(0):
        appeals_of(tree[2])
