"""A treasurer gives back; above the limit another one agrees; both see what is in dispute."""

import pytest
from django.urls import reverse

from standfirst.funding.models import DisputeState, Payment, Refund, RefundState
from standfirst.funding.rules.truths import TruthState
from tests.funding.makers import a_campaign, a_promise, cash, play

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, treasurer):
    return client_of(treasurer)


@pytest.fixture
def colleague(client_of, enrol, groups):
    return client_of(enrol("Tom Till", groups=["treasurer"], is_staff=True))


def refund_of(gift):
    return reverse("funding_refund_payment", args=[gift.pk])


def form(amount, key="k1"):
    return {"amount": amount, "reason": "Sent twice.", "key": key}


def test_a_small_amount_goes_back_at_once(desk):
    gift = cash(a_campaign())
    page = desk.get(refund_of(gift)).content.decode()
    assert "$25 of it can be given back" in page
    answer = desk.post(refund_of(gift), form("10"), follow=True)
    assert "The refund is booked." in answer.content.decode()
    assert (Refund.objects.get().amount, Refund.objects.get().state) == (1000, RefundState.DONE)
    assert "$15 of it can be given back" in desk.get(refund_of(gift)).content.decode()


@pytest.mark.parametrize(
    ("amount", "said"),
    [("26", "more than is left"), ("ten", "in figures"), ("0", "above nothing"), ("", "required")],
)
def test_what_cannot_be_given_back_is_handed_back(desk, amount, said):
    gift = cash(a_campaign())
    answer = desk.post(refund_of(gift), form(amount))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Sent twice." in answer.content.decode()
    assert not Refund.objects.exists()


def test_a_large_amount_waits_for_a_colleague(desk, colleague):
    gift = cash(a_campaign(), 50_000)
    assert "another treasurer agrees" in desk.get(refund_of(gift)).content.decode()
    desk.post(refund_of(gift), form("500"))
    refund = Refund.objects.get()
    decide = reverse("funding_decide_refund", args=[refund.pk])
    mine = desk.get(reverse("funding_refunds")).content.decode()
    assert ("Another treasurer has to agree." in mine, "Give $500 back" in mine) == (True, False)
    assert "Another person has to agree." in desk.post(decide, follow=True).content.decode()
    assert "Give $500 back" in colleague.get(reverse("funding_refunds")).content.decode()
    colleague.post(decide, {"agree": ""})
    refund.refresh_from_db()
    assert refund.state == RefundState.DONE
    again = colleague.post(decide, {"decline": ""}, follow=True).content.decode()
    assert "decided on this refund meanwhile" in again


def test_disputes_are_listed_with_their_day(desk, world):
    gift = a_promise(a_campaign(is_rehearsed=False))
    sale = world.sales[gift.provider_ref]
    world.become(sale, TruthState.PAID)
    dispute = world.dispute(sale, 2500)
    play(world)
    page = desk.get(reverse("funding_refunds")).content.decode()
    assert (dispute.ref in page, "fraudulent" in page) == (True, True)
    world.end_dispute(sale, dispute.ref, DisputeState.LOST)
    play(world)
    page = desk.get(reverse("funding_refunds")).content.decode()
    assert page.index("Disputes that are decided") < page.index(dispute.ref)


def test_what_nobody_paid_is_not_given_back(desk, world):
    gift = a_promise(a_campaign(is_rehearsed=False))
    assert desk.get(refund_of(gift)).status_code == 404
    assert not Payment.objects.exists()
