"""Where the pretend provider keeps its objects and what it answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Thing = dict[str, Any]

PREFIXES: Mapping[str, str] = {
    "checkout.session": "cs_test_",
    "payment_intent": "pi_",
    "charge": "ch_",
    "refund": "re_",
    "dispute": "dp_",
    "balance_transaction": "txn_",
    "payout": "po_",
    "event": "evt_",
}
# These say nowhere of which mode they are.
WITHOUT_MODE = frozenset({"balance_transaction", "refund"})


@dataclass(frozen=True)
class Answer:
    """What was answered, and to what: a repeated key must come with the same request."""

    asked: str
    status: int
    body: Thing


class Shelf(Protocol):
    """A place for JSON objects by their names, kept in the order in which they were made."""

    def new_ref(self, kind: str) -> str:
        """Give a name that nothing has yet."""

    def find(self, ref: str) -> Thing | None:
        """Give one object."""

    def lay(self, thing: Thing) -> None:
        """Keep an object, new or changed."""

    def listed(self, kind: str) -> Sequence[Thing]:
        """Give all of a kind, newest first."""

    def answer_to(self, key: str) -> Answer | None:
        """Give what was answered to an idempotency key."""

    def keep_answer(self, key: str, answer: Answer) -> None:
        """Remember what is answered to an idempotency key."""


def make(shelf: Shelf, kind: str, *, now: int, **said: Any) -> Thing:
    """Make an object and keep it. ``now`` in seconds, as Stripe counts."""
    thing = {"id": shelf.new_ref(kind), "object": kind, "created": now, **said}
    if kind not in WITHOUT_MODE:
        thing["livemode"] = False
    shelf.lay(thing)
    return thing


def change(shelf: Shelf, thing: Thing, **said: Any) -> Thing:
    """Change an object and keep it."""
    thing.update(said)
    shelf.lay(thing)
    return thing


def found(shelf: Shelf, ref: str) -> Thing:
    """Give an object that must be there. Raises KeyError."""
    thing = shelf.find(ref)
    if thing is None:
        raise KeyError(ref)
    return thing
