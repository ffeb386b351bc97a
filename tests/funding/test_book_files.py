"""The books as a file, and the script of the docs that anybody may check them with."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from standfirst.funding.actions.gifts import clear_words
from standfirst.funding.actions.manual import take_back_manual_gift
from standfirst.funding.models import Account
from standfirst.funding.queries.balances import balances
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.lib.money import Money
from tests.funding.makers import NOW, a_campaign, cash

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).parents[2] / "docs/check_ledger.py"


@pytest.fixture
def books(treasurer):
    """Two real campaigns in two currencies, a gift taken back, and pretended money between."""
    river = a_campaign(is_rehearsed=False)
    yen = a_campaign("mill", is_rehearsed=False, goal=Money(500_000, "JPY"))
    for number, campaign in enumerate((river, yen, a_campaign("play"), river, yen)):
        gift = cash(campaign, 1000 + number, now=NOW + timedelta(minutes=number))
    take_back_manual_gift(gift=gift, taken_back_by=treasurer.user, now=NOW + timedelta(hours=1))
    return river, yen


def file_of(client, address="/ledger/entries.json"):
    response = client.get(address)
    assert response["Content-Type"] == "application/json"
    return b"".join(response.streaming_content).decode()


def checked(text, tmp_path):
    """Run the script as a stranger would: no site, no program of ours beside it."""
    path = tmp_path / "ledger.json"
    path.write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        timeout=60,
    )


def test_the_script_reckons_what_the_paper_shows(books, client, tmp_path):
    done = checked(file_of(client), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    *lines, last = done.stdout.splitlines()
    held = balances(Account.objects.filter(is_rehearsed=False))
    assert lines == sorted(f"{one.code} {one.amount}" for one in held)
    assert last == "Entries: 5. Faults: 0."
    for campaign in books:
        meter = meter_of_campaign(campaign)
        assert f"campaign/{campaign.pk}/{campaign.currency} {-meter.settled.minor}" in lines


def test_one_campaigns_file_stands_by_itself(books, client, tmp_path):
    done = checked(file_of(client, "/ledger/mill/entries.json"), tmp_path)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Entries: 3. Faults: 0.")


def test_of_no_entry_there_is_an_empty_file(client, tmp_path):
    assert checked(file_of(client), tmp_path).stdout == "Entries: 0. Faults: 0.\n"


def test_a_givers_name_is_there_by_choice_alone(client):
    campaign = a_campaign(is_rehearsed=False)
    shown = cash(campaign, 100, name="Shown Name", shows_name=True)
    clear_words(gift=shown, now=NOW)
    cash(campaign, 200, name="Hidden Name", email="hidden@mail.test")
    text = file_of(client)
    assert [entry["name"] for entry in json.loads(text)["entries"]] == ["Shown Name", ""]
    assert "idden" not in text


def higher(entry):
    entry["legs"][0]["amount_minor"] += 1


def moved(entry):
    for leg in entry["legs"]:
        leg["amount_minor"] *= 2


def later(entry):
    entry["at"] = entry["at"].replace("2026", "2027")


def elsewhere(entry):
    entry["campaign_id"] = 99


def cut(entry):
    entry["prev_hash"] = "0" * 64


@pytest.mark.parametrize("fault", [higher, moved, later, elsewhere, cut])
def test_the_control_a_changed_file_is_found(books, client, tmp_path, fault):
    book = json.loads(file_of(client))
    fault(book["entries"][1])
    done = checked(json.dumps(book), tmp_path)
    assert done.returncode == 1
    assert f"Entry {book['entries'][1]['number']} " in done.stdout


def test_the_control_a_swapped_order_is_found(books, client, tmp_path):
    book = json.loads(file_of(client))
    book["entries"][0], book["entries"][1] = book["entries"][1], book["entries"][0]
    assert "out of order" in checked(json.dumps(book), tmp_path).stdout
