"""Giving by bank transfer: the promise, its reference, and the account where it is awaited."""

from datetime import timedelta

import pytest
from django.urls import reverse
from stdnum import iso11649

from standfirst.delivery.models import StaleKey
from standfirst.funding.actions.gifts import Giver, begin_gift
from standfirst.funding.actions.manual import (
    enter_transfer,
    refuse_manual_gift,
    withdraw_manual_gift,
)
from standfirst.funding.actions.sweeps import ask_about_promises
from standfirst.funding.actions.transfers import promise_transfer
from standfirst.funding.models import BankAccount, Gift, GiftState, ManualRecord, Payment
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.queries.verification import verify_ledger
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused
from standfirst.funding.rules.transfers import creditor_reference, transfer_code
from standfirst.lib.money import Money
from tests.funding.makers import (
    IBAN,
    NOW,
    a_bank_account,
    a_campaign,
    a_draft,
    a_euro_campaign,
    a_transfer,
)

pytestmark = pytest.mark.django_db

DETAILS = ("DE89 3704 0044 0532 0130 00", "River Press e.V.", "COBADEFFXXX")


@pytest.fixture
def desk(client_of, treasurer):
    return client_of(treasurer)


def typed(**changed):
    return {"holder": "River Press e.V.", "iban": DETAILS[0], "bic": DETAILS[2]} | changed


@pytest.mark.any_engine
def test_every_slip_of_one_character_and_of_two_neighbours_breaks_a_reference():
    reference = creditor_reference("314159265358")
    assert iso11649.is_valid(reference)
    slips = {
        reference[:at] + other + reference[at + 1 :]
        for at in range(2, len(reference))
        for other in "0123456789"
    }
    slips |= {
        reference[:at] + reference[at + 1] + reference[at] + reference[at + 2 :]
        for at in range(2, len(reference) - 1)
    }
    assert not [slip for slip in slips - {reference} if iso11649.is_valid(slip)]


@pytest.mark.any_engine
def test_the_code_says_where_how_much_and_for_which_gift():
    said = {"holder": "Río e.V.", "account": IBAN, "bank": "", "reference": "RF18539007547034"}
    drawn = transfer_code(amount=Money(2500, "EUR"), **said)
    assert drawn.startswith(b"<svg ")
    assert b"style=" not in drawn
    assert b"<script" not in drawn
    other = said | {"reference": creditor_reference("314159265358")}
    assert transfer_code(amount=Money(2500, "EUR"), **other) != drawn
    assert transfer_code(amount=Money(2600, "EUR"), **said) != drawn


def test_a_giver_chooses_a_transfer_and_sees_where_it_goes(client_of):
    a_bank_account()
    campaign = a_euro_campaign()
    draft, nobody = a_draft(campaign, 2500), client_of(None)
    address = reverse("funding:gift", args=[draft.secret])
    page = nobody.get(address).content.decode()
    assert 'name="transfer"' in page
    assert "payment provider" not in page
    response = nobody.post(address, {"transfer": ""})
    status = reverse("funding:gift_status", args=[draft.secret])
    assert (response.status_code, response["Location"]) == (303, status)
    gift = Gift.objects.get()
    assert (gift.state, gift.provider) == (GiftState.PROMISED, "bank transfer")
    assert iso11649.is_valid(gift.provider_ref)
    page = nobody.get(status).content.decode()
    spaced = " ".join(gift.provider_ref[at : at + 4] for at in range(0, 16, 4))
    for said in (*DETAILS, "€25", spaced, "transfer.svg", "awaited"):
        assert said in page
    image = nobody.get(reverse("funding:transfer_image", args=[draft.secret]))
    assert (image.status_code, image["Content-Type"]) == (200, "image/svg+xml")
    assert "no-store" in image["Cache-Control"]
    assert meter_of_campaign(campaign).settled == Money(0, "EUR")


def test_many_presses_make_one_promise_with_one_reference():
    first = a_transfer(a_euro_campaign())
    again = promise_transfer(gift=first, giver=Giver(None), now=NOW)
    assert again.gift.provider_ref == first.provider_ref
    assert not again.is_new_guest
    assert not begin_gift(gift=first, person=None, return_path="/support/", now=NOW).url


def test_other_currencies_have_the_details_and_no_code(client_of):
    gift = a_transfer(a_campaign(is_rehearsed=False))
    page = client_of(None).get(reverse("funding:gift_status", args=[gift.secret]))
    assert DETAILS[0] in page.content.decode()
    assert b"transfer.svg" not in page.content
    image = client_of(None).get(reverse("funding:transfer_image", args=[gift.secret]))
    assert image.status_code == 404


