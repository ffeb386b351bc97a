"""What the database itself refuses: see docs/funding.md, "The ledger".

An entry's legs are written first, then the entry's own row, which seals them.
"""

from django.db import migrations

from standfirst.lib.guards import Guards

ZERO = "0" * 64

# What a seal checks. Each line: a sentence, and the condition (SQL of both engines) that breaks it.
SEAL = (
    (
        "A ledger entry takes the next number.",
        "NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM funding_entry)",
    ),
    (
        "A ledger entry carries the hash of the one before it.",
        "NEW.prev_hash <> COALESCE((SELECT hash FROM funding_entry"
        f" WHERE sequence = NEW.sequence - 1), '{ZERO}')",
    ),
    (
        "A ledger entry has a reference and a hash of its own.",
        "EXISTS (SELECT 1 FROM funding_entry WHERE reference = NEW.reference OR hash = NEW.hash)",
    ),
    (
        "A ledger entry is reversed once.",
        "NEW.reverses_id IS NOT NULL AND EXISTS"
        " (SELECT 1 FROM funding_entry WHERE reverses_id = NEW.reverses_id)",
    ),
    (
        "A ledger entry has at least two legs.",
        "(SELECT COUNT(*) FROM funding_leg WHERE entry_id = NEW.sequence) < 2",
    ),
    (
        "A ledger entry sums to zero per currency.",
        "EXISTS (SELECT 1 FROM funding_leg l JOIN funding_account a ON a.id = l.account_id"
        " WHERE l.entry_id = NEW.sequence GROUP BY a.currency HAVING SUM(l.amount) <> 0)",
    ),
    (
        "A ledger entry is real or rehearsed, as its accounts and its campaign are.",
        "EXISTS (SELECT 1 FROM funding_leg l JOIN funding_account a ON a.id = l.account_id"
        " WHERE l.entry_id = NEW.sequence AND a.is_rehearsed <> NEW.is_rehearsed)"
        " OR EXISTS (SELECT 1 FROM funding_campaign c"
        " WHERE c.id = NEW.campaign_id AND c.is_rehearsed <> NEW.is_rehearsed)",
    ),
    (
        "A ledger entry touches the account of no other campaign.",
        "EXISTS (SELECT 1 FROM funding_leg l JOIN funding_account a ON a.id = l.account_id"
        " WHERE l.entry_id = NEW.sequence AND a.campaign_id IS NOT NULL"
        " AND a.campaign_id IS DISTINCT FROM NEW.campaign_id)",
    ),
)
LEG = (
    (
        "A sealed ledger entry takes no more legs.",
        "EXISTS (SELECT 1 FROM funding_entry WHERE sequence = NEW.entry_id)",
    ),
    ("A leg is written once.", "EXISTS (SELECT 1 FROM funding_leg WHERE id = NEW.id)"),
)
ACCOUNT = (
    (
        "An account has the currency and the mode of its campaign.",
        "EXISTS (SELECT 1 FROM funding_campaign c WHERE c.id = NEW.campaign_id"
        " AND (c.currency <> NEW.currency OR c.is_rehearsed <> NEW.is_rehearsed))",
    ),
    (
        "An account is opened once.",
        "EXISTS (SELECT 1 FROM funding_account WHERE id = NEW.id OR code = NEW.code)",
    ),
)
PAYMENT = (
    (
        "A payment is recorded once.",
        "EXISTS (SELECT 1 FROM funding_payment WHERE id = NEW.id"
        " OR (provider = NEW.provider AND provider_ref = NEW.provider_ref)"
        " OR (gift_id = NEW.gift_id AND period = NEW.period) OR entry_id = NEW.entry_id)",
    ),
    (
        "A payment agrees with its gift and its entry.",
        "NOT EXISTS (SELECT 1 FROM funding_gift g"
        " JOIN funding_campaign c ON c.id = g.campaign_id"
        " JOIN funding_entry e ON e.sequence = NEW.entry_id"
        " WHERE g.id = NEW.gift_id AND g.amount = NEW.amount AND g.currency = NEW.currency"
        " AND c.is_rehearsed = NEW.is_rehearsed AND e.is_rehearsed = NEW.is_rehearsed"
        " AND e.campaign_id = g.campaign_id)",
    ),
)
# Locking the head lets a leg wait for a seal that is being written elsewhere, so that the check below
# sees it: each statement of the function reads anew.
LOCK_HEAD = "PERFORM 1 FROM funding_ledgerhead FOR UPDATE;"

GUARDS = Guards(
    app="funding",
    inserts={"entry": SEAL, "leg": LEG, "account": ACCOUNT, "payment": PAYMENT},
    unchanging={
        "entry": "A ledger entry is never changed or deleted. Write one that reverses it.",
        "leg": "A leg of the ledger is never changed or deleted.",
        "account": "An account is never changed or closed up.",
        "payment": "A payment is never changed or deleted.",
    },
    fixed={
        "campaign": (
            "A campaign stays real or rehearsed, and in its currency.",
            ("is_rehearsed", "currency"),
        ),
        "gift": (
            "What was promised is never changed.",
            ("amount", "currency", "campaign_id", "kind", "reference"),
        ),
    },
    locks={"entry": LOCK_HEAD, "leg": LOCK_HEAD},
)


class Migration(migrations.Migration):
    dependencies = [("funding", "0001_initial")]
    operations = [migrations.RunPython(*GUARDS.steps())]
