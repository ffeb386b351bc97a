"""The settings of payment providers: what makes no sense, and what of it the program uses."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from standfirst.config.site_folder import SiteSettings
from standfirst.funding.providers.stripe.keys import (
    LIVE_KEYS,
    TEST_KEYS,
    StripeKeys,
    is_live_key,
)

MOST_SECRETS = 2


def stripe_keys_of(site: SiteSettings) -> StripeKeys | None:
    """What a site says of Stripe; None where it says nothing."""
    if not site.stripe_secret_key:
        return None
    return StripeKeys(
        secret_key=site.stripe_secret_key,
        account=site.stripe_account,
        webhook_secrets=site.stripe_webhook_secrets,
    )


def nonsense_about_stripe(site: SiteSettings) -> Iterator[str]:
    """What is wrong with these settings, one sentence each. No secret is repeated in them."""
    key, account, secrets = (
        site.stripe_secret_key,
        site.stripe_account,
        site.stripe_webhook_secrets,
    )
    if not (key or account or secrets):
        return
    if not (key and account and secrets):
        yield (
            "stripe_secret_key, stripe_account and stripe_webhook_secrets belong together; "
            "set all of them or none."
        )
        return
    if not key.startswith((*LIVE_KEYS, *TEST_KEYS)):
        yield "stripe_secret_key must begin with sk_live_, rk_live_, sk_test_ or rk_test_."
    if not account.startswith("acct_"):
        yield f"stripe_account is {account!r}; it must be like acct_1Abc, as Stripe's settings show it."
    if not all(secret.startswith("whsec_") for secret in secrets):
        yield "Each of stripe_webhook_secrets must begin with whsec_."
    if len(secrets) > MOST_SECRETS:
        yield "stripe_webhook_secrets takes the secret in use and the one that it replaces, no more."
    if is_live_key(key) and urlsplit(site.url).scheme != "https":
        yield "stripe_secret_key moves real money, so url must be https://…; or use a test key."