def test_a_rehearsal_takes_no_transfers(client_of):
    a_bank_account()
    draft = a_draft(a_campaign())
    page = client_of(None).get(reverse("funding:gift", args=[draft.secret])).content.decode()
    assert 'name="transfer"' not in page
    with pytest.raises(GiftRefused) as refused:
        promise_transfer(gift=draft, giver=Giver(None), now=NOW)
    assert refused.value.refusal == GiftRefusal.NO_PROVIDER


def test_a_transfer_is_awaited_for_sixty_days_and_still_named_afterwards(client_of):
    gift = a_transfer(a_euro_campaign())
    for days, state in ((59, GiftState.PROMISED), (60, GiftState.EXPIRED)):
        ask_about_promises(now=NOW + timedelta(days=days))
        gift.refresh_from_db()
        assert gift.state == state
    page = client_of(None).get(reverse("funding:gift_status", args=[gift.secret])).content.decode()
    assert "counts all the same" in page
    assert DETAILS[0] in page


def test_a_promise_to_an_account_that_is_given_up_says_so(client_of):
    gift = a_transfer(a_euro_campaign())
    a_bank_account("")
    page = client_of(None).get(reverse("funding:gift_status", args=[gift.secret])).content.decode()
    assert "take no transfers just now" in page
    assert DETAILS[0] not in page
    assert "transfer.svg" not in page


def test_with_an_account_a_real_campaign_takes_gifts_and_its_page_is_made_anew(desk, client_of):
    campaign = a_euro_campaign()
    nobody = client_of(None)
    assert b"We cannot take this gift online yet" in nobody.get("/support/river/").content
    before = StaleKey.objects.count()
    assert desk.post(reverse("funding_bank"), typed()).status_code == 303
    keys = StaleKey.objects.order_by("pk")[before:].values_list("key", flat=True)
    assert f"campaign:{campaign.pk}" in keys
    assert BankAccount.objects.get().iban == IBAN
    assert DETAILS[0] in desk.get(reverse("funding_bank")).content.decode()
    assert b"We cannot take this gift online yet" not in nobody.get("/support/river/").content
    desk.post(reverse("funding_bank"), typed(iban="", holder="", bic=""))
    assert b"We cannot take this gift online yet" in nobody.get("/support/river/").content


@pytest.mark.parametrize("days", [3, 90])
def test_a_transfer_that_came_is_booked_when_a_second_person_says_so(days, desk, owner, client_of):
    campaign = a_euro_campaign()
    gift = a_transfer(campaign)
    ask_about_promises(now=NOW + timedelta(days=days))
    listed = desk.get(reverse("funding_gifts") + "?transfers").content.decode()
    assert "has come" in listed
    came = reverse("funding_transfer_came", args=[gift.pk])
    for wrong in ("2999-01-01", "x"):
        desk.post(came, {"received_on": wrong})
    assert not ManualRecord.objects.exists()
    for _ in range(2):
        desk.post(came, {"received_on": "2026-03-16"})
    decide = reverse("funding_decide_gift", args=[gift.pk])
    desk.post(decide, {"confirm": ""})
    assert not Payment.objects.exists()
    client_of(owner).post(decide, {"confirm": ""})
    gift.refresh_from_db()
    assert gift.state == GiftState.PAID
    assert Payment.objects.get().provider_ref == gift.provider_ref
    assert meter_of_campaign(campaign).settled == Money(2500, "EUR")
    assert verify_ledger().is_sound
    page = client_of(None).get(reverse("funding:gift_status", args=[gift.secret])).content.decode()
    assert "received" in page
    assert DETAILS[0] not in page


def test_a_word_that_is_taken_back_leaves_the_transfer_awaited(treasurer):
    gift = a_transfer(a_euro_campaign())
    for end, who in ((withdraw_manual_gift, "withdrawn_by"), (refuse_manual_gift, "refused_by")):
        by = treasurer.user if end is withdraw_manual_gift else None
        enter_transfer(gift=gift, received_at=NOW, entered_by=by, now=NOW)
        end(gift=gift, now=NOW, **{who: treasurer.user})
        gift.refresh_from_db()
        assert gift.state == GiftState.PROMISED
        assert not ManualRecord.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"iban": "DE89 3704 0044 0532 0130 01"}, "This is no IBAN"),
        ({"iban": "DE89"}, "This is no IBAN"),
        ({"iban": "\u0661\u0662"}, "This is no IBAN"),
        ({"bic": "COBA"}, "This is no BIC"),
        ({"holder": ""}, "banks compare the name"),
    ],
)
def test_what_is_no_account_is_handed_back(desk, changed, said):
    response = desk.post(reverse("funding_bank"), typed(**changed))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not BankAccount.objects.exists()
