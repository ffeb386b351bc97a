"""The connection to Stripe: one version, one key, short patience, and errors in our own words."""

from collections.abc import Iterator
from contextlib import contextmanager

import stripe

from standfirst.funding.providers.interface import ProviderRefused, ProviderUnreachable
from standfirst.funding.providers.stripe.keys import StripeKeys
from standfirst.funding.providers.stripe.money import AmountRefused

# What `shapes` was written against. Stripe keeps to it, whatever it changes later.
API_VERSION = "2026-10-28.endive"
# Twice this and a pause are less than the lease of one press of the button (30 s).
CONNECT_SECONDS, READ_SECONDS = 3.0, 8.0
MOST_REPEATS = 1
# Told as a refusal, but over in a moment.
PASSING = frozenset({"lock_timeout", "idempotency_key_in_use", "rate_limit"})
MISSING = "resource_missing"

# It would keep a name for this machine in a file at home, and tell how long each call took.
stripe.enable_telemetry = False


def connect(keys: StripeKeys) -> stripe.StripeClient:
    """Make a client of its own; nothing is asked yet."""
    return stripe.StripeClient(
        keys.secret_key,
        stripe_version=API_VERSION,
        base_addresses={"api": keys.base_address},
        max_network_retries=MOST_REPEATS,
        http_client=stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS)),
    )


@contextmanager
def asking() -> Iterator[None]:
    """Turn what Stripe's library raises into ProviderUnreachable or ProviderRefused."""
    try:
        yield
    except AmountRefused as error:
        raise ProviderRefused(str(error)) from error
    except stripe.StripeError as error:
        raise _in_our_words(error) from error


def is_missing(error: stripe.StripeError) -> bool:
    """Say whether Stripe knows nothing of that name."""
    return isinstance(error, stripe.InvalidRequestError) and error.code == MISSING


def _in_our_words(error: stripe.StripeError) -> ProviderRefused | ProviderUnreachable:
    """Say what happened without what was asked: Stripe's sentences may quote names or keys."""
    status, code = error.http_status, error.code or ""
    words = " ".join(
        str(part) for part in (type(error).__name__, status, code, error.request_id) if part
    )
    is_passing = (
        isinstance(error, stripe.APIConnectionError | stripe.RateLimitError)
        or code in PASSING
        or status is None
        or status in {409, 429}
        or status >= 500
    )
    return ProviderUnreachable(words) if is_passing else ProviderRefused(words)
