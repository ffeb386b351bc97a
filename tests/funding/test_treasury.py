"""The treasurer's pages in the admin."""

import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import Page

from standfirst.funding.models import (
    Campaign,
    Entry,
    GiftWords,
    Refund,
    RefundState,
)
from standfirst.funding.queries.books import book_page, entries_of
from standfirst.lib.secret import new_secret
from tests.funding.makers import (
    NOW,
    a_campaign,
    a_promise,
    by_hand,
    cash,
    checkout_of,
    gift_form,
    give,
    second_person,
)

pytestmark = pytest.mark.django_db

STORY = json.dumps(
    {
        "entityMap": {},
        "blocks": [
            {
                "key": "a",
                "text": "Why now.",
                "type": "unstyled",
                "depth": 0,
                "inlineStyleRanges": [],
                "entityRanges": [],
            }
        ],
    }
)
TYPED = {
    "title": "The river fund",
    "slug": "river",
    "is_rehearsed": "on",
    "currency": "usd",
    "goal": "5,000",
    "marks": "0 2500 5000",
    "suggested": "5 10.50 25",
    "purpose": "One winter.",
    "story": STORY,
    "deadline": "",
    "goal_policy": "close",
    "goal_words": "It stays with the river.",
    "picture": "",
    "picture_alt": "",
    "is_shown_everywhere": "on",
    "place_1": "",
    "place_2": "",
    "place_3": "",
}


@pytest.fixture
def desk(client_of, treasurer):
    return client_of(treasurer)


def test_a_treasurer_makes_a_campaign(desk):
    page = Page.objects.get(depth=2)
    response = desk.post(reverse("funding_new_campaign"), TYPED | {"place_1": page.pk})
    assert response.status_code == 303
    campaign = Campaign.objects.get()
    assert (campaign.goal, campaign.currency, campaign.is_rehearsed) == (500_000, "USD", True)
    assert campaign.marks == [0, 250_000, 500_000]
    assert campaign.suggested == [500, 1050, 2500]
    assert "Why now." in campaign.story
    assert [place.page for place in campaign.places.all()] == [page]


def test_what_is_fixed_is_not_asked_again(desk):
    campaign = a_campaign()
    html = desk.get(reverse("funding_change_campaign", args=[campaign.pk])).content.decode()
    for name in ("slug", "currency", "is_rehearsed"):
        assert f'name="{name}"' not in html
    changed = TYPED | {"title": "Another", "currency": "EUR", "slug": "mill", "is_rehearsed": ""}
    assert (
        desk.post(reverse("funding_change_campaign", args=[campaign.pk]), changed).status_code
        == 303
    )
    campaign.refresh_from_db()
    assert (campaign.title, campaign.slug, campaign.currency) == ("Another", "river", "USD")
    assert campaign.is_rehearsed


def test_the_form_gives_back_what_is_stored(desk):
    desk.post(reverse("funding_new_campaign"), TYPED)
    campaign = Campaign.objects.get()
    html = desk.get(reverse("funding_change_campaign", args=[campaign.pk])).content.decode()
    for value in ("5000", "0 2500 5000", "5 10.5 25", "It stays with the river."):
        assert value in html


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"goal": "much"}, "amount in figures"),
        ({"goal": "0"}, "one amount above nothing"),
        ({"goal": "1 2"}, "one amount above nothing"),
        ({"marks": "0 half"}, "amount in figures"),
        ({"currency": "KWD"}, "not supported yet"),
        ({"currency": "QQQ"}, "not a currency"),
        ({"slug": "gift"}, "taken by one of our own addresses"),
        ({"slug": "two words"}, "valid"),
        ({"story": "not JSON"}, "Null characters are not allowed"),
        ({"story": '{"blocks": 7}'}, "Null characters are not allowed"),
        ({"place_1": "99999"}, "valid choice"),
        ({"goal_policy": "spill"}, "valid choice"),
    ],
)
def test_what_is_no_campaign_is_handed_back(desk, changed, said):
    response = desk.post(reverse("funding_new_campaign"), TYPED | changed)
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("name", ["picture", "place_1"])
@pytest.mark.parametrize("chosen", ["\0", "words", "9" * 5000, "9223372036854775808", "-1"])
def test_an_id_that_nothing_has_is_refused_with_words(desk, name, chosen):
    response = desk.post(reverse("funding_new_campaign"), TYPED | {name: chosen})
    assert response.status_code == 422
    said = "Null characters" if "\0" in chosen else "Select a valid choice"
    assert said in response.content.decode()
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("name", ["goal", "marks", "suggested"])
def test_more_than_a_ledger_holds_is_refused_with_words(desk, name):
    huge = TYPED | {name: "9223372036854775808"}
    response = desk.post(reverse("funding_new_campaign"), huge)
    assert response.status_code == 422
    assert "smaller amount" in response.content.decode()


