"""Where transfers go, and which of a gift's are awaited."""

from standfirst.funding.models import BankAccount, Campaign, Gift, GiftState
from standfirst.funding.providers.registry import online_provider_for

# Money that comes after the promise was given up is a fact all the same.
AWAITED = (GiftState.PROMISED, GiftState.EXPIRED)
CODE_CURRENCY = "EUR"


def bank_account() -> BankAccount | None:
    """Give the paper's account of now, or None if transfers are not offered."""
    newest = BankAccount.objects.first()
    return newest if newest is not None and newest.iban else None


def account_for(campaign: Campaign) -> BankAccount | None:
    """Give the account that takes gifts to a campaign; None for a rehearsed one: banks rehearse nothing."""
    return None if campaign.is_rehearsed else bank_account()


def is_given_online(campaign: Campaign) -> bool:
    """Whether anybody can give to a campaign from its page: by a provider, or by transfer."""
    return online_provider_for(campaign) is not None or account_for(campaign) is not None


def awaited_at(gift: Gift) -> BankAccount | None:
    """Give the account where a gift's transfer is awaited, or None if none is."""
    return bank_account() if gift.is_transfer and gift.state in AWAITED else None


def has_code(gift: Gift) -> bool:
    """Whether a gift's transfer can be read as a QR code: they are for euros only."""
    return gift.currency == CODE_CURRENCY
