"""Who is thanked on a campaign's page, by their own choice, which they may change at any time."""

import re

import pytest

from standfirst.funding.actions.erasing import erase
from standfirst.funding.actions.gifts import begin_gift, clear_words, hide_words
from standfirst.funding.actions.manual import take_back_manual_gift
from standfirst.funding.models import Gift, GiftWords, ReceiptAddress
from standfirst.funding.queries.wall import PAGE_LENGTH, wall_of
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import WordList
from standfirst.people.owners import Owner
from tests.funding.makers import NOW, a_campaign, a_draft, cash, choose, give, usd, work
from tests.funding.test_receipts import give_back

pytestmark = pytest.mark.django_db

ALL = {
    "name": "Ada Bell",
    "message": "Go on.",
    "dedication": "memory",
    "dedicated_to": "Grandma",
    "shows_name": True,
    "shows_message": True,
    "shows_amount": True,
}
FORM = {
    "show": "named",
    "name": "Ada Bell",
    "message": "Go on.",
    "dedication": "memory",
    "dedicated_to": "Grandma",
    "shows_message": "on",
    "shows_amount": "on",
}


@pytest.fixture
def campaign():
    return a_campaign()


def names(campaign):
    return [giver.name for giver in wall_of(campaign).givers]


def change(client, gift, **changed):
    data = {key: value for key, value in (FORM | changed).items() if value}
    return client.post(f"/support/gift/{gift.secret}/shown/", data)


def test_each_choice_shows_its_part_and_nothing_else(campaign):
    cash(campaign, **ALL)
    cash(campaign, **ALL | {"shows_amount": False, "shows_name": False})
    cash(campaign, **ALL | {"shows_message": False})
    cash(campaign, **ALL | {"shows_message": False, "shows_name": False})
    told = [
        (one.name, one.message, one.dedicated_to, one.amount) for one in wall_of(campaign).givers
    ]
    assert told == [
        ("Ada Bell", "", "", usd(2500)),
        ("", "Go on.", "Grandma", None),
        ("Ada Bell", "Go on.", "Grandma", usd(2500)),
    ]


def test_only_paid_gifts_with_cleared_words_are_there_newest_first(campaign):
    a_draft(campaign, **ALL)
    give(campaign, outcome="refused", **ALL)
    waiting = give(campaign, **ALL)
    cash(campaign, **ALL | {"name": "Bo"})
    assert names(campaign) == ["Bo"]
    clear_words(gift=waiting, now=NOW)
    cash(campaign, **ALL | {"name": "Cy"})
    assert names(campaign) == ["Cy", "Bo", "Ada Bell"]


def test_what_went_back_wholly_is_gone_and_in_part_is_not(campaign, treasurer):
    wholly, partly, wrongly = (cash(campaign, **ALL | {"name": name}) for name in "ABC")
    give_back(partly, 2499, treasurer, key="a")
    give_back(wholly, 1000, treasurer, key="b")
    give_back(wholly, 1500, treasurer, key="c")
    take_back_manual_gift(gift=wrongly, taken_back_by=treasurer.user, now=NOW)
    assert names(campaign) == ["B"]


def test_the_campaigns_page_and_the_page_of_thanks_show_it(campaign, client):
    empty = client.get("/support/river/").content.decode()
    assert "Nobody who gave wanted to be named yet." in empty
    assert "Nobody who gave" in client.get("/support/river/thanks/").content.decode()
    cash(campaign, **ALL)
    for path in ("/support/river/", "/support/river/thanks/"):
        page = client.get(path).content.decode()
        for part in ("Ada Bell", "Go on.", "In memory of Grandma", "$25"):
            assert part in page, (path, part)


def test_many_are_paged_each_once(campaign, client):
    for number in range(PAGE_LENGTH + 3):
        cash(campaign, **ALL | {"name": f"Giver {number:03d}."})
    seen, path = [], "/support/river/thanks/"
    while path:
        page = client.get(path).content.decode()
        seen += re.findall(r"Giver \d{3}", page)
        more = re.search(r'href="([^"]+)" rel="next"', page)
        path = more[1] if more else None
    assert seen == [f"Giver {number:03d}" for number in reversed(range(PAGE_LENGTH + 3))]


