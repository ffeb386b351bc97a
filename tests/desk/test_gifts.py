"""Givers' names and messages on the desk: the words, and never what was given."""

import pytest

from standfirst.funding.models import GiftWords
from standfirst.funding.queries.books import book_page, entries_of
from tests.funding.makers import a_campaign, a_promise, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(db):
    return a_campaign()


@pytest.fixture
def desk(client_of, moderator_person):
    return client_of(moderator_person)


def shown(campaign):
    (entry,) = (entry for entry in book_page(entries_of(campaign), "").entries if entry.is_gift)
    return entry.name, entry.message


def test_what_givers_wish_to_have_shown_waits_without_the_amount(desk, campaign):
    give(campaign, 4321, name="Ada Bell", message="For the river.", shows_name=True)
    page = desk.get("/admin/desk/gifts/").content.decode()
    assert "Ada Bell" in page
    assert "For the river." not in page, "a message that is not to be shown is nobody's to judge"
    assert "43" not in page.partition("desk-item")[2].partition("</section>")[0].replace(
        f"/{GiftWords.objects.get().gift_id}/", ""
    )


def test_nothing_waits_that_was_not_paid_or_is_not_to_be_shown(desk, campaign):
    a_promise(campaign, name="Ada Bell", shows_name=True)
    give(campaign, name="Ben Boyd")
    assert "No message waits." in desk.get("/admin/desk/gifts/").content.decode()


def test_showing_it(desk, campaign):
    gift = give(campaign, message="For the river.", shows_message=True)
    assert shown(campaign) == ("", "")
    desk.post(f"/admin/desk/gifts/{gift.pk}/", {"act": "show"})
    assert shown(campaign) == ("", "For the river.")
    assert "No message waits." in desk.get("/admin/desk/gifts/").content.decode()


def test_hiding_it(desk, campaign):
    gift = give(campaign, name="Ada Bell", shows_name=True)
    desk.post(f"/admin/desk/gifts/{gift.pk}/", {"act": "hide"})
    assert shown(campaign) == ("", "")
    assert "No message waits." in desk.get("/admin/desk/gifts/").content.decode()


def test_no_other_act_and_no_gift_that_is_none(desk, campaign):
    gift = a_promise(campaign, name="Ada Bell", shows_name=True)
    for pk, act in ((gift.pk, "show"), (999_999, "show"), (gift.pk, "refund")):
        assert desk.post(f"/admin/desk/gifts/{pk}/", {"act": act}).status_code == 404
