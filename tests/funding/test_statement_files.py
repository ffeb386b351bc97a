"""Bank's files are read to the same lines whatever their form, and refused whole when they are not clear."""

import csv
import io
from datetime import date

import pytest

from standfirst.funding.rules.transfers import creditor_reference, reference_in
from standfirst.funding.statements import (
    MOST_BYTES,
    MOST_LINES,
    StatementRefusal,
    StatementRefused,
    read_statement,
)
from standfirst.funding.statements.lines import keyed
from standfirst.lib.money import Money
from standfirst.lib.text import text_refusal
from tests.funding.bank_files import IBAN, camt, detail, entry, paid
from tests.lib.test_comment_markup import hostile

pytestmark = pytest.mark.any_engine
REFERENCE = creditor_reference("314159265358")


def read(content, currency="EUR"):
    return read_statement(content, currency=currency)


def euros(minor):
    return Money(minor, "EUR")


@pytest.mark.parametrize("version", ["02", "04", "08", "13"])
def test_camt_of_every_version_gives_who_paid_what_when_and_why(version):
    is_new = version > "04"
    status = "<Sts><Cd>BOOK</Cd></Sts>" if is_new else "<Sts>BOOK</Sts>"
    told = detail(
        "Spende Zeitung",
        ref="B1",
        creditor=REFERENCE,
        pty=("<Pty>", "</Pty>") if is_new else ("", ""),
    )
    statement = read(camt(entry("25.00", told, status=status), version=version))
    (line,) = statement.lines
    assert (line.booked_date, line.amount, line.payer) == (
        date(2026, 3, 20),
        euros(2500),
        "Ada Bell",
    )
    assert (line.text, line.reference, line.bank_ref) == ("Spende Zeitung", REFERENCE, "B1")
    assert (statement.iban, statement.others) == (IBAN, 0)


def test_what_did_not_come_is_left_out_and_counted():
    statement = read(
        camt(
            entry("1.00", sign="DBIT"),
            entry("2.00", status="<Sts>PDNG</Sts>"),
            entry("3.00", status="<RvslInd>true</RvslInd><Sts>BOOK</Sts>"),
            paid("4.00"),
        )
    )
    assert [line.amount for line in statement.lines] == [euros(400)]
    assert statement.others == 3


def test_a_collected_entry_is_its_parts_if_they_make_it_up():
    parts = (detail("a", amount="10.00"), detail("b", amount="15.00"))
    collected = read(camt(entry("25.00", *parts))).lines
    assert [(line.amount, line.text) for line in collected] == [
        (euros(1000), "a"),
        (euros(1500), "b"),
    ]
    (whole,) = read(camt(entry("26.00", *parts))).lines
    assert whole.amount == euros(2600)
    (whole,) = read(camt(entry("25.00", detail("a"), detail("b")))).lines
    assert whole.amount == euros(2500)


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    b"<Document><BkToCstmrStmt>&b;</BkToCstmrStmt></Document>"
)
FILE = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><Document>&f;</Document>'


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (BOMB, StatementRefusal.BROKEN_XML),
        (FILE, StatementRefusal.BROKEN_XML),
        (b"<Document><BkToCstmrStmt>", StatementRefusal.BROKEN_XML),
        (b'<?xml version="1.0" encoding="no-such"?><a/>', StatementRefusal.BROKEN_XML),
        (b"<rss/>", StatementRefusal.OTHER_XML),
        (camt(paid("twelve")), StatementRefusal.BAD_AMOUNT),
        (camt(paid("NaN")), StatementRefusal.BAD_AMOUNT),
        (camt(paid("1E+400")), StatementRefusal.BAD_AMOUNT),
        (camt(paid("1E+999999")), StatementRefusal.BAD_AMOUNT),
        (camt(paid("sNaN")), StatementRefusal.BAD_AMOUNT),
        (camt(paid("-1.00")), StatementRefusal.BAD_AMOUNT),
        (camt(paid("1" * 17)), StatementRefusal.BAD_AMOUNT),
        (camt(paid("1.00", day="0001-01-01")), StatementRefusal.BAD_DATE),
        (camt(paid("1.005")), StatementRefusal.BAD_AMOUNT),
        (camt(paid("1.00")).replace(b'Ccy="EUR"', b'Ccy="XYZ"'), StatementRefusal.BAD_AMOUNT),
        (camt(paid("1.00", day="2026-02-30")), StatementRefusal.BAD_DATE),
        (camt(paid("1.00")).replace(b"BookgDt", b"Other"), StatementRefusal.BAD_DATE),
        (camt(*[paid("1.00")] * (MOST_LINES + 1)), StatementRefusal.TOO_MANY),
        (b"<" + b"a" * MOST_BYTES, StatementRefusal.TOO_LARGE),
        (b"", StatementRefusal.NO_COLUMNS),
        (b"PK\x03\x04\x00\x00", StatementRefusal.NO_TEXT),
        (b"when,how much\n2026-03-20,1\n", StatementRefusal.NO_COLUMNS),
        (b"date,amount\n2026-02-30,1\n", StatementRefusal.BAD_DATE),
        (b"date,amount\nyesterday,1\n", StatementRefusal.BAD_DATE),
        (b"date,amount\n2026-02-20,a lot\n", StatementRefusal.BAD_AMOUNT),
        (b"date,amount\n03/04/2026,1\n", StatementRefusal.UNCLEAR_DATES),
        (b"date,amount\n9999-12-31,1\n", StatementRefusal.BAD_DATE),
        (b"date,amount\n2026-02-20\n", StatementRefusal.BAD_AMOUNT),
        (b'date,amount\n"' + b"a" * 200_000, StatementRefusal.NO_COLUMNS),
    ],
)
def test_what_is_not_clear_is_refused_whole(content, refusal):
    with pytest.raises(StatementRefused) as refused:
        read(content)
    assert refused.value.refusal == refusal


