"""What can become of one sale, act by act. After each act the provider says something else of it."""

from standfirst.funding.models import DisputeState
from standfirst.funding.rules.truths import RefundTruthState, TruthState

PAID, REFUSED = TruthState.PAID, TruthState.REFUSED
PROCESSING, ABANDONED = TruthState.PROCESSING, TruthState.ABANDONED
DONE, FAILED = RefundTruthState.DONE, RefundTruthState.FAILED
INQUIRY, OPEN, WON, LOST = DisputeState


def becomes(state):
    return lambda world, sale: world.become(sale, state)


def back(part):
    return lambda world, sale: world.give_back(sale, sale.left // part)


def ended(state):
    """Let the newest refund end so."""
    return lambda world, sale: world.end_refund(sale, list(sale.refunds)[-1], state)


def disputed(state=OPEN):
    return lambda world, sale: world.dispute(sale, sale.left, state)


def decided(state):
    return lambda world, sale: world.end_dispute(sale, next(iter(sale.disputes)), state)


def booked(world, sale):
    world.book_all()


STORIES = {
    "paid": (becomes(PAID), booked),
    "delayed": (becomes(PROCESSING), becomes(PAID), booked),
    "delayed and refused": (becomes(PROCESSING), becomes(REFUSED)),
    "refused, then paid after all": (becomes(REFUSED), becomes(PROCESSING), becomes(PAID), booked),
    "given up, then paid": (becomes(ABANDONED), becomes(PAID), booked),
    "given back": (becomes(PAID), booked, back(1), booked, ended(DONE)),
    "given back in parts": (becomes(PAID), back(3), back(2), ended(DONE), booked),
    "given back, and the bank says no": (
        *(becomes(PAID), booked, back(1)),
        *(ended(DONE), ended(FAILED), booked),
    ),
    "disputed and won": (becomes(PAID), booked, disputed(), booked, decided(WON), booked),
    "disputed and lost": (becomes(PAID), booked, disputed(), decided(LOST), booked),
    "asked about, disputed, lost, given in": (
        *(becomes(PAID), disputed(INQUIRY), decided(OPEN)),
        *(decided(LOST), decided(WON), booked),
    ),
    "asked about, and no more": (becomes(PAID), disputed(INQUIRY), decided(WON), booked),
    "a part given back, the rest disputed": (
        *(becomes(PAID), back(2), ended(DONE)),
        *(disputed(), decided(LOST), booked),
    ),
}
