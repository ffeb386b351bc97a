import pytest
from django.test import RequestFactory

from standfirst.delivery.keys import LISTS, list_key, page_key
from standfirst.delivery.recording import record_keys
from standfirst.newsroom import actions
from standfirst.newsroom.models import HomePage
from standfirst.newsroom.queries.fronts import front_of, rivers_of
from tests.newsroom.conftest import text_at


@pytest.fixture
def request_of():
    return RequestFactory().get("/", headers={"host": "127.0.0.1:8000"})


def headlines(cards):
    return [card.headline for card in cards]


def test_the_newest_leads_where_nobody_chose(home, publish, request_of, now):
    for number in range(6):
        publish(f"Story {number}")
    front = front_of(home, request_of, now)
    assert front.lead.headline == "Story 0"
    assert headlines(front.seconds) == ["Story 1", "Story 2", "Story 3"]


def test_where_nobody_chose_an_article_with_a_picture_leads(home, publish, lead, request_of, now):
    publish("Story 0")
    publish("Story 1", lead=lead())
    publish("Story 2", lead=lead())
    front = front_of(home, request_of, now)
    assert front.lead.headline == "Story 1"
    assert headlines(front.seconds) == ["Story 0", "Story 2"]


def test_what_was_chosen_leads_and_the_newest_fill_up(home, publish, request_of, now):
    stories = [publish(f"Story {number}") for number in range(6)]
    actions.choose_front(front=home, articles=[stories[5], stories[2]], now=now)
    front = front_of(HomePage.objects.get(pk=home.pk), request_of, now)
    assert front.lead.headline == "Story 5"
    assert headlines(front.seconds) == ["Story 2", "Story 0", "Story 1"]


def test_a_chosen_article_that_is_not_public_gives_its_place_up(home, publish, request_of, now):
    stories = [publish(f"Story {number}") for number in range(3)]
    actions.choose_front(front=home, articles=[stories[2], stories[1]], now=now)
    stories[2].unpublish()
    front = front_of(HomePage.objects.get(pk=home.pk), request_of, now)
    assert [front.lead.headline, *headlines(front.seconds)] == ["Story 1", "Story 0"]


def test_a_section_is_led_by_its_own_articles(home, river, town, publish, request_of, now):
    publish("From the river")
    publish("From town", section=town)
    assert front_of(town, request_of, now).lead.headline == "From town"
    assert front_of(town, request_of, now).seconds == []


def test_each_section_has_a_river_of_what_is_not_shown_above(
    home, river, town, publish, request_of, now
):
    for number in range(6):
        publish(f"River {number}")
        publish(f"Town {number}", section=town)
    front = front_of(home, request_of, now)
    rivers = rivers_of(home, request_of, now, front.shown)
    assert [one.section.title for one in rivers] == ["River", "Town hall"]
    assert headlines(rivers[0].cards) == ["River 2", "River 3", "River 4"]
    assert headlines(rivers[1].cards) == ["Town 2", "Town 3", "Town 4"]


def test_a_section_without_articles_has_no_river(home, river, town, publish, request_of, now):
    publish()
    assert [one.section.title for one in rivers_of(home, request_of, now, set())] == ["River"]


def test_a_front_without_articles_has_words_for_it(home, nobody):
    assert "Nothing has appeared yet." in text_at(nobody, "/")


def test_a_front_declares_what_it_shows(home, river, publish, request_of, now):
    page = publish()
    with record_keys() as recording:
        rivers_of(home, request_of, now, set())
        front_of(home, request_of, now)
    assert {page_key(page.pk), page_key(river.pk)} <= recording.hard
    assert {LISTS, list_key(home.pk)} <= recording.soft


def test_an_edited_front_shows_in_the_browser(home, publish, lead, nobody, ada, now):
    publish("Old", lead=lead(), bylines=[(ada, "words")], kicker="Weir", standfirst="Six offices.")
    chosen = publish("Chosen")
    actions.choose_front(front=home, articles=[chosen], now=now)
    html = text_at(nobody, "/")
    assert html.index("Chosen") < html.index("Old")
    assert "By Ada Winter" in html
    assert '<p class="kicker">Weir</p>' in html


def test_the_first_picture_loads_first_and_the_others_when_seen(home, publish, lead, nobody):
    for number in range(3):
        publish(f"Story {number}", lead=lead())
    html = text_at(nobody, "/")
    assert html.count('fetchpriority="high"') == 1
    assert html.count('loading="lazy"') == 2


def test_a_section_front_leads_and_then_lists(river, publish, nobody):
    for number in range(6):
        publish(f"Story {number}")
    html = text_at(nobody, "/river/")
    assert html.index("Story 0") < html.index("front-seconds") < html.index("Story 3")
    assert html.index("Earlier") < html.index("Story 4") < html.index("Story 5")
    assert html.count("Story 0") == 1
