"""The hash that ties each ledger entry to all before it.

Covers number, time, kind, campaign, reference, what is reversed, and every leg with account,
currency and amount. Nothing in it is about a person, so erasing never touches it.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

VERSION = "standfirst-ledger-1"


@dataclass(frozen=True)
class ChainLeg:
    """One leg as the chain sees it: account code, currency, minor units (debit positive)."""

    account: str
    currency: str
    amount: int


@dataclass(frozen=True)
class ChainLink:
    """One entry as the chain sees it."""

    sequence: int
    at: datetime
    kind: str
    campaign_id: int | None
    reference: str
    reverses: int | None
    legs: tuple[ChainLeg, ...]


def link_text(link: ChainLink, prev_hash: str) -> str:
    """Write the lines that are hashed. The order of legs does not matter."""
    head = (
        VERSION,
        prev_hash,
        str(link.sequence),
        link.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        link.kind,
        _or_dash(link.campaign_id),
        link.reference,
        _or_dash(link.reverses),
    )
    legs = sorted(f"{leg.account} {leg.currency} {leg.amount}" for leg in link.legs)
    return "\n".join((*head, *legs))


def link_hash(link: ChainLink, prev_hash: str) -> str:
    """Give SHA-256 of the entry's lines, as 64 hexadecimal figures."""
    return hashlib.sha256(link_text(link, prev_hash).encode()).hexdigest()


def _or_dash(value: int | None) -> str:
    return "-" if value is None else str(value)
