"""The tables of funding: campaigns, the ledger, gifts with their payments, the providers' inbox."""

from standfirst.funding.models.campaigns import Campaign, CampaignPlace, GoalPolicy
from standfirst.funding.models.gifts import (
    Gift,
    GiftKind,
    GiftState,
    GiftWords,
    ManualRecord,
    Payment,
)
from standfirst.funding.models.ledger import (
    Account,
    AccountKind,
    Balance,
    Entry,
    EntryKind,
    LedgerHead,
    Leg,
    Recount,
)
from standfirst.funding.models.providers import (
    MISMATCHES,
    CheckoutState,
    Finding,
    ProviderEvent,
    RehearsalCheckout,
    RehearsalEvent,
)

__all__ = [
    "MISMATCHES",
    "Account",
    "AccountKind",
    "Balance",
    "Campaign",
    "CampaignPlace",
    "CheckoutState",
    "Entry",
    "EntryKind",
    "Finding",
    "Gift",
    "GiftKind",
    "GiftState",
    "GiftWords",
    "GoalPolicy",
    "LedgerHead",
    "Leg",
    "ManualRecord",
    "Payment",
    "ProviderEvent",
    "Recount",
    "RehearsalCheckout",
    "RehearsalEvent",
]
