"""A treasurer records who doubles gifts; whoever gives is told before the button, and the books say it all."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from standfirst.funding.models import MatchBooking, MatchPart, MatchPledge
from standfirst.funding.queries.meters import meter_of_campaign
from tests.funding.makers import a_campaign, a_draft, cash, usd
from tests.funding.test_matching import a_match
from tests.funding.test_meters import rendered

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, treasurer):
    return client_of(treasurer)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def campaign(now):
    return a_campaign(now=now)


def matching(campaign, now, minor=100_000, **terms):
    window = {"since_at": now - timedelta(1), "until_at": now + timedelta(30)}
    return a_match(campaign, minor, now=now, **(window | terms))


def form(campaign, now, **told):
    return {
        "campaign": campaign.pk,
        "name": "The Weir Foundation",
        "cap": "1000",
        "cap_per_giver": "50",
        "since_at": f"{now - timedelta(1):%Y-%m-%d %H:%M}",
        "until_at": f"{now + timedelta(30):%Y-%m-%d %H:%M}",
        "key": "k1",
    } | told


def said(client, address):
    return " ".join(client.get(address).content.decode().split())


class TestTheTreasurer:
    def test_records_a_promise_once(self, desk, campaign, now):
        address = reverse("funding_new_match")
        assert "Up to, in all" in said(desk, address)
        for _ in range(2):
            answer = desk.post(address, form(campaign, now), follow=True)
            assert "The promise is recorded." in answer.content.decode()
        pledge = MatchPledge.objects.get()
        assert (pledge.cap, pledge.cap_per_giver, pledge.shows_name) == (100_000, 5000, False)
        assert "The Weir Foundation</a> (not shown)" in said(desk, reverse("funding_matches"))

    @pytest.mark.parametrize(
        ("told", "words"),
        [
            ({"cap": "0"}, "above nothing"),
            ({"cap": "much"}, "in figures"),
            ({"cap_per_giver": "much"}, "in figures"),
            ({"until_at": "2020-01-01 10:00"}, "end after it begins"),
            ({"name": ""}, "required"),
        ],
    )
    def test_is_handed_back_what_is_no_promise(self, desk, campaign, now, told, words):
        answer = desk.post(reverse("funding_new_match"), form(campaign, now, **told))
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert not MatchPledge.objects.exists()

    def test_records_what_came_of_it_and_takes_it_back(self, desk, campaign, now):
        pledge = matching(campaign, now)
        cash(campaign, 2500, now=now)
        address = reverse("funding_match_money", args=[pledge.pk])
        assert 'value="25.00"' in said(desk, address)
        too_much = desk.post(address, {"amount": "1001", "key": "k"})
        assert "more than was promised" in too_much.content.decode()
        desk.post(address, {"amount": "25", "key": "k"})
        came = MatchBooking.objects.get(part=MatchPart.CAME)
        assert f"Take {'$25'} back" in said(desk, reverse("funding_matches"))
        desk.post(reverse("funding_take_back_match_money", args=[came.pk]))
        assert hasattr(MatchBooking.objects.get(pk=came.pk).entry, "reversed_by")

    def test_ends_it_and_names_it(self, desk, campaign, now):
        pledge = matching(campaign, now)
        named = {"name": "Ada Lock", "shows_name": "on"}
        desk.post(reverse("funding_change_matcher", args=[pledge.pk]), named)
        desk.post(reverse("funding_end_match", args=[pledge.pk]))
        pledge.refresh_from_db()
        assert (pledge.name, pledge.shows_name) == ("Ada Lock", True)
        assert pledge.ended_at is not None
        cash(campaign, 2500, now=timezone.now())
        assert meter_of_campaign(campaign).matched == usd(0)

    def test_lists_three_as_fast_as_one(self, desk, now):
        counts = []
        for number in range(3):
            campaign = a_campaign(f"c{number}", now=now)
            pledge = matching(campaign, now)
            address = reverse("funding_match_money", args=[pledge.pk])
            desk.post(address, {"amount": "1", "key": f"k{number}"})
            desk.get(reverse("funding_matches"))
            with CaptureQueriesContext(
                connection,
            ) as queries:
                desk.get(reverse("funding_matches"))
            counts.append(len(queries))
        assert counts[0] == counts[2]

    def test_is_a_treasurer(self, client_of, enrol, groups, campaign, now):
        pledge = matching(campaign, now)
        editor = client_of(enrol("Ed Itor", groups=["editor"], is_staff=True))
        for name, args in (("funding_matches", []), ("funding_match_money", [pledge.pk])):
            assert editor.get(reverse(name, args=args)).status_code in (302, 403)


class TestWhoeverGives:
    def test_is_told_before_the_button(self, client, campaign, now):
        matching(campaign, now, cap_per_giver=usd(10_000), shows_name=True)
        cash(campaign, 2500, now=now)
        for address in ("/support/river/", f"/support/gift/{a_draft(campaign, now=now).secret}/"):
            page = said(client, address)
            told = page.index("is doubled by <bdi>The Weir Foundation</bdi>, up to $1,000 in all.")
            assert told < page.index('class="button button-money"')
            assert "For each giver up to $100 is doubled." in page
            assert "$975 of it is left." in page

    def test_is_told_when_it_has_run_out(self, client, campaign, now):
        matching(campaign, now, 2000)
        cash(campaign, 2500, now=now)
        page = said(client, "/support/river/")
        assert "It has run out: what you give now is not doubled." in page
        assert "Weir Foundation" not in page

    def test_is_told_of_what_is_to_come_and_not_of_what_is_over(self, client, campaign, now):
        matching(campaign, now, since_at=now + timedelta(1))
        page = said(client, "/support/river/")
        assert "will be doubled, up to $1,000 in all." in page
        assert "is left" not in page
        MatchPledge.objects.update(ended_at=now)
        assert "doubled" not in said(client, "/support/river/")

    def test_is_shown_a_page_that_is_made_anew_when_its_time_comes(self, client, campaign, now):
        begins, ends = now + timedelta(1), now + timedelta(2)
        matching(campaign, now, since_at=begins, until_at=ends)
        assert client.get("/support/river/").baked_keys.until == begins
        matching(a_campaign("mill", now=now), now, until_at=ends)
        assert client.get("/support/mill/").baked_keys.until == ends

    def test_sees_it_apart_on_the_meter_and_in_the_books(self, client, campaign, now):
        matching(campaign, now, 250_000, shows_name=True)
        cash(campaign, 100_000, now=now)
        html = rendered(meter_of_campaign(campaign))
        assert "<strong>$2,000</strong> of $5,000, 40 %" in html
        assert "$1,000 received" in html
        assert "$1,000 matched" in html
        assert 'class="meter-matched" x1="20%" x2="40%"' in html
        books = said(client, "/ledger/river/")
        assert "Promise to match gifts" in books
        assert books.count("The Weir Foundation") == 2

    def test_reads_it_from_right_to_left(self, campaign, now):
        matching(campaign, now, 250_000)
        cash(campaign, 100_000, now=now)
        with translation.override("ar"):
            html = rendered(meter_of_campaign(campaign), "ar")
        assert 'class="meter-matched" x1="80%" x2="60%"' in html
