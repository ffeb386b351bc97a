"""The links of whoever is signed in, for pages that are the same for everybody."""

import pytest
from django.urls import reverse

from standfirst.newsroom.actions import add_section, found_paper
from tests.discussion.http import text_of
from tests.plugins.remembering import remembered

pytestmark = pytest.mark.django_db
ACCOUNT = {"address": "/account/", "words": "Your account"}


@pytest.fixture
@remembered
def section(groups, now):
    return add_section(home=found_paper(name="The Weir Courier", now=now), title="River", now=now)


def links_of(client, at):
    answer = client.get("/account/here/", {"at": at})
    assert answer["Cache-Control"] == "private, no-store"
    return answer.json()["links"]


def test_an_editor_is_led_to_the_page_in_the_newsroom(client_of, section, editor):
    address = reverse("wagtailadmin_pages:edit", args=[section.pk])
    for at in ("/river/", "river", "//river/"):
        edit, account = links_of(client_of(editor), at)
        assert (edit["address"], account) == (address, ACCOUNT)


def test_a_member_is_led_to_their_account(client_of, section, reader):
    assert links_of(client_of(reader), "/river/") == [ACCOUNT]


def test_a_guest_and_a_reader_have_nothing_of_the_kind(client_of, section, guest):
    for person in (guest, None):
        assert links_of(client_of(person), "/river/") == []


@pytest.mark.parametrize(
    "at", ["/nowhere/", "/account/", "", "\x00", "x" * 5000, "https://evil.test/"]
)
def test_what_is_no_page_of_the_paper_is_nothing_to_edit(client_of, section, editor, at):
    assert links_of(client_of(editor), at)[-1] == ACCOUNT


def test_a_page_that_is_not_public_is_not_told_of(client_of, section, editor):
    section.unpublish()
    assert links_of(client_of(editor), "/river/") == [ACCOUNT]


def test_ones_own_pages_know_who_is_signed_in(client_of, reader):
    page = text_of(client_of(reader).get("/account/"))
    assert page.count('<a href="/account/">Your account</a>') == 2
    assert "Sign in" not in page
