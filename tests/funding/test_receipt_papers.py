"""What a receipt, a statement and the treasurer's list say, read again from the PDF."""

import re
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from pypdf import PdfReader

from standfirst.funding.actions.erasing import erase
from standfirst.funding.actions.gifts import begin_gift
from standfirst.funding.actions.receipts import (
    PaperWords,
    address_receipt,
    keep_receipt_words,
    number_receipts,
)
from standfirst.funding.models import Gift, GiftWords, Receipt
from standfirst.funding.queries.receipts import kept_by_the_ledger
from standfirst.notify.models import Message
from standfirst.people.owners import Owner
from tests.funding.makers import NOW, a_campaign, a_draft, cash, choose, give, work
from tests.funding.test_receipts import give_back

pytestmark = pytest.mark.django_db

LAW = "Gifts are deductible under § 10b."
WHO = {"receipt_name": "Ada Bell", "receipt_address": "1 Canary Row\n12345 Łódź"}


@pytest.fixture
def campaign():
    keep_receipt_words(words=PaperWords("The Paper e.V.", "2 Print Lane", LAW), now=NOW)
    return a_campaign(is_rehearsed=False)


def read(response):
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    pages = PdfReader(BytesIO(response.content)).pages
    return "\n".join(page.extract_text() for page in pages)


def receipt_of(gift, client):
    return client.get(f"/support/gift/{gift.secret}/receipt.pdf")


@pytest.mark.parametrize(
    ("language", "word", "amount"),
    [
        ("en", "Receipt", "$1,234.50"),
        ("de", "Quittung", "1.234,50"),
        ("ar", "2026-000001", "1,234.50"),
    ],
)
def test_a_receipt_speaks_the_language_of_its_gift(
    campaign, client, settings, language, word, amount
):
    settings.LANGUAGES = [(code, code) for code in ("en", "de", "ar")]
    gift = cash(campaign, 123450, language=language, **WHO)
    response = receipt_of(gift, client)
    text = read(response)
    for part in (word, amount, "2026-000001", "Ada Bell", "1 Canary Row", "Łódź", LAW):
        assert part in text, part
    assert PdfReader(BytesIO(response.content)).root_object["/Lang"] == language


def test_a_receipt_is_kept_nowhere_and_found_by_no_search_engine(campaign, client):
    response = receipt_of(cash(campaign), client)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_what_went_back_is_a_page_of_its_own_that_names_the_first(campaign, client, treasurer):
    gift = cash(campaign, 2500)
    give_back(gift, 1000, treasurer, key="a")
    number_receipts(now=NOW)
    pages = PdfReader(BytesIO(receipt_of(gift, client).content)).pages
    first, second = (page.extract_text() for page in pages)
    assert "2026-000002" in first
    assert "Cancelling receipt" in second
    assert re.search(r"Cancels\s+2026-000001", second)
    assert "-$10" in second


def test_a_rehearsed_receipt_says_that_it_is_none(client):
    text = read(receipt_of(give(a_campaign()), client))
    assert "Rehearsal: not a receipt" in text
    assert not re.search(r"\d{4}-\d{6}", text)


def test_there_is_no_receipt_before_there_is_money(client):
    assert receipt_of(give(a_campaign(), outcome="refused"), client).status_code == 404


def test_the_papers_words_of_then_stay_on_the_receipt(campaign, client):
    gift = cash(campaign)
    later = PaperWords("Another name")
    keep_receipt_words(words=later, now=NOW.replace(year=2027))
    assert "The Paper e.V." in read(receipt_of(gift, client))


def test_whom_a_receipt_names_is_said_once(campaign, client):
    gift = cash(campaign)
    assert address_receipt(gift=gift, name="Ada Bell", address="", now=NOW)
    assert not address_receipt(gift=gift, name="Somebody Else", address="", now=NOW)
    assert "Ada Bell" in read(receipt_of(gift, client))


def test_an_erased_giver_stands_on_no_paper(campaign, client, client_of, treasurer, reader):
    gift = cash(campaign, email="ada@example.org", **WHO)
    assert "Ada Bell" in read(receipt_of(gift, client)), "the control"
    erase(owner=Owner(reader, (reader.pk,), frozenset({"ada@example.org"})), now=NOW)
    text = read(receipt_of(gift, client))
    assert "Name erased at the giver's wish" in text
    assert ("2026-000001" in text, "$25" in text) == (True, True)
    admin = client_of(treasurer)
    for paper in (read(admin.get("/admin/funding/receipts/2026.pdf")), csv_of(admin)):
        assert "Ada" not in text + paper
        assert "2026-000001" in paper


