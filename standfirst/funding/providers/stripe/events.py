"""Reading an event: who signed it, that it is for us, and what it hints at. Believed in nothing else."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from standfirst.funding.providers.interface import EventRefusal, EventRefused, IncomingEvent
from standfirst.funding.providers.signatures import check_signature

SIGNATURE = "Stripe-Signature"
VERSION = "Stripe-Version"
LARGEST = 256 * 1024
# Stripe's own objects nest less than half as deep.
DEEPEST = 32

# About a payment that ``fetch`` finds, and about the balance. Others are kept and not used.
OF_BALANCE = frozenset({"payout.created", "payout.paid", "payout.failed", "payout.canceled"})
OF_PAYMENT = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "payment_intent.canceled",
        # The line in the books may come after the payment.
        "charge.updated",
        "charge.refunded",
        "charge.refund.updated",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
    }
)

_NAME = re.compile(r"[A-Za-z0-9_]{1,200}", re.ASCII)
_KIND = re.compile(r"[a-z0-9_.]{1,100}", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9.-]{1,40}", re.ASCII)


@dataclass(frozen=True)
class Door:
    """Whose events are let in: the endpoint's secrets, new and old, its account and its mode."""

    secrets: tuple[bytes, ...]
    account: str
    is_live: bool


def read_event(
    body: bytes, headers: Mapping[str, str], *, door: Door, now: datetime
) -> IncomingEvent:
    """Read an event's raw bytes if Stripe signed them for this door. Raises EventRefused."""
    if len(body) > LARGEST:
        raise EventRefused(EventRefusal.TOO_LARGE)
    header = headers.get(SIGNATURE, "")
    check_signature(body, header, secrets=door.secrets, now=now)
    told = _read(body)
    if told["livemode"] is not door.is_live:
        raise EventRefused(EventRefusal.OTHER_MODE)
    # Only events about another, connected account name one.
    if told.get("account", door.account) != door.account:
        raise EventRefused(EventRefusal.OTHER_ACCOUNT)
    is_of_payment = told["type"] in OF_PAYMENT
    about = told["data"]["object"].get("id")
    if is_of_payment and not _is_like(_NAME, about):
        raise EventRefused(EventRefusal.UNREADABLE)
    return IncomingEvent(
        event_id=told["id"],
        kind=told["type"],
        object_ref=about if is_of_payment else "",
        is_used=is_of_payment or told["type"] in OF_BALANCE,
        headers={SIGNATURE: header, VERSION: told.get("api_version") or ""},
    )


def _read(body: bytes) -> dict[str, Any]:
    """Read an event's JSON strictly: each name once, known fields of the right type."""
    try:
        told = json.loads(
            body.decode("utf-8"), object_pairs_hook=_once_each, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise EventRefused(EventRefusal.UNREADABLE) from error
    if not _is_event(told) or _depth(told) > DEEPEST:
        raise EventRefused(EventRefusal.UNREADABLE)
    return dict(told)


def _is_event(told: Any) -> bool:
    if not isinstance(told, dict) or told.get("object") != "event":
        return False
    data = told.get("data")
    version = told.get("api_version")
    return (
        _is_like(_NAME, told.get("id"))
        and _is_like(_KIND, told.get("type"))
        and isinstance(told.get("livemode"), bool)
        and (version is None or _is_like(_VERSION, version))
        and isinstance(data, dict)
        and isinstance(data.get("object"), dict)
    )


def _is_like(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _depth(told: Any) -> int:
    """Count how deep the parts nest, level by level."""
    depth, level = 0, [told]
    while level:
        depth += 1
        inside = [one.values() if isinstance(one, dict) else one for one in level]
        level = [part for parts in inside for part in parts if isinstance(part, dict | list)]
    return depth


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError("A name stands twice.")
    return told


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number.")
