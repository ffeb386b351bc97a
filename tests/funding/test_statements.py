"""What the bank says came: taken once, brought to its promise, confirmed by a second person."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from standfirst.funding.actions.erasing import erase
from standfirst.funding.actions.manual import (
    confirm_manual_gift,
    enter_transfer,
    refuse_manual_gift,
    take_back_manual_gift,
)
from standfirst.funding.actions.statements import (
    enter_line,
    match_bank_lines,
    match_line,
    set_line_aside,
    take_statement,
)
from standfirst.funding.models import (
    BankLine,
    BankStatement,
    Entry,
    Gift,
    GiftState,
    ManualRecord,
    Method,
)
from standfirst.funding.queries.gifts import has_records_by
from standfirst.funding.queries.meters import meter_of_campaign
from standfirst.funding.queries.statements import likely_gifts
from standfirst.funding.queries.verification import verify_ledger
from standfirst.funding.rules.giving import GiftRefusal, GiftRefused
from standfirst.funding.statements import StatementRefusal, StatementRefused, read_statement
from standfirst.lib.money import Money
from standfirst.people.owners import Owner
from tests.funding.bank_files import camt, paid
from tests.funding.makers import (
    NOW,
    a_bank_account,
    a_euro_campaign,
    a_transfer,
    by_hand,
    cash,
    second_person,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=10)


@pytest.fixture
def campaign():
    return a_euro_campaign()


@pytest.fixture
def desk(client_of, treasurer):
    return client_of(treasurer)


def take(*entries, by=None, now=LATER, **said):
    statement = read_statement(camt(*entries, **said), currency="EUR")
    return take_statement(statement=statement, file_name="march.xml", taken_by=by, now=now)


def test_a_transfer_under_its_reference_is_entered_and_booked_by_a_second_person(
    campaign, treasurer, owner
):
    gift = a_transfer(campaign, 2500, name="Ada Bell")
    taken = take(paid("25.00", f"Spende {gift.provider_ref}"), by=treasurer.user)
    line = BankLine.objects.get()
    assert (line.gift, line.decided_by) == (gift, treasurer.user)
    record = ManualRecord.objects.get(gift=gift)
    assert (record.entered_by, record.received_at.date()) == (treasurer.user, line.booked_date)
    assert not Entry.objects.exists()
    with pytest.raises(GiftRefused):
        confirm_manual_gift(gift=gift, confirmed_by=treasurer.user, now=LATER)
    confirm_manual_gift(gift=gift, confirmed_by=owner.user, now=LATER)
    assert meter_of_campaign(campaign).settled == Money(2500, "EUR")
    assert take(paid("25.00", f"Spende {gift.provider_ref}"), now=LATER).known == 1
    assert taken.known == 0
    assert BankLine.objects.count() == 1
    assert verify_ledger().is_sound


def test_another_amount_waits_for_somebody(campaign, treasurer, owner):
    said = {"receipt_name": "Ada B. Bell", "receipt_address": "Mill Lane 1"}
    gift = a_transfer(campaign, 2500, name="Ada Bell", email="ada@mail.test", **said)
    take(paid("20.00", gift.provider_ref), by=treasurer.user)
    line = BankLine.objects.get()
    assert (line.gift, line.reference) == (None, gift.provider_ref)
    with pytest.raises(GiftRefused) as refused:
        match_line(line=line, gift=gift, matched_by=treasurer.user, now=LATER)
    assert refused.value.refusal == GiftRefusal.OTHER_AMOUNT
    enter_line(line=line, campaign=campaign, entered_by=treasurer.user, now=LATER)
    gift.refresh_from_db()
    assert gift.state == GiftState.EXPIRED
    line.refresh_from_db()
    assert (line.gift.amount, line.gift.words.email) == (2000, "ada@mail.test")
    assert line.gift.person == gift.person is not None
    receipt = line.gift.receipt_address
    assert (receipt.name, receipt.address) == ("Ada B. Bell", "Mill Lane 1")
    confirm_manual_gift(gift=line.gift, confirmed_by=owner.user, now=LATER)
    assert meter_of_campaign(campaign).settled == Money(2000, "EUR")


def test_the_database_lets_no_line_pay_a_gift_of_another_amount(campaign):
    gift = a_transfer(campaign, 2500)
    take(paid("20.00"))
    with pytest.raises(DatabaseError), transaction.atomic():
        BankLine.objects.update(gift=gift)
    for changed in ({"amount": 1}, {"currency": "USD"}, {"key": "x"}, {"booked_date": NOW.date()}):
        with pytest.raises(DatabaseError), transaction.atomic():
            BankLine.objects.update(**changed)


def test_what_was_paid_twice_is_two_gifts_and_one_is_asked_about(campaign, treasurer, owner):
    gift = a_transfer(campaign, 2500)
    said = f"Spende {gift.provider_ref}"
    take(paid("25.00", said), paid("25.00", said), by=treasurer.user)
    assert BankLine.objects.filter(gift=gift).count() == 1
    waiting = BankLine.objects.get(gift=None)
    confirm_manual_gift(gift=gift, confirmed_by=owner.user, now=LATER)
    with pytest.raises(GiftRefused):
        match_line(line=waiting, gift=gift, matched_by=owner.user, now=LATER)
    assert match_bank_lines(now=LATER) == 0
    assert Entry.objects.count() == 1


def test_what_was_entered_before_the_statement_came_is_booked_once(campaign, treasurer, owner):
    gift = a_transfer(campaign, 2500)
    enter_transfer(gift=gift, received_at=NOW, entered_by=treasurer.user, now=NOW)
    confirm_manual_gift(gift=gift, confirmed_by=owner.user, now=NOW)
    take(paid("25.00", gift.provider_ref), by=treasurer.user)
    assert BankLine.objects.get().gift == gift
    hand = by_hand(campaign, 3000, method=Method.BANK, by=treasurer.user, name="Carl")
    take(paid("30.00", payer="Carl"), by=treasurer.user)
    line = BankLine.objects.get(gift=None)
    assert likely_gifts(line) == [hand]
    match_line(line=line, gift=hand, matched_by=owner.user, now=LATER)
    assert ManualRecord.objects.get(gift=hand).entered_by == treasurer.user
    assert Entry.objects.count() == 1


def test_the_likeliest_gift_is_the_payers(campaign):
    names = ("Bruno Kell", "Ada Bell", "Zoe")
    made = {name: a_transfer(campaign, 2500, name=name) for name in names}
    a_transfer(campaign, 2600, name="Ada Bell")
    cash(campaign, 2500, name="Ada Bell")
    take(paid("25.00", payer="BELL ADA"))
    found = likely_gifts(BankLine.objects.get())
    assert found[0] == made["Ada Bell"]
    assert set(found) == set(made.values())


def test_what_a_second_person_refused_is_not_entered_again_by_a_rule(campaign, treasurer, owner):
    gift = a_transfer(campaign, 2500)
    take(paid("25.00", gift.provider_ref), by=treasurer.user)
    refuse_manual_gift(gift=gift, refused_by=owner.user, now=LATER)
    line = BankLine.objects.get()
    assert line.is_waiting
    assert match_bank_lines(now=LATER) == 0
    match_line(line=line, gift=gift, matched_by=treasurer.user, now=LATER)
    confirm_manual_gift(gift=gift, confirmed_by=owner.user, now=LATER)
    take_back_manual_gift(gift=gift, taken_back_by=owner.user, now=LATER)
    line.refresh_from_db()
    assert line.is_waiting
    with pytest.raises(GiftRefused):
        match_line(line=line, gift=gift, matched_by=treasurer.user, now=LATER)
    assert likely_gifts(line) == []


def test_what_a_dying_process_left_is_matched_by_the_sweep(campaign, treasurer, monkeypatch):
    gift = a_transfer(campaign, 2500)
    with monkeypatch.context() as dying:
        dying.setattr("standfirst.funding.actions.statements._match", lambda **named: 0)
        take(paid("25.00", gift.provider_ref), by=treasurer.user)
    assert BankLine.objects.get().is_waiting
    assert match_bank_lines(now=LATER) == 1
    assert ManualRecord.objects.get().entered_by == treasurer.user


def test_lines_that_fit_no_promise_keep_the_sweep_from_none_that_does(
    campaign, treasurer, monkeypatch
):
    module = "standfirst.funding.actions.statements"
    gift, other = a_transfer(campaign, 2500), a_transfer(campaign, 3000)
    with monkeypatch.context() as dying:
        dying.setattr(f"{module}._match", lambda **named: 0)
        take(paid("1.00", other.provider_ref, day="2026-03-15"), paid("25.00", gift.provider_ref))
    monkeypatch.setattr(f"{module}.MOST_MATCHED_AT_ONCE", 1)
    assert match_bank_lines(now=LATER) == 1
    assert BankLine.objects.get(gift=gift).amount == 2500


def test_only_the_papers_own_accounts_are_read(campaign):
    with pytest.raises(StatementRefused) as refused:
        take(paid("25.00"))
    assert refused.value.refusal == StatementRefusal.OTHER_ACCOUNT
    a_bank_account("")
    with pytest.raises(StatementRefused) as refused:
        take(paid("25.00"), account="<Othr><Id>12-345</Id></Othr>")
    assert (refused.value.refusal, refused.value.place) == (
        StatementRefusal.OTHER_ACCOUNT,
        "12-345",
    )
    table = read_statement(b"date,amount\n2026-03-20,5\n", currency="EUR")
    with pytest.raises(StatementRefused) as refused:
        take_statement(statement=table, file_name="", taken_by=None, now=LATER)
    assert refused.value.refusal == StatementRefusal.NO_ACCOUNT
    assert not BankStatement.objects.exists()
    a_bank_account()
    a_bank_account("DE02100500000024290661")
    assert take(paid("25.00")).lines.count() == 1


def test_after_erasing_a_giver_the_bank_names_nobody(campaign, treasurer, reader):
    gift = a_transfer(campaign, 2500, name="Canary", email="canary@mail.test")
    take(paid("25.00", f"Canary {gift.provider_ref}", payer="Canary"), by=treasurer.user)
    erase(owner=Owner(reader, (reader.pk,), frozenset({"canary@mail.test"})), now=LATER)
    line = BankLine.objects.get()
    assert (line.payer, line.text, line.amount) == ("", "", 2500)
    assert take(paid("25.00", f"Canary {gift.provider_ref}", payer="Canary")).known == 1


def upload(desk, content, name="march.xml"):
    file = SimpleUploadedFile(name, content)
    return desk.post(reverse("funding_new_statement"), {"file": file}, follow=True)


def test_a_treasurer_brings_a_file_and_another_confirms_all_of_it(
    desk, treasurer, owner, client_of, campaign
):
    assert desk.get(reverse("funding_new_statement")).status_code == 200
    gifts = [a_transfer(campaign, amount) for amount in (2500, 3000)]
    lines = [paid(f"{gift.amount / 100}", gift.provider_ref) for gift in gifts]
    page = upload(desk, camt(*lines, paid("7.00", "Rent", payer="Lodger"))).content.decode()
    assert "The statement is read." in page
    assert "Confirm 2 gifts" not in page
    assert "Say what it is" in page
    statement = BankStatement.objects.get()
    second = client_of(owner)
    address = reverse("funding_statement", args=[statement.pk])
    assert "Confirm 2 gifts" in second.get(address).content.decode()
    confirm = reverse("funding_confirm_statement", args=[statement.pk])
    seen = {"seen": f"{gifts[0].pk} {gifts[1].pk}"}
    said = second.post(confirm, seen, follow=True).content.decode()
    assert "2 gifts are confirmed and booked." in said
    assert "0 gifts are" in second.post(confirm, seen, follow=True).content.decode()
    assert meter_of_campaign(campaign).settled == Money(5500, "EUR")
    waiting = desk.get(reverse("funding_statements")).content.decode()
    assert "Lodger" in waiting
    assert "march.xml" in waiting


def test_nobody_confirms_what_the_page_did_not_show(desk, treasurer, owner, client_of, campaign):
    gifts = [a_transfer(campaign, amount) for amount in (2500, 3000)]
    taken = take(paid("25.00", gifts[0].provider_ref), paid("30.00"), by=treasurer.user)
    second = client_of(owner)
    page = second.get(reverse("funding_statement", args=[taken.pk])).content.decode()
    assert f'name="seen" value="{gifts[0].pk} "' in page
    late = BankLine.objects.get(gift=None)
    match_line(line=late, gift=gifts[1], matched_by=treasurer.user, now=LATER)
    confirm = reverse("funding_confirm_statement", args=[taken.pk])
    for seen in ("", "no", "9" * 40):
        second.post(confirm, {"seen": seen})
        assert not Entry.objects.exists()
    second.post(confirm, {"seen": f"{gifts[0].pk} "})
    assert meter_of_campaign(campaign).settled == Money(2500, "EUR")


def test_lists_of_lines_cost_no_more_for_many(desk, treasurer, campaign, django_assert_num_queries):
    gift = a_transfer(campaign, 2500)
    taken = take(paid("25.00", gift.provider_ref), paid("1.00"), by=treasurer.user)
    pages = [reverse("funding_statements"), reverse("funding_statement", args=[taken.pk])]
    few = []
    for page in pages:
        with CaptureQueriesContext(connection) as asked:
            desk.get(page)
        few.append(len(asked))
    others = [a_transfer(campaign, amount) for amount in (2600, 2700)]
    more = [paid(f"{one.money.decimal}", one.provider_ref) for one in others]
    again = take(*more, paid("2.00"), paid("3.00"), by=treasurer.user)
    pages[1] = reverse("funding_statement", args=[again.pk])
    for page, number in zip(pages, few, strict=True):
        with django_assert_num_queries(number):
            desk.get(page)


def test_whoever_brought_a_statement_stays_named_in_the_books(treasurer, moderator):
    a_bank_account()
    take(paid("7.00"), by=treasurer.user)
    assert has_records_by(treasurer.user)
    assert not has_records_by(moderator.user)
    set_line_aside(line=BankLine.objects.get(), note="Rent", set_aside_by=moderator.user, now=LATER)
    assert has_records_by(moderator.user)


def test_of_each_line_somebody_says_what_it_is(desk, treasurer, campaign):
    gift = a_transfer(campaign, 2500, name="Ada Bell")
    take(paid("25.00"), paid("20.00", payer="Carl"), paid("7.00", "Rent"), by=treasurer.user)
    promised, other, rent = BankLine.objects.order_by("-amount")

    def say(line, **told):
        return desk.post(reverse("funding_bank_line", args=[line.pk]), told, follow=True)

    page = desk.get(reverse("funding_bank_line", args=[promised.pk])).content.decode()
    assert "Ada Bell" in page
    for told, asked in (
        ({"match": ""}, "Please choose a gift."),
        ({"enter": ""}, "Please choose a campaign."),
        ({"aside": ""}, "Please say in a few words what it is."),
        ({}, "cannot be recorded so"),
    ):
        answer = say(rent, **told)
        assert answer.status_code == 422
        assert asked in answer.content.decode()
    assert "belongs to this gift" in say(promised, match="", gift=gift.pk).content.decode()
    assert "of another amount" in say(other, match="", gift=gift.pk).content.decode()
    assert "is entered" in say(other, enter="", campaign=campaign.pk).content.decode()
    other.refresh_from_db()
    assert (other.gift.words.name, other.gift.words.shows_name) == ("Carl", False)
    assert "set aside" in say(rent, aside="", note="Rent of the cellar").content.decode()
    assert "decided on it meanwhile" in say(rent, aside="", note="Again").content.decode()
    aside = desk.get(reverse("funding_statements") + "?aside").content.decode()
    assert "Rent of the cellar" in aside
    assert "waits again" in say(rent, back="").content.decode()
    assert "Rent of the cellar" not in desk.get("/ledger/river/").content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<rss/>", "no statement of one account"),
        (b"when,how much\n1,2\n", "Name its columns"),
        (camt(paid("1.00"), iban="DE02100500000024290661"), "not the paper"),
        (b"", "empty"),
    ],
)
def test_a_file_that_is_none_is_refused_with_what_to_do(desk, content, said):
    a_bank_account()
    answer = upload(desk, content)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not BankStatement.objects.exists()


def test_only_who_records_gifts_may(client_of, editor, campaign):
    a_bank_account()
    take(paid("7.00"))
    at = client_of(editor)
    line = BankLine.objects.get()
    for address in (
        reverse("funding_statements"),
        reverse("funding_new_statement"),
        reverse("funding_bank_line", args=[line.pk]),
    ):
        assert at.get(address).status_code in (302, 403)


def test_a_line_set_aside_is_no_gift_and_comes_back(campaign, treasurer):
    a_bank_account()
    take(paid("7.00"))
    line = BankLine.objects.get()
    set_line_aside(line=line, note="Rent", set_aside_by=treasurer.user, now=LATER)
    with pytest.raises(GiftRefused):
        enter_line(line=line, campaign=campaign, entered_by=second_person(), now=LATER)
    assert not Gift.objects.exists()