def test_a_wall_asks_as_much_for_three_as_for_one(campaign, django_assert_num_queries):
    cash(campaign, **ALL)
    with django_assert_num_queries(1):
        wall_of(campaign)
    for _ in range(2):
        cash(campaign, **ALL)
    with django_assert_num_queries(1):
        assert len(wall_of(campaign).givers) == 3


class TestTheGiverChanges:
    @pytest.fixture
    def gift(self, campaign):
        return cash(campaign, **ALL)

    def test_what_is_shown(self, gift, campaign, client):
        response = change(client, gift, show="anonymous", shows_amount="")
        assert (response.status_code, response["Location"]) == (
            303,
            f"/support/gift/{gift.secret}/status/?changed#shown",
        )
        (giver,) = wall_of(campaign).givers
        assert (giver.name, giver.message, giver.amount) == ("", "Go on.", None)
        change(client, gift, show="anonymous", shows_message="", shows_amount="")
        assert wall_of(campaign).givers == []

    def test_words_that_are_judged_anew(self, campaign, reader, client):
        gift = a_paid_gift_of(reader, campaign)
        keep_word_list(name="never", kind=WordList.Kind.BANNED, words="blockhead", now=NOW)
        change(client, gift, message="You blockhead")
        assert wall_of(campaign).givers == []
        change(client, gift, message="Go on, and on.")
        assert wall_of(campaign).givers[0].message == "Go on, and on."
        change(client, gift, message="Go on, and on.", dedicated_to="a blockhead")
        assert wall_of(campaign).givers == []

    def test_nothing_that_was_hidden_without_other_eyes(self, campaign, reader, client):
        gift = a_paid_gift_of(reader, campaign)
        assert names(campaign) == ["Ada Bell"]
        hide_words(gift=gift, now=NOW)
        change(client, gift)
        assert wall_of(campaign).givers == []
        clear_words(gift=gift, now=NOW)
        assert names(campaign) == ["Ada Bell"]

    def test_with_an_error_that_says_what_to_mend(self, gift, client):
        response = change(client, gift, name="")
        assert response.status_code == 422
        assert "Please write the name that we may show." in response.content.decode()
        assert GiftWords.objects.get(gift=gift).name == "Ada Bell"

    def test_whom_the_receipt_names_once(self, gift, client):
        change(client, gift, receipt_name="Ada B. Bell")
        change(client, gift, receipt_name="Somebody Else")
        assert ReceiptAddress.objects.get(gift=gift).name == "Ada B. Bell"

    def test_nothing_of_a_draft_and_of_no_gift(self, campaign, client):
        assert change(client, a_draft(campaign)).status_code == 404
        assert client.post("/support/gift/none/shown/", FORM).status_code == 404

    def test_nothing_after_being_erased(self, campaign, reader, client):
        gift = a_paid_gift_of(reader, campaign)
        erase(owner=Owner(reader, (reader.pk,), frozenset()), now=NOW)
        assert wall_of(campaign).givers == []
        for path in ("/support/river/", "/support/river/thanks/"):
            page = client.get(path).content.decode()
            assert ("Ada Bell" in page, "Grandma" in page) == (False, False)
        assert change(client, gift).status_code == 404
        assert "Ada Bell" not in client.get(f"/support/gift/{gift.secret}/status/").content.decode()


def a_paid_gift_of(person, campaign):
    gift = a_draft(campaign, person=person, **ALL)
    begin_gift(gift=gift, person=person, return_path="/", now=NOW)
    choose(Gift.objects.get(pk=gift.pk), "paid")
    work()
    return Gift.objects.get(pk=gift.pk)


def test_the_form_keeps_it_all(campaign, client):
    client.post(
        "/support/river/",
        FORM
        | {
            "amount": "",
            "amount_free": "25",
            "receipt_name": "Ada B. Bell",
            "receipt_address": "1 Row",
        },
    )
    words = GiftWords.objects.get()
    assert (words.dedication, words.dedicated_to, words.language) == ("memory", "Grandma", "en")
    assert (words.shows_name, words.shows_message, words.shows_amount) == (True, True, True)
    address = ReceiptAddress.objects.get(gift=words.gift)
    assert (address.name, address.address) == ("Ada B. Bell", "1 Row")
