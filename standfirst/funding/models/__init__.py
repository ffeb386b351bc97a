"""The tables of funding: campaigns, the ledger, gifts with their payments, the providers' inbox."""

from standfirst.funding.models.campaigns import Campaign, CampaignPlace, GoalPolicy
from standfirst.funding.models.gifts import (
    Dedication,
    Gift,
    GiftKind,
    GiftState,
    GiftWords,
    ManualRecord,
    Method,
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
from standfirst.funding.models.matching import MatchBooking, MatchPart, MatchPledge
from standfirst.funding.models.milestones import Milestone
from standfirst.funding.models.providers import (
    MISMATCHES,
    CheckoutState,
    Finding,
    ProviderEvent,
    RehearsalCheckout,
    RehearsalEvent,
)
from standfirst.funding.models.receipts import (
    Receipt,
    ReceiptAddress,
    ReceiptCounter,
    ReceiptWords,
)
from standfirst.funding.models.settlement import (
    BalanceTransaction,
    BookingKind,
    Dispute,
    DisputeState,
    Reconciliation,
    Refund,
    RefundState,
)
from standfirst.funding.models.statements import BankLine, BankStatement
from standfirst.funding.models.transfers import BankAccount

__all__ = [
    "MISMATCHES",
    "Account",
    "AccountKind",
    "Balance",
    "BalanceTransaction",
    "BankAccount",
    "BankLine",
    "BankStatement",
    "BookingKind",
    "Campaign",
    "CampaignPlace",
    "CheckoutState",
    "Dedication",
    "Dispute",
    "DisputeState",
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
    "MatchBooking",
    "MatchPart",
    "MatchPledge",
    "Method",
    "Milestone",
    "Payment",
    "ProviderEvent",
    "Receipt",
    "ReceiptAddress",
    "ReceiptCounter",
    "ReceiptWords",
    "Reconciliation",
    "Recount",
    "Refund",
    "RefundState",
    "RehearsalCheckout",
    "RehearsalEvent",
]