@pytest.mark.parametrize("account", ["<Othr><Id>2</Id></Othr>", "<Prxy/>"])
def test_an_account_without_iban_is_another_one(account):
    two = camt(paid("1.00")).replace(
        b"</Stmt>", f"</Stmt><Stmt><Acct><Id>{account}</Id></Acct></Stmt>".encode()
    )
    with pytest.raises(StatementRefused):
        read(two)
    alone = camt(paid("1.00"), account=account)
    if "2" in account:
        assert read(alone).iban == "2"
    else:
        with pytest.raises(StatementRefused):
            read(alone)


def test_a_statement_of_two_accounts_is_refused():
    two = camt(paid("1.00")).replace(
        b"</Stmt>", b"</Stmt><Stmt><Acct><Id><IBAN>DE02100500000024290661</IBAN></Id></Acct></Stmt>"
    )
    with pytest.raises(StatementRefused):
        read(two)


GERMAN = """\ufeffUmsatzanzeige;;
IBAN;DE89 3704 0044 0532 0130 00;

Buchungstag;Valuta;Name;Verwendungszweck;Betrag;Währung
20.03.2026;21.03.2026;"Bell; Ada";RF18 5390 0754 7034;1.234,50;EUR
21.03.26;21.03.2026;Stadtwerke;Strom;-80,00;EUR
22.03.2026;22.03.2026;Carl;Danke;7;EUR
"""


def test_a_table_is_known_by_its_headings():
    statement = read(GERMAN.encode())
    first, second = statement.lines
    assert (first.booked_date, first.amount, first.payer) == (
        date(2026, 3, 20),
        euros(123_450),
        "Bell; Ada",
    )
    assert first.text == "RF18 5390 0754 7034"
    assert (second.booked_date, second.amount, statement.others) == (
        date(2026, 3, 22),
        euros(700),
        1,
    )
    assert read(GERMAN.removeprefix("\ufeff").encode("cp1252")).lines == statement.lines


def test_a_place_is_named_by_its_line_and_in_few_letters():
    table = b'date,amount,text\n2026-02-20,1,"two\nlines"\n\n2026-02-20,' + b"x" * 900 + b",\n"
    with pytest.raises(StatementRefused) as refused:
        read(table)
    assert refused.value.place.startswith("5: xxx")
    assert len(refused.value.place) == 80


def test_a_short_row_is_taken_and_ends_of_lines_are_any():
    table = b"date,amount,name,text\r2026-02-20,1\r2026-02-21,2,Ada,for the gate\r"
    first, second = read(table).lines
    assert (first.amount, first.payer, second.payer) == (euros(100), "", "Ada")


