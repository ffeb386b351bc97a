"""What proves us to Stripe, and Stripe to us. Plain Python: the settings are read with it."""

from dataclasses import dataclass, field

API = "https://api.stripe.com"
# Where a payer is sent; the pages' policy lets forms lead there.
PAGES = "https://checkout.stripe.com"
LIVE_KEYS, TEST_KEYS = ("sk_live_", "rk_live_"), ("sk_test_", "rk_test_")


@dataclass(frozen=True)
class StripeKeys:
    """A secret or restricted key, the account that it is of, and one or two webhook secrets."""

    secret_key: str = field(repr=False)
    account: str
    webhook_secrets: tuple[str, ...] = field(repr=False)
    base_address: str = API

    @property
    def is_live(self) -> bool:
        """Whether this key moves money."""
        return is_live_key(self.secret_key)


def is_live_key(key: str) -> bool:
    """Say whether a key is of the live mode, where money moves."""
    return key.startswith(LIVE_KEYS)
