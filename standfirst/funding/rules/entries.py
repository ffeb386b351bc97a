"""Which accounts each kind of fact moves: debits positive, credits negative.

A gift's payment is due from the provider until the provider books it; what it books goes to the clearing
account, less its fee. What is given back or disputed is taken off the campaign by accounts of their own,
so that the meter can say each apart, and is owed to the provider until it books that too.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from standfirst.funding.models import AccountKind, BookingKind, Campaign, EntryKind
from standfirst.funding.rules.postings import AccountName, Posting
from standfirst.funding.rules.truths import Booking
from standfirst.lib.money import Money

# Against which account the gross amount of a provider's booking stands.
COUNTERS: Mapping[BookingKind, AccountKind] = {
    BookingKind.CHARGE: AccountKind.DUE,
    BookingKind.REFUND: AccountKind.REFUNDS_PAYABLE,
    BookingKind.REFUND_FAILURE: AccountKind.REFUNDS_PAYABLE,
    BookingKind.DISPUTE: AccountKind.DISPUTES,
    BookingKind.DISPUTE_REVERSAL: AccountKind.DISPUTES,
    BookingKind.FEE: AccountKind.FEES,
    BookingKind.PAYOUT: AccountKind.BANK,
    BookingKind.PAYOUT_FAILURE: AccountKind.BANK,
    BookingKind.OTHER: AccountKind.UNEXPLAINED,
}
OF_A_PAYMENT = frozenset(
    {
        BookingKind.CHARGE,
        BookingKind.REFUND,
        BookingKind.REFUND_FAILURE,
        BookingKind.DISPUTE,
        BookingKind.DISPUTE_REVERSAL,
    }
)
# Kept at the provider, one each; the others are the paper's own.
AT_PROVIDER = frozenset(
    {
        AccountKind.CLEARING,
        AccountKind.RECEIVABLE,
        AccountKind.DUE,
        AccountKind.FEES,
        AccountKind.REFUNDS_PAYABLE,
        AccountKind.DISPUTES,
        AccountKind.EXCHANGE,
        AccountKind.UNEXPLAINED,
    }
)


@dataclass(frozen=True)
class Books:
    """Whose accounts are meant: real or rehearsed, of a campaign if any, at a provider if any."""

    is_rehearsed: bool
    campaign_id: int | None = None
    provider: str = ""

    def account(self, kind: AccountKind, currency: str) -> AccountName:
        """Name one of the accounts that belong to no campaign."""
        provider = self.provider if kind in AT_PROVIDER else ""
        return AccountName(
            kind=kind, currency=currency, is_rehearsed=self.is_rehearsed, provider=provider
        )

    def of_campaign(self, kind: AccountKind, currency: str) -> AccountName:
        """Name one of the campaign's own accounts."""
        return AccountName(
            kind=kind,
            currency=currency,
            is_rehearsed=self.is_rehearsed,
            campaign_id=self.campaign_id,
        )

    def posting(self, kind: EntryKind, amounts: Mapping[AccountName, int]) -> Posting:
        """Make the posting; legs that move nothing fall away."""
        legs = tuple((name, amount) for name, amount in amounts.items() if amount)
        return Posting(
            kind=kind, campaign_id=self.campaign_id, is_rehearsed=self.is_rehearsed, amounts=legs
        )


def books_of(campaign: Campaign, provider: str = "") -> Books:
    """Name the books that a campaign's money is kept in."""
    return Books(campaign.is_rehearsed, campaign.pk, provider)


def gift_posting(books: Books, amount: Money, *, into: AccountKind) -> Posting:
    """Book what was paid: ``into`` is where it lies, or that it is due from the provider."""
    debit = books.account(into, amount.currency)
    credit = books.of_campaign(AccountKind.CAMPAIGN, amount.currency)
    return books.posting(EntryKind.GIFT, {debit: amount.minor, credit: -amount.minor})


