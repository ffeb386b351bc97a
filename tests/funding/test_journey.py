"""A reader gives, through HTTP and without JavaScript."""

import re
from datetime import timedelta

import pytest

from standfirst.funding.actions.campaigns import close_campaign, reopen_campaign
from standfirst.funding.models import (
    Entry,
    Finding,
    Gift,
    GiftState,
    GoalPolicy,
    ProviderEvent,
    RehearsalCheckout,
)
from standfirst.funding.queries.verification import verify_ledger
from standfirst.lib.clock import now as clock
from standfirst.lib.money import Money
from standfirst.people.models import Person, Standing
from tests.funding.makers import a_campaign, cash, usd, work

pytestmark = pytest.mark.django_db

TYPED = {
    "amount": "2500",
    "amount_free": "",
    "show": "anonymous",
    "name": "",
    "message": "",
    "email": "",
}


@pytest.fixture
def campaign():
    return a_campaign()


@pytest.fixture
def reader(client_of):
    return client_of(None)


def words(response):
    text = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def drafted(reader, **typed):
    response = reader.post("/support/river/", TYPED | typed)
    assert response.status_code == 303
    return response["Location"]


def pressed(reader, address):
    response = reader.post(address)
    assert response.status_code == 303
    return response["Location"]


def test_a_reader_gives_and_meter_and_ledger_say_so(campaign, reader):
    cash(campaign, 322_500)
    form = reader.get("/support/river/?anything=1")
    assert "$3,225 of $5,000, 64 %" in words(form)
    assert '<form class="form" action="/support/river/" method="post"' in form.content.decode()

    confirmation = drafted(
        reader, name="Ada Bell", show="named", message="Go on.", email="ada@paper.test"
    )
    page = reader.get(confirmation)
    assert "Pretend to give $25" in words(page)
    assert "Ada Bell" in words(page)
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert not RehearsalCheckout.objects.exists(), "a draft reaches no provider"

    provider_page = pressed(reader, confirmation)
    assert provider_page.startswith("/support/rehearsal/")
    assert "Rehearsal" in words(reader.get(provider_page))
    back = reader.post(provider_page, {"outcome": "paid"})
    assert back.status_code == 303
    assert back["Location"] == f"{confirmation}status/"
    waiting = reader.get(back["Location"])
    assert "not confirmed yet" in words(waiting)

    work(clock())
    assert "$25 received. Thank you." in words(reader.get(back["Location"]))
    assert "$3,250 of $5,000, 65 %" in words(reader.get("/support/river/"))
    books = words(reader.get("/ledger/river/"))
    assert "#2 Gift A reader" in books, "the name waits until somebody has seen it"
    assert "$3,250" in books
    assert verify_ledger().is_sound


def test_the_real_books_know_nothing_of_a_rehearsal(campaign, reader):
    cash(a_campaign("mill", is_rehearsed=False, title="The mill fund"), 1234)
    cash(campaign, 5000)
    page = reader.get("/ledger/")
    assert "$12.34" in words(page)
    assert "$50" not in words(page)
    assert 'href="/ledger/river/"' in page.content.decode()
    csv = b"".join(reader.get("/ledger/entries.csv").streaming_content).decode()
    assert "1234" in csv
    assert "rehearsed/" not in csv
    own = b"".join(reader.get("/ledger/river/entries.csv").streaming_content).decode()
    assert "rehearsed/campaign" in own
    assert "1234" not in own


def test_a_delayed_payment_is_pledged_and_then_settled(campaign, reader):
    address = drafted(reader)
    now = clock()
    reader.post(pressed(reader, address), {"outcome": "delayed"})
    work(now + timedelta(seconds=5))
    status = words(reader.get(f"{address}status/"))
    assert "on its way" in status
    assert "$0 of $5,000, 0 %" in status
    assert "$25 promised besides" in status
    work(now + timedelta(minutes=2))
    status = words(reader.get(f"{address}status/"))
    assert "$25 received" in status
    assert "promised besides" not in status
    kinds = [entry.kind for entry in Entry.objects.order_by("pk")]
    assert kinds == ["pledge", "reversal", "gift", "booking"]
    assert verify_ledger().is_sound