def csv_of(client, year=2026):
    return client.get(f"/admin/funding/receipts/{year}.csv").content.decode()


def test_the_treasurers_list_recounts_as_the_ledger(campaign, client_of, treasurer):
    for minor in (100, 250, 999):
        gift = cash(campaign, minor, receipt_name="=SUM(A1)")
    give_back(gift, 400, treasurer, key="a")
    cash(a_campaign("practice"), 5000)
    number_receipts(now=NOW)
    admin = client_of(treasurer)
    _head, *lines = csv_of(admin).splitlines()
    amounts = [int(line.split(",")[5]) for line in lines]
    assert sum(amounts) == kept_by_the_ledger(2026)["USD"] == 949
    assert [line.split(",")[0] for line in lines] == [f"2026-00000{n}" for n in range(1, 5)]
    assert all("'=SUM" in line for line in lines), "no cell carries a formula"
    page = admin.get("/admin/funding/receipts/").content.decode()
    assert "says the same" in page
    assert "$9.49" in read(admin.get("/admin/funding/receipts/2026.pdf"))


def test_a_treasurer_hands_out_what_came_in_cash(campaign, client_of, treasurer):
    gift = cash(campaign, 2500, email="typed@example.org", **WHO)
    admin = client_of(treasurer)
    assert "Ada Bell" in read(admin.get(f"/admin/funding/gifts/{gift.pk}/receipt.pdf"))
    assert (
        f"/admin/funding/gifts/{gift.pk}/receipt.pdf"
        in admin.get("/admin/funding/gifts/").content.decode()
    )
    assert "the page that you saw" not in mail()


def test_the_list_is_for_treasurers(campaign, client_of, editor):
    gift = cash(campaign)
    for path in (
        *("receipts/", "receipts/2026.csv", "receipts/2026.pdf", "receipts/words/"),
        f"gifts/{gift.pk}/receipt.pdf",
    ):
        assert client_of(editor).get(f"/admin/funding/{path}").status_code in (302, 403)


class TestTheYearlyStatement:
    @pytest.fixture
    def giver(self, reader):
        user = reader.user
        EmailAddress.objects.update_or_create(
            user=user, email=user.email, defaults={"verified": True, "primary": True}
        )
        return reader

    def test_has_what_was_given_and_given_back(self, campaign, giver, client_of, treasurer):
        address = giver.user.email
        gift = cash(campaign, 2500, email=address.upper())
        cash(campaign, 1000, email=address)
        cash(campaign, 7777, email="another@example.org")
        give_back(gift, 500, treasurer, key="a")
        number_receipts(now=NOW)
        client = client_of(giver)
        assert "/account/giving/2026.pdf" in client.get("/account/giving/").content.decode()
        text = read(client.get("/account/giving/2026.pdf"))
        for part in ("$35", "-$5", "$30", giver.name, "2026-000001", "2026-000004"):
            assert part in text, part
        assert "77.77" not in text
        assert client.get("/account/giving/2025.pdf").status_code == 404

    def test_is_for_a_proven_address_only(self, campaign, giver, client_of, client):
        cash(campaign, 2500, email=giver.user.email)
        EmailAddress.objects.update(verified=False)
        giver.email_proven_at = None
        giver.save(update_fields=["email_proven_at"])
        assert client_of(giver).get("/account/giving/2026.pdf").status_code == 404
        assert client.get("/account/giving/2026.pdf").status_code == 302

    def test_has_nothing_that_another_member_gave(self, campaign, giver, supporter, client_of):
        gift = cash(campaign, 2500, email=giver.user.email)
        Gift.objects.filter(pk=gift.pk).update(person=supporter)
        assert client_of(giver).get("/account/giving/2026.pdf").status_code == 404


def mail():
    return Message.objects.get(kind="gift thanks").text


def test_the_secret_address_is_in_no_mail_to_an_unproven_address(campaign):
    gift = give(a_campaign("practice"), email="typed@example.org")
    assert gift.secret not in mail()


def test_it_is_in_the_mail_to_a_proven_one(campaign, reader):
    gift = a_draft(a_campaign("practice"), person=reader, email=reader.user.email)
    begin_gift(gift=gift, person=reader, return_path="/", now=NOW)
    choose(Gift.objects.get(pk=gift.pk), "paid")
    work()
    assert f"/support/gift/{gift.secret}/" in mail()
    assert GiftWords.objects.get(gift=gift).email == reader.user.email
    assert not Receipt.objects.exists(), "rehearsed"
