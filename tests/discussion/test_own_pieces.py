"""A person's own on the page of a thread: as one fragment for a script, and on a page without one."""

import re

import pytest
from django.urls import reverse

from standfirst.discussion import actions
from standfirst.discussion.models import Subscription, Thread
from standfirst.people.models import Person
from tests.discussion.http import send, text_of

pytestmark = pytest.mark.django_db

LINKS = re.compile(r'id="(?:masthead|menu)-account"[^>]*>(.*?)</span>')
WISHES = re.compile(r'id="wishes"[^>]*>(.*?)</div>', re.DOTALL)
TOLD = "You are told of all new comments here."
ASKED = "You asked to be told of all new comments here."


@pytest.fixture
def thread(article):
    """Give the discussion of a real article: who may edit it is the newsroom's answer."""
    return Thread.objects.get(page_id=article.pk)


@pytest.fixture(params=["?mine", "?mine&fragment=1"])
def own(request, thread):
    """Give one of the two addresses at which the pieces are."""
    return thread.comments_path + request.param


@pytest.fixture
def wish(thread, now):
    """Ask to be told of all new comments."""

    def ask(person, address=""):
        wished = actions.Wish(
            thread=thread, person=person, kind=Subscription.Kind.ALL, address=address
        )
        return actions.subscribe(wish=wished, now=now)

    return ask


def wishes_in(client, address):
    return WISHES.search(text_of(client.get(address)))[1]


def links_in(client, address):
    """Give the addresses in the head of a page, which are the same in the bar and in the menu."""
    bar, menu = LINKS.findall(text_of(client.get(address)))
    assert bar == menu
    return re.findall(r'href="([^"]+)"', bar)


def test_who_may_edit_the_article_has_a_link_to_it(client_of, own, article, editor):
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert links_in(client_of(editor), own) == [address, "/account/"]
    assert client_of(editor).get(address).status_code == 200


@pytest.mark.parametrize("who", ["reader", "treasurer"])
def test_who_may_not_has_their_account_alone(client_of, own, request, who):
    assert links_in(client_of(request.getfixturevalue(who)), own) == ["/account/"]


def test_who_is_not_signed_in_has_the_door(client_of, thread, guest):
    for person in (None, guest):
        assert links_in(client_of(person), f"{thread.comments_path}?mine") == ["/account/login/"]
        fragment = text_of(client_of(person).get(f"{thread.comments_path}?mine&fragment=1"))
        assert LINKS.findall(fragment) == []


def test_the_public_page_has_room_for_them_and_nothing_in_it(client_of, thread, editor, wish):
    wish(editor)
    for path in (thread.comments_path, thread.address):
        page = text_of(client_of(editor).get(path))
        assert WISHES.search(page)[1] == ""
        assert links_in(client_of(editor), path) == ["/account/login/"]


def test_a_member_sees_what_they_are_told_of_and_ends_it(client_of, own, reader, wish):
    assert wishes_in(client_of(reader), own) == ""
    subscription = wish(reader)
    client = client_of(reader)

    said = wishes_in(client, own)

    assert TOLD in said
    ending = re.search(r'href="([^"]+)"', said)[1]
    client.get(ending)
    assert TOLD in wishes_in(client, own), "opening the link ends nothing"
    assert client.post(ending).status_code == 200
    assert wishes_in(client, own) == ""
    subscription.refresh_from_db()
    assert not subscription.is_live


def test_one_who_proved_their_address_does_too(client_of, own, guest, wish, now):
    Person.objects.filter(pk=guest.pk).update(email="gus@mail.test", email_proven_at=now)
    guest.refresh_from_db()
    wish(guest, "gus@mail.test")

    assert TOLD in wishes_in(client_of(guest), own)


def test_who_asked_in_anothers_name_learns_neither_the_secret_nor_whether_it_was_confirmed(
    client_of, own, guest, wish, now
):
    """The secret proves an address: it is for whoever reads that mailbox."""
    subscription = wish(guest, "victim@mail.test")
    before = text_of(client_of(guest).get(own))
    assert ASKED in WISHES.search(before)[1]

    actions.confirm_subscription(subscription=subscription, presser=None, now=now)

    subscription.refresh_from_db()
    assert subscription.is_live, "the control: there is something to learn"
    after = text_of(client_of(guest).get(own))
    assert WISHES.search(after)[1] == WISHES.search(before)[1]
    assert subscription.secret not in after
    assert "victim@mail.test" not in WISHES.search(after)[1]


def test_a_form_that_is_not_taken_keeps_what_is_ones_own(client_of, thread, reader, wish):
    wish(reader)
    client = client_of(reader)
    page = client.get(f"{thread.comments_path}?mine")
    refused = send(client, page, "comment-form", text="")
    assert refused.status_code == 422
    assert TOLD in text_of(refused)
