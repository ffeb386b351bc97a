"""What the database itself refuses of balance transactions, refunds and disputes: see docs/funding.md."""

from django.db import migrations

from standfirst.lib.guards import Guards

AGREES = (
    "A refund or a dispute is in the currency of its payment.",
    "NEW.currency <> (SELECT currency FROM funding_payment WHERE id = NEW.payment_id)",
)


def not_more(counts, refunds="", disputes=""):
    """Refuse a row that claims, with all others, more of its payment than was paid."""
    return (
        "No more is given back or disputed than was paid.",
        f"{counts} AND NEW.amount"
        " + COALESCE((SELECT SUM(amount) FROM funding_refund"
        f" WHERE payment_id = NEW.payment_id AND state NOT IN ('failed', 'declined'){refunds}), 0)"
        " + COALESCE((SELECT SUM(amount) FROM funding_dispute"
        f" WHERE payment_id = NEW.payment_id AND state IN ('open', 'lost'){disputes}), 0)"
        " > (SELECT amount FROM funding_payment WHERE id = NEW.payment_id)",
    )


REFUND_COUNTS = "NEW.state NOT IN ('failed', 'declined')"
DISPUTE_COUNTS = "NEW.state IN ('open', 'lost')"
IS_OTHER = " AND id <> NEW.id"
# Two at once are counted one after the other.
LOCK_PAYMENT = "PERFORM 1 FROM funding_payment WHERE id = NEW.payment_id FOR NO KEY UPDATE;"

BOOKING = (
    (
        "A balance transaction is booked once.",
        "EXISTS (SELECT 1 FROM funding_balancetransaction WHERE id = NEW.id"
        " OR (provider = NEW.provider AND provider_account = NEW.provider_account"
        " AND ref = NEW.ref) OR entry_id = NEW.entry_id)",
    ),
    (
        "A balance transaction agrees with its entry.",
        "NEW.net <> COALESCE((SELECT SUM(l.amount) FROM funding_leg l"
        " JOIN funding_account a ON a.id = l.account_id WHERE l.entry_id = NEW.entry_id"
        " AND a.kind = 'clearing' AND a.currency = NEW.currency), 0)"
        " OR NEW.is_rehearsed <> (SELECT is_rehearsed FROM funding_entry"
        " WHERE sequence = NEW.entry_id)",
    ),
)

GUARDS = Guards(
    app="funding",
    inserts={
        "balancetransaction": BOOKING,
        # On SQLite a new row has no number yet, so that all rows there are others.
        "refund": (AGREES, not_more(REFUND_COUNTS)),
        "dispute": (AGREES, not_more(DISPUTE_COUNTS)),
    },
    updates={
        "refund": (not_more(REFUND_COUNTS, refunds=IS_OTHER),),
        "dispute": (not_more(DISPUTE_COUNTS, disputes=IS_OTHER),),
    },
    unchanging={"balancetransaction": "A balance transaction is never changed or deleted."},
    fixed={
        "refund": (
            "What is given back is never changed.",
            ("payment_id", "amount", "currency", "key"),
        ),
        "dispute": (
            "What is disputed is never changed.",
            ("payment_id", "amount", "currency", "provider_ref"),
        ),
    },
    locks={"refund": LOCK_PAYMENT, "dispute": LOCK_PAYMENT},
)


class Migration(migrations.Migration):
    dependencies = [("funding", "0003_settlement")]
    operations = [migrations.RunPython(*GUARDS.steps())]