@pytest.mark.parametrize(
    ("outcome", "state", "said"),
    [
        ("refused", GiftState.FAILED, "The payment was refused."),
        ("abandoned", GiftState.EXPIRED, "The payment was not made."),
    ],
)
def test_what_is_not_paid_moves_nothing(campaign, reader, outcome, state, said):
    address = drafted(reader)
    reader.post(pressed(reader, address), {"outcome": outcome})
    work(clock())
    assert said in words(reader.get(f"{address}status/"))
    assert Gift.objects.get().state == state
    assert not Entry.objects.exists()


def test_an_outcome_is_chosen_once(campaign, reader):
    address = drafted(reader)
    provider_page = pressed(reader, address)
    for outcome in ("refused", "paid", "paid"):
        reader.post(provider_page, {"outcome": outcome})
    work(clock())
    assert Gift.objects.get().state == GiftState.FAILED
    assert ProviderEvent.objects.count() == 1
    assert "decided already" in words(reader.get(provider_page))
    assert reader.post(provider_page, {"outcome": "gold"}).status_code == 422


def test_whoever_asked_the_provider_died_and_the_giver_presses_again(campaign, reader):
    address = drafted(reader)
    pressed(reader, address)
    # As a process leaves it that died between the promise and the provider's answer.
    asked = {"provider_ref": "", "checkout_url": "", "begin_lease_until": clock()}
    Gift.objects.update(**asked)
    status = reader.get(f"{address}status/")
    assert f'<form action="{address}" method="post">' in status.content.decode()
    assert pressed(reader, address) == Gift.objects.get().checkout_url
    assert RehearsalCheckout.objects.count() == 1
    again = reader.get(f"{address}status/").content.decode()
    assert f'<form action="{address}" method="post">' not in again


def test_giving_makes_one_guest_and_reading_none(campaign, reader):
    reader.get("/support/river/")
    address = drafted(reader)
    reader.get(address)
    assert not Person.objects.exists()
    assert not reader.cookies
    response = reader.post(address)
    assert set(response.cookies) == {"person", "here"}
    assert Gift.objects.get().person == Person.objects.get()
    reader.post(address)
    assert Person.objects.count() == 1


def test_whoever_has_the_address_is_not_made_the_giver(campaign, reader, client_of):
    address = drafted(reader)
    reader.post(address)
    somebody = client_of(None)
    assert not somebody.post(address).cookies
    assert not somebody.get(f"{address}status/").cookies


def test_the_return_page_only_reads(campaign, reader, django_assert_max_num_queries):
    address = drafted(reader)
    pressed(reader, address)
    before = list(Gift.objects.values())
    assert reader.get(f"{address}status/").status_code == 200
    assert reader.post(f"{address}status/").status_code == 405
    assert list(Gift.objects.values()) == before