def test_an_address_is_given_once(desk):
    a_campaign()
    response = desk.post(reverse("funding_new_campaign"), TYPED)
    assert response.status_code == 422
    assert "already exists" in response.content.decode()


def test_a_treasurer_closes_and_reopens(desk):
    campaign = a_campaign()
    address = reverse("funding_end_campaign", args=[campaign.pk])
    desk.post(address, {"close": ""})
    campaign.refresh_from_db()
    assert campaign.closed_at
    desk.post(address, {"reopen": ""})
    campaign.refresh_from_db()
    assert campaign.closed_at is None


def test_a_treasurer_corrects_a_gift_that_was_recorded_wrongly(desk):
    campaign = a_campaign(is_rehearsed=False)
    gift = cash(campaign, 100_000)
    listed = desk.get(reverse("funding_gifts")).content.decode()
    assert "Take $1,000 back" in listed
    for _ in range(2):
        assert desk.post(reverse("funding_take_back", args=[gift.pk])).status_code == 303
    cash(campaign, 1_000)
    assert Entry.objects.count() == 3
    assert "$10 of $5,000" in re.sub(r"<[^>]+>", "", desk.get("/support/river/").content.decode())
    assert "of #1" in desk.get("/ledger/river/").content.decode()
    listed = desk.get(reverse("funding_gifts")).content.decode()
    assert "taken back" in listed
    assert "Take $1,000 back" not in listed


def test_what_a_provider_paid_is_not_taken_back_by_hand(desk):
    gift = give(a_campaign())
    assert "back</button>" not in desk.get(reverse("funding_gifts")).content.decode()
    assert desk.post(reverse("funding_take_back", args=[gift.pk])).status_code == 404
    assert not Entry.objects.filter(reverses__isnull=False).exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": "0"},
        {"amount": "ten"},
        {"amount": "-5"},
        {"received_on": "2999-01-01"},
        {"campaign": "99999"},
        {"method": "gold"},
        {"email": "x@"},
        {"key": ""},
    ],
)
def test_what_is_no_gift_is_handed_back(desk, changed):
    response = desk.post(reverse("funding_record_gift"), gift_form(a_campaign(), **changed))
    assert response.status_code == 422
    assert not Entry.objects.exists()


def test_no_rehearsed_gift_is_recorded_where_a_live_key_is_set(desk, settings):
    campaign = a_campaign()
    settings.STANDFIRST_LIVE_PAYMENT_KEY = "live"
    response = desk.post(reverse("funding_record_gift"), gift_form(campaign))
    assert response.status_code == 422
    assert "switched off" in response.content.decode()


def name_in_the_books(campaign):
    return next(one for one in book_page(entries_of(campaign), "").entries if one.is_gift).name


def test_words_that_wait_are_shown_or_hidden(desk):
    campaign = a_campaign()
    gift = give(campaign, name="Ada Bell", shows_name=True)
    assert "Ada Bell" in desk.get(reverse("funding_gifts") + "?words").content.decode()
    desk.post(reverse("funding_words", args=[gift.pk]), {"show": ""})
    assert name_in_the_books(campaign) == "Ada Bell"
    assert "Ada Bell" not in desk.get(reverse("funding_gifts") + "?words").content.decode()
    desk.post(reverse("funding_words", args=[gift.pk]), {"hide": ""})
    assert name_in_the_books(campaign) == ""
    assert GiftWords.objects.get().name == "Ada Bell", "the treasurer still knows"


