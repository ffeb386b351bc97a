"""The pages by which one person enters a gift and another confirms it."""

import re

import pytest
from django.urls import reverse

from standfirst.funding.models import Entry, Gift, ManualRecord
from standfirst.funding.queries.books import book_page, entries_of
from tests.funding.makers import a_campaign, by_hand, gift_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, treasurer):
    return client_of(treasurer)


def test_a_treasurer_enters_a_gift_once_and_another_person_confirms_it(
    desk, treasurer, owner, client_of
):
    campaign = a_campaign(is_rehearsed=False)
    page = desk.get(reverse("funding_record_gift")).content.decode()
    assert re.search(r'name="key" value="[\w-]{20,}"', page)
    assert "another confirms it" in page
    for _ in range(2):
        assert desk.post(reverse("funding_record_gift"), gift_form(campaign)).status_code == 303
    gift = Gift.objects.get()
    assert (gift.amount, gift.state) == (12_050, "promised")
    record = ManualRecord.objects.get()
    assert (record.entered_by, record.note) == (treasurer.user, "GIRO 17")
    own = desk.get(reverse("funding_waiting")).content.decode()
    assert 'name="withdraw"' in own
    assert 'name="confirm"' not in own
    decide = reverse("funding_decide_gift", args=[gift.pk])
    answer = desk.post(decide, {"confirm": ""}, follow=True).content.decode()
    assert "another person has to confirm it" in answer
    assert not Entry.objects.exists()
    second = client_of(owner)
    assert 'name="confirm"' in second.get(reverse("funding_waiting")).content.decode()
    assert "booked" in second.post(decide, {"confirm": ""}, follow=True).content.decode()
    assert (
        "decided on this gift" in second.post(decide, {"refuse": ""}, follow=True).content.decode()
    )
    assert book_page(entries_of(campaign), "").entries[0].name == "Ada Bell"
    assert "GIRO" not in desk.get("/ledger/river/").content.decode()
    listed = desk.get(reverse("funding_gifts")).content.decode()
    for said in ("GIRO 17", "entered by Tresa Treasurer", "confirmed by Olive Owner"):
        assert said in listed


def test_what_waits_is_withdrawn_or_refused_and_nothing_is_booked(
    desk, treasurer, owner, client_of
):
    campaign = a_campaign()
    own, others = by_hand(campaign, by=treasurer.user), by_hand(campaign, by=owner.user)
    for gift, verb in ((own, "withdraw"), (others, "refuse")):
        desk.post(reverse("funding_decide_gift", args=[gift.pk]), {verb: ""})
    listed = desk.get(reverse("funding_gifts")).content.decode()
    assert "withdrawn by Tresa Treasurer" in listed
    assert "refused by Tresa Treasurer" in listed
    assert "None." in desk.get(reverse("funding_waiting")).content.decode()
    back = desk.post(reverse("funding_take_back", args=[own.pk]), follow=True).content.decode()
    assert "nothing to take back" in back
    assert not Entry.objects.exists()
