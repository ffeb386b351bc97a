"""What every provider must be able to do, in plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from standfirst.funding.rules.truths import Booking, RefundTruth, Truth
from standfirst.lib.money import Money


class EventRefusal(StrEnum):
    """Why an event is not taken in. Each is logged; none changes anything."""

    NO_SIGNATURE = "no signature"
    BAD_SIGNATURE = "bad signature"
    BAD_TIME = "bad time"
    TOO_OLD = "too old"
    TOO_LARGE = "too large"
    UNREADABLE = "unreadable"
    OTHER_MODE = "other mode"
    OTHER_ACCOUNT = "other account"
    SWITCHED_OFF = "switched off"


class EventRefused(Exception):
    """An event that is not the provider's, or not for us; says why."""

    def __init__(self, refusal: EventRefusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


class ProviderUnreachable(Exception):
    """The provider did not answer; nothing is known, so ask again later."""


@dataclass(frozen=True)
class CheckoutRequest:
    """What the provider is asked to take. ``key`` makes a repeated request the same checkout.

    ``begun_at`` is when it was promised: a repeated request says nothing that the first did not.
    """

    key: str
    amount: Money
    description: str
    return_path: str
    begun_at: datetime


@dataclass(frozen=True)
class Checkout:
    """Where the payer is sent, and the provider's name for it."""

    ref: str
    url: str


@dataclass(frozen=True)
class RefundRequest:
    """What the provider is asked to give back. ``key`` makes a repeated request the same refund."""

    key: str
    payment_ref: str
    amount: Money


class ProviderRefused(Exception):
    """The provider answered no, and asking again would not help; says why in its words."""


@dataclass(frozen=True)
class IncomingEvent:
    """An event whose signature was right: a hint that something about ``object_ref`` changed.

    ``object_ref`` is anything that ``fetch`` finds the payment of: a checkout, a payment, a refund, a
    dispute; or empty for an event about the balance (a payout), which ``list_bookings`` tells.
    """

    event_id: str
    kind: str
    object_ref: str
    is_used: bool
    headers: Mapping[str, str]


class Provider(Protocol):
    """One payment provider. ``pages`` is the origin of its pages; empty where they are ours."""

    name: str
    account: str
    is_rehearsed: bool
    pages: str

    def begin(self, request: CheckoutRequest, *, now: datetime) -> Checkout:
        """Open a checkout; the same key gives the same one.

        Raises ProviderRefused, ProviderUnreachable.
        """

    def verify_event(
        self, body: bytes, headers: Mapping[str, str], *, now: datetime
    ) -> IncomingEvent:
        """Read an event's raw bytes if the provider signed them. Raises EventRefused."""

    def fetch(self, ref: str) -> Truth | None:
        """Ask what is true of the checkout that ``ref`` belongs to, with all of its payment.

        ``ref`` is the provider's name of a checkout, payment, refund or dispute. None if it knows none of
        that name. Raises ProviderRefused, ProviderUnreachable.
        """

    def refund(self, request: RefundRequest) -> RefundTruth:
        """Ask for a refund; the same key gives the same one.

        Raises ProviderRefused, ProviderUnreachable.
        """

    def list_bookings(self, *, since: datetime, until: datetime) -> Iterator[Booking]:
        """Give every line of the provider's books made in a time, in any order.

        Raises ProviderUnreachable.
        """