def pledge_posting(books: Books, amount: Money) -> Posting:
    """Book what is on its way."""
    debit = books.account(AccountKind.RECEIVABLE, amount.currency)
    credit = books.of_campaign(AccountKind.PLEDGED, amount.currency)
    return books.posting(EntryKind.PLEDGE, {debit: amount.minor, credit: -amount.minor})


def refund_posting(books: Books, amount: Money, *, out_of: AccountKind) -> Posting:
    """Take back from the campaign what is given back ``out_of`` an account, or owed to be."""
    debit = books.of_campaign(AccountKind.REFUNDED, amount.currency)
    credit = books.account(out_of, amount.currency)
    return books.posting(EntryKind.REFUND, {debit: amount.minor, credit: -amount.minor})


def dispute_posting(books: Books, amount: Money) -> Posting:
    """Take back from the campaign what a bank disputes, until the dispute is won."""
    debit = books.of_campaign(AccountKind.DISPUTED, amount.currency)
    credit = books.account(AccountKind.DISPUTES, amount.currency)
    return books.posting(EntryKind.DISPUTE, {debit: amount.minor, credit: -amount.minor})


def loss_posting(books: Books, amount: Money) -> Posting:
    """Say that what was disputed is lost for good."""
    debit = books.of_campaign(AccountKind.CHARGED_BACK, amount.currency)
    credit = books.of_campaign(AccountKind.DISPUTED, amount.currency)
    return books.posting(EntryKind.DISPUTE_LOST, {debit: amount.minor, credit: -amount.minor})


def match_pledge_posting(books: Books, amount: Money) -> Posting:
    """Book what somebody promised to match: due from them, and owed to the campaign gift by gift."""
    debit = books.of_campaign(AccountKind.MATCH_DUE, amount.currency)
    credit = books.of_campaign(AccountKind.MATCHED_PLEDGES, amount.currency)
    return books.posting(EntryKind.MATCH_PLEDGE, {debit: amount.minor, credit: -amount.minor})


def match_posting(books: Books, amount: Money) -> Posting:
    """Give the campaign of a promise what a gift moved: the promise runs down by it."""
    debit = books.of_campaign(AccountKind.MATCHED_PLEDGES, amount.currency)
    credit = books.of_campaign(AccountKind.MATCHED, amount.currency)
    return books.posting(EntryKind.MATCH, {debit: amount.minor, credit: -amount.minor})


def match_money_posting(books: Books, amount: Money) -> Posting:
    """Book that whoever matches has paid."""
    debit = books.account(AccountKind.BANK, amount.currency)
    credit = books.of_campaign(AccountKind.MATCH_DUE, amount.currency)
    return books.posting(EntryKind.TRANSFER, {debit: amount.minor, credit: -amount.minor})


def booking_posting(books: Books, booking: Booking, *, is_explained: bool = True) -> Posting:
    """Book a line of the provider's own books, as it says it; nothing in it is computed.

    Where the payer's currency is another than the balance's, the exchange account stands between: it
    holds what was given away in one and what was got in the other. ``is_explained`` is whether the payment
    that it is about is known here.
    """
    counter = COUNTERS[booking.kind] if is_explained else AccountKind.UNEXPLAINED
    moved = booking.original or booking.gross
    amounts: Counter[AccountName] = Counter()
    amounts[books.account(AccountKind.CLEARING, booking.net.currency)] += booking.net.minor
    amounts[books.account(AccountKind.FEES, booking.fee.currency)] += booking.fee.minor
    amounts[books.account(counter, moved.currency)] -= moved.minor
    if moved.currency != booking.gross.currency:
        exchange = AccountKind.EXCHANGE
        amounts[books.account(exchange, moved.currency)] += moved.minor
        amounts[books.account(exchange, booking.gross.currency)] -= booking.gross.minor
    return books.posting(EntryKind.BOOKING, amounts)