def test_nothing_that_came_is_no_line():
    statement = read(camt(paid("0.00"), paid("5.00")))
    assert ([line.amount for line in statement.lines], statement.others) == ([euros(500)], 1)


def test_months_and_days_are_told_apart_by_the_other_dates():
    english = b"date,amount\n03/04/2026,1\n13/04/2026,1\n"
    american = b"date,amount\n03/04/2026,1\n03/14/2026,1\n"
    assert read(english).lines[0].booked_date == date(2026, 4, 3)
    assert read(american).lines[0].booked_date == date(2026, 3, 4)


@pytest.mark.parametrize(
    ("written", "minor"),
    [
        ("1,234.56", 123_456),
        ("1.234,56", 123_456),
        ("1 234,5", 123_450),
        ("+12", 1200),
        ("€ 0.01", 1),
    ],
)
def test_amounts_are_read_as_banks_write_them(written, minor):
    (line,) = read(f'date;amount\n2026-03-20;"{written}"\n'.encode()).lines
    assert line.amount == euros(minor)


@pytest.mark.parametrize("written", ["-5", "5-", "-1.234,56", "0"])
def test_what_was_paid_is_no_line(written):
    assert read(f'date;amount\n2026-03-20;"{written}"\n'.encode()).lines == []


def test_an_amount_is_of_its_currency():
    assert read(b"date,amount\n2026-03-20,500\n", "JPY").lines[0].amount == Money(500, "JPY")
    assert read(b"date,amount,currency\n2026-03-20,500,usd\n").lines[0].amount == Money(
        50_000, "USD"
    )


def test_which_way_money_went_may_stand_apart():
    table = b"date;amount;s/h\n2026-02-20;5;S\n2026-02-20;7;H\n2026-02-20;-3;H\n"
    statement = read(table)
    assert ([line.amount for line in statement.lines], statement.others) == ([euros(700)], 2)
    with pytest.raises(StatementRefused):
        read(table.replace(b"7;H", b"7;X"))


def test_nothing_hostile_is_more_than_refused(test_data):
    """Whatever stands in a file, it is read or refused, and what is read can be stored and shown."""
    read_of = {"whole": 0, "cell": 0, "xml": 0}
    for text in set(hostile(test_data)):
        cell = io.StringIO()
        csv.writer(cell).writerow(["2026-03-20", "5", text, text])
        forms = {
            "whole": text.encode("utf-8", "replace"),
            "cell": f"date,amount,name,text\n{cell.getvalue()}".encode("utf-8", "replace"),
            "xml": camt(paid("5.00", text, payer=text)),
        }
        for name, content in forms.items():
            try:
                lines = read(content).lines
            except StatementRefused:
                continue
            read_of[name] += len(lines)
            for line in lines:
                assert not text_refusal(line.payer + line.text), text
    assert read_of["cell"] > 2000
    assert read_of["xml"] > 1500


def test_the_same_line_has_the_same_key_and_equal_ones_their_own():
    def keys(statement):
        return [key for key, _ in keyed(statement.lines, iban=IBAN)]

    march = read(camt(paid("5.00"), paid("5.00"), paid("5.00", day="2026-03-21")))
    april = read(camt(paid("5.00", day="2026-03-21"), paid("5.00", day="2026-04-01")))
    assert len(set(keys(march))) == 3
    assert set(keys(march)) & set(keys(april)) == {keys(march)[2]}
    assert keys(read(camt(paid("5.00", ref="1")))) != keys(read(camt(paid("5.00", ref="2"))))
    assert [key for key, _ in keyed(march.lines, iban="other")] != keys(march)


@pytest.mark.parametrize(
    "written",
    [
        REFERENCE,
        f"Spende {REFERENCE} danke",
        f"ref {' '.join(REFERENCE[at : at + 4] for at in range(0, 16, 4))} 2026",
        f"EREF+{REFERENCE.lower()}",
        f"RF99314159265358/{REFERENCE}",
    ],
)
def test_our_reference_is_found_in_what_a_payer_wrote(written):
    assert reference_in("", written) == REFERENCE


@pytest.mark.parametrize("written", ["", "RF", "RF00314159265358", REFERENCE[:-1], "RF" + "2" * 40])
def test_digits_that_are_no_reference_are_none(written):
    assert reference_in(written) == ""
