"""The fields of what is said with a gift, changed of it later, and what stands on receipts."""

from standfirst.funding.models import (
    BankAccount,
    BankLine,
    GiftWords,
    MatchPledge,
    Milestone,
    ReceiptAddress,
    ReceiptWords,
)
from tests.hostile.field import Field, latest


def of_the_line(scene, before):
    return BankLine.objects.get(pk=scene.bank_line.pk).note or None


of_the_line.model = BankLine

GIVEN = {"amount": "2500", "amount_free": "", "show": "anonymous", "name": "", "message": ""}
PROMISED = {
    "campaign": "{campaign}",
    "name": "The Weir Foundation",
    "cap": "100",
    "since_at": "2026-01-02 10:00",
    "until_at": "2096-01-02 10:00",
    "key": "one",
}
GIFT_FIELDS = {
    "whom a gift is given for": Field(
        "/support/river/",
        "dedicated_to",
        GIVEN,
        latest(GiftWords, "dedicated_to"),
        folded=True,
    ),
    "how a gift is dedicated": Field("/support/river/", "dedication", GIVEN, None),
    "a receipt's name": Field(
        "/support/river/", "receipt_name", GIVEN, latest(ReceiptAddress, "name"), folded=True
    ),
    "a receipt's address": Field(
        "/support/river/", "receipt_address", GIVEN, latest(ReceiptAddress, "address"), trimmed=True
    ),
    **{
        f"a giver's changed {name}": Field(
            "/support/gift/{promise}/shown/", name, {"show": "anonymous"}, None
        )
        for name in (
            *("show", "name", "message", "dedication", "dedicated_to", "receipt_name"),
            "receipt_address",
        )
    },
    **{
        f"the bank account's {name}": Field(
            "/admin/funding/bank/",
            name,
            {"holder": "The Paper", "iban": "DE89370400440532013000"},
            latest(BankAccount, "holder") if name == "holder" else None,
            by="owner",
            trimmed=True,
            folded=True,
        )
        for name in ("holder", "iban", "bic")
    },
    **{
        f"a bank line's {name}": Field(
            "/admin/funding/statements/lines/{bank_line}/", name, {button: ""}, stored, by="owner"
        )
        for name, button, stored in (
            ("note", "aside", of_the_line),
            ("gift", "match", None),
            ("campaign", "enter", None),
        )
    },
    "the day on which a transfer came": Field(
        "/admin/funding/gifts/{promise_id}/came/", "received_on", {}, None, by="owner"
    ),
    **{
        f"a receipt's {name} of the paper": Field(
            "/admin/funding/receipts/words/",
            name,
            {"name": "The Paper"},
            latest(ReceiptWords, name),
            by="owner",
            trimmed=True,
            folded=name == "name",
        )
        for name in ("name", "address", "law")
    },
    **{
        f"a milestone's {name}": Field(
            "/admin/funding/{campaign}/milestones/",
            name,
            {"amount": "5", "deliverable": "A boat"},
            latest(Milestone, name) if name == "deliverable" else None,
            by="owner",
            trimmed=True,
            folded=True,
        )
        for name in ("amount", "deliverable")
    },
    **{
        f"a promise's {name}": Field(
            "/admin/funding/matches/new/",
            name,
            PROMISED,
            latest(MatchPledge, "name") if name == "name" else None,
            by="owner",
            trimmed=True,
            folded=name == "name",
        )
        for name in (*("name", "cap", "cap_per_giver", "since_at", "until_at", "campaign", "key"),)
    },
}
