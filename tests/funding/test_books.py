import csv
import io
from datetime import datetime, timedelta

import pytest

from standfirst.delivery.recording import record_keys
from standfirst.funding.actions.gifts import clear_words
from standfirst.funding.models import Gift
from standfirst.funding.queries.books import PAGE_LENGTH, book_page, entries_of
from standfirst.funding.rules.chain import ChainLeg, ChainLink, link_hash
from standfirst.lib.text import csv_cell
from tests.funding.makers import NOW, a_campaign, cash

pytestmark = pytest.mark.django_db


def rows_of(response):
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))


def test_pages_go_back_in_time_without_a_gap_or_a_repeat():
    campaign = a_campaign()
    for minute in range(PAGE_LENGTH + 3):
        cash(campaign, 100 + minute, now=NOW + timedelta(minutes=minute))
    first = book_page(entries_of(campaign), "")
    cash(campaign, 9999)
    second = book_page(entries_of(campaign), first.next_cursor)
    numbers = [entry.sequence for page in (first, second) for entry in page.entries]
    assert numbers == list(range(PAGE_LENGTH + 3, 0, -1))
    assert second.next_cursor == ""


@pytest.mark.parametrize("after", ["", "garbage", "WzFd=", "WyJ4Il0", "W10", "\x00", "é"])
def test_a_cursor_that_is_not_ours_begins_at_the_newest(after, client):
    cash(a_campaign(), 100)
    response = client.get("/ledger/river/", {"after": after})
    assert response.status_code == 200


@pytest.mark.parametrize("address", ["/ledger/", "/ledger/river/"])
def test_a_page_of_the_books_costs_the_same_with_one_and_with_three(
    client, address, django_assert_max_num_queries, django_assert_num_queries
):
    campaign = a_campaign(is_rehearsed=False)
    cash(campaign, 100)
    client.get(address)
    with django_assert_max_num_queries(30) as one:
        client.get(address)
    cash(campaign, 200)
    cash(campaign, 300)
    with django_assert_num_queries(len(one)):
        client.get(address)


def test_the_csv_reproduces_every_figure_and_the_chain(client):
    """What the docs tell anybody to do with the file."""
    campaign = a_campaign(is_rehearsed=False)
    for minor in (100, 250, 999):
        cash(campaign, minor)
    rows = rows_of(client.get("/ledger/entries.csv"))
    given = sum(
        int(row["credit_minor"]) - int(row["debit_minor"])
        for row in rows
        if row["account"].startswith("campaign/")
    )
    assert given == 1349
    assert {row["rehearsed"] for row in rows} == {"no"}
    entries = {}
    for row in rows:
        entries.setdefault(int(row["number"]), []).append(row)
    last = "0" * 64
    for number, lines in sorted(entries.items()):
        assert lines[0]["prev_hash"] == last
        assert lines[0]["hash"] == link_hash(link_of(number, lines), last)
        last = lines[0]["hash"]


def link_of(number, lines):
    first = lines[0]
    return ChainLink(
        sequence=number,
        at=datetime.fromisoformat(first["at"]),
        kind=first["kind"],
        campaign_id=int(first["campaign_id"]) if first["campaign_id"] else None,
        reference=first["reference"],
        reverses=int(first["reverses"]) if first["reverses"] else None,
        legs=tuple(
            ChainLeg(
                line["account"],
                line["currency"],
                int(line["debit_minor"]) - int(line["credit_minor"]),
            )
            for line in lines
        ),
    )


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    '=HYPERLINK("x")',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text, client):
    assert csv_cell(text).startswith("'")
    gift = cash(a_campaign(is_rehearsed=False), 100, name=text, shows_name=True)
    clear_words(gift=gift, now=NOW)
    for row in rows_of(client.get("/ledger/entries.csv")):
        for cell in row.values():
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def test_an_ordinary_name_stays_as_it_is():
    assert csv_cell("Ada Bell") == "Ada Bell"


def test_hostile_names_are_shown_as_text(client):
    name = "<script>alert(1)</script>"
    cash(a_campaign(), 100, name=name, shows_name=True, message=name, shows_message=True)
    html = client.get("/ledger/river/").content.decode()
    assert "&lt;script&gt;alert(1)" in html
    assert name not in html


def test_the_books_declare_what_they_are_made_of():
    campaign = a_campaign()
    with record_keys() as keys:
        entries_of(None)
        entries_of(campaign)
    assert keys.hard == {"ledger", f"campaign:{campaign.pk}", f"words:{campaign.pk}"}


def test_nothing_private_of_a_giver_is_in_any_book(client):
    campaign = a_campaign(is_rehearsed=False)
    cash(campaign, 100, name="Canary Name", message="Canary message", email="canary@paper.test")
    secret = Gift.objects.get().secret
    for path in ("/ledger/", "/ledger/river/", "/support/river/", "/support/"):
        body = client.get(path).content.decode()
        assert "anary" not in body
        assert secret not in body
    for path in ("/ledger/entries.csv", "/ledger/river/entries.csv"):
        assert "anary" not in str(rows_of(client.get(path)))
