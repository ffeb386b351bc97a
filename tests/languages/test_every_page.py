"""Every kind of page in every language that is complete: nothing of ours is left in English."""

import json
import re
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import override
from wagtail.models import Page

from standfirst.funding.models import GiftWords
from standfirst.siteconfig.models import FooterLink, HeaderLink
from tests.browser.kinds import KINDS
from tests.browser.test_every_page import write_as
from tests.journeys.visitor import SITE, local, values_of
from tests.languages.reading import left_in_english
from tools.messages import PLURALS

FULL = [kind for kind in KINDS if not kind.is_empty]


@pytest.fixture
def html_of(client_of, request):
    """Give a page of a kind, as whoever comes to it gets it."""

    def fetch(kind):
        person = request.getfixturevalue(kind.who) if kind.who else None
        if person and person.user and person.user.name in {"Rita Reader", "Mo Moderator"}:
            write_as(person)
        client = client_of(person, raise_request_exception=kind.status != 500)
        address = kind.address()
        response = client.get(local(address), follow=True)
        if kind.sends:
            response = send(client, address, response, kind)
        assert response.status_code == kind.status, address
        return response.content.decode()

    return fetch


def send(client, address, response, kind):
    form = BeautifulSoup(response.content, "html5lib").select_one(kind.sends)
    if form.name != "form":
        form = form.find("form") or form.find_parent("form")
    action = local(urljoin(SITE + local(address), form.get("action") or ""))
    return client.post(action, {**values_of(form), **kind.fills}, follow=True)


def own_words():
    """What the demo newspaper and its givers write themselves, in English as all of it."""
    titles = Page.objects.values_list("title", flat=True)
    links = [*HeaderLink.objects.all(), *FooterLink.objects.all()]
    messages = GiftWords.objects.exclude(message="").values_list("message", flat=True)
    return {*titles, *messages, *(link.label for link in links)}


@pytest.mark.parametrize("language", PLURALS)
def test_no_page_says_anything_of_ours_in_english(demo, html_of, settings, language):
    settings.LANGUAGE_CODE = language
    own, found = own_words(), []
    for kind in FULL:
        if kind.status == 500:
            settings.ROOT_URLCONF = "tests.exits.leaks"
        html = html_of(kind)
        direction = "rtl" if language == "ar" else "ltr"
        assert f'<html lang="{language}" dir="{direction}"' in html, kind.name
        found += [
            f"{kind.name}: {words}" for words in left_in_english(html, language) if words not in own
        ]
        found += [f"{kind.name}: {time}" for time in dated_in_english(html, language)]
    assert found == []


def dated_in_english(html, language):
    """Give the times of a page that have a day or month as only English calls it."""
    names = re.compile(rf"\b({'|'.join(names_in('en') - names_in(language))})\b")
    page = BeautifulSoup(html, "html5lib")
    return [text for time in page.select("time") if names.search(text := time.get_text(" "))]


def names_in(language):
    with override(language):
        return {str(name) for name in (*MONTHS.values(), *WEEKDAYS.values())}


@pytest.mark.parametrize("language", PLURALS)
def test_a_feed_says_its_language(thread, client_of, settings, language):
    settings.LANGUAGE_CODE = language
    client, about_comments = client_of(None), f"{thread.comments_path}feed"
    for address in ("/feeds/paper", "/feeds/corrections", "/feeds/comments", about_comments):
        feed = json.loads(client.get(f"{address}.json").content)
        assert feed["language"] == language, address
        assert left_in_english(f"<p>{feed['title']}</p>", language) == []
        xml = client.get(f"{address}.xml").content.decode()
        assert f"<language>{language}</language>" in xml, address


def test_the_control_a_page_in_english_is_full_of_it(demo, html_of):
    by_name = {kind.name: kind for kind in FULL}
    html = html_of(by_name["full picture"])
    found = left_in_english(html, "ar")
    assert {"Skip to the content", "Post comment", "Source:"} <= set(found)
    assert any("$3,250 received" in words for words in found), "with a placeholder"
    assert dated_in_english(html, "ar")