def addresses(campaign, gift):
    refund = Refund.objects.create(
        payment=gift.payments.get(),
        amount=100,
        currency="USD",
        state=RefundState.PROPOSED,
        key=new_secret(),
        made_at=NOW,
    )
    return [
        ("get", reverse("funding_campaigns")),
        ("get", reverse("funding_new_campaign")),
        ("get", reverse("funding_change_campaign", args=[campaign.pk])),
        ("get", reverse("funding_gifts")),
        ("get", reverse("funding_record_gift")),
        ("post", reverse("funding_new_campaign")),
        ("post", reverse("funding_end_campaign", args=[campaign.pk])),
        ("post", reverse("funding_words", args=[gift.pk])),
        ("post", reverse("funding_record_gift")),
        ("get", reverse("funding_refunds")),
        ("get", reverse("funding_refund_payment", args=[gift.pk])),
        ("post", reverse("funding_refund_payment", args=[gift.pk])),
        ("post", reverse("funding_decide_refund", args=[refund.pk])),
        ("post", reverse("funding_take_back", args=[gift.pk])),
        ("get", reverse("funding_bank")),
        ("post", reverse("funding_bank")),
        ("get", reverse("funding_waiting")),
        ("post", reverse("funding_decide_gift", args=[gift.pk])),
        ("post", reverse("funding_transfer_came", args=[gift.pk])),
    ]


@pytest.mark.parametrize("who", ["editor", "moderator", "reader", "guest", "nobody"])
def test_money_is_the_treasurers(who, request, client_of):
    """Moderators do not see amounts; editors do not touch the books."""
    campaign = a_campaign()
    gift = cash(campaign)
    person = None if who == "nobody" else request.getfixturevalue(who)
    client = client_of(person)
    for method, address in addresses(campaign, gift):
        response = getattr(client, method)(address)
        assert response.status_code == 302, address
        assert b"$25" not in response.content
    campaign.refresh_from_db()
    assert campaign.closed_at is None


def test_the_treasurer_and_the_owner_may(request, client_of, treasurer, owner):
    campaign = a_campaign()
    gift = cash(campaign)
    for person in (treasurer, owner):
        for method, address in addresses(campaign, gift):
            response = getattr(client_of(person), method)(address)
            assert response.status_code in (200, 303, 422), address


@pytest.mark.parametrize(
    "address", ["funding_campaigns", "funding_gifts", "funding_refunds", "funding_waiting"]
)
def test_lists_cost_the_same_with_one_and_with_three(
    desk, address, django_assert_max_num_queries, django_assert_num_queries
):
    cash(a_campaign("one"), 100)
    by_hand(a_campaign("more"), 100, by=second_person())
    desk.get(reverse(address))
    with django_assert_max_num_queries(40) as one:
        assert desk.get(reverse(address)).status_code == 200
    for number, slug in enumerate(("two", "three")):
        campaign = a_campaign(slug)
        cash(campaign, 100, now=NOW + timedelta(hours=number))
        by_hand(campaign, 100, by=second_person())
    with django_assert_num_queries(len(one)):
        assert desk.get(reverse(address)).status_code == 200


def test_words_of_a_campaign_and_a_gift_are_kept_with_plain_line_ends(desk, now):
    desk.post("/admin/funding/new/", TYPED | {"goal_words": "One.\r\nTwo."})
    campaign = Campaign.objects.get()
    assert campaign.goal_words == "One.\nTwo."
    desk.post("/admin/funding/gifts/new/", gift_form(campaign, message="One.\r\nTwo."))
    assert GiftWords.objects.get().message == "One.\nTwo."


@pytest.mark.parametrize("name", ["title", "purpose", "goal_words", "picture_alt"])
def test_what_cannot_be_shown_of_a_campaign_is_refused_with_words(desk, name):
    response = desk.post("/admin/funding/new/", TYPED | {name: "a\x07b"})
    assert response.status_code == 422
    assert "cannot be shown (U+0007)" in response.content.decode()
    assert not Campaign.objects.exists()


@pytest.mark.parametrize("name", ["name", "message", "note"])
def test_what_cannot_be_shown_of_a_gift_is_refused_with_words(desk, name):
    campaign = a_campaign()
    response = desk.post("/admin/funding/gifts/new/", gift_form(campaign, **{name: "a\x07b"}))
    assert response.status_code == 422
    assert "cannot be shown (U+0007)" in response.content.decode()
    assert not GiftWords.objects.exists()


def test_another_end_of_a_rehearsal_is_refused_with_words(client_of, now):
    checkout = checkout_of(a_promise(a_campaign()))
    response = client_of(None).post(f"/support/rehearsal/{checkout.ref}/", {"outcome": "stolen"})
    assert response.status_code == 422
    assert "none of the ways it can end" in response.content.decode()