def test_a_fragment_is_what_a_script_gets(campaign, reader):
    address = drafted(reader)
    pressed(reader, address)
    fragment = reader.get(f"{address}status/", headers={"HX-Request": "true"}).content.decode()
    assert fragment.lstrip().startswith('<div id="gift-state">')
    assert "<html" not in fragment
    # What was received has moved the meter: the two come together.
    assert 'class="meter meter-box"' in fragment


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"amount": ""}, "Please choose an amount."),
        ({"amount_free": "twelve"}, "Please write the amount in figures"),
        ({"amount_free": "0.50"}, "less than we can take"),
        ({"amount_free": "10001"}, "more than we can take"),
        ({"amount_free": "-5"}, "Please write the amount in figures"),
        ({"amount": "1"}, "Select a valid choice"),
        ({"show": "named"}, "Please write the name that we may show."),
        ({"email": "ada@"}, "Enter a valid email address."),
        ({"message": "x" * 501}, "at most 500 characters"),
        ({"show": "gold"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_taken_is_handed_back_as_typed(campaign, reader, typed, said):
    typed = {"message": "My <b>words</b> & more"} | typed
    response = reader.post("/support/river/", TYPED | typed)
    assert response.status_code == 422
    assert said in words(response)
    assert "no-store" in response["Cache-Control"]
    html = response.content.decode()
    assert "<title>Error:" in html
    for value in typed.values():
        shown = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        assert shown in html
    assert not Gift.objects.exists()


def test_own_amounts_are_taken_and_win(campaign, reader):
    drafted(reader, amount="500", amount_free="12.50")
    assert Gift.objects.get().amount == 1250


def test_yen_have_no_smaller_unit(reader):
    a_campaign("river", goal=Money(500_000, "JPY"))
    assert "¥2,500" in words(reader.get("/support/river/"))
    assert reader.post("/support/river/", TYPED | {"amount_free": "12.50"}).status_code == 422
    drafted(reader, amount_free="1250")
    assert Gift.objects.get().amount == 1250


def test_a_real_campaign_without_a_provider_says_how_to_give(reader):
    a_campaign("river", is_rehearsed=False)
    page = reader.get("/support/river/")
    assert "cannot take this gift online yet" in words(page)
    assert b'method="post"' not in page.content
    assert reader.post("/support/river/", TYPED).status_code == 422
    assert not Gift.objects.exists()


def test_no_rehearsing_where_a_live_key_is_set(campaign, reader, settings):
    address = drafted(reader)
    provider_page = pressed(reader, address)
    other = drafted(reader)
    settings.STANDFIRST_LIVE_PAYMENT_KEY = "live"
    assert reader.get(provider_page).status_code == 404
    assert reader.post(provider_page, {"outcome": "paid"}).status_code == 404
    assert "switched off" in words(reader.get("/support/river/"))
    assert reader.post("/support/river/", TYPED).status_code == 422
    assert reader.post(other).status_code == 409
    assert (
        reader.post(
            "/support/events/rehearsal/", b"{}", content_type="application/json"
        ).status_code
        == 400
    )


def test_closed_ended_and_filled_campaigns_take_nothing(reader, now):
    campaign = a_campaign("river", goal=usd(1000), goal_policy=GoalPolicy.CLOSE)
    address = drafted(reader)
    cash(campaign, 1000)
    assert "The goal is reached" in words(reader.get("/support/river/"))
    assert reader.post(address).status_code == 409
    close_campaign(campaign=campaign, now=now)
    assert "This campaign is closed" in words(reader.get("/support/river/"))
    reopen_campaign(campaign=campaign, now=now)
    a_campaign("mill", deadline=now - timedelta(days=1))
    assert "has ended" in words(reader.get("/support/mill/"))


def test_the_page_says_what_happens_at_the_goal_before_the_button(campaign, reader):
    html = reader.get("/support/river/").content.decode()
    assert html.index("When the goal is reached") < html.index("Continue</button>")
    confirmation = reader.get(drafted(reader)).content.decode()
    assert confirmation.index("When the goal is reached") < confirmation.index("Pretend to give")


def test_support_leads_to_the_only_campaign_or_lists_them(campaign, reader):
    assert reader.get("/support/")["Location"] == "/support/river/"
    a_campaign("mill", title="The mill fund")
    assert "The mill fund" in words(reader.get("/support/"))
    assert "The river fund" in words(reader.get("/support/"))


@pytest.mark.parametrize(
    "address",
    [
        "/support/none/",
        "/support/gift/none/",
        "/support/gift/none/status/",
        "/ledger/none/",
        "/support/rehearsal/none/",
        "/ledger/none/entries.csv",
        "/ledger/none/entries.json",
    ],
)
def test_what_is_not_there_is_404(campaign, reader, address):
    assert reader.get(address).status_code == 404


def test_other_sites_forms_are_refused(campaign, client_of):
    reader = client_of(None)
    address = drafted(reader)
    for path, data in (("/support/river/", TYPED), (address, {})):
        response = reader.post(path, data, headers={"sec-fetch-site": "cross-site"})
        assert response.status_code == 403
    assert Gift.objects.get().state == GiftState.DRAFT


def test_public_pages_are_the_same_for_everyone(campaign, client_of, guest, editor):
    cash(campaign, 5000, name="Ada Bell", shows_name=True)
    for path in ("/support/river/", "/support/", "/ledger/", "/ledger/river/"):
        bodies = {client_of(who).get(path).content for who in (None, guest, editor)}
        assert len(bodies) == 1, path
        response = client_of(None).get(path)
        assert not response.cookies
        assert b"csrf" not in response.content


def test_a_real_gift_gives_standing_and_a_rehearsed_one_none(campaign, reader):
    address = drafted(reader)
    reader.post(pressed(reader, address), {"outcome": "paid"})
    work(clock())
    assert ProviderEvent.objects.get().finding == Finding.RECORDED
    assert not Standing.objects.exists()
